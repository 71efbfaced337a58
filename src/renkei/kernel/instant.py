"""A point in time as it crosses an edge: aware, or it is not taken; knows no clock."""

from datetime import UTC, datetime
from typing import Annotated, TypeAlias

import msgspec

Instant: TypeAlias = Annotated[datetime, msgspec.Meta(tz=True)]
"""ISO 8601 with its zone. A time without one is malformed: compared with others it would mean nothing."""


def iso(moment: datetime) -> str:
    """Return a moment as messages carry it: UTC, to the second, with `Z`; `locale` says it in words."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
