"""Rules that several decisions on the plan share; each refuses with its reason or says nothing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from renkei.kernel.errors import Refused
from renkei.kernel.event import Context
from renkei.kernel.ids import ID_MAX, Nation, RequestId, ResourceId, TaskId
from renkei.kernel.names import Name
from renkei.plan import model
from renkei.plan.binding import bound_tasks
from renkei.plan.constraint import Constraint
from renkei.plan.engine.negotiate.sight import beside, held_part
from renkei.plan.engine.pose import Stance, known, options_of, pose
from renkei.plan.engine.problem import Placing, Problem
from renkei.plan.engine.verify import Violation, end_of, hard, verify
from renkei.plan.gates import ORDERS_MAX, TASKS_FEW, circle, orders
from renkei.plan.model import CapacityPeriod, Duration, Miss, Placed, Plan, Task
from renkei.plan.phase import Decision, Exit, Phase
from renkei.plan.state import PlanState

TASKS_MAX = 10_000
"""Tasks of one plan: five times the largest that the engine is measured with."""
NAMED_MAX = 500
"""Uses, places, modes or predecessors of one task: more is a plan of its own."""
DURATION_MAX_MIN = 400 * 24 * 60
"""Longest duration: more than a year is not a task."""
QUANTITY_MAX = 1_000_000
"""Largest quantity or capacity: sums over a plan stay far below what the solver counts exactly."""


def new_identifier(identifier: str, taken: bool) -> None:  # noqa: FBT001  # a fact about the identifier
    """An identifier has a length, and nothing else has it."""
    if not 0 < len(identifier) <= ID_MAX:
        raise Refused("plan-id-length", most=ID_MAX)
    if taken:
        raise Refused("plan-id-taken", id=identifier)


def own_task(state: PlanState, task: TaskId, context: Context) -> Task:
    """Return a task of the own nation; the partner's is asked for, never ordered."""
    found = state.tasks.get(task)
    if found is None:
        raise Refused("plan-unknown-task", task=task)
    if found.owner != context.nation:
        raise Refused("plan-partner-task", task=task, owner=found.owner)
    return found


def sound(state: PlanState, task: Task, context: Context) -> None:
    """A task has a name and sensible durations, and what it uses exists and is not the partner's unit."""
    name = known(task.name, Name())
    if not (name.en.strip() or name.ja.strip()):
        raise Refused("plan-name-empty", task=task.id)
    modes = known(task.modes, ())
    for duration in (task.duration, *(m.duration for m in modes)):
        _sound_duration(task, duration)
    uses = (*known(task.uses, ()), *(u for m in modes for u in m.uses))
    after = known(task.after, ())
    if max(len(uses), len(after), len(modes), len(known(task.at, ()))) > NAMED_MAX:
        raise Refused("plan-named-most", task=task.id, most=NAMED_MAX)
    for use in uses:
        _sound_use(state, use, context)
    for of in after:
        if of == task.id or of not in state.tasks:
            raise Refused("plan-unknown-task", task=of)
    if known(task.phase, None) is not None:
        _few_orders({**state.tasks, task.id: task}, state.phases, state.stated)


def _sound_duration(task: Task, duration: Duration) -> None:
    least = duration.likely_min if duration.least_min is None else duration.least_min
    most = duration.likely_min if duration.most_min is None else duration.most_min
    if not 0 <= least <= duration.likely_min <= most <= DURATION_MAX_MIN:
        raise Refused("plan-duration", task=task.id, most=DURATION_MAX_MIN)


def _sound_use(state: PlanState, use: model.Use, context: Context) -> None:
    resource = state.resources.get(use.resource)
    if resource is None:
        raise Refused("plan-unknown-resource", resource=use.resource)
    if resource.kind == "unit" and resource.owner != context.nation:
        raise Refused("plan-partner-unit", resource=resource.id, owner=resource.owner)
    if not 0 < use.quantity <= QUANTITY_MAX:
        raise Refused("plan-quantity", most=QUANTITY_MAX)


def sound_capacity(capacity: int, periods: Iterable[CapacityPeriod]) -> None:
    """Capacities are not negative, and a period ends after it starts."""
    for amount in (capacity, *(p.capacity for p in periods)):
        if not 0 <= amount <= QUANTITY_MAX:
            raise Refused("plan-quantity", most=QUANTITY_MAX)
    for period in periods:
        if period.end is not None and period.end <= period.start:
            raise Refused("plan-period")


