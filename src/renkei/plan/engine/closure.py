"""What the lags of a project imply between every two activities, and what resources add; makes no schedule.

Two activities that together need more of a resource than there is come one after the other; where the lags leave one
order only, it becomes a lag like any other, until nothing follows any more. What is found holds for every schedule.
"""

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from renkei.plan.engine.rcpsp import Arc, Project

Matrix = npt.NDArray[np.int64]

NEVER = -(1 << 40)
"""A distance that no lag imposes; the sum of a few of them still fits."""
ACTIVITIES_MAX = 400
"""Beyond this the closure is not made: its time grows with the third power, 0.1 s at 400."""

QUEUES_MAX = 60
"""Queues of rivals that the solver is told: the first ones hold most pairs, each costs it time."""
QUEUE_MIN = 3
"""Activities in the shortest queue: of two it sees as much by itself."""


class Closure(msgspec.Struct, frozen=True):
    """The longest distances between starts, with the orders that follow from resources.

    Attributes:
        distance: (n, n); the start of j is at least so long after that of i; `NEVER` where nothing binds it.
        orders: The orders found, as lags.
        clash: Activities of which it was found that they cannot go together; empty if none were.
    """

    distance: Matrix
    orders: tuple[Arc, ...] = ()
    clash: tuple[int, ...] = ()

    def windows(self) -> list[tuple[int, int]] | None:
        """Return where each start lies, the earliest one at zero, if every two activities are bound to one another.

        They are told from the activity from which they are narrowest; it is at one time, and the schedule of the rest
        around it.
        """
        if (self.distance <= NEVER // 2).any():
            return None
        late = -self.distance.T
        root = int((late - self.distance).sum(axis=1).argmin())
        low = int(self.distance[root].min())
        return [(int(a) - low, int(b) - low) for a, b in zip(self.distance[root], late[root], strict=True)]


def closed(project: Project) -> Closure | None:
    """Return the closure of a project with the orders of rivals, or None for one that is too large."""
    found = spread(project)
    if found is None or found.clash:
        return found
    return _ordered(found.distance, [min(w.duration for w in ways) for ways in project.ways], rivals(project))


def spread(project: Project) -> Closure | None:
    """Return the closure of the lags alone, or None for a project that is too large."""
    count = len(project.ways)
    if count > ACTIVITIES_MAX:
        return None
    distance = np.full((count, count), NEVER, np.int64)
    np.fill_diagonal(distance, 0)
    for arc in project.arcs:
        least = arc.least + (min(w.duration for w in project.ways[arc.of]) if arc.from_end else 0)
        distance[arc.of, arc.to] = max(distance[arc.of, arc.to], least)
    for k in range(count):
        _through(distance, distance[:, k], distance[k])
    clash = np.flatnonzero(distance.diagonal() > 0)
    return Closure(distance, clash=tuple(map(int, clash)))


def _through(distance: Matrix, into: Matrix, out: Matrix) -> None:
    """Raise every distance to that of the way through one place; what nothing binds stays so."""
    np.maximum(distance, into[:, None] + out[None, :], out=distance)
    distance[distance < NEVER // 2] = NEVER


def rivals(project: Project) -> npt.NDArray[np.bool_]:
    """Return for every two activities (n, n) whether they can never be under way at once."""
    least = np.array(
        [[min(w.demands[r] for w in ways) for r in range(len(project.capacities))] for ways in project.ways]
    )
    lasting = np.array([min(w.duration for w in ways) > 0 for ways in project.ways])
    found = np.zeros((len(project.ways), len(project.ways)), bool)
    for r, most in enumerate(project.capacities):
        if project.renewable[r]:
            needs = least[:, r]
            both = (needs > 0)[:, None] & (needs > 0)[None, :]
            found |= both & (needs[:, None] + needs[None, :] > most)
    found &= lasting[:, None] & lasting[None, :]
    np.fill_diagonal(found, val=False)
    return found


def queues(rival: npt.NDArray[np.bool_]) -> list[tuple[int, ...]]:
    """Return sets of activities that are all rivals of one another, so that most pairs of rivals are in one.

    Each begins with the activity of which most pairs are in none yet, and takes in who adds most of them (greedy; to
    find the largest takes too long).
    """
    left, found, share = rival.copy(), list[tuple[int, ...]](), rival.astype(np.float32)
    while left.any() and len(found) < QUEUES_MAX:
        members = [int(left.sum(axis=1).argmax())]
        rest = rival[members[0]].copy()
        while rest.any():
            gain = left[:, members].sum(axis=1) * len(rival) + share @ rest
            members.append(int(np.where(rest, gain, -1).argmax()))
            rest &= rival[members[-1]]
        left[np.ix_(members, members)] = False
        if len(members) < QUEUE_MIN:
            break
        found.append(tuple(sorted(members)))
    return found


def _ordered(distance: Matrix, lengths: Sequence[int], rival: npt.NDArray[np.bool_]) -> Closure:
    """Add the order of rivals wherever the lags leave only one, until nothing changes."""
    length = np.array(lengths, np.int64)
    orders: list[Arc] = []
    while True:
        first = distance.T + length[:, None] <= 0  # [i, j]: i may come before j, since nothing holds i back behind j
        neither = rival & ~first & ~first.T
        if neither.any():
            i, j = map(int, np.argwhere(neither)[0])
            return Closure(distance, tuple(orders), (i, j))
        forced = np.argwhere(rival & ~first.T & (distance < length[:, None]))
        if not forced.size:
            return Closure(distance, tuple(orders))
        for i, j in forced:
            if distance[i, j] < length[i]:
                orders.append(Arc(int(i), int(j), int(length[i]), from_end=False))
                _through(distance, distance[:, i] + length[i], distance[j])
        clash = np.flatnonzero(distance.diagonal() > 0)
        if clash.size:
            return Closure(distance, tuple(orders), tuple(map(int, clash)))
