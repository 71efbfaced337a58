"""Exact check of a schedule against every fact, in pure Python; the oracle, which knows no solver."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations, groupby
from typing import Any, TypeAlias

import msgspec

from renkei.plan.engine.facts import (
    TOGETHER,
    Apart,
    Away,
    Brim,
    Cover,
    Draw,
    Fact,
    Fixed,
    Lag,
    Leg,
    Lower,
    Need,
    Permit,
    Point,
    Reserve,
    Rest,
    Served,
    Upper,
    Whole,
)
from renkei.plan.engine.problem import Capacity, Placing, Problem, pooled

Schedule: TypeAlias = Mapping[int, Placing]


class Violation(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that a schedule breaks.

    Attributes:
        key: The fact's key.
        kind: The fact's kind; `placed` for a job outside of its domain.
        jobs: Jobs that break it.
        by: Minutes, or units of capacity, that are lacking.
        at: Minute at which it is broken.
        weight: Cost of a soft fact; None for a hard one.
    """

    key: str
    kind: str
    jobs: tuple[int, ...]
    by: int
    at: int
    resource: int | None = None
    weight: int | None = None


def verify(problem: Problem, schedule: Schedule) -> tuple[Violation, ...]:
    """Return every violation of a schedule, hard and soft; jobs without a placing are left out of account."""
    found = list(_domains(problem, schedule))
    together: list[Fact] = []
    for fact in problem.facts:
        if isinstance(fact, TOGETHER):
            together.append(fact)
        else:
            found += CHECKS[type(fact)](problem, schedule, fact)
    pools = pooled(together)
    for resource in sorted({*pools.users, *pools.reserves}):
        reserves = pools.reserves.get(resource, ())
        found += capacity_kept(problem, schedule, resource, pools.users.get(resource, ()), reserves)
    for resource, draws in sorted(pools.draws.items()):
        found += stock_lasts(problem, schedule, resource, draws)
    for legs in pools.legs.values():
        found += time_to_travel(problem, schedule, legs)
    return tuple(found)


def hard(violations: Iterable[Violation]) -> tuple[Violation, ...]:
    """Return the violations of hard facts."""
    return tuple(v for v in violations if v.weight is None)


def end_of(problem: Problem, schedule: Schedule, job: int) -> int:
    """Return the minute at which a placed job ends."""
    placing = schedule[job]
    return placing.start + problem.jobs[job].options[placing.option].duration


def _point(problem: Problem, schedule: Schedule, job: int, point: Point) -> int:
    return schedule[job].start if point == "start" else end_of(problem, schedule, job)


def _domains(problem: Problem, schedule: Schedule) -> Iterable[Violation]:
    """A job takes one of its options and starts not before what is physically left, or stays where it was."""
    for i, placing in schedule.items():
        job = problem.jobs[i]
        if not 0 <= placing.option < len(job.options):
            yield Violation(key=f"{job.id}.option", kind="placed", jobs=(i,), by=1, at=placing.start)
        elif placing.start < job.low and placing.start != job.keep:
            by = job.low - placing.start
            yield Violation(key=f"{job.id}.now", kind="placed", jobs=(i,), by=by, at=placing.start)


def _broken(fact: Fact, jobs: tuple[int, ...], by: int, at: int) -> Violation:
    return Violation(key=fact.key, kind=fact.kind, jobs=jobs, by=by, at=at, weight=fact.weight)


def _applies(fact: Lower | Away, schedule: Schedule) -> bool:
    return fact.job in schedule and (fact.options is None or schedule[fact.job].option in fact.options)


def not_before(_problem: Problem, schedule: Schedule, fact: Lower) -> Iterable[Violation]:
    """A job does not start before its bound."""
    if _applies(fact, schedule) and schedule[fact.job].start < fact.at:
        start = schedule[fact.job].start
        yield _broken(fact, (fact.job,), fact.at - start, start)


def not_after(problem: Problem, schedule: Schedule, fact: Upper) -> Iterable[Violation]:
    """A job does not end after its bound."""
    if fact.job in schedule and end_of(problem, schedule, fact.job) > fact.at:
        yield _broken(fact, (fact.job,), end_of(problem, schedule, fact.job) - fact.at, fact.at)


def stays(_problem: Problem, schedule: Schedule, fact: Fixed) -> Iterable[Violation]:
    """A held job starts at its time."""
    if fact.job in schedule and schedule[fact.job].start != fact.at:
        start = schedule[fact.job].start
        yield _broken(fact, (fact.job,), abs(start - fact.at), start)


def lag_kept(problem: Problem, schedule: Schedule, fact: Lag) -> Iterable[Violation]:
    """Between two points of two jobs passes at least the lag."""
    if fact.job not in schedule or fact.of not in schedule:
        return
    point = _point(problem, schedule, fact.job, fact.job_point)
    bound = _point(problem, schedule, fact.of, fact.of_point) + fact.least
    if point < bound:
        yield _broken(fact, (fact.job, fact.of), bound - point, point)


