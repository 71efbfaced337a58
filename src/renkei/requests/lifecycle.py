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


def side_of(nation: Nation, content: Content) -> Side | None:
    """Return the side of `nation` in a request, or `None` where it is no party."""
    if nation == content.asker:
        return "asker"
    return "provider" if nation == content.provider else None


def verbs(state: str, side: Side) -> tuple[Verb, ...]:
    """Return what `side` may do in `state`, in the order of the table."""
    return tuple(verb for (s, who, verb) in TRANSITIONS if s == state and who == side)


def standing(acts: dict[EventId, Act]) -> Standing:
    """Return where a request stands; depends on the set of acts only, not on the order of arrival."""
    reached: dict[EventId, Standing] = {}
    for act in _causal_order(acts):
        reached[act.id] = _after(act, [reached[p] for p in act.based_on if p in reached])
    heads = sorted(set(acts) - {p for act in acts.values() for p in act.based_on})
    version = "+".join(heads)
    if len(heads) == 1:
        last = reached[heads[0]]
        return Standing(last.state, last.terms, last.content, (), version)
    ends = [reached[h] for h in heads]
    state = "withdrawn" if ends and all(e.state == "withdrawn" for e in ends) else "crossed"
    return Standing(state, _newest_terms(ends), _newest_content(ends), tuple(acts[h] for h in heads), version)


def _causal_order(acts: dict[EventId, Act]) -> list[Act]:
    """Return the acts parents first; among equals by identifier, the same on both nodes."""
    ordered: list[Act] = []
    placed: set[EventId] = set()
    waiting = sorted(acts)
    while waiting:
        ready = [i for i in waiting if all(p in placed or p not in acts for p in acts[i].based_on)]
        if not ready:
            break
        ordered += [acts[i] for i in ready]
        placed.update(ready)
        waiting = [i for i in waiting if i not in placed]
    return ordered


def _after(act: Act, before: list[Standing]) -> Standing:
    """Return the standing after `act`; an act that the table does not know changes nothing."""
    if act.verb == "request":
        return Standing("sent", None, act.content, (), act.id)
    state = "crossed" if len(before) > 1 else (before[0].state if before else "sent")
    content = act.content or _newest_content(before)
    side = side_of(act.by, content) if content else None
    after = TRANSITIONS.get((state, side, act.verb), state) if side else state
    return Standing(after, act.terms or _newest_terms(before), content, (), act.id)


def _newest_terms(before: list[Standing]) -> Terms | None:
    return next((s.terms for s in sorted(before, key=lambda s: s.version, reverse=True) if s.terms), None)


def _newest_content(before: list[Standing]) -> Content | None:
    return next((s.content for s in sorted(before, key=lambda s: s.version, reverse=True) if s.content), None)


def must(crossed: tuple[Act, ...], content: Content) -> dict[Nation, str]:
    """Return what each party has to do after two acts crossed, as message keys."""
    duty: dict[Nation, str] = {}
    for act in crossed:
        side = side_of(act.by, content)
        if side:
            duty[act.by] = f"requests-must-{side}-{'withdraw' if act.verb == 'withdraw' else 'stand'}"
    return duty