def sound_phase(state: PlanState, phase: Phase, context: Context) -> None:
    """A phase comes after one that is known, in no circle, as the nation that states it sees the phases."""
    seen = {**state.phases, **{p: by[context.nation] for p, by in state.stated.items() if context.nation in by}}
    if phase.after is not None and phase.after not in seen and phase.after != phase.id:
        raise Refused("plan-unknown-phase", phase=phase.after)
    if round_ := circle({phase.id: phase, **{p: s for p, s in seen.items() if p != phase.id}}):
        raise Refused("plan-phase-circle", phases=" → ".join(round_))
    by = {**state.stated.get(phase.id, {}), context.nation: phase}
    _few_orders(state.tasks, {**state.phases, phase.id: phase}, {**state.stated, phase.id: by})
    named = phase.exit or Exit()
    if max(len(named.tasks or ()), len(named.measures)) > NAMED_MAX:
        raise Refused("plan-named-most", task=phase.id, most=NAMED_MAX)


def _few_orders(
    tasks: Mapping[TaskId, Task], phases: Mapping[str, Phase], stated: Mapping[str, dict[Nation, Phase]]
) -> None:
    """Phases make no more orders between tasks than an engine can hold; exit tasks that are named make few."""
    if len(tasks) > TASKS_FEW:
        plan = Plan(tasks=tuple(tasks.values()), phases=tuple(phases.values()), stated=dict(stated))
        if orders(plan) > ORDERS_MAX:
            raise Refused("plan-phases-large", most=ORDERS_MAX)


def sound_decision(decision: Decision) -> None:
    """A decision has branches with different answers, and what is decided is one of them."""
    answers = [b.answer for b in decision.branches]
    if max([len(answers), *(len(b.tasks) for b in decision.branches)]) > NAMED_MAX:
        raise Refused("plan-named-most", task=decision.id, most=NAMED_MAX)
    if len(set(answers)) < len(answers) or (decision.decided is not None and decision.decided not in answers):
        raise Refused("plan-decision-answer", decision=decision.id, answers=", ".join(answers))


def granted(state: PlanState, task: Task) -> None:
    """What hangs on a request is promised only once the request is accepted."""
    request = known(task.needs_grant, None)
    if request is None:
        return
    asked = state.requests.get(request)
    if asked is None or asked.state != "accepted":
        raise Refused("plan-grant-missing", task=task.id, request=request, state=asked.state if asked else "none")


def holds(state: PlanState, task: Task, context: Context) -> None:
    """The exact check of the schedule finds nothing wrong with this task but a due time known to be missed.

    What only waits for the task is its own owner's to mend: a partner's task never keeps this one from being promised.
    """
    constraints = state.constraints
    for problem, violation in _broken(state.plan(), {}, context, {task.id}):
        if violation.kind != "due" and task.id in _bound(problem, violation, constraints):
            raise _refusal("plan-commit-broken", problem, violation)


def _bound(problem: Problem, violation: Violation, constraints: Mapping[str, Constraint]) -> tuple[TaskId, ...]:
    """Return the tasks that a broken fact binds: of an order, the one that waits."""
    constraint = constraints.get(violation.key)
    if constraint is not None and (bound := bound_tasks(constraint)):
        return bound
    jobs = violation.jobs[:1] if violation.kind == "after" else violation.jobs
    return tuple(problem.jobs[j].id for j in jobs)


def verified(
    state: PlanState,
    moved: Sequence[Placed],
    stated: Iterable[Miss],
    context: Context,
    talk: RequestId | None = None,
) -> tuple[Miss, ...]:
    """Return the due times that a schedule misses, all of them stated; refuse anything else that it breaks.

    With a `talk` the partner's part is taken as it put it forward in that talk.
    """
    told = {(m.task, m.by_min) for m in stated}
    misses = []
    plan = state.plan() if talk is None else _agreed(state, talk, context)
    for problem, violation in _broken(plan, {p.task: p for p in moved}, context, {p.task for p in moved}):
        job = problem.jobs[violation.jobs[0]]
        if violation.kind != "due" or (job.id, violation.by) not in told:
            raise _refusal("plan-adopt-broken", problem, violation)
        due = problem.moment(violation.at)
        end = due + timedelta(minutes=violation.by)
        misses.append(Miss(job.id, due, end, violation.by, job.owner))
    return tuple(misses)


