"""One headquarters as the simulator needs it: real ledgers and sessions over a disk that forgets what is not synced."""

import msgspec

from renkei.federation import chain
from renkei.federation.chain import Cursor
from renkei.federation.handshake import Us
from renkei.federation.intake import Row
from renkei.federation.ledger import Ledger
from renkei.federation.order import listed
from renkei.kernel.event import Event
from renkei.log.store import Batch, CursorRow, OutboxRow, entry
from renkei.release.events import LabelSet
from tests.release.events import OBJECTS


class Disk:
    """Transactions in order. At a crash any number of those that were not synced may be gone."""

    def __init__(self):
        self.batches = []
        self.synced = 0

    def write(self, batch):
        self.batches.append(batch)

    def sync(self):
        self.synced = len(self.batches)

    def crash(self, chance):
        del self.batches[chance.randint(self.synced, len(self.batches)) :]
        self.sync()

    def roll_back(self, count):
        """Lose synced transactions, as a restore from an old backup does."""
        del self.batches[count:]
        self.sync()


class Site:
    """Decides nothing: takes events, records them with their outbox rows, admits a partner's batches.

    `bug` names a planted fault, or is empty.
    """

    def __init__(self, nation, partners, disk, bug=""):
        self.us = Us(nation, f"{nation.lower()}-1", f"epoch-{nation}")
        self.disk, self.bug = disk, bug
        self.ledgers = {p: Ledger(nation, p, self.us.epoch, OBJECTS) for p in partners}
        self.outbox = {p: [] for p in partners}
        self.inbox = {p: [] for p in partners}
        self.cursors = {}
        self.events = {}
        self.clocks = {p: [] for p in partners}
        self._restore()

    def _restore(self):
        for batch in self.disk.batches:
            for row in batch.outbox:
                self._enter(row)
                if self.bug != "ledger forgets rows":
                    self.ledgers[row.partner].restore_row(Row(row.rseq, row.revision, row.data, row.hash))
        for batch in self.disk.batches:
            for line in batch.entries:
                event = msgspec.json.decode(line.data, type=Event)
                if event.origin == self.us.nation:
                    self._restore_own(event)
                else:
                    self._take_in(event.origin, event)
                    self.ledgers[event.origin].witness(event)
            for cursor in batch.cursors:
                self.cursors[cursor.partner] = Cursor(cursor.epoch, cursor.rseq, cursor.hash)

    def _restore_own(self, event):
        self.events[event.id] = event
        for ledger in self.ledgers.values():
            ledger.restore_own(event)
        if event.kind == "release.LabelSet":
            changed = self._relabelled(event)
            for ledger in self.ledgers.values():
                ledger.restore_label(changed)

    def _relabelled(self, label_set):
        body = msgspec.json.decode(label_set.body, type=LabelSet)
        event = self.events[body.event]
        label = msgspec.structs.replace(event.label, rel_to=body.rel_to, withhold=body.withhold)
        self.events[body.event] = msgspec.structs.replace(event, label=label)
        return self.events[body.event]

    def append(self, *events):
        """Record events with what the gate lets out of them, in one transaction; returning acknowledges them."""
        rows = []
        for event in events:
            self.events[event.id] = event
            again = self._relabelled(event) if event.kind == "release.LabelSet" else None
            for partner, ledger in self.ledgers.items():
                shipments = list(ledger.offer(event).shipments)
                if again is not None:
                    shipments += ledger.relabel(again).shipments
                rows += [_outbox_row(partner, shipment) for shipment in shipments]
        entries = tuple(entry(event, msgspec.json.encode(event)) for event in events)
        if self.bug == "release in a second transaction":
            self._commit(Batch(entries))
            self.disk.write(Batch(outbox=tuple(rows)))
        else:
            self._commit(Batch(entries, tuple(rows)))
        for row in rows:
            self._enter(row)
        return {row.partner for row in rows}

    def _commit(self, batch):
        self.disk.write(batch)
        if self.bug != "acknowledged before it is synced":
            self.disk.sync()

    def _enter(self, row):
        self.outbox[row.partner].append(Row(row.rseq, row.revision, row.data, row.hash))
        if row.revision == 0:
            self.clocks[row.partner].append((row.clock, row.event))

    def _take_in(self, partner, event):
        self.inbox[partner].append(event)
        if sum(event.id == other.id for other in self.inbox[partner]) == 1:
            self.clocks[partner].append((event.clock, event.id))

    def admit(self, arrival):
        """Record a partner's batch and move its cursor, in one transaction."""
        shipments = self.ledgers[arrival.partner].admit(arrival)
        rows = tuple(_outbox_row(arrival.partner, shipment) for shipment in shipments)
        entries = tuple(entry(r.event, r.data, revision=r.revision, rseq=r.rseq) for r in arrival.rows)
        place = arrival.cursor
        cursor = CursorRow(arrival.partner, place.epoch, place.rseq, place.hash)
        if self.bug == "cursor moved before its rows":
            self._commit(Batch(cursors=(cursor,)))
            self.disk.write(Batch(entries))
        elif self.bug == "cursor moved after its rows":
            self._commit(Batch(entries))
            self.disk.write(Batch(cursors=(cursor,)))
        else:
            self.disk.write(Batch(entries, rows, cursors=(cursor,)))
            if self.bug != "receiver does not sync":
                self.disk.sync()
        for row in rows:
            self._enter(row)
        for row in arrival.rows:
            self._take_in(arrival.partner, row.event)
        self.cursors[arrival.partner] = place

    def row_hash(self, partner, rseq):
        """Return what the border chain's hash is after a row of the outbox, or None."""
        if rseq == 0:
            return chain.start(self.us.nation, partner, self.us.epoch).hash
        rows = self.outbox[partner]
        return rows[rseq - 1].hash if rseq <= len(rows) else None

    def list_shared_with(self, partner):
        """Return the identifiers of shared events in the order in which both nodes list them."""
        return [shown.event for shown in listed(self.clocks[partner])]


def _outbox_row(partner, shipment):
    return OutboxRow(
        partner,
        shipment.end.rseq,
        shipment.event,
        shipment.kind,
        shipment.revision,
        shipment.clock,
        shipment.data,
        shipment.end.hash,
    )
