"""The live table: one row per source track, its newest report beside its filtered state; bounded; merges nothing."""

from collections.abc import Iterable, Iterator, Sequence
from math import cos, nan, radians, sin

import numpy as np
from msgspec.structs import replace

from renkei.kernel.clock import EPOCH
from renkei.kernel.ids import Nation
from renkei.picture.filter import Measured, State
from renkei.picture.frame import MPS_PER_KN, Column, Rows
from renkei.picture.model import Identity, Particulars, Report, SourceTrack

ROWS_MAX = 200_000
"""Two nations' reports of a hundred thousand ships: some 150 MB of columns and reports."""
KEEP_S = 3_600.0
"""A source track that is silent for an hour leaves the picture; its history is in the observation store."""
AHEAD_S = 120.0
"""A report from further ahead than this is refused: its clock is wrong, and it would shut out all that come after."""
COARSE_WAIT_S = 180.0
"""A position rounded on purpose counts only where no finer one of the last three minutes is there."""
SOURCES_MAX = 32
"""Feeds of all nations together: each two of them are compared."""
REFUSED = ("picture-late", "picture-ahead", "picture-coarse", "picture-full", "picture-sources")
"""Why a report does not enter the table, as message keys."""
FIRST_ROWS = 1_024
AIRCRAFT_M_S = 360.0
"""Fastest aircraft that reports over AIS or Cursor on Target, about 700 kn."""


class Table:
    """Rows of source tracks; a row keeps its index while it lives.

    Attributes:
        reports: Newest report of each row with the particulars put in, None where the row is free.
        state: Filtered state of each row.
        number: Number of the row in this picture, given once and never again.
        serial: When the row last changed, as a count of changes.
        source: Index into `sources`, -1 where the row is free.
        mmsi, callsign: What the object says it is, as numbers that compare: 0 where it does not say.
        sources: Every feed that has reported.
        refused: How many reports were refused, by message key.
        closed: How many rows have been freed so far.
    """

    def __init__(self, rows_max: int = ROWS_MAX) -> None:
        self.reports: list[Report | None] = [None] * FIRST_ROWS
        self.state = State(FIRST_ROWS)
        self.number: Rows = np.zeros(FIRST_ROWS, np.int64)
        self.serial: Rows = np.zeros(FIRST_ROWS, np.int64)
        self.source: Rows = np.full(FIRST_ROWS, -1, np.int64)
        self.mmsi: Rows = np.zeros(FIRST_ROWS, np.int64)
        self.callsign: Rows = np.zeros(FIRST_ROWS, np.int64)
        self.sources: list[tuple[Nation, str]] = []
        self.refused = dict.fromkeys(REFUSED, 0)
        self.closed = 0
        self._rows_max = rows_max
        self._row: dict[SourceTrack, int] = {}
        self._about: dict[SourceTrack, Particulars] = {}
        self._free = list(range(FIRST_ROWS - 1, -1, -1))
        self._numbers = 0
        self._changes = 0

    def __len__(self) -> int:
        return len(self._row)

    def rows(self) -> Iterator[tuple[SourceTrack, int]]:
        """Iterate over the live source tracks with their rows."""
        return iter(self._row.items())

    def row(self, track: SourceTrack) -> int | None:
        """Return the row of a source track, None where it is not in the picture."""
        return self._row.get(track)

    def report(self, row: int) -> Report:
        """Return the newest report of a live row."""
        report = self.reports[row]
        if report is None:
            raise KeyError(row)
        return report

    def live(self) -> Rows:
        """Return all live rows in ascending order."""
        return np.flatnonzero(self.source >= 0)

    def about(self, particulars: Particulars) -> None:
        """Add what a source says about an object; what it leaves out stays as it was."""
        known = self._about.get(particulars.track)
        merged = _merged(known, particulars) if known else particulars
        if len(self._about) >= self._rows_max and known is None:
            self._about.pop(next(iter(self._about)))
        self._about[particulars.track] = merged
        row = self._row.get(particulars.track)
        report = self.reports[row] if row is not None else None
        if row is not None and report is not None:
            self._keep(row, report)

    def absorb(self, reports: Iterable[Report], now_s: float) -> None:
        """Put reports into their rows in order of time; late, early and rounded ones never overwrite better ones."""
        timed = [(report, (report.at - EPOCH).total_seconds()) for report in reports]
        timely = [item for item in timed if item[1] <= now_s + AHEAD_S]
        self.refused["picture-ahead"] += len(timed) - len(timely)
        self._make_room({report.track for report, _ in timely})
        histories: dict[int, list[tuple[float, Report]]] = {}
        for report, time in timely:
            row = self._row.get(report.track)
            if row is None and not self._has_room(report.track):
                continue
            histories.setdefault(self._open(report.track) if row is None else row, []).append((time, report))
        for history in histories.values():
            history.sort(key=lambda item: item[0])
        for place in range(max(map(len, histories.values()), default=0)):
            self._round([(row, *items[place]) for row, items in histories.items() if place < len(items)])

    def _has_room(self, track: SourceTrack) -> bool:
        full = len(self._row) >= self._rows_max
        many = len(self.sources) >= SOURCES_MAX and (track.nation, track.source) not in self.sources
        if full or many:
            self.refused["picture-full" if full else "picture-sources"] += 1
        return not full and not many

    def _make_room(self, coming: set[SourceTrack]) -> None:
        """Where the table is full, the longest silent tracks that say nothing now give their rows."""
        excess = len(self._row) + len(coming - self._row.keys()) - self._rows_max
        if excess > 0:
            silent = sorted(self._row.keys() - coming, key=lambda track: self.state.time[self._row[track]])
            for track in silent[:excess]:
                self._close(self._row[track])

    def forget(self, now_s: float) -> Rows:
        """Free the rows that are silent too long; return them."""
        live = self.live()
        silent = live[~(now_s - self.state.time[live] <= KEEP_S)]
        for row in silent.tolist():
            self._close(row)
        return silent

    def touch(self, rows: Iterable[int]) -> None:
        """Count these rows as changed, for example because their label is another one now."""
        for row in rows:
            self._changes += 1
            self.serial[row] = self._changes

    def _round(self, items: Sequence[tuple[int, float, Report]]) -> None:
        """At most one report per row."""
        taken = [item for item in items if self._wanted(*item)]
        if not taken:
            return
        rows = np.array([row for row, _, _ in taken], np.int64)
        self.state.update(Measured(rows, _columns([(time, report) for _, time, report in taken])))
        for row, time, report in taken:
            if not report.coarse:
                self.state.fine[row] = time
            self._keep(row, report)

    def _wanted(self, row: int, time: float, report: Report) -> bool:
        if time <= self.state.time[row]:
            self.refused["picture-late"] += 1
            return False
        if report.coarse and time - self.state.fine[row] <= COARSE_WAIT_S:
            self.refused["picture-coarse"] += 1
            return False
        return True

    def _keep(self, row: int, report: Report) -> None:
        about = self._about.get(report.track)
        self.reports[row] = report = _with(report, about) if about else report
        self.mmsi[row] = int(report.identity.mmsi or 0)
        self.callsign[row] = _number(report.identity.callsign)
        self.touch((row,))

    def _open(self, track: SourceTrack) -> int:
        """Give a new source track a row and a number."""
        if not self._free:
            self._grow()
        row = self._free.pop()
        self._row[track] = row
        self._numbers += 1
        self.number[row] = self._numbers
        self.source[row] = self._source((track.nation, track.source))
        return row

    def _source(self, feed: tuple[Nation, str]) -> int:
        if feed not in self.sources:
            self.sources.append(feed)
        return self.sources.index(feed)

    def _grow(self) -> None:
        old = len(self.reports)
        self.state.grow(2 * old)
        self.reports += [None] * old
        nothing = np.zeros(old, np.int64)
        for name in ("number", "serial", "mmsi", "callsign"):
            setattr(self, name, np.concatenate((getattr(self, name), nothing)))
        self.source = np.concatenate((self.source, nothing - 1))
        self._free = list(range(2 * old - 1, old - 1, -1))

    def _close(self, row: int) -> None:
        track = self.report(row).track
        del self._row[track]
        self._about.pop(track, None)
        self.reports[row] = None
        self.source[row] = -1
        self.state.clear(np.array([row], np.int64))
        self._free.append(row)
        self.closed += 1


