"""One nation's node: decide -> record -> fold -> tell; the only place that composes the capabilities."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import Any

import msgspec

from renkei.federation.chain import Cursor
from renkei.federation.holdback import HoldBack
from renkei.federation.intake import Arrival, fault
from renkei.federation.ledger import Ledger, Shipment
from renkei.kernel.clock import merge, tick
from renkei.kernel.errors import Refused
from renkei.kernel.event import Context, Draft, Event
from renkei.kernel.ids import CommandId, EventId, Nation, NodeId, Token
from renkei.kernel.label import Label
from renkei.kernel.message import Message, told
from renkei.log.store import BATCH_MAX, EVENT_BYTES_MAX, Answer, Batch, CursorRow, Entry, Logged, OutboxRow, Reader
from renkei.log.writer import Writer
from renkei.node.fold import States
from renkei.node.moments import Moments
from renkei.node.objects import OBJECTS
from renkei.node.roles import named
from renkei.node.submission import COMMANDS_MAX, Author, Preview, Recorded, Removed, Shown, Submission
from renkei.node.table import DECIDED_BY, KINDS, NAMES
from renkei.node.timeline import Releases, Timeline
from renkei.node.verify import META_KEY, Digests
from renkei.release.events import LabelSet
from renkei.release.fields import refuse_unknown

NODE = Author(token=Token("node:self"), roles=frozenset({"node"}))
"""The node itself, for what it records of its own links."""


class Identity(msgspec.Struct, frozen=True):
    """Who this node is, and which nations it is joined to."""

    nation: Nation
    node: NodeId
    epoch: str
    partners: tuple[Nation, ...]


class Node:
    """Composes log, states and ledgers of one nation. All methods belong to one event loop.

    Attributes:
        states: Folded state of every capability.
        timeline: Which lines of the log are shared, in the order of both nodes.
        position: Position of the newest event folded.
    """

    def __init__(self, identity: Identity, moments: Moments, new_id: Callable[[], str]) -> None:
        self.identity = identity
        self.states = States(identity.nation)
        self.timeline = Timeline(identity.nation)
        self.position = 0
        self._moments, self._new_id = moments, new_id
        self._clock = 0
        self._ledgers = {p: Ledger(identity.nation, p, identity.epoch, OBJECTS) for p in identity.partners}
        self._held = {p: HoldBack() for p in identity.partners}
        self._listeners: list[Callable[[int, frozenset[str]], None]] = []
        self._shipped: Callable[[Nation], None] = _nobody
        self._flying: dict[CommandId, asyncio.Future[None]] = {}

    def replay(self, reader: Reader, until: int | None = None) -> None:
        """Fold everything on disk, once, before the first command."""
        releases = [Releases(reader, ledger, partner) for partner, ledger in self._ledgers.items()]
        for line in reader.events(0, until):
            event = msgspec.json.decode(line.entry.data, type=Event)
            self._take_in(event, line.entry, reader)
            self.position = line.seq
            for row in chain.from_iterable(each.due(self.states.known) for each in releases):
                self.timeline.released(row.event, row.clock)
        for row in chain.from_iterable(each.rest() for each in releases):
            self.timeline.released(row.event, row.clock)

    def _take_in(self, event: Event, entry: Entry, reader: Reader) -> None:
        """Bring one line of the log back: ledger, clock, fold, timeline."""
        self._clock = max(self._clock, event.clock)
        if event.origin == self.identity.nation:
            for ledger in self._ledgers.values():
                ledger.restore_own(event)
            self.states.fold(event)
            self._restore_label(event, reader)
        else:
            self._ledgers[event.origin].witness(event)
            for ready in self._held[event.origin].offer(event, self.states.known):
                self.states.fold(ready)
        self.timeline.add(event, entry.revision)

    def _restore_label(self, event: Event, reader: Reader) -> None:
        """Bring a changed label back to the ledgers: the event that it is about may still wait to be released."""
        if event.kind != NAMES[LabelSet].name:
            return
        change = msgspec.json.decode(event.body, type=LabelSet)
        found = reader.event(self.identity.nation, change.event)
        if found is not None:
            for ledger in self._ledgers.values():
                ledger.restore_label(_labelled(found, change))

    def attach(self, writer: Writer, reader: Reader) -> None:
        """Give the node its writer and a reader for what it must look up in the log."""
        self._writer, self._reader = writer, reader

    def listen(self, listener: Callable[[int, frozenset[str]], None]) -> Callable[[], None]:
        """Call `listener(position, capabilities)` after each append is on disk; return how to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def on_shipment(self, wake: Callable[[Nation], None]) -> None:
        """Call `wake(partner)` when that partner's outbox has new durable rows, and for no other reason."""
        self._shipped = wake

    async def handle(self, submissions: Sequence[Submission], author: Author) -> Recorded:
        """Decide, record, fold and tell: all commands in one append, or none.

        Returns:
            The first answer, if a command of that identifier was recorded before.

        Raises:
            Refused, Conflict: A rule says no; nothing is recorded.
        """
        if not 0 < len(submissions) <= COMMANDS_MAX:
            raise Refused("node-commands-most", most=COMMANDS_MAX)
        await self._writer.room()
        if any(DECIDED_BY[type(s.command)][0] == "release" for s in submissions):
            await self._writer.commit(Batch())  # a label is changed on an event that is on disk
        first = await self._first_answer([s.id for s in submissions])
        if first is not None:
            return first
        done = asyncio.get_running_loop().create_future()
        self._flying |= {s.id: done for s in submissions}
        try:
            return await self._record(submissions, author)
        finally:
            done.set_result(None)
            for s in submissions:
                self._flying.pop(s.id, None)

    async def _first_answer(self, commands: Sequence[CommandId]) -> Recorded | None:
        """Return the answer that all these commands got before, or None if all are new; does not wait for new ones.

        Raises:
            Refused: One comes twice, or some were recorded and others not: that is no repeat of an act.
        """
        while flying := next((self._flying[c] for c in commands if c in self._flying), None):
            await flying
        answers = {c: await self._writer.answered(c) for c in commands}
        if any(c in self._flying for c in commands):
            return await self._first_answer(commands)
        if len(answers) < len(commands) or len(set(answers.values())) > 1:
            again = next((c for c in commands if answers[c] is not None or commands.count(c) > 1), commands[0])
            raise Refused("node-command-repeated", command=again)
        data = answers[commands[0]]
        return msgspec.json.decode(data, type=Recorded) if data is not None else None

    async def _record(self, submissions: Sequence[Submission], author: Author) -> Recorded:
        """From here to `commit` nothing waits, so that the log's order is the order of decisions."""
        decided = self._decide_all(submissions, author)
        answer = Recorded(self.position + len(decided), tuple(event.id for event, _ in decided))
        data = msgspec.json.encode(answer)
        entries = tuple(_entry(event, command) for event, command in decided)
        shipments = {p: self._ship(ledger, decided) for p, ledger in self._ledgers.items()}
        outbox = tuple(_outbox_row(p, s) for p, rows in shipments.items() for s in rows)
        answers = tuple(Answer(s.id, data) for s in submissions)
        for event, _ in decided:
            self.timeline.add(event)
        for row in outbox:
            self.timeline.released(row.event, row.clock)
        self.position += len(decided)
        await self._writer.commit(Batch(entries, outbox, answers))
        self._tell(answer.position, [event.kind for event, _ in decided], [p for p, rows in shipments.items() if rows])
        return answer

    def _decide_all(self, submissions: Sequence[Submission], author: Author) -> list[tuple[Event, CommandId]]:
        """Decide and fold every command, or none: a refusal in the middle leaves nothing of what came before it."""
        states = self.states.copy() if len(submissions) > 1 else self.states
        decided = [pair for s in submissions for pair in self._decide(states, s, author)]
        self.states = states
        return decided

    def _decide(self, states: States, submission: Submission, author: Author) -> list[tuple[Event, CommandId]]:
        """Check role and authority, decide, and fold at once what was decided."""
        command = submission.command
        name, row = DECIDED_BY[type(command)]
        if not row.roles & author.roles:
            raise Refused("node-role-missing", roles=named(row.roles))
        now = self._moments.now()
        identity = self.identity
        given = submission.label and msgspec.structs.replace(submission.label, originator=identity.nation)
        context = Context(now, identity.nation, author.token, author.roles, frozenset(identity.partners), given)
        strangers = sorted(set(context.rel_to) - set(identity.partners))
        if strangers:
            raise Refused("node-no-partner", nation=strangers[0])
        drafts = row.decide(states.by_name[name], command, context)
        refuse_unknown(given, drafts, states.by_name["release"], KINDS)
        events = [self._event(draft, submission, context) for draft in drafts]
        _refuse_unfit(events)
        for event in events:
            states.fold(event)
        return [(event, submission.id) for event in events]

    def _event(self, draft: Draft, submission: Submission, context: Context) -> Event:
        kind = NAMES[type(draft.body)]
        recorded = self._moments.recorded()
        self._clock = tick(self._clock, recorded)
        return Event(
            id=EventId(self._new_id()),
            kind=kind.name,
            version=kind.version,
            origin=self.identity.nation,
            node=self.identity.node,
            author=context.author,
            clock=self._clock,
            valid=submission.valid or context.now,
            recorded=recorded,
            label=draft.label or context.label or Label(self.identity.nation),
            body=msgspec.Raw(msgspec.json.encode(draft.body)),
            refs=draft.refs,
        )

    def _ship(self, ledger: Ledger, decided: Sequence[tuple[Event, CommandId]]) -> list[Shipment]:
        """Run the gate on what was decided, and again on what got another label."""
        shipments: list[Shipment] = []
        for event, _ in decided:
            shipments += (*ledger.offer(event).shipments, *self._relabelled(ledger, event))
        return shipments

    def _relabelled(self, ledger: Ledger, event: Event) -> tuple[Shipment, ...]:
        """Return what the event lets out of an earlier one, if it changes a label."""
        if event.kind != NAMES[LabelSet].name:
            return ()
        return self._ship_again(ledger, msgspec.json.decode(event.body, type=LabelSet))

    def _ship_again(self, ledger: Ledger, change: LabelSet) -> tuple[Shipment, ...]:
        found = self._reader.event(self.identity.nation, change.event)
        return ledger.relabel(_labelled(found, change)).shipments if found else ()

    async def admit(self, arrival: Arrival) -> None:
        """Record and fold a partner's checked batch; return when it and its cursor are on disk."""
        await self._writer.room()
        now = self._moments.recorded()
        shipments = self._ledgers[arrival.partner].admit(arrival)
        entries = tuple(
            Entry(r.event.id, r.event.origin, r.event.kind, r.event.valid, now, r.data, r.revision, None, r.rseq)
            for r in arrival.rows
        )
        for arrived in arrival.rows:
            self._clock = merge(self._clock, arrived.event.clock, now)
            for event in self._held[arrival.partner].offer(arrived.event, self.states.known):
                self.states.fold(event)
            self.timeline.add(arrived.event, arrived.revision)
        self.position += len(entries)
        outbox = tuple(_outbox_row(arrival.partner, s) for s in shipments)
        for row in outbox:
            self.timeline.released(row.event, row.clock)
        cursor = CursorRow(arrival.partner, arrival.cursor.epoch, arrival.cursor.rseq, arrival.cursor.hash)
        position = self.position
        await self._writer.commit(Batch(entries, outbox, cursors=(cursor,)))
        self._tell(position, [e.kind for e in entries], [arrival.partner] if outbox else [])

    def _tell(self, position: int, kinds: Sequence[str], shipped: Sequence[Nation]) -> None:
        names = frozenset(kind.partition(".")[0] for kind in kinds)
        for listener in tuple(self._listeners):
            listener(position, names)
        for partner in shipped:
            self._shipped(partner)

    async def record_digests(self) -> None:
        """Keep the digests of the states at this position beside the log, for `renkei verify`."""
        said = Digests(self.position, dict(self.digests()))
        await self._writer.commit(Batch(meta={META_KEY: msgspec.json.encode(said)}))

    async def settled(self) -> None:
        """Wait until everything that queries can see is on disk: no answer tells what a crash could undo."""
        if self._writer.durable < self.position:
            await self._writer.commit(Batch())

    def preview(self, submissions: Sequence[Submission], author: Author) -> Preview:
        """Return what the commands would record and what each partner would see; records nothing."""
        states, clock = self.states.copy(), self._clock
        try:
            decided = [pair for s in submissions for pair in self._decide(states, s, author)]
        except Refused as refusal:
            return Preview(refused=Message(refusal.key, dict(refusal.facts)))
        finally:
            self._clock = clock
        released, removed = {}, {}
        for partner, ledger in self._ledgers.items():
            released[partner], removed[partner] = self._seen(ledger.trial(), decided)
        return Preview(tuple(Shown(e.kind, e.body) for e, _ in decided), released, removed)

    def _seen(
        self, ledger: Ledger, decided: Sequence[tuple[Event, CommandId]]
    ) -> tuple[tuple[Shown, ...], tuple[Removed, ...]]:
        """Return what a partner would see of decided events, and what would stay at home by which rule."""
        shown: list[Shown] = []
        removed: list[Removed] = []
        for event, _ in decided:
            offer = ledger.offer(event)
            if offer.withheld:
                removed.append(Removed(event.kind, "", told(offer.withheld.rule)))
            for shipment in (*offer.shipments, *self._relabelled(ledger, event)):
                released = msgspec.json.decode(shipment.data, type=Event)
                shown.append(Shown(released.kind, released.body))
                removed += [Removed(shipment.kind, r.field, told(r.rule)) for r in shipment.removed]
        return tuple(shown), tuple(removed)

    def withheld(self, partner: Nation) -> int:
        """Return how many own events a partner has not had; for the owner's eyes only."""
        return self._ledgers[partner].withheld

    def received(self, partner: Nation) -> int:
        """Return how many events of a partner are in the log, revisions not counted."""
        return self._ledgers[partner].received

    def newest(self, before: int | None, limit: int) -> list[Logged]:
        """Return at most `limit` lines of the log with numbers below `before`, newest first."""
        return self._reader.newest(before, limit)

    def line(self, event: EventId) -> Logged | None:
        """Return the line that brought an event, or None; later revisions are lines of their own."""
        return self._reader.first(event)

    def alarms(self, partner: Nation) -> tuple[Message, ...]:
        """Return what a person must look at on the way to and from a partner, beside outages and halts."""
        found = (self._ledgers[partner].alarm, self._held[partner].alarm(partner))
        return tuple(alarm for alarm in found if alarm is not None)

    def shipped(self, partner: Nation) -> Cursor:
        """Return the place of the newest row released to a partner."""
        return self._ledgers[partner].end

    def digests(self) -> Mapping[str, str]:
        """Return the digest of each capability's state at `position`."""
        return self.states.digests()

    def state(self, name: str) -> Any:
        """Return the folded state of a capability, to be read only."""
        return self.states.by_name[name]

    def label(self, rel_to: Sequence[Nation] = (), withhold: Sequence[str] = ()) -> Label:
        """Return a label of this nation."""
        return Label(self.identity.nation, rel_to=tuple(sorted(rel_to)), withhold=tuple(withhold))


