"""What is asked of the engine and what it says while it works, as they cross the pipe of a child process."""

from datetime import datetime
from typing import Literal, TypeAlias

import msgspec

from renkei.kernel.ids import Nation, ResourceId, TaskId
from renkei.kernel.message import Message
from renkei.plan.engine.answers import CheckResult, Progress, RepairResult, SolveResult
from renkei.plan.engine.chance import Simulation
from renkei.plan.model import Plan

QuestionKind: TypeAlias = Literal["check", "solve", "repair", "simulate"]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A frozen plan and what to find out about it.

    Attributes:
        now: Moment of decisions; None leaves the clock out of account (a repair needs it).
        nation: Who asks; None for a plan without sides.
        tasks: For a solve, the tasks to place; None for all own.
        unit, task, delay_min: For a repair, what is late beyond what the plan says.
        runs: For a simulation, how many times to play the plan.
        limit_s: Wall-clock limit of each solve.
    """

    kind: QuestionKind
    plan: Plan
    now: datetime | None = None
    nation: Nation | None = None
    tasks: tuple[TaskId, ...] | None = None
    unit: ResourceId | None = None
    task: TaskId | None = None
    delay_min: int = 0
    runs: int = 10_000
    limit_s: float = 30.0
    seed: int = 1
    workers: int = 1


class Working(msgspec.Struct, frozen=True, tag="progress"):
    """The engine found a better verified schedule."""

    progress: Progress


class Checked(msgspec.Struct, frozen=True, tag="check"):
    """The answer to a check."""

    result: CheckResult


class Solved(msgspec.Struct, frozen=True, tag="solve"):
    """The answer to a solve."""

    result: SolveResult


class Repaired(msgspec.Struct, frozen=True, tag="repair"):
    """The answer to a repair."""

    result: RepairResult


class Simulated(msgspec.Struct, frozen=True, tag="simulate"):
    """The answer to a simulation."""

    result: Simulation


class Declined(msgspec.Struct, frozen=True, tag="declined"):
    """The question cannot be answered, and why."""

    why: Message


Answer: TypeAlias = Checked | Solved | Repaired | Simulated | Declined
Said: TypeAlias = Working | Answer
