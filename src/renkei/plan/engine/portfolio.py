"""One stream of ever better verified schedules of a project, from own search and CP-SAT together, with a bound.

Own search gives the first schedule and improves large plans; CP-SAT gives the bound, proofs, and what longest lags
need. Reads no clock and starts no thread: both are given.
"""

from collections.abc import Callable
from typing import Literal, TypeAlias

import msgspec

from renkei.plan.engine.closure import queues, rivals
from renkei.plan.engine.cpsat import Effort
from renkei.plan.engine.decide import decide
from renkei.plan.engine.first import ever_shorter
from renkei.plan.engine.rcpsp import Plot, Project, fits, in_order, least_end, makespan, posed, sound, successors
from renkei.plan.engine.rcpsp_cpsat import Answered, ProjectModel
from renkei.plan.engine.search import Search
from renkei.plan.engine.temporal import contradiction

Clock: TypeAlias = Callable[[], float]
Beside: TypeAlias = Callable[[Callable[[], None], Callable[[], None]], None]
Source: TypeAlias = Literal["search", "cpsat"]

SLICE = 200
"""Children between two looks at the clock: 5-100 ms compiled."""
QUICK_S = 1.0
"""Seconds that CP-SAT gets at first: an easy project is proved in them."""
QUICK_SHARE = 0.1
"""The same as a share of a short limit."""
ROUNDS = 3
"""Times that CP-SAT starts anew from the best schedule known: it cannot take one in while it runs."""
FIRST_TRIES = 40
"""Children made at first where no ways fit what there is to be used up."""
DECIDE_SHARE = 0.7
"""Share of the limit for what decides whether lags and resources go together: the rest is for a shorter schedule."""


class Found(msgspec.Struct, frozen=True):
    """A verified schedule of the stream: makespan, best bound, seconds since the beginning, who found it."""

    value: int
    bound: int
    seconds: float
    plot: Plot
    source: Source

    @property
    def gap(self) -> float:
        """How far the makespan may be from the best possible, as a share of it."""
        return (self.value - self.bound) / self.value if self.value else 0.0


class Limits(msgspec.Struct, frozen=True):
    """How long to go on.

    Attributes:
        seconds: By the clock that is given.
        workers: Of CP-SAT.
        children: Instead of a share of the clock, so many children of own search: the same answer every time, as
            far as CP-SAT ends by itself.
    """

    seconds: float = 20.0
    seed: int = 1
    workers: int = 1
    children: int | None = None


class Ended(msgspec.Struct, frozen=True):
    """How a portfolio ended: the last of the stream, the bound, and whether there is nothing better, or nothing.

    Attributes:
        clash: Of a project that was refuted, activities that cannot be done together; empty if none were singled out.
    """

    best: Found | None
    bound: int
    optimal: bool
    infeasible: bool
    seconds: float
    clash: tuple[int, ...] = ()


def in_turn(first: Callable[[], None], second: Callable[[], None]) -> None:
    """Run two functions one after the other."""
    first()
    second()


