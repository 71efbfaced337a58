"""What happened to the plan, as frozen bodies on the wire; knows no rule about what may happen next."""

import msgspec

from renkei.kernel.event import Kind
from renkei.kernel.ids import PlaceId, ResourceId, TaskId
from renkei.kernel.instant import Instant
from renkei.kernel.names import Name
from renkei.plan.constraint import Constraint
from renkei.plan.model import (
    CapacityPeriod,
    Miss,
    Place,
    Report,
    Resource,
    Sequence,
    Task,
)
from renkei.plan.phase import Decision, Phase


class PlanStarted(msgspec.Struct, frozen=True):
    """A plan began; `origin` is the moment that H-hour stands for."""

    plan: str
    title: Name
    origin: Instant
    anchors: dict[str, Instant]


class TaskAdded(Task, frozen=True, kw_only=True):
    """A nation added a task of its own; the fields are the task's."""


class TaskEdited(Task, frozen=True, kw_only=True):
    """A nation changed a task of its own; the fields are the whole task as it is now."""


class TaskCancelled(msgspec.Struct, frozen=True):
    """A task will not be done."""

    id: TaskId


class TaskScheduled(msgspec.Struct, frozen=True):
    """A task got its time (and place), or, without `start`, lost it."""

    id: TaskId
    start: Instant | None
    place: PlaceId | None = None
    mode: str | None = None


class TaskCommitted(msgspec.Struct, frozen=True):
    """The commander promised the task at its scheduled time."""

    id: TaskId


class TaskReported(msgspec.Struct, frozen=True):
    """A task began, ended, or is expected to begin (once begun: to end) at `at`."""

    id: TaskId
    report: Report
    at: Instant


class PlanAdopted(msgspec.Struct, frozen=True):
    """A schedule was taken as a whole; the times are in the `TaskScheduled` events beside it."""

    tasks: tuple[TaskId, ...]
    misses: tuple[Miss, ...]


class ResourceAdded(Resource, frozen=True, kw_only=True):
    """A nation added a resource of its own; the fields are the resource's."""


class CapacitySet(msgspec.Struct, frozen=True):
    """The capacity of a resource changed."""

    id: ResourceId
    capacity: int
    periods: tuple[CapacityPeriod, ...]


class PlaceAdded(msgspec.Struct, frozen=True):
    """A place that tasks name entered the plan."""

    place: Place


class PhaseAdded(msgspec.Struct, frozen=True):
    """A phase of the operation entered the plan."""

    phase: Phase


class DecisionAdded(msgspec.Struct, frozen=True):
    """A decision point entered the plan."""

    decision: Decision


class ConstraintAdded(msgspec.Struct, frozen=True):
    """A constraint on tasks entered the plan."""

    constraint: Constraint


class ConstraintRemoved(msgspec.Struct, frozen=True):
    """A constraint was taken out of the plan by the nation that added it."""

    constraint: str


class SequenceAccepted(msgspec.Struct, frozen=True):
    """One owner accepted an order of two tasks on a shared place; it holds once both did."""

    sequence: Sequence


KINDS = (
    Kind("plan.PlanStarted", PlanStarted),
    Kind("plan.TaskAdded", TaskAdded),
    Kind("plan.TaskEdited", TaskEdited),
    Kind("plan.TaskCancelled", TaskCancelled),
    Kind("plan.TaskScheduled", TaskScheduled),
    Kind("plan.TaskCommitted", TaskCommitted),
    Kind("plan.TaskReported", TaskReported),
    Kind("plan.PlanAdopted", PlanAdopted),
    Kind("plan.ResourceAdded", ResourceAdded),
    Kind("plan.CapacitySet", CapacitySet),
    Kind("plan.PlaceAdded", PlaceAdded),
    Kind("plan.PhaseAdded", PhaseAdded),
    Kind("plan.DecisionAdded", DecisionAdded),
    Kind("plan.ConstraintAdded", ConstraintAdded),
    Kind("plan.ConstraintRemoved", ConstraintRemoved),
    Kind("plan.SequenceAccepted", SequenceAccepted),
)
