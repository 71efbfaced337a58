"""What two negotiating parties say to one another, as frozen values; knows no plan, engine or wire.

The fields are those of the request desk: a booking is a part of `requests.events.Terms`, a meeting has the form of
`requests.events.Move`, and the verbs are the desk's. Nothing else ever crosses.
"""

from typing import Literal, TypeAlias

import msgspec

from renkei.kernel.ids import Nation, RequestId, ResourceId, TaskId
from renkei.kernel.instant import Instant

TalkVerb: TypeAlias = Literal["request", "counter", "accept", "decline", "withdraw"]
"""The verbs of `requests.events.Verb` that a talk needs."""


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


class Offer(msgspec.Struct, frozen=True):
    """What a side puts forward: all its bookings and meetings that concern the other, and nothing of why."""

    bookings: tuple[Booking, ...] = ()
    meetings: tuple[Meeting, ...] = ()


class Exchange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One message of a talk.

    Attributes:
        request: The talk that it belongs to: one request with its counters and its answer.
        number: Place in the talk, from 1.
        bookings: All of the sender's bookings that concern the receiver, as the sender puts them forward.
        meetings: The times of all of the sender's tasks that are tied to the receiver's.
        gain_min: Weighted minutes of lateness that the sender saves against the agreement that stands (negative:
            loses); None while there is no agreement.
    """

    request: RequestId
    number: int
    by: Nation
    to: Nation
    verb: TalkVerb
    bookings: tuple[Booking, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    gain_min: int | None = None

    @property
    def offer(self) -> Offer:
        """What it puts forward."""
        return Offer(self.bookings, self.meetings)
