"""Who may have what the matrix shows, thing by thing, so that the page can be marked; draws and releases nothing."""

from collections.abc import Iterator

from renkei.kernel.ids import Nation
from renkei.plan.engine.pose import known
from renkei.plan.model import Plan
from renkei.plan.state import PlanState


def release_lists(state: PlanState, plan: Plan, nation: Nation) -> Iterator[tuple[Nation, ...]]:
    """Yield for each task, resource, phase, decision point and wish the nations that may have all of it.

    A thing of which fields are withheld is shown whole, so it counts as this nation's alone; so does a wish that was
    not sent yet, and what no label is known of.
    """
    used = {use.resource for task in plan.tasks for use in known(task.uses, ())}
    keys = [f"task:{task.id}" for task in plan.tasks]
    keys += [f"resource:{r.id}" for r in plan.resources if r.kind == "place" or r.id in used]
    keys += [f"phase:{phase.id}" for phase in plan.phases]
    keys += [f"decision:{decision.id}" for decision in plan.decisions]
    for key in keys:
        yield _holders(state, key, nation)
    for request in sorted(state.wishes):
        asked = state.requests.get(request)
        yield (nation,) if asked is None else tuple(sorted({nation, asked.by, asked.of}))


def _holders(state: PlanState, key: str, nation: Nation) -> tuple[Nation, ...]:
    label = state.labels.get(key)
    if label is None or label.withhold:
        return (nation,)
    return tuple(sorted({nation, label.originator, *label.rel_to}))
