"""What a log store keeps and promises; knows no database, no capability and no partner's protocol."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

import msgspec

from renkei.kernel.errors import Refused
from renkei.kernel.event import Event
from renkei.kernel.ids import CommandId, EventId, Nation

EVENT_BYTES_MAX = 262_144
"""Longest event: a request with two pages of text in two languages takes a twentieth of it."""
BATCH_MAX = 10_000
"""Events in one batch: a scenario is loaded in one append; more would hold the writer for seconds."""


class Entry(msgspec.Struct, frozen=True):
    """One event as it is kept.

    Attributes:
        data: The event's original bytes; a partner's are never encoded again.
        revision: 0, or the number of a partner's later release of the same event.
        command: The command that caused it, for own events.
        rseq: The partner's number of the row that brought it, for a partner's events.
    """

    id: EventId
    origin: Nation
    kind: str
    valid: datetime
    recorded: datetime
    data: bytes
    revision: int = 0
    command: CommandId | None = None
    rseq: int | None = None


class Logged(msgspec.Struct, frozen=True):
    """One line of the log: its place (1, 2, 3 ...), the entry, and the chain's hash after it."""

    seq: int
    entry: Entry
    hash: bytes


class OutboxRow(msgspec.Struct, frozen=True):
    """One row that a partner may have, numbered 1, 2, 3 ... per partner.

    Attributes:
        clock: The released clock that lists sort by; the national clock never leaves.
        hash: The border chain's hash after this row, as the federation computed it.
    """

    partner: Nation
    rseq: int
    event: EventId
    kind: str
    revision: int
    clock: int
    data: bytes
    hash: bytes


class CursorRow(msgspec.Struct, frozen=True):
    """How far this node has applied a partner's stream."""

    partner: Nation
    epoch: str
    rseq: int
    hash: bytes


class Answer(msgspec.Struct, frozen=True):
    """The first answer to a command; a repeat of the command returns it again."""

    command: CommandId
    data: bytes


class Batch(msgspec.Struct, frozen=True):
    """All that one act changes on disk; goes into one transaction or not at all."""

    entries: tuple[Entry, ...] = ()
    outbox: tuple[OutboxRow, ...] = ()
    answers: tuple[Answer, ...] = ()
    cursors: tuple[CursorRow, ...] = ()
    meta: Mapping[str, bytes] = {}


class Counts(msgspec.Struct, frozen=True):
    """Sizes of a log.

    Attributes:
        own: Events of this nation; `partners` those of each partner, revisions included.
        outbox: Rows released to each partner.
    """

    events: int
    own: int
    partners: Mapping[Nation, int]
    outbox: Mapping[Nation, int]


class Reader(Protocol):
    """Reads what is on disk; never sees a half-written batch. One reader belongs to one thread at a time."""

    def position(self) -> int:
        """Return the number of the newest line, 0 for an empty log."""

    def tip(self) -> bytes:
        """Return the chain's hash after the newest line."""

    def events(self, after: int = 0, until: int | None = None) -> Iterator[Logged]:
        """Yield the lines after `after` up to and with `until`, in order, from one consistent view."""

    def event(self, origin: Nation, identifier: EventId) -> Logged | None:
        """Return the newest revision of one event, or None."""

    def newest(self, before: int | None, limit: int) -> list[Logged]:
        """Return at most `limit` lines with numbers below `before`, or of the whole log, newest first."""

    def first(self, identifier: EventId) -> Logged | None:
        """Return the line that brought an event, whosever it is, or None."""

    def outbox(self, partner: Nation, after: int, limit: int) -> list[OutboxRow]:
        """Return at most `limit` rows for `partner` with numbers above `after`, in order."""

    def outbox_row(self, partner: Nation, rseq: int) -> OutboxRow | None:
        """Return one row, or None where there is none of that number."""

    def outbox_end(self, partner: Nation) -> OutboxRow | None:
        """Return the newest row for `partner`, or None."""

    def cursor(self, partner: Nation) -> CursorRow | None:
        """Return how far the partner's stream has been applied, or None before its first row."""

    def answer(self, command: CommandId) -> bytes | None:
        """Return the first answer to a command, or None if it was never recorded."""

    def meta(self) -> dict[str, bytes]:
        """Return all named values: nation, node, epoch, fold versions."""

    def counts(self, nation: Nation) -> Counts:
        """Return the log's sizes as the nation that owns it sees them."""

    def backup(self, target: Path) -> None:
        """Write a consistent copy to a new file while the log goes on being written.

        Raises:
            Refused: `target` exists (`log-exists`).
        """

    def close(self) -> None:
        """Release the reader's connection."""


class Store(Protocol):
    """Owns one log: appends durably and opens readers. Used by one thread."""

    def append(self, batches: Sequence[Batch]) -> int:
        """Write the batches in one transaction, in order; return the position after them, durable.

        A failure leaves nothing of them on disk and raises what the database raised.
        """

    def position(self) -> int:
        """Return the number of the newest line."""

    def reader(self) -> Reader:
        """Open a reader that may be used from another thread."""

    def close(self) -> None:
        """Finish and release the log."""


def entry(
    event: Event, data: bytes, *, command: CommandId | None = None, revision: int = 0, rseq: int | None = None
) -> Entry:
    """Return the entry of an event whose original bytes are `data`."""
    return Entry(event.id, event.origin, event.kind, event.valid, event.recorded, data, revision, command, rseq)


def refuse_oversize(batch: Batch) -> None:
    """Let a batch pass that the writer can take; call it before folding, too late is after.

    Raises:
        Refused: Too many events (`log-batch-too-large`) or one that is too long (`log-event-too-long`).
    """
    if len(batch.entries) > BATCH_MAX:
        raise Refused("log-batch-too-large", events=len(batch.entries), limit=BATCH_MAX)
    longest = max((len(entry.data) for entry in batch.entries), default=0)
    if longest > EVENT_BYTES_MAX:
        raise Refused("log-event-too-long", bytes=longest, limit=EVENT_BYTES_MAX)
