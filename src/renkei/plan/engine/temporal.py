"""Difference constraints between starts: windows, slack, contradictions as chains of facts, what a slip hits.

Knows no solver and no capacity. A job's duration is taken as the shortest of its options where that is the
safe side, so a contradiction found here holds for every schedule, while a window found here may still be too
wide.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise, product

from renkei.plan.engine.facts import Fact, Fixed, Lag, Leg, Lower, Permit, Upper, jobs_of
from renkei.plan.engine.network import ORIGIN, Edge, Network, Reach, Window, reach, turned, window_of
from renkei.plan.engine.problem import Problem
from renkei.plan.engine.verify import Schedule, end_of

ORDER_ROUNDS_MAX = 8
"""Rounds in which the order of two jobs that a unit travels between follows from the windows; each narrows some."""


def edges(problem: Problem, jobs: Iterable[int] | None = None) -> list[Edge]:
    """Return the hard temporal facts as edges, with the physical bounds of every job (or of those that they name).

    What binds an optional job is left out: where the job is, nothing is bound.
    """
    found = [Edge(ORIGIN, i, floor(problem, i), "") for i in (range(len(problem.jobs)) if jobs is None else jobs)]
    for fact in problem.facts:
        if fact.weight is None and not any(problem.jobs[j].optional for j in jobs_of(fact)):
            found += _edges_of(problem, fact)
    return found


def floor(problem: Problem, job: int) -> int:
    """Return the minute before which a job cannot start, whatever the facts."""
    known = problem.jobs[job]
    return known.low if known.keep is None else min(known.low, known.keep)


def _durations(problem: Problem, job: int) -> tuple[int, int]:
    lengths = [o.duration for o in problem.jobs[job].options]
    return min(lengths), max(lengths)


def _edges_of(problem: Problem, fact: Fact) -> Iterator[Edge]:
    if isinstance(fact, Lower):
        if fact.options is None or len(fact.options) == len(problem.jobs[fact.job].options):
            yield Edge(ORIGIN, fact.job, fact.at, fact.key)
    elif isinstance(fact, Upper):
        yield Edge(fact.job, ORIGIN, _durations(problem, fact.job)[0] - fact.at, fact.key)
    elif isinstance(fact, Fixed):
        yield Edge(ORIGIN, fact.job, fact.at, fact.key)
        yield Edge(fact.job, ORIGIN, -fact.at, fact.key)
    elif isinstance(fact, Lag):
        longest = 0 if fact.job == fact.of else 1  # against itself, a job has the same duration on both sides
        before = _durations(problem, fact.of)[0] if fact.of_point == "end" else 0
        after = _durations(problem, fact.job)[longest] if fact.job_point == "end" else 0
        yield Edge(fact.of, fact.job, fact.least + before - after, fact.key)


def contradiction(problem: Problem) -> tuple[str, ...] | None:
    """Return the keys of facts that cannot hold together by time alone, or None (a chain that closes too late).

    A job that may not be done at all contradicts itself at any time.
    """
    for fact in problem.facts:
        if isinstance(fact, Permit) and barred(problem, fact):
            return (fact.key,)
    found = reach(edges(problem))
    if isinstance(found, Reach):
        return None
    return tuple(dict.fromkeys(e.key for e in found if e.key))


def barred(problem: Problem, fact: Permit) -> bool:
    """Whether a job that has to be done may not be done in any of its options."""
    job = problem.jobs[fact.job]
    return not job.optional and len(fact.options) == len(job.options)


def windows(problem: Problem) -> tuple[Window, ...] | None:
    """Return the window of every job, or None if time alone contradicts itself."""
    known = edges(problem)
    early, late = reach(known), reach(turned(known))
    if not (isinstance(early, Reach) and isinstance(late, Reach)):
        return None
    legs = [pair for of_unit in problem.legs().values() for pair in combinations(of_unit, 2)]
    if not legs:
        return tuple(window_of(early, late, job) for job in range(len(problem.jobs)))
    network, told = Network(known), set(known)
    for _ in range(ORDER_ROUNDS_MAX):
        found = network.windows(len(problem.jobs))
        ordered = [e for one, other in legs for e in _ordered(problem, found, one, other) if e not in told]
        if not ordered:
            break
        told.update(ordered)
        if any(network.add(edge) is not None for edge in ordered):
            return None
    return network.windows(len(problem.jobs))


def _ordered(problem: Problem, found: tuple[Window, ...], one: Leg, other: Leg) -> Iterator[Edge]:
    """Yield the order of two jobs of a unit at two places where the windows leave only that one."""
    if any(problem.jobs[g.job].optional for g in (one, other)):
        return
    for before, after in ((one, other), (other, one)):
        least = _travelled(problem, before, after)
        back = _travelled(problem, after, before)
        latest = found[before.job].latest
        if least and back and latest is not None and found[after.job].earliest + back > latest:
            yield Edge(before.job, after.job, least, after.key)


def _travelled(problem: Problem, before: Leg, after: Leg) -> int:
    """Return the least minutes from the start of one job to that of another; zero if some options need no travel."""
    lengths = [o.duration for o in problem.jobs[before.job].options]
    ways = [
        (lengths[o], before.route.between(here, there))
        for (o, here), there in product(enumerate(before.places), after.places)
    ]
    return min(length + travel for length, travel in ways) if all(travel for _, travel in ways) else 0


def hit_by(problem: Problem, schedule: Schedule, late: dict[int, int]) -> dict[int, int]:
    """Return by how many minutes each job slips when some do and only the temporal facts push on.

    Args:
        problem: The plan.
        schedule: Where jobs are.
        late: New start of the jobs that slip.
    """
    starts = {i: p.start for i, p in schedule.items()} | late
    queue = deque(late)
    after: dict[int, list[Lag]] = {}
    for fact in (*problem.facts, *_moves(problem, schedule)):
        if isinstance(fact, Lag) and fact.weight is None and fact.job != fact.of:
            after.setdefault(fact.of, []).append(fact)
    rounds = len(problem.jobs) * len(problem.facts) + 1  # more pushes than this go round a contradiction
    while queue and rounds > 0:
        rounds -= 1
        of = queue.popleft()
        for fact in after.get(of, []):
            bound = _pushed(problem, schedule, starts, fact)
            if fact.job in starts and starts[fact.job] < bound:
                starts[fact.job] = bound
                queue.append(fact.job)
    return {i: starts[i] - p.start for i, p in schedule.items() if starts[i] > p.start}


def _moves(problem: Problem, schedule: Schedule) -> Iterator[Lag]:
    """Yield the time to travel from each job of a unit to the next, in the order of the schedule."""
    for legs in problem.legs().values():
        placed = sorted((g for g in legs if g.job in schedule), key=lambda g: (schedule[g.job].start, g.job))
        for of, to in pairwise(placed):
            here, there = of.places[schedule[of.job].option], to.places[schedule[to.job].option]
            if least := of.route.between(here, there):
                yield Lag(key=to.key, kind="travel", job=to.job, of=of.job, least=least)


def _pushed(problem: Problem, schedule: Schedule, starts: dict[int, int], fact: Lag) -> int:
    def length(job: int) -> int:
        return end_of(problem, schedule, job) - schedule[job].start

    before = length(fact.of) if fact.of_point == "end" else 0
    after = length(fact.job) if fact.job_point == "end" and fact.job in schedule else 0
    return starts[fact.of] + before + fact.least - after
