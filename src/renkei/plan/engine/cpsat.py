"""Builds and solves a problem with OR-Tools CP-SAT; the only module that imports it, never trusted without `verify`.

A fact may get a literal: it holds where the literal is true. Needs and closures take theirs through optional
intervals (a literal on a use, not on the asset), which every version of the solver handles.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, TypeAlias

import msgspec
from ortools.sat.python import cp_model

from renkei.plan.engine.cpsat_implied import Sorting, Spans
from renkei.plan.engine.cpsat_rules import (
    add_brim,
    add_cover,
    add_permit,
    add_served,
    add_stock,
    add_travel,
    add_whole,
    kept_for,
)
from renkei.plan.engine.facts import (
    Apart,
    Away,
    Brim,
    Cover,
    Fact,
    Fixed,
    Lag,
    Lower,
    Need,
    Permit,
    Point,
    Reserve,
    Rest,
    Served,
    Upper,
    Whole,
    jobs_of,
)
from renkei.plan.engine.problem import Placing, Problem, pooled

Answer: TypeAlias = Literal["optimal", "feasible", "infeasible", "unknown"]
Expr: TypeAlias = cp_model.LinearExprT
Report: TypeAlias = Callable[[dict[int, Placing], int, int], None]

ANSWERS: dict[Any, Answer] = {
    cp_model.OPTIMAL: "optimal",
    cp_model.FEASIBLE: "feasible",
    cp_model.INFEASIBLE: "infeasible",
}


class Effort(msgspec.Struct, frozen=True):
    """How long a solve may take and what makes it reproducible.

    Attributes:
        seconds: Wall-clock limit of one solve.
        workers: 1 gives the same answer for the same seed every time.
    """

    seconds: float = 20.0
    seed: int = 1
    workers: int = 1


class Outcome(msgspec.Struct, frozen=True):
    """What a solve gave.

    Attributes:
        value: Value of the objective, `bound` what it cannot be better than.
        seconds: Wall-clock time in the solver.
        core: Switched facts that the solver says cannot hold together; to be re-proved.
        switched: Which switched facts hold in the schedule.
    """

    answer: Answer
    schedule: dict[int, Placing] | None = None
    value: int = 0
    bound: int = 0
    seconds: float = 0.0
    core: tuple[str, ...] = ()
    switched: tuple[tuple[str, bool], ...] = ()


class Model:
    """A CP-SAT model of a problem: start, end and chosen option of every job that a fact names.

    Args:
        problem: What to solve.
        switched: Keys of facts that get a literal; the others hold.
        jobs: Jobs to model; None takes all.
    """

    def __init__(self, problem: Problem, switched: Iterable[str] = (), jobs: Iterable[int] | None = None) -> None:
        self.problem = problem
        self.raw = cp_model.CpModel()
        self.literals = {key: self.raw.new_bool_var(key) for key in dict.fromkeys(switched)}
        self.start: dict[int, Any] = {}
        self.end: dict[int, Any] = {}
        self.chosen: dict[int, list[Any]] = {}
        self.present: dict[int, Any] = {}
        self._moved: dict[int, Any] = {}
        self._always: dict[tuple[int, int], Any] = {}
        sorting = Sorting(problem, self.literals)
        self._domains: dict[Spans, cp_model.Domain] = {}
        for job in sorted(range(len(problem.jobs)) if jobs is None else jobs):
            self._add_job(job, sorting.starts(job))
        for lag in sorting.lags:
            add_lag(self, lag)
        for fact in sorting.single:
            BUILDERS[type(fact)](self, fact)
        add_together(self, sorting.together)

    def _add_job(self, i: int, spans: Spans) -> None:
        """A job starts where it is possible, or stays; it takes exactly one option, or, if optional, none."""
        job = self.problem.jobs[i]
        domain = self._domains.get(spans)
        if domain is None:
            domain = self._domains[spans] = cp_model.Domain.from_intervals([list(span) for span in spans])
        self.start[i] = start = self.raw.new_int_var_from_domain(domain, "")
        if job.optional:
            self.present[i] = self.raw.new_bool_var(f"p{i}")
        if len(job.options) == 1:
            self.chosen[i], self.end[i] = [self.present.get(i)], start + job.options[0].duration
            return
        self.chosen[i] = [self.raw.new_bool_var(f"o{i}_{n}") for n in range(len(job.options))]
        self.raw.add_exactly_one([*self.chosen[i], *self.absent(i)])
        self.end[i] = start + sum(c * o.duration for c, o in zip(self.chosen[i], job.options, strict=True))

    def when(self, fact: Fact) -> list[Any]:
        """Return the literals under which a fact holds."""
        if fact.key in self.literals:
            return [self.literals[fact.key]]
        return []

    def absent(self, job: int) -> list[Any]:
        """Return the literal that is true if an optional job is left out; none for another job."""
        return [self.present[job].negated()] if job in self.present else []

    def hold(self, constraint: Any, fact: Fact, jobs: Sequence[int] | None = None) -> None:
        """Let a constraint hold where its fact does and its jobs (those of the fact) are done.

        Asking for no literals costs as much as building the constraint, so none is asked for where there are none.
        """
        literals = [self.literals[fact.key]] if fact.key in self.literals else []
        if self.present:
            literals += [self.present[j] for j in (jobs_of(fact) if jobs is None else jobs) if j in self.present]
        if literals:
            constraint.only_enforce_if(literals)

    def require(self, *jobs: int) -> None:
        """Have jobs done, optional or not."""
        for job in jobs:
            if job in self.present:
                self.raw.add(self.present[job] == 1)

    def point(self, job: int, point: Point) -> Any:
        """Return start or end of a job."""
        return self.start[job] if point == "start" else self.end[job]

    def both(self, literals: Sequence[Any]) -> Any:
        """Return one literal that is true exactly if all are; None if there are none."""
        present = [x for x in literals if x is not None]
        if len(present) < 2:
            return present[0] if present else None
        joint = self.raw.new_bool_var("")
        self.raw.add_min_equality(joint, present)
        return joint

    def interval(self, job: int, option: int, literals: Sequence[Any], buffer: int = 0) -> Any:
        """Return the interval of a job in an option, present if the literals and the option are."""
        length = self.problem.jobs[job].options[option].duration + buffer
        chosen = self.chosen[job][option]
        present = chosen if not literals else self.both([*literals, chosen])
        if present is None:
            known = self._always.get((job, length))
            if known is None:
                end = self.start[job] + length if buffer else self.end[job]
                known = self._always[job, length] = self.raw.new_interval_var(self.start[job], length, end, "")
            return known
        return self.raw.new_optional_fixed_size_interval_var(self.start[job], length, present, "")

    def weight(self, key: str) -> int:
        """Return what it costs to break a soft fact."""
        return next(f.weight or 0 for f in self.problem.facts if f.key == key)

    def moved(self, job: int) -> Any:
        """Return a literal that is true if a job has another start, place or mode than it had."""
        if job not in self._moved:
            literal = self.raw.new_bool_var(f"m{job}")
            keep = self.problem.jobs[job].keep
            self.raw.add(self.start[job] == keep).only_enforce_if(literal.negated())
            for absent in self.absent(job):
                self.raw.add_implication(absent, literal)
            before = self.problem.jobs[job].base_option
            if before is not None and self.chosen[job][before] is not None:
                self.raw.add_implication(literal.negated(), self.chosen[job][before])
            self._moved[job] = literal
        return self._moved[job]

    def schedule(self, value: Callable[[Any], int]) -> dict[int, Placing]:
        """Return the schedule that a solver's values say."""
        found = {}
        for i, start in self.start.items():
            picked = [n for n, c in enumerate(self.chosen[i]) if c is None or value(c)]
            if picked:
                found[i] = Placing(value(start), picked[0])
        return found

    def hint(self, schedule: Mapping[int, Placing]) -> None:
        """Start the search from a schedule."""
        self.raw.clear_hints()  # type: ignore[no-untyped-call]  # the library leaves this one untyped
        for i, placing in schedule.items():
            if i in self.start:
                self.raw.add_hint(self.start[i], placing.start)

    def solve(self, effort: Effort, report: Report | None = None) -> Outcome:
        """Return what the solver finds."""
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = effort.seconds
        solver.parameters.num_workers = effort.workers
        solver.parameters.random_seed = effort.seed
        status = solver.solve(self.raw, _Watch(self, report) if report else None)
        answer = ANSWERS.get(status, "unknown")
        if answer in ("optimal", "feasible"):
            value, bound = round(solver.objective_value), round(solver.best_objective_bound)
            on = tuple((key, bool(solver.value(x))) for key, x in self.literals.items())
            found = self.schedule(solver.value)
            return Outcome(answer, found, value, bound, solver.wall_time, switched=on)
        core: tuple[str, ...] = ()
        if answer == "infeasible" and self.literals:
            keys = {literal.index: key for key, literal in self.literals.items()}
            core = tuple(keys[i] for i in solver.sufficient_assumptions_for_infeasibility() if i in keys)
        return Outcome(answer, None, seconds=solver.wall_time, core=core)

    def assume(self) -> None:
        """Ask which of the switched facts cannot hold together."""
        self.raw.add_assumptions(list(self.literals.values()))


