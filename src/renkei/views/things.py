"""Names of the places, units and resources that a node knows, by identifier; pure."""

from collections.abc import Mapping

from renkei.forces.model import ForcesState
from renkei.kernel.names import Name
from renkei.plan.state import PlanState


def named_things(forces: ForcesState, plan: PlanState) -> Mapping[str, Name]:
    """Return the name of everything that has one; what the plan calls a thing goes before the gazetteer's word."""
    found: dict[str, Name] = {p.place: p.name for p in forces.places.values()}
    found.update({u.unit: u.name for u in forces.units.values()})
    found.update({r.id: r.name for r in plan.resources.values() if r.name != Name()})
    return found
