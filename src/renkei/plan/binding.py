"""Whom a constraint binds: it holds only where each nation concerned has set it; checks no schedule.

A nation orders its own tasks, units and stores. A constraint that would bind another's is a proposal until that nation
sets the same one, as two nations accept one order of tasks at a shared place.
"""

from collections.abc import Mapping

import msgspec

from renkei.kernel.ids import Nation, ResourceId, TaskId
from renkei.kernel.names import Name
from renkei.plan.constraint import Constraint, MaxMoves
from renkei.plan.model import Resource, Task


def bound_tasks(constraint: Constraint) -> tuple[TaskId, ...]:
    """Return the tasks that may have to move or wait for a constraint; one that is only waited for is not bound."""
    task: TaskId | None = getattr(constraint, "task", None)
    many: tuple[TaskId, ...] = getattr(constraint, "tasks", ())
    return many if task is None else (task,)


def named_tasks(constraint: Constraint) -> tuple[TaskId, ...]:
    """Return every task that a constraint names."""
    many: tuple[TaskId, ...] = getattr(constraint, "tasks", ())
    return tuple(dict.fromkeys((*many, *(getattr(constraint, f) for f in ("task", "of") if hasattr(constraint, f)))))


def bound_resources(constraint: Constraint) -> tuple[ResourceId, ...]:
    """Return the units and stocks that a constraint binds; units that only say which modes are meant are not bound."""
    stock: ResourceId | None = getattr(constraint, "stock", None)
    assets: tuple[ResourceId, ...] = () if hasattr(constraint, "request") else getattr(constraint, "assets", ())
    return assets if stock is None else (*assets, stock)


def bound_nations(
    constraint: Constraint, tasks: Mapping[TaskId, Task], resources: Mapping[ResourceId, Resource]
) -> frozenset[Nation]:
    """Return the nations whose tasks, units or stocks a constraint binds; the number of moves binds everybody."""
    if isinstance(constraint, MaxMoves):
        return frozenset(t.owner for t in tasks.values())
    own = {tasks[t].owner for t in bound_tasks(constraint) if t in tasks}
    return frozenset(own | {resources[r].owner for r in bound_resources(constraint) if r in resources})


def same(one: Constraint, other: Constraint) -> bool:
    """Whether two constraints say the same; the reason and who is said to have set it are words beside it."""
    return _bare(one) == _bare(other)


def in_force(
    proposed: Mapping[Nation, Constraint], tasks: Mapping[TaskId, Task], resources: Mapping[ResourceId, Resource]
) -> Constraint | None:
    """Return the constraint that holds among what the nations set under one identifier, or None."""
    for _, constraint in sorted(proposed.items()):
        agreed = {n for n, other in proposed.items() if same(constraint, other)}
        concerned = bound_nations(constraint, tasks, resources)
        if concerned and concerned <= agreed:
            return constraint
    return None


def _bare(constraint: Constraint) -> Constraint:
    bare: Constraint = msgspec.structs.replace(constraint, set_by="", why=Name())
    return bare
