"""A plan document as the commands of one nation: what is its own, in the order in which it can be entered."""

from collections.abc import Iterator

import msgspec

from renkei.kernel.ids import Nation
from renkei.kernel.label import WITHHELD
from renkei.plan.binding import bound_nations, named_tasks
from renkei.plan.model import (
    AddConstraint,
    AddDecision,
    AddPhase,
    AddPlace,
    AddResource,
    AddTask,
    Plan,
    StartPlan,
    Task,
)
from renkei.plan.phase import Phase
from renkei.plan.state import PlanState


def commands(plan: Plan, nation: Nation, state: PlanState | None = None) -> Iterator[msgspec.Struct]:
    """Yield what enters a document: plan, places, own resources, own tasks, phases, decisions, own constraints.

    Phases and decisions come after the tasks that they name, so that a partner is told of them with those names. The
    partner's part is left out: its own headquarters enters it. What `state` has already is left out too.
    """
    known = state or PlanState()
    if plan.origin is not None and not known.settings:
        yield StartPlan(plan=plan.id, title=plan.title, origin=plan.origin, anchors=dict(plan.anchors))
    yield from (AddPlace(place=p) for p in plan.places if p.id not in known.places)
    own = (r for r in plan.resources if r.owner == nation and r.id not in known.resources)
    yield from (AddResource(resource=r) for r in own)
    tasks = {t.id: t for t in plan.tasks}
    mine = [t for t in plan.tasks if t.owner == nation and t.id not in known.tasks]
    yield from (add_task(t) for t in _predecessors_first(mine))
    yield from (AddPhase(phase=p) for p in _earlier_first(plan) if _to_state(p, plan, nation, known))
    yield from (AddDecision(decision=d) for d in plan.decisions if d.id not in known.decisions)
    for constraint in plan.constraints:
        concerned = bound_nations(constraint, tasks, {r.id: r for r in plan.resources})
        reachable = all(t in known.tasks or tasks[t].owner == nation for t in named_tasks(constraint) if t in tasks)
        if nation in concerned and reachable and nation not in known.proposed.get(constraint.id, {}):
            yield AddConstraint(constraint=constraint)


def _to_state(phase: Phase, plan: Plan, nation: Nation, known: PlanState) -> bool:
    """Whether a nation has a phase to state: a new one, or one with an order, which holds by its own word."""
    by, said = plan.stated.get(phase.id), known.stated.get(phase.id, {})
    binding = (phase.after or phase.exit) is not None and (by is None or nation in by)
    return phase.id not in known.phases or (binding and nation not in said)


def _earlier_first(plan: Plan) -> list[Phase]:
    """Return the phases so that each comes after the one that it follows."""
    left, ordered = list(plan.phases), []
    while left:
        waiting = {p.id for p in left}
        ready = [p for p in left if p.after not in waiting] or left
        ordered += ready
        left = [p for p in left if p not in ready]
    return ordered


def add_task(task: Task) -> AddTask:
    """Return the command that adds a task as the document has it, without its times: a schedule is adopted apart."""
    skipped = {"id", "status", "start", "place", "mode"}
    fields = {f: getattr(task, f) for f in Task.__struct_fields__ if f not in skipped}
    stated = {f: value for f, value in fields.items() if value is not WITHHELD}
    status = task.status if task.status in ("planned", "on_call") else "planned"
    return AddTask(task=task.id, status=status, **stated)


def _predecessors_first(tasks: list[Task]) -> list[Task]:
    """Return the tasks so that each comes after those that it names in `after`; a circle keeps its order."""
    ordered: list[Task] = []
    placed: set[str] = set()
    waiting = {t.id for t in tasks}
    left = list(tasks)
    while left:
        ready = [t for t in left if not {a for a in t.after or () if a in waiting} - placed] or left
        ordered += ready
        placed |= {t.id for t in ready}
        left = [t for t in left if t.id not in placed]
    return ordered
