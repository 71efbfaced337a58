"""Refutes a problem in milliseconds, without the solver: by time, by the room on one resource, by what a stock has.

What is found is a set of facts to be proved and thinned by others; nothing found here says that a schedule exists.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain

import msgspec

from renkei.plan.engine.facts import Away, Draw, Need, Permit
from renkei.plan.engine.network import ORIGIN, Edge, Reach, reach, turned
from renkei.plan.engine.problem import Problem, pooled
from renkei.plan.engine.room import Load, Stay, overloads
from renkei.plan.engine.temporal import barred, edges, floor

ROUNDS_MAX = 6
"""Rounds in which narrower windows put more jobs in order; what these do not refute is left to the solver."""
CANDIDATES_MAX = 24
"""Overloaded times whose facts are collected, to take the one with the fewest."""


class Overload(msgspec.Struct, frozen=True):
    """Jobs hold a resource for more unit-minutes within some time than there are."""

    resource: int
    load: Load


class Shortage(msgspec.Struct, frozen=True):
    """By the minute `at` jobs have taken more from a stock than can be `there`.

    Attributes:
        makers: Jobs that put something in, but only later.
    """

    resource: int
    at: int
    draws: tuple[Draw, ...]
    there: int
    makers: tuple[int, ...]


def shown(problem: Problem) -> Overload | Shortage | None:
    """Return what of a resource or a stock is lacking, if the windows of a problem alone show it."""
    reasoning = _Reasoning(problem, problem.named())
    if reasoning.narrow() is not None:
        return None
    lacking: Iterator[Overload | Shortage] = chain(reasoning.short(), reasoning.overloaded())
    return next(lacking, None)


def refute(problem: Problem, jobs: Iterable[int] | None = None) -> tuple[str, ...] | None:
    """Return the keys of facts that cannot hold together, if windows and one resource at a time show it.

    Args:
        problem: Any problem.
        jobs: The jobs that its facts name; None for all of its jobs.
    """
    for fact in problem.facts:
        if isinstance(fact, Permit) and fact.weight is None and barred(problem, fact):
            return (fact.key,)
    reasoning = _Reasoning(problem, jobs)
    for _ in range(ROUNDS_MAX):
        late = reasoning.narrow()
        if late is not None:
            return late
        sets = (*map(reasoning.why_overloaded, reasoning.overloaded()), *map(reasoning.why_short, reasoning.short()))
        found = min(sets, key=lambda keys: (len(keys), keys), default=None)
        if found is not None:
            return found
        if not reasoning.follow():
            return None
    return None


class _Reasoning:
    """Windows of all jobs, each bound with the facts that cause it; grows by what follows from them."""

    def __init__(self, problem: Problem, jobs: Iterable[int] | None = None) -> None:
        self.problem = problem
        self.edges = edges(problem, jobs)
        self.known = set(self.edges)
        self.reasons: dict[str, tuple[str, ...]] = {}
        self.early = Reach({ORIGIN: 0}, {})
        self.late = Reach({ORIGIN: 0}, {})
        self.pools = pooled(f for f in problem.facts if f.weight is None)
        self.length = [min(o.duration for o in j.options) for j in problem.jobs]
        self.blocks = self._blocks()

    def narrow(self) -> tuple[str, ...] | None:
        """Compute the windows, or return the facts of a chain that closes too late."""
        early = reach(self.edges)
        if not isinstance(early, Reach):
            return self.facts(e.key for e in early)
        late = reach(turned(self.edges))
        if not isinstance(late, Reach):
            return self.facts(e.key for e in late)
        self.early, self.late = early, late
        return None

    def facts(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Return the facts behind the keys of edges, each once."""
        found = (f for key in keys if key for f in self.reasons.get(key, (key,)))
        return tuple(dict.fromkeys(found))

    def latest(self, job: int) -> int | None:
        """Return the latest start of a job, None if time sets none."""
        back = self.late.distance.get(job)
        return None if back is None else -back

    def why_early(self, job: int, at: int) -> Iterator[str]:
        """Yield the facts because of which a job does not start before `at`; no more of its chain than that takes."""
        while floor(self.problem, job) < at:
            edge = self.early.into[job]
            yield from self.facts((edge.key,))
            job, at = edge.of, at - edge.least
            if job == ORIGIN:
                return

    def why_late(self, job: int, at: int) -> Iterator[str]:
        """Yield the facts because of which a job does not start after `at`."""
        least = -at
        while job != ORIGIN:
            edge = self.late.into[job]
            yield from self.facts((edge.key,))
            job, least = edge.of, least - edge.least

    def stays(self, needs: Sequence[Need]) -> list[Stay]:
        """Return who certainly holds a resource, for how long and how much, and between when and when."""
        found = []
        for need in needs:
            latest, job = self.latest(need.job), self.problem.jobs[need.job]
            length, quantity = self.length[need.job], min(need.quantities)
            if latest is not None and length and quantity and not job.optional:
                found.append(Stay(need, self.early.distance[need.job], latest, length, quantity))
        return found

    def overloaded(self) -> Iterator[Overload]:
        """Yield the times in which more of a resource is asked than there is."""
        for resource, needs in self.pools.users.items():
            steps = self.problem.resources[resource].steps
            for load in overloads(self.stays(needs), steps, CANDIDATES_MAX):
                yield Overload(resource, load)

    def why_overloaded(self, found: Overload) -> tuple[str, ...]:
        """Return the facts of an overload: of each job's window no more than it takes."""
        keys: dict[str, None] = {}
        for stay, minutes in found.load.held:
            keys |= dict.fromkeys(self.why_early(stay.need.job, found.load.start + minutes - stay.length))
            keys |= dict.fromkeys(self.why_late(stay.need.job, found.load.end - minutes))
        return tuple(keys | {stay.need.key: None for stay, _ in found.load.held})

    def short(self) -> Iterator[Shortage]:
        """Yield for each stock the first minute by which more is taken than can be there, by the fewest draws."""
        for resource, draws in self.pools.draws.items():
            sure = [(self.latest(d.job), d) for d in draws if not self.problem.jobs[d.job].optional]
            for at in sorted({at for at, _ in sure if at is not None}):
                there, makers = self._there(resource, at)
                most = sorted((d for by, d in sure if by is not None and by <= at), key=lambda d: (-d.amount, d.key))
                takes = list(accumulate(d.amount for d in most))
                count = next((n for n, taken in enumerate(takes, 1) if taken > there), None)
                if count is not None:
                    yield Shortage(resource, at, tuple(most[:count]), there, tuple(makers))
                    break

    def why_short(self, found: Shortage) -> tuple[str, ...]:
        """Return the facts of a shortage."""
        keys: dict[str, None] = {}
        for job in found.makers:
            keys |= dict.fromkeys(self.why_early(job, found.at + 1 - self.length[job]))
        for draw in found.draws:
            keys |= dict.fromkeys(self.why_late(draw.job, found.at))
        return tuple(keys | {d.key: None for d in found.draws})

    def _there(self, resource: int, at: int) -> tuple[int, list[int]]:
        """Return the most that can be in a stock by a minute without any draw, and who makes more only after it."""
        store = self.problem.resources[resource].store
        there, makers = store.initial if store else 0, []
        there += sum(amount for when, amount in (store.supplies if store else ()) if when <= at)
        for flow in self.problem.flows(resource):
            if flow.amount > 0 and self.early.distance[flow.job] + self.length[flow.job] > at:
                makers.append(flow.job)
            elif flow.amount > 0:
                there += flow.amount
        return there, makers

    def follow(self) -> bool:
        """Add what follows from the windows, and say whether there is anything new."""
        before = len(self.edges)
        for job, closed in self.blocks.items():
            self._push(job, closed)
        for resource, needs in self.pools.users.items():
            most = max(c for _, _, c in self.problem.resources[resource].steps)
            self._order(self.stays(needs), most)
        return len(self.edges) > before

    def _add(self, edge: Edge, keys: Iterable[str]) -> None:
        """Add an edge that follows from facts, unless one as strong is known."""
        bare = msgspec.structs.replace(edge, key="")
        if bare in self.known:
            return
        self.known.add(bare)
        key = f"\n{len(self.reasons)}"  # no fact has a key with a line end in it
        self.reasons[key] = tuple(dict.fromkeys(keys))
        self.edges.append(msgspec.structs.replace(edge, key=key))

    def _blocks(self) -> dict[int, list[tuple[int, int, str]]]:
        """Return when each job certainly cannot be under way: closures, and times with too little of what it needs."""
        found: dict[int, list[tuple[int, int, str]]] = {}
        for fact in self.problem.facts:
            if not isinstance(fact, Need | Away) or fact.weight is not None:
                continue
            job = self.problem.jobs[fact.job]
            if job.optional or not self.length[fact.job]:
                continue
            if isinstance(fact, Away) and fact.options in (None, tuple(range(len(job.options)))):
                found.setdefault(fact.job, []).extend((*p, fact.key) for p in fact.periods)
            elif isinstance(fact, Need):
                least, steps = min(fact.quantities), self.problem.resources[fact.resource].steps
                found.setdefault(fact.job, []).extend((s, e, fact.key) for s, e, c in steps if c < least)
        return {job: sorted(closed) for job, closed in found.items() if closed}

    def _push(self, job: int, closed: Sequence[tuple[int, int, str]]) -> None:
        """Move the bounds of a job out of times at which it cannot be under way."""
        length, earliest, latest = self.length[job], self.early.distance[job], self.latest(job)
        at, keys = earliest, dict.fromkeys(self.why_early(job, earliest))
        for start, end, key in closed:
            if at < end and at + length > start:
                at, keys = end, keys | {key: None}
        if at > earliest:
            self._add(Edge(ORIGIN, job, at, ""), keys)
        if latest is None:
            return
        at, keys = latest, dict.fromkeys(self.why_late(job, latest))
        for start, end, key in reversed(closed):
            if at < end and at + length > start:
                at, keys = start - length, keys | {key: None}
        if at < latest:
            self._add(Edge(job, ORIGIN, -at, ""), keys)

    def _order(self, stays: Sequence[Stay], most: int) -> None:
        """Put two jobs that cannot share a resource into the only order that their windows leave."""
        ranked = sorted(stays, key=lambda s: s.latest)
        for after in stays:
            for before in ranked:
                if before.latest >= after.earliest + after.length:
                    break
                if before is after or before.quantity + after.quantity <= most:
                    continue
                if before.earliest + before.length <= after.earliest:
                    continue
                job, other = after.need.job, before.need.job
                why = (*self.why_early(job, before.latest - after.length + 1), *self.why_late(other, before.latest))
                self._add(Edge(other, job, before.length, ""), (*why, before.need.key, after.need.key))
