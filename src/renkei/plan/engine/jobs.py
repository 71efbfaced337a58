"""The questions that the engine answers: check, solve, repair; each a function of a frozen plan.

They import the solver, so no node calls them: `io.solver` runs them in a child process.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TypeAlias

from renkei.kernel.ids import Nation, TaskId
from renkei.kernel.message import Message, told
from renkei.plan.engine.answers import CheckResult, Explanation, Landing, Level, Progress, SolveResult
from renkei.plan.engine.conflict import Undecided, conflicts_of
from renkei.plan.engine.cpsat import Effort
from renkei.plan.engine.explain import Asking, explain
from renkei.plan.engine.first import ever_shorter, first_schedule
from renkei.plan.engine.goals import GOALS, LEFT_OUT, PLACES, measures
from renkei.plan.engine.objective import lexicographic
from renkei.plan.engine.pose import Stance, pose
from renkei.plan.engine.problem import Placing, Problem
from renkei.plan.engine.tell import place_name, task_name, violation_told
from renkei.plan.engine.verify import end_of, hard, verify
from renkei.plan.model import Placed, Plan

Watcher: TypeAlias = Callable[[Progress], None]


def check(
    plan: Plan, now: datetime | None = None, nation: Nation | None = None, effort: Effort | None = None
) -> CheckResult:
    """Return whether the plan can be done, and if not, why and what would change that.

    Partner's tasks may move as far as their released times allow; one whose due time is withheld stays at
    its published times. A task that hangs on a request is taken as granted.

    Args:
        plan: The plan as it stands.
        now: Nothing that has not begun starts before; None leaves the clock out of account.
        nation: Who asks: decides which ways out are own and which must be asked for.
        effort: Limits of each solve.
    """
    effort = effort or Effort()
    problem = pose(plan, Stance(now=now, nation=nation))
    first = first_schedule(problem)
    try:
        conflicts = () if first is not None else conflicts_of(problem, effort)
    except Undecided:
        return CheckResult(feasible=False, decided=False, broken=broken(plan))
    if conflicts:
        told_ = explain(problem, conflicts, Asking(plan, nation, effort))
        places = _places(problem.without(k for c in conflicts for k in c.keys), effort)
        return CheckResult(feasible=False, conflicts=told_, broken=broken(plan), places=places)
    schedule = lexicographic(problem, (LEFT_OUT, PLACES), effort, first=first).schedule
    sound = schedule is not None and not hard(verify(problem, schedule))
    places = landings(problem, schedule, adopted=True) if schedule and sound else ()
    left = tuple(j.id for i, j in enumerate(problem.jobs) if i not in (schedule or {}) and j.optional)
    return CheckResult(feasible=sound, decided=sound, broken=broken(plan), places=places, left_out=left)


def _places(problem: Problem, effort: Effort) -> tuple[Landing, ...]:
    """Return the places that tasks have, or would use but for the conflicts."""
    schedule = lexicographic(problem, (PLACES,), effort).schedule
    return landings(problem, schedule, adopted=True) if schedule and not hard(verify(problem, schedule)) else ()


def solve(
    plan: Plan,
    now: datetime | None = None,
    nation: Nation | None = None,
    *,
    tasks: Iterable[TaskId] | None = None,
    effort: Effort | None = None,
    watch: Watcher | None = None,
) -> SolveResult:
    """Return the best verified schedule of own tasks, or why there is none.

    The partner's tasks stay at their published times; those without are left out. Committed tasks and
    tasks that are not asked for stay where they are.

    Args:
        plan: The plan as it stands.
        now: Nothing starts before.
        nation: Whose tasks to place; None places all.
        tasks: Tasks to place; None takes every own task.
        effort: Limits of each solve.
        watch: Called with each better verified schedule: the first is made without the solver, where it can be.
    """
    effort = effort or Effort()
    only = frozenset(tasks) if tasks is not None else None
    problem = pose(plan, Stance(now=now, nation=nation, hold_partner=True, only=only))

    own = 0

    def tell(schedule: Mapping[int, Placing]) -> None:
        nonlocal own
        own += 1
        if watch:
            watch(Progress(found=own, schedule=placed_of(problem, schedule, nation)))

    def seen(schedule: Mapping[int, Placing], value: int, bound: int, found: int) -> None:
        if watch and not hard(verify(problem, schedule)):
            placed = placed_of(problem, schedule, nation)
            watch(Progress(found=own + found, objective=value, bound=bound, schedule=placed))

    first = begun(problem, tell)
    best = lexicographic(problem, GOALS, effort, seen, first)
    if best.schedule is None:
        return _unsolved(problem, plan, nation, effort)
    if hard(verify(problem, best.schedule)):
        return SolveResult(seconds=best.seconds)
    schedule = placed_of(problem, best.schedule, nation)
    return SolveResult(
        schedule=schedule,
        verified=True,
        moved=tuple(
            problem.jobs[i].id
            for i, placing in sorted(best.schedule.items())
            if problem.jobs[i].keep not in (None, placing.start)
        ),
        left_out=tuple(j.id for i, j in enumerate(problem.jobs) if i not in best.schedule),
        based_on=plan.versions_of(schedule),
        optimal=best.optimal,
        levels=tuple(Level(name, value, bound) for name, value, bound in best.levels),
        places=landings(problem, best.schedule),
        seconds=round(best.seconds, 3),
    )


def begun(problem: Problem, tell: Callable[[Mapping[int, Placing]], None]) -> dict[int, Placing] | None:
    """Return the best schedule that is made without the solver, or None; `tell` hears of each better one."""
    best: dict[int, Placing] | None = None
    least: tuple[int, ...] = ()
    for schedule in ever_shorter(problem):
        value = measures(problem, schedule)
        if best is None or value < least:
            best, least = schedule, value
            tell(schedule)
    return best


def _unsolved(problem: Problem, plan: Plan, nation: Nation | None, effort: Effort) -> SolveResult:
    try:
        found = conflicts_of(problem, effort)
    except Undecided:
        found = ()
    conflicts: tuple[Explanation, ...] = explain(problem, found, Asking(plan, nation, effort))
    return SolveResult(conflicts=conflicts)


def broken(plan: Plan) -> tuple[Message, ...]:
    """Return what is wrong with the times as they are adopted now; no solver needed."""
    problem = pose(plan, Stance(hold_committed=False, scheduled=True))
    schedule = {i: Placing(j.keep or 0, j.base_option or 0) for i, j in enumerate(problem.jobs)}
    return tuple(violation_told(problem, v) for v in hard(verify(problem, schedule)))


def placed_of(problem: Problem, schedule: Mapping[int, Placing], nation: Nation | None = None) -> tuple[Placed, ...]:
    """Return a schedule as the plan's own values; with `nation` only its own tasks, which alone it can adopt."""
    found = []
    for i, placing in sorted(schedule.items()):
        job = problem.jobs[i]
        if nation is not None and job.owner != nation:
            continue
        option = job.options[placing.option]
        start, end = problem.moment(placing.start), problem.moment(end_of(problem, schedule, i))
        found.append(Placed(job.id, start, end, option.place, option.mode))
    return tuple(found)


def landings(problem: Problem, schedule: Mapping[int, Placing], *, adopted: bool = False) -> tuple[Landing, ...]:
    """Return the places chosen where a task names several, and why an earlier one was passed over.

    With `adopted`, a task that has a place already is told at that place.
    """
    found = []
    for i, placing in sorted(schedule.items()):
        job = problem.jobs[i]
        option = job.base_option if adopted and job.base_option is not None else placing.option
        chosen = job.options[option].place
        passed = [o.place for o in job.options[:option] if o.place and o.place != chosen]
        if chosen is None or len({o.place for o in job.options}) < 2:
            continue
        facts = {"task": task_name(problem, i), "place": place_name(problem, chosen)}
        if passed:
            status = problem.reasons.get(passed[0]) or "closed"
            message = told("plan-place-instead", passed=place_name(problem, passed[0]), status=status, **facts)
        else:
            message = told("plan-place-first", **facts)
        found.append(Landing(job.id, chosen, message))
    return tuple(found)
