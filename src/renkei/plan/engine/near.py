"""Answers whether a large problem has a schedule: time alone, the generator, tasks near a conflict, last the whole.

Every yes is a schedule that passes the exact check and every no is proved on facts of the problem; what the time
does not suffice for is unknown.
"""

from collections.abc import Callable, Iterable

import msgspec

from renkei.plan.engine.cpsat import Effort, Model, Outcome
from renkei.plan.engine.facts import Brim, Draw, Need, Rest, jobs_of, pool
from renkei.plan.engine.first import first_schedule
from renkei.plan.engine.problem import Problem
from renkei.plan.engine.refute import refute

WHOLE_JOBS_MAX = 100
"""Jobs up to which the solver takes the whole problem at once; it answers in a moment."""
NEAR_JOBS_MAX = 150
"""Jobs of a sub-model: a conflict's, their missions, who uses the same things; the solver is still quick."""
FIRST_ROUNDS = 6
"""Rounds of the generator before the tasks near the conflict are asked: what is possible at all rarely takes more."""
LEAST_S = 0.05
"""Seconds below which no solve is begun."""
QUESTION_JOB_S = 0.0002
"""Seconds charged for each job of a large problem and question: the generator's and the model's building, measured."""
REFUTED_JOB_S = 0.0001
"""Seconds charged for each job and try to refute at once, measured."""
PROOF_S = 2.0
"""Seconds for the solve that confirms what was refuted at once: these are few facts."""
SHARE = 0.25
"""Share of the time left that one solve may take, so that one hard question does not use up the time of all others."""


class Budget(Effort, frozen=True):
    """An effort that many solves share: its seconds are the limit of all of them together.

    Attributes:
        jobs: What the questions are about: jobs of a conflict.
        spent: Seconds that each solve so far took.
    """

    jobs: frozenset[int] = frozenset()
    spent: list[float] = msgspec.field(default_factory=list)


def budget(effort: Effort, jobs: Iterable[int]) -> Budget:
    """Return a fresh budget of the size of an effort."""
    return Budget(effort.seconds, effort.seed, effort.workers, frozenset(jobs), [])


def solved(model: Callable[[], Model], effort: Effort, most: float | None = None) -> Outcome:
    """Return what the solver finds within what is left of a budget, or within an effort that is not shared.

    Args:
        model: Builds what is solved.
        effort: The budget or effort.
        most: Seconds that this solve may take at the most; None for no such limit.
    """
    if not isinstance(effort, Budget):
        seconds = effort.seconds if most is None else min(effort.seconds, most)
        return model().solve(Effort(seconds, effort.seed, effort.workers))
    left = effort.seconds - sum(effort.spent)
    if left < LEAST_S:
        return Outcome("unknown")
    seconds = max(LEAST_S, SHARE * left)
    outcome = model().solve(Effort(seconds if most is None else min(seconds, most), effort.seed, effort.workers))
    effort.spent.append(outcome.seconds)
    return outcome


def _charged(effort: Effort, seconds: float) -> bool:
    """Charge a budget for work outside the solver; False if it is used up."""
    if not isinstance(effort, Budget):
        return True
    effort.spent.append(seconds)
    return sum(effort.spent) < effort.seconds


def large(problem: Problem) -> bool:
    """Whether a problem is worth being looked at in parts."""
    return len(problem.jobs) > WHOLE_JOBS_MAX


def possible(problem: Problem, jobs: Iterable[int], effort: Effort) -> Outcome:
    """Return a schedule of a problem in which `jobs` are done, or that there is none, or that it is unknown."""
    wanted = frozenset(jobs)
    if large(problem):
        if not _charged(effort, QUESTION_JOB_S * len(problem.jobs)):
            return Outcome("unknown")
        if refuted(problem):
            return Outcome("infeasible")
        found = first_schedule(problem, FIRST_ROUNDS)
        if found is not None and wanted <= found.keys():
            return Outcome("optimal", found)
        part = near(problem, wanted | _about(effort))
        outcome = solved(lambda: Model(part, jobs=part.named()), effort)
        if outcome.answer == "infeasible":
            return outcome
    return solved(lambda: _requiring(problem, wanted), effort)


def refuted(problem: Problem, jobs: Iterable[int] | None = None) -> bool:
    """Whether windows and one resource at a time refute a problem, and a fresh solve of the facts named does too."""
    keys = refute(problem, jobs)
    if keys is None:
        return False
    sub = problem.only(keys)
    return Model(sub, jobs=sub.named()).solve(Effort(PROOF_S)).answer == "infeasible"


def _about(effort: Effort) -> frozenset[int]:
    return effort.jobs if isinstance(effort, Budget) else frozenset()


