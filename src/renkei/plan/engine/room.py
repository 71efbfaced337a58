"""Finds times in which jobs certainly hold more of one resource than there is; knows windows, no facts behind them.

Energetic reasoning: a job that starts between two minutes holds its resource for at least a known part of any time
(Baptiste, Le Pape and Nuijten: Constraint-Based Scheduling, 2001, chapter 3).
"""

import heapq
from collections.abc import Sequence
from typing import TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from renkei.plan.engine.facts import Need

STAYS_MAX = 250
"""Users of one resource up to which all times are looked at (users cubed steps of work, 0.1 s); beyond, none are."""
TIMES_MAX = 4000
"""Overloaded times of one resource of which the ones with the fewest users are looked for."""

Minutes: TypeAlias = NDArray[np.int64]


class Stay(msgspec.Struct, frozen=True):
    """A job holds a quantity of a resource for `length` minutes and starts from `earliest` until `latest`."""

    need: Need
    earliest: int
    latest: int
    length: int
    quantity: int


class Load(msgspec.Struct, frozen=True):
    """Jobs hold more of a resource from `start` until `end` than there is.

    Attributes:
        held: Jobs, each with the minutes within that time for which it holds its quantity at least.
        room: Unit-minutes that there are.
    """

    start: int
    end: int
    held: tuple[tuple[Stay, int], ...]
    room: int

    @property
    def taken(self) -> int:
        """Unit-minutes that the jobs hold at least."""
        return sum(stay.quantity * minutes for stay, minutes in self.held)


def overloads(stays: Sequence[Stay], steps: Sequence[tuple[int, int, int]], most: int) -> list[Load]:
    """Return up to `most` overloads of a resource, those with the fewest jobs first, then the shortest time.

    Args:
        stays: Who holds the resource.
        steps: (from, until, capacity), without gap or overlap.
        most: How many to return.
    """
    if not stays or len(stays) > STAYS_MAX:
        return []
    begins = np.unique(np.array([s.earliest for s in stays], dtype=np.int64))
    ends = np.unique(np.array([s.latest + s.length for s in stays], dtype=np.int64))
    crowd, until = _Crowd(stays), _capacity_until(steps, ends)
    found: list[tuple[int, ...]] = []
    for begin, before in zip(begins, _capacity_until(steps, begins), strict=True):
        later = ends > begin
        found += crowd.overloaded(begin, ends[later], until[later] - before)[: TIMES_MAX - len(found)]
        if len(found) == TIMES_MAX:
            break
    return [_load(stays, crowd, times) for times in heapq.nsmallest(most, found)]


class _Crowd:
    """The users of a resource as arrays with one value for each; looks at the times from one begin, users squared."""

    def __init__(self, stays: Sequence[Stay]) -> None:
        self.earliest = np.array([s.earliest for s in stays], dtype=np.int64)
        self.latest = np.array([s.latest for s in stays], dtype=np.int64)
        self.length = np.array([s.length for s in stays], dtype=np.int64)
        self.quantity = np.array([s.quantity for s in stays], dtype=np.int64)

    def least(self, begin: int, ends: Minutes) -> Minutes:
        """Return the least minutes of each job between a begin and each later end (ends x jobs)."""
        left = np.minimum(self.length, self.earliest + self.length - begin)
        span = (ends - begin)[:, None]
        found: Minutes = np.maximum(0, np.minimum(np.minimum(left, span), ends[:, None] - self.latest))
        return found

    def overloaded(self, begin: int, ends: Minutes, room: Minutes) -> list[tuple[int, ...]]:
        """Return (fewest jobs, length, begin, end, room) of each time from a begin that is overloaded."""
        minutes = self.least(begin, ends)
        over = minutes @ self.quantity > room
        if not over.any():
            return []
        ends, room = ends[over], room[over]
        counts = _fewest(minutes[over] * self.quantity, room)
        return [
            (count, end - int(begin), int(begin), end, units)
            for count, end, units in zip(counts.tolist(), ends.tolist(), room.tolist(), strict=True)
        ]


def _capacity_until(steps: Sequence[tuple[int, int, int]], at: Minutes) -> Minutes:
    """Return how many unit-minutes a resource has from its first step until each minute."""
    starts = np.array([s for s, _, _ in steps], dtype=np.int64)
    capacity = np.array([c for _, _, c in steps], dtype=np.int64)
    whole = np.concatenate(([0], np.cumsum(capacity[:-1] * np.diff(starts))))
    step = np.searchsorted(starts, at, side="right") - 1
    found: Minutes = whole[step] + capacity[step] * (at - starts[step])
    return found


def _fewest(held: Minutes, room: Minutes) -> Minutes:
    """Return with how many jobs, those that hold most first, each time is overloaded."""
    most_first = -np.sort(-held, axis=1)
    found: Minutes = (np.cumsum(most_first, axis=1) > room[:, None]).argmax(axis=1) + 1
    return found


def _load(stays: Sequence[Stay], crowd: _Crowd, times: tuple[int, ...]) -> Load:
    """Return a load of the few that hold most, as many as are needed for more than the room."""
    count, _, begin, end, room = times
    minutes = crowd.least(begin, np.array([end], dtype=np.int64))[0].tolist()
    ranked = sorted(range(len(stays)), key=lambda n: (-minutes[n] * stays[n].quantity, stays[n].need.key))
    return Load(begin, end, tuple((stays[n], minutes[n]) for n in ranked[:count]), room)
