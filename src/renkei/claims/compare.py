"""Whether figures of one subject agree; never picks a winner."""

from collections.abc import Sequence

import msgspec

from renkei.claims.model import Claim
from renkei.kernel.quantity import Quantity, decimal_factor

EQUAL_WITHIN = 0.005
"""Relative difference up to which two exact figures are one: rounding in print."""
ABOUT_WITHIN = 0.1
"""The same where one of the figures says `about`."""


class Comparison(msgspec.Struct, frozen=True):
    """Figures of one subject, the values in the order given, and whether two of them contradict.

    Attributes:
        factor: Power of ten between two figures that suggests a slip of 万 or 億, or `None`.
    """

    values: tuple[float | None, ...]
    conflicting: bool
    factor: int | None


def compare(claims: Sequence[Claim]) -> Comparison:
    """Return how the figures of one subject stand to each other."""
    figures = [c.body.figure for c in claims]
    pairs = [(a, b) for n, a in enumerate(figures) for b in figures[n + 1 :]]
    factors = (decimal_factor(a, b) for a, b in pairs)
    return Comparison(
        tuple(f.value for f in figures),
        any(contradict(a, b) for a, b in pairs),
        next((f for f in factors if f), None),
    )


def contradict(a: Quantity, b: Quantity) -> bool:
    """Whether two figures of one subject cannot both hold, bounds considered."""
    if a.value is None or b.value is None:
        return False
    low, high = (a, b) if a.value <= b.value else (b, a)
    if low.bound == "at_least" or high.bound == "at_most":
        return False
    within = ABOUT_WITHIN if "about" in (a.bound, b.bound) else EQUAL_WITHIN
    return abs(a.value - b.value) > within * max(abs(a.value), abs(b.value))
