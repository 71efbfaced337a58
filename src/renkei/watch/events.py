"""What happened on watch, as frozen bodies on the wire."""

import msgspec

from renkei.kernel.event import Kind
from renkei.kernel.ids import Nation
from renkei.kernel.message import Message
from renkei.kernel.names import Name


class EntryLogged(msgspec.Struct, frozen=True, omit_defaults=True):
    """A watch officer wrote an entry."""

    text: Name
    priority: bool = False
    subject: str = ""


class LinkLost(msgspec.Struct, frozen=True):
    """The link to a partner went down, as this node saw it."""

    partner: Nation
    why: Message


class LinkRestored(msgspec.Struct, frozen=True):
    """The link to a partner came back; `down_s` is how long this node had none, by the machine's clock."""

    partner: Nation
    down_s: int


class StreamHalted(msgspec.Struct, frozen=True):
    """One stream of the link stands still: what came does not fit what came before.

    Attributes:
        inward: Whether it is the partner's stream to this node, or this node's to the partner.
    """

    partner: Nation
    why: Message
    inward: bool = True


class StreamResumed(msgspec.Struct, frozen=True):
    """A stream that had been halted flows again: something of it arrived, and was taken, in a later session."""

    partner: Nation
    inward: bool


KINDS = (
    Kind("watch.EntryLogged", EntryLogged),
    Kind("watch.LinkLost", LinkLost),
    Kind("watch.LinkRestored", LinkRestored),
    Kind("watch.StreamHalted", StreamHalted),
    Kind("watch.StreamResumed", StreamResumed),
)
