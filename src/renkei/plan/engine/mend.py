"""Finds the best repair of one point of the trade-off and certifies it; states neither what slipped nor what is told.

What a search begins with, finds and returns is a whole schedule that `verify` accepted.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any, TypeAlias

import msgspec

from renkei.kernel.ids import Nation
from renkei.plan.engine.answers import GoalName
from renkei.plan.engine.cpsat import Effort, Model, Outcome
from renkei.plan.engine.facts import Upper
from renkei.plan.engine.objective import Goal, improve
from renkei.plan.engine.problem import Placing, Problem
from renkei.plan.engine.ring import lateness, ring_model, rings, shift
from renkei.plan.engine.verify import end_of, hard, verify

Whole: TypeAlias = Mapping[int, Placing]
Tell: TypeAlias = Callable[[Whole], None]

RINGS_LEAST = 2
"""Rings on which a repair is improved at least: what the first leaves late the next may spare."""
RINGS_MAX = 4
"""Rings on which a repair is improved unless it is known to be best: the last have hundreds of jobs."""
RING_S = 2.0
"""Solver seconds for one ring; what is cut short is at most the least total shift, and the certificate asks again."""
OTHER_RING_S = 1.0
"""The same for the other points of the trade-off, which a person waits for with a repair at hand."""
CERTIFY_ROUNDS_MAX = 20
"""Better repairs accepted from the certificate before it is given up."""
CERTIFY_S = 3.0
"""Solver seconds for the certificate of the fewest moves: a person waits for the repair, not for its proof."""
OTHER_CERTIFY_S = 1.0
"""The same for the other points: that no lateness is spared often takes minutes to prove."""
REFUTE_S = 0.3
"""Solver seconds for one question to a ring whether anything is better; most are answered in a tenth of that."""
CERTIFY_RING = 2
"""Number of the ring on which it is refuted first that the whole plan has a better repair: that is much quicker."""
MOVES_TIMES, MOVES_MORE = 3, 10
"""The least lateness may move so many times the fewest, and so many more: nobody agrees a plan anew for an hour."""


class Case(msgspec.Struct, frozen=True):
    """A plan to repair: the problem with due times taken out, and those due times by job.

    Attributes:
        hit: Jobs that cannot stay where they are.
        open: Jobs that may move.
        late_from: For each job with a due time when it becomes later than it was: its due time, or its end if the plan
            misses that already.
        committed_most: How many committed jobs may move.
    """

    problem: Problem
    base: dict[int, Placing]
    hit: frozenset[int]
    open: frozenset[int]
    dues: dict[int, Upper]
    late_from: dict[int, Upper]
    committed_most: int | None
    effort: Effort

    def moved(self, schedule: Whole) -> dict[int, Placing]:
        """Return what a schedule moves."""
        return {i: p for i, p in schedule.items() if p != self.base[i]}

    def holds(self, schedule: Whole) -> bool:
        """Whether every hard fact holds in a schedule and few enough committed jobs move."""
        most = self.committed_most
        few = most is None or _committed_of(self.problem, schedule) <= most
        return few and not hard(verify(self.problem, schedule))


class TradeOff(msgspec.Struct, frozen=True):
    """A point of the trade-off.

    Attributes:
        goals: What counts, the first before all others.
        late_most: The most lateness that it allows.
        moves_most: The most moves that it allows; what is certified holds for any number.
        ring_s, certify_s: Solver seconds for one ring and for the certificate.
    """

    name: GoalName
    goals: tuple[Goal, ...]
    late_most: int | None = None
    ring_s: float = OTHER_RING_S
    certify_s: float = OTHER_CERTIFY_S
    moves_most: int | None = None


class Mended(msgspec.Struct, frozen=True):
    """The best repair found for a point.

    Attributes:
        schedule: The whole schedule, verified; None if none was found.
        values: The value of each goal.
        certified: Whether the whole plan was proved to have none that is better, up to the number of moves.
        seconds: Seconds in the solver.
    """

    schedule: Whole | None
    values: tuple[int, ...]
    certified: bool
    seconds: float


def fewest(case: Case) -> TradeOff:
    """Return the point that moves least, and is then least late."""
    return TradeOff("fewest_moves", (COMMITTED, MOVED, _late(case), SHIFT), None, RING_S, CERTIFY_S)


def asking(case: Case, nation: Nation) -> TradeOff:
    """Return the point that asks the partner for the fewest moves, and then moves least."""

    def asked(model: Model) -> Any:
        jobs = model.problem.jobs
        return sum(model.moved(i) for i in model.start if jobs[i].owner != nation and jobs[i].keep is not None)

    def asked_of(problem: Problem, schedule: Whole) -> int:
        return sum(_moves(problem, i, p) for i, p in schedule.items() if problem.jobs[i].owner != nation)

    goals = (Goal("asked", asked, asked_of), COMMITTED, MOVED, _late(case), SHIFT)
    return TradeOff("ask_partner", goals, None, RING_S, CERTIFY_S)


def between(case: Case, late_most: int) -> TradeOff:
    """Return the point that moves least with no more lateness than is allowed."""
    return TradeOff("in_between", (COMMITTED, MOVED, _late(case), SHIFT), late_most)


def least_late(case: Case, few: int) -> TradeOff:
    """Return the point that makes the least later than it was, without many more moves than the fewest."""
    most = MOVES_TIMES * few + MOVES_MORE
    return TradeOff("least_lateness", (COMMITTED, _late(case), MOVED, SHIFT), moves_most=most)


def values(case: Case, point: TradeOff, schedule: Whole) -> tuple[int, ...]:
    """Return what a schedule is worth at a point, goal by goal: the less, the better."""
    return tuple(g.measured(case.problem, schedule) for g in point.goals if g.measured is not None)


def mended(case: Case, point: TradeOff, first: Whole | None, tell: Tell) -> Mended:
    """Return the best repair that rings around the slip give, and whether the whole plan has none better.

    Args:
        case: What to repair.
        point: What counts.
        first: A verified repair to begin with, no later than the point allows.
        tell: Called with each whole schedule that is found on the way, verified or not.
    """
    best = Mended(first, values(case, point, first) if first else (), certified=False, seconds=0.0)
    left: Sequence[int] | None = None
    for number, ring in enumerate(rings(case.problem, case.base, case.hit)):
        free = ring.union(case.moved(best.schedule)) if best.schedule else ring
        best = _improved(case, point, free, best, tell)
        if best.schedule is None or number + 1 < RINGS_LEAST:
            continue
        best, left = _refuted(_hurried(case, REFUTE_S), point, best, ring)
        if number + 1 >= RINGS_MAX or not left:
            break
    return best if best.schedule is None else _certified(case, point, best, left, tell)


def _improved(case: Case, point: TradeOff, free: frozenset[int], best: Mended, tell: Tell) -> Mended:
    """Return the best repair in which only some jobs move, or the one at hand."""
    model = ring_model(case.problem, case.base, free)
    _bound(case, point, model)
    effort = _hurried(case, point.ring_s).effort
    found = improve(model, point.goals, effort, lambda s, *_: tell({**case.base, **s}), best.schedule)
    best = msgspec.structs.replace(best, seconds=best.seconds + found.seconds)
    if found.schedule is None:
        return best
    whole = {**case.base, **found.schedule}
    value = values(case, point, whole)
    if (best.schedule is not None and value >= best.values) or not case.holds(whole):
        return best
    return msgspec.structs.replace(best, schedule=whole, values=value)


def _bound(case: Case, point: TradeOff, model: Model) -> None:
    """Keep a model to what every repair of a point has to keep."""
    if case.committed_most is not None:
        model.raw.add(_committed_moved(model) <= case.committed_most)
    if point.late_most is not None:
        model.raw.add(lateness(model, case.late_from) <= point.late_most)
    if point.moves_most is not None:
        model.raw.add(_all_moved(model) <= point.moves_most)


def _certified(case: Case, point: TradeOff, best: Mended, left: Sequence[int] | None, tell: Tell) -> Mended:
    """Ask the whole plan for anything better up to the number of moves, until it is refuted.

    Args:
        case: What to repair.
        point: What counts.
        best: A repair.
        left: Levels at which a ring did not refute that there is anything better; None if none was asked.
        tell: Called with each whole schedule that is found.
    """
    began = best.seconds
    for _ in range(CERTIFY_ROUNDS_MAX):
        seconds = point.certify_s - (best.seconds - began)
        if seconds <= 0:
            break
        hurried, before = _hurried(case, seconds), best
        if left is None:
            ring = next(islice(rings(case.problem, case.base, case.hit), CERTIFY_RING, None), case.open)
            best, left = _refuted(_hurried(hurried, REFUTE_S), point, best, ring)
        best, left = _better(hurried, point, best, left, tell), None
        if best.certified or best.values >= before.values:
            break
    return best


def _hurried(case: Case, seconds: float) -> Case:
    """Return the case with no more solver seconds for one solve."""
    effort = msgspec.structs.replace(case.effort, seconds=min(case.effort.seconds, seconds))
    return msgspec.structs.replace(case, effort=effort)


def _better(case: Case, point: TradeOff, best: Mended, depths: Sequence[int], tell: Tell) -> Mended:
    """Return a repair that is better at some level, or the same one, certified if it is refuted that there is any."""
    for depth in depths:
        outcome = _ask(case, point, best, depth, case.open)
        best = msgspec.structs.replace(best, seconds=best.seconds + outcome.seconds)
        if outcome.answer == "infeasible" and point.moves_most is not None:
            outcome = _ask(case, _unbounded(point), best, depth, case.open)
            best = msgspec.structs.replace(best, seconds=best.seconds + outcome.seconds)
            if outcome.schedule is not None:
                return best  # better, but with more moves than anybody wants
        if outcome.schedule is not None:
            found = case.moved({**case.base, **outcome.schedule})
            return _improved(case, point, frozenset(found).union(case.moved(best.schedule or {})), best, tell)
        if outcome.answer != "infeasible":
            return best
    return msgspec.structs.replace(best, certified=True)


def _refuted(case: Case, point: TradeOff, best: Mended, part: frozenset[int]) -> tuple[Mended, list[int]]:
    """Return the levels from the first on at which a part of the plan does not refute that there is anything better.

    Only what touches the part binds, and every job may move: what this refutes, the whole plan refutes too.
    """
    depths = _depths(case, point, best)
    for number, depth in enumerate(depths):
        outcome = _ask(case, _unbounded(point), best, depth, part)
        best = msgspec.structs.replace(best, seconds=best.seconds + outcome.seconds)
        if outcome.answer != "infeasible":
            return best, depths[number:]
    return best, []


def _unbounded(point: TradeOff) -> TradeOff:
    """Return a point with any number of moves."""
    return msgspec.structs.replace(point, moves_most=None)


def _depths(case: Case, point: TradeOff, best: Mended) -> list[int]:
    """Return the levels up to the number of moves at which anything better is conceivable."""
    goals = point.goals[: point.goals.index(MOVED) + 1]
    return [n for n, goal in enumerate(goals) if best.values[n] > _least(case, goal)]


def _ask(case: Case, point: TradeOff, best: Mended, depth: int, part: frozenset[int]) -> Outcome:
    """Ask a part of the plan for a repair that is better at one level and no worse at those before."""
    model = ring_model(case.problem, case.base, part, case.open)
    model.hint(best.schedule or case.base)
    _bound(case, point, model)
    for level, goal in enumerate(point.goals[: depth + 1]):
        model.raw.add(goal.value(model) <= best.values[level] - (level == depth))
    return model.solve(case.effort)


def _least(case: Case, goal: Goal) -> int:
    """Return what no repair is below: a plan that is broken takes one move at least."""
    return 1 if goal is MOVED and case.hit else 0


def _committed_moved(model: Model) -> Any:
    jobs = model.problem.jobs
    return sum(model.moved(i) for i in model.start if jobs[i].committed and jobs[i].keep is not None)


def _all_moved(model: Model) -> Any:
    return sum(model.moved(i) for i in model.start if model.problem.jobs[i].keep is not None)


def _committed_of(problem: Problem, schedule: Whole) -> int:
    return sum(_moves(problem, i, p) for i, p in schedule.items() if problem.jobs[i].committed)


def _moved_of(problem: Problem, schedule: Whole) -> int:
    return sum(_moves(problem, i, p) for i, p in schedule.items())


def _moves(problem: Problem, i: int, placing: Placing) -> bool:
    """Whether a job has another time, place or mode than before, as the solver counts it."""
    job = problem.jobs[i]
    return job.keep is not None and (placing.start != job.keep or job.base_option not in (None, placing.option))


def _shift_of(problem: Problem, schedule: Whole) -> int:
    return sum(abs(p.start - (problem.jobs[i].keep or 0)) for i, p in schedule.items() if _moves(problem, i, p))


def _late(case: Case) -> Goal:
    """Return the weighted minutes by which due times are missed that were not, or are missed by more."""

    def late_of(problem: Problem, schedule: Whole) -> int:
        dues = ((i, due) for i, due in case.late_from.items() if i in schedule)
        late = ((problem.jobs[i].priority, end_of(problem, schedule, i) - due.at) for i, due in dues)
        return sum(max(1, 4 - priority) * by for priority, by in late if by > 0)

    return Goal("lateness", lambda model: lateness(model, case.late_from), late_of)


COMMITTED = Goal("committed", _committed_moved, _committed_of)
MOVED = Goal("moved", _all_moved, _moved_of)
SHIFT = Goal("shift", shift, _shift_of)
"""The goals that are the same for every case."""
