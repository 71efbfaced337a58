"""Turns a plain problem into the arrays of own search, in ticks; knows no order and no schedule.

Plain means: each job has one way, and the facts are bounds, lags, holds and needs, all of them hard.
"""

import math
from collections.abc import Iterable, Mapping, Sequence

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


class _Bounds(msgspec.Struct):
    """What holds for each job, in minutes; `due`, `low` and `high` with the cost of each minute beyond."""

    release: list[int]
    fixed: list[int | None]
    due: list[tuple[int, int]]
    low: list[tuple[int, int]]
    high: list[tuple[int, int]]
    lags: dict[tuple[int, int], int]


def urgency(priority: int) -> int:
    """Return what a minute of lateness of a task weighs: 3 for priority 1, 1 from priority 3 on."""
    return max(1, 4 - priority)


def floor_of(problem: Problem, dues: Mapping[int, Upper], items: Mapping[int, Item]) -> Floor | None:
    """Return the arrays of a problem, or None if it is not plain.

    Args:
        problem: Without the due times that may be missed.
        dues: Those, by job.
        items: The partner's items, by job.
    """
    if not _plain(problem):
        return None
    bounds = _bounds(problem, dues, items)
    ticks = _ticks(problem, bounds)
    return None if ticks.count > TICKS_MAX else Floor(_laid(problem, bounds, ticks), ticks)


def _ticks(problem: Problem, bounds: _Bounds) -> Ticks:
    """Return ticks on which every bound, length and lag lies: a schedule on them loses nothing."""
    steps = (t for r in problem.resources for s, e, _ in r.steps for t in (s, e) if -FOR_EVER < t < FOR_EVER)
    marks = [*steps, *bounds.release, *(f for f in bounds.fixed if f is not None)]
    wishes = [t for t, cost in (*bounds.low, *bounds.high) if cost]
    base, lengths = min(marks), [j.options[0].duration for j in problem.jobs]
    last = max(marks) + sum(lengths) + sum(max(lag, 0) for lag in bounds.lags.values())
    size = math.gcd(*(t - base for t in (*marks, *wishes)), *lengths, *bounds.lags.values()) or 1
    return Ticks(base, size, (last - base) // size + 2)


def _plain(problem: Problem) -> bool:
    facts = all(isinstance(f, Lower | Upper | Fixed | Lag | Need) and f.weight is None for f in problem.facts)
    return facts and all(len(j.options) == 1 for j in problem.jobs)


def start_lag(problem: Problem, fact: Lag) -> int:
    """Return a lag as one between two starts."""
    before = problem.jobs[fact.of].options[0].duration if fact.of_point == "end" else 0
    after = problem.jobs[fact.job].options[0].duration if fact.job_point == "end" else 0
    return fact.least + before - after


def _bounds(problem: Problem, dues: Mapping[int, Upper], items: Mapping[int, Item]) -> _Bounds:
    n = len(problem.jobs)
    far = [(NEVER, 0)] * n
    found = _Bounds([j.low for j in problem.jobs], [None] * n, far[:], [(-NEVER, 0)] * n, far[:], {})
    for i, due in dues.items():
        found.due[i] = (due.at, PRICE_UNIT * urgency(problem.jobs[i].priority))
    booked = {f.job for f in problem.facts if isinstance(f, Need)}
    for i, item in items.items():
        found.release[i] = item.keep
        if item.price and i in booked:
            found.due[i] = (item.keep + item.length, item.price.late)
        else:
            found.fixed[i] = item.keep
    for fact in problem.facts:
        _bind(problem, found, items, fact)
    return found


def _bind(problem: Problem, found: _Bounds, items: Mapping[int, Item], fact: object) -> None:
    """Take one fact into the bounds."""
    if isinstance(fact, Lower):
        found.release[fact.job] = max(found.release[fact.job], fact.at)
    elif isinstance(fact, Upper):
        found.due[fact.job] = (fact.at, BROKEN)
    elif isinstance(fact, Fixed) and fact.job not in items:
        found.fixed[fact.job] = fact.at
    elif isinstance(fact, Lag) and fact.job != fact.of:
        lag = start_lag(problem, fact)
        if fact.job in items and fact.of not in items:
            item = items[fact.job]
            bound = (item.keep - lag, item.price.late if item.price else BROKEN)
            found.high[fact.of] = min(found.high[fact.of], bound)
        elif fact.of in items and fact.job not in items:
            item = items[fact.of]
            bound = (item.keep + lag, item.price.early if item.price else BROKEN)
            found.low[fact.job] = max(found.low[fact.job], bound)
        elif fact.job not in items:
            pair = (fact.of, fact.job)
            found.lags[pair] = max(lag, found.lags.get(pair, lag))


def _laid(problem: Problem, bounds: _Bounds, ticks: Ticks) -> Shop:
    n = len(problem.jobs)
    need = np.zeros((n, len(problem.resources)), np.int64)
    for fact in problem.facts:
        if isinstance(fact, Need):
            need[fact.job, fact.resource] = fact.quantities[0]
    used = [r for r in range(need.shape[1]) if need[:, r].any()]
    pairs = sorted(bounds.lags.items(), key=lambda pair: pair[1] < 0)
    return Shop(
        duration=_ints(j.options[0].duration // ticks.size for j in problem.jobs),
        release=_ints(ticks.of(r) for r in bounds.release),
        fixed=_ints(-1 if f is None else ticks.of(f) for f in bounds.fixed),
        due=_costed(ticks, bounds.due),
        low=_costed(ticks, bounds.low),
        high=_costed(ticks, bounds.high),
        need=np.ascontiguousarray(need[:, used]),
        free=_free(problem, ticks, used),
        pair=np.array([p for p, _ in pairs], np.int64).reshape(-1, 2),
        lag=_ints(lag // ticks.size for _, lag in pairs),
        after=_links([k for k, (pair, lag) in enumerate(pairs) if pair[0] == i and lag >= 0] for i in range(n)),
        kin=_links(_kin(need[:, used], i) for i in range(n)),
    )


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), np.int64)


def _costed(ticks: Ticks, bounds: Sequence[tuple[int, int]]) -> Bound:
    """Return bounds in ticks with the cost of each tick beyond."""
    at = [ticks.of(t) if abs(t) < NEVER else t for t, _ in bounds]
    return Bound(_ints(at), _ints(min(cost * ticks.size, BROKEN) for _, cost in bounds))


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
