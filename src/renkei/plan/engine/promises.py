"""What a plan promises and delays can break: due times, phase gates, joint tasks, longest lags; draws no chance."""

from collections.abc import Iterator

import msgspec

from renkei.kernel.message import Message, told
from renkei.kernel.names import Name
from renkei.plan.constraint import EndTogether, StartTogether
from renkei.plan.engine.chance import PromiseKind
from renkei.plan.engine.facts import Lag, Point, Upper
from renkei.plan.engine.partial_order import Network
from renkei.plan.engine.pose import known
from renkei.plan.engine.problem import Problem, minute_of
from renkei.plan.engine.tell import task_name, tasks_named
from renkei.plan.engine.verify import Schedule, end_of
from renkei.plan.engine.waiting import Limit
from renkei.plan.model import Plan


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """Something that holds if all of its limits do.

    Attributes:
        due: Minute by which it should be done, where there is one.
        watched: Points whose latest is the moment of the promise.
        bound: False for moments that nobody promised.
    """

    key: str
    kind: PromiseKind
    told: Message
    due: int | None
    watched: tuple[tuple[int, Point], ...]
    limits: tuple[Limit, ...]
    bound: bool = True


def promises(plan: Plan, problem: Problem, schedule: Schedule, order: Network) -> tuple[Promise, ...]:
    """Return every promise of a plan, the whole plan first."""
    found = [
        *_phases(plan, problem, schedule),
        *_gates(problem, schedule),
        *_joint(plan, problem, schedule),
        *_dues(problem),
        *_limits(problem, order),
    ]
    ends: tuple[tuple[int, Point], ...] = tuple((i, "end") for i in range(len(problem.jobs)))
    limits = tuple(limit for p in found for limit in p.limits)
    return (
        Promise(key="plan", kind="plan", told=told("plan-promise-plan"), due=None, watched=ends, limits=limits),
        *found,
    )


def _phases(plan: Plan, problem: Problem, schedule: Schedule) -> Iterator[Promise]:
    """Yield the gate of each phase: its tasks are done by its end, or its exits when the next is due to begin."""
    waits = _waits(problem, schedule)
    phase_of = {t.id: known(t.phase, None) for t in plan.tasks}
    for phase in plan.phases:
        jobs = [i for i, j in enumerate(problem.jobs) if phase_of[j.id] == phase.id]
        if not jobs:
            continue
        name = phase.name if phase.name != Name() else Name(phase.id, phase.id)
        gate = waits.get(phase.id, ())
        at = minute_of(problem.origin, phase.end, up=False) if phase.end else min((x.at for x in gate), default=None)
        limits = tuple(Limit(i, at) for i in jobs) if phase.end and at is not None else gate
        said = told("plan-promise-phase", phase=name, at=problem.iso(at)) if at is not None else None
        yield Promise(
            key=f"phase:{phase.id}",
            kind="phase",
            told=said or told("plan-promise-phase-open", phase=name),
            due=at,
            watched=tuple((x.job, "end") for x in limits) or tuple((i, "end") for i in jobs),
            limits=limits,
            bound=at is not None,
        )


def _waits(problem: Problem, schedule: Schedule) -> dict[str, tuple[Limit, ...]]:
    """Return for each phase the exits that later phases wait for, done when the first of their tasks is to start."""
    found: dict[str, dict[int, int]] = {}
    for fact in problem.facts:
        if isinstance(fact, Lag) and fact.phase is not None and fact.into is not None:
            ends, start = found.setdefault(fact.phase, {}), schedule[fact.job].start
            ends[fact.of] = min(start, ends.get(fact.of, start))
    return {phase: tuple(Limit(of, at) for of, at in ends.items()) for phase, ends in found.items()}


def _gates(problem: Problem, schedule: Schedule) -> Iterator[Promise]:
    """Yield the gate of each task that waits for the exit criteria of a phase: they are met when it is due to start."""
    found: dict[str, list[Lag]] = {}
    for fact in problem.facts:
        if isinstance(fact, Lag) and fact.kind == "gate" and fact.into is None:
            found.setdefault(fact.key, []).append(fact)
    for key, lags in found.items():
        limits = tuple(Limit(x.of, schedule[x.job].start - x.least) for x in lags)
        at = min(x.at for x in limits)
        task = task_name(problem, lags[0].job)
        yield Promise(
            key=key,
            kind="phase",
            told=told("plan-promise-gate", task=task, at=problem.iso(at)),
            due=at,
            watched=tuple((x.job, x.point) for x in limits),
            limits=limits,
        )


def _joint(plan: Plan, problem: Problem, schedule: Schedule) -> Iterator[Promise]:
    """Yield the promise of tasks that start (end) together: close enough, and not later than planned."""
    index = {j.id: i for i, j in enumerate(problem.jobs)}
    for c in plan.constraints:
        if not isinstance(c, StartTogether | EndTogether):
            continue
        point: Point = "start" if isinstance(c, StartTogether) else "end"
        jobs = [index[t] for t in c.tasks if t in index]
        if len(jobs) < 2:
            continue
        planned = max(_minute(problem, schedule, j, point) for j in jobs)
        apart = [Limit(a, c.within_min, point, b, point) for a in jobs for b in jobs if a != b]
        yield Promise(
            key=c.id,
            kind="joint",
            told=told("plan-promise-joint", point=point, tasks=tasks_named(problem, jobs), at=problem.iso(planned)),
            due=planned,
            watched=tuple((j, point) for j in jobs),
            limits=(*(Limit(j, planned, point) for j in jobs), *apart),
        )


def _minute(problem: Problem, schedule: Schedule, job: int, point: Point) -> int:
    return schedule[job].start if point == "start" else end_of(problem, schedule, job)


def _dues(problem: Problem) -> Iterator[Promise]:
    """Yield each due time, the soft ones too."""
    for fact in problem.facts:
        if isinstance(fact, Upper):
            yield Promise(
                key=fact.key,
                kind="due",
                told=told("plan-promise-due", task=task_name(problem, fact.job), at=problem.iso(fact.at)),
                due=fact.at,
                watched=((fact.job, "end"),),
                limits=(Limit(fact.job, fact.at),),
            )


def _limits(problem: Problem, order: Network) -> Iterator[Promise]:
    """Yield what the order itself cannot keep: longest lags, spans, duties, places and capacities that close."""
    for (key, kind), limits in order.limits.items():
        if kind == "together":
            continue
        jobs = tuple(dict.fromkeys(x.job for x in limits))
        yield Promise(
            key=key,
            kind="limit",
            told=told("plan-promise-limit", field=key, tasks=tasks_named(problem, jobs)),
            due=None,
            watched=tuple(dict.fromkeys((x.job, x.point) for x in limits)),
            limits=limits,
        )
