"""Values and commands of the plan; knows no rule, state, solver or file.

Times are aware UTC datetimes, durations and lags whole minutes. A field that a release rule may withhold
has the type `T | Withheld` and is absent from the partner's copy.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

import msgspec

from renkei.kernel.ids import EventId, Nation, PlaceId, RequestId, ResourceId, TaskId
from renkei.kernel.instant import Instant
from renkei.kernel.label import WITHHELD, Withheld
from renkei.kernel.names import Name
from renkei.plan.constraint import Constraint, Period
from renkei.plan.phase import Decision, Phase
from renkei.plan.stock import Stock

Status: TypeAlias = Literal["planned", "on_call", "committed", "executing", "done", "cancelled"]
Report: TypeAlias = Literal["started", "finished", "delayed"]
ResourceKind: TypeAlias = Literal["unit", "place", "stock"]

OPEN_STATUSES: tuple[Status, ...] = ("planned", "on_call", "committed")
"""Statuses of a task that has not begun."""


class Duration(msgspec.Struct, frozen=True):
    """How long a task takes, in minutes; with `least_min` and `most_min` a three-point estimate."""

    likely_min: int
    least_min: int | None = None
    most_min: int | None = None


class Use(msgspec.Struct, frozen=True):
    """A share of a capacity that a task holds from its start to its end."""

    resource: ResourceId
    quantity: int = 1


class Mode(msgspec.Struct, frozen=True):
    """One of several ways to do a task: other units, other place, other duration."""

    id: str
    duration: Duration
    uses: tuple[Use, ...] = ()
    at: tuple[PlaceId, ...] = ()


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """Something that one nation does.

    Attributes:
        uses: Shares of capacities held in every mode.
        at: Places that serve, in order of preference.
        modes: Alternative ways; empty means that `duration` and `uses` say it all.
        answers: Request that this task fulfils.
        needs_grant: Request that must be accepted before the task may be committed.
        priority: 1 is highest.
        start: Adopted start; None while the task is not scheduled.
    """

    id: TaskId
    owner: Nation
    duration: Duration
    status: Status = "planned"
    start: Instant | None = None
    place: PlaceId | None = None
    mode: str | None = None
    name: Name | Withheld = WITHHELD
    uses: tuple[Use, ...] | Withheld = WITHHELD
    at: tuple[PlaceId, ...] | Withheld = WITHHELD
    after: tuple[TaskId, ...] | Withheld = WITHHELD
    modes: tuple[Mode, ...] | Withheld = WITHHELD
    earliest: Instant | Withheld | None = WITHHELD
    due: Instant | Withheld | None = WITHHELD
    phase: str | Withheld | None = WITHHELD
    answers: RequestId | Withheld | None = WITHHELD
    needs_grant: RequestId | Withheld | None = WITHHELD
    priority: int | Withheld | None = WITHHELD


class CapacityPeriod(msgspec.Struct, frozen=True):
    """From `start` until `end` the capacity is this instead of the usual one."""

    start: Instant
    end: Instant | None
    capacity: int


class Calendar(msgspec.Struct, frozen=True):
    """Crew rest: at most `duty_min` minutes on duty, then at least `rest_min` minutes of rest."""

    duty_min: int
    rest_min: int


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """A capacity that tasks share: number of craft of a unit, parking stands, berths, a landing site.

    Attributes:
        capacity: How much may be in use at once, outside of `periods`.
        periods: Times with another capacity; where two overlap the later one of the list holds.
        ready: Not usable before.
        place: Where it is, for a place's capacity.
        stock: For a stock, how much there is; a capacity it has none.
    """

    id: ResourceId
    owner: Nation
    kind: ResourceKind = "unit"
    name: Name = Name()
    capacity: int = 1
    periods: tuple[CapacityPeriod, ...] = ()
    ready: Instant | None = None
    place: PlaceId | None = None
    calendar: Calendar | None = None
    stock: Stock | None = None


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where tasks happen (WGS 84 degrees); `closed` are the periods in which it does not serve, `reason` why."""

    id: PlaceId
    owner: Nation | None = None
    name: Name = Name()
    closed: tuple[Period, ...] = ()
    reason: str = ""
    lat: float | None = None
    lon: float | None = None


