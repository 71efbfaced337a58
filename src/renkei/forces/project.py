"""What the events of units and places mean, whoever recorded them."""

from renkei.forces.events import PlaceRegistered, PlaceReported, UnitDelayed, UnitRegistered
from renkei.forces.model import ForcesState, PlaceReport
from renkei.kernel.event import Event


def empty() -> ForcesState:
    """Return the state before any event."""
    return ForcesState()


def place_registered(state: ForcesState, event: Event, body: PlaceRegistered) -> None:
    """A place is known; both headquarters may know the same one, and the own entry stays."""
    del event
    state.places.setdefault(body.place, body)


def unit_registered(state: ForcesState, event: Event, body: UnitRegistered) -> None:
    """A unit is known, from its owner only; a later release tells more or less of it.

    Where two nations gave one identifier to two units, the one that was here first stays.
    """
    known = state.units.get(body.unit)
    if body.owner == event.origin and (known is None or known.owner == event.origin):
        state.units[body.unit] = body
        state.registered[body.unit] = event.id


def place_reported(state: ForcesState, event: Event, body: PlaceReported) -> None:
    """One more report stands beside the others; a later release of it tells more or less."""
    reports = state.reports.setdefault(body.place, {})
    reports[event.origin, event.id] = PlaceReport(event.id, event.origin, event.author, event.valid, body)


def unit_delayed(state: ForcesState, event: Event, body: UnitDelayed) -> None:
    """The newest word of the owner on how late its unit is."""
    unit = state.units.get(body.unit)
    if unit is not None and unit.owner == event.origin:
        state.delays[body.unit] = body.delay_min
        state.delayed[body.unit] = event.id


FOLDS = {
    PlaceRegistered: place_registered,
    UnitRegistered: unit_registered,
    PlaceReported: place_reported,
    UnitDelayed: unit_delayed,
}
