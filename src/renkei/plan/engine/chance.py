"""What a simulation answers: how likely each promise of a plan holds, when, and what decides it; draws nothing."""

from datetime import datetime
from typing import Literal, TypeAlias

import msgspec

from renkei.kernel.ids import TaskId
from renkei.kernel.message import Message
from renkei.plan.engine.partial_order import Policy

PromiseKind: TypeAlias = Literal["plan", "phase", "joint", "due", "limit"]
"""The whole plan; a phase gate; tasks that happen together; a due time; any other fact that delays can break."""


class Decider(msgspec.Struct, frozen=True, kw_only=True):
    """A task that decides when something is done.

    Attributes:
        share: Criticality index: share of runs in which the task is on the path that drives the moment (Van Slyke:
            Monte Carlo methods and the PERT problem, Operations Research 11(5), 1963).
        correlation: Cruciality: correlation of the task's length with the moment (Williams: Criticality in stochastic
            networks, Journal of the Operational Research Society 43(4), 1992); None for an exact length.
        spread_min: Standard deviation of the task's length in minutes.
    """

    task: TaskId
    share: float
    correlation: float | None
    spread_min: float


class Quantiles(msgspec.Struct, frozen=True):
    """By when it is done in 10, 50, 80 and 95 of 100 runs."""

    p10: datetime
    p50: datetime
    p80: datetime
    p95: datetime


class Chance(msgspec.Struct, frozen=True, kw_only=True):
    """How likely one promise holds.

    Attributes:
        key: Name of the promise: the fact's key, `phase:x`, `plan`.
        told: What is promised, as a sentence.
        due: When it should be done; None if no moment was promised.
        planned: When it is done with the planned lengths.
        chance: Share of the runs in which it holds; None where nothing was promised but the moment is of interest.
        low, high: Interval that holds the true chance with 95 % (Wilson: Probable inference, the law of succession,
            and statistical inference, Journal of the American Statistical Association 22, 1927); one point where no
            estimate is among what it depends on.
        ends: Quantiles of the moment.
        deciders: Tasks that decide it, the weightiest first.
    """

    key: str
    kind: PromiseKind
    told: Message
    tasks: tuple[TaskId, ...]
    due: datetime | None
    planned: datetime
    chance: float | None
    low: float | None
    high: float | None
    ends: Quantiles
    deciders: tuple[Decider, ...] = ()


class Simulation(msgspec.Struct, frozen=True, kw_only=True):
    """What many runs of a plan with chance lengths show.

    Attributes:
        uncertain: Tasks whose length is an estimate of three points.
        quantile_runs: Runs that the quantiles are made from: fewer than `runs` where memory bounds them.
    """

    runs: int
    seed: int
    policy: Policy
    tasks: int
    uncertain: int
    quantile_runs: int
    chances: tuple[Chance, ...]
