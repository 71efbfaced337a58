"""Genetic search on activity lists and ways, on arrays; reads no clock and draws no chance but from its seed."""

from typing import Any, NamedTuple

import numpy as np

from renkei.plan.engine.compiled import jit
from renkei.plan.engine.compiled_sgs import Ints, below, earliest, justify, take

FOREIGN = 1_000_000
"""Added to the value of a child that uses up more than there is, so that any other is better."""
SETTLE_TRIES = 4
"""Changes of way tried for each activity before a child is left using up too much."""
SWAP_IN = 33
"""One neighbouring pair in so many changes places."""
CHANGE_IN = 60
"""One activity in so many changes its way."""
GREEDY_IN = 3
"""One child in so many lets each activity take the way in which it ends first."""


class Population(NamedTuple):
    """Orders (P, n), ways (P, n) and values (P); the best start, way (n) and value (1) seen so far."""

    order: Ints
    way: Ints
    value: Ints
    best_start: Ints
    best_way: Ints
    best: Ints


def population_of(size: int, n: int) -> Population:
    """Return a population without anyone in it."""
    value = np.full(size, 2 * FOREIGN, np.int64)
    best = np.array([2 * FOREIGN], np.int64)
    orders, ways = np.zeros((size, n), np.int64), np.zeros((size, n), np.int64)
    return Population(orders, ways, value, np.zeros(n, np.int64), np.zeros(n, np.int64), best)


@jit
def excess(way: Ints, arrays: Any) -> int:
    """Return by how much the ways use up more than there is."""
    over = 0
    for r in range(arrays.budget.size):
        total = -arrays.budget[r]
        for i in range(way.size):
            total += arrays.spent[i, way[i], r]
        over += max(total, 0)
    return over


@jit
def settle(way: Ints, arrays: Any, desk: Any) -> int:
    """Change ways at random until no more is used up than there is; return what is still too much."""
    over = excess(way, arrays)
    tries = SETTLE_TRIES * way.size
    while over > 0 and tries > 0:
        tries -= 1
        i = below(desk.chance, way.size)
        before = way[i]
        way[i] = below(desk.chance, arrays.ways[i])
        after = excess(way, arrays)
        if after > over:
            way[i] = before
        else:
            over = after
    return over


@jit
def affordable(i: int, m: int, left: Ints, way: Ints, arrays: Any) -> bool:
    """Whether an activity may change to a way without using up more than is left."""
    for r in range(left.size):
        more = arrays.spent[i, m, r] - arrays.spent[i, way[i], r]
        if more > 0 and more > left[r]:
            return False
    return True


@jit
def quicken(order: Ints, way: Ints, arrays: Any, desk: Any) -> None:
    """Give each activity in turn the affordable way in which it ends first."""
    used, early = desk.used, desk.early
    early[:] = 0
    left = arrays.budget.copy()
    for i in range(way.size):
        left -= arrays.spent[i, way[i]]
    for q in range(order.size):
        i = order[q]
        start, end, chosen = 0, 2 * FOREIGN, way[i]
        for m in range(arrays.ways[i]):
            if affordable(i, m, left, way, arrays):
                length = arrays.duration[i, m]
                at = earliest(used, arrays.demand[i, m], arrays.capacity, early[i], length)
                if at + length < end or (at + length == end and below(desk.chance, 2) == 0):
                    start, end, chosen = at, at + length, m
        left += arrays.spent[i, way[i]] - arrays.spent[i, chosen]
        way[i] = chosen
        take(used, arrays.demand[i, chosen], start, end - start)
        for k in range(arrays.after.at[i], arrays.after.at[i + 1]):
            j = arrays.after.to[k]
            early[j] = max(early[j], end)
    used[:] = 0


@jit
def valued(order: Ints, way: Ints, arrays: Any, desk: Any) -> int:
    """Bring an order and ways into their best near form and return what they are worth."""
    over = 0
    if arrays.duration.shape[1] > 1:
        over = settle(way, arrays, desk)
        if below(desk.chance, GREEDY_IN) == 0:
            quicken(order, way, arrays, desk)
    last = justify(order, way, arrays, desk)
    return last if over == 0 else FOREIGN + over