class Grant(msgspec.Struct, frozen=True):
    """Extra capacity that its owner conceded under a request, for a time."""

    request: RequestId
    resource: ResourceId
    capacity: int
    start: Instant | None
    end: Instant | None


class Asked(msgspec.Struct, frozen=True):
    """What the plan knows of a request: who asked whom, and how it stands."""

    by: Nation
    of: Nation
    state: Literal["asked", "accepted", "refused", "withdrawn"]


class Progress(msgspec.Struct, frozen=True):
    """What was reported of a task: begun, ended, or expected (start if not begun, otherwise end)."""

    started: Instant | None = None
    finished: Instant | None = None
    expected: Instant | None = None


class Sequence(msgspec.Struct, frozen=True):
    """An order of two tasks on a resource that only one can use; holds once both owners accepted it."""

    resource: ResourceId
    first: TaskId
    second: TaskId


class Placed(msgspec.Struct, frozen=True):
    """Where a schedule puts one task."""

    task: TaskId
    start: Instant
    end: Instant
    place: PlaceId | None = None
    mode: str | None = None


class Miss(msgspec.Struct, frozen=True):
    """A due time that a schedule misses, said openly: which, by how much, whose."""

    task: TaskId
    due: Instant
    end: Instant
    by_min: int
    owner: Nation


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A whole plan at one moment, as the engine takes it and as a document carries it.

    Attributes:
        version: Version of the state that it was taken from.
        origin: Moment from which the engine counts minutes (H-hour).
        delays: Minutes by which units are late.
        progress: What was reported of each task.
        stated: How each nation states a phase, which binds the tasks of those nations alone; one not here binds all.
        versions: Event that last changed each object, by `kind:id`.
    """

    id: str = "plan"
    version: str = ""
    title: Name = Name()
    origin: Instant | None = None
    anchors: dict[str, Instant] = {}
    tasks: tuple[Task, ...] = ()
    resources: tuple[Resource, ...] = ()
    places: tuple[Place, ...] = ()
    phases: tuple[Phase, ...] = ()
    decisions: tuple[Decision, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    sequences: tuple[Sequence, ...] = ()
    grants: tuple[Grant, ...] = ()
    requests: dict[RequestId, Asked] = {}
    delays: dict[ResourceId, int] = {}
    progress: dict[TaskId, Progress] = {}
    stated: dict[str, dict[Nation, Phase]] = {}
    versions: dict[str, EventId] = {}

    def versions_of(self, schedule: Iterable[Placed]) -> dict[TaskId, EventId]:
        """Return the version of each task that a schedule places; a plan from a document has none."""
        known = ((p.task, self.versions.get(f"task:{p.task}")) for p in schedule)
        return {task: version for task, version in known if version is not None}

    def misses_of(self, schedule: Iterable[Placed]) -> tuple[Miss, ...]:
        """Return the due times that a schedule misses, as far as they are known here."""
        tasks = {t.id: t for t in self.tasks}
        dues = ((p, tasks[p.task].owner, tasks[p.task].due) for p in schedule)
        late = [(p, owner, due) for p, owner, due in dues if isinstance(due, datetime) and p.end > due]
        return tuple(Miss(p.task, due, p.end, (p.end - due) // timedelta(minutes=1), owner) for p, owner, due in late)


class StartPlan(msgspec.Struct, frozen=True, kw_only=True):
    """Begin a plan: its identity, title and the moment that H-hour stands for."""

    plan: str
    title: Name
    origin: Instant
    anchors: dict[str, Instant] = {}


class AddTask(msgspec.Struct, frozen=True, kw_only=True):
    """Add an own task; `owner` may be left out, and any other nation there is refused."""

    task: TaskId
    duration: Duration
    name: Name
    owner: Nation | None = None
    status: Literal["planned", "on_call"] = "planned"
    uses: tuple[Use, ...] = ()
    at: tuple[PlaceId, ...] = ()
    after: tuple[TaskId, ...] = ()
    modes: tuple[Mode, ...] = ()
    earliest: Instant | None = None
    due: Instant | None = None
    phase: str | None = None
    answers: RequestId | None = None
    needs_grant: RequestId | None = None
    priority: int | None = None


class EditTask(msgspec.Struct, frozen=True, kw_only=True):
    """Change fields of an own task; an absent field stays as it is."""

    task: TaskId
    based_on: EventId
    duration: Duration | Withheld = WITHHELD
    status: Literal["planned", "on_call"] | Withheld = WITHHELD
    name: Name | Withheld = WITHHELD
    uses: tuple[Use, ...] | Withheld = WITHHELD
    at: tuple[PlaceId, ...] | Withheld = WITHHELD
    after: tuple[TaskId, ...] | Withheld = WITHHELD
    modes: tuple[Mode, ...] | Withheld = WITHHELD
    earliest: Instant | Withheld | None = WITHHELD
    due: Instant | Withheld | None = WITHHELD
    phase: str | Withheld | None = WITHHELD
    answers: RequestId | Withheld | None = WITHHELD
    needs_grant: RequestId | Withheld | None = WITHHELD
    priority: int | Withheld | None = WITHHELD


class CancelTask(msgspec.Struct, frozen=True, kw_only=True):
    """Cancel an own task."""

    task: TaskId
    based_on: EventId


class MoveTask(msgspec.Struct, frozen=True, kw_only=True):
    """Put an own task at another time, or, without `start`, take it out of the schedule."""

    task: TaskId
    based_on: EventId
    start: Instant | None
    place: PlaceId | None = None


class CommitTask(msgspec.Struct, frozen=True, kw_only=True):
    """Commit an own scheduled task: from now on its time is a promise."""

    task: TaskId
    based_on: EventId


class ReportTask(msgspec.Struct, frozen=True, kw_only=True):
    """Report that an own task began, ended, or is expected to begin (or, once begun, to end) at `at`."""

    task: TaskId
    report: Report
    at: Instant


class AdoptPlan(msgspec.Struct, frozen=True, kw_only=True):
    """Take a schedule of own tasks into the plan; `misses` are the due times knowingly missed.

    Attributes:
        based_on: Version of each task that the schedule was made from; what a partner changed meanwhile is verified
            anew.
        talk: Request on which both sides agreed about a joint plan: of the partner's part its last words there count,
            not the times that it published before.
    """

    based_on: dict[TaskId, EventId]
    schedule: tuple[Placed, ...]
    misses: tuple[Miss, ...] = ()
    talk: RequestId | None = None


class AddResource(msgspec.Struct, frozen=True, kw_only=True):
    """Add an own resource."""

    resource: Resource


class SetCapacity(msgspec.Struct, frozen=True, kw_only=True):
    """Change capacity, periods and readiness of an own resource."""

    resource: ResourceId
    based_on: EventId
    capacity: int
    periods: tuple[CapacityPeriod, ...] = ()


class AddPlace(msgspec.Struct, frozen=True, kw_only=True):
    """Add a place that tasks name."""

    place: Place


class AddPhase(msgspec.Struct, frozen=True, kw_only=True):
    """Add a phase of the operation."""

    phase: Phase


class AddDecision(msgspec.Struct, frozen=True, kw_only=True):
    """Add a decision point."""

    decision: Decision


class AddConstraint(msgspec.Struct, frozen=True, kw_only=True):
    """Add a constraint on own tasks."""

    constraint: Constraint


class RemoveConstraint(msgspec.Struct, frozen=True, kw_only=True):
    """Remove a constraint that this nation added."""

    constraint: str
    based_on: EventId


class AcceptSequence(msgspec.Struct, frozen=True, kw_only=True):
    """Accept, for the own side, an order of two tasks on a shared place."""

    sequence: Sequence


class UndoChange(msgspec.Struct, frozen=True, kw_only=True):
    """Take back an own change of a task that nothing has changed since: a new event, the old values."""

    task: TaskId
    change: EventId
