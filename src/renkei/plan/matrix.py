"""The synchronisation matrix as values: lanes, bars, ghosts, places over time; draws nothing, solves nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal

import msgspec

from renkei.kernel.ids import EventId, Nation, RequestId, ResourceId, TaskId
from renkei.kernel.label import Withheld
from renkei.kernel.names import Name
from renkei.plan.engine.pose import Stance, known, options_of, origin_of, pose
from renkei.plan.engine.problem import FOR_EVER, Placing, Problem
from renkei.plan.engine.temporal import hit_by, windows
from renkei.plan.engine.verify import end_of, hard, verify
from renkei.plan.history import undoable
from renkei.plan.marking import release_lists
from renkei.plan.model import OPEN_STATUSES, Plan, Resource, Status, Task
from renkei.plan.state import Ghost, PlanState

UNDO_MAX = 20
"""Changes that the screen offers to take back: what a person still remembers."""
MARGIN_H = 6
"""Hours shown before the first and after the last time of the plan."""


UNIT_NOT_KNOWN = Name("No unit known here", "部隊の情報なし")
"""Name of the lane of a partner's tasks that came without a unit: it has none, or did not release it."""


class Group(msgspec.Struct, frozen=True):
    """Lanes that belong together."""

    id: str
    name: Name


class Lane(msgspec.Struct, frozen=True):
    """A row: a unit, or a nation's tasks without one."""

    id: str
    name: Name
    nation: Nation
    own: bool
    group: Group


class BarUse(msgspec.Struct, frozen=True):
    """What a bar holds of a resource."""

    resource: ResourceId
    name: Name
    quantity: int


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """A task as the matrix shows it.

    Attributes:
        withhold: Fields of an own task that its label keeps from everybody; nobody learns a partner's.
        conflict: Its time breaks a fact of the plan.
        late_min: Minutes by which it will miss its due time, as far as reported delays push it on.
        slip_min: Minutes by which reported delays push it on, itself or through what it waits for.
        slack_min: Minutes by which an own task can slip before time alone breaks a fact, its followers moving along;
            None for no bound, and for tasks that are not the viewer's. Capacity is not counted.
        at_risk: It answers or hangs on a request and will be late.
    """

    task: TaskId
    lane: str
    name: Name
    owner: Nation
    own: bool
    start: datetime | None
    end: datetime | None
    place: str | None
    duration_min: int
    earliest: datetime | Literal["withheld"] | None
    due: datetime | Literal["withheld"] | None
    status: Status
    uses: tuple[BarUse, ...]
    after: tuple[TaskId, ...]
    at: tuple[str, ...]
    phase: str | None
    priority: int | None
    answers: RequestId | None
    needs_grant: RequestId | None
    grant: Literal["none", "asked", "granted", "refused"]
    rel_to: tuple[Nation, ...]
    withhold: tuple[str, ...]
    version: EventId
    conflict: bool
    late_min: int
    slip_min: int
    slack_min: int | None
    at_risk: bool
    translated: dict[str, bool]


class GhostBar(msgspec.Struct, frozen=True):
    """A wish to move a task, beside its unchanged bar."""

    request: RequestId
    task: TaskId
    start: datetime
    end: datetime
    by: Nation
    state: str


class DecisionMark(msgspec.Struct, frozen=True):
    """A decision point on the time axis."""

    id: str
    name: Name
    at: datetime | None


