"""Turns a frozen plan into a problem in minutes, under a stance: who asks, when, and what may not move."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TypeVar

import msgspec

from renkei.kernel.ids import Nation, ResourceId, TaskId
from renkei.kernel.label import Withheld
from renkei.kernel.names import Name
from renkei.plan.constraint import AllOrNone, Consumes, Produces
from renkei.plan.engine.constraints import facts_of
from renkei.plan.engine.facts import Away, Brim, Fact, Fixed, Lag, Lower, Need, Rest, Upper
from renkei.plan.engine.phases import order_of_phases
from renkei.plan.engine.problem import (
    FOR_EVER,
    Capacity,
    Flow,
    Job,
    Option,
    Problem,
    Store,
    horizon_of,
    minute_of,
    profile,
)
from renkei.plan.model import Mode, Plan, Resource, Task
from renkei.plan.stock import Stock

T = TypeVar("T")
DAY_ZERO = datetime(1970, 1, 1, tzinfo=UTC)


class Stance(msgspec.Struct, frozen=True, kw_only=True):
    """From where a plan is looked at.

    Attributes:
        now: Nothing that has not begun starts before; None leaves the clock out of account.
        nation: Who asks; None takes every task for an own one.
        hold_partner: The partner's tasks stay at their published times (those without are left out).
        ask_partner: The partner's tasks may be asked to move, those too of which a due time is not known here.
        hold_committed: Own committed tasks stay at their times.
        only: Tasks that may move or be placed; the others stay (those without a time are left out).
        scheduled: Only tasks that have a time take part.
    """

    now: datetime | None = None
    nation: Nation | None = None
    hold_partner: bool = False
    ask_partner: bool = False
    hold_committed: bool = True
    only: frozenset[TaskId] | None = None
    scheduled: bool = False


def known(value: T | Withheld | None, default: T) -> T:
    """Return a value, or the default where there is none or it is withheld."""
    return default if value is None or isinstance(value, Withheld) else value


def pose(plan: Plan, stance: Stance) -> Problem:
    """Return the problem that a plan is under a stance."""
    origin = origin_of(plan)
    tasks = [t for t in plan.tasks if _takes_part(t, stance)]
    index = {t.id: i for i, t in enumerate(tasks)}
    resources = tuple(_capacity(r, plan, origin, index) for r in plan.resources)
    index_of = {r.id: i for i, r in enumerate(resources)}
    groups = frozenset(t for c in plan.constraints if isinstance(c, AllOrNone) for t in c.tasks)
    view = _View(plan, stance, origin, _low(plan, stance, origin), index_of, groups)
    jobs = tuple(view.job(t) for t in tasks)
    facts = [f for i, t in enumerate(tasks) for f in view.facts(t, i, jobs[i], index)]
    facts += [f for i, r in enumerate(plan.resources) for f in _rest(r, i)]
    facts += [*order_of_phases(plan, jobs, facts), *facts_of(plan, jobs, facts, origin)]
    return Problem(
        origin=origin,
        jobs=jobs,
        resources=resources,
        facts=tuple(facts),
        horizon=horizon_of(jobs, resources, facts),
        names={p.id: p.name for p in plan.phases} | {p.id: p.name for p in plan.places},
        reasons={p.id: p.reason for p in plan.places},
        whys={c.id: c.why for c in plan.constraints},
    )


def origin_of(plan: Plan) -> datetime:
    """Return the moment of minute zero: the plan's own, or its earliest time."""
    if plan.origin is not None:
        return plan.origin.astimezone(UTC)
    times = [known(t.earliest, t.start or DAY_ZERO) for t in plan.tasks if t.start or known(t.earliest, None)]
    return min(times, default=DAY_ZERO).astimezone(UTC)


def options_of(task: Task) -> tuple[tuple[Option, Mode], ...]:
    """Return every combination of a task's modes and the places that serve it."""
    plain = Mode("", task.duration, (), known(task.at, ()))
    found = []
    for mode in known(task.modes, ()) or (plain,):
        for place in mode.at or known(task.at, ()) or (None,):
            found.append((Option(mode.duration.likely_min, mode.id or None, place), mode))
    return tuple(found)


def _takes_part(task: Task, stance: Stance) -> bool:
    if task.status == "cancelled":
        return False
    placed = task.start is not None or task.status in ("executing", "done")
    partner = stance.nation is not None and task.owner != stance.nation
    if stance.scheduled or (partner and stance.hold_partner):
        return placed
    return placed or stance.only is None or task.id in stance.only


