"""An own first schedule of a plan, without a solver: jobs one by one at the earliest time with room for them.

Knows times, lags, due times, closures, volumes and capacities over time; whatever else a plan asks for it leaves to
`verify`, which decides whether the schedule is one. Deterministic; reads no clock: the work it does is bounded.
"""

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence

from renkei.plan.engine.facts import Apart, Away, Fact, Fixed, Lag, Lower, Need, Upper
from renkei.plan.engine.problem import FOR_EVER, Job, Placing, Problem
from renkei.plan.engine.temporal import windows
from renkei.plan.engine.verify import end_of, hard, verify

JOBS_PLACED_MAX = 40_000
"""Jobs placed in all rounds together before a plan is given up: 2-3 s, twenty rounds of 2,000 jobs."""
ROUNDS_MAX = 60
"""Rounds before a small plan is given up: what greed does not reach in them it rarely reaches at all."""
SHORTER_ROUNDS_MAX = 4
"""Rounds before a plan is not made shorter: what they do not reach is left to the solver."""
SHORTER = (0.08, 0.04, 0.02)
"""Shares of the time to the last end by which a plan is to be shorter; the next one where the last was too much."""
HASTE = 1.5
"""By how much of its lateness a late job becomes more urgent in the next round."""
NO_DUE = FOR_EVER // 2
"""Urgency of a job that no due time reaches: less than any other, and still in the order of earliest starts."""


class Room:
    """What is free of one thing over time, in steps.

    Args:
        steps: (from, until, free), without gap or overlap, covering all time.
    """

    def __init__(self, steps: Sequence[tuple[int, int, int]]) -> None:
        self.since = [start for start, _, _ in steps]
        self.free = [free for _, _, free in steps]

    def earliest(self, start: int, length: int, quantity: int) -> int | None:
        """Return the first minute from `start` with so much free for so long; None if there never is."""
        step, at = bisect_right(self.since, start) - 1, start
        while True:
            short = self._short(step, at + length, quantity)
            if short is None:
                return at
            step = short + 1
            if step >= len(self.since):
                return None
            at = self.since[step]

    def _short(self, step: int, end: int, quantity: int) -> int | None:
        """Return the last step from `step` until `end` in which less is free, or None."""
        last = bisect_left(self.since, end) - 1
        return next((k for k in range(last, step - 1, -1) if self.free[k] < quantity), None)

    def take(self, start: int, end: int, quantity: int) -> None:
        """Take so much from one minute until another."""
        for k in range(self._cut(start), self._cut(end)):
            self.free[k] -= quantity

    def _cut(self, at: int) -> int:
        step = bisect_left(self.since, at)
        if step == len(self.since) or self.since[step] != at:
            self.since.insert(step, at)
            self.free.insert(step, self.free[step - 1])
        return step


class Terms:
    """What binds each job by itself, by option, and which lags it has; looked up once for all rounds.

    Args:
        problem: The plan.
    """

    def __init__(self, problem: Problem) -> None:
        jobs = problem.jobs
        self.problem = problem
        self.low = [[j.low] * len(j.options) for j in jobs]
        self.away: list[list[list[tuple[int, int]]]] = [[[] for _ in j.options] for j in jobs]
        self.needs: list[list[list[tuple[int, int, int]]]] = [[[] for _ in j.options] for j in jobs]
        self.fixed: dict[int, int] = {}
        self.due: dict[int, int] = {}
        self.lags: list[Lag] = []
        self.steps = [r.steps for r in problem.resources]
        for fact in problem.facts:
            if fact.weight is None:
                self._add(fact)
        self.before: list[list[Lag]] = [[] for _ in jobs]
        self.after: list[list[int]] = [[] for _ in jobs]
        for lag in self.lags:
            self.before[lag.job].append(lag)
            if self._orders(lag):
                self.after[lag.of].append(lag.job)

    def _add(self, fact: Fact) -> None:
        if isinstance(fact, Need):
            self._add_need(fact)
        elif isinstance(fact, Upper):
            self.due[fact.job] = min(fact.at, self.due.get(fact.job, fact.at))
        elif isinstance(fact, Fixed):
            self.fixed[fact.job] = fact.at
        elif isinstance(fact, Lag) and fact.job != fact.of:
            self.lags.append(fact)
        elif isinstance(fact, (Lower, Away)):
            self._add_bound(fact)
        elif isinstance(fact, Apart):
            self._add_volume(fact)

    def _add_bound(self, fact: Lower | Away) -> None:
        """A job does not start before a minute, or keeps away from periods, in some options or all."""
        for option in range(len(self.low[fact.job])) if fact.options is None else fact.options:
            if isinstance(fact, Lower):
                self.low[fact.job][option] = max(self.low[fact.job][option], fact.at)
            else:
                self.away[fact.job][option] += sorted(fact.periods)

    def _add_need(self, fact: Need) -> None:
        for option, quantity in enumerate(fact.quantities):
            if quantity:
                self.needs[fact.job][option].append((fact.resource, quantity, 0))

    def _add_volume(self, fact: Apart) -> None:
        """A volume is a thing of which there is one, held for the buffer as well."""
        self.steps.append(((-FOR_EVER, FOR_EVER, 1),))
        for job in fact.jobs:
            for needs in self.needs[job]:
                needs.append((len(self.steps) - 1, 1, fact.buffer))

    def _orders(self, lag: Lag) -> bool:
        """Whether a lag puts one job's start after another's, whatever the options."""
        least = lag.least
        if lag.of_point == "end":
            least += min(o.duration for o in self.problem.jobs[lag.of].options)
        if lag.job_point == "end":
            least -= max(o.duration for o in self.problem.jobs[lag.job].options)
        return least > 0 or (least == 0 and lag.of < lag.job)


