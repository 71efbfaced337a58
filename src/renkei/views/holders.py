"""Which nations may have what a page shows, so that the page can be marked; releases nothing itself."""

from collections.abc import Callable, Iterable
from typing import TypeAlias

from renkei.kernel.ids import EventId, Nation
from renkei.kernel.label import Label

Holders: TypeAlias = Callable[[Nation, EventId], tuple[Nation, ...]]
"""Originator and identifier of an event -> nations that may have all of it, this one included."""


def holders_at(own: Nation, label_now: Callable[[EventId], Label | None]) -> Holders:
    """Return how this nation finds who may have an event: by the label that an own event has now, None if unknown.

    An event of which fields are withheld counts as this nation's alone, since the page shows the fields. A partner's
    event may be had by its originator and by this nation, and by nobody else as far as this nation knows.
    """

    def holders(origin: Nation, event: EventId) -> tuple[Nation, ...]:
        if origin != own:
            return tuple(sorted({own, origin}))
        label = label_now(event)
        if label is None or label.withhold:
            return (own,)
        return tuple(sorted({own, *label.rel_to}))

    return holders


def together(lists: Iterable[tuple[Nation, ...]]) -> tuple[Nation, ...]:
    """Return who may have everything of a thing that several events told."""
    found = [set(one) for one in lists]
    return tuple(sorted(set.intersection(*found))) if found else ()