@jit
def enter(row: int, value: int, people: Any, order: Ints, way: Ints, start: Ints) -> None:
    """Put a child into a row, and remember it if it is the best."""
    people.order[row] = order
    people.way[row] = way
    people.value[row] = value
    if value < people.best[0]:
        people.best[0] = value
        people.best_start[:] = start
        people.best_way[:] = way


@jit
def picked(people: Any, desk: Any) -> int:
    """Return the better of two rows."""
    a, b = below(desk.chance, people.value.size), below(desk.chance, people.value.size)
    return a if people.value[a] <= people.value[b] else b


@jit
def crossed(people: Any, desk: Any, order: Ints, way: Ints) -> None:
    """Fill a child: outside of two cuts the first parent's order, between them the second's (Hartmann 1998)."""
    n = order.size
    mother, father = picked(people, desk), picked(people, desk)
    a, b = below(desk.chance, n), below(desk.chance, n)
    low, high = min(a, b), max(a, b)
    taken = desk.early
    taken[:] = 0
    order[:low] = people.order[mother, :low]
    for q in range(low):
        taken[order[q]] = 1
    k = low
    for part in range(2):
        parent = father if part == 0 else mother
        until = high if part == 0 else n
        for q in range(n):
            i = people.order[parent, q]
            if k < until and taken[i] == 0:
                taken[i] = 1 + (part == 0)
                order[k] = i
                k += 1
    for i in range(n):
        way[i] = people.way[father if taken[i] == 2 else mother, i]


@jit
def follows(i: int, j: int, links: Any) -> bool:
    """Whether j follows i directly."""
    for k in range(links.at[i], links.at[i + 1]):  # noqa: SIM110  # numba compiles no generator
        if links.to[k] == j:
            return True
    return False


@jit
def changed(arrays: Any, desk: Any, order: Ints, way: Ints) -> None:
    """Let a few neighbours change places and a few activities their way."""
    for q in range(order.size - 1):
        if below(desk.chance, SWAP_IN) == 0 and not follows(order[q], order[q + 1], arrays.after):
            order[q], order[q + 1] = order[q + 1], order[q]
    if arrays.duration.shape[1] > 1:
        for i in range(way.size):
            if below(desk.chance, CHANGE_IN) == 0:
                way[i] = below(desk.chance, arrays.ways[i])


@jit
def evolve(people: Any, arrays: Any, desk: Any, children: int) -> None:
    """Make children one by one; each replaces the worst of a few rows unless it is worse than that."""
    n, size = arrays.ways.size, people.value.size
    order, way = np.empty(n, np.int64), np.empty(n, np.int64)
    for _ in range(children):
        crossed(people, desk, order, way)
        changed(arrays, desk, order, way)
        value = valued(order, way, arrays, desk)
        row = below(desk.chance, size)
        for _again in range(3):
            other = below(desk.chance, size)
            if people.value[other] > people.value[row]:
                row = other
        if value <= people.value[row]:
            enter(row, value, people, order, way, desk.start)


@jit
def seeded(people: Any, arrays: Any, desk: Any, tail: Ints, rows: int) -> None:
    """Fill the first rows: orders by falling time to the end of the project, disturbed by chance; ways by chance."""
    n = arrays.ways.size
    order, way = np.empty(n, np.int64), np.zeros(n, np.int64)
    key = np.empty(n, np.int64)
    most = tail.max()
    for row in range(rows):
        for i in range(n):
            key[i] = most - tail[i] + (below(desk.chance, 1 + most // 4) if row else 0)
            way[i] = below(desk.chance, arrays.ways[i])
        for q in range(n - 1, -1, -1):  # whatever follows i comes after it
            i = arrays.ranks[q]
            for k in range(arrays.after.at[i], arrays.after.at[i + 1]):
                key[i] = min(key[i], key[arrays.after.to[k]])
        sort_by_rank(key, arrays.ranks, order)
        value = valued(order, way, arrays, desk)
        enter(row, value, people, order, way, desk.start)


@jit
def sort_by_rank(key: Ints, ranks: Ints, order: Ints) -> None:
    """Fill `order` by rising key, ties in the order of `ranks`."""
    place = np.argsort(key[ranks], kind="mergesort")
    for q in range(order.size):
        order[q] = ranks[place[q]]
