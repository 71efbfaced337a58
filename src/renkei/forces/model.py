"""Commands on units and places and the values of the order of battle."""

from datetime import datetime

import msgspec

from renkei.forces.events import PlaceRegistered, PlaceReported, PlaceStatus, Source, UnitRegistered
from renkei.kernel.ids import EventId, Nation, PlaceId, Token, UnitId
from renkei.kernel.instant import Instant
from renkei.kernel.label import WITHHELD, Withheld
from renkei.kernel.names import Name

DELAY_MAX_MIN = 60 * 24 * 60
"""Longest delay accepted: sixty days; more is another plan."""


class RegisterPlace(msgspec.Struct, frozen=True):
    """Put a place on the gazetteer of this headquarters (WGS 84 degrees)."""

    place: PlaceId
    name: Name
    kind: str
    lat: float | None = None
    lon: float | None = None
    owner: Nation | None = None
    approximate: bool = False


class RegisterUnit(msgspec.Struct, frozen=True):
    """Put an own unit on the order of battle."""

    unit: UnitId
    name: Name
    type: str
    count: int
    owner: Nation
    base: PlaceId | None = None
    carried_by: UnitId | None = None
    ready: Instant | Withheld | None = WITHHELD


class ReportPlace(msgspec.Struct, frozen=True):
    """Report the state of a place as somebody saw it."""

    place: PlaceId
    status: PlaceStatus
    source: Source
    reopens: Instant | None = None
    task: str | None = None
    note: Name = Name()


class ReportUnitDelay(msgspec.Struct, frozen=True):
    """Report that an own unit is late, in minutes against its plan."""

    unit: UnitId
    delay_min: int
    note: Name = Name()


class PlaceReport(msgspec.Struct, frozen=True):
    """One report of a place as folded."""

    id: EventId
    origin: Nation
    author: Token
    valid: datetime
    body: PlaceReported


class ForcesState(msgspec.Struct):
    """Units, places and their reports, of both nations as far as known here.

    Attributes:
        registered, delayed: Event that registered each unit, and the one that said last how late it is.
    """

    places: dict[PlaceId, PlaceRegistered] = {}
    units: dict[UnitId, UnitRegistered] = {}
    reports: dict[PlaceId, dict[tuple[Nation, EventId], PlaceReport]] = {}
    delays: dict[UnitId, int] = {}
    registered: dict[UnitId, EventId] = {}
    delayed: dict[UnitId, EventId] = {}
