"""Places, units and figures as boards show them; pure."""

from datetime import datetime

import msgspec

from renkei.claims.compare import compare
from renkei.claims.model import ClaimsState
from renkei.forces.model import ForcesState, PlaceReport
from renkei.forces.status import judge
from renkei.kernel.ids import EventId, Nation
from renkei.kernel.message import Message, told
from renkei.kernel.names import Name
from renkei.kernel.quantity import Quantity
from renkei.views.holders import Holders, together

FACTOR_SUSPECT = 10
"""Smallest power of ten between two figures that is pointed out."""


class StatusShown(msgspec.Struct, frozen=True):
    """One report of a place; `rel_to` are the nations that may have it."""

    value: str
    source: str
    at: datetime
    origin: Nation
    task: str | None
    note: Name
    reopens: datetime | None
    rel_to: tuple[Nation, ...]


class PlaceRow(msgspec.Struct, frozen=True):
    """A place with the status that stands and the reports that say otherwise."""

    id: str
    name: Name
    kind: str
    lat: float | None
    lon: float | None
    owner: Nation | None
    approximate: bool
    status: StatusShown | None
    conflicting: tuple[StatusShown, ...]


class UnitRow(msgspec.Struct, frozen=True):
    """A unit with its base's position and how late it is; `rel_to` are the nations that may have all of that."""

    id: str
    name: Name
    owner: Nation
    type: str
    count: int
    place: str | None
    lat: float | None
    lon: float | None
    delay_min: int
    rel_to: tuple[Nation, ...]


class FigureShown(msgspec.Struct, frozen=True):
    """A figure as it was stated."""

    claim: EventId
    figure: Quantity
    by: Nation
    at: datetime
    where: Name


class ClaimRow(msgspec.Struct, frozen=True):
    """All figures of one subject, side by side."""

    subject: str
    figures: tuple[FigureShown, ...]
    values: tuple[float | None, ...]
    conflicting: bool
    told: Message


def place_rows(forces: ForcesState, holders: Holders) -> tuple[PlaceRow, ...]:
    """Return every place by identifier."""
    rows = []
    for place in sorted(forces.places.values(), key=lambda p: p.place):
        judged = judge(forces.reports.get(place.place, {}).values(), place.owner)
        status = _status(judged.basis, holders) if judged else None
        others = tuple(_status(r, holders) for r in judged.conflicting) if judged else ()
        p = place
        rows.append(PlaceRow(p.place, p.name, p.kind, p.lat, p.lon, p.owner, p.approximate, status, others))
    return tuple(rows)


def _status(report: PlaceReport, holders: Holders) -> StatusShown:
    r, body = report, report.body
    rel_to = holders(r.origin, r.id)
    return StatusShown(body.status, body.source, r.valid, r.origin, body.task, body.note, body.reopens, rel_to)


def unit_rows(forces: ForcesState, holders: Holders) -> tuple[UnitRow, ...]:
    """Return every known unit by identifier, at its base or at the base of what carries it."""
    rows = []
    for unit in sorted(forces.units.values(), key=lambda u: u.unit):
        carrier = forces.units.get(unit.carried_by) if unit.carried_by else None
        base = unit.base or (carrier.base if carrier else None)
        place = forces.places.get(base) if base else None
        lat, lon = (place.lat, place.lon) if place else (None, None)
        delay = forces.delays.get(unit.unit, 0)
        told_by = [m[unit.unit] for m in (forces.registered, forces.delayed) if unit.unit in m]
        rel_to = together(holders(unit.owner, event) for event in told_by)
        rows.append(UnitRow(unit.unit, unit.name, unit.owner, unit.type, unit.count, base, lat, lon, delay, rel_to))
    return tuple(rows)


def claim_rows(claims: ClaimsState) -> tuple[ClaimRow, ...]:
    """Return every subject with its figures in the order of their events."""
    rows = []
    for subject in sorted(claims.figures):
        stated = sorted(claims.figures[subject].values(), key=lambda c: (c.valid, c.id))
        found = compare(stated)
        figures = tuple(FigureShown(c.id, c.body.figure, c.origin, c.valid, c.body.where) for c in stated)
        sources = " / ".join(f.figure.source for f in figures)
        key = "claims-conflicting" if found.conflicting else "claims-agree"
        said = told(key, figures=sources) if found.conflicting else told(key)
        if found.conflicting and found.factor and found.factor >= FACTOR_SUSPECT:
            said = told("claims-factor", factor=found.factor, figures=sources)
        rows.append(ClaimRow(subject, figures, found.values, found.conflicting, said))
    return tuple(rows)
