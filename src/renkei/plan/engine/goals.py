"""What makes one schedule better than another, level by level; solves nothing.

Each level is an expression of a model, and a number of a schedule: the number says which of two schedules is better
where the solver found only one of them.
"""

from collections.abc import Iterator, Mapping

from renkei.plan.engine.cpsat import Model
from renkei.plan.engine.objective import Goal
from renkei.plan.engine.problem import Job, Placing, Problem
from renkei.plan.engine.verify import Schedule, end_of, verify


def left_out(model: Model) -> object:
    """Optional jobs that are not done, those of a high priority first."""
    jobs = model.problem.jobs
    return sum(_worth(jobs[i]) * present.negated() for i, present in model.present.items())


def left_out_of(problem: Problem, schedule: Schedule) -> int:
    """Return what a schedule leaves out, as `left_out` counts it."""
    return sum(_worth(job) for i, job in enumerate(problem.jobs) if job.optional and i not in schedule)


def _worth(job: Job) -> int:
    return max(1, 4 - job.priority)


def broken_wishes(model: Model) -> object:
    """Weight of soft facts that do not hold."""
    return sum(model.weight(key) * literal.negated() for key, literal in model.literals.items())


def broken_wishes_of(problem: Problem, schedule: Schedule) -> int:
    """Return the weight of the soft facts that a schedule breaks."""
    if all(f.weight is None for f in problem.facts):
        return 0
    broken = {v.key: v.weight for v in verify(problem, schedule) if v.weight is not None}
    return sum(broken.values())


def moved(model: Model) -> object:
    """Number of jobs that have another time than before."""
    return sum(model.moved(i) for i, j in enumerate(model.problem.jobs) if j.keep is not None)


def moved_of(problem: Problem, schedule: Schedule) -> int:
    """Return how many jobs a schedule moves: to another time, place or mode."""
    kept = ((job, schedule.get(i)) for i, job in enumerate(problem.jobs) if job.keep is not None)
    return sum(placing is None or not _stays(job, placing) for job, placing in kept)


def _stays(job: Job, placing: Placing) -> bool:
    return placing.start == job.keep and job.base_option in (None, placing.option)


def preferred_places(model: Model) -> object:
    """How far down its list of places and modes each job goes."""
    return sum(n * c for chosen in model.chosen.values() for n, c in enumerate(chosen) if c is not None)


def preferred_places_of(_problem: Problem, schedule: Schedule) -> int:
    """Return how far down their lists the jobs of a schedule go."""
    return sum(placing.option for placing in schedule.values())


def makespan(model: Model) -> object:
    """End of the last job."""
    last = model.raw.new_int_var(0, 2 * model.problem.horizon, "makespan")
    for end in model.end.values():
        model.raw.add(last >= end)
    return last


def makespan_of(problem: Problem, schedule: Schedule) -> int:
    """Return the end of the last job of a schedule; one that is left out ends as soon as it could."""
    idle = (
        _idle(job) + (job.options[0].duration if len(job.options) == 1 else 0) for job in _absent(problem, schedule)
    )
    return max([0, *(end_of(problem, schedule, i) for i in schedule), *idle])


def total_start(model: Model) -> object:
    """Sum of all starts: everything as soon as may be."""
    return sum(model.start.values())


def total_start_of(problem: Problem, schedule: Schedule) -> int:
    """Return the sum of all starts; a job that is left out starts as soon as it could."""
    return sum(p.start for p in schedule.values()) + sum(_idle(job) for job in _absent(problem, schedule))


def _absent(problem: Problem, schedule: Mapping[int, Placing]) -> Iterator[Job]:
    return (job for i, job in enumerate(problem.jobs) if i not in schedule)


def _idle(job: Job) -> int:
    """Return the least start that a model lets a job have that is left out."""
    return job.low if job.keep is None else min(job.low, job.keep)


PLACES = Goal("places", preferred_places, preferred_places_of)
LEFT_OUT = Goal("left_out", left_out, left_out_of)
GOALS = (
    LEFT_OUT,
    Goal("broken_wishes", broken_wishes, broken_wishes_of),
    Goal("moved", moved, moved_of),
    PLACES,
    Goal("makespan", makespan, makespan_of),
    Goal("starts", total_start, total_start_of),
)
"""The levels of a solve, the first before all others."""


def measures(problem: Problem, schedule: Schedule) -> tuple[int, ...]:
    """Return the numbers of a schedule, level by level: the less, the better."""
    return tuple(goal.measured(problem, schedule) for goal in GOALS if goal.measured is not None)
