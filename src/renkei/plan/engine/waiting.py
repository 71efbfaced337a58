"""What waits for what, as the facts about time have it; knows no capacity and draws no chance."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise, product
from typing import Any

import msgspec

from renkei.plan.engine.facts import Apart, Away, Fixed, Lag, Lower, Point, Rest
from renkei.plan.engine.problem import Problem
from renkei.plan.engine.verify import Schedule, end_of


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


class Building:
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
        for job, other in pairwise(self.in_order(fact.jobs)):
            self.arc(Wait(other, job, fact.buffer))

    def rest(self, fact: Rest) -> None:
        """Duties stay as they are: each begins after the rest, and should not grow too long."""
        needs = self.problem.needs(fact.resource)
        users = {n.job for n in needs if n.quantities[self.schedule[n.job].option]}
        duties = list(self._duties(self.in_order(users), fact.rest))
        for before, after in pairwise(duties):
            for of, job in product(before, after):
                self.arc(Wait(job, of, fact.rest))
        for duty in duties:
            for first, last in product(duty, duty):
                self.pinned.add(first)
                self.limit(fact.key, fact.kind, Limit(last, fact.duty, "end", first))

    def in_order(self, jobs: Iterable[int]) -> list[int]:
        """Return jobs in the order of the schedule."""
        return sorted(jobs, key=lambda j: (self.schedule[j].start, end_of(self.problem, self.schedule, j), j))

    def _duties(self, jobs: Iterable[int], rest: int) -> Iterator[list[int]]:
        duty: list[int] = []
        last = 0
        for job in jobs:
            if duty and self.schedule[job].start >= last + rest:
                yield duty
                duty = []
            last = max(last, end_of(self.problem, self.schedule, job)) if duty else self.end(job)
            duty.append(job)
        if duty:
            yield duty

    def end(self, job: int) -> int:
        """Return the minute at which the schedule ends a job."""
        return end_of(self.problem, self.schedule, job)


LINKS: Mapping[type, Callable[[Building, Any], None]] = {
    Lag: Building.lag,
    Lower: Building.lower,
    Fixed: Building.fixed,
    Away: Building.away,
    Apart: Building.apart,
    Rest: Building.rest,
}
"""What each form of fact means for the order of tasks."""
