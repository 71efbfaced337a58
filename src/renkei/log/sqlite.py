"""The log in one SQLite file (write-ahead log, `synchronous=FULL`); knows no capability and no queue."""

import sqlite3
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from renkei.kernel.errors import Refused
from renkei.kernel.ids import CommandId, EventId, Nation
from renkei.log import chain, file, tables
from renkei.log.store import Batch, Counts, CursorRow, Logged, OutboxRow

LOG_FILE = "log.sqlite"
"""Name of the log's file in a node's directory."""
CHECKPOINT_PAGES = 4_000
"""Pages of 4 KiB in the write-ahead log before they go to the main file: 16 MiB."""
CACHE_KIB = 16_384
"""Page cache of one connection: the newest part of every index fits."""
CHUNK_ROWS = 500
"""Rows fetched at once while reading many."""
END_OF_LOG = sys.maxsize


class SqliteStore:
    """The one writer of a log file; a second process on the same file is refused."""

    def __init__(self, path: Path, connection: sqlite3.Connection, resources: ExitStack) -> None:
        self._path = path
        self._connection = connection
        self._resources = resources
        self._position, self._tip = _end(connection)

    def append(self, batches: Sequence[Batch]) -> int:
        """Write the batches in one transaction; return the position after them, durable."""
        position, tip = self._position, self._tip
        with self._connection as transaction:
            transaction.execute("BEGIN IMMEDIATE")
            for batch in batches:
                position, tip = self._put_events(batch, position, tip)
                transaction.executemany(tables.PUT_OUTBOX, map(tables.outbox_columns, batch.outbox))
                transaction.executemany(tables.PUT_ANSWER, ((a.command, a.data) for a in batch.answers))
                transaction.executemany(
                    tables.PUT_CURSOR, ((c.partner, c.epoch, c.rseq, c.hash) for c in batch.cursors)
                )
                transaction.executemany(tables.PUT_META, batch.meta.items())
        self._position, self._tip = position, tip
        return position

    def _put_events(self, batch: Batch, position: int, tip: bytes) -> tuple[int, bytes]:
        rows = []
        for entry in batch.entries:
            position, tip = position + 1, chain.link(tip, entry.id, entry.kind, entry.data)
            rows.append(tables.event_columns(position, entry, tip))
        self._connection.executemany(tables.PUT_EVENT, rows)
        return position, tip

    def position(self) -> int:
        """Return the number of the newest line."""
        return self._position

    def reader(self) -> "SqliteReader":
        """Open a reader that may be used from another thread."""
        return open_reader(self._path)

    def close(self) -> None:
        """Finish and release the file; close readers first, then the log is one whole file with nothing beside it."""
        self._resources.close()


class SqliteReader:
    """Reads a log file beside its writer. Used by one thread at a time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def position(self) -> int:
        """Return the number of the newest line, 0 for an empty log."""
        return _end(self._connection)[0]

    def tip(self) -> bytes:
        """Return the chain's hash after the newest line."""
        return _end(self._connection)[1]

    def events(self, after: int = 0, until: int | None = None) -> Iterator[Logged]:
        """Yield the lines after `after` up to and with `until`, in order, from one consistent view."""
        cursor = self._connection.execute(tables.EVENTS, (after, END_OF_LOG if until is None else until))
        while rows := cursor.fetchmany(CHUNK_ROWS):
            yield from map(tables.logged, rows)

    def event(self, origin: Nation, identifier: EventId) -> Logged | None:
        """Return the newest revision of one event, or None."""
        row = self._connection.execute(tables.EVENT, (identifier, origin)).fetchone()
        return None if row is None else tables.logged(row)

    def newest(self, before: int | None, limit: int) -> list[Logged]:
        """Return at most `limit` lines with numbers below `before`, or of the whole log, newest first."""
        rows = self._connection.execute(tables.NEWEST, (END_OF_LOG if before is None else before, limit))
        return list(map(tables.logged, rows))

    def first(self, identifier: EventId) -> Logged | None:
        """Return the line that brought an event, whosever it is, or None."""
        row = self._connection.execute(tables.FIRST, (identifier,)).fetchone()
        return None if row is None else tables.logged(row)

    def outbox(self, partner: Nation, after: int, limit: int) -> list[OutboxRow]:
        """Return at most `limit` rows for `partner` with numbers above `after`, in order."""
        return list(map(tables.outbox_row, self._connection.execute(tables.OUTBOX, (partner, after, limit))))

    def outbox_row(self, partner: Nation, rseq: int) -> OutboxRow | None:
        """Return one row, or None where there is none of that number."""
        row = self._connection.execute(tables.OUTBOX_ROW, (partner, rseq)).fetchone()
        return None if row is None else tables.outbox_row(row)

    def outbox_end(self, partner: Nation) -> OutboxRow | None:
        """Return the newest row for `partner`, or None."""
        row = self._connection.execute(tables.OUTBOX_END, (partner,)).fetchone()
        return None if row is None else tables.outbox_row(row)

    def cursor(self, partner: Nation) -> CursorRow | None:
        """Return how far the partner's stream has been applied, or None before its first row."""
        row = self._connection.execute(tables.CURSOR, (partner,)).fetchone()
        return None if row is None else tables.cursor_row(row)

    def answer(self, command: CommandId) -> bytes | None:
        """Return the first answer to a command, or None if it was never recorded."""
        row = self._connection.execute(tables.ANSWER, (command,)).fetchone()
        return None if row is None else bytes(row[0])

    def meta(self) -> dict[str, bytes]:
        """Return all named values: nation, node, epoch, fold versions."""
        return dict(self._connection.execute(tables.META))

    def counts(self, nation: Nation) -> Counts:
        """Return the log's sizes as the nation that owns it sees them."""
        origins = {Nation(origin): count for origin, count in self._connection.execute(tables.ORIGINS)}
        released = {Nation(partner): count for partner, count in self._connection.execute(tables.OUTBOX_SIZES)}
        own = origins.pop(nation, 0)
        return Counts(own + sum(origins.values()), own, origins, released)

    def backup(self, target: Path) -> None:
        """Write a consistent copy to a new file while the log goes on being written.

        Raises:
            Refused: `target` exists (`log-exists`), or something of an earlier file lies beside it (`log-leftover`).
        """
        file.refuse_existing(target)
        with file.appearing(target) as unfinished:
            copy = sqlite3.connect(unfinished)
            self._connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE").fetchall()
            copy.close()

    def damage(self) -> str:
        """Return what SQLite's own integrity check finds wrong with the file, or an empty string."""
        found = self._connection.execute("PRAGMA integrity_check(1)").fetchone()
        return "" if found[0] == "ok" else str(found[0])

    def close(self) -> None:
        """Release the reader's connection."""
        self._connection.close()


