"""Seeded exercise traffic off Shikoku: the true ships, and what the sensors of each nation say of them, as bytes.

Every value is a function of the seed and of exercise time, so the same moment gives the same bytes however the time is
cut. A sensor has a bias, an error that changes slowly, a clock that runs ahead, and misses.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import combinations
from math import ceil, cos, radians

import msgspec
import numpy as np

from renkei.exercise.traffic_table import LANES, SHIPS, Degrees, SensorRow, ShipRow
from renkei.feeds.ais import Position, Size, Static
from renkei.feeds.ais_write import class_b_report, class_b_static, position_report, voyage_report
from renkei.feeds.cot import CotEvent
from renkei.feeds.cot_write import detail, write
from renkei.kernel.ids import Nation
from renkei.kernel.label import Label
from renkei.picture.frame import MPS_PER_KN, moved, offset
from renkei.picture.model import Sensor, ShipKind, SourceTrack

RECENT = timedelta(minutes=2)
"""Of a longer span, as when the exercise clock leaps, only its last two minutes are delivered: each ship is heard in
them, and an hour of all sensors would be fourteen thousand datagrams."""
STATIC_S = 360.0
"""Static data are sent each six minutes (M.1371-5 table 1)."""
CLASS_B_S = 30.0
WAVES = 4
"""Cosines of which an error is made: slow ones, so that it stays for minutes."""
PERIODS_S = (150.0, 900.0)
DRAWS = 1_024
"""Misses and small errors repeat after this many reports of a ship."""
SPEED_SIGMA_KN, COURSE_SIGMA_DEG = 0.4, 2.5
SIZE = Size(90, 20, 8, 8)
SMALL = Size(12, 6, 2, 2)
MIDDLE: Degrees = (32.9, 134.0)
"""Of the lanes' waters."""
COMPANY_M = 600.0
"""Ships that stay this close are within three errors of the coarsest sensor: by place alone they could be one."""


class TrueShip(msgspec.Struct, frozen=True):
    """A ship as it is: for scores and the exercise controller, never for a node."""

    id: str
    kind: ShipKind
    lat: float
    lon: float
    cog_deg: float
    sog_kn: float


class Transmission(msgspec.Struct, frozen=True):
    """Bytes that a sensor delivers at a moment of exercise time: whole NMEA lines or one CoT event."""

    at: datetime
    sensor: str
    data: bytes


