"""At which prices a party lets its answers cross what the partner put forward; knows no plan and no schedule.

Later than the partner has it costs what the partner says that it costs. What earlier costs only the partner could
know: a guess, which learns from its answers. All prices rise with each counter of a talk, so that talks end.
"""

from collections.abc import Iterable, Mapping
from zlib import crc32

from renkei.kernel.ids import Nation, RequestId, TaskId
from renkei.plan.engine.negotiate.exchange import Offer
from renkei.plan.engine.negotiate.floor import PRICE_UNIT, Price

EARLY_GUESS = 3.0
"""Weighted minutes for each minute that an item would be earlier: that of one urgent task."""
LATE_LEAST = 0.2
"""Weighted minutes for each minute that an item would be later, at least: two sides that do not mind would wander."""
HOUR_MIN = 60
URGE = 2.0
"""Growth of the price of an item at each counter that crosses it."""
RISE_FIRST, RISE_LATER = 1.5, 3.0
"""Growth of all prices at each counter: slow while any agreement will do, fast where one stands already."""
LEVELS = (0.1, 0.3, 1.0, 3.0)
"""Prices at which a party asks for more than it has, in turn: from asking for much to asking for little."""
SPREAD = 2.0
"""How far chance raises or lowers the price of an item in a later talk: no two ask for the same."""
DECLINED, ACCEPTED = 1.5, 0.7
"""What an answer does to the guess for the items that were asked for."""
LEARNED_MAX = 16.0
"""Highest factor of a guess: more would never be asked for again."""


class Haggling:
    """Prices of one party in one negotiation.

    Args:
        partner: Whose items are priced.
    """

    def __init__(self, partner: Nation) -> None:
        self.asked: frozenset[TaskId] = frozenset()
        self._partner = partner
        self._request = RequestId("")
        self._fresh, self._level, self._begun = True, 1.0, 0
        self._urged: dict[TaskId, float] = {}
        self._learned: dict[TaskId, float] = {}

    def open(self, request: RequestId, *, fresh: bool, asking: bool) -> None:
        """Begin a talk.

        Args:
            request: Its name, from which chance is drawn.
            fresh: No agreement counts.
            asking: This party asks.
        """
        self._request, self._fresh, self._urged, self.asked = request, fresh, {}, frozenset()
        self._level = 1.0
        if asking and not fresh:
            self._level = LEVELS[self._begun % len(LEVELS)]
            self._begun += 1

    def prices(self, items: Mapping[int, TaskId], theirs: Offer, level: float | None = None) -> dict[TaskId, Price]:
        """Return the price of each item: the partner's bookings, then its meetings, in the order of its offer.

        Args:
            items: The partner's items, by job.
            theirs: The offer.
            level: A factor to use instead of that of the talk.
        """
        gains = [*(b.gain_min for b in theirs.bookings), *(m.gain_min for m in theirs.meetings)]
        level = self._level if level is None else level
        return {item: self._price(item, gain, level) for item, gain in zip(items.values(), gains, strict=True)}

    def _price(self, item: TaskId, gain_min: int, level: float) -> Price:
        factor = self._urged.get(item, 1.0) * level * self._chance(item)
        late = (gain_min / HOUR_MIN + LATE_LEAST) * factor
        early = EARLY_GUESS * factor * (1.0 if self._fresh else self._learned.get(item, 1.0))
        return Price(max(1, round(PRICE_UNIT * late)), max(1, round(PRICE_UNIT * early)))

    def _chance(self, item: TaskId) -> float:
        """Return a factor between 1 / `SPREAD` and `SPREAD`, the same for the same talk and item."""
        if self._fresh:
            return 1.0
        drawn = crc32(f"{self._request}{item}".encode()) % 1_000 / 500 - 1
        return float(SPREAD**drawn)

    def urge(self, crossed: Iterable[TaskId]) -> None:
        """Raise the prices after a counter."""
        for item in crossed:
            self._urged[item] = self._urged.get(item, 1.0) * URGE
        self._level *= RISE_FIRST if self._fresh else RISE_LATER

    def declined(self) -> None:
        """Guess higher for what was asked for."""
        self._learn(DECLINED)

    def accepted(self) -> None:
        """Guess lower for what was asked for."""
        self._learn(ACCEPTED)

    def _learn(self, factor: float) -> None:
        for item in self.asked:
            self._learned[item] = min(self._learned.get(item, 1.0) * factor, LEARNED_MAX)
