"""Says the least change of a fact as a message key with facts; computes no change and holds no words."""

from collections.abc import Callable, Sequence
from typing import Any

from renkei.kernel.ids import Nation
from renkei.kernel.message import Message, told
from renkei.plan.engine.facts import Brim, Cover, Fact, Fixed, Lag, Lower, Permit, Upper, jobs_of
from renkei.plan.engine.problem import Problem
from renkei.plan.engine.relax import Change
from renkei.plan.engine.tell import hours, joined, resource_name, task_name, tasks_named


def change_told(problem: Problem, facts: Sequence[Fact], change: Change, owner: Nation) -> Message:
    """Return the sentence that states the least change of a fact (all facts of one key) and who must agree."""
    return SENTENCES.get(type(facts[0]), _dropped)(problem, facts[0], change, owner)


def _moved(problem: Problem, change: Change, owner: Nation) -> dict[str, Any]:
    return {"at": problem.iso(change.value), "hours": hours(abs(change.delta)), "who": owner}


def _upper(problem: Problem, fact: Upper, change: Change, owner: Nation) -> Message:
    return told("plan-way-due", task=task_name(problem, fact.job), **_moved(problem, change, owner))


def _lower(problem: Problem, fact: Lower, change: Change, owner: Nation) -> Message:
    moved = _moved(problem, change, owner)
    if fact.source is not None:
        return told("plan-way-ready", resource=resource_name(problem, fact.source), **moved)
    return told("plan-way-earliest", task=task_name(problem, fact.job), **moved)


def _fixed(problem: Problem, fact: Fixed, change: Change, owner: Nation) -> Message:
    return told("plan-way-held", task=task_name(problem, fact.job), **_moved(problem, change, owner))


def _lag(problem: Problem, fact: Lag, change: Change, owner: Nation) -> Message:
    task, of = task_name(problem, fact.job), task_name(problem, fact.of)
    return told("plan-way-after", task=task, of=of, hours=hours(abs(change.delta)), who=owner)


def _brim(problem: Problem, fact: Brim, change: Change, owner: Nation) -> Message:
    name = resource_name(problem, fact.resource)
    return told("plan-way-store", stock=name, most=change.value, extra=change.delta, who=owner)


def _cover(problem: Problem, fact: Cover, change: Change, owner: Nation) -> Message:
    units = joined(resource_name(problem, a) for a in fact.assets)
    return told("plan-way-coverage", units=units, least=change.value, fewer=-change.delta, who=owner)


def _permit(problem: Problem, fact: Permit, _change: Change, owner: Nation) -> Message:
    return told("plan-way-authority", task=task_name(problem, fact.job), request=fact.request, who=owner)


def _dropped(problem: Problem, fact: Fact, _change: Change, owner: Nation) -> Message:
    return told("plan-way-drop", field=fact.key, task=tasks_named(problem, jobs_of(fact)), who=owner)


SENTENCES: dict[type[Fact], Callable[[Problem, Any, Change, Nation], Message]] = {
    Upper: _upper,
    Lower: _lower,
    Fixed: _fixed,
    Lag: _lag,
    Brim: _brim,
    Cover: _cover,
    Permit: _permit,
}
"""One sentence for each form of fact that can give way; any other can only be left out."""
