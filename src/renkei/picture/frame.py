"""Metres between positions on WGS 84, columns at a time; right across the 180th meridian, good to a few kilometres."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Column: TypeAlias = NDArray[np.float64]
"""A column of 64-bit floats: a 32-bit degree is a step of up to 0.85 m."""
Rows: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

MPS_PER_KN = 1852.0 / 3600.0
AXIS_M = 6_378_137.0
ECCENTRICITY_2 = 0.006_694_379_990_14
"""Semi-major axis and squared first eccentricity of WGS 84."""
COS_LEAST = 0.01
"""Within a degree of a pole east is not a direction to measure in; nothing sails there."""


def metres_per_degree(lat: Column) -> tuple[Column, Column]:
    """Return metres per degree of latitude and of longitude at these latitudes (degrees)."""
    radians = np.radians(lat)
    w = 1.0 - ECCENTRICITY_2 * np.sin(radians) ** 2
    north = AXIS_M * (1.0 - ECCENTRICITY_2) / w**1.5
    east = AXIS_M / np.sqrt(w) * np.maximum(np.cos(radians), COS_LEAST)
    return np.radians(north), np.radians(east)


def wrapped(lon: Column) -> Column:
    """Return longitudes or their differences within -180 to below 180 degrees."""
    return (lon + 180.0) % 360.0 - 180.0


def offset(lat: Column, lon: Column, other_lat: Column, other_lon: Column) -> tuple[Column, Column]:
    """Return metres north and east from the first positions to the others."""
    per_lat, per_lon = metres_per_degree((lat + other_lat) / 2.0)
    return (other_lat - lat) * per_lat, wrapped(other_lon - lon) * per_lon


def moved(lat: Column, lon: Column, north_m: Column, east_m: Column) -> tuple[Column, Column]:
    """Return the positions that lie so many metres north and east."""
    per_lat, per_lon = metres_per_degree(lat)
    return lat + north_m / per_lat, wrapped(lon + east_m / per_lon)


def points(lat: Column, lon: Column) -> Column:
    """Return points of shape (n, 3) in metres on a sphere: near neighbours there are near neighbours here."""
    phi, lam = np.radians(lat), np.radians(lon)
    flat = np.cos(phi)
    return AXIS_M * np.column_stack((flat * np.cos(lam), flat * np.sin(lam), np.sin(phi)))
