"""A headquarters' border post for the tests of links: real log, writer and ledger, no capabilities."""

import asyncio

import msgspec

from renkei.federation import chain
from renkei.federation.chain import Cursor
from renkei.federation.handshake import Us
from renkei.federation.intake import Row
from renkei.federation.lanes import PositionLane
from renkei.federation.ledger import Ledger
from renkei.federation.order import listed
from renkei.io.partner_link import PartnerLink, Peer
from renkei.kernel.event import Event
from renkei.log.sqlite import create, open_reader, open_store
from renkei.log.store import Batch, CursorRow, OutboxRow, entry
from renkei.log.writer import Writer
from tests.federation.wire import secret
from tests.release.events import OBJECTS


class Post:
    """One side of a link to one partner."""

    def __init__(self, nation, partner, directory):
        self.us, self.partner = Us(nation, f"{nation.lower()}-1", f"epoch-{nation}"), partner
        path = directory / f"{nation}.sqlite"
        if not path.exists():
            create(path, {})
        self.writer = Writer(open_store(path), self._failed)
        self.reader = open_reader(path)
        self.ledger = Ledger(nation, partner, self.us.epoch, OBJECTS)
        self.lane = PositionLane()
        self.links, self.positions, self.receipts, self.clocks, self.failures = [], [], [], [], []
        self.changed = asyncio.Condition()
        self.link = None
        self._restore()

    def _restore(self):
        rows = self.reader.outbox(self.partner, 0, 1_000_000)
        for r in rows:
            self.ledger.restore_row(Row(r.rseq, r.revision, r.data, r.hash))
        first = {r.event: r.clock for r in rows if r.revision == 0}
        for line in self.reader.events():
            event = msgspec.json.decode(line.entry.data, type=Event)
            if event.origin == self.us.nation:
                self.ledger.restore_own(event)
                if event.id in first:
                    self.clocks.append((first[event.id], event.id))
            else:
                self.ledger.witness(event)
                self.clocks.append((event.clock, event.id))

    def _failed(self, error):
        self.failures.append(error)

    async def open(self, dial=None, port=0):
        peer = Peer(self.partner, secret(self.us.nation, self.partner), dial and ("127.0.0.1", dial))
        self.link = PartnerLink(self.us, [peer], self, self._failed)
        await self.link.start(port=port)
        return self.link.port

    async def close(self):
        if self.link:
            await self.link.stop()
        await self.writer.close()
        self.reader.close()
        assert self.failures == []

    async def append(self, *events):
        rows = [self._row(shipment) for each in events for shipment in self.ledger.offer(each).shipments]
        self.clocks += [(row.clock, row.event) for row in rows if row.revision == 0]
        await self.writer.commit(Batch(tuple(entry(e, msgspec.json.encode(e)) for e in events), tuple(rows)))
        if rows and self.link:
            self.link.rows_added(self.partner)

    def _row(self, s):
        return OutboxRow(self.partner, s.end.rseq, s.event, s.kind, s.revision, s.clock, s.data, s.end.hash)

    def arrived(self):
        """Return the identifiers of the partner's events in the log, in order."""
        return [line.entry.id for line in self.reader.events() if line.entry.origin == self.partner]

    def shared(self):
        return [each.event for each in listed(self.clocks)]

    async def until(self, holds, timeout_s=5):
        """Wait until something holds that a call of the link may have changed."""
        async with asyncio.timeout(timeout_s), self.changed:
            await self.changed.wait_for(lambda: holds(self))

    async def _note(self):
        async with self.changed:
            self.changed.notify_all()

    async def cursor(self, partner):
        row = self.reader.cursor(partner)
        return row and Cursor(row.epoch, row.rseq, row.hash)

    async def rows(self, partner, after, limit):
        return [Row(r.rseq, r.revision, r.data, r.hash) for r in self.reader.outbox(partner, after, limit)]

    async def row_hash(self, partner, rseq):
        if rseq == 0:
            return chain.start(self.us.nation, partner, self.us.epoch).hash
        row = self.reader.outbox_row(partner, rseq)
        return row and row.hash

    async def admit(self, arrival):
        await self.writer.room()
        assert self.ledger.admit(arrival) == ()
        place = arrival.cursor
        entries = tuple(entry(r.event, r.data, revision=r.revision, rseq=r.rseq) for r in arrival.rows)
        self.clocks += [(r.event.clock, r.event.id) for r in arrival.rows if r.revision == 0]
        cursor = CursorRow(arrival.partner, place.epoch, place.rseq, place.hash)
        await self.writer.commit(Batch(entries, cursors=(cursor,)))
        await self._note()

    async def link_changed(self, partner, state, at, reason, *, inward=True):
        self.links.append((state, reason and reason.key))
        await self._note()

    async def receipt(self, partner, cursor):
        self.receipts.append(cursor.rseq)
        await self._note()

    def positions_out(self, partner, limit):
        return self.lane.take(limit)

    def positions_in(self, partner, positions):
        self.positions += [(each.track, bytes(each.state)) for each in positions]
        self.noting = asyncio.ensure_future(self._note())
