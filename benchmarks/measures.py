"""What a benchmark gives back, and how the figures are told; measures nothing."""

from collections.abc import Iterable
from typing import NamedTuple


class Figure(NamedTuple):
    """One measured figure beside what it should reach on two quiet cores.

    Attributes:
        name: What was measured, in words.
        value: The figure.
        unit: Its unit.
        goal: What it should reach, in words; nothing where there is no goal.
    """

    name: str
    value: float
    unit: str
    goal: str = ""


def told(figures: Iterable[Figure]) -> str:
    """Return the figures as lines of text."""
    lines = []
    for figure in figures:
        goal = f"   goal: {figure.goal}" if figure.goal else ""
        lines.append(f"{figure.name:<58} {figure.value:>12,.1f} {figure.unit:<10}{goal}")
    return "\n".join(lines)