class PhaseBand(msgspec.Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """A phase on the time axis."""

    id: str
    name: Name
    start: datetime | None
    end: datetime | None


class Step(msgspec.Struct, frozen=True, array_like=True):
    """Capacity and use of a place from one moment until another."""

    start: datetime | None
    end: datetime | None
    capacity: int
    used: int


class PlaceRow(msgspec.Struct, frozen=True):
    """A shared capacity over time."""

    resource: ResourceId
    name: Name
    owner: Nation
    version: EventId
    profile: tuple[Step, ...]


class Undo(msgspec.Struct, frozen=True):
    """A change that `UndoChange` can take back."""

    task: TaskId
    change: EventId


class Matrix(msgspec.Struct, frozen=True, kw_only=True):
    """The whole matrix at one position of the log.

    Attributes:
        labels: For each thing that the matrix shows, also units by their lanes and uses, the nations that may have it.
    """

    position: int
    version: str
    title: Name
    t0: datetime
    now: datetime
    horizon: tuple[datetime, datetime]
    phases: tuple[PhaseBand, ...]
    lanes: tuple[Lane, ...]
    bars: tuple[Bar, ...]
    ghosts: tuple[GhostBar, ...]
    decisions: tuple[DecisionMark, ...]
    places: tuple[PlaceRow, ...]
    undo: tuple[Undo, ...]
    labels: tuple[tuple[Nation, ...], ...]


def matrix_view(state: PlanState, position: int, nation: Nation, now: datetime) -> Matrix:
    """Return the matrix as a nation sees it."""
    plan = state.plan()
    origin = zero_hour(plan, now)
    outlook = _Outlook(plan, now)
    slack = slack_of(plan, nation)
    lanes = {lane.id: lane for t in plan.tasks for lane in [_lane(plan, t, nation)]}
    bars = tuple(_bar(state, plan, t, nation, outlook, slack.get(t.id)) for t in plan.tasks)
    return Matrix(
        position=position,
        version=plan.version,
        title=plan.title,
        t0=origin,
        now=now,
        horizon=_horizon(plan, origin, bars),
        phases=tuple(PhaseBand(p.id, p.name, p.start, p.end) for p in plan.phases),
        lanes=tuple(sorted(lanes.values(), key=lambda x: (not x.own, x.nation, x.id.startswith("nation:"), x.id))),
        bars=bars,
        ghosts=tuple(_ghost(state, w) for _, w in sorted(state.wishes.items())),
        decisions=tuple(DecisionMark(d.id, d.name, d.latest) for d in plan.decisions),
        places=tuple(_places(state, plan, outlook)),
        undo=tuple(_undos(state, nation)),
        labels=tuple(release_lists(state, plan, nation)),
    )


class _Outlook:
    """What the adopted times break, and where reported delays push the tasks."""

    def __init__(self, plan: Plan, now: datetime) -> None:
        stance = Stance(now=now, hold_committed=False, scheduled=True)
        self.problem: Problem = pose(plan, stance)
        jobs = self.problem.jobs
        self.schedule = {i: Placing(j.keep or 0, j.base_option or 0) for i, j in enumerate(jobs)}
        self.index: Mapping[TaskId, int] = {j.id: i for i, j in enumerate(jobs)}
        broken = hard(verify(self.problem, self.schedule))
        late = {v.jobs[0]: self.schedule[v.jobs[0]].start + v.by for v in broken if v.kind in ("delay", "ready")}
        self.slips = hit_by(self.problem, self.schedule, late)
        self.conflicts = {jobs[j].id for v in broken if v.kind not in ("delay", "ready") for j in v.jobs}

    def slip_min(self, task: Task) -> int:
        """Return by how many minutes reported delays push a task on."""
        job = self.index.get(task.id)
        return self.slips.get(job, 0) if job is not None else 0

    def late_min(self, task: Task) -> int:
        """Return by how many minutes a task will miss its due time."""
        due, job = known(task.due, None), self.index.get(task.id)
        if due is None or job is None:
            return 0
        end = self.problem.moment(end_of(self.problem, self.schedule, job) + self.slips.get(job, 0))
        return max(0, int((end - due).total_seconds()) // 60)


def zero_hour(plan: Plan, now: datetime) -> datetime:
    """Return the moment from which screens count: H-hour, otherwise the first time of the plan, otherwise this hour."""
    timed = any(t.start or known(t.earliest, None) for t in plan.tasks)
    if plan.origin is not None or timed:
        return origin_of(plan)
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def slack_of(plan: Plan, nation: Nation) -> dict[TaskId, int]:
    """Return the total float in minutes of a nation's own scheduled tasks, the partner's staying where they are.

    Tasks without a bound are left out; with a contradiction in time there is no float to speak of.
    """
    problem = pose(plan, Stance(nation=nation, hold_partner=True, hold_committed=False, scheduled=True))
    found = windows(problem) or ()
    return {
        job.id: max(0, window.latest - (job.keep or 0))
        for job, window in zip(problem.jobs, found, strict=False)
        if job.owner == nation and window.latest is not None
    }


def _lane(plan: Plan, task: Task, nation: Nation) -> Lane:
    group = Group(task.owner, Name(task.owner, task.owner))
    units: dict[ResourceId, Resource] = {r.id: r for r in plan.resources if r.kind == "unit"}
    used = [u.resource for u in known(task.uses, ()) if u.resource in units]
    if not used and task.owner != nation:
        return Lane(f"unknown:{task.owner}", UNIT_NOT_KNOWN, task.owner, own=False, group=group)
    if not used:
        return Lane(f"nation:{task.owner}", group.name, task.owner, task.owner == nation, group)
    unit = units[used[0]]
    name = unit.name if unit.name != Name() else Name(unit.id, unit.id)
    return Lane(f"unit:{unit.id}", name, task.owner, task.owner == nation, group)


def _bar(state: PlanState, plan: Plan, task: Task, nation: Nation, outlook: _Outlook, slack: int | None) -> Bar:
    minutes = _minutes(task)
    late = outlook.late_min(task)
    name = known(task.name, Name())
    answers, hangs = known(task.answers, None), known(task.needs_grant, None)
    label = state.labels.get(f"task:{task.id}")
    return Bar(
        task=task.id,
        lane=_lane(plan, task, nation).id,
        name=name,
        owner=task.owner,
        own=task.owner == nation,
        start=task.start,
        end=_end(plan, task, minutes),
        place=task.place,
        duration_min=minutes,
        earliest="withheld" if isinstance(task.earliest, Withheld) else task.earliest,
        due="withheld" if isinstance(task.due, Withheld) else task.due,
        status=task.status,
        uses=tuple(_use(plan, u.resource, u.quantity) for u in known(task.uses, ())),
        after=known(task.after, ()),
        at=known(task.at, ()),
        phase=known(task.phase, None),
        priority=known(task.priority, None),
        answers=answers,
        needs_grant=hangs,
        grant=_grant_state(plan, hangs),
        rel_to=label.rel_to if label else (),
        withhold=label.withhold if label and task.owner == nation else (),
        version=state.versions[f"task:{task.id}"],
        conflict=task.id in outlook.conflicts,
        late_min=late,
        slip_min=outlook.slip_min(task),
        slack_min=slack,
        at_risk=late > 0 and (answers is not None or hangs is not None),
        translated={"en": name.has("en"), "ja": name.has("ja")},
    )


def _minutes(task: Task) -> int:
    """Return the length of a task in the mode that is adopted, or in its first."""
    ways = options_of(task)
    chosen = [option for option, _ in ways if (option.mode, option.place) == (task.mode, task.place)]
    return (chosen or [ways[0][0]])[0].duration


def _end(plan: Plan, task: Task, minutes: int) -> datetime | None:
    progress = plan.progress.get(task.id)
    if progress and task.status == "done" and progress.finished:
        return progress.finished
    if task.start is None:
        return None
    end = task.start + timedelta(minutes=minutes)
    expected = progress.expected if progress and task.status == "executing" else None
    return max(end, expected) if expected else end


def _use(plan: Plan, resource: ResourceId, quantity: int) -> BarUse:
    name = next((r.name for r in plan.resources if r.id == resource and r.name != Name()), Name(resource, resource))
    return BarUse(resource, name, quantity)


def _grant_state(plan: Plan, request: RequestId | None) -> Literal["none", "asked", "granted", "refused"]:
    asked = plan.requests.get(request) if request is not None else None
    if asked is None:
        return "none"
    if asked.state == "accepted":
        return "granted"
    return "asked" if asked.state == "asked" else "refused"


def _ghost(state: PlanState, wish: Ghost) -> GhostBar:
    asked = state.requests.get(wish.request)
    return GhostBar(wish.request, wish.task, wish.start, wish.end, wish.by, asked.state if asked else "drafted")


def _horizon(plan: Plan, origin: datetime, bars: Iterable[Bar]) -> tuple[datetime, datetime]:
    times = [origin, *(p.end for p in plan.phases if p.end)]
    times += [t for b in bars for t in (b.start, b.end, b.earliest, b.due) if isinstance(t, datetime)]
    margin = timedelta(hours=MARGIN_H)
    return min(times) - margin, max(times) + margin


def _places(state: PlanState, plan: Plan, outlook: _Outlook) -> Iterator[PlaceRow]:
    problem = outlook.problem
    for index, resource in enumerate(plan.resources):
        if resource.kind != "place":
            continue
        name = resource.name if resource.name != Name() else Name(resource.id, resource.id)
        version = state.versions.get(f"resource:{resource.id}", EventId(""))
        yield PlaceRow(resource.id, name, resource.owner, version, tuple(_profile(problem, outlook.schedule, index)))


def _profile(problem: Problem, schedule: Mapping[int, Placing], resource: int) -> Iterator[Step]:
    """Yield capacity and use between the moments at which either changes."""
    capacity = problem.resources[resource]
    users = [
        (schedule[n.job].start, end_of(problem, schedule, n.job), n.quantities[schedule[n.job].option])
        for n in problem.needs(resource)
        if n.job in schedule
    ]
    cuts = sorted({t for s, e, _ in capacity.steps for t in (s, e)} | {t for s, e, _ in users for t in (s, e)})
    last: Sequence[int] = ()
    marks: list[tuple[int, int, int]] = []
    for low in cuts[:-1]:
        here = (capacity.at(low), sum(q for s, e, q in users if s <= low < e))
        if here != last:
            marks.append((low, *here))
        last = here
    for n, (low, amount, used) in enumerate(marks):
        high = marks[n + 1][0] if n + 1 < len(marks) else FOR_EVER
        start = None if low <= -FOR_EVER else problem.moment(low)
        yield Step(start, None if high >= FOR_EVER else problem.moment(high), amount, used)


def _undos(state: PlanState, nation: Nation) -> list[Undo]:
    """Return own changes that can be taken back, newest first."""
    own = [t.id for t in state.tasks.values() if t.owner == nation and t.status in (*OPEN_STATUSES, "cancelled")]
    found = [(change, task) for task in own if (change := undoable(state, task))]
    return [Undo(task, change) for change, task in sorted(found, reverse=True)[:UNDO_MAX]]