class Traffic:
    """All ships and sensors of one exercise.

    Args:
        seed: Any integer from 0.
        t0: H-hour, aware UTC.
        sensors: Whose they are, and which part of the ships each sees.
        centre: Degrees WGS 84 of the middle of the ships' waters; without it they sail off Shikoku.
    """

    def __init__(self, seed: int, t0: datetime, sensors: Sequence[SensorRow], centre: Degrees | None = None) -> None:
        self._t0, self._sensors = t0, tuple(sensors)
        self._courses = {lane: Way(_around(points, centre)) for lane, points in LANES.items()}
        order = np.random.default_rng(seed).permutation(len(SHIPS)) + 1
        self._watches = {
            (sensor.id, ship.id): Watch(sensor, ship, int(order[place]), np.random.default_rng((seed, of, place)))
            for of, sensor in enumerate(self._sensors)
            for place, ship in enumerate(SHIPS)
            if sensor.part in ship.seen_by and (sensor.form == "cot" or ship.ais is not None)
        }
        self._ships = {watch.track: watch.ship.id for watch in self._watches.values()}

    def sensors(self, nation: Nation) -> tuple[Sensor, ...]:
        """Return a nation's sensors with the labels that the scenario proposes."""
        return tuple(
            Sensor(row.id, row.nation, row.form, Label(row.nation, rel_to=row.rel_to), row.sigma_m, row.name)
            for row in self._sensors
            if row.nation == nation
        )

    def transmissions(self, nation: Nation, since: datetime, until: datetime) -> Iterator[Transmission]:
        """Yield in order what a nation's sensors deliver from `since` to before `until`, of a long span the end."""
        begin, end = self._seconds(max(since, until - RECENT)), self._seconds(until)
        due = [
            (moment, watch)
            for watch in self._watches.values()
            if watch.sensor.nation == nation
            for moment in watch.moments(begin, end)
        ]
        due.sort(key=lambda item: (item[0][0], item[1].track))
        for (at_s, count), watch in due:
            at = self._t0 + timedelta(seconds=at_s)
            ship = self._truth(watch.ship, at_s)
            for data in watch.say(ship, at, at_s, count):
                yield Transmission(at, watch.sensor.id, data)

    def truth(self, at: datetime) -> tuple[TrueShip, ...]:
        """Return every ship as it is at a moment."""
        return tuple(self._truth(row, self._seconds(at)) for row in SHIPS)

    def ship_of(self, track: SourceTrack) -> str | None:
        """Return the true ship behind a source track: for scores alone."""
        return self._ships.get(track)

    def shared_ships(self, nation: Nation) -> tuple[str, ...]:
        """Return the ships that sensors of several nations report to a nation: its own, and those released to it."""
        hidden = self.hidden_sensors(nation)
        seen: dict[str, set[Nation]] = {}
        for watch in self._watches.values():
            if watch.sensor.id not in hidden:
                seen.setdefault(watch.ship.id, set()).add(watch.sensor.nation)
        return tuple(sorted(ship for ship, nations in seen.items() if len(nations) > 1))

    def kept_sensors(self, nation: Nation) -> tuple[str, ...]:
        """Return a nation's sensors that are released to nobody."""
        return tuple(row.id for row in self._sensors if row.nation == nation and not row.rel_to)

    def hidden_sensors(self, nation: Nation) -> tuple[str, ...]:
        """Return the other nations' sensors that are not released to a nation."""
        return tuple(row.id for row in self._sensors if row.nation != nation and nation not in row.rel_to)

    def company(self, ships: Iterable[str], moments: Iterable[datetime]) -> tuple[tuple[str, str], ...]:
        """Return the pairs of these ships that are within `COMPANY_M` of each other at every one of the moments."""
        known = sorted(ships)
        places = [{ship.id: ship for ship in self.truth(at) if ship.id in known} for at in moments]
        return tuple(
            (one, other)
            for one, other in combinations(known, 2)
            if all(_apart_m(at[one], at[other]) <= COMPANY_M for at in places)
        )

    def _seconds(self, moment: datetime) -> float:
        return (moment - self._t0).total_seconds()

    def _truth(self, row: ShipRow, at_s: float) -> TrueShip:
        lat, lon, course = self._courses[row.lane].at(row.start, row.speed_kn * MPS_PER_KN * at_s)
        lat, lon = _moved(lat, lon, *row.aside_m)
        return TrueShip(row.id, row.kind, lat, lon, course, row.speed_kn)


class Way:
    """A closed way over open water.

    Args:
        corners: Degrees WGS 84; the last one leads back to the first.
    """

    def __init__(self, corners: tuple[tuple[float, float], ...]) -> None:
        lat, lon = np.array((*corners, corners[0])).T
        north, east = offset(lat[:-1], lon[:-1], lat[1:], lon[1:])
        self._lat, self._lon = lat, lon
        self._course = np.degrees(np.arctan2(east, north)) % 360.0
        self._until = np.concatenate(([0.0], np.cumsum(np.hypot(north, east))))

    def at(self, start: float, metres: float) -> tuple[float, float, float]:
        """Return latitude, longitude and course after so many metres from a share of the way."""
        way = (start * self._until[-1] + metres) % self._until[-1]
        leg = int(np.searchsorted(self._until, way, side="right")) - 1
        return (
            float(np.interp(way, self._until, self._lat)),
            float(np.interp(way, self._until, self._lon)),
            float(self._course[leg]),
        )


