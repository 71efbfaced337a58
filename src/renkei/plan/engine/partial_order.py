"""A schedule as a partial order: what waits for what when durations turn out otherwise; draws no chance.

The order is that of the plan's own lags and of the units of capacity that pass from task to task (Policella, Cesta,
Oddi, Smith: From precedence constraint posting to partial order schedules, AI Communications 20(3), 2007). Facts
of a form that neither `waiting` nor `passing` names bind no start here; they were checked when the schedule was
verified.
"""

from collections.abc import Iterable
from typing import Literal, TypeAlias

import msgspec

from renkei.plan.engine.passing import passed_on
from renkei.plan.engine.problem import Problem
from renkei.plan.engine.strong import components
from renkei.plan.engine.verify import Schedule
from renkei.plan.engine.waiting import LINKS, Building, Limit, Wait

Policy: TypeAlias = Literal["earliest", "planned"]
"""When a task starts: as soon as what it waits for is done, or at that moment but never before its planned time."""


class Network(msgspec.Struct, frozen=True):
    """A partial order.

    Attributes:
        order: Jobs so that each comes after those it waits for; jobs that wait for each other stand together.
        arcs: What each job waits for.
        low: Minute before which each job does not start.
        stands: Jobs that have begun: their start is a fact.
        closed: Periods that each job keeps away from, in order of time.
        limits: What may no longer hold when durations turn out otherwise, by key and kind of the fact.
    """

    order: tuple[tuple[int, ...], ...]
    arcs: tuple[tuple[Wait, ...], ...]
    low: tuple[int, ...]
    stands: frozenset[int]
    closed: tuple[tuple[tuple[int, int], ...], ...]
    limits: dict[tuple[str, str], tuple[Limit, ...]]


def network(problem: Problem, schedule: Schedule, policy: Policy = "earliest") -> Network:
    """Return the partial order that a schedule of all jobs implies.

    A job that has begun stays. One that is committed, held, or that another must follow within a longest lag does
    not start before its planned time, so that with the durations that were planned with the schedule comes out.
    """
    building = Building(problem, schedule)
    for fact in problem.facts:
        if fact.weight is None and type(fact) in LINKS:
            LINKS[type(fact)](building, fact)
    passed_on(building)
    pinned = building.pinned | {i for i, j in enumerate(problem.jobs) if j.committed}
    if policy == "planned":
        pinned |= set(schedule)
    for job in pinned:
        building.wait_until(job, schedule[job].start)
    leaving: list[list[int]] = [[] for _ in problem.jobs]
    for arcs in building.arcs:
        for arc in arcs.values():
            leaving[arc.of].append(arc.job)
    return Network(
        order=components(leaving),
        arcs=tuple(tuple(a.values()) for a in building.arcs),
        low=tuple(building.low),
        stands=frozenset(building.stands),
        closed=tuple(_merged(c) for c in building.closed),
        limits={key: tuple(limits) for key, limits in building.limits.items()},
    )


def _merged(periods: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return periods in order, without overlap."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(periods):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)
