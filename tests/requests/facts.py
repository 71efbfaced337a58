"""Requests in every state of the life cycle, made by the product's own decisions and folds on two nodes."""

import itertools
from collections import deque

from renkei.kernel.names import Name
from renkei.requests import decide, project
from renkei.requests.events import Ask, Content, Terms
from renkei.requests.lifecycle import TRANSITIONS
from renkei.requests.model import CommitRequest, DraftRequest, SendRequest, TakeAct
from tests.kernel.facts import context, event, fold, hour

ASKER, PROVIDER = "USA", "JPN"
NATION = {"asker": ASKER, "provider": PROVIDER}
VERBS = ("request", "amend", "offer", "counter", "accept", "decline", "withdraw", "commit", "report")
TERMS = Terms(resource="parking:x", total=10, otherwise=8, start=hour(28), end=hour(76))


def content(**fields):
    """Return what the U.S. asks of Japan: four stands at one airfield."""
    asked = {
        "need": Name("parking for four aircraft", "4機の駐機"),
        "channel": "USA->JPN",
        "asker": ASKER,
        "provider": PROVIDER,
        "place": "matsuyama_ap",
        "by": hour(24),
        "asks": Ask("parking:x", 4),
    }
    return Content(**(asked | fields))


class Desk:
    """One node's requests: decides for its nation, folds what it decided, keeps it for the other node."""

    def __init__(self, nation):
        self.nation = nation
        self.state = project.empty()
        self.events = []
        self.unsent = []

    def ask(self, command, identifier, rel_to=None):
        """Decide a command and fold what came of it."""
        other = PROVIDER if self.nation == ASKER else ASKER
        decided = decide.DECISIONS[type(command)].decide(
            self.state, command, context(self.nation, rel_to=(other,) if rel_to is None else rel_to)
        )
        for n, draft in enumerate(decided):
            rel = draft.label.rel_to if draft.label else ((other,) if rel_to is None else rel_to)
            happened = event(draft.body, f"{identifier}{n or ''}", self.nation, rel_to=rel, refs=draft.refs)
            self.take_in(happened)
            if rel:
                self.unsent.append(happened)

    def take_in(self, happened):
        """Fold an event from either node."""
        self.events.append(happened)
        fold(project, self.state, happened)

    def request(self, identifier="R7"):
        """Return a request as this node has it."""
        return self.state.requests[identifier]

    def act(self, verb, identifier, request="R7"):
        """Let this nation act on the request as it stands here."""
        based_on = self.request(request).standing.version
        if verb == "commit":
            return self.ask(CommitRequest(request, based_on), identifier)
        return self.ask(command_of(verb, based_on, request), identifier)


def command_of(verb, based_on, request="R7"):
    """Return the liaison officer's command for a verb, with all that the verb needs."""
    terms = TERMS if verb == "counter" else None
    changed = content(priority=1) if verb == "amend" else None
    return TakeAct(request, verb, based_on, terms, changed)


def joined():
    """Return two desks and a function that carries what one has for the other, both ways."""
    desks = {ASKER: Desk(ASKER), PROVIDER: Desk(PROVIDER)}

    def carry():
        mail = [(other, desks[n].unsent) for n, other in ((ASKER, PROVIDER), (PROVIDER, ASKER))]
        desks[ASKER].unsent, desks[PROVIDER].unsent = [], []
        for to, events in mail:
            for happened in events:
                desks[to].take_in(happened)

    return desks, carry


def sent():
    """Return two desks between which one request has been carried."""
    desks, carry = joined()
    desks[ASKER].ask(DraftRequest("R7", content()), "a-draft")
    desks[ASKER].ask(SendRequest("R7"), "b-sent")
    carry()
    return desks, carry


def paths():
    """Return for each state one way to it from `sent`: a list of (side, verb), shortest first."""
    found = {"sent": ()}
    queue = deque(["sent"])
    while queue:
        state = queue.popleft()
        for (before, side, verb), after in TRANSITIONS.items():
            if before == state and after not in found:
                found[after] = (*found[state], (side, verb))
                queue.append(after)
    return found


def standing_in(state):
    """Return two desks that both have the request in `state`; acts cross where the state says so."""
    desks, carry = sent()
    numbers = itertools.count()
    if state == "crossed":
        desks[ASKER].act("amend", "c-left")
        desks[PROVIDER].act("counter", "c-right")
        carry()
        return desks, carry
    for side, verb in paths()[state]:
        desks[NATION[side]].act(verb, f"c-{next(numbers):03d}")
        carry()
    return desks, carry
