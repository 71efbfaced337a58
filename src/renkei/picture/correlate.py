"""Which source tracks are one object: score with memory and one-to-one assignment, for each pair of sources.

Identity goes first and proves nothing: equal numbers with impossible motion are a contradiction, which is told and
never merged. What a person decided stands above both. No label is looked at here.
"""

from collections.abc import Iterable
from itertools import combinations
from typing import TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from renkei.picture.assign import assign, rival
from renkei.picture.bias import RelativeBias
from renkei.picture.compare import PERSON, Compared, Seen, candidates
from renkei.picture.frame import Column, Flags, Rows
from renkei.picture.table import Table

FRESH_S = 240.0
"""Tracks are compared while both have reported within four minutes (a ship at anchor reports each three); a pair whose
partner's link is down stays as it was."""
FORGET = 0.85
"""What a pair's score keeps from one scan to the next: one bad scan neither makes nor breaks a pair."""
CONFIRM, DROP, MARGIN = 3.0, -2.0, 2.0
"""A pair begins above the first and ends below the second (hysteresis); a new one leads its rivals by the third."""
SURE = 6.0
"""Lead over any rival from which on a pair teaches the bias."""
STAYS = 1.5
"""What an existing pair has ahead of a challenger in the assignment."""
SCORE_LEAST, SCORE_MOST = -20.0, 30.0
"""A long history is worth no more than a few scans of evidence against it."""

Matches: TypeAlias = NDArray[np.void]
"""An array of `MATCH`."""
MATCH = np.dtype(
    [("first", "i8"), ("second", "i8"), ("key", "i8"), ("score", "f8"), ("scans", "i8"), ("distance_m", "f8"),
     ("sigma", "f8"), ("why", "i8")]
)  # fmt: skip
"""One pair of rows that is one object: rows, key of their numbers, score, scans so far, distance after the learnt bias
in metres and in sigmas at the last scan, and why (`compare.MOTION`, `MMSI`, `CALLSIGN`, `PERSON`)."""


class Rules(msgspec.Struct, frozen=True):
    """What people decided on two sources' pairs, as keys of their numbers."""

    same: Rows
    apart: Rows


class Contradiction(msgspec.Struct, frozen=True):
    """Two rows with one identity that cannot be one object."""

    first: int
    second: int
    distance_m: float


class SourcePair:
    """The correlation of two sources.

    Attributes:
        bias: What the second is off against the first.
        matches: Pairs that are one object now, of type `MATCH`.
        contradictions: Pairs with one identity that cannot be.
    """

    def __init__(self) -> None:
        self.bias = RelativeBias()
        self.matches: Matches = np.zeros(0, MATCH)
        self.contradictions: list[Contradiction] = []
        self._key: Rows = np.zeros(0, np.int64)
        self._score: Column = np.zeros(0)
        self._scans: Rows = np.zeros(0, np.int64)
        self._serial = -1

    def scan(self, first: Seen, second: Seen, rules: Rules, table: Table) -> None:
        """Compare what is fresh in both; pairs of which one side is not fresh stay as they are."""
        resting = self._resting(first, second, rules, table)
        self.contradictions = []
        if not len(first) or not len(second):
            self.matches = resting
            return
        ordered = rules.same[np.isin(rules.same >> 32, first.number) & np.isin(rules.same & 0xFFFFFFFF, second.number)]
        pairs = Compared(first, second, self.bias, candidates(first, second, self.bias, ordered))
        same, apart = np.isin(pairs.key, rules.same), np.isin(pairs.key, rules.apart)
        pairs.why[same] = PERSON
        possible = same | ~(pairs.excluded | apart)
        score, scans = self._scored(pairs)
        score[same] = SCORE_MOST
        chosen = self._chosen(pairs, score, scans, np.flatnonzero(possible & (score > DROP)))
        scans[chosen] += 1
        scans[np.setdiff1d(np.arange(len(scans)), chosen)] = 0
        self._remember(pairs, score, scans, possible)
        self.contradictions = _contradictions(first, second, pairs, np.flatnonzero(pairs.impossible & ~possible))
        found = _matches(first, second, pairs, chosen, (score, scans))
        taken = np.isin(resting["first"], found["first"]) | np.isin(resting["second"], found["second"])
        self.matches = np.concatenate((found, resting[~taken]))

    def _resting(self, first: Seen, second: Seen, rules: Rules, table: Table) -> Matches:
        """The matches that cannot be compared now, as long as both tracks live and nobody split them."""
        old = self.matches
        fresh = np.isin(old["first"], first.rows) & np.isin(old["second"], second.rows)
        alive = table.number[old["first"]] << 32 | table.number[old["second"]]
        live = (table.source[old["first"]] >= 0) & (table.source[old["second"]] >= 0) & (alive == old["key"])
        kept: Matches = old[~fresh & live & ~np.isin(old["key"], rules.apart)]
        return kept

    def _scored(self, pairs: Compared) -> tuple[Column, Rows]:
        """Add this scan's evidence to what is remembered; a pair of which nobody reported anew stays as it is."""
        old, scans = np.zeros(len(pairs.key)), np.zeros(len(pairs.key), np.int64)
        _, at, place = np.intersect1d(pairs.key, self._key, assume_unique=True, return_indices=True)
        old[at], scans[at] = self._score[place], self._scans[place]
        news = pairs.serial > self._serial
        news[np.setdiff1d(np.arange(len(news)), at, assume_unique=True)] = True
        score = np.where(news, np.clip(FORGET * old + pairs.evidence, SCORE_LEAST, SCORE_MOST), old)
        return score, scans

    def _chosen(self, pairs: Compared, score: Column, scans: Rows, keep: Rows) -> Rows:
        """Assign one to one; then a pair that is new must stand above the bar and ahead of every rival."""
        i, j, worth = pairs.i[keep], pairs.j[keep], score[keep] + STAYS * (scans[keep] > 0)
        picked = assign(i, j, worth - DROP)
        lead = (worth - np.maximum(rival(i, worth), rival(j, worth)))[picked]
        chosen = keep[picked]
        begins = (score[chosen] > CONFIRM) & (lead > MARGIN)
        stays = scans[chosen] > 0
        self._learn(pairs, chosen[(begins | stays) & (lead > SURE)])
        confirmed: Rows = chosen[begins | stays | (pairs.why[chosen] == PERSON)]
        return confirmed

    def _learn(self, pairs: Compared, sure: Rows) -> None:
        sure = sure[pairs.why[sure] != PERSON]
        self.bias.learn(pairs.difference[sure], pairs.velocity[sure], pairs.variance[sure])

    def _remember(self, pairs: Compared, score: Column, scans: Rows, possible: Flags) -> None:
        order = np.flatnonzero(possible)[np.argsort(pairs.key[possible])]
        self._key, self._score, self._scans = pairs.key[order], score[order], scans[order]
        self._serial = int(pairs.serial.max(initial=self._serial))