class _Watch(cp_model.CpSolverSolutionCallback):
    """Passes every schedule that the solver finds on."""

    def __init__(self, model: Model, report: Report) -> None:
        super().__init__()
        self._model = model
        self._report = report

    def on_solution_callback(self) -> None:
        """Called by the solver at each better schedule."""
        found = self._model.schedule(self.value)
        self._report(found, round(self.objective_value), round(self.best_objective_bound))


def add_lower(model: Model, fact: Lower) -> None:
    """A job does not start before its bound."""
    enforced = model.when(fact)
    if fact.options is not None and len(fact.options) < len(model.chosen[fact.job]):
        for option in fact.options:
            literals = [*enforced, model.chosen[fact.job][option]]
            model.raw.add(model.start[fact.job] >= fact.at).only_enforce_if(literals)
        return
    model.hold(model.raw.add(model.start[fact.job] >= fact.at), fact)


def add_upper(model: Model, fact: Upper) -> None:
    """A job does not end after its bound."""
    model.hold(model.raw.add(model.end[fact.job] <= fact.at), fact)


def add_fixed(model: Model, fact: Fixed) -> None:
    """A held job starts at its time."""
    model.hold(model.raw.add(model.start[fact.job] == fact.at), fact)


def add_lag(model: Model, fact: Lag) -> None:
    """Between two points of two jobs passes at least the lag."""
    point, of = model.point(fact.job, fact.job_point), model.point(fact.of, fact.of_point)
    model.hold(model.raw.add(point >= (of + fact.least if fact.least else of)), fact)


