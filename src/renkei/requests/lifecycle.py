"""The life cycle of a request as a table, and where a set of acts stands in it."""

from typing import Literal, TypeAlias

from renkei.kernel.ids import EventId, Nation
from renkei.requests.events import Content, Terms, Verb
from renkei.requests.model import Act, Standing

Side: TypeAlias = Literal["asker", "provider"]

TRANSITIONS: dict[tuple[str, Side, Verb], str] = {
    ("sent", "provider", "offer"): "offered",
    ("sent", "provider", "accept"): "accepted",
    ("sent", "provider", "counter"): "countered_by_provider",
    ("sent", "provider", "decline"): "declined",
    ("sent", "asker", "amend"): "sent",
    ("sent", "asker", "withdraw"): "withdrawn",
    ("offered", "asker", "accept"): "accepted",
    ("offered", "asker", "counter"): "countered_by_asker",
    ("offered", "asker", "decline"): "declined",
    ("offered", "asker", "amend"): "sent",
    ("offered", "asker", "withdraw"): "withdrawn",
    ("offered", "provider", "withdraw"): "offer_withdrawn",
    ("countered_by_provider", "asker", "accept"): "accepted",
    ("countered_by_provider", "asker", "counter"): "countered_by_asker",
    ("countered_by_provider", "asker", "decline"): "declined",
    ("countered_by_provider", "asker", "amend"): "sent",
    ("countered_by_provider", "asker", "withdraw"): "withdrawn",
    ("countered_by_provider", "provider", "withdraw"): "offer_withdrawn",
    ("countered_by_asker", "provider", "accept"): "accepted",
    ("countered_by_asker", "provider", "counter"): "countered_by_provider",
    ("countered_by_asker", "provider", "decline"): "declined",
    ("countered_by_asker", "asker", "amend"): "sent",
    ("countered_by_asker", "asker", "withdraw"): "withdrawn",
    ("accepted", "provider", "commit"): "committed",
    ("accepted", "provider", "withdraw"): "offer_withdrawn",
    ("accepted", "asker", "amend"): "sent",
    ("accepted", "asker", "withdraw"): "withdrawn",
    ("committed", "provider", "report"): "reported",
    ("committed", "provider", "withdraw"): "offer_withdrawn",
    ("committed", "asker", "amend"): "sent",
    ("committed", "asker", "withdraw"): "withdrawn",
    ("reported", "provider", "report"): "reported",
    ("offer_withdrawn", "provider", "offer"): "offered",
    ("offer_withdrawn", "provider", "counter"): "countered_by_provider",
    ("offer_withdrawn", "asker", "amend"): "sent",
    ("offer_withdrawn", "asker", "withdraw"): "withdrawn",
    ("declined", "asker", "amend"): "sent",
    ("declined", "asker", "withdraw"): "withdrawn",
    ("crossed", "asker", "amend"): "sent",
    ("crossed", "asker", "withdraw"): "withdrawn",
    ("crossed", "provider", "offer"): "offered",
    ("crossed", "provider", "counter"): "countered_by_provider",
    ("crossed", "provider", "decline"): "declined",
    ("crossed", "provider", "withdraw"): "offer_withdrawn",
}
"""(state, side that acts, verb) -> next state. What is not in the table is refused.

Source: the request, offer, acceptance and counter-offer of MNF SOP practice; own states for acts that crossed.
"""

STATES = tuple(sorted({s for s, _, _ in TRANSITIONS} | set(TRANSITIONS.values())))
AGREED = frozenset({"accepted", "committed", "reported"})
"""States in which a task that hangs on the request may be committed."""
OPEN = frozenset({"sent", "offered", "countered_by_provider", "countered_by_asker", "accepted", "crossed"})
"""States in which somebody still has to act."""
NOTHING_PROVIDED = frozenset({"withdrawn", "offer_withdrawn", "declined"})
"""States in which nothing is provided: where one side withdrew and the other reached one of these, nothing crossed."""
PUTS_FORWARD: frozenset[Verb] = frozenset({"offer", "counter"})
"""Verbs that carry terms. Whoever accepts or commits takes the terms as they lie on the table."""
NOT_IN_TALKS: frozenset[Verb] = frozenset({"offer", "amend", "commit"})
"""Verbs that a talk about a joint plan does not have: counters carry its terms, and adopting a plan binds."""
CLEARS: frozenset[Verb] = frozenset({"amend", "withdraw"})
"""Verbs after which no terms lie on the table."""


