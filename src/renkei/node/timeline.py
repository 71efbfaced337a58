"""Which lines of the log are shared, in the order that both nodes list them; keeps no line, the disk has them."""

from bisect import insort
from collections.abc import Container, Iterator
from itertools import chain

import msgspec

from renkei.federation.intake import Row
from renkei.federation.ledger import Ledger
from renkei.kernel.clock import tick
from renkei.kernel.event import Event
from renkei.kernel.ids import EventId, Nation
from renkei.log.store import OutboxRow, Reader

ROWS_AT_ONCE = 2_000
"""Outbox rows read back at once: a few megabytes."""


class Timeline:
    """An index of some hundred bytes for each shared event, and counts.

    Attributes:
        events: Lines of the log without later revisions of an event.
        late: Shared events that came here after one that is listed behind them, so a reader may have missed them.
    """

    def __init__(self, nation: Nation) -> None:
        self.events = 0
        self.late: set[EventId] = set()
        self._nation = nation
        self._clocks: dict[EventId, int] = {}
        self._order: list[tuple[int, EventId]] = []

    def add(self, event: Event, revision: int = 0) -> None:
        """Note a line; a partner's event is shared under its own clock, that of its first revision."""
        if revision:
            return
        self.events += 1
        if event.origin != self._nation:
            self._share(event.id, event.clock)

    def released(self, event: EventId, clock: int) -> None:
        """Note that an own event was released under this clock; a later revision changes nothing."""
        if event not in self._clocks:
            self._share(event, clock)

    def is_shared(self, event: EventId) -> bool:
        """Whether a partner has the event, or it is a partner's."""
        return event in self._clocks

    def shared(self) -> int:
        """Return how many events are shared."""
        return len(self._order)

    def listed(self, before: int, limit: int) -> tuple[EventId, ...]:
        """Return at most `limit` shared events with places below `before`, newest first.

        Places are 1, 2, 3 ... by released clock and identifier: the same on both nodes that have the same events.
        """
        end = min(before - 1, len(self._order))
        page = self._order[max(0, end - limit) : end]
        return tuple(event for _, event in reversed(page))

    def _share(self, event: EventId, clock: int) -> None:
        self._clocks[event] = clock
        place = (clock, event)
        if self._order and place < self._order[-1]:
            self.late.add(event)
        insort(self._order, place)


class Releases:
    """Brings a partner's outbox back among the lines of the log, each row where it was released.

    The log does not say when a row was released. But the gate counts its clock from what the partner had had then:
    a row whose event is there may still wait for what that clock was counted from.
    """

    def __init__(self, reader: Reader, ledger: Ledger, partner: Nation) -> None:
        self._ledger = ledger
        self._rows = _outbox(reader, partner)

    def due(self, known: Container[EventId]) -> Iterator[OutboxRow]:
        """Enter in the ledger, and yield, the rows that were released by now; `known` are the events so far."""
        for row in self._rows:
            if row.event not in known or not self._reached(row):
                self._rows = chain((row,), self._rows)
                return
            yield self._entered(row)

    def rest(self) -> Iterator[OutboxRow]:
        """Enter and yield all that is left: what came after the last line that is replayed."""
        return map(self._entered, self._rows)

    def _reached(self, row: OutboxRow) -> bool:
        recorded = msgspec.json.decode(row.data, type=Event).recorded
        return row.revision > 0 or tick(self._ledger.clock, recorded) >= row.clock

    def _entered(self, row: OutboxRow) -> OutboxRow:
        self._ledger.restore_row(Row(row.rseq, row.revision, row.data, row.hash))
        return row


def _outbox(reader: Reader, partner: Nation) -> Iterator[OutboxRow]:
    after = 0
    while rows := reader.outbox(partner, after, ROWS_AT_ONCE):
        yield from rows
        after = rows[-1].rseq