def create(path: Path, meta: Mapping[str, bytes]) -> None:
    """Make a new log file with its names (nation, node, epoch).

    Raises:
        Refused: The file exists (`log-exists`), something of an earlier one lies beside it (`log-leftover`), or it
            lies on a network file system (`log-network-file-system`).
    """
    file.refuse_existing(path)
    file.refuse_network(path)
    with file.appearing(path) as unfinished:
        connection = _connect(unfinished, "rwc")
        for statement in tables.SCHEMA:
            connection.execute(statement)
        connection.executemany(tables.PUT_META, meta.items())
        connection.execute(f"PRAGMA user_version = {tables.FORM}")
        connection.close()


def open_store(path: Path) -> SqliteStore:
    """Open a log for writing.

    Raises:
        Refused: There is no log (`log-missing`), another process has it open (`log-in-use`), it lies on a network
            file system (`log-network-file-system`), or it is of a newer form (`log-form-unknown`).
    """
    _refuse_missing(path)
    file.refuse_network(path)
    with ExitStack() as resources:
        resources.enter_context(file.held(path))
        file.made_own(path)
        connection = _open(path, "rw")
        resources.callback(connection.close)
        resources.callback(_checkpointed, connection)
        connection.execute("PRAGMA journal_mode = WAL").fetchall()
        connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}").fetchall()
        return SqliteStore(path, connection, resources.pop_all())


def open_reader(path: Path) -> SqliteReader:
    """Open a log or a backup for reading only, also while a node writes it.

    Raises:
        Refused: As `open_store`, but for `log-in-use`.
    """
    _refuse_missing(path)
    file.refuse_network(path)
    return SqliteReader(_open(path, "ro"))


def check(path: Path) -> tuple[int, bytes]:
    """Return position and tip of a log or backup after checking the file's integrity and the whole chain.

    Raises:
        Refused: `log-file-damaged`, `log-gap` or `log-chain-broken`, besides those of `open_reader`.
    """
    reader = open_reader(path)
    try:
        if damage := reader.damage():
            raise Refused("log-file-damaged", path=str(path), damage=damage)
        return chain.check(reader.events())
    except sqlite3.DatabaseError as error:
        raise Refused("log-file-damaged", path=str(path), damage=str(error)) from error
    finally:
        reader.close()


def restore(backup: Path, target: Path) -> tuple[int, bytes]:
    """Copy a checked backup to where a log is to be; return its position and tip.

    Raises:
        Refused: `log-exists` or `log-leftover` for the target, all that `check` finds wrong with the backup, and
            `log-copy-differs` if the copy, read back from where the node will read it, ends elsewhere.
    """
    file.refuse_existing(target)
    end = check(backup)
    reader = open_reader(backup)
    reader.backup(target)
    reader.close()
    if check(target) != end:
        raise Refused("log-copy-differs", path=str(target))
    return end


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    address = f"{path.resolve().as_uri()}?mode={mode}"
    return sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)


def _checkpointed(connection: sqlite3.Connection) -> None:
    """Bring what lies in the write-ahead log into the file, as far as nobody else is reading it right now."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _end(connection: sqlite3.Connection) -> tuple[int, bytes]:
    row = connection.execute(tables.END).fetchone()
    return (0, chain.START) if row is None else (int(row[0]), bytes(row[1]))


def _refuse_missing(path: Path) -> None:
    if not path.exists():
        raise Refused("log-missing", path=str(path))


def _open(path: Path, mode: str) -> sqlite3.Connection:
    with ExitStack() as on_failure:
        connection = _connect(path, mode)
        on_failure.callback(connection.close)
        try:
            (form,) = connection.execute("PRAGMA user_version").fetchone()
        except sqlite3.DatabaseError as error:
            raise Refused("log-file-damaged", path=str(path), damage=str(error)) from error
        if form != tables.FORM:
            raise Refused("log-form-unknown", path=str(path), form=form)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        on_failure.pop_all()
        return connection