NOWHERE = Standing("drafted", None, None, (), "")
"""Where a request stands before anybody has carried it."""


def side_of(nation: Nation, content: Content) -> Side | None:
    """Return the side of `nation` in a request, or `None` where it is no party."""
    if nation == content.asker:
        return "asker"
    return "provider" if nation == content.provider else None


def as_asked(content: Content) -> Terms | None:
    """Return the terms of a request that is granted as it was asked, or `None` where it asks for no asset."""
    if content.asks is None:
        return None
    return Terms(content.asks.resource, content.asks.quantity, None, None, content.start, content.end)


def verbs(state: str, side: Side) -> tuple[Verb, ...]:
    """Return what `side` may do in `state`, in the order of the table."""
    return tuple(verb for (s, who, verb) in TRANSITIONS if s == state and who == side)


def standing(acts: dict[EventId, Act]) -> Standing:
    """Return where a request stands; depends on the set of acts only, not on the order of arrival.

    An act that the table does not allow after what it is based on counts for nothing, nor does what builds on it:
    a partner's node cannot do through the wire what its own commands would refuse.
    """
    reached: dict[EventId, Standing] = {}
    for act in _parents_first(acts):
        after = _after(act, [reached[p] for p in act.based_on if p in reached])
        if after is not None:
            reached[act.id] = after
    heads = sorted(set(reached) - {p for i in reached for p in acts[i].based_on})
    if not heads:
        return NOWHERE
    ends = [reached[h] for h in heads]
    state = _joined(ends)
    crossed = tuple(acts[h] for h in heads) if len(heads) > 1 else ()
    return Standing(state, _newest_terms(ends), _newest(ends).content, crossed, "+".join(heads))


def _parents_first(acts: dict[EventId, Act]) -> list[Act]:
    """Return the acts with every act behind those that it is based on; acts in a circle are left out."""
    waits_for = {i: {p for p in act.based_on if p in acts} for i, act in acts.items()}
    followers: dict[EventId, list[EventId]] = {}
    for i, parents in waits_for.items():
        for parent in parents:
            followers.setdefault(parent, []).append(i)
    ready = [i for i, parents in waits_for.items() if not parents]
    for placed in ready:
        for follower in followers.get(placed, ()):
            waits_for[follower].discard(placed)
            if not waits_for[follower]:
                ready.append(follower)  # the list is the queue that the loop works off
    return [acts[i] for i in ready]


def _after(act: Act, before: list[Standing]) -> Standing | None:
    """Return the standing after `act`, or `None` for an act that the table does not allow."""
    if act.verb == "request":
        return Standing("sent", None, act.content, (), act.id) if act.content and not act.based_on else None
    content = _newest(before).content if before else None
    side = side_of(act.by, content) if content else None
    if content is None or side is None:
        return None
    state = TRANSITIONS.get((_joined(before), side, act.verb))
    if state is None:
        return None
    if act.verb == "amend":
        if act.content is None or not same_parties(act.content, content):
            return None
        content = act.content
    return Standing(state, _terms_after(act, before, content), content, (), act.id)


def _joined(ends: list[Standing]) -> str:
    """Return the state of standings that nobody has brought together yet."""
    states = {end.state for end in ends}
    if len(ends) == 1:
        return ends[0].state
    return "withdrawn" if "withdrawn" in states and states <= NOTHING_PROVIDED else "crossed"


def _terms_after(act: Act, before: list[Standing], content: Content) -> Terms | None:
    if act.verb in PUTS_FORWARD:
        return act.terms
    if act.verb in CLEARS:
        return None
    return _newest_terms(before) or (as_asked(content) if act.verb == "accept" else None)


def _newest_terms(before: list[Standing]) -> Terms | None:
    return next((s.terms for s in sorted(before, key=lambda s: s.version, reverse=True) if s.terms), None)


def _newest(before: list[Standing]) -> Standing:
    return max(before, key=lambda s: s.version)


def same_parties(changed: Content, content: Content) -> bool:
    """Whether a changed request is still between the same two."""
    return (changed.asker, changed.provider) == (content.asker, content.provider)


def must(crossed: tuple[Act, ...], content: Content) -> dict[Nation, str]:
    """Return what each party has to do after two acts crossed, as message keys."""
    duty: dict[Nation, str] = {}
    for act in crossed:
        side = side_of(act.by, content)
        if side:
            duty[act.by] = f"requests-must-{side}-{'withdraw' if act.verb == 'withdraw' else 'stand'}"
    return duty
