"""Times and durations as documents write them: `D+12h`, `H-30min`, ISO 8601, `1h30min`; knows no plan."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from renkei.kernel.instant import YEARS
from renkei.plan.marked import Part
from renkei.plan.model import Duration

UNITS_MIN = {"min": 1, "m": 1, "h": 60, "d": 24 * 60}
"""Units of a duration in minutes."""
SPAN_MAX_MIN = 20 * 365 * 24 * 60
"""Longest duration or offset: twenty years; more is a slip of the pen."""

_PIECE = re.compile(r"(\d+(?:\.\d+)?)\s*(min|m|h|d)")
_SPAN = re.compile(rf"(?:{_PIECE.pattern}\s*)+")
_OFFSET = re.compile(rf"([A-Z][A-Za-z]*)\s*(?:([+-])\s*({_SPAN.pattern}))?")


def minutes(part: Part) -> int:
    """Return a duration in whole minutes.

    Raises:
        Malformed: Not of the form `90min`, `1.5h`, `2d`, `1h30min`.
    """
    return _minutes(part, part.text().strip())


def _minutes(part: Part, text: str) -> int:
    if not _SPAN.fullmatch(text):
        raise part.wrong("plan-document-duration", value=text)
    total = sum(float(amount) * UNITS_MIN[unit] for amount, unit in _PIECE.findall(text))
    if total != int(total) or total > SPAN_MAX_MIN:
        raise part.wrong("plan-document-duration", value=text)
    return int(total)


def duration(part: Part) -> Duration:
    """Return an exact duration, or one of three points (`{min, likely, max}`)."""
    if not part.is_mapping:
        return Duration(minutes(part))
    fields = part.fields(("min", "likely", "max"), required=("min", "likely", "max"))
    least, likely, most = (minutes(fields[f]) for f in ("min", "likely", "max"))
    if not least <= likely <= most:
        raise part.wrong("plan-document-three-points")
    return Duration(likely, least, most)


def moment(part: Part, anchors: Mapping[str, datetime]) -> datetime:
    """Return a moment written as an offset from an anchor or in ISO 8601 with its zone.

    Raises:
        Malformed: Neither, an unknown anchor, a time without a zone, or a year outside `YEARS`.
    """
    text = part.text().strip()
    offset = _OFFSET.fullmatch(text)
    if offset:
        name, sign, span = offset[1], offset[2], offset[3]
        if name not in anchors:
            raise part.wrong("plan-document-anchor", anchor=name, known=", ".join(sorted(anchors)) or "-")
        delta = timedelta(minutes=_minutes(part, span)) if span else timedelta()
        return _within(part, anchors[name] - delta if sign == "-" else anchors[name] + delta)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise part.wrong("plan-document-time", value=text) from None
    if found.tzinfo is None:
        raise part.wrong("plan-document-zone", value=text)
    return _within(part, found).astimezone(UTC)


def _within(part: Part, found: datetime) -> datetime:
    """Let a moment pass that a node could take; one more offset can't leave the calendar then."""
    if found.year not in YEARS:
        raise part.wrong("plan-document-year", year=str(found.year), least=str(YEARS[0]), most=str(YEARS[-1]))
    return found


def anchors_of(part: Part) -> dict[str, datetime]:
    """Return the anchors of a document, each in UTC.

    An anchor is a moment, `{after: C, min: 72h}` (that long after another), or `{of: D, at: "06:00",
    tz: Asia/Tokyo}` (a local time on the day of another).
    """
    found: dict[str, datetime] = {}
    for name, value in part.fields().items():
        if not _OFFSET.fullmatch(name):
            raise value.wrong("plan-document-anchor-name", anchor=name)
        found[name] = _anchor(value, found)
    return found


def _anchor(part: Part, found: Mapping[str, datetime]) -> datetime:
    if not part.is_mapping:
        return moment(part, found)
    fields = part.fields(("after", "min", "of", "at", "tz"))
    if "after" in fields:
        later = timedelta(minutes=minutes(fields["min"]) if "min" in fields else 0)
        return _within(fields["after"], moment(fields["after"], found) + later)
    part.fields(("of", "at", "tz"), required=("of", "at"))
    zone = _zone(fields["tz"]) if "tz" in fields else UTC
    day = moment(fields["of"], found).astimezone(zone)
    clock = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)", fields["at"].text())
    if clock is None:
        raise fields["at"].wrong("plan-document-clock", value=fields["at"].text())
    return day.replace(hour=int(clock[1]), minute=int(clock[2]), second=0, microsecond=0).astimezone(UTC)


def _zone(part: Part) -> ZoneInfo:
    try:
        return ZoneInfo(part.text())
    except (ZoneInfoNotFoundError, ValueError):
        raise part.wrong("plan-document-tz", value=part.text()) from None
