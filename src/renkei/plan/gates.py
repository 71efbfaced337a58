"""Which tasks complete each phase and which wait for them, nation by nation; checks no schedule.

A nation orders its own tasks alone: where nodes state the phases, a task waits only as its own nation's statement says.
"""

from collections.abc import Iterable, Iterator, Mapping

from renkei.kernel.ids import Nation, TaskId
from renkei.plan.constraint import AllOrNone, OnCall
from renkei.plan.model import Plan, Task
from renkei.plan.phase import Phase

ORDERS_MAX = 1_000_000
"""Orders between two tasks that phases may make: each is a fact of 200 bytes. Named exit tasks make few of them."""
TASKS_FEW = 2_000
"""Tasks up to which no phases make more orders than that: a thousand that complete one, a thousand of the next."""


class Gates:
    """The order of the phases of one plan."""

    def __init__(self, plan: Plan) -> None:
        self._phases = {p.id: p for p in plan.phases}
        self._stated = plan.stated
        self._free = _free(plan)
        self._tasks: dict[str, list[Task]] = {}
        for task in plan.tasks:
            if isinstance(task.phase, str) and task.status != "cancelled":
                self._tasks.setdefault(task.phase, []).append(task)
        self._waits: dict[tuple[str, Nation], tuple[tuple[str, TaskId], ...]] = {}

    def tasks(self, phase: str) -> tuple[Task, ...]:
        """Return the tasks of a phase."""
        return tuple(self._tasks.get(phase, ()))

    def exits(self, phase: Phase) -> tuple[TaskId, ...]:
        """Return the tasks whose ends complete a phase: those named, or all that are neither optional nor on call."""
        if phase.exit is not None and phase.exit.tasks is not None:
            return phase.exit.tasks
        return tuple(t.id for t in self.tasks(phase.id) if t.id not in self._free)

    def waits(self, task: Task) -> tuple[tuple[str, TaskId], ...]:
        """Return the phases and their exit tasks that have to have ended before a task starts."""
        if not isinstance(task.phase, str):
            return ()
        key = (task.phase, task.owner)
        if key not in self._waits:
            self._waits[key] = tuple(self._before(*key))
        return self._waits[key]

    def _says(self, phase: str, nation: Nation) -> Phase | None:
        """Return a phase as it binds a nation's tasks; None if that nation does not state it."""
        stated: Mapping[Nation, Phase] | None = self._stated.get(phase)
        return self._phases.get(phase) if stated is None else stated.get(nation)

    def _before(self, phase: str, nation: Nation) -> Iterator[tuple[str, TaskId]]:
        """Yield the exits of the phase before, and of those before it unless one of these exits waits for them."""
        at, seen = self._says(phase, nation), {phase}
        while at is not None and at.after is not None and at.after not in seen:
            seen.add(at.after)
            before = self._says(at.after, nation) or self._phases.get(at.after)
            if before is None:
                return
            ends = self.exits(before)
            yield from ((before.id, end) for end in ends)
            if self._held(before, ends):
                return
            at = before

    def _held(self, phase: Phase, ends: Iterable[TaskId]) -> bool:
        """Whether one of the exits is a task of the phase and waits for the phase before it as well."""
        named = set(ends)
        said = (self._says(phase.id, t.owner) for t in self.tasks(phase.id) if t.id in named)
        return any(s is not None and s.after == phase.after for s in said)


def _free(plan: Plan) -> frozenset[TaskId]:
    """Return the tasks that a phase does not wait for unless it names them: optional ones and those on call."""
    on_call = {t.id for t in plan.tasks if t.status == "on_call"}
    kept = {c.task for c in plan.constraints if isinstance(c, OnCall)}
    return frozenset(on_call | kept | {t for c in plan.constraints if isinstance(c, AllOrNone) for t in c.tasks})


def ordered(plan: Plan) -> bool:
    """Whether a phase of a plan comes after another."""
    return any(p.after for p in (*plan.phases, *(p for by in plan.stated.values() for p in by.values())))


def orders(plan: Plan) -> int:
    """Return how many orders between two tasks phases make; of tasks that follow one another one counts."""
    if len(plan.tasks) <= TASKS_FEW or not ordered(plan):
        return 0
    gates, phase_of = Gates(plan), {t.id: t.phase for t in plan.tasks}
    followed: set[TaskId] = set()
    first: dict[tuple[tuple[str, TaskId], ...], int] = {}
    for task in plan.tasks:
        inside = [of for of in task.after or () if phase_of.get(of) == task.phase]
        followed.update(inside)
        if not inside and (waits := gates.waits(task)):
            first[waits] = first.get(waits, 0) + 1
    return sum(count * sum(of not in followed for _, of in waits) for waits, count in first.items())


def circle(phases: Mapping[str, Phase]) -> tuple[str, ...]:
    """Return the phases of a circle, the first one again at the end; none if there is none."""
    for start in phases:
        path = [start]
        while (found := phases.get(path[-1])) is not None and found.after is not None:
            if found.after == start:
                return (*path, start)
            if found.after in path:
                break
            path.append(found.after)
    return ()
