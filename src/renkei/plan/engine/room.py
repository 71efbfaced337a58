"""Finds times in which jobs certainly hold more of one resource than there is; knows windows, no facts behind them.

Energetic reasoning: a job that starts between two minutes holds its resource for at least a known part of any time
(Baptiste, Le Pape and Nuijten: Constraint-Based Scheduling, 2001, chapter 3).
"""

from collections.abc import Sequence
from typing import Any, TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from renkei.plan.engine.facts import Need

STAYS_MAX = 250
"""Users of one resource up to which all times are looked at (users cubed steps of work); beyond, none are."""
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
    quantity = np.array([s.quantity for s in stays], dtype=np.int64)
    minutes = _within(stays, begins, ends)
    room = _capacity_until(steps, ends)[None, :] - _capacity_until(steps, begins)[:, None]
    over = np.argwhere((minutes @ quantity > room) & (ends[None, :] > begins[:, None]))[:TIMES_MAX]
    if not len(over):
        return []
    counts = _fewest(minutes[over[:, 0], over[:, 1]] * quantity, room[over[:, 0], over[:, 1]])
    length = ends[over[:, 1]] - begins[over[:, 0]]
    ranked = [(n, *over[n]) for n in np.lexsort((length, counts))[:most]]
    return [_load(stays, begins[a], ends[b], minutes[a, b], (int(counts[n]), int(room[a, b]))) for n, a, b in ranked]


def _within(stays: Sequence[Stay], begins: Minutes, ends: Minutes) -> Minutes:
    """Return the least minutes of each job between each begin and end (begins x ends x jobs)."""
    earliest = np.array([s.earliest for s in stays], dtype=np.int64)
    latest = np.array([s.latest for s in stays], dtype=np.int64)
    length = np.array([s.length for s in stays], dtype=np.int64)
    left = np.minimum(length, earliest + length - begins[:, None])
    right = ends[:, None] - latest
    span = (ends[None, :] - begins[:, None])[:, :, None]
    found: Minutes = np.maximum(0, np.minimum(np.minimum(left[:, None, :], right[None, :, :]), span))
    return found


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


def _load(stays: Sequence[Stay], start: Any, end: Any, minutes: Minutes, most: tuple[int, int]) -> Load:
    """Return a load of the few that hold most, as many as are needed for more than the room."""
    count, room = most
    ranked = sorted(range(len(stays)), key=lambda n: (-int(minutes[n]) * stays[n].quantity, stays[n].need.key))
    return Load(int(start), int(end), tuple((stays[n], int(minutes[n])) for n in ranked[:count]), room)
