"""Plays a schedule many times with chance lengths: how likely its promises hold, and which tasks decide; seeded.

Lengths of three points are drawn from the triangular distribution (Johnson: The triangular distribution as a proxy
for the beta distribution in risk analysis, The Statistician 46(3), 1997), each task's from a stream of its own, so
that a task more or less changes no other draw. Reads no clock and knows no solver.
"""

import hashlib
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from renkei.kernel.errors import Refused
from renkei.kernel.ids import TaskId
from renkei.plan.engine.chance import Chance, Decider, Quantiles, Simulation
from renkei.plan.engine.driving import Drivers
from renkei.plan.engine.facts import Point
from renkei.plan.engine.partial_order import Network, Policy, network
from renkei.plan.engine.pose import Stance, options_of, pose
from renkei.plan.engine.problem import Placing, Problem
from renkei.plan.engine.promises import Promise, promises
from renkei.plan.engine.verify import Schedule, end_of
from renkei.plan.engine.waiting import Limit
from renkei.plan.model import Placed, Plan

Floats: TypeAlias = npt.NDArray[np.float32]
"""Minutes: whole ones are exact up to 2^24, beyond the longest horizon; drawn ones to a hundredth."""
Told: TypeAlias = Callable[[int, int], bool | None]

RUNS_MAX = 1_000_000
"""Most runs: the sampling error is then 0.05 %, far below that of any estimate of three points."""
CELLS_MAX = 2_000_000
"""Most numbers in one array of tasks x runs: 8 MB; more runs go one chunk after another."""
CHUNK_MAX = 2_048
"""Most runs in a chunk: rows of 8 kB stay in a processor's cache."""
KEPT_MAX = 20_000_000
"""Most moments kept for quantiles: 80 MB; with more promises they come from fewer runs."""
DECIDED_MAX = 64
"""Promises whose deciders are looked for: the least likely ones; nobody reads more."""
DECIDERS_MAX = 5
"""Deciders told of one promise."""
Z95 = 1.959963984540054
"""Quantile of the normal distribution for an interval of 95 %."""
SHARES = (0.1, 0.5, 0.8, 0.95)


class _Case(msgspec.Struct, frozen=True):
    """A plan ready to be played."""

    problem: Problem
    schedule: Schedule
    order: Network
    promises: tuple[Promise, ...]
    points: dict[int, tuple[int, int, int]]
    unsure: frozenset[int]


class _Run(msgspec.Struct, frozen=True):
    """A chunk of runs; arrays of shape (jobs, runs), minutes."""

    lengths: Floats
    starts: Floats
    ends: Floats

    def at(self, job: int, point: Point) -> Floats:
        """Return a point of a job in each run."""
        found: Floats = (self.starts if point == "start" else self.ends)[job]
        return found


