"""One position from several sources' tracks, weighted by what each source states; knows no label and releases nothing.

The weighted mean of the positions as they stand is the same as correcting both sources by the learnt bias, split
between them by their stated accuracy. The common offset of all sources cannot be seen: no picture is better than that.
"""

import numpy as np

from renkei.picture.compare import POSITION_FLOOR
from renkei.picture.filter import ACCELERATION_M2_S3, State
from renkei.picture.frame import MPS_PER_KN, Rows, moved, offset, wrapped

STILL_KN = 0.2
"""Slower than this a course is noise."""


def fuse(state: State, rows: Rows, fresh_s: float) -> tuple[float, float, float | None, float | None]:
    """Return latitude, longitude, course and speed at the time of the newest report.

    Args:
        state: The filtered states.
        rows: Rows of one track.
        fresh_s: A source that is silent longer than this behind the newest has no say.

    Returns:
        Degrees WGS 84, degrees from true north (None where it lies still), knots.
    """
    time = state.time[rows].max()
    rows = rows[time - state.time[rows] <= fresh_s]
    dt = time - state.time[rows]
    lat, lon = moved(state.lat[rows], state.lon[rows], state.north[rows] * dt, state.east[rows] * dt)
    pos = np.maximum(state.pos[rows], POSITION_FLOOR * state.sigma[rows] ** 2)
    weight = 1.0 / (pos + state.vel[rows] * dt**2 + ACCELERATION_M2_S3 * dt**3 / 3.0)
    weight /= weight.sum()
    north, east = offset(np.full(len(rows), lat[0]), np.full(len(rows), lon[0]), lat, lon)
    at_lat, at_lon = moved(lat[:1], lon[:1], (weight * north).sum(), (weight * east).sum())
    speed = (weight * state.north[rows]).sum(), (weight * state.east[rows]).sum()
    sog_kn = float(np.hypot(*speed)) / MPS_PER_KN
    cog_deg = float(np.degrees(np.arctan2(speed[1], speed[0])) % 360.0) if sog_kn >= STILL_KN else None
    return float(at_lat[0]), float(wrapped(at_lon)[0]), cog_deg, sog_kn
