"""The bounded store of observations on SQLite, its own file: not the record, never replayed; the oldest leave first."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from renkei.kernel.clock import milliseconds
from renkei.kernel.errors import Refused
from renkei.log.file import made_own
from renkei.picture.model import Observation, Particulars, Report, SourceTrack

KEEP_ROWS = 1_000_000
"""About 500 MB, and a week of thirty ships at a report each 18 s; the oldest tenth leaves when it is reached."""
KEEP_TRACKS = 50_000
"""Source tracks of which the newest state is kept for a restart."""
HISTORY_MAX = 10_000
"""Reports of one answer: a day of one ship at a report each nine seconds."""
SCHEMA_VERSION = 1
SCHEMA = """
CREATE TABLE IF NOT EXISTS reports (
    id INTEGER PRIMARY KEY, nation TEXT NOT NULL, source TEXT NOT NULL, track TEXT NOT NULL,
    at_ms INTEGER NOT NULL, recorded_ms INTEGER NOT NULL, body BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS reports_by_track ON reports (nation, source, track, at_ms);
CREATE TABLE IF NOT EXISTS tracks (
    nation TEXT NOT NULL, source TEXT NOT NULL, track TEXT NOT NULL, at_ms INTEGER NOT NULL DEFAULT 0,
    report BLOB, about BLOB, PRIMARY KEY (nation, source, track)
) WITHOUT ROWID;
"""
KEEP_REPORT = """
INSERT INTO tracks (nation, source, track, at_ms, report) VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET at_ms = excluded.at_ms, report = excluded.report WHERE excluded.at_ms >= at_ms
"""
KEEP_ABOUT = """
INSERT INTO tracks (nation, source, track, about) VALUES (?, ?, ?, ?)
ON CONFLICT DO UPDATE SET about = excluded.about
"""
FORGET_TRACKS = """
DELETE FROM tracks WHERE (nation, source, track) IN
(SELECT nation, source, track FROM tracks ORDER BY at_ms LIMIT MAX(0, (SELECT COUNT(*) FROM tracks) - ?))
"""


class ObservationStore:
    """One SQLite file of reports; its owner calls it from one thread at a time.

    What a power cut takes are the last seconds: an observation is acknowledged to nobody.

    Args:
        path: The file; it is made where there is none.
        keep_rows: Most reports that are kept.

    Raises:
        Refused: The file was written by a newer version.
    """

    def __init__(self, path: Path, keep_rows: int = KEEP_ROWS) -> None:
        self._keep_rows = keep_rows
        made_own(path)
        self._database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = NORMAL")
        self._check_version(path)
        self._database.executescript(SCHEMA)
        self._rows = int(self._database.execute("SELECT COUNT(*) FROM reports").fetchone()[0])

    def append(self, observations: Sequence[Observation], recorded: datetime) -> None:
        """Keep a batch in one transaction."""
        reports = [observation for observation in observations if isinstance(observation, Report)]
        abouts = [observation for observation in observations if isinstance(observation, Particulars)]
        recorded_ms = milliseconds(recorded)
        rows = [(*_key(report.track), milliseconds(report.at), msgspec.json.encode(report)) for report in reports]
        self._database.execute("BEGIN IMMEDIATE")
        with self._database:
            self._database.executemany(
                "INSERT INTO reports (nation, source, track, at_ms, body, recorded_ms) VALUES (?, ?, ?, ?, ?, ?)",
                [(*row, recorded_ms) for row in rows],
            )
            self._database.executemany(KEEP_REPORT, rows)
            self._database.executemany(
                KEEP_ABOUT, [(*_key(about.track), msgspec.json.encode(about)) for about in abouts]
            )
            self._rows += len(rows)
            self._forget()

    def newest(self) -> tuple[Observation, ...]:
        """Return the newest report and particulars of every source track: how a restarted node fills its picture."""
        found: list[Observation] = []
        for report, about in self._database.execute("SELECT report, about FROM tracks ORDER BY at_ms"):
            if about:
                found.append(msgspec.json.decode(about, type=Particulars))
            if report:
                found.append(msgspec.json.decode(report, type=Report))
        return tuple(found)

    def history(self, track: SourceTrack, since: datetime, limit: int = HISTORY_MAX) -> tuple[Report, ...]:
        """Return reports of one source track since a moment, in order of time; of too many the newest."""
        rows = self._database.execute(
            "SELECT body FROM reports WHERE nation = ? AND source = ? AND track = ? AND at_ms >= ? "
            "ORDER BY at_ms DESC, id DESC LIMIT ?",
            (*_key(track), milliseconds(since), min(limit, HISTORY_MAX)),
        )
        return tuple(_decoded(rows))[::-1]

    def __len__(self) -> int:
        """How many reports are kept."""
        return self._rows

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def _forget(self) -> None:
        """At the bound the oldest tenth leaves at once, so that not every batch has to."""
        if self._rows > self._keep_rows:
            excess = self._rows - self._keep_rows + self._keep_rows // 10
            gone = self._database.execute(
                "DELETE FROM reports WHERE id IN (SELECT id FROM reports ORDER BY id LIMIT ?)", (excess,)
            ).rowcount
            self._rows -= gone
            self._database.execute(FORGET_TRACKS, (KEEP_TRACKS,))

    def _check_version(self, path: Path) -> None:
        (version,) = self._database.execute("PRAGMA user_version").fetchone()
        if version > SCHEMA_VERSION:
            self._database.close()
            raise Refused("feeds-store-newer", file=path.name)
        self._database.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _key(track: SourceTrack) -> tuple[str, str, str]:
    return track.nation, track.source, track.id


def _decoded(rows: Iterable[tuple[bytes]]) -> Iterable[Report]:
    return (msgspec.json.decode(body, type=Report) for (body,) in rows)
