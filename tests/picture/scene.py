"""A seeded scene of two nations that watch the same ships, and scores of a picture against its truth."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import min_weight_full_bipartite_matching
from scipy.spatial import cKDTree

from renkei.kernel.ids import Nation
from renkei.kernel.label import Label
from renkei.picture.frame import MPS_PER_KN, moved, offset
from renkei.picture.fuse import fuse
from renkei.picture.live import LivePicture
from renkei.picture.model import PictureState, Report, SourceTrack

USA, JPN = Nation("USA"), Nation("JPN")
START = datetime(2026, 2, 9, 15, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Scene:
    """How the two sides see; biases are metres north and east, clocks seconds."""

    ships: int = 30
    scans: int = 15
    step_s: float = 10.0
    seed: int = 1
    both: float = 0.6
    detection: float = 0.9
    company: float = 0.15
    apart_m: tuple[float, float] = (300.0, 1_500.0)
    sigma_m: tuple[float, float] = (60.0, 120.0)
    bias_m: tuple[tuple[float, float], tuple[float, float]] = ((0.0, 0.0), (0.0, 0.0))
    clock_s: tuple[float, float] = (0.0, 0.0)
    rho: float = 0.8
    lat: float = 33.0
    lon: float = 134.0
    side_m: float | None = None


def play(scene):
    """Yield (time, reports of both nations, true lat, true lon, seen by anybody) for each scan."""
    rng = np.random.default_rng(scene.seed)
    side = scene.side_m or 25_000.0 * np.sqrt(scene.ships)
    north, east, v_north, v_east = objects(rng, scene, side)
    u = rng.uniform(0, 1, scene.ships)
    sees = (u < 0.5 + scene.both / 2, u > 0.5 - scene.both / 2)
    names = [rng.permutation(scene.ships) for _ in range(2)]
    errors = [rng.normal(0, scene.sigma_m[k], (2, scene.ships)) for k in range(2)]
    base = np.full(scene.ships, scene.lat), np.full(scene.ships, scene.lon)
    for scan in range(scene.scans):
        north, east = north + v_north * scene.step_s, east + v_east * scene.step_s
        v_north = v_north + rng.normal(0, 0.02, scene.ships) * scene.step_s
        v_east = v_east + rng.normal(0, 0.02, scene.ships) * scene.step_s
        now = START + timedelta(seconds=scan * scene.step_s)
        reports = []
        for k, nation in enumerate((USA, JPN)):
            noise = rng.normal(0, scene.sigma_m[k], (2, scene.ships))
            errors[k] = scene.rho * errors[k] + np.sqrt(1 - scene.rho**2) * noise
            shift = [errors[k][axis] + scene.bias_m[k][axis] for axis in range(2)]
            late = v_north * scene.clock_s[k], v_east * scene.clock_s[k]
            lat, lon = moved(*moved(*base, north, east), shift[0] + late[0], shift[1] + late[1])
            velocity = np.array([v_north, v_east]) + rng.normal(0, 0.5, (2, scene.ships))
            heard = np.flatnonzero(sees[k] & (rng.uniform(0, 1, scene.ships) < scene.detection))
            reports += [
                report(nation, names[k][ship], now, lat[ship], lon[ship], velocity[:, ship], scene.sigma_m[k])
                for ship in heard
            ]
        yield now, reports, moved(*base, north, east), sees[0] | sees[1], names


def report(nation, name, now, lat, lon, velocity, sigma_m):
    """One report with a measured course and speed."""
    return Report(
        track=SourceTrack(nation, f"{nation}-feed", f"{name}"),
        lat=float(lat),
        lon=float(lon),
        at=now,
        label=Label(nation),
        sigma_m=sigma_m,
        cog_deg=float(np.degrees(np.arctan2(velocity[1], velocity[0])) % 360),
        sog_kn=float(np.hypot(*velocity) / MPS_PER_KN),
    )


def objects(rng, scene, side):
    """Half anywhere, half near ports; some have a companion close by with equal velocity."""
    n = scene.ships
    place = rng.uniform(0, side, (2, n))
    half = n // 2
    ports = rng.uniform(0, side, (2, max(1, n // 250)))
    place[:, half:] = ports[:, rng.integers(0, ports.shape[1], n - half)] + rng.normal(0, 15e3, (2, n - half))
    speed, course = rng.gamma(4, 2, n), rng.uniform(0, 2 * np.pi, n)
    velocity = np.array([speed * np.cos(course), speed * np.sin(course)])
    pairs = int(n * scene.company)
    chosen = rng.permutation(n)[: 2 * pairs]
    lead, follow = chosen[:pairs], chosen[pairs:]
    distance, bearing = rng.uniform(*scene.apart_m, pairs), rng.uniform(0, 2 * np.pi, pairs)
    place[:, follow] = place[:, lead] + np.array([distance * np.cos(bearing), distance * np.sin(bearing)])
    velocity[:, follow] = velocity[:, lead]
    return place[0], place[1], velocity[0], velocity[1]


@dataclass(frozen=True)
class Score:
    """Right and wrong merges, objects that both hold, and GOSPA with its location part (metres)."""

    right: int
    wrong: int
    held: int
    gospa_m: float
    rms_m: float


def score(picture, truth, names, seen):
    """Score a picture against the true positions at its last scan."""
    ship_of = [np.argsort(names[k]) for k in range(2)]
    objects_of = {}
    for track, row in picture.table.rows():
        objects_of[row] = int(ship_of[(USA, JPN).index(track.nation)][int(track.id)])
    merged = list(picture.tracks.values())
    right = sum(objects_of[a] == objects_of[b] for a, b in merged)
    by_nation = [{objects_of[row] for t, row in picture.table.rows() if t.nation == n} for n in (USA, JPN)]
    found = positions(picture)
    gospa_m, rms_m = gospa(found, (truth[0][seen], truth[1][seen]))
    return Score(right, len(merged) - right, len(by_nation[0] & by_nation[1]), gospa_m, rms_m)


def positions(picture):
    """Return latitudes and longitudes of all tracks of a picture."""
    grouped = {row for rows in picture.tracks.values() for row in rows}
    found = [fuse(picture.table.state, np.array(rows), 240.0)[:2] for rows in picture.tracks.values()]
    state = picture.table.state
    found += [(state.lat[row], state.lon[row]) for _, row in picture.table.rows() if row not in grouped]
    return tuple(np.array(column) for column in zip(*found, strict=True))


def gospa(found, truth, cutoff_m=1_000.0):
    """Return GOSPA (p = 2, alpha = 2) and the location error (root mean square) of the assigned, in metres."""
    lat0, lon0 = np.mean(truth[0]), truth[1][0]

    def flat(lat, lon):
        return np.column_stack(offset(np.full(len(lat), lat0), np.full(len(lat), lon0), lat, lon))

    one, other = flat(*found), flat(*truth)
    near = cKDTree(one).sparse_distance_matrix(cKDTree(other), cutoff_m, output_type="ndarray")
    i, j, gain = near["i"], near["j"], cutoff_m**2 - near["v"] ** 2 + 1e-6
    n, m = len(one), len(other)
    top = cutoff_m**2 + 1.0
    cost = coo_matrix(
        (np.r_[top - gain, np.full(n, top)], (np.r_[i, np.arange(n)], np.r_[j, m + np.arange(n)])), (n, m + n)
    )
    rows, columns = min_weight_full_bipartite_matching(cost.tocsr())
    real = columns < m
    squared = cutoff_m**2 - (top - np.asarray(cost.tocsr()[rows[real], columns[real]]).ravel())
    missed, false = m - real.sum(), n - real.sum()
    return float(np.sqrt(squared.sum() + cutoff_m**2 / 2 * (missed + false))), float(np.sqrt(squared.mean()))


def watch(scene, at=()):
    """Play a scene into a picture; return the scores at these scans and at the end, and the picture."""
    picture, state, scores = LivePicture(USA), PictureState(), []
    for scan, (now, reports, truth, seen, names) in enumerate(play(scene), 1):
        picture.take(reports)
        picture.step(now, state)
        if scan in at or scan == scene.scans:
            scores.append(score(picture, truth, names, seen))
    return scores, picture
