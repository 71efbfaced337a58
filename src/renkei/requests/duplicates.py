"""Pairs of entries that may be one need, each with its evidence; a person decides."""

from datetime import datetime, timedelta

import msgspec

from renkei.kernel.ids import RequestId
from renkei.kernel.instant import iso
from renkei.kernel.message import Message, told
from renkei.requests.events import Content
from renkei.requests.model import Request, RequestsState

DEADLINE_WITHIN = timedelta(hours=1)
"""Two reports of one need give its deadline to the hour, not to the minute."""
QUANTITY_WITHIN = 0.1
"""Relative difference up to which `about 60` and `60` may be one figure."""
PAIRS_MAX = 200
"""Pairs offered at once: more than a person can judge in a watch."""


class Pair(msgspec.Struct, frozen=True):
    """Two entries, the later first, and what they have in common."""

    request: RequestId
    of: RequestId
    evidence: tuple[Message, ...]
    common: tuple[str, ...]


def pairs(state: RequestsState) -> tuple[Pair, ...]:
    """Return the pairs that share place, and quantity or deadline, most evidence first."""
    by_place: dict[str, list[Request]] = {}
    for request in state.requests.values():
        if request.content and request.content.place and (request.registered or request.acts):
            by_place.setdefault(request.content.place, []).append(request)
    found = [pair for entries in by_place.values() for pair in _within(sorted(entries, key=_age))]
    return tuple(sorted(found, key=lambda p: (-len(p.common), p.request, p.of))[:PAIRS_MAX])


def _age(request: Request) -> tuple[datetime, str]:
    return (request.recorded, request.id)


def _within(entries: list[Request]) -> list[Pair]:
    """Return the pairs among entries for one place, oldest first."""
    result = []
    for later in range(1, len(entries)):
        for earlier in range(later):
            first, second = entries[earlier].content, entries[later].content
            common = _common(first, second) if first and second else ()
            if len(common) > 1:
                evidence = tuple(_evidence(word, second) for word in common if second)
                result.append(Pair(entries[later].id, entries[earlier].id, evidence, common))
    return result


def _common(first: Content, second: Content) -> tuple[str, ...]:
    """Return which of place, quantity and deadline two entries for one place share."""
    common = ["place"]
    if _same_quantity(first, second):
        common.append("quantity")
    if _same_deadline(first, second):
        common.append("deadline")
    return tuple(common)


def _same_deadline(first: Content, second: Content) -> bool:
    a, b = first.by, second.by
    return isinstance(a, datetime) and isinstance(b, datetime) and abs(a - b) <= DEADLINE_WITHIN


def _same_quantity(first: Content, second: Content) -> bool:
    a, b = first.quantity, second.quantity
    if a is None or b is None or a.value is None or b.value is None or a.unit != b.unit:
        return False
    return abs(a.value - b.value) <= QUANTITY_WITHIN * max(a.value, b.value)


def _evidence(word: str, content: Content) -> Message:
    if word == "quantity" and content.quantity and content.quantity.value is not None:
        return told("requests-evidence-quantity", amount=f"{content.quantity.value:g} {content.quantity.unit}".strip())
    if word == "deadline" and isinstance(content.by, datetime):
        return told("requests-evidence-deadline", at=iso(content.by))
    return told("requests-evidence-place", place=content.place or "")
