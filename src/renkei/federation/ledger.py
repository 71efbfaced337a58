"""What one partner has had from us and is owed: runs the gate, numbers what it lets out; knows no log, no transport."""

import hashlib
from collections import ChainMap, deque
from collections.abc import Iterable, Mapping, MutableMapping

import msgspec

from renkei.federation import chain
from renkei.federation.chain import Cursor
from renkei.federation.intake import Arrival, Row
from renkei.kernel.errors import Refused
from renkei.kernel.event import Event
from renkei.kernel.ids import EventId, Nation
from renkei.kernel.message import Message, told
from renkei.release import gate
from renkei.release.events import KINDS, LabelSet
from renkei.release.gate import Holding, ObjectFields, Released, Removal, Withholding

LABEL_SET = next(kind.name for kind in KINDS if kind.body is LabelSet)
WAITING_MAX = 10_000
"""Labelled events that wait for the object they are about to be released: more means that a label was forgotten."""


class Shipment(msgspec.Struct, frozen=True):
    """One row for the partner's outbox, and what the gate removed on the way.

    Attributes:
        event: The own event that is released.
        clock: The released clock; lists of shared events sort by that of revision 0.
        end: The stream's place after this row (its `rseq` is the row's number, its `hash` the row's hash).
        data: Bytes that the partner will store.
    """

    event: EventId
    kind: str
    revision: int
    clock: int
    end: Cursor
    data: bytes
    removed: tuple[Removal, ...]


class Offer(msgspec.Struct, frozen=True):
    """Outcome of offering one event to one partner.

    Attributes:
        shipments: Rows to append, in order: the event, then those that had waited for it.
        withheld: Why the event itself stays at home, or None.
    """

    shipments: tuple[Shipment, ...]
    withheld: Withholding | None = None


class _Had(msgspec.Struct, frozen=True, gc=False):
    """The newest release of one event to the partner; `mark` is a short hash of its bytes."""

    revision: int
    clock: int
    mark: bytes


class _Held:
    """Identifiers that the partner has; a trial's are laid over the book's without copying them."""

    def __init__(self, below: "_Held | None" = None) -> None:
        self._own: set[str] = set()
        self._below = below

    def __contains__(self, identifier: object) -> bool:
        return identifier in self._own or (self._below is not None and identifier in self._below)

    def update(self, identifiers: Iterable[str]) -> None:
        self._own.update(identifiers)


