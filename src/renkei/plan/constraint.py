"""Kinds of constraint beyond what a task itself states; knows their form, not how they are checked.

The closed vocabulary is in `docs/plan.md`.
"""

from typing import Literal, TypeAlias

import msgspec

from renkei.kernel.ids import PlaceId, RequestId, ResourceId, TaskId
from renkei.kernel.instant import Instant
from renkei.kernel.names import Name

Point: TypeAlias = Literal["start", "end"]


class Period(msgspec.Struct, frozen=True):
    """A half-open span of time; without `end` it lasts for ever."""

    start: Instant
    end: Instant | None = None


class Common(msgspec.Struct, frozen=True, kw_only=True):
    """What every constraint carries beside its own facts.

    Attributes:
        why: Reason in both languages, shown by the explanation.
        set_by: Who set it, a nation's code or `both`.
        weight: None for a hard constraint; otherwise the cost of breaking it.
    """

    id: str
    why: Name = Name()
    set_by: str = ""
    weight: int | None = None


class After(Common, frozen=True, tag_field="kind", tag="after", kw_only=True):
    """A point of `task` comes between `lag_min` and `lag_most_min` minutes after a point of `of`."""

    task: TaskId
    of: TaskId
    lag_min: int = 0
    lag_most_min: int | None = None
    task_point: Point = "start"
    of_point: Point = "end"


class StartTogether(Common, frozen=True, tag_field="kind", tag="start_together", kw_only=True):
    """The tasks start at most `within_min` minutes apart."""

    tasks: tuple[TaskId, ...]
    within_min: int = 0


class EndTogether(Common, frozen=True, tag_field="kind", tag="end_together", kw_only=True):
    """The tasks end at most `within_min` minutes apart."""

    tasks: tuple[TaskId, ...]
    within_min: int = 0


class Window(Common, frozen=True, tag_field="kind", tag="window", kw_only=True):
    """The task starts not before `earliest` and ends not after `latest`."""

    task: TaskId
    earliest: Instant | None = None
    latest: Instant | None = None


class Deadline(Common, frozen=True, tag_field="kind", tag="deadline", kw_only=True):
    """The task ends not after `latest`."""

    task: TaskId
    latest: Instant


class NotDuring(Common, frozen=True, tag_field="kind", tag="not_during", kw_only=True):
    """The task does not overlap any of the periods (curfew, closure, tide)."""

    task: TaskId
    periods: tuple[Period, ...]


class VolumeSeparation(Common, frozen=True, tag_field="kind", tag="volume_separation", kw_only=True):
    """One task at a time in an airspace or sea-space volume, `buffer_min` minutes between two."""

    tasks: tuple[TaskId, ...]
    volume: str
    buffer_min: int = 0


class Span(Common, frozen=True, tag_field="kind", tag="span", kw_only=True):
    """From the first start to the last end of the tasks pass at most `longest_min` minutes."""

    tasks: tuple[TaskId, ...]
    longest_min: int


class DecisionBefore(Common, frozen=True, tag_field="kind", tag="decision_before", kw_only=True):
    """The task starts at least `lead_min` minutes after the latest time of the decision point."""

    decision: str
    task: TaskId
    lead_min: int = 0


class SameAsset(Common, frozen=True, tag_field="kind", tag="same_asset", kw_only=True):
    """The tasks are served by the same units: each of `assets` (none named: any unit) serves all of them or none."""

    tasks: tuple[TaskId, ...]
    assets: tuple[ResourceId, ...] = ()


class DifferentAsset(Common, frozen=True, tag_field="kind", tag="different_asset", kw_only=True):
    """No unit of `assets` (none named: no unit) serves two of the tasks."""

    tasks: tuple[TaskId, ...]
    assets: tuple[ResourceId, ...] = ()


class PhaseGate(Common, frozen=True, tag_field="kind", tag="phase_gate", kw_only=True):
    """The task starts at least `lead_min` minutes after the exit criteria of a phase are met.

    Attributes:
        tasks: Tasks whose ends meet the criteria; none named: every other task of the phase.
    """

    task: TaskId
    phase: str
    tasks: tuple[TaskId, ...] = ()
    lead_min: int = 0


class Authority(Common, frozen=True, tag_field="kind", tag="authority", kw_only=True):
    """The task is done only under an accepted request.

    Attributes:
        assets: Units that serve under it: the constraint binds the modes that use one of them. None named: every mode.
    """

    task: TaskId
    request: RequestId
    assets: tuple[ResourceId, ...] = ()


class Coverage(Common, frozen=True, tag_field="kind", tag="coverage", kw_only=True):
    """At all times from `start` until `end`, tasks hold at least `at_least` of the assets in all.

    Attributes:
        tasks: Tasks that count as duty; none named: every task that uses one of the assets.
    """

    assets: tuple[ResourceId, ...]
    at_least: int
    start: Instant
    end: Instant
    tasks: tuple[TaskId, ...] = ()


class AllOrNone(Common, frozen=True, tag_field="kind", tag="all_or_none", kw_only=True):
    """The tasks are optional: they are done all or not at all. One that is promised or begun is not optional."""

    tasks: tuple[TaskId, ...]


class Consumes(Common, frozen=True, tag_field="kind", tag="consumes", kw_only=True):
    """The task takes `quantity` out of a stock when it starts; the stock never falls below zero."""

    task: TaskId
    stock: ResourceId
    quantity: int


class Produces(Common, frozen=True, tag_field="kind", tag="produces", kw_only=True):
    """The task puts `quantity` into a stock when it ends; the stock never grows beyond its store."""

    task: TaskId
    stock: ResourceId
    quantity: int


class TravelTime(msgspec.Struct, frozen=True):
    """From `origin` to `to` takes so many minutes; the way back takes as long unless it is stated."""

    origin: PlaceId
    to: PlaceId
    minutes: int


class Travel(Common, frozen=True, tag_field="kind", tag="travel", kw_only=True):
    """Between two tasks of one of the assets at different places passes the time to travel from one to the other.

    A unit travels as one. Times are stated, or follow from the positions of the places and the speed; a way over other
    places counts where it is quicker.

    Attributes:
        speed_kn: Speed over ground in knots.
        times: Times that are stated, before those that follow from the speed.
    """

    assets: tuple[ResourceId, ...]
    speed_kn: float | None = None
    times: tuple[TravelTime, ...] = ()


class OnCall(Common, frozen=True, tag_field="kind", tag="on_call", kw_only=True):
    """The task is done at any time between `start` and `end`, and what it uses is reserved for it all that time."""

    task: TaskId
    start: Instant
    end: Instant


class Hold(Common, frozen=True, tag_field="kind", tag="hold", kw_only=True):
    """The task starts exactly at `start`."""

    task: TaskId
    start: Instant


class MaxMoves(Common, frozen=True, tag_field="kind", tag="max_moves", kw_only=True):
    """A repair moves at most `at_most` tasks that are committed."""

    at_most: int


Constraint: TypeAlias = (
    After
    | StartTogether
    | EndTogether
    | Window
    | Deadline
    | NotDuring
    | VolumeSeparation
    | Span
    | DecisionBefore
    | SameAsset
    | DifferentAsset
    | PhaseGate
    | Authority
    | Coverage
    | AllOrNone
    | Consumes
    | Produces
    | Travel
    | OnCall
    | Hold
    | MaxMoves
)
