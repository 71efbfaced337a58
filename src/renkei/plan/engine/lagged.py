"""Decides a problem of lags and uses alone by its cycle structures; says nothing of any other.

Without due times and closures a conflict floats in time, and the solver looks for it at every minute of the horizon.
Inside a structure every start is bound to every other, which leaves it windows of an hour or two.
"""

from collections.abc import Mapping, Sequence

import msgspec

from renkei.plan.engine.closure import spread
from renkei.plan.engine.cpsat import Answer, Effort, Outcome
from renkei.plan.engine.decide import Decided, decide
from renkei.plan.engine.facts import Lag, Need
from renkei.plan.engine.problem import Placing, Problem
from renkei.plan.engine.rcpsp import Arc, Project, Way
from renkei.plan.engine.rcpsp_cpsat import ProjectModel
from renkei.plan.engine.structures import part


def outcome(problem: Problem, effort: Effort) -> Outcome | None:
    """Return whether a schedule of the jobs that facts name exists, or None if this is not the way to tell.

    That there is none is said only if the solver finds so, on lags and uses alone. What is not decided within the
    effort, which is for all structures together, is unknown, with the seconds that it took.
    """
    jobs = sorted(problem.named())
    project = project_of(problem, jobs)
    if project is None:
        return None
    found = decide(project, effort)
    if found.clash:
        return _refuted(part(project, found.clash), effort, found)
    if found.plot is None:
        return Outcome("unknown", seconds=found.seconds)
    starts, _ = found.plot
    schedule = {job: Placing(problem.jobs[job].low + start) for job, start in zip(jobs, starts, strict=True)}
    return Outcome("feasible", schedule, seconds=found.seconds)


def project_of(problem: Problem, jobs: Sequence[int]) -> Project | None:
    """Return the project that these jobs are, or None if more is asked of them than lags and room."""
    known = [problem.jobs[j] for j in jobs]
    if any(len(j.options) > 1 or j.optional or j.keep is not None or j.low != known[0].low for j in known):
        return None
    index = {job: n for n, job in enumerate(jobs)}
    length = [j.options[0].duration for j in known]
    demands = [[0] * len(problem.resources) for _ in jobs]
    arcs = []
    for fact in problem.facts:
        if isinstance(fact, Lag):
            arcs.append(_arc(fact, index, length))
        elif isinstance(fact, Need) and len(problem.resources[fact.resource].steps) == 1:
            demands[index[fact.job]][fact.resource] += fact.quantities[0]
        else:
            return None
    return Project(
        ways=tuple((Way(d, tuple(q)),) for d, q in zip(length, demands, strict=True)),
        arcs=tuple(arcs),
        capacities=tuple(r.steps[0][2] for r in problem.resources),
        renewable=(True,) * len(problem.resources),
    )


def _arc(fact: Lag, index: Mapping[int, int], length: Sequence[int]) -> Arc:
    of, to = index[fact.of], index[fact.job]
    before = length[of] if fact.of_point == "end" else 0
    after = length[to] if fact.job_point == "end" else 0
    return Arc(of, to, fact.least + before - after, from_end=False)


def _refuted(piece: Project, effort: Effort, found: Decided) -> Outcome:
    """Return that there is no schedule, if the solver finds none either in the windows that the lags alone leave."""
    left = effort.seconds - found.seconds
    if found.solved or left <= 0:
        return Outcome("infeasible" if found.solved else "unknown", seconds=found.seconds)
    lags = spread(piece)
    windows = lags.windows() if lags and not lags.clash else None
    model = ProjectModel(piece, windows=windows)
    answered = model.solve(msgspec.structs.replace(effort, seconds=left), lambda *_: False)
    answer: Answer = "infeasible" if answered.answer == "infeasible" else "unknown"
    return Outcome(answer, seconds=found.seconds + answered.seconds)
