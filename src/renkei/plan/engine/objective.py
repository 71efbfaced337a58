"""Solves a problem level by level: each goal is fixed at its best before the next; every level is reported."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import msgspec

from renkei.plan.engine.cpsat import Effort, Model
from renkei.plan.engine.problem import Placing, Problem

Seen: TypeAlias = Callable[[Mapping[int, Placing], int, int, int], None]


class Goal(msgspec.Struct, frozen=True):
    """One level: its name, the expression to make small, and the same as a number of any schedule, if it is known."""

    name: str
    value: Callable[[Model], Any]
    measured: Callable[[Problem, Mapping[int, Placing]], int] | None = None


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


def lexicographic(
    problem: Problem,
    goals: Sequence[Goal],
    effort: Effort,
    seen: Seen | None = None,
    first: Mapping[int, Placing] | None = None,
) -> Best:
    """Return the best schedule, goal by goal; stops at a level that the limit cuts short.

    Args:
        problem: What to solve.
        goals: The levels.
        effort: Limits of all solves together.
        seen: Called with each schedule, its value, the bound and how many the solver found.
        first: A verified schedule to begin with; what is returned is at no level worse before it is better at another.
    """
    return improve(Model(problem, switched=soft_keys(problem)), goals, effort, seen, first)


def improve(
    model: Model,
    goals: Sequence[Goal],
    effort: Effort,
    seen: Seen | None = None,
    first: Mapping[int, Placing] | None = None,
) -> Best:
    """Return the best schedule of a model that may carry more constraints than its problem states."""
    climb = _Climb(model, goals, effort, seen)
    climb.begin(first)
    ended = all(climb.reach(goal) for goal in goals)
    return Best(climb.schedule, climb.infeasible, tuple(climb.levels), ended and climb.optimal, climb.seconds)


class _Climb:
    """One lexicographic solve under way."""

    def __init__(self, model: Model, goals: Sequence[Goal], effort: Effort, seen: Seen | None) -> None:
        self.model, self.effort, self.seen = model, effort, seen
        self.schedule: dict[int, Placing] | None = None
        self.levels: list[tuple[str, int, int]] = []
        self.infeasible, self.optimal = False, True
        self.seconds = 0.0
        self._measured = [goal.measured for goal in goals]
        self._least: tuple[int, ...] | None = None
        self._count = 0

    def begin(self, first: Mapping[int, Placing] | None) -> None:
        """Begin with a schedule."""
        if first is not None:
            self._take(dict(first))

    def reach(self, goal: Goal) -> bool:
        """Solve one level; whether the next may follow."""
        expression = goal.value(self.model)
        if isinstance(expression, int) and self.schedule is not None:
            self.levels.append((goal.name, expression, expression))
            return True
        self.model.raw.minimize(expression)
        self._hint()
        outcome = self.model.solve(self._left(), self._report)
        self.seconds += outcome.seconds
        if outcome.schedule is None:
            self.infeasible = outcome.answer == "infeasible" and self.schedule is None
            self.optimal = False
            return False
        self._take(outcome.schedule)
        value = outcome.value
        if goal.measured is not None and self.schedule is not None:
            value = min(value, goal.measured(self.model.problem, self.schedule))
        self.levels.append((goal.name, value, outcome.bound))
        self.optimal = outcome.answer == "optimal"
        self.model.raw.add(expression <= value)
        return self.optimal

    def _take(self, found: dict[int, Placing]) -> bool:
        """Keep a schedule unless the one at hand is better, level by level, as far as levels are known as numbers."""
        measured = [m for m in self._measured if m is not None]
        if len(measured) == len(self._measured):
            value = tuple(m(self.model.problem, found) for m in measured)
            if self._least is not None and value > self._least:
                return False
            self._least = value
        self.schedule = found
        return True

    def _report(self, found: dict[int, Placing], value: int, bound: int) -> None:
        """Hear of a schedule of the solver and pass it on."""
        if self._take(found):
            self._count += 1
            if self.seen:
                self.seen(found, value, bound, self._count)

    def _left(self) -> Effort:
        return msgspec.structs.replace(self.effort, seconds=max(self.effort.seconds - self.seconds, 0.1))

    def _hint(self) -> None:
        """Start from the schedule at hand, with the options that it takes."""
        if self.schedule is None:
            return
        self.model.hint(self.schedule)
        for i, chosen in self.model.chosen.items():
            taken = self.schedule.get(i)
            for n, literal in enumerate(chosen):
                if literal is not None:
                    self.model.raw.add_hint(literal, taken is not None and taken.option == n)