def _matches(first: Seen, second: Seen, pairs: Compared, chosen: Rows, memory: tuple[Column, Rows]) -> Matches:
    found = np.zeros(len(chosen), MATCH)
    found["first"], found["second"] = first.rows[pairs.i[chosen]], second.rows[pairs.j[chosen]]
    found["key"], found["why"] = pairs.key[chosen], pairs.why[chosen]
    found["score"], found["scans"] = memory[0][chosen], memory[1][chosen]
    found["distance_m"], found["sigma"] = pairs.distance[chosen], np.sqrt(pairs.squared[chosen])
    return found


def _contradictions(first: Seen, second: Seen, pairs: Compared, places: Rows) -> list[Contradiction]:
    rows = zip(first.rows[pairs.i[places]], second.rows[pairs.j[places]], pairs.distance[places], strict=True)
    return [Contradiction(int(one), int(other), float(distance)) for one, other, distance in rows]


class Correlator:
    """All pairs of sources of one table.

    Attributes:
        pairs: By the places of the two sources in `Table.sources`, the smaller first.
    """

    def __init__(self) -> None:
        self.pairs: dict[tuple[int, int], SourcePair] = {}

    def scan(
        self, table: Table, now_s: float, same: Iterable[tuple[int, int]], apart: Iterable[tuple[int, int]]
    ) -> None:
        """Compare every two sources at a moment.

        Args:
            table: The live tracks.
            now_s: Moment to which both sides are brought, seconds since 1970.
            same: Pairs of rows that a person joined.
            apart: Pairs of rows that a person split.
        """
        live = table.live()
        fresh = live[now_s - table.state.time[live] <= FRESH_S]
        fresh = fresh[np.argsort(table.number[fresh])]
        seen = [Seen(table, fresh[table.source[fresh] == source], now_s) for source in range(len(table.sources))]
        joined, split = _by_sources(table, same), _by_sources(table, apart)
        nothing = np.zeros(0, np.int64)
        for two in combinations(range(len(seen)), 2):
            rules = Rules(joined.get(two, nothing), split.get(two, nothing))
            self.pairs.setdefault(two, SourcePair()).scan(seen[two[0]], seen[two[1]], rules, table)

    def matches(self) -> Matches:
        """Return all pairs that are one object, best first."""
        found = [pair.matches for pair in self.pairs.values()]
        joined = np.concatenate(found) if found else np.zeros(0, MATCH)
        best_first: Matches = joined[np.argsort(-joined["score"], kind="stable")]
        return best_first

    def contradictions(self) -> list[Contradiction]:
        """Return all pairs with one identity that cannot be one object."""
        return [contradiction for pair in self.pairs.values() for contradiction in pair.contradictions]


def _by_sources(table: Table, rows: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Rows]:
    """Sort pairs of rows by their two sources; two tracks of one source are never compared."""
    keys: dict[tuple[int, int], list[int]] = {}
    for pair in rows:
        one, other = sorted(pair, key=lambda row: int(table.source[row]))
        two = int(table.source[one]), int(table.source[other])
        if two[0] != two[1]:
            keys.setdefault(two, []).append(int(table.number[one]) << 32 | int(table.number[other]))
    return {two: np.array(sorted(found), np.int64) for two, found in keys.items()}
