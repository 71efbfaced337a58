"""What a party may see: its own part of a plan, and of the partner only bookings and meetings; solves nothing."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

import msgspec

from renkei.kernel.ids import Nation, ResourceId, TaskId
from renkei.kernel.names import Name
from renkei.plan.constraint import After, Constraint
from renkei.plan.engine.facts import Lag
from renkei.plan.engine.negotiate.exchange import Booking, Meeting, Offer
from renkei.plan.engine.pose import Stance, known, options_of, pose
from renkei.plan.gates import ordered
from renkei.plan.model import Duration, Placed, Plan, Resource, Task, Use

MINUTE = timedelta(minutes=1)


def tasks_of(constraint: Constraint) -> tuple[TaskId, ...]:
    """Return the tasks that a constraint names."""
    single = [getattr(constraint, field, None) for field in ("task", "of")]
    return (*(t for t in single if t is not None), *getattr(constraint, "tasks", ()))


def uses_of(task: Task) -> frozenset[ResourceId]:
    """Return every resource that a task may use."""
    modes = [u for _, mode in options_of(task) for u in mode.uses]
    return frozenset(u.resource for u in (*known(task.uses, ()), *modes))


def part_of(plan: Plan, nation: Nation) -> Plan:
    """Return what one nation holds of a joint plan: its tasks, its resources and those it uses, what names its tasks.

    An order that a partner's task states after an own one becomes a constraint of this part, and so does what phases
    let a task of either side wait for on the other.
    """
    own = {t.id: t for t in plan.tasks if t.owner == nation}
    used = frozenset[ResourceId]().union(*(uses_of(t) for t in own.values()))
    orders = tuple(
        After(id=f"{t.id}.after.{of}", task=t.id, of=of)
        for t in plan.tasks
        if t.owner != nation
        for of in known(t.after, ())
        if of in own
    )
    resources = tuple(r for r in plan.resources if r.owner == nation or r.id in used)
    return msgspec.structs.replace(
        own_tasks(plan, nation),
        resources=resources,
        constraints=(*(c for c in plan.constraints if _binds(c, own, resources)), *orders, *_phases(plan, nation)),
        progress={t: p for t, p in plan.progress.items() if t in own},
        requests={},
        versions={},
    )


def _binds(constraint: Constraint, own: Mapping[TaskId, Task], resources: Iterable[Resource]) -> bool:
    """Whether a constraint says anything about own tasks: it names one, or a resource and no task at all."""
    named = set(tasks_of(constraint))
    things = {*getattr(constraint, "assets", ()), getattr(constraint, "stock", None)}
    return bool(named & own.keys()) if named else bool({r.id for r in resources} & things)


def _phases(plan: Plan, nation: Nation) -> tuple[After, ...]:
    """Return what phases let a task of a nation wait for on another's, or another's on its own."""
    if not ordered(plan):
        return ()
    problem = pose(plan, Stance(hold_committed=False))
    lags = (f for f in problem.facts if isinstance(f, Lag) and f.into is not None)
    pairs = ((f.key, problem.jobs[f.job], problem.jobs[f.of]) for f in lags)
    return tuple(
        After(id=key, task=job.id, of=of.id) for key, job, of in pairs if (job.owner == nation) != (of.owner == nation)
    )


def held_part(plan: Plan, nation: Nation) -> Plan:
    """Return the own part of a plan as a node holds it: with its units' delays, agreed orders and granted requests."""
    part = part_of(plan, nation)
    return msgspec.structs.replace(part, requests=plan.requests, versions=plan.versions)


