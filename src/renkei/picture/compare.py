"""How well two sources' tracks fit each other: brings them to one moment, finds neighbours, weighs the evidence."""

import numpy as np
from scipy.spatial import cKDTree

from renkei.picture.bias import RelativeBias
from renkei.picture.filter import ACCELERATION_M2_S3, VELOCITY_M_S
from renkei.picture.frame import Column, Flags, Rows, moved, offset, points
from renkei.picture.table import Table

GATE_LEAST_M, GATE_MOST_M = 600.0, 2_500.0
GATE_SIGMAS = 4.0
NEIGHBOURS = 8
"""Candidates per track: a fleet in one harbour must not make a square of itself."""
EVIDENCE_LEAST = -8.0
"""One scan never speaks louder than this against a pair: a report may be wrong."""
BASE, POSITION_REF_M2, VELOCITY_REF = 7.0, 1e4, 0.5
"""Log-likelihood ratio of two tracks that agree, against another ship at random: one per half a square kilometre."""
MMSI_WORTH, CALLSIGN_WORTH = 8.0, 4.0
POSITION_FLOOR, VELOCITY_FLOOR = 0.7, 0.5
"""A filter is never believed below this share of the raw variance: errors are the same for many scans."""
IMPOSSIBLE_M, IMPOSSIBLE_2 = 2_000.0, 50.0
"""Equal numbers further apart than this, and than seven sigmas, are two objects."""

MOTION, MMSI, CALLSIGN, PERSON = 0, 1, 2, 3
"""Why a pair is one object."""


class Seen:
    """The fresh rows of one source, brought to one moment; the table itself stays as it is."""

    def __init__(self, table: Table, rows: Rows, now_s: float) -> None:
        state = table.state
        dt = now_s - state.time[rows]
        self.rows = rows
        self.number = table.number[rows]
        self.serial = table.serial[rows]
        self.mmsi = table.mmsi[rows]
        self.callsign = table.callsign[rows]
        self.north, self.east = state.north[rows], state.east[rows]
        self.lat, self.lon = moved(state.lat[rows], state.lon[rows], self.north * dt, self.east * dt)
        vel = np.maximum(state.vel[rows], VELOCITY_FLOOR * VELOCITY_M_S**2)
        pos = np.maximum(state.pos[rows], POSITION_FLOOR * state.sigma[rows] ** 2)
        self.position_m2 = pos + vel * dt**2 + ACCELERATION_M2_S3 * np.abs(dt) ** 3 / 3.0
        self.velocity_m2_s2 = vel + ACCELERATION_M2_S3 * np.abs(dt)

    def __len__(self) -> int:
        return len(self.rows)


def candidates(first: Seen, second: Seen, bias: RelativeBias, ordered: Rows) -> tuple[Rows, Rows]:
    """Return neighbours within the gate, equal identities at any distance, and what a person joined.

    Args:
        first: Fresh tracks of one source.
        second: Fresh tracks of the other.
        bias: What the second is off.
        ordered: Keys (`number << 32 | number`) of pairs that a person joined.

    Returns:
        Places in `first` and in `second`, each pair once.
    """
    width = len(second)
    found = [_near(first, second, bias), _equal(first.mmsi, second.mmsi), _equal(first.callsign, second.callsign)]
    found.append((np.searchsorted(first.number, ordered >> 32), np.searchsorted(second.number, ordered & 0xFFFFFFFF)))
    pairs = np.unique(np.concatenate([i * width + j for i, j in found]))
    return pairs // width, pairs % width


def _near(first: Seen, second: Seen, bias: RelativeBias) -> tuple[Rows, Rows]:
    north, east = bias.expected(second.north, second.east)
    lat, lon = moved(second.lat, second.lon, -north, -east)
    spread = np.percentile(first.position_m2, 95) + np.percentile(second.position_m2, 95) + bias.reach_m**2
    gate = float(np.clip(GATE_SIGMAS * np.sqrt(spread), GATE_LEAST_M, GATE_MOST_M))
    tree = cKDTree(points(lat, lon), balanced_tree=False, compact_nodes=False)
    most = min(NEIGHBOURS, len(second))
    _, place = tree.query(points(first.lat, first.lon), k=np.arange(1, most + 1), distance_upper_bound=gate)
    i, rank = np.nonzero(place < len(second))
    return i, place[i, rank].astype(np.int64)


def _equal(first: Rows, second: Rows) -> tuple[Rows, Rows]:
    """Places of equal numbers but 0; of several equal ones in a source the first."""
    _, i, j = np.intersect1d(first, second, return_indices=True)
    named = first[i] > 0
    return i[named], j[named]


class Compared:
    """Candidate pairs as columns: what is between them, and how much it says.

    Attributes:
        i, j: Places in the two `Seen`.
        key: `number << 32 | number`.
        difference: Metres north and east from first to second, as they stand, shape (n, 2).
        velocity: Of the first, metres per second north and east, shape (n, 2).
        variance: Of the difference on each axis without the bias, m^2.
        distance: Metres, after the learnt bias is taken off.
        squared: The same squared in sigmas.
        evidence: Log-likelihood ratio of this scan.
        why: `MMSI`, `CALLSIGN` or `MOTION`.
        impossible: One identity, and too far apart to be one object.
        excluded: Impossible, or of two identities.
        changed: Whether either side has reported since the change counted as `serial`.
    """

    def __init__(self, first: Seen, second: Seen, bias: RelativeBias, at: tuple[Rows, Rows]) -> None:
        i, j = self.i, self.j = at
        self.key = first.number[i] << 32 | second.number[j]
        self.serial = np.maximum(first.serial[i], second.serial[j])
        north, east = first.north[i], first.east[i]
        self.velocity = np.column_stack((north, east))
        self.difference = np.column_stack(offset(first.lat[i], first.lon[i], second.lat[j], second.lon[j]))
        self.variance = first.position_m2[i] + second.position_m2[j]
        off = self.difference - np.column_stack(bias.expected(north, east))
        spread = self.variance + bias.variance(north, east)
        self.distance: Column = np.hypot(off[:, 0], off[:, 1])
        self.squared: Column = self.distance**2 / spread
        turn = (second.north[j] - north) ** 2 + (second.east[j] - east) ** 2
        self._weigh(first, second, spread, turn / (first.velocity_m2_s2[i] + second.velocity_m2_s2[j]))

    def _weigh(self, first: Seen, second: Seen, spread: Column, turned: Column) -> None:
        i, j = self.i, self.j
        spread_v = first.velocity_m2_s2[i] + second.velocity_m2_s2[j]
        evidence = BASE - 0.5 * (self.squared + turned)
        evidence -= np.log(spread / POSITION_REF_M2) + np.log(spread_v / VELOCITY_REF)
        mmsi = (first.mmsi[i] == second.mmsi[j]) & (first.mmsi[i] > 0)
        callsign = (first.callsign[i] == second.callsign[j]) & (first.callsign[i] > 0)
        self.evidence = np.maximum(evidence, EVIDENCE_LEAST) + MMSI_WORTH * mmsi + CALLSIGN_WORTH * callsign
        self.why: Rows = np.where(mmsi, MMSI, np.where(callsign, CALLSIGN, MOTION))
        self.impossible: Flags = mmsi & (self.distance > IMPOSSIBLE_M) & (self.squared > IMPOSSIBLE_2)
        two_names = (first.mmsi[i] > 0) & (second.mmsi[j] > 0) & ~mmsi
        self.excluded: Flags = self.impossible | two_names
