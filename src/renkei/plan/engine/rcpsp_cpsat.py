"""A project as a CP-SAT model: bounds, ways and longest lags; never trusted without `rcpsp.sound`."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec
from ortools.sat.python import cp_model

from renkei.plan.engine.cpsat import ANSWERS, Answer, Effort
from renkei.plan.engine.rcpsp import Plot, Project, makespan

Heard = Callable[[Plot, int], bool]
"""Takes a schedule and the bound known then; says whether to go on."""


class Answered(msgspec.Struct, frozen=True):
    """What a solve gave: its last schedule, if any, a bound that no makespan is below, seconds in the solver."""

    answer: Answer
    plot: Plot | None
    bound: int
    seconds: float = 0.0


class ProjectModel:
    """Start, and way where there are several, of every activity; the makespan to make small.

    Args:
        project: Any project.
        most: The makespan must not be over this; None for the project's horizon.
        plot: A schedule to start from.
        windows: First and last start of each activity; then the first schedule will do, however long it is.
        queues: Activities, with one way each, of which no two can be under way at once: the solver sees who cannot
            share a resource, but not those who cannot share different ones.
    """

    def __init__(
        self,
        project: Project,
        most: int | None = None,
        plot: Plot | None = None,
        windows: Sequence[tuple[int, int]] | None = None,
        queues: Iterable[Sequence[int]] = (),
    ) -> None:
        self.project = project
        self.raw = cp_model.CpModel()
        self.most = project.horizon if most is None else most
        if windows is not None:
            self.most = max(high + max(w.duration for w in project.ways[i]) for i, (_, high) in enumerate(windows))
        spans = [(0, self.most)] * len(project.ways) if windows is None else windows
        self.start = [self.raw.new_int_var(low, high, "") for low, high in spans]
        self.chosen: list[list[Any]] = []
        self.end: list[Any] = []
        self._intervals: dict[int, Any] = {}
        self._used: list[tuple[list[Any], list[int]]] = [([], []) for _ in project.capacities]
        self._spent: list[list[Any]] = [[] for _ in project.capacities]
        for i in range(len(project.ways)):
            self._add_activity(i)
        self._add_arcs()
        self._add_capacities()
        for queue in queues:
            self.raw.add_no_overlap([self._always(i) for i in queue])
        if windows is None:
            last = self.raw.new_int_var(0, self.most, "")
            self.raw.add_max_equality(last, self.end)
            self.raw.minimize(last)
        if plot is not None:
            self.hint(plot)

    def _add_activity(self, i: int) -> None:
        """An activity is done in exactly one of its ways."""
        ways = self.project.ways[i]
        if len(ways) == 1:
            self.chosen.append([None])
            self.end.append(self.start[i] + ways[0].duration)
            self._add_uses(i, 0, None)
            return
        literals = [self.raw.new_bool_var("") for _ in ways]
        self.raw.add_exactly_one(literals)
        self.chosen.append(literals)
        lengths = [w.duration for w in ways]
        length = self.raw.new_int_var_from_domain(cp_model.Domain.from_values(lengths), "")
        self.raw.add(length == sum(c * d for c, d in zip(literals, lengths, strict=True)))
        end = self.raw.new_int_var(0, self.most, "")
        self.raw.new_interval_var(self.start[i], length, end, "")
        self.end.append(end)
        for n, literal in enumerate(literals):
            self._add_uses(i, n, literal)

    def _add_uses(self, i: int, n: int, literal: Any) -> None:
        way = self.project.ways[i][n]
        interval = None
        for resource, quantity in enumerate(way.demands):
            if quantity and not self.project.renewable[resource]:
                self._spent[resource].append(quantity if literal is None else quantity * literal)
            elif quantity and way.duration:
                interval = interval if interval is not None else self._interval(i, way.duration, literal)
                self._used[resource][0].append(interval)
                self._used[resource][1].append(quantity)

    def _always(self, i: int) -> Any:
        """Return the interval of an activity that has one way; each is built once."""
        if i not in self._intervals:
            length = self.project.ways[i][0].duration
            self._intervals[i] = self.raw.new_fixed_size_interval_var(self.start[i], length, "")
        return self._intervals[i]

    def _interval(self, i: int, length: int, literal: Any) -> Any:
        if literal is None:
            return self._always(i)
        return self.raw.new_optional_fixed_size_interval_var(self.start[i], length, literal, "")

    def _add_arcs(self) -> None:
        """An activity starts its lag after the one that it follows."""
        for arc in self.project.arcs:
            since = self.end[arc.of] if arc.from_end else self.start[arc.of]
            self.raw.add(self.start[arc.to] >= since + arc.least)

    def _add_capacities(self) -> None:
        """At no time is more in use than there is, and no more is used up than there is."""
        for resource, most in enumerate(self.project.capacities):
            intervals, demands = self._used[resource]
            if intervals:
                self.raw.add_cumulative(intervals, demands, most)
            if self._spent[resource]:
                self.raw.add(sum(self._spent[resource]) <= most)

    def hint(self, plot: Plot) -> None:
        """Start the search from a schedule."""
        for i, (start, way) in enumerate(zip(*plot, strict=True)):
            self.raw.add_hint(self.start[i], start)
            for n, literal in enumerate(self.chosen[i]):
                if literal is not None:
                    self.raw.add_hint(literal, n == way)

    def plot(self, value: Callable[[Any], int]) -> Plot:
        """Return the schedule that a solver's values say."""
        ways = [next((n for n, c in enumerate(chosen) if c is None or value(c)), 0) for chosen in self.chosen]
        return [value(s) for s in self.start], ways

    def solve(self, effort: Effort, heard: Heard | None = None) -> Answered:
        """Return what the solver finds; `heard` gets every schedule at once and can end the solve."""
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = effort.seconds
        solver.parameters.num_workers = effort.workers
        solver.parameters.random_seed = effort.seed
        status = solver.solve(self.raw, _Ear(self, heard) if heard else None)
        answer = ANSWERS.get(status, "unknown")
        if answer in ("optimal", "feasible"):
            found = self.plot(solver.value)
            bound = makespan(self.project, found) if answer == "optimal" else round(solver.best_objective_bound)
            return Answered(answer, found, bound, solver.wall_time)
        bound = self.most + 1 if answer == "infeasible" else round(solver.best_objective_bound)
        return Answered(answer, None, bound, solver.wall_time)


class _Ear(cp_model.CpSolverSolutionCallback):
    """Passes every schedule on and ends the solve when told to."""

    def __init__(self, model: ProjectModel, heard: Heard) -> None:
        super().__init__()
        self._model = model
        self._heard = heard

    def on_solution_callback(self) -> None:
        """Called by the solver at each better schedule."""
        if not self._heard(self._model.plot(self.value), round(self.best_objective_bound)):
            self.stop_search()
