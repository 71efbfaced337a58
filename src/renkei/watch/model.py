"""Commands of the watch and the outages of each partner link."""

from datetime import datetime

import msgspec

from renkei.kernel.ids import Nation
from renkei.kernel.message import Message
from renkei.kernel.names import Name

TEXT_MAX = 2_000
"""Characters of a log entry: a page; more is a report."""
OUTAGES_MAX = 500
"""Outages kept in memory per partner; older ones stay in the log."""


class LogEntry(msgspec.Struct, frozen=True):
    """Write an entry in the watch log."""

    text: Name
    priority: bool = False
    subject: str = ""


class RecordLinkLost(msgspec.Struct, frozen=True):
    """Record that the link to a partner is down; done by the node itself."""

    partner: Nation
    why: Message


class RecordLinkRestored(msgspec.Struct, frozen=True):
    """Record that the link to a partner is back; done by the node itself."""

    partner: Nation
    down_s: int


class RecordStreamHalted(msgspec.Struct, frozen=True):
    """Record that a stream of the link was halted, the partner's or this node's; done by the node itself."""

    partner: Nation
    why: Message
    inward: bool = True


class RecordStreamResumed(msgspec.Struct, frozen=True):
    """Record that a halted stream flows again; done by the node itself."""

    partner: Nation
    inward: bool


class Halted(msgspec.Struct, frozen=True):
    """A stream that stands still: since when by the machine's clock, why, and whose it is."""

    since: datetime
    why: Message
    inward: bool


class Outage(msgspec.Struct, frozen=True):
    """A time without a link: `start` and `end` in valid time, the recorded length in seconds."""

    start: datetime
    end: datetime | None
    down_s: int | None
    why: Message


class WatchState(msgspec.Struct):
    """Outages by partner, oldest first; entries are read from the log.

    Attributes:
        halted: Streams that stand still, none or one in each direction.
    """

    outages: dict[Nation, list[Outage]] = {}
    halted: dict[Nation, tuple[Halted, ...]] = {}
