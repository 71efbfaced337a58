"""What two negotiating parties say to one another, as frozen values; knows no plan, engine or wire.

The fields are those of the request desk: what is put forward is a `kernel.offer.Offer`, as in `requests.events.Joint`,
and the verbs are the desk's. Nothing else ever crosses.
"""

from typing import Literal, TypeAlias

import msgspec

from renkei.kernel.ids import Nation, RequestId
from renkei.kernel.offer import Booking, Meeting, Offer

__all__ = ["Booking", "Exchange", "Meeting", "Offer", "TalkVerb"]

TalkVerb: TypeAlias = Literal["request", "counter", "accept", "decline", "withdraw"]
"""The verbs of `requests.events.Verb` that a talk needs."""


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
