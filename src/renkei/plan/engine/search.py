"""Own search for good schedules of a plain project: first plan at once, then better ones; uses no solver.

Deterministic: a seed and a number of children decide everything. Who runs it against a clock asks for a few
children at a time and looks at the clock between.
"""

import numpy as np

from renkei.plan.engine.compiled_search import FOREIGN, enter, evolve, population_of, seeded, valued
from renkei.plan.engine.compiled_sgs import Arrays, Ints, arrays_of, desk_of
from renkei.plan.engine.rcpsp import Arc, Plot, Project, Way, in_order, least_end, successors

SIZE = 200
"""Orders in a population: 60 converge too early on 120 activities, 400 learn too slowly in a minute."""
ELITES_MAX = 12
"""Best schedules of past generations that are kept to be crossed with one another."""
STALE = 30
"""Children for each row without a better best after which a population starts anew."""
REUNION_EVERY = 4
"""Each so many-th new start crosses the best of all earlier ones."""


class Search:
    """A search under way: ask for the first schedule, then for better ones.

    Args:
        project: Plain, without circles.
        seed: The same seed and the same calls give the same schedules.
    """

    def __init__(self, project: Project, seed: int = 1) -> None:
        self.project = project
        self.children = 0
        self._arrays = arrays_of(project)
        self._desk = desk_of(self._arrays, seed * 7_919 + 13)
        self._tail = _tails(project, self._arrays)
        self._people = population_of(SIZE, len(project.ways))
        self._elites: list[tuple[int, Ints, Ints]] = []
        self._best: tuple[int, Plot] | None = None
        self._bound = least_end(project)
        self._last_better = 0
        self._level = 0
        self._starts = 0

    @property
    def best(self) -> tuple[int, Plot] | None:
        """The least makespan and its schedule."""
        return self._best

    @property
    def done(self) -> bool:
        """Whether the best meets what no schedule can be below."""
        return self._best is not None and self._best[0] <= self._bound

    def first(self) -> tuple[int, Plot] | None:
        """Return the first schedule; None if no ways were found that use up no more than there is."""
        if self._best is None:
            seeded(self._people, self._arrays, self._desk, self._tail, 1)
            self._note()
        return self._best

    def run(self, children: int) -> tuple[int, Plot] | None:
        """Make so many more children and return the best schedule so far."""
        left = children
        while left > 0 and not self.done:
            if self.children == 0 or self._stale():
                self._anew()
                left -= SIZE
            batch = max(1, min(left, SIZE))
            evolve(self._people, self._arrays, self._desk, batch)
            self.children += batch
            left -= batch
            self._note()
        return self._best

    def learn(self, plot: Plot) -> None:
        """Take a schedule found elsewhere into the population."""
        ranks = self._arrays.ranks
        order = ranks[np.argsort(np.array(plot[0], np.int64)[ranks], kind="stable")]
        way = np.array(plot[1], np.int64)
        value = int(valued(order, way, self._arrays, self._desk))
        row = int(np.argmax(self._people.value))
        enter(row, value, self._people, order, way, self._desk.start)
        self._note()

    def _stale(self) -> bool:
        value = self._people.value
        now = int(value.min())
        if now != self._level:
            self._level, self._last_better = now, self.children
        return self.children - self._last_better > STALE * SIZE or bool(value.max() == now)

    def _anew(self) -> None:
        """Begin with another population; now and then with the best of all earlier ones."""
        people = self._people
        if self.children:
            row = int(np.argmin(people.value))
            self._elites.append((int(people.value[row]), people.order[row].copy(), people.way[row].copy()))
            self._elites = sorted(self._elites, key=lambda e: e[0])[:ELITES_MAX]
        self._starts += 1
        seeded(people, self._arrays, self._desk, self._tail, SIZE)
        self.children += SIZE
        if self._starts % REUNION_EVERY == 0:
            for row, (_, order, way) in enumerate(self._elites):
                value = int(valued(order.copy(), way.copy(), self._arrays, self._desk))
                enter(row, value, people, order, way, self._desk.start)
        self._level, self._last_better = 0, self.children

    def _note(self) -> None:
        value = int(self._people.best[0])
        if value < FOREIGN and (self._best is None or value < self._best[0]):
            plot = self._people.best_start.tolist(), self._people.best_way.tolist()
            self._best = value, plot


def _tails(project: Project, arrays: Arrays) -> Ints:
    """Return the longest time from the start of each activity to the end of the project, in its shortest ways."""
    after = successors(project)
    tail = np.zeros(len(after), np.int64)
    for i in reversed(in_order(after) or []):
        length = int(arrays.duration[i, : int(arrays.ways[i])].min())
        tail[i] = length + max((int(tail[j]) for j in after[i]), default=0)
    return tail


def warm_up() -> None:
    """Compile every function that a search calls, where they are compiled at all."""
    ways = ((Way(0, (0, 0)),), (Way(2, (1, 1)), Way(1, (2, 2))), (Way(2, (1, 1)),), (Way(0, (0, 0)),))
    arcs = (Arc(0, 1), Arc(0, 2), Arc(1, 3), Arc(2, 3))
    search = Search(Project(ways=ways, arcs=arcs, capacities=(2, 9), renewable=(True, False)))
    search.first()
    search.run(2 * SIZE)
    found = search.best
    if found is not None:
        search.learn(found[1])