def simulate(
    plan: Plan,
    schedule: Iterable[Placed] = (),
    *,
    runs: int = 10_000,
    seed: int = 1,
    policy: Policy = "earliest",
    tell: Told = lambda _done, _all: None,
) -> Simulation:
    """Return how likely each promise of a plan holds when its tasks take as long as chance has it.

    A task starts as soon as those are done that it waits for, in the order that the schedule implies.

    Args:
        plan: The plan; tasks without a time in it or in the schedule take no part.
        schedule: Times that replace those of the plan.
        runs: How many times to play it.
        seed: Same seed, same answer.
        policy: `planned` lets no task start before its planned time.
        tell: Called with the runs that are done and those asked for; if it returns False, those done are the answer.

    Raises:
        Refused: No task has a time, or the number of runs is out of bounds.
    """
    if not 1 <= runs <= RUNS_MAX:
        raise Refused("plan-simulate-runs", most=RUNS_MAX)
    case = _case(with_times(plan, schedule), policy)
    kept = min(runs, max(1, KEPT_MAX // len(case.promises)))
    held = np.zeros(len(case.promises), dtype=np.int64)
    moments = np.empty((len(case.promises), kept), dtype=np.float32)
    done = 0
    for run in _runs(case, runs, seed):
        count = run.starts.shape[1]
        room = max(0, min(count, kept - done))
        for n, promise in enumerate(case.promises):
            held[n] += np.count_nonzero(_held(run, promise))
            if room:
                moments[n, done : done + room] = _moment(run, promise)[:room]
        done += count
        if tell(done, runs) is False:
            break
    deciders = _deciders(case, held, done, seed)
    return Simulation(
        runs=done,
        seed=seed,
        policy=policy,
        tasks=len(case.problem.jobs),
        uncertain=len(case.points),
        quantile_runs=min(kept, done),
        chances=tuple(
            _chance(case, p, int(held[n]), done, moments[n, : min(kept, done)], deciders.get(n, ()))
            for n, p in enumerate(case.promises)
        ),
    )


def with_times(plan: Plan, schedule: Iterable[Placed]) -> Plan:
    """Return a plan with the times of a schedule adopted."""
    placed = {p.task: p for p in schedule}
    tasks = tuple(
        msgspec.structs.replace(t, start=p.start, place=p.place, mode=p.mode) if (p := placed.get(t.id)) else t
        for t in plan.tasks
    )
    return msgspec.structs.replace(plan, tasks=tasks)


def _case(plan: Plan, policy: Policy) -> _Case:
    problem = pose(plan, Stance(hold_committed=False, scheduled=True))
    if not problem.jobs:
        raise Refused("plan-simulate-unplaced")
    schedule = {i: Placing(j.keep or 0, j.base_option or 0) for i, j in enumerate(problem.jobs)}
    order = network(problem, schedule, policy)
    points = _points(plan, problem, schedule)
    said = promises(plan, problem, schedule, order)
    return _Case(problem, schedule, order, said, points, _unsure(order, points))


def _unsure(order: Network, points: Iterable[int]) -> frozenset[int]:
    """Return the jobs that have a chance length or come after one that has."""
    found = set(points)
    for group in order.order:
        if not found.isdisjoint(group) or any(w.of in found for job in group for w in order.arcs[job]):
            found.update(group)
    return frozenset(found)


def _points(plan: Plan, problem: Problem, schedule: Schedule) -> dict[int, tuple[int, int, int]]:
    """Return least, likely and most of each job whose length is an estimate and not yet a fact."""
    tasks = {t.id: t for t in plan.tasks}
    found = {}
    for i, job in enumerate(problem.jobs):
        task = tasks[job.id]
        length = options_of(task)[schedule[i].option][1].duration
        told = plan.progress.get(task.id)
        fact = task.status == "done" or (told is not None and (told.finished or told.expected) is not None)
        if fact or length.least_min is None or length.most_min is None or length.least_min == length.most_min:
            continue
        found[i] = (length.least_min, length.likely_min, length.most_min)
    return found


def _runs(case: _Case, runs: int, seed: int, drivers: Drivers | None = None) -> Iterator[_Run]:
    """Yield all runs in chunks; the draws do not depend on how they are cut."""
    jobs = case.problem.jobs
    streams = {i: stream(seed, jobs[i].id) for i in case.points}
    planned = np.array([o.options[case.schedule[i].option].duration for i, o in enumerate(jobs)], dtype=np.float32)
    size = max(1, min(CHUNK_MAX, CELLS_MAX // len(jobs)))
    for first in range(0, runs, size):
        count = min(size, runs - first)
        lengths = np.repeat(planned[:, None], count, axis=1)
        for i, points in case.points.items():
            lengths[i] = triangular(streams[i].random(count, dtype=np.float32), *points)
        yield _played(case, lengths, drivers)


def stream(seed: int, task: TaskId) -> np.random.Generator:
    """Return the stream of chance of one task."""
    own = int.from_bytes(hashlib.blake2b(task.encode(), digest_size=8).digest(), "big")
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence((abs(seed), own))))


def triangular(chance: Floats, least: int, likely: int, most: int) -> Floats:
    """Return the lengths at which the triangular distribution reaches these probabilities.

    Args:
        chance: Probabilities in [0, 1).
        least: Shortest length.
        likely: Most likely length.
        most: Longest length, longer than the shortest.
    """
    width = most - least
    rising = chance < (likely - least) / width
    square = np.where(rising, chance * (width * (likely - least)), (1.0 - chance) * (width * (most - likely)))
    away: Floats = np.sqrt(square, dtype=np.float32)
    return np.where(rising, least + away, most - away)


def _played(case: _Case, lengths: Floats, drivers: Drivers | None) -> _Run:
    """Start each job as soon as what it waits for is done."""
    run = _Run(lengths, np.empty_like(lengths), np.empty_like(lengths))
    if drivers is not None:
        drivers.begin(lengths.shape[1])
    for group in case.order.order:
        for job in group:
            run.starts[job] = case.order.low[job]
            run.ends[job] = run.starts[job] + lengths[job]
        for _ in range(len(group) + 1):
            moved = [_waits(case, run, job, drivers) for job in group]
            if len(group) == 1 or not any(moved):
                break
    return run


def _waits(case: _Case, run: _Run, job: int, drivers: Drivers | None) -> bool:
    """Move a job behind what it waits for; whether it moved in any run."""
    start = run.starts[job]
    if job in case.order.stands:
        start[:] = case.schedule[job].start
        run.ends[job] = start + run.lengths[job]
        return False
    before = start.copy()
    for n, arc in enumerate(case.order.arcs[job]):
        bound = run.at(arc.of, arc.of_point) + float(arc.least)
        if arc.job_point == "end":
            bound -= run.lengths[job]
        if drivers is not None:
            drivers.note(job, n, bound > start)
        np.maximum(start, bound, out=start)
    for closed, opens in case.order.closed[job]:
        start[:] = np.where((start < opens) & (start + run.lengths[job] > closed), float(opens), start)
    run.ends[job] = start + run.lengths[job]
    return bool(np.any(start > before))


def _held(run: _Run, promise: Promise) -> npt.NDArray[np.bool_]:
    found = np.ones(run.starts.shape[1], dtype=np.bool_)
    for limit in promise.limits:
        found &= run.at(limit.job, limit.point) <= _latest(run, limit)
    return found


def _latest(run: _Run, limit: Limit) -> Any:
    return limit.at if limit.ref is None else run.at(limit.ref, limit.ref_point) + limit.at


def _moment(run: _Run, promise: Promise) -> Floats:
    found = run.at(*promise.watched[0]).copy()
    for job, point in promise.watched[1:]:
        np.maximum(found, run.at(job, point), out=found)
    return found


def _deciders(case: _Case, held: npt.NDArray[np.int64], runs: int, seed: int) -> dict[int, tuple[Decider, ...]]:
    """Return the deciders of the least likely promises, from a second pass over the same runs."""
    doubtful = [n for n, p in enumerate(case.promises) if held[n] < runs or not p.bound or p.kind in ("plan", "phase")]
    order = {kind: n for n, kind in enumerate(("plan", "phase", "joint", "due", "limit"))}
    doubtful.sort(key=lambda n: (order[case.promises[n].kind] > 1, held[n], n))
    chosen = doubtful[:DECIDED_MAX]
    drivers = Drivers(case.order, sorted(case.points), [case.promises[n].watched for n in chosen])
    for run in _runs(case, runs, seed, drivers):
        drivers.learn(run.lengths, run.starts, run.ends)
    return {n: _told(case, drivers, k) for k, n in enumerate(chosen)}


def _told(case: _Case, drivers: Drivers, number: int) -> tuple[Decider, ...]:
    jobs = case.problem.jobs
    found = [
        Decider(task=jobs[i].id, share=round(share, 4), correlation=correlation, spread_min=round(spread, 1))
        for i, share, correlation, spread in drivers.found(number)
    ]
    found.sort(key=lambda d: (-d.share * d.spread_min, -d.share, d.task))
    return tuple(found[:DECIDERS_MAX])


def wilson(held: int, runs: int) -> tuple[float, float]:
    """Return the interval that holds the true chance with 95 %."""
    share, square = held / runs, Z95 * Z95
    middle = (share + square / (2 * runs)) / (1 + square / runs)
    half = Z95 * np.sqrt(share * (1 - share) / runs + square / (4 * runs * runs)) / (1 + square / runs)
    return max(0.0, float(middle - half)), min(1.0, float(middle + half))


def quantiles(moments: Floats) -> tuple[float, ...]:
    """Return the least moments by which it is done in each of `SHARES` of the runs."""
    inorder = np.sort(moments)
    return tuple(float(inorder[max(0, math.ceil(share * len(inorder)) - 1)]) for share in SHARES)


def _chance(
    case: _Case,
    promise: Promise,
    held: int,
    runs: int,
    moments: Floats,
    deciders: Sequence[Decider],
) -> Chance:
    problem = case.problem
    unsure = any(x.job in case.unsure or x.ref in case.unsure for x in promise.limits)
    low, high = wilson(held, runs) if unsure else (held / runs, held / runs)
    planned = max(
        case.schedule[j].start if p == "start" else end_of(problem, case.schedule, j) for j, p in promise.watched
    )
    moment = _moment_of(problem)
    return Chance(
        key=promise.key,
        kind=promise.kind,
        told=promise.told,
        tasks=tuple(dict.fromkeys(problem.jobs[j].id for j, _ in promise.watched)) if promise.kind != "plan" else (),
        due=problem.moment(promise.due) if promise.due is not None else None,
        planned=problem.moment(planned),
        chance=held / runs if promise.bound else None,
        low=round(low, 4) if promise.bound else None,
        high=round(high, 4) if promise.bound else None,
        ends=Quantiles(*(moment(m) for m in quantiles(moments))),
        deciders=tuple(deciders),
    )


def _moment_of(problem: Problem) -> Callable[[float], datetime]:
    return lambda minute: problem.origin + timedelta(minutes=round(minute))