def _requiring(problem: Problem, jobs: Iterable[int]) -> Model:
    model = Model(problem)
    model.require(*jobs)
    return model


def near(problem: Problem, jobs: Iterable[int]) -> Problem:
    """Return the hard facts on jobs and what is tied to them: first what facts name together, then who shares a thing.

    The result asks less than the problem, so that what is impossible there is impossible here.
    """
    kept = set(jobs)
    groups = _groups(problem)
    for tied in (groups[0], groups[1], groups[0]):
        _widen(kept, tied)
    facts = tuple(
        f
        for f in problem.facts
        if f.weight is None and (isinstance(f, Rest | Brim) or (bool(jobs_of(f)) and kept.issuperset(jobs_of(f))))
    )
    stocks = {f.resource for f in facts if isinstance(f, Draw | Brim)}
    outside = {r for r in stocks if any(flow.job not in kept for flow in problem.flows(r))}
    held = {f.resource for f in facts if isinstance(f, Need)}
    return msgspec.structs.replace(
        problem,
        facts=tuple(
            f
            for f in facts
            if not (isinstance(f, Draw | Brim) and f.resource in outside)
            and not (isinstance(f, Rest) and f.resource not in held)
        ),
    )


def _groups(problem: Problem) -> tuple[list[frozenset[int]], list[frozenset[int]]]:
    """Return which jobs facts tie together directly, and which through a thing that they share."""
    direct = [frozenset(jobs_of(f)) for f in problem.facts if len(jobs_of(f)) > 1]
    shared: dict[tuple[str, int], set[int]] = {}
    for fact in problem.facts:
        where = pool(fact)
        if where is not None:
            shared.setdefault(where, set()).update(jobs_of(fact))
    return direct, [frozenset(s) for s in sorted(shared.values(), key=len)]


def _widen(kept: set[int], groups: Iterable[frozenset[int]]) -> None:
    """Add the jobs that share a group with a kept one, as long as there is room; direct ties are followed on."""
    rest = list(groups)
    while True:
        tied = [g for g in rest if not kept.isdisjoint(g) and len(kept | g) <= NEAR_JOBS_MAX]
        before = len(kept)
        for group in tied:
            if len(kept | group) <= NEAR_JOBS_MAX:
                kept |= group
        if len(kept) == before:
            return


def closest(
    free: Problem, on: Callable[[Problem, int], Problem], jobs: Iterable[int], effort: Effort
) -> tuple[int, Problem, Outcome, bool] | None:
    """Return the least level at which a large problem has a schedule, with it, and whether one less was refuted.

    A level that the search did not come to the end of in time is not told.

    Args:
        free: The problem without what gives way.
        on: The problem with what gives way at a level; more never harms.
        jobs: Jobs whose facts give way; they are done.
        effort: How long the solver may take.
    """
    wanted = frozenset(jobs)
    most = 2 * free.horizon
    low = _least_unrefuted(near(free, wanted | _about(effort)), on, most, effort)

    def attempt(level: int) -> tuple[Problem, Outcome]:
        relaxed = on(free, level)
        return relaxed, possible(relaxed, wanted, effort)

    problem, outcome = attempt(low)
    if outcome.schedule is not None:
        return low, problem, outcome, True
    found = search(low + 1, most, attempt)
    if found is None or not (found[3] or _charged(effort, 0.0)):  # where time ran out, the level is still coarse
        return None
    return (*found[:3], found[3] and outcome.answer != "unknown")


def _least_unrefuted(part: Problem, on: Callable[[Problem, int], Problem], most: int, effort: Effort) -> int:
    """Return the least level that is not refuted at once, or a lesser one if time runs out; one less is refuted."""
    jobs = on(part, most).named()
    low, high = 0, most
    while low < high and _charged(effort, REFUTED_JOB_S * len(jobs)):
        middle = (low + high) // 2
        if refuted(on(part, middle), jobs):
            low = middle + 1
        else:
            high = middle
    return low


def search(
    low: int, high: int, attempt: Callable[[int], tuple[Problem, Outcome]]
) -> tuple[int, Problem, Outcome, bool] | None:
    """Return the least level that is feasible (more never harms), by bisection, and whether one less was refuted."""
    best: tuple[int, Problem, Outcome] | None = None
    unsure = False
    while low <= high:
        level = high if best is None else (low + high) // 2
        problem, outcome = attempt(level)
        if outcome.schedule is not None:
            best, high = (level, problem, outcome), level - 1
        elif best is None:
            return None
        else:
            unsure |= outcome.answer == "unknown"
            low = level + 1
    return (*best, not unsure) if best else None