def joined(plans: tuple[Plan, Plan], nations: tuple[Nation, Nation]) -> Plan:
    """Return one plan of two: each nation's tasks from its own, resources and constraints of both, by identifier."""
    one, other = plans
    resources = {r.id: r for p in (other, one) for r in p.resources}
    resources |= {r.id: r for p, n in zip(plans, nations, strict=True) for r in p.resources if r.owner == n}
    constraints = {c.id: c for p in (other, one) for c in p.constraints}
    tasks = tuple(t for p, n in zip(plans, nations, strict=True) for t in own_tasks(p, n).tasks)
    return msgspec.structs.replace(
        one, tasks=tasks, resources=tuple(resources.values()), constraints=tuple(constraints.values())
    )


def own_tasks(plan: Plan, nation: Nation) -> Plan:
    """Return the plan without any task of another nation: what is known of those comes from exchanges alone."""
    return msgspec.structs.replace(plan, tasks=tuple(t for t in plan.tasks if t.owner == nation))


def ties(plan: Plan) -> tuple[frozenset[TaskId], frozenset[TaskId]]:
    """Return the tasks of a part that are tied to tasks which are not in it, and those others."""
    own = {t.id for t in plan.tasks}
    groups = [set(tasks_of(c)) for c in plan.constraints]
    groups += [{t.id, of} for t in plan.tasks for of in known(t.after, ())]
    tied = frozenset[TaskId]().union(*(g for g in groups if g & own and g - own))
    return tied & own, tied - own


def foreign(plan: Plan, nation: Nation) -> frozenset[ResourceId]:
    """Return the resources of others that own tasks use: bookings of these always concern their owners."""
    theirs = {r.id for r in plan.resources if r.owner != nation}
    return frozenset(r for t in plan.tasks for r in uses_of(t) if r in theirs)


def offer_of(
    plan: Plan,
    placed: Iterable[Placed],
    shared: frozenset[ResourceId],
    tied: frozenset[TaskId],
    worth: Callable[[TaskId], int],
    since: datetime | None = None,
) -> Offer:
    """Return what a schedule of own tasks says to the partner.

    Args:
        plan: The own part.
        placed: The schedule.
        shared: Resources whose bookings concern the partner.
        tied: Own tasks whose times concern the partner.
        worth: What it is worth that a task does not slip.
        since: Uses that ended by then concern nobody any more.
    """
    tasks = {t.id: t for t in plan.tasks}
    bookings: list[Booking] = []
    meetings: list[Meeting] = []
    for p in placed:
        used = sorted((r, q) for r, q in held(tasks[p.task], p).items() if r in shared and p.start < p.end)
        used = [] if since is not None and p.end <= since else used
        bookings += [Booking(r, q, p.start, p.end, worth(p.task)) for r, q in used]
        if p.task in tied:
            meetings.append(Meeting(p.task, p.start, p.end, worth(p.task)))
    return Offer(tuple(bookings), tuple(meetings))


def held(task: Task, placed: Placed) -> dict[ResourceId, int]:
    """Return how much of each resource a task holds where it is placed."""
    found: dict[ResourceId, int] = {}
    chosen = next((m for o, m in options_of(task) if (o.mode, o.place) == (placed.mode, placed.place)), None)
    for use in (*known(task.uses, ()), *(chosen.uses if chosen else ())):
        found[use.resource] = found.get(use.resource, 0) + use.quantity
    return found


def beside(plan: Plan, partner: Nation, offer: Offer) -> Plan:
    """Return the own part with the partner's bookings, then its meetings, as tasks that stay where they are."""
    booked = [
        _item(TaskId(f"{partner}:{n}"), partner, b, (Use(b.resource, b.quantity),))
        for n, b in enumerate(offer.bookings)
    ]
    met = [_item(m.task, partner, m, ()) for m in offer.meetings]
    return msgspec.structs.replace(plan, tasks=(*plan.tasks, *booked, *met))


def _item(key: TaskId, owner: Nation, said: Booking | Meeting, uses: tuple[Use, ...]) -> Task:
    length = Duration((said.end - said.start) // MINUTE)
    return Task(id=key, owner=owner, duration=length, start=said.start, name=Name(), uses=uses)
