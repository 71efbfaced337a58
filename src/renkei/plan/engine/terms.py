"""Tasks, moments and resources of one plan as indices and minutes, for whoever turns constraints into facts."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property

from renkei.kernel.ids import ResourceId, TaskId
from renkei.plan.engine.facts import Fact, Fixed, Need
from renkei.plan.engine.problem import Job, minute_of
from renkei.plan.model import Place, Plan, Task

SETTLED = ("executing", "done", "partner")
"""Why a task is held where it is of no use to ask whether it may be done: it is, or its owner says so."""


class Terms:
    """What turns tasks and moments of one plan into indices and minutes.

    Args:
        plan: The plan.
        jobs: The tasks that take part.
        facts: What they state by themselves, among it who needs which resource.
        origin: Moment of minute zero.
    """

    def __init__(self, plan: Plan, jobs: Sequence[Job], facts: Iterable[Fact], origin: datetime) -> None:
        self.plan = plan
        self.all = jobs
        self.index = {j.id: i for i, j in enumerate(jobs)}
        self.origin = origin
        self.latest = {d.id: d.latest for d in plan.decisions}
        self._facts = facts

    @cached_property
    def resources(self) -> dict[ResourceId, int]:
        """Index of each resource."""
        return {r.id: i for i, r in enumerate(self.plan.resources)}

    @cached_property
    def places(self) -> dict[str, Place]:
        """Place by identifier."""
        return {p.id: p for p in self.plan.places}

    @cached_property
    def tasks(self) -> dict[TaskId, Task]:
        """Task by identifier."""
        return {t.id: t for t in self.plan.tasks}

    @cached_property
    def settled(self) -> frozenset[int]:
        """Jobs of which it is settled that they are done."""
        return frozenset(f.job for f in self._facts if isinstance(f, Fixed) and f.reason in SETTLED)

    @cached_property
    def uses(self) -> dict[int, list[Need]]:
        """What each job needs."""
        found: dict[int, list[Need]] = {}
        for fact in self._facts:
            if isinstance(fact, Need):
                found.setdefault(fact.job, []).append(fact)
        return found

    def units(self, named: Iterable[ResourceId]) -> frozenset[int]:
        """Return the resources named, or every unit if none are."""
        some = frozenset(self.resources[r] for r in named if r in self.resources)
        return some or frozenset(i for i, r in enumerate(self.plan.resources) if r.kind == "unit")

    def held(self, job: int, assets: frozenset[int]) -> tuple[int, ...]:
        """Return, by option, how much of the assets a job holds."""
        needs = [n for n in self.uses.get(job, ()) if n.resource in assets]
        return tuple(sum(n.quantities[o] for n in needs) for o in range(len(self.all[job].options)))

    def served(self, job: int, units: frozenset[int]) -> tuple[frozenset[int], ...]:
        """Return, by option, which of the units serve a job."""
        needs = [n for n in self.uses.get(job, ()) if n.resource in units]
        options = range(len(self.all[job].options))
        return tuple(frozenset(n.resource for n in needs if n.quantities[o]) for o in options)

    def jobs(self, tasks: Iterable[TaskId]) -> tuple[int, ...]:
        """Return the jobs of those tasks that take part."""
        return tuple(self.index[t] for t in tasks if t in self.index)

    def early(self, moment: datetime) -> int:
        """Return the minute of an earliest time."""
        return minute_of(self.origin, moment, up=True)

    def late(self, moment: datetime) -> int:
        """Return the minute of a latest time."""
        return minute_of(self.origin, moment, up=False)
