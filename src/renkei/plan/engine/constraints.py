"""Turns each kind of constraint of the vocabulary into facts in minutes; one function per kind."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from itertools import permutations, product
from typing import Any

from renkei.kernel.ids import Nation, ResourceId, TaskId
from renkei.plan.constraint import (
    After,
    AllOrNone,
    Authority,
    Constraint,
    Consumes,
    Coverage,
    Deadline,
    DecisionBefore,
    DifferentAsset,
    EndTogether,
    Hold,
    MaxMoves,
    NotDuring,
    PhaseGate,
    Produces,
    SameAsset,
    Span,
    StartTogether,
    VolumeSeparation,
    Window,
)
from renkei.plan.engine.facts import (
    Apart,
    Away,
    Cover,
    Draw,
    Fact,
    Fixed,
    Kind,
    Lag,
    Lower,
    Need,
    Permit,
    Served,
    Upper,
    Whole,
)
from renkei.plan.engine.problem import FOR_EVER, Job, minute_of
from renkei.plan.model import Plan, Task

SETTLED = ("executing", "done", "partner")
"""Why a task is held where it is of no use to ask whether it may be done: it is, or its owner says so."""


class Terms:
    """What turns tasks and moments of one plan into indices and minutes.

    Args:
        plan: The plan.
        jobs: The tasks that take part.
        facts: What they state by themselves, among it who needs which resource.
        origin: Moment of minute zero.
    """

    def __init__(self, plan: Plan, jobs: Sequence[Job], facts: Iterable[Fact], origin: datetime) -> None:
        self.plan = plan
        self.all = jobs
        self.index = {j.id: i for i, j in enumerate(jobs)}
        self.origin = origin
        self.latest = {d.id: d.latest for d in plan.decisions}
        self._facts = facts

    @cached_property
    def resources(self) -> dict[ResourceId, int]:
        """Index of each resource."""
        return {r.id: i for i, r in enumerate(self.plan.resources)}

    @cached_property
    def tasks(self) -> dict[TaskId, Task]:
        """Task by identifier."""
        return {t.id: t for t in self.plan.tasks}

    @cached_property
    def settled(self) -> frozenset[int]:
        """Jobs of which it is settled that they are done."""
        return frozenset(f.job for f in self._facts if isinstance(f, Fixed) and f.reason in SETTLED)

    @cached_property
    def uses(self) -> dict[int, list[Need]]:
        """What each job needs."""
        found: dict[int, list[Need]] = {}
        for fact in self._facts:
            if isinstance(fact, Need):
                found.setdefault(fact.job, []).append(fact)
        return found

    def units(self, named: Iterable[ResourceId]) -> frozenset[int]:
        """Return the resources named, or every unit if none are."""
        some = frozenset(self.resources[r] for r in named if r in self.resources)
        return some or frozenset(i for i, r in enumerate(self.plan.resources) if r.kind == "unit")

    def held(self, job: int, assets: frozenset[int]) -> tuple[int, ...]:
        """Return, by option, how much of the assets a job holds."""
        needs = [n for n in self.uses.get(job, ()) if n.resource in assets]
        return tuple(sum(n.quantities[o] for n in needs) for o in range(len(self.all[job].options)))

    def served(self, job: int, units: frozenset[int]) -> tuple[frozenset[int], ...]:
        """Return, by option, which of the units serve a job."""
        needs = [n for n in self.uses.get(job, ()) if n.resource in units]
        options = range(len(self.all[job].options))
        return tuple(frozenset(n.resource for n in needs if n.quantities[o]) for o in options)

    def jobs(self, tasks: Iterable[TaskId]) -> tuple[int, ...]:
        """Return the jobs of those tasks that take part."""
        return tuple(self.index[t] for t in tasks if t in self.index)

    def early(self, moment: datetime) -> int:
        """Return the minute of an earliest time."""
        return minute_of(self.origin, moment, up=True)

    def late(self, moment: datetime) -> int:
        """Return the minute of a latest time."""
        return minute_of(self.origin, moment, up=False)


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


def served(c: SameAsset | DifferentAsset, terms: Terms) -> Iterator[Fact]:
    """Tasks are served by the same units, or by different ones."""
    jobs, units, same = terms.jobs(c.tasks), terms.units(c.assets), isinstance(c, SameAsset)
    by_option = tuple(terms.served(j, units) for j in jobs)
    kind: Kind = "same_asset" if same else "different_asset"
    yield Served(key=c.id, kind=kind, weight=c.weight, jobs=jobs, served=by_option, same=same)


def phase_gate(c: PhaseGate, terms: Terms) -> Iterator[Fact]:
    """A task starts so long after the tasks that meet the exit criteria of a phase."""
    met = c.tasks or [t.id for t in terms.plan.tasks if t.phase == c.phase and t.id != c.task]
    for task in terms.jobs((c.task,)):
        for of in terms.jobs(met):
            yield Lag(key=c.id, kind="gate", weight=c.weight, job=task, of=of, least=c.lead_min, phase=c.phase)


def authority(c: Authority, terms: Terms) -> Iterator[Fact]:
    """A task is not done in a mode whose unit serves under a request that its owner has not accepted."""
    asked, plan = terms.plan.requests.get(c.request), terms.plan
    for job in terms.jobs((c.task,)):
        served = terms.served(job, terms.units(c.assets))
        owners = [{plan.resources[u].owner for u in units} or {plan_owner(terms, c)} for units in served]
        bound = [o for o, units in enumerate(served) if units or not c.assets]
        missing = tuple(o for o in bound if asked is None or asked.state != "accepted" or owners[o] != {asked.of})
        if not missing or job in terms.settled:
            continue
        state = asked.state if asked else "none"
        units = tuple(sorted(frozenset().union(*(served[o] for o in missing))))
        yield Permit(
            key=c.id,
            kind="authority",
            job=job,
            options=missing,
            request=c.request,
            state="other" if state == "accepted" else state,
            who=min(frozenset().union(*(owners[o] for o in missing))),
            units=units,
        )


def plan_owner(terms: Terms, c: Authority) -> Nation:
    """Return whose task it is."""
    return terms.tasks[c.task].owner


def coverage(c: Coverage, terms: Terms) -> Iterator[Fact]:
    """At all times of a period so many assets are on duty."""
    assets = frozenset(terms.resources[a] for a in c.assets if a in terms.resources)
    held = {job: terms.held(job, assets) for job in (terms.jobs(c.tasks) if c.tasks else terms.uses)}
    jobs = tuple(job for job, quantities in held.items() if any(quantities))
    yield Cover(
        key=c.id,
        kind="coverage",
        weight=c.weight,
        jobs=jobs,
        quantities=tuple(held[j] for j in jobs),
        assets=tuple(sorted(assets)),
        least=c.at_least,
        start=terms.late(c.start),
        end=terms.early(c.end),
    )


def all_or_none(c: AllOrNone, terms: Terms) -> Iterator[Fact]:
    """Tasks are done all or not at all."""
    missing = tuple(t for t in c.tasks if t not in terms.index)
    yield Whole(key=c.id, kind="all_or_none", weight=c.weight, jobs=terms.jobs(c.tasks), missing=missing)


def consumes(c: Consumes, terms: Terms) -> Iterator[Fact]:
    """A task takes out of a stock when it starts."""
    for job in terms.jobs((c.task,)):
        if c.stock in terms.resources:
            yield Draw(key=c.id, kind="stock", job=job, resource=terms.resources[c.stock], amount=c.quantity)


def produces(_c: Produces, _terms: Terms) -> Iterator[Fact]:
    """What a task puts into a stock is there for others: a flow of the stock, no fact that could be broken."""
    return iter(())


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
    SameAsset: served,
    DifferentAsset: served,
    PhaseGate: phase_gate,
    Authority: authority,
    Coverage: coverage,
    AllOrNone: all_or_none,
    Consumes: consumes,
    Produces: produces,
    Hold: hold,
    MaxMoves: max_moves,
}
"""One row per kind of the vocabulary."""
