"""The newest lines of the log in memory, and the order in which both nodes list what they share."""

from collections import OrderedDict
from datetime import datetime

import msgspec

from renkei.federation.order import listed
from renkei.kernel.event import Event
from renkei.kernel.ids import EventId, Nation

LINES_MAX = 5_000
"""Lines kept for lists: more than a shift reads; the log on disk has them all."""


class Line(msgspec.Struct):
    """One event with the time at which it came here and, if shared, the clock that lists sort by."""

    event: Event
    arrived: datetime
    number: int
    clock: int | None = None


class Timeline:
    """A bounded window on the log, oldest line first."""

    def __init__(self, nation: Nation) -> None:
        self._nation = nation
        self._lines: OrderedDict[EventId, Line] = OrderedDict()
        self._count = 0

    def add(self, event: Event, arrived: datetime) -> None:
        """Append a line; a partner's event is shared under its own clock."""
        self._count += 1
        line = self._lines.setdefault(event.id, Line(event, arrived, self._count))
        if event.origin != self._nation:
            line.clock = event.clock
        if len(self._lines) > LINES_MAX:
            self._lines.popitem(last=False)

    def released(self, event: EventId, clock: int) -> None:
        """Note that an own event was released under this clock."""
        line = self._lines.get(event)
        if line is not None and line.clock is None:
            line.clock = clock

    def lines(self) -> tuple[Line, ...]:
        """Return the lines in the order in which they were recorded here."""
        return tuple(self._lines.values())

    def shared(self) -> tuple[tuple[Line, bool], ...]:
        """Return the shared lines in the order that is the same on both nodes, each with whether it came late."""
        arrivals = [(line.clock, line.event.id) for line in self._lines.values() if line.clock is not None]
        return tuple((self._lines[row.event], row.late) for row in listed(arrivals))
