"""Leaves out of a plan the tasks that are over and bind nothing that is left; solves and poses nothing.

A task is left out only if it ended before anything that may move can begin, so that what it used is free again and
whoever waited for it waits no longer, and if no constraint names it beside a task that goes on, no
phase has it and none of its units rests.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from renkei.kernel.ids import ResourceId
from renkei.plan.constraint import Constraint, Coverage, OnCall, PhaseGate, Travel
from renkei.plan.engine.pose import known
from renkei.plan.model import Plan, Progress, Task

BINDING_ALL = (Coverage, OnCall, PhaseGate, Travel)
"""Constraints that bind tasks which they do not name: with one of them a plan stays whole."""
ROUNDED = timedelta(minutes=1)
"""What an end may grow by when it is counted in whole minutes."""


def without_past(plan: Plan, now: datetime) -> Plan:
    """Return the plan without what is over at a moment and binds nothing that is left."""
    if any(isinstance(c, BINDING_ALL) for c in plan.constraints):
        return plan
    waiting = (t.start for t in plan.tasks if t.start is not None and t.status not in ("executing", "done"))
    first = min([now, *waiting])
    resting = frozenset(r.id for r in plan.resources if r.calendar or r.stock)
    over = {t.id for t in plan.tasks if _over(t, plan.progress.get(t.id, Progress()), first) and not _bound(t, resting)}
    going = {t.id for t in plan.tasks} - over
    for constraint in plan.constraints:
        names = frozenset(_names(constraint))
        if not going.isdisjoint(names):
            over -= names  # what it asks of tasks that are all over, no move can mend
    return msgspec.structs.replace(plan, tasks=tuple(t for t in plan.tasks if t.id not in over))


def _names(constraint: Constraint) -> Iterator[str]:
    """Yield whatever the fields of a constraint name, tasks among it."""
    for field in constraint.__struct_fields__:
        value = getattr(constraint, field)
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from (part for part in value if isinstance(part, str))


def _over(task: Task, progress: Progress, first: datetime) -> bool:
    """Whether a task that began ended before a moment, as far as is reported or planned."""
    if task.status not in ("executing", "done"):
        return False
    ended, began = progress.finished or progress.expected, progress.started or task.start
    if ended is None and began is not None:
        lengths = [task.duration.likely_min, *(m.duration.likely_min for m in known(task.modes, ()))]
        ended = began + timedelta(minutes=max(lengths))
    return ended is not None and ended + ROUNDED <= first


def _bound(task: Task, resting: frozenset[ResourceId]) -> bool:
    """Whether a task has a phase, or a unit that rests after it."""
    uses = (*known(task.uses, ()), *(u for m in known(task.modes, ()) for u in m.uses))
    return known(task.phase, None) is not None or any(u.resource in resting for u in uses)
