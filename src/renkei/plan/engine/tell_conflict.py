"""Says a conflict as one message key with facts: what it is mostly about; computes nothing and holds no words."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from renkei.kernel.message import Message, told
from renkei.plan.engine.facts import Brim, Cover, Draw, Fact, Leg, Need, Permit, Reserve, Served, Whole, jobs_of
from renkei.plan.engine.fold import outage
from renkei.plan.engine.problem import Problem
from renkei.plan.engine.tell import joined, resource_name, tasks_named


def conflict_told(problem: Problem, facts: Sequence[Fact]) -> Message:
    """Return the sentence that states a conflict."""
    for form, say in SENTENCES.items():
        some = [f for f in facts if isinstance(f, form)]
        if some:
            return say(problem, facts, some)
    return told("plan-conflict-time", tasks=_tasks(problem, facts))


def _tasks(problem: Problem, facts: Sequence[Fact]) -> Any:
    return tasks_named(problem, sorted({j for f in facts for j in jobs_of(f)}))


def _resources(problem: Problem, facts: Sequence[Any]) -> Any:
    return joined(resource_name(problem, r) for r in sorted({f.resource for f in facts}))


def _needs(problem: Problem, facts: Sequence[Fact], needs: Sequence[Any]) -> Message:
    resources = {n.resource for n in needs}
    if len(resources) > 1:
        return told("plan-conflict-resources", tasks=_tasks(problem, facts), resources=_resources(problem, needs))
    out = outage(msgspec.structs.replace(problem, facts=tuple(facts)), needs)
    if out is not None:
        return told("plan-conflict-out", tasks=tasks_named(problem, [n.job for n in needs]), **out)
    return told(
        "plan-conflict-capacity",
        tasks=tasks_named(problem, [n.job for n in needs]),
        needed=sum(max(n.quantities) for n in needs),
        available=problem.resources[needs[0].resource].usual,
        resource=_resources(problem, needs),
    )


def _reserves(problem: Problem, facts: Sequence[Fact], reserves: Sequence[Any]) -> Message:
    kept = tasks_named(problem, sorted({r.job for r in reserves}))
    others = tasks_named(problem, sorted({j for f in facts for j in jobs_of(f)} - {r.job for r in reserves}))
    known = [r for r in reserves if any(isinstance(f, Need) and f.resource == r.resource for f in facts)] or reserves
    return told("plan-conflict-on-call", tasks=others or kept, kept=kept, units=_resources(problem, known))


def _legs(problem: Problem, _facts: Sequence[Fact], legs: Sequence[Any]) -> Message:
    tasks = tasks_named(problem, sorted({g.job for g in legs}))
    return told("plan-conflict-travel", tasks=tasks, units=_resources(problem, legs))


def _permits(problem: Problem, facts: Sequence[Fact], _permits: Sequence[Any]) -> Message:
    return told("plan-conflict-authority", tasks=_tasks(problem, facts))


def _draws(problem: Problem, _facts: Sequence[Fact], draws: Sequence[Any]) -> Message:
    tasks, needed = tasks_named(problem, (d.job for d in draws)), sum(d.amount for d in draws)
    return told("plan-conflict-stock", stocks=_resources(problem, draws), tasks=tasks, needed=needed)


def _rules(problem: Problem, facts: Sequence[Fact], _some: Sequence[Any]) -> Message:
    return told("plan-conflict-rules", tasks=_tasks(problem, facts))


SENTENCES: dict[type[Fact], Callable[[Problem, Sequence[Fact], Sequence[Any]], Message]] = {
    Reserve: _reserves,
    Need: _needs,
    Leg: _legs,
    Permit: _permits,
    Draw: _draws,
    Served: _rules,
    Cover: _rules,
    Whole: _rules,
    Brim: _rules,
}
"""Forms of fact by what a person asks about first; a conflict with none of them is one of times."""