def _low(plan: Plan, stance: Stance, origin: datetime) -> int:
    """Return the first minute that is left: now, or the first time that the plan names."""
    if stance.now is not None:
        return minute_of(origin, stance.now, up=True)
    times = [known(t.earliest, None) or t.start for t in plan.tasks]
    return min([0, *(minute_of(origin, t, up=True) for t in times if t is not None)])


def _capacity(resource: Resource, plan: Plan, origin: datetime, index: Mapping[TaskId, int]) -> Capacity:
    def span(start: datetime | None, end: datetime | None) -> tuple[int, int]:
        low = minute_of(origin, start, up=False) if start else -FOR_EVER
        return low, minute_of(origin, end, up=True) if end else FOR_EVER

    periods = [(*span(p.start, p.end), p.capacity) for p in resource.periods]
    grants = [(*span(g.start, g.end), g.capacity) for g in plan.grants if g.resource == resource.id]
    return Capacity(
        id=resource.id,
        owner=resource.owner,
        name=resource.name,
        kind=resource.kind,
        usual=resource.capacity,
        steps=profile(resource.capacity, periods, grants),
        store=_store(resource, plan, origin, index) if resource.stock else None,
    )


def _store(resource: Resource, plan: Plan, origin: datetime, index: Mapping[TaskId, int]) -> Store:
    """Return what there is of a stock; what comes is counted from the whole minute after it came."""
    stock = resource.stock or Stock()
    supplies = tuple((minute_of(origin, s.at, up=True), s.amount) for s in stock.resupply)
    flows = tuple(
        Flow(index[c.task], c.quantity if isinstance(c, Produces) else -c.quantity)
        for c in plan.constraints
        if isinstance(c, Consumes | Produces) and c.stock == resource.id and c.task in index
    )
    return Store(stock.initial, supplies, flows)


def _rest(resource: Resource, index: int) -> Iterator[Fact]:
    if resource.stock and resource.stock.store is not None:
        yield Brim(key=f"{resource.id}.store", kind="store", resource=index, most=resource.stock.store)
    if resource.calendar:
        key, calendar = f"{resource.id}.calendar", resource.calendar
        yield Rest(key=key, kind="calendar", resource=index, duty=calendar.duty_min, rest=calendar.rest_min)


