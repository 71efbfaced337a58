"""Writes phases and decision points as a plan document has them, the mirror of their reader."""

from collections.abc import Iterable
from typing import Any

from renkei.kernel.ids import TaskId
from renkei.plan.export_terms import filled, name_texts, time_text
from renkei.plan.model import Plan
from renkei.plan.phase import Branch, Decision, Exit, Measure, Phase


def phase(p: Phase, plan: Plan) -> dict[str, Any]:
    """Return a phase; what it says of phases and tasks that the plan does not have is left out."""
    after = p.after if any(other.id == p.after for other in plan.phases) else None
    times = {"from": time_text(p.start), "to": time_text(p.end)}
    by = plan.stated.get(p.id)
    said = {"stated_by": sorted(by)} if by is not None and (p.after or p.exit) else {}
    return {"id": p.id, **filled(name=name_texts(p.name), after=after, **times), **_exit(p.exit, plan), **said}


def _exit(found: Exit | None, plan: Plan) -> dict[str, Any]:
    if found is None:
        return {}
    tasks = {} if found.tasks is None else {"tasks": _known(found.tasks, plan)}
    measures = [_measure(m) for m in found.measures]
    return {"exit": {**tasks, **(measures[0] if len(measures) == 1 else filled(measures=measures))}}


def _measure(m: Measure) -> dict[str, Any]:
    return {"measure": name_texts(m.name), **filled(op=m.op, value=m.value)}


def decision(d: Decision, plan: Plan) -> dict[str, Any]:
    """Return a decision point with its branches."""
    branches = {b.answer: _branch(b, plan) for b in d.branches}
    texts = {"name": name_texts(d.name), "trigger": name_texts(d.trigger)}
    times = {"latest": time_text(d.latest)}
    return {"id": d.id, **filled(**texts, who=list(d.who), **times, branch=branches, decided=d.decided)}


def _branch(b: Branch, plan: Plan) -> Any:
    tasks = _known(b.tasks, plan)
    if not b.name:
        return tasks or "continue"
    return {"name": b.name, "tasks": tasks} if tasks else b.name


def _known(tasks: Iterable[TaskId], plan: Plan) -> list[str]:
    ids = {t.id for t in plan.tasks}
    return [t for t in tasks if t in ids]