def add_away(model: Model, fact: Away) -> None:
    """A job does not overlap a closed period."""
    options = range(len(model.chosen[fact.job])) if fact.options is None else fact.options
    blocked = [model.raw.new_fixed_size_interval_var(start, end - start, "") for start, end in _merged(fact.periods)]
    for option in options:
        if model.problem.jobs[fact.job].options[option].duration:
            model.raw.add_no_overlap([model.interval(fact.job, option, model.when(fact)), *blocked])


def add_apart(model: Model, fact: Apart) -> None:
    """One job at a time in a volume, with the buffer between two."""
    intervals = [
        model.interval(job, option, model.when(fact), fact.buffer)
        for job in fact.jobs
        for option in range(len(model.chosen[job]))
    ]
    model.raw.add_no_overlap(intervals)


def add_rest(model: Model, fact: Rest) -> None:
    """Each user lies inside one of the duties of the resource; a rest follows each duty."""
    users = [n for n in model.problem.needs(fact.resource) if n.job in model.start and any(n.quantities)]
    inside: list[list[Any]] = [[] for _ in users]
    low = min((min(j.low, j.keep or 0) for j in (model.problem.jobs[n.job] for n in users)), default=0)
    duties = [_duty(model, fact, users, inside, low) for _ in users]
    model.raw.add_no_overlap(duties)
    for need, duty in zip(users, inside, strict=True):
        idle = [c for c, q in zip(model.chosen[need.job], need.quantities, strict=True) if not q]
        switched = [literal.negated() for literal in (*model.when(need), *model.when(fact))]
        model.raw.add_bool_or([*duty, *idle, *switched, *model.absent(need.job)])


