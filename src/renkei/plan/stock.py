"""A stock that tasks draw from and add to: how much there is at first, what comes later, how much fits; no rule."""

import msgspec

from renkei.kernel.instant import Instant


class Supply(msgspec.Struct, frozen=True):
    """So much is added at a moment."""

    at: Instant
    amount: int


class Stock(msgspec.Struct, frozen=True):
    """What there is of a stock.

    Attributes:
        initial: Amount before anything is drawn or added.
        resupply: What comes from outside of the plan.
        store: How much fits at most; None for no limit.
    """

    initial: int = 0
    resupply: tuple[Supply, ...] = ()
    store: int | None = None
