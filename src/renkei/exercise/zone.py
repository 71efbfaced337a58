"""In which time zone an exercise's screens show the local time; knows no clock."""

import zoneinfo
from collections.abc import Mapping

from renkei.exercise.pack import Pack
from renkei.kernel.errors import Malformed

CLOCKS: Mapping[str, str] = {
    "JST": "Asia/Tokyo", "KST": "Asia/Seoul", "PHT": "Asia/Manila", "ChST": "Pacific/Guam", "HST": "Pacific/Honolulu",
    "AEST": "Australia/Brisbane", "ACST": "Australia/Darwin", "AWST": "Australia/Perth", "UTC": "UTC", "Z": "UTC",
}  # fmt: skip
"""Words of packs for a clock that mean one zone, and the zone's IANA name."""


def zone_of(pack: Pack) -> str:
    """Return the IANA name of a pack's time zone: what it names, what its clock's word means, or what t0 is from UTC.

    Raises:
        Malformed: The pack names a zone that is in no list.
    """
    if pack.tz is not None:
        if not _known(pack.tz):
            raise Malformed("pack-time-zone", place=f"{pack.id} tz", name=pack.tz)
        return pack.tz
    if pack.clock in CLOCKS:
        return CLOCKS[pack.clock]
    if _known(pack.clock):
        return pack.clock
    offset = pack.t0.utcoffset()
    minutes = 0 if offset is None else round(offset.total_seconds() / 60)
    fixed = f"Etc/GMT{-minutes // 60:+d}"  # the sign of these names is turned round: Etc/GMT-9 is nine hours ahead
    return fixed if minutes and minutes % 60 == 0 and _known(fixed) else "UTC"


def _known(name: str) -> bool:
    try:
        return bool(name) and bool(zoneinfo.ZoneInfo(name))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a directory of the list, or too long
        return False
