"""What two headquarters put forward for a joint plan: uses of shared resources and times of tied tasks; no rule.

Nothing in it says for which task a resource is used, why, or what anything costs but one scalar for each item.
"""

import msgspec

from renkei.kernel.ids import ResourceId, TaskId
from renkei.kernel.instant import Instant

ITEMS_MAX = 1_000
"""Shared uses and tied times in one message about a joint plan: more would not fit into one event."""


class Booking(msgspec.Struct, frozen=True, omit_defaults=True):
    """A share of a resource that both sides use, for a time; it does not say for which task.

    Attributes:
        gain_min: Weighted minutes of lateness that the sender is spared for each hour that this does not slip.
    """

    resource: ResourceId
    quantity: int
    start: Instant
    end: Instant
    gain_min: int = 0


class Meeting(msgspec.Struct, frozen=True, omit_defaults=True):
    """The time of a task of the sender that is tied to a task of the receiver.

    Attributes:
        gain_min: Weighted minutes of lateness that the sender is spared for each hour that this does not slip.
    """

    task: TaskId
    start: Instant
    end: Instant
    gain_min: int = 0


class Offer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a side puts forward: all its bookings and meetings that concern the other, and nothing of why."""

    bookings: tuple[Booking, ...] = ()
    meetings: tuple[Meeting, ...] = ()

    def sound(self) -> bool:
        """Whether it is as long as a message may be, nothing ends before it starts, and all uses are of something."""
        items = [*((b.start, b.end) for b in self.bookings), *((m.start, m.end) for m in self.meetings)]
        forward = all(start <= end for start, end in items)
        return len(items) <= ITEMS_MAX and forward and all(b.quantity >= 1 for b in self.bookings)
