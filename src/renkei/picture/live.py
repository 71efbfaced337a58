"""The live picture of one node: takes observations, correlates them in step with exercise time, says what may leave."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec
import numpy as np

from renkei.kernel.clock import EPOCH
from renkei.kernel.ids import Nation
from renkei.kernel.label import Label
from renkei.picture.correlate import Contradiction, Correlator, Matches
from renkei.picture.groups import groups
from renkei.picture.model import Observation, Particulars, PictureState, ReleasedPosition, Report, Verdict
from renkei.picture.table import Table
from renkei.picture.wire import released

SCAN_S = 10.0
"""Exercise seconds between two correlations: a ship moves some hundred metres."""
SCANS_MAX = 60
"""Correlations of one step, so that a clock that leaps by hours does not hold the node: the last of them count."""
PENDING_MAX = 200_000
"""Reports that wait for the next step; beyond, the oldest leave, as newer ones of the same ships have come."""
POSITIONS_MAX = 1_000
"""Positions given to a lane at once: about 300 kB."""


class Released(msgspec.Struct, frozen=True):
    """What the positions lane may send to one partner now.

    Attributes:
        positions: Newest report of each releasable source track that changed since the cursor, oldest change first.
        cursor: Give it back at the next call; it stays inside this node.
    """

    positions: tuple[ReleasedPosition, ...]
    cursor: int


class LivePicture:
    """All live tracks of one node, bounded; not thread-safe, holds no clock: moments are exercise time.

    Args:
        own: Nation of this node: whose reports may be released, and whose verdict on a pair goes first.

    Attributes:
        table: The live source tracks.
        correlator: What is known about each two sources.
        tracks: Rows of each track that has several sources, by its number.
        matches: The pairs of rows behind them, best first.
        contradictions: Pairs of rows with one identity that cannot be one object.
        judged: Verdict on each pair of rows (smaller first) that somebody judged.
        dropped: Reports that left the queue unseen.
    """

    def __init__(self, own: Nation) -> None:
        self.own = own
        self.table = Table()
        self.correlator = Correlator()
        self.tracks: dict[int, list[int]] = {}
        self.matches: Matches = self.correlator.matches()
        self.contradictions: list[Contradiction] = []
        self.judged: dict[tuple[int, int], Verdict] = {}
        self.dropped = 0
        self._labels: dict[str, Label] = {}
        self._pending: list[Report] = []
        self._scanned_s = -np.inf
        self._closed = 0

    def take(self, observations: Iterable[Observation]) -> None:
        """Let observations of own sensors and of partners wait for the next step."""
        for observation in observations:
            if isinstance(observation, Particulars):
                self.table.about(observation)
            else:
                self._pending.append(observation)
        excess = len(self._pending) - PENDING_MAX
        if excess > 0:
            del self._pending[:excess]
            self.dropped += excess

    def step(self, now: datetime, state: PictureState) -> bool:
        """Put what waits into the table, correlate, forget what is silent; return whether the board may have changed.

        Args:
            now: Exercise time.
            state: What people decided.
        """
        now_s = (now - EPOCH).total_seconds()
        changed = bool(self._pending)
        self._apply_labels(state)
        for moment_s in self._moments(now_s, state):
            self._absorb(moment_s)
            self._scan(moment_s, state)
            changed = True
        self._absorb(np.inf, now_s)
        self.table.forget(now_s)
        if self.table.closed != self._closed:
            self._closed = self.table.closed
            self._regroup()
            changed = True
        return changed

    def releasable_positions(self, partner: Nation, cursor: int = 0) -> Released:
        """Return what may cross to `partner`, from the newest releasable own report of each source track alone.

        Nothing that is computed from several reports is in it: no fused position, no number, no time of a change.
        """
        table = self.table
        live = table.live()
        changed = live[table.serial[live] > cursor]
        found: list[ReleasedPosition] = []
        for row in changed[np.argsort(table.serial[changed])].tolist():
            report = table.report(row)
            if report.track.nation == self.own and self.label(report).releasable_to(partner):
                found.append(released(report))
            cursor = int(table.serial[row])
            if len(found) == POSITIONS_MAX:
                break
        return Released(tuple(found), cursor)

    def label(self, report: Report) -> Label:
        """Return the label that holds for a report now: its sensor's, less what its sender restricted."""
        label = self._labels.get(report.track.source, report.label) if report.track.nation == self.own else report.label
        if report.only is None:
            return label
        kept = tuple(nation for nation in label.rel_to if nation in report.only)
        return msgspec.structs.replace(label, rel_to=kept)

    def _absorb(self, until_s: float, now_s: float | None = None) -> None:
        """Put the waiting reports up to a moment into the table."""
        timed = [(report, (report.at - EPOCH).total_seconds()) for report in self._pending]
        self._pending = [report for report, at_s in timed if at_s > until_s]
        self.table.absorb([report for report, at_s in timed if at_s <= until_s], until_s if now_s is None else now_s)

    def _apply_labels(self, state: PictureState) -> None:
        """Where somebody labelled a sensor anew, its tracks count as changed: they may have to cross now."""
        labels = {sensor: label for (nation, sensor), label in state.sensors.items() if nation == self.own}
        changed = {sensor for sensor, label in labels.items() if self._labels.get(sensor) != label}
        self._labels = labels
        if changed:
            rows = [row for track, row in self.table.rows() if track.nation == self.own and track.source in changed]
            self.table.touch(rows)

    def _moments(self, now_s: float, state: PictureState) -> list[float]:
        """The correlations that are due, in steps of exercise time, so that a fast clock gives the same picture."""
        since_s = now_s - self._scanned_s
        if 0.0 <= since_s < SCAN_S:
            return [now_s] if self._judged(state) != self.judged else []
        count = min(int(since_s // SCAN_S), SCANS_MAX) if 0.0 <= since_s < np.inf else 1
        return [now_s - SCAN_S * back for back in range(count - 1, -1, -1)]

    def _scan(self, moment_s: float, state: PictureState) -> None:
        self.judged = self._judged(state)
        same = [rows for rows, verdict in self.judged.items() if verdict.same]
        self.correlator.scan(self.table, moment_s, same, self._apart())
        self._scanned_s = moment_s
        self._regroup()

    def _apart(self) -> set[tuple[int, int]]:
        return {rows for rows, verdict in self.judged.items() if not verdict.same}

    def _regroup(self) -> None:
        """Only pairs count of which both rows still are what they were when they were matched."""
        table, found = self.table, self.correlator.matches()
        first, second = found["first"], found["second"]
        alive = (table.source[first] >= 0) & (table.source[second] >= 0)
        self.matches = found[alive & (table.number[first] << 32 | table.number[second] == found["key"])]
        self.contradictions = self.correlator.contradictions()
        self.tracks = groups(table, self.matches, self._apart())

    def _judged(self, state: PictureState) -> dict[tuple[int, int], Verdict]:
        found: dict[tuple[int, int], Verdict] = {}
        for (first, second), by_nation in state.verdicts.items():
            one, other = self.table.row(first), self.table.row(second)
            if one is not None and other is not None:
                found[min(one, other), max(one, other)] = standing(by_nation, self.own)
        return found


def standing(verdicts: Mapping[Nation, Verdict], own: Nation) -> Verdict:
    """Return the verdict that counts on this node: the own nation's, else that of the first other in order of code."""
    return verdicts[own] if own in verdicts else verdicts[min(verdicts)]