class _View(msgspec.Struct, frozen=True):
    """A plan under a stance, with what turns its moments into minutes."""

    plan: Plan
    stance: Stance
    origin: datetime
    low: int
    index: Mapping[ResourceId, int]
    groups: frozenset[TaskId]

    def at(self, moment: datetime, *, up: bool = True) -> int:
        return minute_of(self.origin, moment, up=up)

    def own(self, task: Task) -> bool:
        return self.stance.nation is None or task.owner == self.stance.nation

    def begun(self, task: Task) -> bool:
        return task.status in ("executing", "done")

    def start_reported(self, task: Task) -> int:
        progress = self.plan.progress.get(task.id)
        moment = (progress.started if progress else None) or task.start
        if moment is None and progress and progress.finished:
            return self.at(progress.finished, up=False) - task.duration.likely_min
        return self.at(moment, up=False) if moment else 0

    def held_because(self, task: Task) -> tuple[int, str] | None:
        """Return the minute at which a task stays and why, or None for one that may move."""
        if self.begun(task):
            return self.start_reported(task), task.status
        asked = self.stance.hold_partner or self.stance.ask_partner
        if not self.own(task) and isinstance(task.due, Withheld) and not asked:
            published = task.start or known(task.earliest, None)
            return (self.at(published), "withheld") if published else None
        if task.start is None:
            return None
        start = self.at(task.start, up=False)
        if not self.own(task) and self.stance.hold_partner:
            return start, "partner"
        if self.stance.only is not None and task.id not in self.stance.only:
            return start, "kept"
        return (start, "committed") if task.status == "committed" and self.stance.hold_committed else None

    def job(self, task: Task) -> Job:
        options = [option for option, _ in options_of(task)]
        progress = self.plan.progress.get(task.id)
        keep = self.start_reported(task) if self.begun(task) else None
        if keep is None and task.start is not None:
            keep = self.at(task.start, up=False)
        if self.begun(task) and progress and (end := progress.finished or progress.expected):
            duration = max(self.at(end) - (keep or 0), 0)
            options = [msgspec.structs.replace(o, duration=duration) for o in options]
        held = self.held_because(task)
        chosen = [i for i, o in enumerate(options) if (o.mode, o.place) == (task.mode, task.place)]
        return Job(
            id=task.id,
            owner=task.owner,
            name=known(task.name, Name()),
            own=self.own(task),
            options=tuple(options),
            low=self.low,
            keep=held[0] if held else keep,
            base_option=chosen[0] if chosen else None,
            committed=task.status == "committed",
            priority=known(task.priority, 3),
            answers=known(task.answers, None),
            needs_grant=known(task.needs_grant, None),
            optional=not held and not self.stance.scheduled and task.id in self.groups,
        )

    def facts(self, task: Task, i: int, job: Job, index: Mapping[TaskId, int]) -> Iterator[Fact]:
        """Yield every fact that a task states by itself."""
        yield from self.needs(task, i, job)
        held = self.held_because(task)
        if held:
            yield Fixed(key=f"{task.id}.held", kind="held", job=i, at=held[0], reason=held[1])
        if task.status == "done":
            return
        if (due := known(task.due, None)) is not None:
            yield Upper(key=f"{task.id}.due", kind="due", job=i, at=self.at(due, up=False))
        if self.begun(task):
            return
        for of in known(task.after, ()):
            if of in index:
                yield Lag(key=f"{task.id}.after.{of}", kind="after", job=i, of=index[of], least=0)
        if not held or held[1] in ("committed", "kept"):
            yield from self.bounds(task, i, job)
            yield from self.closures(i, job)

    def needs(self, task: Task, i: int, job: Job) -> Iterator[Fact]:
        shared, count = known(task.uses, ()), len(job.options)
        amounts: dict[ResourceId, list[int]] = {}
        ways = [mode.uses for _, mode in options_of(task)] if known(task.modes, ()) else [()] * count
        for n, uses in enumerate(ways):
            for use in (*shared, *uses):
                amounts.setdefault(use.resource, [0] * count)[n] += use.quantity
        for resource, quantities in amounts.items():
            if resource in self.index and any(quantities):
                key = f"{task.id}.uses.{resource}"
                yield Need(key=key, kind="uses", job=i, resource=self.index[resource], quantities=tuple(quantities))

    def bounds(self, task: Task, i: int, job: Job) -> Iterator[Fact]:
        """Yield what keeps a task from starting: its earliest start, its units' readiness, their delays.

        A task that should have begun and was not reported may stay as it was planned; anything else begins from now on.
        """
        earliest = known(task.earliest, None)
        if earliest is not None:
            yield Lower(key=f"{task.id}.earliest", kind="earliest", job=i, at=self.at(earliest))
        for key, options in _users(task, len(job.options)).items():
            if key not in self.index:
                continue
            n, which = self.index[key], None if len(options) == len(job.options) else options
            resource = self.plan.resources[n]
            ready = self.at(resource.ready) if resource.ready else None
            if ready is not None:
                yield Lower(key=f"{resource.id}.ready", kind="ready", job=i, at=ready, options=which, source=n)
            late = self.plan.delays.get(resource.id, 0)
            if late:
                planned = [self.at(earliest) if earliest else 0, *([ready] if ready is not None else [])]
                at = max(planned) + late
                yield Lower(key=f"{resource.id}.delay", kind="delay", job=i, at=at, options=which, source=n)
        others = tuple(n for n in range(len(job.options)) if n != job.base_option)
        if None not in (job.keep, job.base_option) and (job.keep or 0) < self.low and others:
            yield Lower(key=f"{task.id}.now", kind="earliest", job=i, at=self.low, options=others)
        progress = self.plan.progress.get(task.id)
        if progress and progress.expected:
            yield Lower(key=f"{task.id}.delay", kind="delay", job=i, at=self.at(progress.expected))

    def closures(self, i: int, job: Job) -> Iterator[Fact]:
        for place in self.plan.places:
            options = tuple(n for n, o in enumerate(job.options) if o.place == place.id)
            periods = tuple((self.at(p.start, up=False), self.at(p.end) if p.end else FOR_EVER) for p in place.closed)
            if options and periods:
                key = f"{job.id}.at.{place.id}"
                yield Away(key=key, kind="closed", job=i, periods=periods, options=options, place=place.id)


def _users(task: Task, count: int) -> dict[ResourceId, tuple[int, ...]]:
    """Return for each resource that a task uses which of its options use it."""
    ways = options_of(task) if known(task.modes, ()) else ()
    found: dict[ResourceId, tuple[int, ...]] = {u.resource: tuple(range(count)) for u in known(task.uses, ())}
    for n, (_, mode) in enumerate(ways):
        for use in mode.uses:
            if len(found.get(use.resource, ())) < count:
                found[use.resource] = tuple(dict.fromkeys((*found.get(use.resource, ()), n)))
    return found
