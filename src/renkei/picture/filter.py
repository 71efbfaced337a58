"""Constant-velocity filter of every source track, in columns; position and velocity measured, one error for both axes.

Each source is filtered by itself: two sources' errors differ, and what one nation sees must not move the other's state.
"""

from typing import Self

import numpy as np

from renkei.picture.frame import Column, Flags, Rows, moved, offset

ACCELERATION_M2_S3 = 0.01
"""Spectral density of a ship's acceleration: a turn of a ferry is caught within two reports."""
GAP_S = 900.0
"""After a quarter of an hour without report a track starts anew: nothing is extrapolated that far."""
VELOCITY_M_S = 0.5
"""One sigma of a stated speed and course; without them the first velocity is unknown to `UNKNOWN_M_S`."""
UNKNOWN_M_S = 8.0
NOT_MEASURED_M_S = 1_000.0
"""Error that stands for "no velocity in this report"."""
JUMP_M_S, JUMP_M = 31.0, 300.0
"""More than 60 knots between two reports, beyond errors: no ship does that, so one number is used twice or wrong."""

COLUMNS = ("lat", "lon", "north", "east", "pos", "cross", "vel", "time", "sigma", "fine", "jump", "jump_mps")


class Measured:
    """A round of measurements, at most one per row, as columns.

    Attributes:
        rows: Row of each measurement.
        time: Seconds since 1970.
        lat, lon: Degrees.
        north, east: Velocity in metres per second, nan where not measured.
        sigma: One sigma of the position on each axis, metres.
        fastest: Speed in metres per second that the object may have.
    """

    def __init__(self, rows: Rows, columns: Column) -> None:
        self.rows = rows
        self._columns = columns
        self.time, self.lat, self.lon, self.north, self.east, self.sigma, self.fastest = columns

    def pick(self, which: Flags | Rows) -> Self:
        """Return some of the measurements."""
        return type(self)(self.rows[which], self._columns[:, which])


class State:
    """Filtered state of every row.

    Attributes:
        lat, lon: Degrees.
        north, east: Velocity, metres per second.
        pos, cross, vel: Covariance of one axis: m^2, m^2/s, m^2/s^2.
        time: Seconds since 1970 of the state, nan where there is none yet.
        sigma: What the newest report stated, metres.
        fine: Time of the newest report that was not rounded on purpose.
        jump, jump_mps: Time of the last impossible jump and the speed that it would have taken.
    """

    lat: Column
    lon: Column
    north: Column
    east: Column
    pos: Column
    cross: Column
    vel: Column
    time: Column
    sigma: Column
    fine: Column
    jump: Column
    jump_mps: Column

    def __init__(self, rows: int) -> None:
        for name in COLUMNS:
            setattr(self, name, np.full(rows, np.nan))

    def grow(self, rows: int) -> None:
        """Make room for so many rows."""
        for name in COLUMNS:
            old = getattr(self, name)
            setattr(self, name, np.concatenate((old, np.full(rows - len(old), np.nan))))

    def clear(self, rows: Rows) -> None:
        """Forget these rows."""
        for name in COLUMNS:
            getattr(self, name)[rows] = np.nan

    def update(self, seen: Measured) -> None:
        """Take in one round; every measurement is newer than its row's state."""
        new = ~(seen.time - self.time[seen.rows] <= GAP_S)
        self._start(seen.pick(new))
        self._follow(seen.pick(~new))

    def _start(self, seen: Measured) -> None:
        rows, measured = seen.rows, ~np.isnan(seen.north)
        self.lat[rows], self.lon[rows], self.time[rows], self.sigma[rows] = seen.lat, seen.lon, seen.time, seen.sigma
        self.north[rows] = np.where(measured, seen.north, 0.0)
        self.east[rows] = np.where(measured, seen.east, 0.0)
        self.pos[rows] = seen.sigma**2
        self.cross[rows] = 0.0
        self.vel[rows] = np.where(measured, VELOCITY_M_S, UNKNOWN_M_S) ** 2

    def _follow(self, seen: Measured) -> None:
        rows = seen.rows
        dt = seen.time - self.time[rows]
        north, east = self.north[rows], self.east[rows]
        lat, lon = moved(self.lat[rows], self.lon[rows], north * dt, east * dt)
        d_north, d_east = offset(lat, lon, seen.lat, seen.lon)
        jumped = self._jumps(seen, dt)
        measured = ~np.isnan(seen.north)
        gains, cov = self._gains(rows, dt, seen.sigma, measured)
        v_north = np.where(measured, seen.north - north, 0.0)
        v_east = np.where(measured, seen.east - east, 0.0)
        self.lat[rows], self.lon[rows] = moved(
            lat, lon, gains[0] * d_north + gains[1] * v_north, gains[0] * d_east + gains[1] * v_east
        )
        self.north[rows] = north + gains[2] * d_north + gains[3] * v_north
        self.east[rows] = east + gains[2] * d_east + gains[3] * v_east
        self.pos[rows], self.cross[rows], self.vel[rows] = cov
        self.time[rows], self.sigma[rows] = seen.time, seen.sigma
        self._start(seen.pick(jumped))

    def _jumps(self, seen: Measured, dt: Column) -> Flags:
        """Mark reports that no ship could reach since the last one; their track starts anew there."""
        rows = seen.rows
        distance = np.hypot(*offset(self.lat[rows], self.lon[rows], seen.lat, seen.lon))
        errors = 6.0 * np.hypot(seen.sigma, np.sqrt(self.pos[rows]))
        jumped: Flags = distance > np.maximum(JUMP_M_S, seen.fastest) * dt + errors + JUMP_M
        self.jump[rows[jumped]] = seen.time[jumped]
        self.jump_mps[rows[jumped]] = distance[jumped] / np.maximum(dt[jumped], 1.0)
        return jumped

    def _gains(
        self, rows: Rows, dt: Column, sigma: Column, measured: Flags
    ) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
        """Return the Kalman gain (2 by 2, row by row) and the covariance after the update."""
        pos, cross, vel = self.pos[rows], self.cross[rows], self.vel[rows]
        pos = pos + 2.0 * dt * cross + dt**2 * vel + ACCELERATION_M2_S3 * dt**3 / 3.0
        cross = cross + dt * vel + ACCELERATION_M2_S3 * dt**2 / 2.0
        vel = vel + ACCELERATION_M2_S3 * dt
        s11 = pos + sigma**2
        s22 = vel + np.where(measured, VELOCITY_M_S, NOT_MEASURED_M_S) ** 2
        det = s11 * s22 - cross**2
        k11, k12 = (pos * s22 - cross**2) / det, (cross * s11 - pos * cross) / det
        k21, k22 = (cross * s22 - vel * cross) / det, (vel * s11 - cross**2) / det
        after = ((1.0 - k11) * pos - k12 * cross, (1.0 - k11) * cross - k12 * vel, (1.0 - k22) * vel - k21 * cross)
        return (k11, k12, k21, k22), after
