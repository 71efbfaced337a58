"""Turns a plain problem into the arrays of own search, in ticks; knows no order and no schedule.

Plain means: each job has one way, and the facts are bounds, lags, holds and needs, all of them hard.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec
import numpy as np

from renkei.plan.engine.compiled_sgs import Ints, Links
from renkei.plan.engine.facts import Fixed, Lag, Lower, Need, Upper
from renkei.plan.engine.negotiate.compiled_dispatch import BROKEN, NEVER, Bound, Shop
from renkei.plan.engine.problem import FOR_EVER, Problem

PRICE_UNIT = 10
"""Parts of a weighted minute in which prices are told: whole numbers alone would be too coarse."""
TICKS_MAX = 100_000
"""Longest horizon of own search, in ticks: more would be slower than the solver."""

COUNT_STEP = 256
"""The number of ticks is a multiple of it, so that floors with items at other times share their arrays."""


class Price(msgspec.Struct, frozen=True):
    """What each minute costs by which an item of the partner is later or earlier than it is, in tenths."""

    late: int
    early: int


class Item(msgspec.Struct, frozen=True):
    """An item of the partner: where it is, how long, and what moving it costs; without a price it stays."""

    keep: int
    length: int
    price: Price | None


class Ticks(msgspec.Struct, frozen=True):
    """How minutes become ticks: tick 0 is minute `base`, a tick lasts `size` minutes, there are `count`."""

    base: int
    size: int
    count: int

    def of(self, minute: int) -> int:
        """Return the tick of a minute."""
        return (minute - self.base) // self.size

    def minute(self, tick: int) -> int:
        """Return the minute of a tick."""
        return tick * self.size + self.base


class Floor(msgspec.Struct, frozen=True):
    """A problem as arrays, and what turns their ticks into minutes."""

    shop: Shop
    ticks: Ticks


def urgency(priority: int) -> int:
    """Return what a minute of lateness of a task weighs: 3 for priority 1, 1 from priority 3 on."""
    return max(1, 4 - priority)


class Tie(msgspec.Struct, frozen=True):
    """A lag between an own job and an item: the job starts at most (`before`) or at least `lag` from it."""

    item: int
    job: int
    lag: int
    before: bool


class Frame:
    """What all floors of one problem share, wherever the partner's items are.

    Args:
        problem: Without the due times that may be missed.
        dues: Those, by job.
        items: The partner's items, by job.
    """

    def __init__(self, problem: Problem, dues: Mapping[int, Upper], items: Collection[int]) -> None:
        self.plain = _plain(problem)
        self._problem, self._items = problem, items
        self._release = [j.low for j in problem.jobs]
        self._fixed: dict[int, int] = {}
        self._due = {i: (due.at, PRICE_UNIT * urgency(problem.jobs[i].priority)) for i, due in dues.items()}
        self._lags: dict[tuple[int, int], int] = {}
        self._ties: list[Tie] = []
        self._booked = {f.job for f in problem.facts if isinstance(f, Need)}
        for fact in problem.facts if self.plain else ():
            self._bind(fact)
        self._marks = [r for i, r in enumerate(self._release) if i not in items] + list(self._fixed.values())
        self._marks += [t for r in problem.resources for s, e, _ in r.steps for t in (s, e) if abs(t) < FOR_EVER]
        self._lengths = [j.options[0].duration for j in problem.jobs]
        self._laid: dict[Ticks, Shop] = {}

    def _bind(self, fact: object) -> None:
        """Take one fact into the bounds."""
        if isinstance(fact, Lower):
            self._release[fact.job] = max(self._release[fact.job], fact.at)
        elif isinstance(fact, Upper):
            self._due[fact.job] = (fact.at, BROKEN)
        elif isinstance(fact, Fixed) and fact.job not in self._items:
            self._fixed[fact.job] = fact.at
        elif isinstance(fact, Lag) and fact.job != fact.of:
            lag = start_lag(self._problem, fact)
            if fact.job in self._items or fact.of in self._items:
                self._tie(fact, lag)
            else:
                pair = (fact.of, fact.job)
                self._lags[pair] = max(lag, self._lags.get(pair, lag))

    def _tie(self, fact: Lag, lag: int) -> None:
        if fact.of not in self._items:
            self._ties.append(Tie(fact.job, fact.of, -lag, before=True))
        elif fact.job not in self._items:
            self._ties.append(Tie(fact.of, fact.job, lag, before=False))

    def floor(self, items: Mapping[int, Item]) -> Floor | None:
        """Return the arrays with the partner's items somewhere, or None if the problem is not plain or too long."""
        ticks = self._ticks(items) if self.plain else None
        if ticks is None or ticks.count > TICKS_MAX:
            return None
        if ticks not in self._laid:
            self._laid = {ticks: self._fabric(ticks)}
        return Floor(self._fitted(self._laid[ticks], ticks, items), ticks)

    def _ticks(self, items: Mapping[int, Item]) -> Ticks:
        """Return ticks on which every bound, length and lag lies: a schedule on them loses nothing."""
        marks = [*self._marks, *(item.keep for item in items.values())]
        base, lags = min(marks), [*self._lags.values(), *(t.lag for t in self._ties)]
        last = max(marks) + sum(self._lengths) + sum(max(lag, 0) for lag in self._lags.values())
        size = math.gcd(*(t - base for t in marks), *self._lengths, *lags) or 1
        return Ticks(base, size, ((last - base) // size // COUNT_STEP + 1) * COUNT_STEP)

    def _fabric(self, ticks: Ticks) -> Shop:
        """Return the arrays without the items' times."""
        n, problem = len(self._problem.jobs), self._problem
        need = np.zeros((n, len(problem.resources)), np.int64)
        for fact in problem.facts:
            if isinstance(fact, Need):
                need[fact.job, fact.resource] = fact.quantities[0]
        used = [r for r in range(need.shape[1]) if need[:, r].any()]
        pairs = sorted(self._lags.items(), key=lambda pair: pair[1] < 0)
        least = [(k, pair) for k, (pair, lag) in enumerate(pairs) if lag >= 0]
        due = [self._due.get(i, (NEVER, 0)) for i in range(n)]
        return Shop(
            duration=_ints(length // ticks.size for length in self._lengths),
            release=_ints(ticks.of(r) for r in self._release),
            fixed=_ints(ticks.of(self._fixed[i]) if i in self._fixed else -1 for i in range(n)),
            due=_costed(ticks, due),
            low=_costed(ticks, [(-NEVER, 0)] * n),
            high=_costed(ticks, [(NEVER, 0)] * n),
            uses=_links([r for r, u in enumerate(need[i, used]) if u] for i in range(n)),
            units=_ints(u for i in range(n) for u in need[i, used] if u),
            free=_free(problem, ticks, used),
            pair=np.array([p for p, _ in pairs], np.int64).reshape(-1, 2),
            lag=_ints(lag // ticks.size for _, lag in pairs),
            after=_links([k for k, pair in least if pair[0] == i] for i in range(n)),
            before=_links([k for k, pair in least if pair[1] == i] for i in range(n)),
            kin=_links(_kin(need[:, used], i) for i in range(n)),
        )

    def _fitted(self, shop: Shop, ticks: Ticks, items: Mapping[int, Item]) -> Shop:
        """Return the arrays with the items' times and prices in them."""
        release, fixed = shop.release.copy(), shop.fixed.copy()
        due, low, high = (Bound(b.at.copy(), b.cost.copy()) for b in (shop.due, shop.low, shop.high))
        for i, item in items.items():
            release[i] = ticks.of(item.keep)
            if item.price and i in self._booked:
                due.at[i], due.cost[i] = ticks.of(item.keep + item.length), _cost(ticks, item.price.late)
            else:
                fixed[i] = release[i]
        for tie in self._ties:
            item = items[tie.item]
            bound = high if tie.before else low
            priced = BROKEN if item.price is None else item.price.late if tie.before else item.price.early
            at, cost = ticks.of(item.keep + tie.lag), _cost(ticks, priced)
            tighter = (at, cost) < (bound.at[tie.job], bound.cost[tie.job])
            if tighter if tie.before else (at, cost) > (bound.at[tie.job], bound.cost[tie.job]):
                bound.at[tie.job], bound.cost[tie.job] = at, cost
        return shop._replace(release=release, fixed=fixed, due=due, low=low, high=high)


def _plain(problem: Problem) -> bool:
    facts = all(isinstance(f, Lower | Upper | Fixed | Lag | Need) and f.weight is None for f in problem.facts)
    return facts and all(len(j.options) == 1 for j in problem.jobs)


def start_lag(problem: Problem, fact: Lag) -> int:
    """Return a lag as one between two starts."""
    before = problem.jobs[fact.of].options[0].duration if fact.of_point == "end" else 0
    after = problem.jobs[fact.job].options[0].duration if fact.job_point == "end" else 0
    return fact.least + before - after


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), np.int64)


def _costed(ticks: Ticks, bounds: Sequence[tuple[int, int]]) -> Bound:
    """Return bounds in ticks with the cost of each tick beyond."""
    at = [ticks.of(t) if abs(t) < NEVER else t for t, _ in bounds]
    return Bound(_ints(at), _ints(_cost(ticks, cost) for _, cost in bounds))


def _cost(ticks: Ticks, cost: int) -> int:
    """Return the cost of a tick of what each minute costs."""
    return min(cost * ticks.size, BROKEN)


def _free(problem: Problem, ticks: Ticks, used: Sequence[int]) -> Ints:
    free = np.zeros((len(used), ticks.count), np.int64)
    for k, r in enumerate(used):
        for start, end, capacity in problem.resources[r].steps:
            low = max(0, ticks.of(start)) if start > -FOR_EVER else 0
            high = max(0, ticks.of(end)) if end < FOR_EVER else ticks.count
            free[k, low:high] = capacity
    return free


def _kin(need: Ints, i: int) -> list[int]:
    """Return the jobs that want a resource that a job wants."""
    wanted = need[:, need[i] > 0].any(axis=1)
    return [int(j) for j in np.flatnonzero(wanted) if j != i]


def _links(neighbours: Iterable[Sequence[int]]) -> Links:
    found = list(neighbours)
    at = np.concatenate([[0], np.cumsum([len(x) for x in found])])
    return Links(_ints(j for x in found for j in x), at.astype(np.int64))
