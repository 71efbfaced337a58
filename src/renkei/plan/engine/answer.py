"""Answers a question about a plan by running the engine; imports the solver, so only a child process uses it."""

from collections.abc import Callable
from typing import TypeAlias

from renkei.kernel.errors import Refused
from renkei.kernel.message import reason, told
from renkei.plan.engine.answers import Progress
from renkei.plan.engine.cpsat import Effort
from renkei.plan.engine.jobs import check, solve
from renkei.plan.engine.question import Answer, Checked, Declined, Question, Repaired, Simulated, Solved
from renkei.plan.engine.repair import Slip, repair
from renkei.plan.engine.simulate import simulate

Watcher: TypeAlias = Callable[[Progress], None]


def answer(question: Question, watch: Watcher) -> Answer:
    """Return the answer; `watch` is called with each better verified schedule on the way."""
    effort = Effort(seconds=question.limit_s, seed=question.seed, workers=question.workers)
    plan, now, nation = question.plan, question.now, question.nation
    try:
        if question.kind == "check":
            return Checked(check(plan, now, nation, effort))
        if question.kind == "solve":
            return Solved(solve(plan, now, nation, tasks=question.tasks, effort=effort, watch=watch))
        if question.kind == "simulate":
            return Simulated(simulate(plan, runs=question.runs, seed=question.seed, tell=_played(watch)))
        if now is None:
            return Declined(told("plan-repair-needs-now"))
        slip = Slip(question.unit, question.task, question.delay_min)
        return Repaired(repair(plan, now, nation, slip, effort=effort, watch=watch))
    except Refused as refusal:
        return Declined(reason(refusal))


def _played(watch: Watcher) -> Callable[[int, int], None]:
    """Tell the runs done and those there are as what was found and what bounds it."""
    return lambda done, runs: watch(Progress(found=done, bound=runs))
