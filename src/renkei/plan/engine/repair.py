"""Repairs a plan after a slip with the fewest moves of own tasks, and certifies that fewer cannot do.

The partner's tasks, and whatever has begun, never move. A due time may be missed, but only by saying which,
by how much and whose it is.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import msgspec

from renkei.kernel.errors import Refused
from renkei.kernel.ids import Nation, ResourceId, TaskId
from renkei.kernel.message import Message, told
from renkei.plan.constraint import MaxMoves
from renkei.plan.engine.answers import Move, Progress, RepairOption, RepairResult
from renkei.plan.engine.conflict import Undecided, conflicts_of
from renkei.plan.engine.cpsat import Effort, Model
from renkei.plan.engine.explain import Asking, explain
from renkei.plan.engine.facts import Upper
from renkei.plan.engine.jobs import Watcher, placed_of
from renkei.plan.engine.objective import Best, Goal, improve
from renkei.plan.engine.pose import Stance, known, pose
from renkei.plan.engine.problem import Placing, Problem
from renkei.plan.engine.ring import fixed_jobs, hits, lateness, ring_model, rings, shift, tolerant
from renkei.plan.engine.tell import hours, tasks_named
from renkei.plan.engine.verify import end_of, hard, verify
from renkei.plan.model import Miss, Plan
from renkei.plan.model import Progress as Reported

if TYPE_CHECKING:
    from renkei.kernel.errors import Fact as Said

MORE_RINGS = 1
"""Rings tried after the first that gives a repair: the next may spare a move."""
RING_S = 2.0
"""Solver seconds for one ring; what is cut short is at most the least total shift, and the certificate asks again."""
CERTIFY_ROUNDS_MAX = 20
"""Better repairs accepted from the certificate before it is given up."""
CERTIFY_S = 3.0
"""Solver seconds for the certificate of one repair: a person waits for the repair, not for its proof."""
CERTIFY_RINGS = 3
"""Rings on which it is refuted first that the whole plan has a better repair; each costs a fraction of that."""
EXPLAIN_S = 3.0
"""Solver seconds for each step of telling why there is no repair: the ways out need no best schedule."""

GoalName: TypeAlias = Literal["fewest_moves", "least_lateness"]


class Slip(msgspec.Struct, frozen=True):
    """What is late: a unit or a task, by how many minutes in all; nothing, if the plan already says so."""

    unit: ResourceId | None = None
    task: TaskId | None = None
    delay_min: int = 0


class _Case(msgspec.Struct, frozen=True):
    """A plan to repair: the problem with due times taken out, and those due times by job."""

    plan: Plan
    problem: Problem
    base: dict[int, Placing]
    dues: dict[int, Upper]
    committed_most: int | None
    effort: Effort


def repair(
    plan: Plan,
    now: datetime,
    nation: Nation | None = None,
    slip: Slip | None = None,
    *,
    effort: Effort | None = None,
    watch: Watcher | None = None,
) -> RepairResult:
    """Return repairs of a plan that no longer holds: fewest moves first, then least lateness if that differs.

    Args:
        plan: The plan as it stands; tasks without a time take no part.
        now: Moved tasks start not before.
        nation: Whose tasks may move; None lets all.
        slip: What is late beyond what the plan already says.
        effort: Limits of each solve.
        watch: Called with each better verified repair.

    Raises:
        Refused: The slip names something that the plan does not have.
    """
    effort = effort or Effort()
    slipped = with_slip(plan, slip or Slip())
    case = _case(slipped, now, nation, effort)
    seeds = hits(case.problem, case.base)
    if not seeds:
        return RepairResult()
    options: list[RepairOption] = []
    seconds = 0.0
    for name, goals in GOALS.items():
        if options and not options[0].misses and options[0].certified:
            break  # the fewest moves miss nothing, so nothing is later with fewer
        best, certified = _best(case, seeds, goals(case), watch)
        seconds += best.seconds
        if best.schedule is not None:
            option = _option(case, name, best.schedule, certified)
            options += [] if any(o.moves == option.moves for o in options) else [option]
    hit = tuple(case.problem.jobs[j].id for j in sorted(seeds))
    if options:
        based_on = plan.versions_of(p for o in options for p in o.schedule)
        return RepairResult(options=tuple(options), based_on=based_on, hit=hit, seconds=round(seconds, 3))
    return _hopeless(case, nation, RepairResult(hit=hit, seconds=round(seconds, 3)))


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


def _case(plan: Plan, now: datetime, nation: Nation | None, effort: Effort) -> _Case:
    stance = Stance(now=now, nation=nation, hold_partner=True, hold_committed=False, scheduled=True)
    problem = pose(plan, stance)
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
    return _Case(plan, msgspec.structs.replace(problem, facts=rest), base, dues, most, effort)


def _committed_moved(model: Model) -> Any:
    jobs = model.problem.jobs
    return sum(model.moved(i) for i in model.start if jobs[i].committed and jobs[i].keep is not None)


def _all_moved(model: Model) -> Any:
    return sum(model.moved(i) for i in model.start if model.problem.jobs[i].keep is not None)


def _fewest(case: _Case) -> tuple[Goal, ...]:
    late = Goal("lateness", lambda m: lateness(m, case.dues))
    return (Goal("committed", _committed_moved), Goal("moved", _all_moved), late, Goal("shift", shift))


def _latest(case: _Case) -> tuple[Goal, ...]:
    late = Goal("lateness", lambda m: lateness(m, case.dues))
    return (Goal("committed", _committed_moved), late, Goal("moved", _all_moved), Goal("shift", shift))


GOALS: dict[GoalName, Callable[[_Case], tuple[Goal, ...]]] = {"fewest_moves": _fewest, "least_lateness": _latest}
"""Points of the trade-off that are offered; the one that changes least comes first."""


def _best(case: _Case, seeds: frozenset[int], goals: Sequence[Goal], watch: Watcher | None) -> tuple[Best, bool]:
    """Return the best repair that rings around the slip give, and whether the whole plan has none better."""
    best = Best(None, False, (), False, 0.0)
    more = MORE_RINGS
    count = 0
    for ring in rings(case.problem, case.base, seeds):
        found = _improved(case, ring_model(case.problem, case.base, ring), goals)
        found = msgspec.structs.replace(found, seconds=best.seconds + found.seconds)
        if found.schedule is None:
            best = msgspec.structs.replace(best, seconds=found.seconds)
            continue
        if best.schedule is None or _values(found) < _values(best):
            count += 1
            best = found
            _show(case, best, count, watch)
        if (more := more - 1) < 0:
            break
    return (best, False) if best.schedule is None else _certified(case, seeds, best, goals)


def _improved(case: _Case, model: Model, goals: Sequence[Goal]) -> Best:
    if case.committed_most is not None:
        model.raw.add(_committed_moved(model) <= case.committed_most)
    effort = msgspec.structs.replace(case.effort, seconds=min(case.effort.seconds, RING_S))
    found = improve(model, goals, effort)
    if found.schedule is None:
        return found
    whole = {**case.base, **found.schedule}
    if hard(verify(case.problem, whole)):
        return msgspec.structs.replace(found, schedule=None)
    return msgspec.structs.replace(found, schedule=whole)


def _values(best: Best) -> list[int]:
    return [value for _, value, _ in best.levels]


def _certified(case: _Case, seeds: frozenset[int], best: Best, goals: Sequence[Goal]) -> tuple[Best, bool]:
    """Ask the whole plan for anything better up to the number of moves, until it is refuted.

    The levels before and including `moved` are certified; the total shift is not.
    """
    depth = next(n for n, g in enumerate(goals) if g.name == "moved") + 1
    began = best.seconds
    for _ in range(CERTIFY_ROUNDS_MAX):
        left = min(case.effort.seconds, CERTIFY_S - (best.seconds - began))
        if left <= 0 or len(best.levels) < depth:
            break
        hurried = msgspec.structs.replace(case, effort=msgspec.structs.replace(case.effort, seconds=left))
        better = _better(hurried, seeds, best, goals, depth)
        if better is None:
            return best, True
        if better.schedule is None or _values(better) >= _values(best):
            return msgspec.structs.replace(best, seconds=better.seconds), False
        best = better
    return best, False


def _better(case: _Case, seeds: frozenset[int], best: Best, goals: Sequence[Goal], depths: int) -> Best | None:
    """Return a repair that is better at some level, one without a schedule if time ran out, None if there is none."""
    free = frozenset(range(len(case.problem.jobs))) - fixed_jobs(case.problem)
    parts = [r for r in islice(rings(case.problem, case.base, seeds), CERTIFY_RINGS) if len(r) < len(free)]
    spent = best.seconds
    for depth in range(depths):
        if best.levels[depth][1] == 0:
            continue
        for part in (*parts, free):
            model = ring_model(case.problem, case.base, part, free)
            _limit(case, model, best, goals[: depth + 1])
            outcome = model.solve(case.effort)
            spent += outcome.seconds
            if outcome.answer == "infeasible":
                break
        if outcome.answer == "unknown":
            return Best(None, False, (), False, spent)
        if outcome.schedule is not None:
            return _polished(case, outcome.schedule, goals, spent)
    return None


def _limit(case: _Case, model: Model, best: Best, goals: Sequence[Goal]) -> None:
    """Keep the levels before the last as good as they are, and ask for a better value of the last."""
    if case.committed_most is not None:
        model.raw.add(_committed_moved(model) <= case.committed_most)
    for level, goal in enumerate(goals):
        model.raw.add(goal.value(model) <= best.levels[level][1] - (level == len(goals) - 1))


def _polished(case: _Case, schedule: Mapping[int, Placing], goals: Sequence[Goal], seconds: float) -> Best:
    """Return the better repair with its values, found again on the jobs that it moves."""
    moved = frozenset(i for i, p in schedule.items() if p != case.base[i])
    found = _improved(case, ring_model(case.problem, case.base, moved), goals)
    return msgspec.structs.replace(found, seconds=seconds + found.seconds)


def _show(case: _Case, best: Best, count: int, watch: Watcher | None) -> None:
    if watch and best.schedule is not None:
        moved = len(_moved(case, best.schedule))
        placed = placed_of(case.problem, _moved(case, best.schedule))
        watch(Progress(found=count, objective=moved, seconds=best.seconds, schedule=placed))


def _moved(case: _Case, schedule: Mapping[int, Placing]) -> dict[int, Placing]:
    return {i: p for i, p in schedule.items() if p != case.base[i]}


def _option(case: _Case, goal: GoalName, schedule: Mapping[int, Placing], certified: bool) -> RepairOption:  # noqa: FBT001  # part of what was found
    problem, moved = case.problem, _moved(case, schedule)
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


def _miss(case: _Case, schedule: Mapping[int, Placing], job: int) -> Miss:
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


def _hopeless(case: _Case, nation: Nation | None, result: RepairResult) -> RepairResult:
    """Return why no repair exists although every own due time may be missed."""
    effort = msgspec.structs.replace(case.effort, seconds=min(case.effort.seconds, EXPLAIN_S))
    try:
        found = conflicts_of(case.problem, effort)
    except Undecided:
        return result
    conflicts = explain(case.problem, found, Asking(case.plan, nation, effort))
    return msgspec.structs.replace(result, conflicts=conflicts)