def _entry(event: Event, command: CommandId) -> Entry:
    data = msgspec.json.encode(event)
    return Entry(event.id, event.origin, event.kind, event.valid, event.recorded, data, 0, command, None)


def _labelled(line: Logged, change: LabelSet) -> Event:
    """Return an earlier event with its new label."""
    event = msgspec.json.decode(line.entry.data, type=Event)
    label = msgspec.structs.replace(event.label, rel_to=change.rel_to, withhold=change.withhold)
    return msgspec.structs.replace(event, label=label)


def _outbox_row(partner: Nation, s: Shipment) -> OutboxRow:
    return OutboxRow(partner, s.end.rseq, s.event, s.kind, s.revision, s.clock, s.data, s.end.hash)


def _refuse_unfit(events: Sequence[Event]) -> None:
    """Refuse what the log or a partner would not take, before it is folded: memory is never ahead of the log."""
    if len(events) > BATCH_MAX - COMMANDS_MAX:
        raise Refused("node-events-most", most=BATCH_MAX - COMMANDS_MAX)
    for event in events:
        data = msgspec.json.encode(event)
        if len(data) > EVENT_BYTES_MAX:
            raise Refused("node-event-too-long", most=EVENT_BYTES_MAX)
        if found := fault(event, data):
            raise Refused("node-event-beyond", bound=found)


def _nobody(partner: Nation) -> None:
    """Wake nobody: there is no link yet."""


def kinds() -> tuple[str, ...]:
    """Return the names of all event kinds, sorted."""
    return tuple(sorted(KINDS))
