"""A plan under one answer to each of its decisions: what the answers leave out; decides nothing and solves nothing."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Literal, TypeAlias

import msgspec

from renkei.kernel.errors import Refused
from renkei.kernel.ids import Nation, TaskId
from renkei.plan.constraint import (
    Constraint,
    DifferentAsset,
    EndTogether,
    SameAsset,
    Span,
    StartTogether,
    VolumeSeparation,
)
from renkei.plan.model import Plan, Task
from renkei.plan.phase import Decision, Phase

Reason: TypeAlias = Literal["decided", "assumed", "first"]

PAIRED = (DifferentAsset, EndTogether, SameAsset, Span, StartTogether, VolumeSeparation)
"""Kinds that say nothing of one task alone."""


class Choice(msgspec.Struct, frozen=True):
    """The answer under which a plan is made, and why: it was decided, assumed, or is the first of the list."""

    decision: str
    answer: str
    reason: Reason


def choices(plan: Plan, assumed: Mapping[str, str] | None = None) -> tuple[Choice, ...]:
    """Return one answer for each decision that has any: the one decided, else the one assumed, else the first.

    Args:
        plan: The plan.
        assumed: Answer by decision.

    Raises:
        Refused: What is assumed is no decision, none of its answers, or other than what was decided.
    """
    asked = dict(assumed or {})
    known = {d.id: d for d in plan.decisions if d.branches}
    for key, answer in asked.items():
        if key not in known:
            raise Refused("plan-assume-decision", decision=key, known=", ".join(known) or "-")
        _possible(known[key], answer)
    return tuple(_choice(d, asked.get(d.id)) for d in known.values())


def _possible(decision: Decision, answer: str) -> None:
    answers = [b.answer for b in decision.branches]
    if answer not in answers:
        raise Refused("plan-assume-answer", decision=decision.id, answer=answer, answers=", ".join(answers))
    if decision.decided not in (None, answer):
        raise Refused("plan-assume-decided", decision=decision.id, decided=decision.decided or "")


def _choice(decision: Decision, asked: str | None) -> Choice:
    if decision.decided is not None:
        return Choice(decision.id, decision.decided, "decided")
    if asked is not None:
        return Choice(decision.id, asked, "assumed")
    return Choice(decision.id, decision.branches[0].answer, "first")


def options(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield each decision that is open with each of its answers."""
    for decision in plan.decisions:
        if decision.decided is None:
            yield from ((decision.id, b.answer) for b in decision.branches)


def left_out(plan: Plan, made: Iterable[Choice], keep: Collection[TaskId] = ()) -> tuple[TaskId, ...]:
    """Return the tasks of branches that are not taken; what has begun stays.

    Args:
        plan: The plan.
        made: The answer to each decision.
        keep: Tasks that stay as well.
    """
    answers = {c.decision: c.answer for c in made}
    gone: set[TaskId] = set()
    for decision in plan.decisions:
        taken = {t for b in decision.branches if b.answer == answers.get(decision.id) for t in b.tasks}
        gone |= {t for b in decision.branches for t in b.tasks} - taken
    begun = {t.id for t in plan.tasks if t.status in ("executing", "done")}
    return tuple(t.id for t in plan.tasks if t.id in gone and t.id not in begun and t.id not in keep)


def under(plan: Plan, assumed: Mapping[str, str] | None = None, keep: Collection[TaskId] = ()) -> Plan:
    """Return the plan under one answer to each decision: without the tasks of the branches that are not taken.

    A constraint that names such a task is left out with it; one on a group stays for the others of the group. What has
    begun stays, and so do the tasks to `keep`.

    Raises:
        Refused: What is assumed cannot be.
    """
    gone = frozenset(left_out(plan, choices(plan, assumed), keep))
    if not gone:
        return plan
    return msgspec.structs.replace(
        plan,
        tasks=tuple(_waiting(t, gone) for t in plan.tasks if t.id not in gone),
        constraints=tuple(c for each in plan.constraints if (c := _kept(each, gone)) is not None),
        sequences=tuple(s for s in plan.sequences if not gone & {s.first, s.second}),
        phases=tuple(_completed(p, gone) for p in plan.phases),
        stated={p: _by_nation(by, gone) for p, by in plan.stated.items()},
    )


def _waiting(task: Task, gone: frozenset[TaskId]) -> Task:
    if not isinstance(task.after, tuple) or gone.isdisjoint(task.after):
        return task
    return msgspec.structs.replace(task, after=tuple(t for t in task.after if t not in gone))


def _kept(constraint: Constraint, gone: frozenset[TaskId]) -> Constraint | None:
    """Return what is left of a constraint, or None: without a group's last task it would speak of all others."""
    if gone & {getattr(constraint, "task", None), getattr(constraint, "of", None)}:
        return None
    group: tuple[TaskId, ...] = getattr(constraint, "tasks", ())
    rest = tuple(t for t in group if t not in gone)
    if rest == group:
        return constraint
    if len(rest) < (2 if isinstance(constraint, PAIRED) else 1):
        return None
    kept: Constraint = msgspec.structs.replace(constraint, tasks=rest)
    return kept


def _completed(phase: Phase, gone: frozenset[TaskId]) -> Phase:
    """Return a phase that the tasks left of its exit complete; none left: nothing in the plan does."""
    if phase.exit is None or phase.exit.tasks is None or gone.isdisjoint(phase.exit.tasks):
        return phase
    rest = tuple(t for t in phase.exit.tasks if t not in gone)
    return msgspec.structs.replace(phase, exit=msgspec.structs.replace(phase.exit, tasks=rest))


def _by_nation(by: Mapping[Nation, Phase], gone: frozenset[TaskId]) -> dict[Nation, Phase]:
    return {nation: _completed(phase, gone) for nation, phase in by.items()}
