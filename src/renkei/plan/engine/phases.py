"""Turns the order of phases into facts: each task waits for the ends that complete the phase before; solves nothing.

Where tasks follow one another in the phase anyway, only the last of them completes it and only the first waits: the
others follow from that, and a plan of thousands of tasks keeps few facts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from renkei.plan.engine.facts import Fact, Lag
from renkei.plan.engine.problem import Job
from renkei.plan.gates import Gates, ordered
from renkei.plan.model import Plan

BEGUN = ("executing", "done")
"""Statuses of tasks that wait for nothing any more."""


def order_of_phases(plan: Plan, jobs: Sequence[Job], stated: Iterable[Fact]) -> Iterator[Lag]:
    """Yield what each task waits for because of its phase.

    Args:
        plan: The plan.
        jobs: The tasks that take part.
        stated: What tasks state by themselves, among it what they come after.
    """
    if not ordered(plan):
        return
    gates, index = Gates(plan), {j.id: i for i, j in enumerate(jobs)}
    phase_of: dict[int, str] = {}
    waiting: dict[tuple[tuple[int, str], ...], list[int]] = {}
    for task in plan.tasks:
        if task.id not in index or task.status in BEGUN or not isinstance(task.phase, str):
            continue
        ends = tuple((index[t], phase) for phase, t in gates.waits(task) if t in index and t != task.id)
        if ends:
            phase_of[index[task.id]] = task.phase
            waiting.setdefault(ends, []).append(index[task.id])
    follows = _follows(jobs, stated)
    for ends, tasks in waiting.items():
        last = _last([of for of, _ in ends], follows)
        for job in _first(tasks, follows):
            for of, phase in ends:
                if of in last:
                    key = f"{jobs[job].id}.phase.{jobs[of].id}"
                    yield Lag(key=key, kind="gate", job=job, of=of, least=0, phase=phase, into=phase_of[job])


def _follows(jobs: Sequence[Job], stated: Iterable[Fact]) -> dict[int, set[int]]:
    """Return for each job those that it comes after in any case; what may be left out holds nothing back."""
    found: dict[int, set[int]] = {}
    for fact in stated:
        if isinstance(fact, Lag) and not (jobs[fact.job].optional or jobs[fact.of].optional):
            found.setdefault(fact.job, set()).add(fact.of)
    return found


def _last(group: Sequence[int], follows: Mapping[int, set[int]]) -> set[int]:
    """Return the jobs of a group that no other of the group comes after."""
    return set(group).difference(*_within(group, follows).values())


def _first(group: Sequence[int], follows: Mapping[int, set[int]]) -> list[int]:
    """Return the jobs of a group that come after no other of the group."""
    before = _within(group, follows)
    return [j for j in group if not before[j]]


def _within(group: Sequence[int], follows: Mapping[int, set[int]]) -> dict[int, set[int]]:
    """Return what each job of a group comes after within it; nothing for all where that goes round in a circle."""
    whole = set(group)
    graph = {j: follows.get(j, set()) & whole for j in group}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError:
        return {j: set() for j in group}
    return graph
