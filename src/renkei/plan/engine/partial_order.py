"""A schedule as a partial order: what waits for what when durations turn out otherwise; draws no chance.

The order is that of the plan's own lags and of the units of capacity that pass from task to task (Policella, Cesta,
Oddi, Smith: From precedence constraint posting to partial order schedules, AI Communications 20(3), 2007). Facts
of a form that is not named in `LINKS` bind no start here; they were checked when the schedule was verified.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, product
from typing import Any, Literal, TypeAlias

import msgspec

from renkei.plan.engine.facts import Apart, Away, Fixed, Lag, Lower, Need, Point, Rest
from renkei.plan.engine.problem import FOR_EVER, Capacity, Problem
from renkei.plan.engine.strong import components
from renkei.plan.engine.verify import Schedule, end_of

Policy: TypeAlias = Literal["earliest", "planned"]
"""When a task starts: as soon as what it waits for is done, or at that moment but never before its planned time."""

FREE = -1
"""Owner of capacity that nobody has used yet."""


class Wait(msgspec.Struct, frozen=True):
    """A point of `job` comes at least `least` minutes after a point of `of`, in every run."""

    job: int
    of: int
    least: int = 0
    job_point: Point = "start"
    of_point: Point = "end"


class Limit(msgspec.Struct, frozen=True):
    """A point of `job` comes not after minute `at`, or not later than `at` minutes after a point of `ref`."""

    job: int
    at: int
    point: Point = "end"
    ref: int | None = None
    ref_point: Point = "start"


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
    building = _Building(problem, schedule)
    for fact in problem.facts:
        if fact.weight is None and type(fact) in LINKS:
            LINKS[type(fact)](building, fact)
    for resource, needs in problem.users().items():
        building.pass_on(problem.resources[resource], needs)
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


class _Building:
    """A partial order in the making."""

    def __init__(self, problem: Problem, schedule: Schedule) -> None:
        self.problem, self.schedule = problem, schedule
        self.arcs: list[dict[tuple[int, Point, Point], Wait]] = [{} for _ in problem.jobs]
        self.low = [min(j.low, schedule[i].start) for i, j in enumerate(problem.jobs)]
        self.closed: list[list[tuple[int, int]]] = [[] for _ in problem.jobs]
        self.stands: set[int] = set()
        self.pinned: set[int] = set()
        self.limits: dict[tuple[str, str], list[Limit]] = {}

    def arc(self, arc: Wait) -> None:
        """Let a job wait; of two arcs between the same points the longer one holds."""
        key = (arc.of, arc.job_point, arc.of_point)
        before = self.arcs[arc.job].get(key)
        if arc.job != arc.of and (before is None or before.least < arc.least):
            self.arcs[arc.job][key] = arc

    def limit(self, key: str, kind: str, limit: Limit) -> None:
        """Note what may no longer hold."""
        self.limits.setdefault((key, kind), []).append(limit)

    def wait_until(self, job: int, minute: int) -> None:
        """Let a job not start before a minute."""
        self.low[job] = max(self.low[job], minute)

    def applies(self, fact: Lower | Away) -> bool:
        """Whether a fact binds the option that the schedule takes."""
        return fact.options is None or self.schedule[fact.job].option in fact.options

    def lag(self, fact: Lag) -> None:
        """A lag is waited for; one that runs against the order of the schedule can only be watched."""
        start = self.schedule
        forward = start[fact.of].start < start[fact.job].start and fact.kind not in ("span", "together")
        joint = fact.kind == "together" and fact.job_point == fact.of_point == "start"
        if fact.least >= 0 or forward or joint:
            self.arc(Wait(fact.job, fact.of, fact.least, fact.job_point, fact.of_point))
        elif fact.job != fact.of:
            self.pinned.add(fact.job)
            limit = Limit(fact.of, -fact.least, fact.of_point, fact.job, fact.job_point)
            self.limit(fact.key, fact.kind, limit)

    def lower(self, fact: Lower) -> None:
        """An earliest start is waited for."""
        if self.applies(fact):
            self.wait_until(fact.job, fact.at)

    def fixed(self, fact: Fixed) -> None:
        """What has begun stands; what is held starts not before its time and should not start after it."""
        if fact.reason in ("executing", "done"):
            self.stands.add(fact.job)
            return
        self.wait_until(fact.job, fact.at)
        self.limit(fact.key, fact.kind, Limit(fact.job, fact.at, "start"))

    def away(self, fact: Away) -> None:
        """Closed periods are waited out."""
        if self.applies(fact):
            self.closed[fact.job] += fact.periods

    def apart(self, fact: Apart) -> None:
        """Users of a volume follow one another as in the schedule."""
        for job, other in pairwise(self._in_order(fact.jobs)):
            self.arc(Wait(other, job, fact.buffer))

    def rest(self, fact: Rest) -> None:
        """Duties stay as they are: each begins after the rest, and should not grow too long."""
        needs = self.problem.needs(fact.resource)
        users = {n.job for n in needs if n.quantities[self.schedule[n.job].option]}
        duties = list(self._duties(self._in_order(users), fact.rest))
        for before, after in pairwise(duties):
            for of, job in product(before, after):
                self.arc(Wait(job, of, fact.rest))
        for duty in duties:
            for first, last in product(duty, duty):
                self.pinned.add(first)
                self.limit(fact.key, fact.kind, Limit(last, fact.duty, "end", first))

    def _in_order(self, jobs: Iterable[int]) -> list[int]:
        return sorted(jobs, key=lambda j: (self.schedule[j].start, end_of(self.problem, self.schedule, j), j))

    def _duties(self, jobs: Iterable[int], rest: int) -> Iterator[list[int]]:
        duty: list[int] = []
        last = 0
        for job in jobs:
            if duty and self.schedule[job].start >= last + rest:
                yield duty
                duty = []
            last = max(last, end_of(self.problem, self.schedule, job)) if duty else self._end(job)
            duty.append(job)
        if duty:
            yield duty

    def _end(self, job: int) -> int:
        return end_of(self.problem, self.schedule, job)

    def pass_on(self, capacity: Capacity, needs: Sequence[Need]) -> None:
        """Let units of a capacity pass from those that end to those that begin, the longest free ones first.

        A time with less capacity takes units like a task that nobody can move: who gets them afterwards waits
        until then, and who had them before should be done by then.
        """
        most = max(c for _, _, c in capacity.steps)
        uses = [(self.schedule[n.job].start, self._end(n.job), self._held(n), n.job) for n in needs]
        falls = [(s, e, most - c, FREE - 1 - n) for n, (s, e, c) in enumerate(capacity.steps) if c < most]
        ends = {owner: end for _, end, _, owner in falls}
        pool = _Pool(most)
        for start, end, quantity, user in sorted(u for u in (*falls, *uses) if u[2] and u[0] < u[1]):
            first = [of for of, _, _ in self.arcs[user]] if user >= 0 else []
            for owner in pool.take(quantity, first):
                if user >= 0 and owner >= 0:
                    self.arc(Wait(user, owner))
                elif user >= 0 and owner in ends:
                    self.wait_until(user, ends[owner])
                elif owner >= 0:
                    self.limit(f"{capacity.id}.capacity", "capacity", Limit(owner, start))
            if end < FOR_EVER:
                pool.give(user, end, quantity)

    def _held(self, need: Need) -> int:
        return need.quantities[self.schedule[need.job].option]


class _Pool:
    """Units of one capacity and who had them last."""

    def __init__(self, quantity: int) -> None:
        self._units: dict[int, int] = {FREE: quantity}
        self._queue: list[tuple[int, int]] = [(-FOR_EVER, FREE)]

    def give(self, owner: int, ready: int, quantity: int) -> None:
        """Take units back at a minute."""
        self._units[owner] = quantity
        heapq.heappush(self._queue, (ready, owner))

    def take(self, quantity: int, first: Iterable[int]) -> Iterator[int]:
        """Yield who had the units: those that are waited for anyway, then those that are free longest."""
        for owner in first:
            if quantity and owner in self._units:
                quantity -= self._part(owner, quantity)
                yield owner
        while quantity and self._queue:
            owner = self._queue[0][1]
            if owner in self._units:
                quantity -= self._part(owner, quantity)
                yield owner
            else:
                heapq.heappop(self._queue)

    def _part(self, owner: int, quantity: int) -> int:
        taken = min(quantity, self._units[owner])
        self._units[owner] -= taken
        if not self._units[owner]:
            del self._units[owner]
        return taken


def _merged(periods: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return periods in order, without overlap."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(periods):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


LINKS: Mapping[type, Callable[[_Building, Any], None]] = {
    Lag: _Building.lag,
    Lower: _Building.lower,
    Fixed: _Building.fixed,
    Away: _Building.away,
    Apart: _Building.apart,
    Rest: _Building.rest,
}
"""What each form of fact means for the order of tasks."""
