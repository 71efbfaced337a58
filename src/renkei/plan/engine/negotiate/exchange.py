"""What two negotiating parties say to one another, as frozen values; knows no plan, engine or wire.

The fields are those of the request desk: what is put forward is a `kernel.offer.Offer`, as in `requests.events.Joint`,
and the verbs are the desk's. Nothing else ever crosses.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Literal, TypeAlias

import msgspec

from renkei.kernel.ids import Nation, RequestId
from renkei.kernel.instant import Instant
from renkei.kernel.offer import Booking, Meeting, Offer

__all__ = ["Booking", "Exchange", "Meeting", "Offer", "Shift", "TalkVerb", "Variant"]

TalkVerb: TypeAlias = Literal["request", "counter", "accept", "decline", "withdraw"]
"""The verbs of `requests.events.Verb` that a talk needs."""


class Shift(msgspec.Struct, frozen=True):
    """Another time of one item of an offer: its place there, bookings first, then meetings."""

    item: int
    start: Instant
    end: Instant


class Variant(msgspec.Struct, frozen=True, omit_defaults=True):
    """A further proposal of a message: where it differs from the first, and what the sender gains by it."""

    shifts: tuple[Shift, ...]
    gain_min: int | None = None


class Exchange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One message of a talk.

    Attributes:
        request: The talk that it belongs to: one request with its counters and its answer.
        number: Place in the talk, from 1.
        bookings: All of the sender's bookings that concern the receiver, as the sender puts them forward.
        meetings: The times of all of the sender's tasks that are tied to the receiver's.
        gain_min: Weighted minutes of lateness that the sender saves against the agreement that stands (negative:
            loses); None while there is no agreement.
        anew: A request from the sender's own plan alone, whatever was agreed.
        others: Further proposals; the receiver answers one.
        chosen: Which proposal of the message before it an acceptance takes: 0 the first, 1 the first of the others.
    """

    request: RequestId
    number: int
    by: Nation
    to: Nation
    verb: TalkVerb
    bookings: tuple[Booking, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    gain_min: int | None = None
    anew: bool = False
    others: tuple[Variant, ...] = ()
    chosen: int = 0

    @property
    def offer(self) -> Offer:
        """What it puts forward first."""
        return Offer(self.bookings, self.meetings)

    def proposals(self) -> tuple[tuple[Offer, int], ...]:
        """Return everything that it puts forward, each with what the sender gains by it."""
        others = ((shifted(self.offer, v.shifts), v.gain_min or 0) for v in self.others)
        return ((self.offer, self.gain_min or 0), *others)


def items_of(offer: Offer) -> tuple[Booking | Meeting, ...]:
    """Return the items of an offer: its bookings, then its meetings."""
    return (*offer.bookings, *offer.meetings)


def shifted(offer: Offer, shifts: Iterable[Shift]) -> Offer:
    """Return an offer with some of its items at other times; those that it does not have are passed over."""
    items = list(items_of(offer))
    for shift in shifts:
        if 0 <= shift.item < len(items):
            items[shift.item] = msgspec.structs.replace(items[shift.item], start=shift.start, end=shift.end)
    bookings = tuple(b for b in items if isinstance(b, Booking))
    return Offer(bookings, tuple(m for m in items if isinstance(m, Meeting)))


def shifts(before: Offer, after: Offer) -> tuple[Shift, ...] | None:
    """Return where two offers differ, or None if they differ by more than times."""
    pairs = list(zip(items_of(before), items_of(after), strict=False))
    if len(before.bookings) != len(after.bookings) or len(before.meetings) != len(after.meetings):
        return None
    if any(_what(a) != _what(b) for a, b in pairs):
        return None
    moved = ((n, b) for n, (a, b) in enumerate(pairs) if (a.start, a.end) != (b.start, b.end))
    return tuple(Shift(n, b.start, b.end) for n, b in moved)


def lasting(offer: Offer) -> tuple[timedelta, ...]:
    """Return how long each item of an offer lasts."""
    return tuple(item.end - item.start for item in items_of(offer))


def _what(item: Booking | Meeting) -> tuple[str, int]:
    return (item.resource, item.quantity) if isinstance(item, Booking) else (item.task, 0)
