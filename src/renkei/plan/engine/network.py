"""Keeps longest distances while difference constraints come and go: what an edge changes costs what it changes.

Knows no plan: nodes are numbers, the origin is one of them. Source of the removal: Ramalingam and Reps, An incremental
algorithm for a generalization of the shortest-path problem, 1996, with longest instead of shortest ways.
"""

from collections import Counter, deque
from collections.abc import Iterable

import msgspec

ORIGIN = -1
"""Index that stands for minute zero."""


class Edge(msgspec.Struct, frozen=True):
    """The start of `to` is at least `least` minutes after the start of `of`, because of the fact `key`."""

    of: int
    to: int
    least: int
    key: str


class Reach(msgspec.Struct, frozen=True):
    """Longest distances from the origin, and the last edge on the way to each job.

    Attributes:
        distance: In minutes, of each job that is reached.
        into: The edge that gives the distance.
    """

    distance: dict[int, int]
    into: dict[int, Edge]


class Window(msgspec.Struct, frozen=True):
    """Where the start of a job may lie, as far as time alone says; `latest` None is no bound."""

    earliest: int
    latest: int | None

    @property
    def slack(self) -> int | None:
        """Minutes between earliest and latest start."""
        return None if self.latest is None else self.latest - self.earliest


def turned(graph: Iterable[Edge]) -> list[Edge]:
    """Return the edges the other way round: what is far along them starts early at the latest."""
    return [Edge(e.to, e.of, e.least, e.key) for e in graph]


def reach(graph: Iterable[Edge]) -> Reach | list[Edge]:
    """Return the longest distance from the origin to each job it reaches, or the edges of a positive cycle."""
    leaving: dict[int, list[Edge]] = {}
    for edge in graph:
        leaving.setdefault(edge.of, []).append(edge)
    distance, into = {ORIGIN: 0}, dict[int, Edge]()
    queue, queued, visits = deque([ORIGIN]), {ORIGIN}, dict[int, int]()
    while queue:
        node = queue.popleft()
        queued.discard(node)
        visits[node] = visits.get(node, 0) + 1
        if (visits[node] & 7) == 0 and (cycle := _cycle(into, node)):
            return cycle
        for edge in leaving.get(node, ()):
            if edge.to in distance and distance[node] + edge.least <= distance[edge.to]:
                continue
            distance[edge.to] = distance[node] + edge.least
            into[edge.to] = edge
            if edge.to == ORIGIN and (cycle := _cycle(into, ORIGIN)):
                return cycle
            if edge.to not in queued:
                queue.append(edge.to)
                queued.add(edge.to)
    return Reach(distance, into)


def _cycle(into: dict[int, Edge], start: int) -> list[Edge] | None:
    """Return the edges of a cycle among the edges that last raised each node, if following them back meets one."""
    seen: dict[int, int] = {}
    path: list[Edge] = []
    node = start
    while node in into and node not in seen:
        seen[node] = len(path)
        path.append(into[node])
        node = into[node].of
    return path[seen[node] :] if node in seen else None


def window_of(ahead: "Reach | Distances", back: "Reach | Distances", job: int) -> Window:
    """Return the window of a job from the distances ahead and, over the edges turned, back."""
    last = back.distance.get(job)
    return Window(ahead.distance.get(job, 0), None if last is None else -last)


class Network:
    """Windows of jobs under difference constraints that hold together.

    Args:
        graph: The constraints to begin with.

    Raises:
        ValueError: They contradict each other; `reach` tells which.
    """

    def __init__(self, graph: Iterable[Edge]) -> None:
        known = list(graph)
        self._ahead, self._back = Distances(known), Distances(turned(known))

    def add(self, edge: Edge) -> list[Edge] | None:
        """Add a constraint; return the edges of the contradiction that it would make, and then leave it out."""
        cycle = self._ahead.add(edge)
        if cycle is None:
            self._back.add(turned([edge])[0])
        return cycle

    def remove(self, edge: Edge) -> None:
        """Take a constraint out that is there."""
        self._ahead.remove(edge)
        self._back.remove(turned([edge])[0])

    def window(self, job: int) -> Window:
        """Return where the start of a job may lie."""
        return window_of(self._ahead, self._back, job)

    def windows(self, count: int) -> tuple[Window, ...]:
        """Return the windows of the first `count` jobs."""
        return tuple(self.window(job) for job in range(count))


class Distances:
    """Longest distances from the origin in one direction."""

    def __init__(self, graph: list[Edge]) -> None:
        found = reach(graph)
        if not isinstance(found, Reach):
            raise ValueError("the constraints contradict each other")  # a value, not a type, is wrong
        self.distance, self._into = found.distance, found.into
        self._count = Counter(graph)
        self._leaving: dict[int, set[Edge]] = {}
        self._entering: dict[int, set[Edge]] = {}
        for edge in self._count:
            self._tie(edge)

    def _tie(self, edge: Edge) -> None:
        self._leaving.setdefault(edge.of, set()).add(edge)
        self._entering.setdefault(edge.to, set()).add(edge)

    def add(self, edge: Edge) -> list[Edge] | None:
        """Add an edge, or return the contradiction that it would make."""
        self._count[edge] += 1
        self._tie(edge)
        before: dict[int, tuple[int | None, Edge | None]] = {}
        cycle = self._raised(deque([edge]), edge.of, before)
        if cycle is not None:
            self._restore(before)
            self._untie(edge)
        return cycle

    def _raised(
        self, queue: deque[Edge], source: int, before: dict[int, tuple[int | None, Edge | None]]
    ) -> list[Edge] | None:
        """Raise what edges raise and all that follows; a raise of where it came from is a contradiction."""
        while queue:
            edge = queue.popleft()
            start = self.distance.get(edge.of)
            if start is None or start + edge.least <= self.distance.get(edge.to, start + edge.least - 1):
                continue
            before.setdefault(edge.to, (self.distance.get(edge.to), self._into.get(edge.to)))
            self.distance[edge.to], self._into[edge.to] = start + edge.least, edge
            if edge.to in (source, ORIGIN):
                return _cycle(self._into, edge.to) or [edge]
            queue.extend(self._leaving.get(edge.to, ()))
        return None

    def _restore(self, before: dict[int, tuple[int | None, Edge | None]]) -> None:
        for node, (distance, into) in before.items():
            self.distance.pop(node, None)
            self._into.pop(node, None)
            if distance is not None:
                self.distance[node] = distance
            if into is not None:
                self._into[node] = into

    def _untie(self, edge: Edge) -> bool:
        """Take one of an edge away; whether it was the last."""
        self._count[edge] -= 1
        if self._count[edge] > 0:
            return False
        del self._count[edge]
        self._leaving[edge.of].discard(edge)
        self._entering[edge.to].discard(edge)
        return True

    def remove(self, edge: Edge) -> None:
        """Take an edge out."""
        if self._untie(edge) and self._into.get(edge.to) == edge:
            self._lowered(edge.to)

    def _lowered(self, first: int) -> None:
        """Find anew the distances that rested on an edge that is gone: those of all nodes that it led to."""
        resting, waiting = {first}, [first]
        while waiting:
            for edge in self._leaving.get(waiting.pop(), ()):
                if self._into.get(edge.to) == edge and edge.to not in resting:
                    resting.add(edge.to)
                    waiting.append(edge.to)
        for node in resting:
            del self.distance[node]
            del self._into[node]
        entering = (e for node in resting for e in self._entering.get(node, ()) if e.of not in resting)
        self._raised(deque(entering), ORIGIN, {})