class Ledger:
    """The gate's book on one partner, in memory; rebuilt at start from the log.

    At start: `restore_row` for each outbox row, and for every line of the log in order `restore_own` for own events
    (and `restore_label` for the event whose label a `release.LabelSet` changed) and `witness` for this partner's.
    From then on `offer` for each own event when it is recorded, `relabel` for an earlier one whose label changed, and
    `admit` for each batch of the partner's. All shipments go to the outbox in the transaction that records the event.

    Attributes:
        end: Place of the newest row.
        overrun: Labelled events that were forgotten because too many waited; `alarm` says so in words.
    """

    def __init__(self, us: Nation, partner: Nation, epoch: str, objects: Mapping[str, ObjectFields]) -> None:
        """Open the book on a partner; `objects` says per kind which body fields identify objects."""
        self.end = chain.start(us, partner, epoch)
        self.overrun = 0
        self._us = us
        self._partner = partner
        self._objects = {**gate.OBJECTS, **objects}
        self._clock = 0
        self._rows_in = 0
        self._held, self._ours = _Held(), _Held()
        self._theirs: MutableMapping[EventId, int] = {}
        self._had: MutableMapping[EventId, _Had] = {}
        self._offered = 0
        self._unsettled: dict[EventId, Event] = {}
        self._waiting: dict[EventId, Event] = {}
        self._waiting_for: dict[str, tuple[EventId, ...]] = {}
        self._made_since: deque[str] = deque()
        self._free: deque[Event] = deque()

    @property
    def withheld(self) -> int:
        """How many own events this partner has not had; for the owner's eyes only."""
        return self._offered - len(self._had)

    @property
    def received(self) -> int:
        """How many of the partner's events are here, revisions not counted."""
        return len(self._theirs)

    @property
    def clock(self) -> int:
        """The newest clock that both sides have seen; the next release is counted from it."""
        return self._clock

    @property
    def alarm(self) -> Message | None:
        """What a person must be shown: events that no longer wait. The log has them, and a restart looks again."""
        if not self.overrun:
            return None
        return told("federation-waiting-most", partner=self._partner, count=self.overrun, most=WAITING_MAX)

    def holds(self, identifier: str) -> bool:
        """Whether the partner has an event or object."""
        return identifier in self._held

    def offer(self, event: Event) -> Offer:
        """Run the gate on an own event as it is recorded, and enter what leaves."""
        self._offered += 1
        self._ours.update(self._made(event))
        return self.relabel(event)

    def relabel(self, event: Event) -> Offer:
        """Run the gate on an earlier own event that carries its new label.

        More or fewer fields make a new revision of the same event; what is released unchanged makes no row.
        What is no longer released at all makes no row either: the recall is an event of its own.
        """
        self._settle()
        if event.origin != self._us:
            return Offer((), Withholding(gate.WITHHELD_FOREIGN))
        self._waiting.pop(event.id, None)
        self._free = deque(free for free in self._free if free.id != event.id)
        outcome = self._pass(event)
        if isinstance(outcome, Withholding):
            self._wait(event, outcome)
            return Offer(self._release_waiting(), outcome)
        return Offer((*self._enter(event, outcome), *self._release_waiting()))

    def admit(self, arrival: Arrival) -> tuple[Shipment, ...]:
        """Check and note a batch of the partner's events; return what had waited for the objects that they make.

        Raises:
            Refused: The batch does not follow what was noted (`federation-repeat`), an event takes the identifier of
                one of ours (`federation-id-taken`) or its revision is not the next (`federation-revision`): nothing
                is noted, the stream is to be halted.
        """
        self._settle()
        if arrival.cursor.rseq - len(arrival.rows) != self._rows_in:
            number = arrival.cursor.rseq
            raise Refused("federation-repeat", partner=self._partner, expected=self._rows_in + 1, found=number)
        revisions = ChainMap[EventId, int]({}, self._theirs)
        for row in arrival.rows:
            if row.event.id in self._had:
                raise Refused("federation-id-taken", partner=self._partner, number=row.rseq)
            if row.revision != revisions.get(row.event.id, -1) + 1:
                raise Refused("federation-revision", partner=self._partner, number=row.rseq)
            revisions[row.event.id] = row.revision
        for row in arrival.rows:
            self.witness(row.event)
        return self._release_waiting()

    def witness(self, event: Event) -> None:
        """Note that the partner holds an event of its own and the objects it makes, and take over its clock.

        An object that we made is not the partner's to claim. What had waited for just those objects leaves with the
        next batch that is admitted or event that is offered.
        """
        self._rows_in += 1
        self._clock = max(self._clock, event.clock)
        self._theirs[event.id] = self._theirs.get(event.id, -1) + 1
        made = (event.id, *(identifier for identifier in self._made(event) if identifier not in self._ours))
        self._held.update(made)
        self._made_since.extend(made)

    def restore_row(self, row: Row) -> None:
        """Enter the next outbox row, read back at start.

        Raises:
            Refused: The row is not the one that was written (`federation-outbox-damaged`).
        """
        self.end = chain.after(self.end, row.revision, row.data)
        if (row.rseq, row.hash) != (self.end.rseq, self.end.hash):
            raise Refused("federation-outbox-damaged", partner=self._partner, number=self.end.rseq)
        event = msgspec.json.decode(row.data, type=Event)
        self._held.update((event.id, *self._made(event)))
        self._clock = max(self._clock, event.clock)
        self._had[event.id] = _Had(row.revision, event.clock, _mark(row.data))

    def restore_own(self, event: Event) -> None:
        """Note an own event with the label it was recorded under, read back at start.

        A change of label is heeded for an event that would leave; for one that did not name the partner when it was
        recorded, call `restore_label` too.
        """
        self._offered += 1
        self._ours.update(self._made(event))
        if event.kind == LABEL_SET:
            self._restore_label_set(msgspec.json.decode(event.body, type=LabelSet))
        self.restore_label(event)

    def restore_label(self, event: Event) -> None:
        """Note an earlier own event that carries a new label, read back at start."""
        self._unsettled.pop(event.id, None)
        if event.id not in self._had and event.label.releasable_to(self._partner):
            self._unsettled[event.id] = event

    def _restore_label_set(self, change: LabelSet) -> None:
        waiting = self._unsettled.get(change.event)
        if waiting is not None:
            label = msgspec.structs.replace(waiting.label, rel_to=change.rel_to, withhold=change.withhold)
            self.restore_label(msgspec.structs.replace(waiting, label=label))

    def trial(self) -> "Ledger":
        """Return a copy to try a command on: what is offered to it changes nothing here."""
        self._settle()
        copy = Ledger(self._us, self._partner, self.end.epoch, self._objects)
        copy.end, copy._clock, copy._offered, copy._rows_in = self.end, self._clock, self._offered, self._rows_in
        copy._held, copy._ours = _Held(self._held), _Held(self._ours)
        copy._theirs = ChainMap({}, self._theirs)
        copy._had = ChainMap({}, self._had)
        copy._waiting, copy._waiting_for = dict(self._waiting), dict(self._waiting_for)
        copy._made_since, copy._free = deque(self._made_since), deque(self._free)
        return copy

    def _settle(self) -> None:
        """Find out, once after the start, which labelled events still wait for their object."""
        unsettled, self._unsettled = self._unsettled, {}
        for event in unsettled.values():
            if event.id not in self._had:
                self._try_waiting(event)

    def _made(self, event: Event) -> tuple[str, ...]:
        return gate.made(event, self._objects.get(event.kind))

    def _pass(self, event: Event) -> Released | Withholding:
        had = self._had.get(event.id)
        holding = Holding(self._partner, self._held, self._clock)
        return gate.release(event, holding, self._objects.get(event.kind), None if had is None else had.clock)

    def _enter(self, event: Event, released: Released) -> tuple[Shipment, ...]:
        had = self._had.get(event.id)
        if had is not None and had.mark == _mark(released.data):
            return ()
        revision = 0 if had is None else had.revision + 1
        clock = released.event.clock
        self._clock = max(self._clock, clock)
        self._had[event.id] = _Had(revision, clock, _mark(released.data))
        self._held.update((event.id, *released.makes))
        self._made_since.extend((event.id, *released.makes))
        self.end = chain.after(self.end, revision, released.data)
        return (Shipment(event.id, event.kind, revision, clock, self.end, released.data, released.removed),)

    def _wait(self, event: Event, outcome: Withholding) -> None:
        if not outcome.missing:
            return
        if len(self._waiting) >= WAITING_MAX:
            self.overrun += 1
            return
        self._waiting[event.id] = event
        for identifier in outcome.missing[:1]:
            self._waiting_for[identifier] = (*self._waiting_for.get(identifier, ()), event.id)

    def _release_waiting(self) -> tuple[Shipment, ...]:
        shipments: list[Shipment] = []
        while self._made_since or self._free:
            while self._free:
                waiting = self._free.popleft()
                outcome = self._pass(waiting)
                shipments.extend(self._enter(waiting, outcome) if isinstance(outcome, Released) else ())
            if self._made_since:
                for identifier in self._waiting_for.pop(self._made_since.popleft(), ()):
                    if identifier in self._waiting:
                        self._try_waiting(self._waiting.pop(identifier))
        return tuple(shipments)

    def _try_waiting(self, event: Event) -> None:
        outcome = self._pass(event)
        if isinstance(outcome, Withholding):
            self._wait(event, outcome)
        else:
            self._free.append(event)


def _mark(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=8).digest()
