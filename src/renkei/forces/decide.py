"""What may be recorded of units and places; records nothing."""

from renkei.forces.events import PlaceRegistered, PlaceReported, UnitDelayed, UnitRegistered
from renkei.forces.model import (
    DELAY_MAX_MIN,
    ForcesState,
    RegisterPlace,
    RegisterUnit,
    ReportPlace,
    ReportUnitDelay,
)
from renkei.kernel.errors import Refused
from renkei.kernel.event import Context, Draft, Row


def register_place(state: ForcesState, command: RegisterPlace, context: Context) -> tuple[Draft, ...]:
    """A place lies on the Earth, or its position is unknown, and it is not registered yet."""
    del context
    if command.place in state.places:
        raise Refused("forces-place-known", place=command.place)
    lat, lon = command.lat, command.lon
    if (lat is None) != (lon is None):
        raise Refused("forces-position-half", place=command.place)
    if lat is not None and lon is not None and not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise Refused("forces-position", lat=lat, lon=lon)
    c = command
    return (Draft(PlaceRegistered(c.place, c.name, c.kind, c.lat, c.lon, c.owner, c.approximate)),)


def register_unit(state: ForcesState, command: RegisterUnit, context: Context) -> tuple[Draft, ...]:
    """Only an own unit is registered: the partner's order of battle is the partner's."""
    if command.owner != context.nation:
        raise Refused("forces-partner-unit", unit=command.unit, nation=command.owner)
    if command.unit in state.units:
        raise Refused("forces-unit-known", unit=command.unit)
    if command.count < 1:
        raise Refused("forces-count", count=command.count)
    c = command
    body = UnitRegistered(c.unit, c.owner, c.name, c.type, c.count, c.base, c.carried_by, c.ready)
    return (Draft(body),)


def report_place(state: ForcesState, command: ReportPlace, context: Context) -> tuple[Draft, ...]:
    """Anybody on watch may report a known place, its owner alone as its authority; no report overwrites another."""
    place = state.places.get(command.place)
    if place is None:
        raise Refused("forces-place-unknown", place=command.place)
    if command.source == "authority" and place.owner != context.nation:
        raise Refused("forces-not-authority", place=command.place)
    c = command
    return (Draft(PlaceReported(c.place, c.status, c.source, c.reopens, c.task, c.note)),)


def report_unit_delay(state: ForcesState, command: ReportUnitDelay, context: Context) -> tuple[Draft, ...]:
    """Only the owner says how late its unit is."""
    unit = state.units.get(command.unit)
    if unit is None:
        raise Refused("forces-unit-unknown", unit=command.unit)
    if unit.owner != context.nation:
        raise Refused("forces-partner-unit", unit=command.unit, nation=unit.owner)
    if not 0 <= command.delay_min <= DELAY_MAX_MIN:
        raise Refused("forces-delay", minutes=command.delay_min, most=DELAY_MAX_MIN)
    return (Draft(UnitDelayed(command.unit, command.delay_min, command.note)),)


DECISIONS = {
    RegisterPlace: Row(register_place, frozenset({"planner", "watch_officer"})),
    RegisterUnit: Row(register_unit, frozenset({"planner"})),
    ReportPlace: Row(report_place, frozenset({"watch_officer", "liaison_officer"})),
    ReportUnitDelay: Row(report_unit_delay, frozenset({"watch_officer"})),
}
