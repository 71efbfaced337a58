"""What became known about units and places, as frozen bodies on the wire."""

from typing import Literal, TypeAlias

import msgspec

from renkei.kernel.event import Kind
from renkei.kernel.ids import Nation, PlaceId, UnitId
from renkei.kernel.instant import Instant
from renkei.kernel.label import WITHHELD, Withheld
from renkei.kernel.names import Name

PlaceStatus: TypeAlias = Literal["open", "closed", "flooded", "debris", "damaged", "unknown"]
CLOSED: frozenset[PlaceStatus] = frozenset({"closed", "flooded", "debris"})
"""Statuses in which a place takes no traffic."""
Source: TypeAlias = Literal["survey", "unit", "authority", "liaison", "press", "social_media"]
"""Who saw it, best first: a survey by an own unit weighs more than a post."""


def heard_as(source: Source, origin: Nation, owner: Nation | None) -> Source:
    """Return what a report counts as: a place's owner alone speaks as its authority, anybody else heard it there."""
    return "liaison" if source == "authority" and origin != owner else source


class PlaceRegistered(msgspec.Struct, frozen=True, omit_defaults=True):
    """A place entered the gazetteer of this headquarters (WGS 84 degrees; no position is a value: unknown)."""

    place: PlaceId
    name: Name
    kind: str
    lat: float | None = None
    lon: float | None = None
    owner: Nation | None = None
    approximate: bool = False


class UnitRegistered(msgspec.Struct, frozen=True, omit_defaults=True):
    """A unit entered the order of battle: how many of which type, where, ready when."""

    unit: UnitId
    owner: Nation
    name: Name
    type: str
    count: int
    base: PlaceId | None = None
    carried_by: UnitId | None = None
    ready: Instant | Withheld | None = WITHHELD


class PlaceReported(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody reported the state of a place; reports that disagree stand side by side.

    Attributes:
        reopens: When the reporter expects it open again.
        task: The task that saw it, for a survey.
    """

    place: PlaceId
    status: PlaceStatus
    source: Source
    reopens: Instant | None = None
    task: str | None = None
    note: Name = Name()


class UnitDelayed(msgspec.Struct, frozen=True, omit_defaults=True):
    """A unit is later than planned; which tasks that hits follows from the plan.

    Attributes:
        delay_min: Minutes that the unit is late in all (not in addition to an earlier report).
    """

    unit: UnitId
    delay_min: int
    note: Name = Name()


KINDS = (
    Kind("forces.PlaceRegistered", PlaceRegistered),
    Kind("forces.UnitRegistered", UnitRegistered),
    Kind("forces.PlaceReported", PlaceReported),
    Kind("forces.UnitDelayed", UnitDelayed),
)
