"""What changed in the plan between two moments of its history; a view of the state, deciding nothing."""

import msgspec

from renkei.kernel.ids import EventId, TaskId
from renkei.plan.model import Task
from renkei.plan.state import PlanState


class Difference(msgspec.Struct, frozen=True):
    """One task that is not what it was: its two values and the names of the fields that differ."""

    task: TaskId
    before: Task | None
    after: Task | None
    fields: tuple[str, ...]


def changed_between(state: PlanState, since: EventId, until: EventId | None = None) -> tuple[Difference, ...]:
    """Return the tasks that differ between two events (identifiers sort by time); `until` None is now."""
    found = []
    for task in sorted(state.history):
        before, after = _as_of(state, task, since), _as_of(state, task, until)
        fields = tuple(f for f in Task.__struct_fields__ if getattr(before, f, None) != getattr(after, f, None))
        if fields:
            found.append(Difference(task, before, after, fields))
    return tuple(found)


def undoable(state: PlanState, task: TaskId) -> EventId | None:
    """Return the newest change of a task, which can be taken back as long as nothing was reported since."""
    known = state.tasks.get(task)
    if known is None or known.status in ("executing", "done"):
        return None
    return state.versions.get(f"task:{task}")


def _as_of(state: PlanState, task: TaskId, event: EventId | None) -> Task | None:
    revisions = [r for r in state.history[task] if event is None or r.event <= event]
    return max(revisions, key=lambda r: r.event).task if revisions else None
