"""Repairs a plan after a slip with the fewest moves of own tasks, and certifies that fewer cannot do.

The partner's tasks, and whatever has begun, never move. A due time may be missed, but only by saying which,
by how much and whose it is.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from renkei.kernel.errors import Refused
from renkei.kernel.ids import Nation, ResourceId, TaskId
from renkei.kernel.message import Message, told
from renkei.plan.constraint import MaxMoves
from renkei.plan.engine.answers import GoalName, Move, Progress, RepairOption, RepairResult
from renkei.plan.engine.conflict import Undecided, conflicts_of
from renkei.plan.engine.cpsat import Effort
from renkei.plan.engine.explain import Asking, explain
from renkei.plan.engine.facts import Upper
from renkei.plan.engine.jobs import Watcher, placed_of
from renkei.plan.engine.mend import Case, Mended, TradeOff, Whole, asking, between, fewest, least_late, mended, values
from renkei.plan.engine.over import without_past
from renkei.plan.engine.patch import patches
from renkei.plan.engine.pose import Stance, known, pose
from renkei.plan.engine.problem import Placing, Problem
from renkei.plan.engine.ring import fixed_jobs, hits, tolerant
from renkei.plan.engine.tell import hours, tasks_named
from renkei.plan.engine.verify import end_of
from renkei.plan.model import Miss, Plan
from renkei.plan.model import Progress as Reported

if TYPE_CHECKING:
    from renkei.kernel.errors import Fact as Said

EXPLAIN_S = 3.0
"""Solver seconds for each step of telling why there is no repair: the ways out need no best schedule."""


class Slip(msgspec.Struct, frozen=True):
    """What is late: a unit or a task, by how many minutes in all; nothing, if the plan already says so."""

    unit: ResourceId | None = None
    task: TaskId | None = None
    delay_min: int = 0


def repair(
    plan: Plan,
    now: datetime,
    nation: Nation | None = None,
    slip: Slip | None = None,
    *,
    effort: Effort | None = None,
    watch: Watcher | None = None,
) -> RepairResult:
    """Return repairs of a plan that no longer holds: the fewest moves first.

    If that misses due times that were kept, or misses them by more, the least such lateness follows, as long as it does
    not move many times as much, and, if these differ by more than a move, the fewest moves with at most the mean of
    both latenesses.

    Where own moves alone cannot do it, what the partner would have to be asked for is said beside why.

    Args:
        plan: The plan as it stands; tasks without a time take no part.
        now: Moved tasks start not before.
        nation: Whose tasks may move; None lets all.
        slip: What is late beyond what the plan already says.
        effort: Limits of each solve.
        watch: Called with each verified repair that moves less, or is less late with the same moves, the first within
            milliseconds; and once more, with the bound, when it is proved that fewer moves are impossible.

    Raises:
        Refused: The slip names something that the plan does not have.
    """
    slipped = with_slip(plan, slip or Slip())
    stance = Stance(now=now, nation=nation, hold_partner=True, hold_committed=False, scheduled=True)
    case = _case(slipped, stance, effort or Effort())
    if not case.hit:
        return RepairResult()
    found = list(_trade_off(case, watch))
    seconds = round(sum(m.seconds for _, m in found), 3)
    options: list[RepairOption] = []
    for name, best in found:
        if best.schedule is not None:
            option = _option(case, name, best.schedule, best.certified)
            options += [] if any(o.moves == option.moves for o in options) else [option]
    hit = tuple(case.problem.jobs[j].id for j in sorted(case.hit))
    if options:
        based_on = slipped.versions_of(p for o in options for p in o.schedule)
        return RepairResult(options=tuple(options), based_on=based_on, hit=hit, seconds=seconds)
    wish = None if nation is None else _with_partner(slipped, now, nation, case.effort)
    result = RepairResult(asking=wish, hit=hit, seconds=seconds)
    return _hopeless(case, Asking(slipped, nation, case.effort), result)


def with_slip(plan: Plan, slip: Slip) -> Plan:
    """Return the plan with a slip taken into it."""
    if slip.unit is not None:
        if slip.unit not in {r.id for r in plan.resources}:
            raise Refused("plan-unknown-resource", resource=slip.unit)
        late = max(slip.delay_min, plan.delays.get(slip.unit, 0))
        plan = msgspec.structs.replace(plan, delays={**plan.delays, slip.unit: late})
    if slip.task is not None:
        task = next((t for t in plan.tasks if t.id == slip.task), None)
        if task is None:
            raise Refused("plan-unknown-task", task=slip.task)
        begins = task.start or known(task.earliest, None)
        if begins is not None:
            length = task.duration.likely_min if task.status == "executing" else 0
            expected = begins + timedelta(minutes=length + slip.delay_min)
            reported = msgspec.structs.replace(plan.progress.get(task.id, Reported()), expected=expected)
            plan = msgspec.structs.replace(plan, progress={**plan.progress, task.id: reported})
    return plan


def _with_partner(plan: Plan, now: datetime, nation: Nation, effort: Effort) -> RepairOption | None:
    """Return the repair that asks the partner for the fewest moves, or None if that does not help either."""
    stance = Stance(now=now, nation=nation, ask_partner=True, hold_committed=False, scheduled=True)
    case = _case(plan, stance, effort)
    best = mended(case, asking(case, nation), None, _nobody)
    if best.schedule is None or all(case.problem.jobs[i].owner == nation for i in case.moved(best.schedule)):
        return None
    return _option(case, "ask_partner", best.schedule, best.certified)


def _case(plan: Plan, stance: Stance, effort: Effort) -> Case:
    now = stance.now
    assert now is not None
    problem = pose(without_past(plan, now), stance)
    base = {i: Placing(j.keep or 0, j.base_option or 0) for i, j in enumerate(problem.jobs)}
    problem = tolerant(problem, base)
    held = fixed_jobs(problem)
    dues: dict[int, Upper] = {}
    for fact in problem.facts:
        if isinstance(fact, Upper) and fact.weight is None and fact.job not in held:
            before = dues.get(fact.job)
            dues[fact.job] = fact if before is None or fact.at < before.at else before
    rest = tuple(f for f in problem.facts if not (isinstance(f, Upper) and f.job in dues and f.weight is None))
    most = min((c.at_most for c in plan.constraints if isinstance(c, MaxMoves)), default=None)
    problem = msgspec.structs.replace(problem, facts=rest)
    late_from = {i: msgspec.structs.replace(f, at=max(f.at, end_of(problem, base, i))) for i, f in dues.items()}
    free = frozenset(range(len(problem.jobs))) - held
    return Case(problem, base, hits(problem, base), free, dues, late_from, most, effort)


def _trade_off(case: Case, watch: Watcher | None) -> Iterator[tuple[GoalName, Mended]]:
    """Yield the points of the trade-off, the one that changes least first."""
    point = fewest(case)
    shown = _Shown(case, point, watch)
    few = mended(case, point, _patched(case, shown), shown.tell)
    if few.certified:
        shown.proved()
    yield point.name, few
    moved, late = (_value(point, few, name) for name in ("moved", "lateness"))
    if few.schedule is None or not late:
        return
    least = least_late(case, moved)
    best = mended(case, least, few.schedule, _nobody)
    if _value(least, best, "moved") <= moved + 1:
        yield least.name, best
        return
    point = between(case, (late + _value(least, best, "lateness")) // 2)
    half = mended(case, point, best.schedule, _nobody)
    if half.schedule is not None and (value := values(case, least, half.schedule)) < best.values:
        yield least.name, Mended(half.schedule, value, certified=False, seconds=best.seconds + half.seconds)
        return  # where time was up, what was to lie in between is no later and moves less
    yield least.name, best
    yield point.name, half


def _value(point: TradeOff, best: Mended, name: str) -> int:
    return next((v for g, v in zip(point.goals, best.values, strict=False) if g.name == name), 0)


def _nobody(_schedule: Whole) -> None:
    """Tell nobody: a person who waits hears of fewer moves, and of the other points when they are done."""


def _patched(case: Case, shown: "_Shown") -> Whole | None:
    """Return the best verified repair that is made without the solver; each better one is shown at once."""
    for schedule in patches(case.problem, case.base, case.hit):
        shown.tell(schedule)
    return shown.best


class _Shown:
    """Passes on each repair that `verify` accepts and that is better than all before."""

    def __init__(self, case: Case, point: TradeOff, watch: Watcher | None) -> None:
        self.best: Whole | None = None
        self._case, self._point, self._watch = case, point, watch
        self._least: tuple[int, ...] = ()
        self._count = 0

    def tell(self, schedule: Whole) -> None:
        """Hear of a whole schedule."""
        value = values(self._case, self._point, schedule)[:-1]  # a smaller shift alone is not worth a look
        if (self.best is not None and value >= self._least) or not self._case.holds(schedule):
            return
        self.best, self._least = schedule, value
        self._count += 1
        self._say(None)

    def proved(self) -> None:
        """Hear that fewer moves than the best has are impossible."""
        if self.best is not None:
            self._say(len(self._case.moved(self.best)))

    def _say(self, bound: int | None) -> None:
        if self._watch and self.best is not None:
            moved = self._case.moved(self.best)
            placed = placed_of(self._case.problem, moved)
            self._watch(Progress(found=self._count, objective=len(moved), bound=bound, schedule=placed))


def _option(case: Case, goal: GoalName, schedule: Whole, certified: bool) -> RepairOption:  # noqa: FBT001  # part of what was found
    problem, moved = case.problem, case.moved(schedule)
    before = {p.task: p for p in placed_of(problem, {i: case.base[i] for i in moved})}
    after = placed_of(problem, moved)
    moves = tuple(Move(p.task, (before[p.task].start, before[p.task].end), (p.start, p.end)) for p in after)
    late = [i for i in sorted(moved) if i in case.dues and end_of(problem, schedule, i) > case.dues[i].at]
    misses = tuple(_miss(case, schedule, i) for i in late)
    risk = [problem.jobs[i].answers for i in late]
    return RepairOption(
        id=goal,
        goal=goal,
        moves=moves,
        misses=misses,
        at_risk=tuple(dict.fromkeys(r for r in risk if r is not None)),
        certified=certified,
        told=_told(problem, sorted(moved), late, misses),
        schedule=after,
        committed_moved=tuple(problem.jobs[i].id for i in sorted(moved) if problem.jobs[i].committed),
    )


def _miss(case: Case, schedule: Whole, job: int) -> Miss:
    due, end = case.dues[job].at, end_of(case.problem, schedule, job)
    known_job = case.problem.jobs[job]
    moments = case.problem.moment(due), case.problem.moment(end)
    return Miss(known_job.id, *moments, end - due, known_job.owner)


def _told(problem: Problem, moved: Sequence[int], late: Sequence[int], misses: Sequence[Miss]) -> Message:
    common: dict[str, Said] = {"count": len(moved), "tasks": tasks_named(problem, moved)}
    if not late:
        return told("plan-repair-in-time", **common)
    total = sum(m.by_min for m in misses)
    return told("plan-repair-late", missed=tasks_named(problem, late), hours=hours(total), **common)


def _hopeless(case: Case, asking: Asking, result: RepairResult) -> RepairResult:
    """Return why no repair exists although every own due time may be missed."""
    effort = msgspec.structs.replace(case.effort, seconds=min(case.effort.seconds, EXPLAIN_S))
    try:
        found = conflicts_of(case.problem, effort)
    except Undecided:
        return result
    conflicts = explain(case.problem, found, msgspec.structs.replace(asking, effort=effort))
    return msgspec.structs.replace(result, conflicts=conflicts)