class Watch:
    """One sensor's view of one ship.

    Attributes:
        track: Under which number the sensor reports the ship.
    """

    def __init__(self, sensor: SensorRow, ship: ShipRow, number: int, rng: np.random.Generator) -> None:
        self.sensor, self.ship = sensor, ship
        self._mmsi = f"431{999_000 + int(ship.id[1:]):06d}"
        self._uid = f"{sensor.id.upper()}-{number:03d}"
        own = f"mmsi:{self._mmsi}" if sensor.form == "nmea" else self._uid
        self.track = SourceTrack(sensor.nation, sensor.id, own)
        self._interval_s = max(CLASS_B_S, sensor.interval_s) if ship.class_b else sensor.interval_s
        self._phase_s = rng.uniform(0.0, self._interval_s)
        self._frequency = 2.0 * np.pi / rng.uniform(*PERIODS_S, (2, WAVES))
        self._angle = rng.uniform(0.0, 2.0 * np.pi, (2, WAVES))
        self._heard = rng.uniform(0.0, 1.0, DRAWS) < sensor.detection
        self._small = rng.normal(0.0, 1.0, (DRAWS, 2))

    def moments(self, begin_s: float, end_s: float) -> Iterator[tuple[float, int]]:
        """Yield when the ship is heard from `begin_s` to before `end_s`, seconds after H-hour, with a running count."""
        count = ceil((begin_s - self._phase_s) / self._interval_s)
        while (at_s := self._phase_s + count * self._interval_s) < end_s:
            if self._heard[count % DRAWS]:
                yield at_s, count
            count += 1

    def say(self, ship: TrueShip, at: datetime, at_s: float, count: int) -> Iterator[bytes]:
        """Yield the bytes of one report, and of the static data where they are due."""
        waves = np.sqrt(2.0 / WAVES) * np.cos(self._frequency * at_s + self._angle).sum(axis=1)
        north, east = np.array(self.sensor.bias_m) + self.sensor.sigma_m * waves
        lat, lon = _moved(ship.lat, ship.lon, float(north), float(east))
        speed, course = self._motion(ship, count)
        if self.sensor.form == "cot":
            yield self._cot(lat, lon, (speed, course), at)
            return
        static_each = max(1, round(STATIC_S / self._interval_s))
        if count % static_each == 0:
            yield self._static(at)
        yield self._ais(lat, lon, (speed, course), at)

    def _motion(self, ship: TrueShip, count: int) -> tuple[float, float]:
        """Speed and course as measured; AIS measures both well, and a ship at anchor reports 0 knots."""
        if ship.sog_kn == 0.0:
            return 0.0, ship.cog_deg
        share = 0.3 if self.sensor.form == "nmea" else 1.0
        small = self._small[count % DRAWS] * share
        speed = max(0.1, ship.sog_kn + SPEED_SIGMA_KN * float(small[0]))
        return speed, (ship.cog_deg + COURSE_SIGMA_DEG * float(small[1])) % 360.0

    def _ais(self, lat: float, lon: float, motion: tuple[float, float], at: datetime) -> bytes:
        speed, course = round(motion[0], 1), round(motion[1], 1) % 360.0
        position = Position(
            lat, lon, course, speed, round(course) % 360, at.second, accurate=True, status=1 if speed == 0.0 else 0
        )
        report = class_b_report if self.ship.class_b else position_report
        return report(self._mmsi, position, self.sensor.id, at)

    def _static(self, at: datetime) -> bytes:
        callsign = f"7J{int(self.ship.id[1:]):02d}"
        static = Static(self.ship.name, callsign, ship_type=self.ship.ais, size=SMALL if self.ship.class_b else SIZE)
        report = class_b_static if self.ship.class_b else voyage_report
        return report(self._mmsi, static, self.sensor.id, at)

    def _cot(self, lat: float, lon: float, motion: tuple[float, float], at: datetime) -> bytes:
        """No number of the ship is in it; a patrol ship of the own nation is reported by name."""
        stamped = at + timedelta(seconds=self.sensor.clock_s)
        named = self.ship.name if self.ship.cot.startswith("a-f") else self._uid
        event = CotEvent(
            uid=self._uid,
            type=self.ship.cot,
            time=stamped,
            start=stamped,
            stale=stamped + timedelta(minutes=5),
            lat=round(lat, 6),
            lon=round(lon, 6),
            how="m-r",
            ce_m=self.sensor.sigma_m,
            detail=detail(named, round(motion[1], 1), round(motion[0] * MPS_PER_KN, 2)),
        )
        return write(event)


def _around(points: tuple[Degrees, ...], centre: Degrees | None) -> tuple[Degrees, ...]:
    """Return points off Shikoku at the same distances from another middle: a degree of longitude has another length."""
    if centre is None:
        return points
    narrower = cos(radians(MIDDLE[0])) / cos(radians(centre[0]))
    return tuple((centre[0] + lat - MIDDLE[0], centre[1] + (lon - MIDDLE[1]) * narrower) for lat, lon in points)


def _apart_m(one: TrueShip, other: TrueShip) -> float:
    north, east = offset(*(np.array([v]) for v in (one.lat, one.lon, other.lat, other.lon)))
    return float(np.hypot(north, east)[0])


def _moved(lat: float, lon: float, north_m: float, east_m: float) -> tuple[float, float]:
    there = moved(np.array([lat]), np.array([lon]), np.array([north_m]), np.array([east_m]))
    return float(there[0][0]), float(there[1][0])
