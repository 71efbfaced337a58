"""Times to travel between places, stated or from positions and speeds; knows no task and no schedule."""

from collections.abc import Iterable, Mapping
from itertools import permutations, product
from math import asin, ceil, cos, radians, sin, sqrt

from renkei.kernel.ids import PlaceId
from renkei.plan.constraint import Travel
from renkei.plan.model import Place

EARTH_KM = 6371.0088
"""Mean radius of the Earth, (2a + b) / 3 of the GRS 80 ellipsoid (Moritz, Geodetic Reference System 1980, R1)."""
KM_PER_NM = 1.852
"""Kilometres of a nautical mile, exact by definition (SI Brochure, table 8)."""

Times = dict[tuple[PlaceId, PlaceId], int]


def great_circle_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance of two positions (latitude, longitude in degrees) on a sphere, by the haversine formula.

    The sphere differs from the ellipsoid by at most 0.6 %, less than any speed is known.
    """
    (lat, lon), (lat2, lon2) = (tuple(map(radians, p)) for p in (one, other))
    half = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def minutes_between(travel: Travel, places: Mapping[str, Place], sites: Iterable[str]) -> Times:
    """Return the minutes from each place to each other that is reached at all, rounded up.

    Args:
        travel: Speed and stated times.
        places: Positions.
        sites: Places between which the units travel; those of which times are stated are taken as well.
    """
    stated: Times = {(t.origin, t.to): t.minutes for t in travel.times}
    times = {(b, a): m for (a, b), m in stated.items()} | stated
    known = {*sites, *(place for pair in times for place in pair)}
    for one, other in permutations([places[p] for p in sorted(known) if p in places], 2):
        if (one.id, other.id) not in times and travel.speed_kn is not None:
            distance = _distance_km(one, other)
            if distance is not None:
                times[one.id, other.id] = ceil(distance / (travel.speed_kn * KM_PER_NM) * 60)
    return _shortest(times)


def _distance_km(one: Place, other: Place) -> float | None:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    return great_circle_km((one.lat, one.lon), (other.lat, other.lon))


def _shortest(times: Times) -> Times:
    """Return the times with every way over other places (Floyd and Warshall), so that only neighbours need be asked."""
    found = dict(times)
    sites = sorted({p for pair in times for p in pair})
    for via, one, other in product(sites, sites, sites):
        if one != other and (one, via) in found and (via, other) in found:
            around = found[one, via] + found[via, other]
            if around < found.get((one, other), around + 1):
                found[one, other] = around
    return found