def keeps_away(problem: Problem, schedule: Schedule, fact: Away) -> Iterable[Violation]:
    """A job does not overlap a closed period."""
    if not _applies(fact, schedule):
        return
    start, end = schedule[fact.job].start, end_of(problem, schedule, fact.job)
    for closed, opens in fact.periods:
        overlap = min(end, opens) - max(start, closed)
        if overlap > 0:
            yield _broken(fact, (fact.job,), overlap, max(start, closed))


def one_at_a_time(problem: Problem, schedule: Schedule, fact: Apart) -> Iterable[Violation]:
    """One job at a time in a volume, with the buffer between two."""
    placed = sorted((schedule[j].start, end_of(problem, schedule, j), j) for j in fact.jobs if j in schedule)
    for n, (_, end, job) in enumerate(placed):
        for start, _, other in placed[n + 1 :]:
            if start < end + fact.buffer:
                yield _broken(fact, (job, other), end + fact.buffer - start, start)


def rests(problem: Problem, schedule: Schedule, fact: Rest) -> Iterable[Violation]:
    """A crew rests before a duty grows too long: a shorter break than the rest counts as duty."""
    users = {f.job for f in problem.needs(fact.resource) if f.job in schedule and f.quantities[schedule[f.job].option]}
    placed = sorted((schedule[j].start, end_of(problem, schedule, j), j) for j in users)
    began = last = None
    for start, end, job in placed:
        if began is None or last is None or start >= last + fact.rest:
            began = start
        last = max(end, last or end)
        if last - began > fact.duty:
            yield _broken(fact, (job,), last - began - fact.duty, start)


def serves(_problem: Problem, schedule: Schedule, fact: Served) -> Iterable[Violation]:
    """Each two jobs are served by the same assets, or by none in common."""
    served = [(j, by[schedule[j].option]) for j, by in zip(fact.jobs, fact.served, strict=True) if j in schedule]
    for (one, mine), (other, theirs) in combinations(served, 2):
        wrong = mine ^ theirs if fact.same else mine & theirs
        if wrong:
            yield _broken(fact, (one, other), len(wrong), schedule[other].start)


def permitted(_problem: Problem, schedule: Schedule, fact: Permit) -> Iterable[Violation]:
    """A job is not done in an option that lacks its authority."""
    if fact.job in schedule and schedule[fact.job].option in fact.options:
        yield _broken(fact, (fact.job,), 1, schedule[fact.job].start)


def covered(problem: Problem, schedule: Schedule, fact: Cover) -> Iterable[Violation]:
    """At every minute of a period so many assets are on duty; one violation for each stretch with too few."""
    duties = [
        (schedule[j].start, end_of(problem, schedule, j), q, j)
        for j, by in zip(fact.jobs, fact.quantities, strict=True)
        if j in schedule and (q := by[schedule[j].option])
    ]
    cuts = {fact.start, *(t for s, e, _, _ in duties for t in (s, e) if fact.start <= t < fact.end)}
    before = 0
    for at in sorted(cuts):
        short = fact.least - sum(q for s, e, q, _ in duties if s <= at < e)
        if short > 0 and short != before:
            jobs = tuple(sorted(j for s, e, _, j in duties if s <= at < e)) or fact.jobs
            yield _broken(fact, jobs, short, at)
        before = short


def whole(_problem: Problem, schedule: Schedule, fact: Whole) -> Iterable[Violation]:
    """A group is done all or not at all."""
    done = tuple(j for j in fact.jobs if j in schedule)
    lacking = len(fact.jobs) + len(fact.missing) - len(done)
    if done and lacking:
        yield _broken(fact, done, lacking, schedule[done[0]].start)


def _fits(capacity: Capacity, users: Iterable[tuple[int, int, int, int]], cuts: Iterable[int]) -> bool:
    """Whether the use stays within the capacity at every cut: one pass, since most schedules are sound."""
    change: dict[int, int] = {}
    for start, end, quantity, _ in users:
        change[start] = change.get(start, 0) + quantity
        change[end] = change.get(end, 0) - quantity
    used = 0
    for at in cuts:
        used += change.get(at, 0)
        if used > 0 and used > capacity.at(at):
            return False
    return True


def _kept_for(problem: Problem, schedule: Schedule, reserves: Iterable[Reserve]) -> Iterable[tuple[int, int, int, int]]:
    """Yield what is kept for jobs before and after they use it."""
    for fact in reserves:
        if fact.job in schedule and (quantity := fact.quantities[schedule[fact.job].option]):
            yield fact.start, schedule[fact.job].start, quantity, fact.job
            yield end_of(problem, schedule, fact.job), fact.end, quantity, fact.job


