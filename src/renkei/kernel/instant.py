"""A point in time as it crosses an edge: aware and within the calendar, or it is not taken; knows no clock."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, TypeAlias

import msgspec

Instant: TypeAlias = Annotated[datetime, msgspec.Meta(tz=True)]
"""ISO 8601 with its zone. A time without one is malformed: compared with others it would mean nothing."""
YEARS = range(1900, 9_000)
"""Years that times may have: far from where a change of time zone leaves the calendar."""
_UNUSUAL = re.compile(rb'"(?:0[0-9]|1[0-8]|9[0-9])[0-9]{2}-[0-9]{2}-|\\u')
"""What JSON must hold for a time in it to lie outside `YEARS`; an escape could hide one. Looking is cheap."""


def iso(moment: datetime) -> str:
    """Return a moment as messages carry it: UTC, to the second, with `Z`; `locale` says it in words."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def beyond(value: object) -> str | None:
    """Return the path of the first time in a decoded value that is outside `YEARS`, or None."""
    return next((path for path, moment in _moments(value, "") if moment.year not in YEARS), None)


def may_be_beyond(data: bytes) -> bool:
    """Whether JSON may hold a time outside `YEARS`, so that `beyond` has to look; False is certain."""
    return _UNUSUAL.search(data) is not None


def _moments(value: object, path: str) -> Iterator[tuple[str, datetime]]:
    if isinstance(value, datetime):
        yield path, value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _moments(getattr(value, name), f"{path}.{name}" if path else name)
    elif isinstance(value, tuple | list):
        for number, item in enumerate(value):
            yield from _moments(item, f"{path}[{number}]")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _moments(item, f"{path}.{key}" if path else str(key))
