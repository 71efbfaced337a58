"""Patches a schedule around a slip without the solver: what is hit is lifted out and put where there is room.

Knows times, capacities and volumes; what else a plan asks is left to `verify`, which may refuse a patch.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from renkei.plan.engine.facts import Lag
from renkei.plan.engine.first import Room, Terms
from renkei.plan.engine.problem import FOR_EVER, Placing, Problem

ROUNDS_MAX = 40
"""Rounds of one patch: each lifts or pushes on what the last one broke; a chain of tasks takes one for each link."""
LIFTED_MAX = 200
"""Jobs that a patch moves before it is given up: the solver does better with so many."""


class Ground(msgspec.Struct, frozen=True):
    """What patches of one schedule share.

    Attributes:
        leaving: For each job the hard lags that name it.
        users: For each pool (resource or volume) its users: job, start, end, quantity.
        held: Jobs that never move.
    """

    problem: Problem
    terms: Terms
    base: Mapping[int, Placing]
    leaving: Sequence[Sequence[Lag]]
    users: Sequence[Sequence[tuple[int, int, int, int]]]
    held: frozenset[int]


def patches(problem: Problem, base: Mapping[int, Placing], hit: Iterable[int]) -> Iterator[dict[int, Placing]]:
    """Yield whole schedules in which few jobs moved; none of them is verified yet.

    The first puts what is hit into gaps that others leave. The second lets what is hit go first from its time on, and
    puts those into gaps that were in its way. The third does so only for what is hit and has others waiting for it.

    Args:
        problem: The plan as it is now, with what late tasks may miss taken out.
        base: The schedule that no longer holds.
        hit: Jobs that cannot stay where they are.
    """
    ground = _ground(problem, base)
    seeds = frozenset(hit) - ground.held
    waited = frozenset(i for i in seeds if any(f.of == i and f.least >= 0 for f in ground.leaving[i]))
    for first in dict.fromkeys((frozenset[int](), seeds, waited)):
        found = _Patch(ground, seeds, first).run()
        if found is not None:
            yield {**base, **found}


def _ground(problem: Problem, base: Mapping[int, Placing]) -> Ground:
    terms = Terms(problem)
    leaving: list[list[Lag]] = [[] for _ in problem.jobs]
    for lag in terms.lags:
        leaving[lag.of].append(lag)
        leaving[lag.job].append(lag)
    users: list[list[tuple[int, int, int, int]]] = [[] for _ in terms.steps]
    for i, placing in base.items():
        length = problem.jobs[i].options[placing.option].duration
        for pool, quantity, buffer in terms.needs[i][placing.option] if length else ():
            users[pool].append((i, placing.start, placing.start + length + buffer, quantity))
    return Ground(problem, terms, base, leaving, users, frozenset(terms.fixed))


class _Patch:
    """One patch under way: the jobs lifted so far, where each must not be before, and what is free.

    Args:
        ground: The schedule.
        lifted: Jobs to begin with.
        first: Those of them before which others have to go.
    """

    def __init__(self, ground: Ground, lifted: Iterable[int], first: frozenset[int]) -> None:
        self.ground = ground
        self.first = first
        self.placed: dict[int, Placing] = {}
        self.least: dict[int, int] = {}
        self._seeds = frozenset(lifted)
        self.lifted = set(self._seeds)
        self._rooms: dict[tuple[int, bool], Room] = {}

    def run(self) -> dict[int, Placing] | None:
        """Return the new places of the lifted jobs, or None if there is no room or no end of it."""
        for _ in range(ROUNDS_MAX):
            if len(self.lifted) > LIFTED_MAX or not self._place_all():
                return None
            late = self._behind()
            hurried = self._hurried(late)
            if not late and not self._crowded:
                return self.placed
            if hurried is None:
                return None
            if not hurried <= self.first:
                self._again(hurried)
                continue
            self._lift((*late, *self._crowded))
            for job, least in late.items():
                self.least[job] = max(least, self.least.get(job, least))
        return None

    def _again(self, hurried: frozenset[int]) -> None:
        """Begin afresh with more jobs that go first: what was pushed was pushed by where they were."""
        self._clear()
        self.first |= hurried
        self.lifted = set(self._seeds | self.first)
        self.least = {}
        self._rooms = {}

    def _place_all(self) -> bool:
        """Place the lifted jobs in the order in which they were: those that go first before the others."""
        self._clear()
        base = self.ground.base
        for job in sorted(self.lifted, key=lambda j: (j not in self.first, base[j].start, j)):
            found = self._found(job, alone=job in self.first)
            if found is None:
                return False
            self._put(job, found)
        self._crowded = self._in_the_way()
        return True

    def _found(self, job: int, *, alone: bool) -> Placing | None:
        """Return where a job ends first; `alone`, only what never moves is in its way."""
        best: Placing | None = None
        options = self.ground.problem.jobs[job].options
        for option, known in enumerate(options):
            start = self._earliest(job, option, self._bound(job, option), alone=alone)
            if start is None:
                continue
            if best is None or start + known.duration < best.start + options[best.option].duration:
                best = Placing(start, option)
        return best

    def _bound(self, job: int, option: int) -> int:
        """Return the earliest start that is left by what keeps its time or has been placed."""
        terms = self.ground.terms
        bound = max(terms.low[job][option], self.least.get(job, -FOR_EVER))
        length = self.ground.problem.jobs[job].options[option].duration
        for lag in terms.before[job]:
            if lag.of not in self.lifted or lag.of in self.placed:
                bound = max(bound, self._since(lag) - (length if lag.job_point == "end" else 0))
        return bound

    def _since(self, lag: Lag) -> int:
        """Return the minute before which a lag lets no point of its job be."""
        of = self.placed.get(lag.of) or self.ground.base[lag.of]
        return lag.least + (self._end(lag.of, of) if lag.of_point == "end" else of.start)

    def _end(self, job: int, placing: Placing) -> int:
        return placing.start + self.ground.problem.jobs[job].options[placing.option].duration

    def _earliest(self, job: int, option: int, bound: int, *, alone: bool) -> int | None:
        """Return the first start from a bound at which nothing keeps a job away and all that it needs is free."""
        terms, at = self.ground.terms, bound
        length = self.ground.problem.jobs[job].options[option].duration
        needs = terms.needs[job][option] if length else ()
        while True:
            start = at
            for begin, end in terms.away[job][option]:
                start = end if start < end and begin < start + length else start
            for pool, quantity, buffer in needs:
                room = self._room(pool, alone=alone).earliest(start, length + buffer, quantity)
                if room is None or room >= FOR_EVER:
                    return None
                start = room
            if start == at:
                return at
            at = start

    def _room(self, pool: int, *, alone: bool) -> Room:
        """Return what is free of a pool beside those that stay; `alone`, beside those that never move."""
        if (pool, alone) not in self._rooms:
            room = Room(self.ground.terms.steps[pool])
            for job, start, end, quantity in self.ground.users[pool]:
                if job in self.ground.held or not (alone or job in self.lifted):
                    room.take(start, end, quantity)
            self._rooms[pool, alone] = room
        return self._rooms[pool, alone]

    def _put(self, job: int, placing: Placing, sign: int = 1) -> None:
        """Take what a placed job needs, or with a negative sign give it back."""
        self.placed[job] = placing
        end = self._end(job, placing)
        for pool, quantity, buffer in self.ground.terms.needs[job][placing.option] if end > placing.start else ():
            for alone in (False, True):
                self._room(pool, alone=alone).take(placing.start, end + buffer, sign * quantity)

    def _clear(self) -> None:
        for job, placing in self.placed.items():
            self._put(job, placing, -1)
        self.placed = {}

    def _lift(self, jobs: Iterable[int]) -> None:
        """Lift more jobs out of the schedule; what they used is free."""
        for job in set(jobs) - self.lifted:
            self.lifted.add(job)
            placing = self.ground.base[job]
            end = self._end(job, placing)
            for pool, quantity, buffer in self.ground.terms.needs[job][placing.option] if end > placing.start else ():
                if (pool, False) in self._rooms:
                    self._rooms[pool, False].take(placing.start, end + buffer, -quantity)

    def _behind(self) -> dict[int, int]:
        """Return the jobs that come too soon after all, with the start from which they would not."""
        found: dict[int, int] = {}
        for lag in (f for job in self.placed for f in self.ground.leaving[job]):
            mine = self.placed.get(lag.job) or self.ground.base[lag.job]
            least = self._since(lag) - (self._end(lag.job, mine) - mine.start if lag.job_point == "end" else 0)
            if mine.start < least:
                found[lag.job] = max(least, found.get(lag.job, least))
        return found

    def _hurried(self, late: Iterable[int]) -> frozenset[int] | None:
        """Return the lifted jobs that must go first, since one that never moves cannot wait for them.

        They are those that it waits for and all that these wait for; None if they go first already.
        """
        found: set[int] = set()
        for job in set(late) & self.ground.held:
            waiting = [f.of for f in self.ground.terms.before[job] if f.of in self.placed]
            while waiting:
                of = waiting.pop()
                found.add(of)
                waiting += [f.of for f in self.ground.terms.before[of] if f.of in self.placed and f.of not in found]
            if found <= self.first:
                return None
        return frozenset(found)

    def _in_the_way(self) -> list[int]:
        """Return jobs that have to go before those that go first: the later half of their time the sooner."""
        found: list[int] = []
        for job in self.first:
            placing = self.placed[job]
            end = self._end(job, placing)
            for pool, _, buffer in self.ground.terms.needs[job][placing.option] if end > placing.start else ():
                found += self._too_many(pool, placing.start, end + buffer)
        return found

    def _too_many(self, pool: int, begin: int, end: int) -> list[int]:
        """Return users that stayed so far and overlap a time in which more is used than there is."""
        room = self._room(pool, alone=False)
        over = [k for k, at in enumerate(room.since) if room.free[k] < 0 and at < end]
        times = [(room.since[k], room.since[k + 1] if k + 1 < len(room.since) else FOR_EVER) for k in over]
        busy = [(max(begin, b), e) for b, e in times if e > begin]
        if not busy:
            return []
        stayed = [u for u in self.ground.users[pool] if u[0] not in self.lifted and u[0] not in self.ground.held]
        blocking = [u for u in stayed if any(u[1] < e and b < u[2] for b, e in busy)]
        return [min(blocking, key=lambda u: (self._following(u[0]), -u[1], u[0]))[0]] if blocking else []

    def _following(self, job: int) -> int:
        """Return how many jobs wait for a job, directly or not: so many may move with it."""
        found, waiting = {job}, [job]
        while waiting:
            more = set(self.ground.terms.after[waiting.pop()]) - found
            found |= more
            waiting += more
        return len(found) - 1
