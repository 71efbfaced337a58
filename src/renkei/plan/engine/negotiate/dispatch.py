"""One run of own search on the arrays of a plain problem, from an order to a schedule; needs no solver."""

import heapq
from collections.abc import Mapping

import numpy as np

from renkei.plan.engine.compiled_sgs import Ints
from renkei.plan.engine.negotiate.compiled_dispatch import NEVER, Bench, Shop, anneal
from renkei.plan.engine.negotiate.floor import Floor
from renkei.plan.engine.problem import Placing

PAST = 60
"""Trials for which a cost is remembered: 20 converge too early on 60 tasks, 1,000 need ten times as many trials."""


def dispatch(
    floor: Floor, known: Mapping[int, Placing] | None, tries: int, seed: int
) -> tuple[int, dict[int, Placing]]:
    """Return the cost of the best schedule found, in tenths of weighted minutes, and the schedule.

    Args:
        floor: The problem.
        known: Schedule whose order is the first; without, jobs go by what is due after them.
        tries: How many trials.
        seed: The same seed gives the same schedule.
    """
    shop, ticks = floor.shop._replace(free=floor.shop.free.copy()), floor.ticks  # searches share it
    n = shop.duration.size
    if known:
        key = np.array([ticks.of(known[i].start) for i in range(n)], np.int64)
        eager = ((shop.low.cost > 0) & (key < shop.low.at)).astype(np.int64)
    else:
        key, eager = _latest(shop), np.zeros(n, np.int64)
    order, best = in_turn(shop, key), np.zeros(n, np.int64)
    chance = np.array([seed * 7_919 % 2_147_483_646 + 1], np.int64)
    scratch = Bench(best.copy(), best.copy(), best.copy(), order, order.copy(), eager, np.zeros(PAST, np.int64), chance)
    value = int(anneal(shop, scratch, best, tries)) if n else 0
    return value, {i: Placing(ticks.minute(int(best[i]))) for i in range(n)}


def _latest(shop: Shop) -> Ints:
    """Return the latest start of each job by what is due after it; its release where nothing is."""
    latest = np.where(shop.due.at < NEVER, shop.due.at - shop.duration, NEVER)
    for i in reversed(in_turn(shop, shop.release)):
        for k in shop.after.to[shop.after.at[i] : shop.after.at[i + 1]]:
            latest[i] = min(latest[i], latest[shop.pair[k, 1]] - shop.lag[k])
    return np.where(latest < NEVER // 2, latest, shop.release)


def in_turn(shop: Shop, key: Ints) -> Ints:
    """Return the jobs by their key, each after what it follows; jobs on a circle of lags come last."""
    waits = np.zeros(key.size, np.int64)
    for k in shop.after.to:
        waits[shop.pair[k, 1]] += 1
    ready = [(int(key[i]), i) for i in range(key.size) if not waits[i]]
    heapq.heapify(ready)
    found: list[int] = []
    while ready:
        i = heapq.heappop(ready)[1]
        found.append(i)
        for k in shop.after.to[shop.after.at[i] : shop.after.at[i + 1]]:
            j = int(shop.pair[k, 1])
            waits[j] -= 1
            if not waits[j]:
                heapq.heappush(ready, (int(key[j]), j))
    return np.array(found + [i for i in range(key.size) if waits[i]], np.int64)
