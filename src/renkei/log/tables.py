"""The log's tables and statements in SQL; knows no connection. PostgreSQL takes the same columns."""

from datetime import UTC, datetime

from renkei.kernel.ids import CommandId, EventId, Nation
from renkei.log.store import CursorRow, Entry, Logged, OutboxRow

FORM = 1
"""Version of the tables, kept as SQLite's `user_version`."""

SCHEMA = (
    """CREATE TABLE events (
        seq INTEGER PRIMARY KEY, id TEXT NOT NULL, origin TEXT NOT NULL, revision INTEGER NOT NULL,
        kind TEXT NOT NULL, command_id TEXT, rseq INTEGER, valid TEXT NOT NULL, recorded TEXT NOT NULL,
        bytes BLOB NOT NULL, hash BLOB NOT NULL,
        UNIQUE (id, origin, revision)) STRICT""",
    "CREATE UNIQUE INDEX events_rseq ON events (origin, rseq) WHERE rseq IS NOT NULL",
    """CREATE TABLE outbox (
        partner TEXT NOT NULL, rseq INTEGER NOT NULL, event TEXT NOT NULL, kind TEXT NOT NULL,
        revision INTEGER NOT NULL, clock INTEGER NOT NULL, bytes BLOB NOT NULL, hash BLOB NOT NULL,
        PRIMARY KEY (partner, rseq), UNIQUE (partner, event, revision)) STRICT""",
    """CREATE TABLE cursors (
        partner TEXT PRIMARY KEY, epoch TEXT NOT NULL, rseq INTEGER NOT NULL, hash BLOB NOT NULL)
        STRICT, WITHOUT ROWID""",
    "CREATE TABLE commands (id TEXT PRIMARY KEY, answer BLOB NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID",
)
"""The index on a partner's numbers lets the database itself refuse to apply a row twice."""

PUT_EVENT = "INSERT INTO events VALUES (?,?,?,?,?,?,?,?,?,?,?)"
PUT_OUTBOX = "INSERT INTO outbox VALUES (?,?,?,?,?,?,?,?)"
PUT_ANSWER = "INSERT INTO commands VALUES (?,?)"
PUT_CURSOR = """INSERT INTO cursors VALUES (?,?,?,?)
    ON CONFLICT (partner) DO UPDATE SET epoch = excluded.epoch, rseq = excluded.rseq, hash = excluded.hash"""
PUT_META = "INSERT INTO meta VALUES (?,?) ON CONFLICT (name) DO UPDATE SET value=excluded.value"

END = "SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1"
EVENT_COLUMNS = "seq, id, origin, revision, kind, command_id, rseq, valid, recorded, bytes, hash"
EVENTS = f"SELECT {EVENT_COLUMNS} FROM events WHERE seq > ? AND seq <= ? ORDER BY seq"
EVENT = f"SELECT {EVENT_COLUMNS} FROM events WHERE id = ? AND origin = ? ORDER BY revision DESC LIMIT 1"
NEWEST = f"SELECT {EVENT_COLUMNS} FROM events WHERE seq < ? ORDER BY seq DESC LIMIT ?"
FIRST = f"SELECT {EVENT_COLUMNS} FROM events WHERE id = ? ORDER BY revision LIMIT 1"
OUTBOX_COLUMNS = "partner, rseq, event, kind, revision, clock, bytes, hash"
OUTBOX = f"SELECT {OUTBOX_COLUMNS} FROM outbox WHERE partner = ? AND rseq > ? ORDER BY rseq LIMIT ?"
OUTBOX_ROW = f"SELECT {OUTBOX_COLUMNS} FROM outbox WHERE partner = ? AND rseq = ?"
OUTBOX_END = f"SELECT {OUTBOX_COLUMNS} FROM outbox WHERE partner = ? ORDER BY rseq DESC LIMIT 1"
CURSOR = "SELECT partner, epoch, rseq, hash FROM cursors WHERE partner = ?"
ANSWER = "SELECT answer FROM commands WHERE id = ?"
META = "SELECT name, value FROM meta"
ORIGINS = "SELECT origin, count(*) FROM events GROUP BY origin"
OUTBOX_SIZES = "SELECT partner, max(rseq) FROM outbox GROUP BY partner"

EventColumns = tuple[int, str, str, int, str, str | None, int | None, str, str, bytes, bytes]
OutboxColumns = tuple[str, int, str, str, int, int, bytes, bytes]


def event_columns(seq: int, entry: Entry, digest: bytes) -> EventColumns:
    """Return the columns of a line in the order of the table."""
    return (
        seq,
        entry.id,
        entry.origin,
        entry.revision,
        entry.kind,
        entry.command,
        entry.rseq,
        _text(entry.valid),
        _text(entry.recorded),
        entry.data,
        digest,
    )


def logged(columns: EventColumns) -> Logged:
    """Return the line that the columns hold."""
    seq, identifier, origin, revision, kind, command, rseq, valid, recorded, data, digest = columns
    entry = Entry(
        EventId(identifier),
        Nation(origin),
        kind,
        datetime.fromisoformat(valid),
        datetime.fromisoformat(recorded),
        data,
        revision,
        None if command is None else CommandId(command),
        rseq,
    )
    return Logged(seq, entry, digest)


def outbox_columns(row: OutboxRow) -> OutboxColumns:
    """Return the columns of an outbox row in the order of the table."""
    return (row.partner, row.rseq, row.event, row.kind, row.revision, row.clock, row.data, row.hash)


def outbox_row(columns: OutboxColumns) -> OutboxRow:
    """Return the outbox row that the columns hold."""
    partner, rseq, event, kind, revision, clock, data, digest = columns
    return OutboxRow(Nation(partner), rseq, EventId(event), kind, revision, clock, data, digest)


def cursor_row(columns: tuple[str, str, int, bytes]) -> CursorRow:
    """Return the cursor that the columns hold."""
    partner, epoch, rseq, digest = columns
    return CursorRow(Nation(partner), epoch, rseq, digest)


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
