"""What the engine answers, in the form in which web and command line show it; computes nothing."""

from datetime import datetime
from typing import Any, Literal, TypeAlias

import msgspec

from renkei.kernel.ids import EventId, Nation, RequestId, ResourceId, TaskId
from renkei.kernel.message import Message
from renkei.kernel.names import Name
from renkei.plan.model import Miss, Placed


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One fact of a conflict: its name, whose it is, the sentence that states it, and its author's reason."""

    field: str
    kind: str
    owner: Nation
    told: Message
    why: Name = Name()
    task: TaskId | None = None
    resource: ResourceId | None = None


class ExtraCapacity(msgspec.Struct, frozen=True, rename={"start": "from", "end": "until"}):
    """A capacity that holds between two moments, and the capacity otherwise."""

    start: datetime
    end: datetime
    quantity: int
    otherwise: int


class Prepared(msgspec.Struct, frozen=True):
    """A command that the person who asks may give, ready to be sent."""

    kind: str
    body: dict[str, Any]


class WayOut(msgspec.Struct, frozen=True, kw_only=True):
    """One change that alone makes the plan feasible.

    Attributes:
        change: Name of the fact to change, or `counter` for a capacity conceded for a time.
        to: The least change: a moment, a number, or a capacity with its span.
        delta_min: Minutes by which a time changes.
        extra: Units by which a capacity changes.
        who: Nations that must agree.
        own: Whether the nation that asks can do it by its own authority.
        own_command: The change as a command, for one's own.
        request: The content of a request that asks the other side for it.
        alone: False if the plan has further conflicts that this change does not touch.
        proved: Whether less was proved not to be enough.
    """

    id: str
    told: Message
    change: str
    to: datetime | int | ExtraCapacity | None
    who: tuple[Nation, ...]
    own: bool
    delta_min: int | None = None
    extra: int | None = None
    own_command: Prepared | None = None
    request: dict[str, Any] | None = None
    alone: bool = True
    proved: bool = True


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """Why a plan cannot be done: a smallest set of facts, and what would change it.

    Attributes:
        items: What a person reads: each fact, or few lines that follow from the facts where there are many.
        facts: Every fact, where the items are fewer lines that follow from them.
        keys: The facts as the engine names them, before folding.
        proved: A fresh solve of these facts alone found no schedule, and every one of them is needed.
    """

    id: str
    told: Message
    items: tuple[Item, ...]
    ways_out: tuple[WayOut, ...] = ()
    proved: bool = True
    seconds: float = 0.0
    keys: tuple[str, ...] = ()
    facts: tuple[Item, ...] = ()


class Landing(msgspec.Struct, frozen=True):
    """A place chosen among several, or passed over, and why."""

    task: TaskId
    place: str
    told: Message


class CheckResult(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the plan can be done.

    Attributes:
        decided: False if time ran out before an answer.
        conflicts: Why not.
        broken: What is wrong with the times as they are adopted now, even if others would do.
        places: Places chosen where a task names several.
        left_out: Optional tasks for which there is no room.
    """

    feasible: bool
    decided: bool = True
    conflicts: tuple[Explanation, ...] = ()
    broken: tuple[Message, ...] = ()
    places: tuple[Landing, ...] = ()
    left_out: tuple[TaskId, ...] = ()


class Level(msgspec.Struct, frozen=True):
    """One level of the objective: its name, the value reached, the bound proved."""

    name: str
    value: int
    bound: int


class SolveResult(msgspec.Struct, frozen=True, kw_only=True):
    """A verified schedule, or why there is none.

    Attributes:
        moved: Tasks that had another time before.
        left_out: Optional tasks that the schedule leaves out.
        based_on: Version of each scheduled task that the schedule was made from.
        optimal: Every level was solved to the end.
    """

    schedule: tuple[Placed, ...] = ()
    verified: bool = False
    moved: tuple[TaskId, ...] = ()
    left_out: tuple[TaskId, ...] = ()
    based_on: dict[TaskId, EventId] = {}
    optimal: bool = False
    levels: tuple[Level, ...] = ()
    conflicts: tuple[Explanation, ...] = ()
    places: tuple[Landing, ...] = ()
    seconds: float = 0.0


Span: TypeAlias = tuple[datetime, datetime]
GoalName: TypeAlias = Literal["fewest_moves", "least_lateness", "in_between", "ask_partner"]


class Move(msgspec.Struct, frozen=True, rename={"before": "from", "after": "to"}):
    """A task that a repair moves: its span before and after."""

    task: TaskId
    before: Span
    after: Span


class RepairOption(msgspec.Struct, frozen=True, kw_only=True):
    """One repair: what moves, which due times are missed and by how much, whose requests are at risk.

    Attributes:
        certified: The whole plan was proved to have no repair with fewer moves (for this goal).
        schedule: The moved tasks as `AdoptPlan` takes them.
    """

    id: str
    goal: GoalName
    moves: tuple[Move, ...]
    misses: tuple[Miss, ...]
    at_risk: tuple[RequestId, ...]
    certified: bool
    told: Message
    schedule: tuple[Placed, ...] = ()
    committed_moved: tuple[TaskId, ...] = ()


class RepairResult(msgspec.Struct, frozen=True, kw_only=True):
    """The repairs of a plan after a slip, fewest moves first; none and the conflicts if there is none.

    Attributes:
        asking: Where own moves alone cannot do it, the repair with the fewest moves of the partner's tasks: these are
            to be asked for, and nothing of it is adopted before the partner has moved them.
    """

    options: tuple[RepairOption, ...] = ()
    asking: RepairOption | None = None
    based_on: dict[TaskId, EventId] = {}
    hit: tuple[TaskId, ...] = ()
    conflicts: tuple[Explanation, ...] = ()
    seconds: float = 0.0


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a job has come: verified schedules found, objective value, bound, seconds."""

    found: int = 0
    objective: int | None = None
    bound: int | None = None
    seconds: float = 0.0
    schedule: tuple[Placed, ...] = ()