class Round:
    """One schedule made: every job in turn, the most urgent first of those whose predecessors are placed.

    Args:
        terms: What binds the jobs.
        urgency: Of each job; the least goes first.
        pushed: Of each job, a start before which an earlier round found it impossible.
    """

    def __init__(self, terms: Terms, urgency: Sequence[float], pushed: Sequence[int]) -> None:
        self.terms = terms
        self.placed: dict[int, Placing] = {}
        self._urgency, self._pushed = urgency, pushed
        self._rooms = [Room(steps) for steps in terms.steps]

    def run(self) -> bool:
        """Place all jobs; False if one has no place for ever."""
        for job in self.terms.fixed:
            self._put(job, self._held(job))
        return all(self._place(job) for job in self._turns() if job not in self.placed)

    def _held(self, i: int) -> Placing:
        return Placing(self.terms.fixed[i], self.terms.problem.jobs[i].base_option or 0)

    def _turns(self) -> Iterator[int]:
        """Yield each job after those that it follows; where they go round in a circle, the most urgent of the rest."""
        count = len(self.terms.after)
        waits = [0] * count
        for found in self.terms.after:
            for to in found:
                waits[to] += 1
        heap = [(self._urgency[i], i) for i in range(count) if not waits[i]]
        heapq.heapify(heap)
        turned: set[int] = set()
        while len(turned) < count:
            rest = (i for i in range(count) if i not in turned)
            i = heapq.heappop(heap)[1] if heap else min(rest, key=lambda j: (self._urgency[j], j))
            if i in turned:
                continue
            turned.add(i)
            yield i
            for to in self.terms.after[i]:
                waits[to] -= 1
                if not waits[to]:
                    heapq.heappush(heap, (self._urgency[to], to))

    def _place(self, i: int) -> bool:
        """Place a job where it was, if it can stay, and otherwise in the first option in which it is in time."""
        job = self.terms.problem.jobs[i]
        stays = self._stays(i, job)
        if stays is not None:
            self._put(i, stays)
            return True
        found: Placing | None = None
        for option in range(len(job.options)):
            start = self._earliest(i, option, self._bound(i, option))
            if start is None:
                continue
            if found is None or self._end(i, Placing(start, option)) < self._end(i, found):
                found = Placing(start, option)
            if self._end(i, found) <= self.terms.due.get(i, -FOR_EVER):
                break
        if found is not None:
            self._put(i, found)
        return found is not None or job.optional

    def _stays(self, i: int, job: Job) -> Placing | None:
        if job.keep is None or self._pushed[i] > job.keep:
            return None
        option = job.base_option or 0
        bound = max(self._bound(i, option), job.keep)
        return Placing(job.keep, option) if self._earliest(i, option, bound) == job.keep else None

    def _bound(self, i: int, option: int) -> int:
        """Return the earliest start that bounds and lags from placed jobs leave."""
        bound = max(self.terms.low[i][option], self._pushed[i])
        length = self.terms.problem.jobs[i].options[option].duration
        for lag in self.terms.before[i]:
            if lag.of in self.placed:
                bound = max(bound, self._since(lag) - (length if lag.job_point == "end" else 0))
        return bound

    def _since(self, lag: Lag) -> int:
        """Return the minute before which a lag lets no point of its job be."""
        of = self.placed[lag.of]
        return lag.least + (self._end(lag.of, of) if lag.of_point == "end" else of.start)

    def _end(self, i: int, placing: Placing) -> int:
        return placing.start + self.terms.problem.jobs[i].options[placing.option].duration

    def _earliest(self, i: int, option: int, bound: int) -> int | None:
        """Return the first start from a bound at which nothing keeps the job away and all that it needs is free."""
        length, at = self.terms.problem.jobs[i].options[option].duration, bound
        needs = self.terms.needs[i][option] if length else ()
        while True:
            start = at
            for begin, end in self.terms.away[i][option]:
                start = end if start < end and begin < start + length else start
            for pool, quantity, buffer in needs:
                room = self._rooms[pool].earliest(start, length + buffer, quantity)
                if room is None or room >= FOR_EVER:
                    return None
                start = room
            if start == at:
                return at
            at = start

    def _put(self, i: int, placing: Placing) -> None:
        self.placed[i] = placing
        end = self._end(i, placing)
        if end > placing.start:
            for pool, quantity, buffer in self.terms.needs[i][placing.option]:
                self._rooms[pool].take(placing.start, end + buffer, quantity)

    def behind(self) -> dict[int, int]:
        """Return the jobs that come too soon after all, with the start from which they would not."""
        found: dict[int, int] = {}
        for lag in self.terms.lags:
            if lag.of in self.placed and lag.job in self.placed:
                mine = self.placed[lag.job]
                length = self._end(lag.job, mine) - mine.start if lag.job_point == "end" else 0
                least = self._since(lag) - length
                if mine.start < least:
                    found[lag.job] = max(least, found.get(lag.job, least))
        return found

    def late(self) -> dict[int, int]:
        """Return the jobs that miss their due time, with the minutes by which they do."""
        ends = {i: self._end(i, self.placed[i]) for i in self.terms.due if i in self.placed}
        return {i: end - self.terms.due[i] for i, end in ends.items() if end > self.terms.due[i]}