def _columns(items: Sequence[tuple[float, Report]]) -> Column:
    """Return the seven columns of `Measured`, one measurement per item."""
    columns = np.empty((7, len(items)))
    for place, (time, report) in enumerate(items):
        north, east = _velocity(report)
        fastest = AIRCRAFT_M_S if report.kind == "aircraft" else 1.5 * (report.sog_kn or 0.0) * MPS_PER_KN
        columns[:, place] = (time, report.lat, report.lon, north, east, report.sigma_m, fastest)
    return columns


def _velocity(report: Report) -> tuple[float, float]:
    """Metres per second north and east; who lies still needs no course, and an absurd speed is none."""
    if report.sog_kn == 0.0:
        return 0.0, 0.0
    if report.sog_kn is None or report.cog_deg is None or report.sog_kn * MPS_PER_KN > AIRCRAFT_M_S:
        return nan, nan
    speed, course = report.sog_kn * MPS_PER_KN, radians(report.cog_deg)
    return speed * cos(course), speed * sin(course)


def _number(callsign: str | None) -> int:
    """A call sign's first seven bytes as one number: longer ones are no call signs of a radio station."""
    return int.from_bytes((callsign or "").encode()[:7], "big")


def _merged(known: Particulars, newer: Particulars) -> Particulars:
    """Name in one part, call sign and type in the other: each keeps what the other does not say."""
    identity = Identity(
        newer.identity.mmsi or known.identity.mmsi,
        newer.identity.callsign or known.identity.callsign,
        newer.identity.imo or known.identity.imo,
    )
    return replace(
        newer,
        name=newer.name or known.name,
        sidc=newer.sidc or known.sidc,
        kind=newer.kind or known.kind,
        identity=identity,
    )


def _with(report: Report, about: Particulars) -> Report:
    """The report with what its source said about the object."""
    identity = Identity(
        report.identity.mmsi or about.identity.mmsi,
        report.identity.callsign or about.identity.callsign,
        report.identity.imo or about.identity.imo,
    )
    named = replace(report, name=about.name or report.name, identity=identity)
    if report.kind != "unknown" or not about.kind or not about.sidc:
        return named
    return replace(named, kind=about.kind, sidc=about.sidc)