class Portfolio:
    """One run on one project.

    Args:
        project: Any project; own search takes one without lags in which every way can be taken.
        limits: How long to go on.
        clock: Seconds of a steady clock.
        tell: Called with each better verified schedule.
        beside: Runs two functions, at once if it can.
    """

    def __init__(
        self,
        project: Project,
        limits: Limits,
        clock: Clock,
        tell: Callable[[Found], None] = lambda _: None,
        beside: Beside = in_turn,
    ) -> None:
        self.project = project
        self.limits = limits
        self.best: Found | None = None
        self.bound = least_end(project)
        self.infeasible = False
        self.clash: tuple[int, ...] = ()
        self._clock, self._began = clock, clock()
        self._tell, self._beside = tell, beside
        open_ways = all(fits(project, way) for ways in project.ways for way in ways)
        plain = project.plain and open_ways and in_order(successors(project)) is not None
        self._search = Search(project, limits.seed) if plain else None
        lone = all(len(ways) == 1 for ways in project.ways)
        self._queues = [] if project.plain or not lone else queues(rivals(project))

    @property
    def seconds(self) -> float:
        """Seconds since the beginning."""
        return self._clock() - self._began

    @property
    def done(self) -> bool:
        """Whether nothing better can be found."""
        return self.infeasible or (self.best is not None and self.best.value <= self.bound)

    def run(self) -> Ended:
        """Search until there is nothing better or time is up; lags that contradict one another need no solver."""
        if self._search is not None:
            self._first(self._search)
        else:
            self._first_with_lags()
        if self.infeasible:
            return Ended(None, self.bound, False, True, self.seconds, self.clash)
        quick = min(QUICK_S, QUICK_SHARE * self.limits.seconds) if self._search else self._left()
        self._solve(quick)
        if self._search is not None and not self.done:
            self._beside(self._breed, self._prove)
        optimal = self.best is not None and self.done
        return Ended(self.best, self.bound, optimal, self.infeasible, self.seconds)

    def _first(self, search: Search) -> None:
        found = search.first()
        for _ in range(FIRST_TRIES):
            if found is not None:
                self._take(found[1], "search")
                return
            found = search.run(1)

    def _first_with_lags(self) -> None:
        """Where there are lags: what refutes them, or a schedule, then shorter ones made job by job."""
        problem = posed(self.project)
        if contradiction(problem) is not None:
            self.infeasible = True
            return
        limits = self.limits
        effort = Effort(limits.seconds, limits.seed, limits.workers)
        decided = decide(self.project, effort, lambda: DECIDE_SHARE * limits.seconds - self.seconds)
        if decided.clash:
            self.infeasible, self.clash = True, decided.clash
            return
        if decided.plot is not None:
            self._take(decided.plot, "search")
        for found in ever_shorter(problem):
            jobs = [found[i] for i in range(len(problem.jobs))]
            self._take(([p.start for p in jobs], [p.option for p in jobs]), "search")

    def _breed(self) -> None:
        """Own search until time is up; schedules of the solver join the population as they come."""
        search, children = self._search, self.limits.children
        assert search is not None
        known = search.best
        while not self.done and (self._left() > 0 if children is None else search.children < children):
            mine = search.best[0] if search.best else None
            if self.best is not None and (mine is None or self.best.value < mine):
                search.learn(self.best.plot)
            found = search.run(SLICE)
            if found is not None and found != known:
                known = found
                self._take(found[1], "search")

    def _prove(self) -> None:
        """The solver in a few rounds, each from the best schedule known."""
        for left in range(ROUNDS, 0, -1):
            if self.done or self._left() <= 0:
                return
            self._solve(self._left() / left)

    def _left(self) -> float:
        return self.limits.seconds - self.seconds

    def _solve(self, seconds: float) -> None:
        """One solve; what structures were put together to is no hint: it holds the solver up far from the best."""
        most = self.best.value if self.best else None
        plot = self.best.plot if self.best and self._search else None
        model = ProjectModel(self.project, most, plot=plot, queues=self._queues)
        effort = Effort(max(seconds, 0.05), self.limits.seed, self.limits.workers)
        self._conclude(model.solve(effort, self._heard), most)

    def _heard(self, plot: Plot, bound: int) -> bool:
        self.bound = max(self.bound, bound)
        self._take(plot, "cpsat")
        return not self.done

    def _conclude(self, answered: Answered, most: int | None) -> None:
        if answered.plot is not None:
            self._take(answered.plot, "cpsat")
        if answered.answer == "infeasible" and most is None:
            self.infeasible = True
        elif answered.answer != "infeasible":
            self.bound = max(self.bound, min(answered.bound, self.best.value if self.best else answered.bound))

    def _take(self, plot: Plot, source: Source) -> None:
        """Pass a schedule on if it is better than the last and the checker agrees."""
        value = makespan(self.project, plot)
        if (self.best is None or value < self.best.value) and sound(self.project, plot):
            self.best = Found(value, self.bound, round(self.seconds, 4), plot, source)
            self._tell(self.best)