def ever_shorter(problem: Problem) -> Iterator[dict[int, Placing]]:
    """Yield a first schedule, then ones that end sooner, each made afresh under a due time for everything.

    There is none that ends sooner where what ends last stays at the time that it has.
    """
    found = first_schedule(problem)
    if found is not None:
        yield found
    for share in SHORTER:
        while found is not None and (due := _sooner(problem, found, share)):
            shorter = first_schedule(problem.having(*due), SHORTER_ROUNDS_MAX)
            if shorter is None:
                break
            found = shorter
            yield found


def _sooner(problem: Problem, found: Mapping[int, Placing], share: float) -> list[Upper]:
    """Return a due time for every job, sooner than the last end by a share of the time until then."""
    ends = {i: end_of(problem, found, i) for i in found}
    last = max(ends, key=lambda i: ends[i], default=None)
    if last is None or problem.jobs[last].keep is not None:
        return []
    begin = min(placing.start for placing in found.values())
    at = ends[last] - max(1, int(share * (ends[last] - begin)))
    return [Upper(key="sooner", kind="due", job=i, at=at) for i in range(len(problem.jobs))]


def first_schedule(problem: Problem, rounds: int = ROUNDS_MAX) -> dict[int, Placing] | None:
    """Return a schedule that breaks no hard fact, or None if none was found soon.

    A job that has a time already keeps it where that can be. Jobs that a longest lag pulls later are pushed there in
    the next round; jobs that are late, and all that they follow, become more urgent.
    """
    known = windows(problem)
    if known is None:
        return None
    terms = Terms(problem)
    urgency: list[float] = [_urgency(j, w.earliest, w.latest) for j, w in zip(problem.jobs, known, strict=True)]
    least = [w.earliest for w in known]
    pushed = list(least)
    for _ in range(max(1, min(rounds, JOBS_PLACED_MAX // max(1, len(problem.jobs))))):
        made = Round(terms, urgency, pushed)
        if not made.run():
            return None
        behind = made.behind()
        late = made.late()
        if not behind and not late:
            return made.placed if not hard(verify(problem, made.placed)) else None
        for job, start in behind.items():
            pushed[job] = start
        if late and not behind:
            pushed = list(least)
        _hasten(terms, urgency, late)
    return None


def _urgency(job: Job, earliest: int, latest: int | None) -> float:
    """Return the latest start; a job that has a time comes before all others, in the order of these times."""
    if job.keep is not None:
        return job.keep - FOR_EVER
    return NO_DUE + earliest if latest is None else latest


def _hasten(terms: Terms, urgency: list[float], late: dict[int, int]) -> None:
    """Make late jobs and all that they follow more urgent."""
    more = {job: HASTE * by for job, by in late.items()}
    waiting = list(more)
    while waiting:
        job = waiting.pop()
        for lag in terms.before[job]:
            if job in terms.after[lag.of] and more.get(lag.of, 0.0) < more[job]:
                more[lag.of] = more[job]
                waiting.append(lag.of)
    for job, by in more.items():
        urgency[job] -= by