def _duty(model: Model, fact: Rest, users: Sequence[Need], inside: Sequence[list[Any]], low: int) -> Any:
    """Return one possible duty with its rest, present if a user lies inside it."""
    high = model.problem.horizon + fact.duty
    begin, length = model.raw.new_int_var(low, high, ""), model.raw.new_int_var(0, fact.duty, "")
    used = model.raw.new_bool_var("")
    for need, duties in zip(users, inside, strict=True):
        serves = model.raw.new_bool_var("")
        duties.append(serves)
        model.raw.add_implication(serves, used)
        model.raw.add(model.start[need.job] >= begin).only_enforce_if(serves)
        model.raw.add(model.end[need.job] <= begin + length).only_enforce_if(serves)
    size = model.raw.new_int_var(fact.rest, fact.duty + fact.rest, "")
    model.raw.add(size == length + fact.rest)
    until = model.raw.new_int_var(low, high + fact.duty + fact.rest, "")
    return model.raw.new_optional_interval_var(begin, size, until, used, "")


def add_together(model: Model, facts: Iterable[Fact]) -> None:
    """What is asked of a whole resource: its capacity, its stock, the time to travel."""
    pools = pooled(facts)
    for resource in sorted({*pools.users, *pools.reserves}):
        add_capacity(model, resource, pools.users.get(resource, ()), pools.reserves.get(resource, ()))
    for resource, draws in sorted(pools.draws.items()):
        add_stock(model, resource, draws)
    for legs in pools.legs.values():
        add_travel(model, legs)


def add_capacity(model: Model, resource: int, needs: Sequence[Need], reserves: Sequence[Reserve] = ()) -> None:
    """At no time is more of a resource in use than there is."""
    capacity = model.problem.resources[resource]
    intervals, demands = kept_for(model, reserves)
    jobs = model.problem.jobs
    for need in needs:
        if need.job not in model.start:
            continue
        literals = model.when(need)
        for option, quantity in enumerate(need.quantities):
            if quantity and jobs[need.job].options[option].duration:
                intervals.append(model.interval(need.job, option, literals))
                demands.append(quantity)
    if not intervals:
        return
    most = max(c for _, _, c in capacity.steps)
    for start, end, here in capacity.steps:
        if here < most:
            intervals.append(model.raw.new_fixed_size_interval_var(start, end - start, ""))
            demands.append(most - here)
    if most == 1 and not reserves and all(d == 1 for d in demands):
        model.raw.add_no_overlap(intervals)
    else:
        model.raw.add_cumulative(intervals, demands, most)


def _merged(periods: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the periods without overlap, in order."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(periods):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


BUILDERS: dict[type, Callable[[Model, Any], None]] = {
    Lower: add_lower,
    Upper: add_upper,
    Fixed: add_fixed,
    Lag: add_lag,
    Away: add_away,
    Apart: add_apart,
    Rest: add_rest,
    Served: add_served,
    Permit: add_permit,
    Cover: add_cover,
    Whole: add_whole,
    Brim: add_brim,
}
"""One builder for each form of fact; needs, stocks and travel are built together, by resource."""
