"""Solves a problem level by level: each goal is fixed at its best before the next; every level is reported."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import msgspec

from renkei.plan.engine.cpsat import Effort, Model
from renkei.plan.engine.problem import Placing, Problem

Seen: TypeAlias = Callable[[Mapping[int, Placing], int, int, int], None]


class Goal(msgspec.Struct, frozen=True):
    """One level: its name and the expression to make small."""

    name: str
    value: Callable[[Model], Any]


class Best(msgspec.Struct, frozen=True):
    """What a lexicographic solve gave.

    Attributes:
        schedule: None if there is none, or none was found in time.
        infeasible: Whether it was proved that there is none.
        levels: (name, value, bound) of each level reached.
        optimal: Whether every level was solved to the end.
    """

    schedule: dict[int, Placing] | None
    infeasible: bool
    levels: tuple[tuple[str, int, int], ...]
    optimal: bool
    seconds: float


def soft_keys(problem: Problem) -> tuple[str, ...]:
    """Return the keys of the soft facts."""
    return tuple(dict.fromkeys(f.key for f in problem.facts if f.weight is not None))


def lexicographic(problem: Problem, goals: Sequence[Goal], effort: Effort, seen: Seen | None = None) -> Best:
    """Return the best schedule, goal by goal; stops at a level that the limit cuts short."""
    return improve(Model(problem, switched=soft_keys(problem)), goals, effort, seen)


def improve(model: Model, goals: Sequence[Goal], effort: Effort, seen: Seen | None = None) -> Best:
    """Return the best schedule of a model that may carry more constraints than its problem states."""
    schedule: dict[int, Placing] | None = None
    levels: list[tuple[str, int, int]] = []
    seconds, count = 0.0, 0

    def report(found: dict[int, Placing], value: int, bound: int) -> None:
        nonlocal count
        count += 1
        if seen:
            seen(found, value, bound, count)

    for goal in goals:
        expression = goal.value(model)
        if isinstance(expression, int) and schedule is not None:
            levels.append((goal.name, expression, expression))
            continue
        model.raw.minimize(expression)
        if schedule is not None:
            model.hint(schedule)
        left = msgspec.structs.replace(effort, seconds=max(effort.seconds - seconds, 0.1))
        outcome = model.solve(left, report)
        seconds += outcome.seconds
        if outcome.schedule is None:
            return Best(schedule, outcome.answer == "infeasible", tuple(levels), False, seconds)
        schedule = outcome.schedule
        levels.append((goal.name, outcome.value, outcome.bound))
        if outcome.answer != "optimal":
            return Best(schedule, False, tuple(levels), False, seconds)
        model.raw.add(expression <= outcome.value)
    return Best(schedule, False, tuple(levels), True, seconds)
