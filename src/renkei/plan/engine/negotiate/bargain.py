"""Several proposals at once from a party that has an agreement: what to ask for, and what the partner's are worth.

Knows the own problem beside the partner's items and what the partner says of its gains; says and keeps nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from zlib import crc32

import msgspec

from renkei.kernel.ids import TaskId
from renkei.plan.engine.negotiate.dispatch import dispatch
from renkei.plan.engine.negotiate.exchange import Offer
from renkei.plan.engine.negotiate.floor import PRICE_UNIT, Price
from renkei.plan.engine.negotiate.response import Diligence, PartyView, Response, Spread, trials
from renkei.plan.engine.problem import Placing

DRAWN = 16
"""Sets of the partner's items that are tried for each message as something to ask for."""
ITEMS_MAX = 4
"""Most items of the partner in such a set: an agreement that moves more is rarely worth it to both."""
ALL_IN = 4
"""One set in so many holds all items."""


class Aim(msgspec.Struct, frozen=True):
    """One search: the own problem beside an offer whose items may be moved at a price.

    Attributes:
        prices: Items without a price stay.
        gain_min: What the partner says that it gains by its offer.
    """

    offer: Offer
    view: PartyView
    prices: Mapping[TaskId, Price]
    seed: int
    gain_min: int = 0


class Proposal(msgspec.Struct, frozen=True):
    """What a search found: an own schedule.

    Attributes:
        cost: Weighted minutes of own lateness.
        worth: Tenths of weighted minutes that both together may save, as far as this side can tell.
    """

    aim: Aim
    schedule: dict[int, Placing]
    cost: int
    worth: int


def proposals(aims: Iterable[Aim], agreed: Response, diligence: Diligence, spread: Spread) -> list[Proposal]:
    """Return what own search finds for each aim, from the agreed schedule on; plain problems only."""

    def one(aim: Aim) -> Proposal | None:
        view, floor = aim.view, aim.view.floor(aim.prices)
        if floor is None:
            return None
        known = view.beside_items(agreed.schedule)
        value, schedule = dispatch(floor, known, trials(diligence.glances), aim.seed)
        placed = view.beside_items(schedule)
        return Proposal(aim, placed, view.lateness(placed), PRICE_UNIT * (agreed.cost + aim.gain_min) - value)

    found = spread(one, aims)
    return sorted((p for p in found if p and p.worth > 0), key=lambda p: -p.worth)


class Draws:
    """Whole numbers by chance, the same for the same seed."""

    def __init__(self, seed: str) -> None:
        self._seed, self._count = seed, 0

    def below(self, most: int) -> int:
        """Return a number from 0 to `most` - 1."""
        self._count += 1
        return crc32(f"{self._seed}/{self._count}".encode()) % most


def drawn(items: Sequence[TaskId], starts: Mapping[TaskId, int], chance: Draws) -> frozenset[TaskId]:
    """Return a set of the partner's items to ask about: one and some that are near it in time, or all."""
    if chance.below(ALL_IN) == 0:
        return frozenset(items)
    first = items[chance.below(len(items))]
    near = sorted(items, key=lambda i: (abs(starts[i] - starts[first]), i))[1 : 2 * ITEMS_MAX]
    rest = [near.pop(chance.below(len(near))) for _ in range(min(len(near), chance.below(ITEMS_MAX)))]
    return frozenset([first, *rest])