def _agreed(state: PlanState, talk: RequestId, context: Context) -> Plan:
    """Return the own part of the plan beside what the partner put forward in the newest talk that was agreed."""
    asked, said = state.requests.get(talk), state.offers.get(talk, {})
    if asked is None or context.nation not in (asked.by, asked.of):
        raise Refused("plan-talk-not-agreed", request=talk)
    partner = asked.of if context.nation == asked.by else asked.by
    words = said.get(partner)
    if words is None or words.satisfied:
        raise Refused("plan-talk-not-agreed", request=talk)
    series = [w for other in state.offers.values() for w in other.values() if w.series == words.series]
    own = {t.id for t in state.tasks.values() if t.owner == context.nation}
    if any(w.talk > words.talk and not w.satisfied for w in series) or own & {m.task for m in words.offer.meetings}:
        raise Refused("plan-talk-not-agreed", request=talk)
    return beside(held_part(state.plan(), context.nation), partner, words.offer)


def _broken(
    plan: Plan, placed: dict[TaskId, Placed], context: Context, about: set[TaskId]
) -> list[tuple[Problem, Violation]]:
    """Return what the schedule breaks once `placed` is taken into it, as far as it touches the tasks `about`."""
    tasks = tuple(_put(t, placed[t.id]) if t.id in placed else t for t in plan.tasks)
    plan = msgspec.structs.replace(plan, tasks=tasks)
    problem = pose(plan, Stance(nation=context.nation, hold_committed=False, scheduled=True))
    schedule = {i: Placing(j.keep or 0, j.base_option or 0) for i, j in enumerate(problem.jobs)}
    ends = {p.task: p.end for p in placed.values()}
    for i, job in enumerate(problem.jobs):
        if job.id in ends and problem.moment(end_of(problem, schedule, i)) != ends[job.id]:
            raise Refused("plan-adopt-duration", task=job.id)
    touched = {i for i, j in enumerate(problem.jobs) if j.id in about}
    return [(problem, v) for v in hard(verify(problem, schedule)) if touched & set(v.jobs)]


def _put(task: Task, placed: Placed) -> Task:
    ways = {(o.mode, o.place) for o, _ in options_of(task)}
    if (placed.mode, placed.place) not in ways:
        raise Refused("plan-no-such-way", task=task.id)
    return msgspec.structs.replace(task, start=placed.start, place=placed.place, mode=placed.mode)


def _refusal(key: str, problem: Problem, violation: Violation) -> Refused:
    tasks = ", ".join(problem.jobs[j].id for j in violation.jobs)
    return Refused(key, field=violation.key, tasks=tasks, by=violation.by, at=problem.iso(violation.at))


def sequence_agreed(state: PlanState, task: Task, start: datetime) -> None:
    """A place that takes one at a time is not taken over a partner's use of it without an agreed order."""
    ones = {u.resource for u in known(task.uses, ()) if _takes_one(state, u.resource)}
    end = start + timedelta(minutes=task.duration.likely_min)
    for other in state.tasks.values():
        shared = ones & {u.resource for u in known(other.uses, ())}
        if other.owner == task.owner or not shared or other.start is None or other.status in ("done", "cancelled"):
            continue
        resource = min(shared)
        over = other.start < end and start < other.start + timedelta(minutes=other.duration.likely_min)
        if over and not state.agreed(f"{resource}:{task.id}:{other.id}"):
            raise Refused("plan-sequence-needed", task=task.id, other=other.id, owner=other.owner, resource=resource)


def _takes_one(state: PlanState, resource: ResourceId) -> bool:
    found = state.resources.get(resource)
    return found is not None and found.capacity == 1


def sequence_sound(state: PlanState, sequence: model.Sequence, context: Context) -> None:
    """Both tasks are known and use the resource, and one of them is the own nation's."""
    tasks = [state.tasks.get(t) for t in (sequence.first, sequence.second)]
    for identifier, task in zip((sequence.first, sequence.second), tasks, strict=True):
        if task is None:
            raise Refused("plan-unknown-task", task=identifier)
        if sequence.resource not in {u.resource for u in known(task.uses, ())}:
            raise Refused("plan-sequence-not-shared", task=identifier, resource=sequence.resource)
    if all(t is None or t.owner != context.nation for t in tasks):
        raise Refused("plan-sequence-not-own", resource=sequence.resource)


def own_key(state: PlanState, sequence: model.Sequence, context: Context) -> str:
    """Return the version key of the own task in a sequence, whose label the acceptance takes."""
    first = state.tasks[sequence.first]
    return f"task:{first.id if first.owner == context.nation else sequence.second}"
