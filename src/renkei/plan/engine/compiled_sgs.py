"""Serial schedule generation and double justification on arrays, written so that numba can compile them.

Arrays: activities i (n), ways m (at most M), renewable and other resources r (R), periods t (T). An order is a
permutation of the activities in which each comes after what it follows. All integers are 64 bits.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from renkei.plan.engine.compiled import jit
from renkei.plan.engine.rcpsp import Project, in_order, successors

Ints = npt.NDArray[np.int64]


class Links(NamedTuple):
    """Who follows whom: the neighbours of i are `to[at[i]:at[i + 1]]`."""

    to: Ints
    at: Ints


class Arrays(NamedTuple):
    """A project as arrays.

    Attributes:
        duration: (n, M).
        demand: (n, M, R) on renewable resources.
        spent: (n, M, N) on non-renewable resources.
        ways: (n) number of ways.
        capacity: (R).
        budget: (N).
        after, before: Links forward and backward.
        ranks: (n) the activities, each after what it follows.
    """

    duration: Ints
    demand: Ints
    spent: Ints
    ways: Ints
    capacity: Ints
    budget: Ints
    after: Links
    before: Links
    ranks: Ints


class Desk(NamedTuple):
    """Scratch arrays of one search.

    Attributes:
        used: (T, R) units in use; all zero between two generations.
        start, other, early: (n) starts, keys, earliest starts.
        order: (n) an order.
        buckets: (T + 1) counts for sorting.
        chance: (1) state of the generator of chance.
    """

    used: Ints
    start: Ints
    other: Ints
    early: Ints
    order: Ints
    buckets: Ints
    chance: Ints


def arrays_of(project: Project) -> Arrays:
    """Return a plain project as arrays; lags are not told."""
    n, most = len(project.ways), max(len(w) for w in project.ways)
    again = [r for r, kept in enumerate(project.renewable) if kept]
    spent = [r for r, kept in enumerate(project.renewable) if not kept]
    duration = np.zeros((n, most), np.int64)
    demand = np.zeros((n, most, len(again)), np.int64)
    used_up = np.zeros((n, most, len(spent)), np.int64)
    for i, ways in enumerate(project.ways):
        for m, way in enumerate(ways):
            duration[i, m] = way.duration
            demand[i, m] = [way.demands[r] for r in again]
            used_up[i, m] = [way.demands[r] for r in spent]
    after = successors(project)
    before: list[list[int]] = [[] for _ in after]
    for of, found in enumerate(after):
        for to in found:
            before[to].append(of)
    caps = np.array(project.capacities, np.int64)
    counts = np.array([len(w) for w in project.ways], np.int64)
    order = in_order(after)
    if order is None:
        raise ValueError("the arcs go round in a circle")
    ranks = np.array(order, np.int64)
    return Arrays(duration, demand, used_up, counts, caps[again], caps[spent], _links(after), _links(before), ranks)


def _links(neighbours: list[list[int]]) -> Links:
    at = np.zeros(len(neighbours) + 1, np.int64)
    at[1:] = np.cumsum([len(x) for x in neighbours])
    return Links(np.array([j for x in neighbours for j in x], np.int64), at)


def desk_of(arrays: Arrays, seed: int) -> Desk:
    """Return the scratch arrays of a search."""
    n, periods = arrays.ways.size, int(arrays.duration.max(axis=1).sum()) + 2

    def zeros(size: int = n) -> Ints:
        return np.zeros(size, np.int64)

    used = np.zeros((periods, arrays.capacity.size), np.int64)
    chance = np.array([seed % 2_147_483_646 + 1], np.int64)
    return Desk(used, zeros(), zeros(), zeros(), zeros(), zeros(periods + 1), chance)


@jit
def below(chance: Ints, most: int) -> int:
    """Return a whole number from 0 to `most` - 1 (Lehmer's generator: the same compiled or not)."""
    chance[0] = chance[0] * 48_271 % 2_147_483_647
    return int(chance[0] % most)


@jit
def earliest(used: Ints, demand: Ints, capacity: Ints, begin: int, length: int) -> int:
    """Return the first period from `begin` on in which `length` periods have room for a demand."""
    start = begin
    at = begin
    while at < start + length:
        for r in range(capacity.size):
            if used[at, r] + demand[r] > capacity[r] and demand[r] > 0:
                start = at + 1
                break
        at += 1
    return start


@jit
def generate(order: Ints, way: Ints, arrays: Any, links: Any, desk: Any) -> int:
    """Fill `desk.start` with the earliest start of each activity in turn and return the makespan."""
    used, early, start = desk.used, desk.early, desk.start
    early[:] = 0
    last = 0
    for q in range(order.size):
        i = order[q]
        length = arrays.duration[i, way[i]]
        demand = arrays.demand[i, way[i]]
        at = earliest(used, demand, arrays.capacity, early[i], length)
        take(used, demand, at, length)
        start[i] = at
        last = max(last, at + length)
        for k in range(links.at[i], links.at[i + 1]):
            j = links.to[k]
            early[j] = max(early[j], at + length)
    used[:last] = 0
    return last


@jit
def take(used: Ints, demand: Ints, at: int, length: int) -> None:
    """Enter the use of resources by an activity."""
    for t in range(at, at + length):
        for r in range(demand.size):
            used[t, r] += demand[r]


@jit
def sort_by(key: Ints, ranks: Ints, desk: Any, order: Ints) -> None:
    """Fill `order` with the activities by rising key (a time within the horizon); ties in the order of `ranks`.

    Two activities that follow one another have the same key only if one takes no time, and `ranks` puts those right.
    """
    buckets = desk.buckets
    most = key.max() + 2
    buckets[:most] = 0
    for i in range(key.size):
        buckets[key[i] + 1] += 1
    for t in range(1, most):
        buckets[t] += buckets[t - 1]
    for q in range(key.size):
        i = ranks[q]
        order[buckets[key[i]]] = i
        buckets[key[i]] += 1


@jit
def turned(last: int, way: Ints, arrays: Any, desk: Any) -> None:
    """Fill `desk.other` with the starts as seen from the end of the project."""
    for i in range(way.size):
        desk.other[i] = last - desk.start[i] - arrays.duration[i, way[i]]


@jit
def justify(order: Ints, way: Ints, arrays: Any, desk: Any) -> int:
    """Generate forward, backward and forward again; `order` becomes the order of the starts found.

    `desk.start` holds the schedule afterwards (double justification: Valls, Ballestin and Quintanilla 2005).
    """
    last = generate(order, way, arrays, arrays.after, desk)
    turned(last, way, arrays, desk)
    sort_by(desk.other, arrays.ranks[::-1].copy(), desk, desk.order)
    last = generate(desk.order, way, arrays, arrays.before, desk)
    turned(last, way, arrays, desk)
    sort_by(desk.other, arrays.ranks, desk, desk.order)
    last = generate(desk.order, way, arrays, arrays.after, desk)
    sort_by(desk.start, arrays.ranks, desk, order)
    return last
