"""Turns each kind of constraint of the vocabulary into facts in minutes; one function per kind."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import permutations, product
from typing import Any

from renkei.plan.constraint import (
    After,
    Constraint,
    Deadline,
    DecisionBefore,
    EndTogether,
    Hold,
    MaxMoves,
    NotDuring,
    PhaseGate,
    Span,
    StartTogether,
    VolumeSeparation,
    Window,
)
from renkei.plan.engine.asset_constraints import ASSET_BUILDERS
from renkei.plan.engine.facts import (
    Apart,
    Away,
    Fact,
    Fixed,
    Lag,
    Lower,
    Upper,
)
from renkei.plan.engine.problem import FOR_EVER, Job
from renkei.plan.engine.terms import Terms
from renkei.plan.model import Plan


def facts_of(plan: Plan, jobs: Sequence[Job], stated: Iterable[Fact], origin: datetime) -> list[Fact]:
    """Return the facts of all constraints and agreed sequences of a plan, beside those that tasks state."""
    terms = Terms(plan, jobs, stated, origin)
    facts = [f for c in plan.constraints for f in BUILDERS[type(c)](c, terms)]
    for sequence in plan.sequences:
        both = terms.jobs((sequence.first, sequence.second))
        if len(both) == 2:
            key = f"{sequence.resource}.sequence.{sequence.first}.{sequence.second}"
            facts.append(Lag(key=key, kind="sequence", job=both[1], of=both[0], least=0))
    return facts


def after(c: After, terms: Terms) -> Iterator[Fact]:
    """A point of one task follows a point of another, not sooner and not later than the lags say."""
    jobs = terms.jobs((c.task, c.of))
    if len(jobs) < 2:
        return
    task, of = jobs
    yield Lag(
        key=c.id,
        kind="after",
        weight=c.weight,
        job=task,
        of=of,
        least=c.lag_min,
        job_point=c.task_point,
        of_point=c.of_point,
    )
    if c.lag_most_min is not None:
        yield Lag(
            key=c.id,
            kind="after",
            weight=c.weight,
            job=of,
            of=task,
            least=-c.lag_most_min,
            job_point=c.of_point,
            of_point=c.task_point,
        )


def start_together(c: StartTogether, terms: Terms) -> Iterator[Fact]:
    """Tasks start at most so far apart."""
    for a, b in permutations(terms.jobs(c.tasks), 2):
        yield Lag(key=c.id, kind="together", weight=c.weight, job=a, of=b, least=-c.within_min, of_point="start")


def end_together(c: EndTogether, terms: Terms) -> Iterator[Fact]:
    """Tasks end at most so far apart."""
    for a, b in permutations(terms.jobs(c.tasks), 2):
        yield Lag(key=c.id, kind="together", weight=c.weight, job=a, of=b, least=-c.within_min, job_point="end")


def window(c: Window, terms: Terms) -> Iterator[Fact]:
    """A task lies inside a window."""
    for job in terms.jobs((c.task,)):
        if c.earliest is not None:
            yield Lower(key=c.id, kind="earliest", weight=c.weight, job=job, at=terms.early(c.earliest))
        if c.latest is not None:
            yield Upper(key=c.id, kind="due", weight=c.weight, job=job, at=terms.late(c.latest))


def deadline(c: Deadline, terms: Terms) -> Iterator[Fact]:
    """A task ends in time."""
    for job in terms.jobs((c.task,)):
        yield Upper(key=c.id, kind="due", weight=c.weight, job=job, at=terms.late(c.latest))


def not_during(c: NotDuring, terms: Terms) -> Iterator[Fact]:
    """A task overlaps none of the periods."""
    periods = tuple((terms.late(p.start), terms.early(p.end) if p.end else FOR_EVER) for p in c.periods)
    for job in terms.jobs((c.task,)):
        yield Away(key=c.id, kind="not_during", weight=c.weight, job=job, periods=periods)


def volume_separation(c: VolumeSeparation, terms: Terms) -> Iterator[Fact]:
    """One task at a time in a volume."""
    jobs = terms.jobs(c.tasks)
    yield Apart(key=c.id, kind="volume", weight=c.weight, jobs=jobs, buffer=c.buffer_min, volume=c.volume)


def span(c: Span, terms: Terms) -> Iterator[Fact]:
    """From first start to last end passes no more than so long."""
    jobs = terms.jobs(c.tasks)
    for first, last in product(jobs, jobs):
        yield Lag(key=c.id, kind="span", weight=c.weight, job=first, of=last, least=-c.longest_min)


def decision_before(c: DecisionBefore, terms: Terms) -> Iterator[Fact]:
    """A task starts so long after the latest time of a decision."""
    latest = terms.latest.get(c.decision)
    for job in terms.jobs((c.task,)):
        if latest is not None:
            at = terms.early(latest) + c.lead_min
            yield Lower(key=c.id, kind="decision", weight=c.weight, job=job, at=at)


def phase_gate(c: PhaseGate, terms: Terms) -> Iterator[Fact]:
    """A task starts so long after the tasks that meet the exit criteria of a phase."""
    met = c.tasks or [t.id for t in terms.plan.tasks if t.phase == c.phase and t.id != c.task]
    for task in terms.jobs((c.task,)):
        for of in terms.jobs(met):
            yield Lag(key=c.id, kind="gate", weight=c.weight, job=task, of=of, least=c.lead_min, phase=c.phase)


def hold(c: Hold, terms: Terms) -> Iterator[Fact]:
    """A task stays at its time."""
    for job in terms.jobs((c.task,)):
        yield Fixed(key=c.id, kind="held", weight=c.weight, job=job, at=terms.early(c.start), reason="hold")


def max_moves(_c: MaxMoves, _terms: Terms) -> Iterator[Fact]:
    """Counts moves against a schedule before it, so only a repair can break it."""
    return iter(())


BUILDERS: dict[type[Constraint], Callable[[Any, Terms], Iterator[Fact]]] = {
    After: after,
    StartTogether: start_together,
    EndTogether: end_together,
    Window: window,
    Deadline: deadline,
    NotDuring: not_during,
    VolumeSeparation: volume_separation,
    Span: span,
    DecisionBefore: decision_before,
    PhaseGate: phase_gate,
    Hold: hold,
    MaxMoves: max_moves,
    **ASSET_BUILDERS,
}
"""One row per kind of the vocabulary."""