def capacity_kept(
    problem: Problem, schedule: Schedule, resource: int, needs: Iterable[Need], reserves: Iterable[Reserve] = ()
) -> Iterable[Violation]:
    """At no time is more of a resource in use or kept than there is; one violation for each stretch of excess."""
    capacity = problem.resources[resource]
    users: list[tuple[int, int, int, int]] = []
    for need in needs:
        if need.job in schedule and (quantity := need.quantities[schedule[need.job].option]):
            users.append((schedule[need.job].start, end_of(problem, schedule, need.job), quantity, need.job))
    users += [u for u in _kept_for(problem, schedule, reserves) if u[0] < u[1]]
    cuts = sorted({t for s, e, _, _ in users for t in (s, e)} | {s for s, _, _ in capacity.steps})
    if _fits(capacity, users, cuts):
        return
    worst: dict[tuple[int, ...], tuple[int, int]] = {}
    for at in cuts:
        here = [(q, j) for s, e, q, j in users if s <= at < e]
        excess = sum(q for q, _ in here) - capacity.at(at)
        jobs = tuple(sorted(j for _, j in here))
        if here and excess > worst.get(jobs, (0, 0))[0]:
            worst[jobs] = (excess, at)
    key = f"{capacity.id}.capacity"
    for jobs, (excess, at) in worst.items():
        yield Violation(key=key, kind="capacity", jobs=jobs, by=excess, at=at, resource=resource)


def stock_lasts(problem: Problem, schedule: Schedule, resource: int, draws: Iterable[Draw]) -> Iterable[Violation]:
    """At no minute has more been taken from a stock than was there; one violation for each stretch below zero."""
    store = problem.resources[resource].store
    changes = [(schedule[d.job].start, -d.amount, d.job) for d in draws if d.job in schedule]
    changes += _added(problem, schedule, resource)
    key = f"{problem.resources[resource].id}.stock"
    for at, level, jobs in _stretches(store.initial if store else 0, changes):
        yield Violation(key=key, kind="stock", jobs=jobs, by=-level, at=at, resource=resource)


def not_over(problem: Problem, schedule: Schedule, fact: Brim) -> Iterable[Violation]:
    """At no minute is more in a stock than fits; one violation for each stretch above."""
    store = problem.resources[fact.resource].store
    changes = [(schedule[f.job].start, f.amount, f.job) for f in problem.flows(fact.resource) if f.job in schedule]
    changes = [c for c in changes if c[1] < 0] + _added(problem, schedule, fact.resource)
    free = fact.most - (store.initial if store else 0)
    mirrored = [(at, -amount, job) for at, amount, job in changes]
    for at, level, jobs in _stretches(free, mirrored):
        yield _broken(fact, jobs, -level, at)


def _added(problem: Problem, schedule: Schedule, resource: int) -> list[tuple[int, int, int]]:
    """Return what is put into a stock: minute, amount, and the job, or a negative number for none."""
    store = problem.resources[resource].store
    made = [f for f in problem.flows(resource) if f.amount > 0 and f.job in schedule]
    supplies = store.supplies if store else ()
    return [(at, a, -1) for at, a in supplies] + [(end_of(problem, schedule, f.job), f.amount, f.job) for f in made]


def _stretches(level: int, changes: Iterable[tuple[int, int, int]]) -> Iterable[tuple[int, int, tuple[int, ...]]]:
    """Yield each stretch with a level below zero: its first minute, its lowest level, the jobs that lowered it."""
    first, lowest = 0, 0
    lowering: set[int] = set()
    for at, group in groupby(sorted(changes), key=lambda c: c[0]):
        here = list(group)
        level += sum(amount for _, amount, _ in here)
        if level < 0:
            first = at if not lowest else first
            lowest = min(lowest, level)
            lowering |= {job for _, amount, job in here if job >= 0 and amount < 0}
        elif lowest:
            yield first, lowest, tuple(sorted(lowering))
            lowest, lowering = 0, set()
    if lowest:
        yield first, lowest, tuple(sorted(lowering))


def time_to_travel(problem: Problem, schedule: Schedule, legs: Sequence[Leg]) -> Iterable[Violation]:
    """Between two jobs of a unit at different places passes the time to travel from one to the other."""
    placed = sorted((schedule[g.job].start, end_of(problem, schedule, g.job), g.job) for g in legs if g.job in schedule)
    places = {g.job: g.places[schedule[g.job].option] for g in legs if g.job in schedule}
    route = legs[0].route
    far = max(route.minutes.values(), default=0)
    for n, (_, end, job) in enumerate(placed):
        for start, until, other in placed[n + 1 :]:
            if start >= end + far:
                break
            there, back = route.between(places[job], places[other]), route.between(places[other], places[job])
            late = end + there - start
            if (there or back) and late > 0 and until + back > schedule[job].start:
                yield Violation(key=route.id, kind="travel", jobs=(job, other), by=late, at=start)


CHECKS: dict[type, Callable[[Problem, Schedule, Any], Iterable[Violation]]] = {
    Lower: not_before,
    Upper: not_after,
    Fixed: stays,
    Lag: lag_kept,
    Away: keeps_away,
    Apart: one_at_a_time,
    Rest: rests,
    Served: serves,
    Permit: permitted,
    Cover: covered,
    Whole: whole,
    Brim: not_over,
}
"""One exact check for each form of fact; needs, stocks and travel are checked together, by resource."""
