"""Says facts, conflicts and changes as message keys with facts; holds no words of either language."""

from collections.abc import Callable, Iterable, Sequence
from itertools import permutations, product
from typing import TYPE_CHECKING, Any

from renkei.kernel.ids import Nation
from renkei.kernel.message import Message, told
from renkei.kernel.names import Name
from renkei.plan.engine.facts import (
    Apart,
    Away,
    Brim,
    Cover,
    Draw,
    Fact,
    Fixed,
    Lag,
    Leg,
    Lower,
    Need,
    Permit,
    Reserve,
    Rest,
    Served,
    Upper,
    Whole,
    jobs_of,
)
from renkei.plan.engine.problem import FOR_EVER, Problem
from renkei.plan.engine.verify import Violation

if TYPE_CHECKING:
    from renkei.kernel.errors import Fact as Said


WAYS_MAX = 4
"""Ways between places told in one sentence: two tasks at one place each have two."""


def task_name(problem: Problem, job: int) -> Name:
    """Return what a task is called, with its identifier and owner."""
    known = problem.jobs[job]
    if known.name == Name():
        return Name(f"{known.id} ({known.owner})", f"{known.id}({known.owner})")
    en, ja = known.name.text("en"), known.name.text("ja")
    return Name(f"{known.id} {en} ({known.owner})", f"{known.id} {ja}({known.owner})")


def resource_name(problem: Problem, resource: int) -> Name:
    """Return what a resource is called."""
    known = problem.resources[resource]
    return known.name if known.name != Name() else Name(known.id, known.id)


def place_name(problem: Problem, place: str) -> Name:
    """Return what a place is called."""
    name = problem.names.get(place, Name())
    return name if name != Name() else Name(place, place)


def joined(names: Iterable[Name]) -> Name:
    """Return a list of names as each language writes it."""
    known = list(names)
    english = [n.text("en") for n in known]
    head = f"{', '.join(english[:-1])} and {english[-1]}" if len(english) > 1 else "".join(english)
    return Name(head, "、".join(n.text("ja") for n in known))


def tasks_named(problem: Problem, jobs: Iterable[int]) -> Name:
    """Return the names of several tasks as one."""
    return joined(task_name(problem, j) for j in jobs)


def hours(minutes: int) -> int | float:
    """Return minutes as hours: whole where they are, otherwise to two places."""
    return minutes // 60 if minutes % 60 == 0 else round(minutes / 60, 2)


def owner_of(problem: Problem, fact: Fact) -> Nation:
    """Return whose fact it is: who could change it."""
    if isinstance(fact, Need | Rest | Draw | Brim | Leg):
        return problem.resources[fact.resource].owner
    if isinstance(fact, Permit):
        return fact.who
    if isinstance(fact, Cover) and fact.assets:
        return problem.resources[fact.assets[0]].owner
    if isinstance(fact, Lower) and fact.source is not None:
        return problem.resources[fact.source].owner
    return problem.jobs[jobs_of(fact)[0]].owner


def fact_told(problem: Problem, facts: Sequence[Fact]) -> Message:
    """Return the sentence that states a fact (all facts of one key)."""
    return SENTENCES[type(facts[0])](problem, facts[0], facts)


def _lower(problem: Problem, fact: Lower, facts: Sequence[Any]) -> Message:
    at = problem.iso(fact.at)
    if fact.source is not None:
        resource = resource_name(problem, fact.source)
        jobs = tasks_named(problem, sorted({f.job for f in facts}))
        return told(f"plan-item-{fact.kind}", resource=resource, at=at, tasks=jobs)
    key = "late" if fact.kind == "delay" else fact.kind
    return told(f"plan-item-{key}", task=task_name(problem, fact.job), at=at)


def _upper(problem: Problem, fact: Upper, _facts: Sequence[Any]) -> Message:
    return told("plan-item-due", task=task_name(problem, fact.job), at=problem.iso(fact.at))


def _fixed(problem: Problem, fact: Fixed, _facts: Sequence[Any]) -> Message:
    job = problem.jobs[fact.job]
    end = problem.iso(fact.at + job.options[job.base_option or 0].duration)
    facts: dict[str, Said] = {"task": task_name(problem, fact.job), "start": problem.iso(fact.at), "end": end}
    if fact.reason == "withheld":
        return told("plan-item-held-withheld", **facts, uses=_held(problem, fact.job))
    return told(f"plan-item-held-{fact.reason}", **facts)


def _held(problem: Problem, job: int) -> Name:
    """Return what a job holds of shared places (of anything, if it holds none), as `6 × Parking`."""
    every = [f for f in problem.facts if isinstance(f, Need) and f.job == job]
    needs = [n for n in every if problem.resources[n.resource].kind == "place"] or every
    names = [(max(n.quantities), resource_name(problem, n.resource)) for n in needs]
    return joined(Name(f"{q} × {n.text('en')}", f"{n.text('ja')} {q}") for q, n in names)


def _lag(problem: Problem, fact: Lag, facts: Sequence[Any]) -> Message:
    if fact.kind in ("together", "span"):
        jobs = tasks_named(problem, sorted({j for f in facts for j in jobs_of(f)}))
        return told(f"plan-item-{fact.kind}", tasks=jobs, hours=hours(-fact.least))
    task, of = task_name(problem, fact.job), task_name(problem, fact.of)
    if fact.phase is not None and fact.into is not None:
        phase, into = place_name(problem, fact.phase), place_name(problem, fact.into)
        return told("plan-item-phase", task=task, of=of, phase=phase, into=into)
    if fact.phase is not None:
        before = tasks_named(problem, sorted({f.of for f in facts}))
        phase = place_name(problem, fact.phase)
        return told("plan-item-gate", task=task, phase=phase, tasks=before, hours=hours(fact.least))
    if fact.kind == "sequence":
        return told("plan-item-sequence", task=task, of=of)
    most = next((hours(-f.least) for f in facts if f.job == fact.of and f.of == fact.job), -1)
    return told("plan-item-after", task=task, of=of, hours=hours(fact.least), most=most)


def _away(problem: Problem, fact: Away, _facts: Sequence[Any]) -> Message:
    start, end = fact.periods[0]
    ends = "until" if end < FOR_EVER else "open"
    span = {"start": problem.iso(max(start, 0)), "ends": ends, "end": problem.iso(end) if end < FOR_EVER else ""}
    task = task_name(problem, fact.job)
    if fact.place is None:
        return told("plan-item-not-during", task=task, **span)
    place, status = place_name(problem, fact.place), problem.reasons.get(fact.place) or "closed"
    return told("plan-item-closed", task=task, place=place, status=status, **span)


def _apart(problem: Problem, fact: Apart, _facts: Sequence[Any]) -> Message:
    jobs = tasks_named(problem, fact.jobs)
    return told("plan-item-volume", tasks=jobs, volume=fact.volume, hours=hours(fact.buffer))


def _rest(problem: Problem, fact: Rest, _facts: Sequence[Any]) -> Message:
    resource = resource_name(problem, fact.resource)
    return told("plan-item-calendar", resource=resource, duty=hours(fact.duty), rest=hours(fact.rest))


def _served(problem: Problem, fact: Served, _facts: Sequence[Any]) -> Message:
    key = "plan-item-same-asset" if fact.same else "plan-item-different-asset"
    return told(key, tasks=tasks_named(problem, fact.jobs))


def _permit(problem: Problem, fact: Permit, _facts: Sequence[Any]) -> Message:
    units = joined(resource_name(problem, u) for u in fact.units)
    task = task_name(problem, fact.job)
    return told("plan-item-authority", task=task, request=fact.request, state=fact.state, who=fact.who, units=units)


def _cover(problem: Problem, fact: Cover, _facts: Sequence[Any]) -> Message:
    units = joined(resource_name(problem, a) for a in fact.assets)
    start, end = problem.iso(fact.start), problem.iso(fact.end)
    return told("plan-item-coverage", units=units, least=fact.least, start=start, end=end)


def _whole(problem: Problem, fact: Whole, _facts: Sequence[Any]) -> Message:
    missing = joined(Name(m, m) for m in fact.missing)
    return told("plan-item-group", tasks=tasks_named(problem, fact.jobs), missing=missing, count=len(fact.missing))


def _draw(problem: Problem, fact: Draw, facts: Sequence[Any]) -> Message:
    return told("plan-item-stock", **_stock(problem, fact.resource), **_drawn(problem, facts))


def _stock(problem: Problem, resource: int) -> dict[str, "Said"]:
    """Return what there is of a stock: at first, by resupply, by tasks."""
    store = problem.resources[resource].store
    supplied = sum(a for _, a in store.supplies) if store else 0
    made = sum(f.amount for f in problem.flows(resource) if f.amount > 0)
    initial = store.initial if store else 0
    return {"stock": resource_name(problem, resource), "initial": initial, "supplied": supplied, "produced": made}


def _drawn(problem: Problem, draws: Iterable[Draw]) -> dict[str, "Said"]:
    known = list(draws)
    return {"tasks": tasks_named(problem, (d.job for d in known)), "needed": sum(d.amount for d in known)}


def _brim(problem: Problem, fact: Brim, _facts: Sequence[Any]) -> Message:
    makers = tasks_named(problem, sorted({f.job for f in problem.flows(fact.resource) if f.amount > 0}))
    return told("plan-item-store", **_stock(problem, fact.resource), most=fact.most, tasks=makers)


def _reserve(problem: Problem, fact: Reserve, facts: Sequence[Any]) -> Message:
    units = joined(resource_name(problem, f.resource) for f in facts if isinstance(f, Reserve))
    start, end = problem.iso(fact.start), problem.iso(fact.end)
    return told("plan-item-on-call", task=task_name(problem, fact.job), units=units, start=start, end=end)


def _leg(problem: Problem, fact: Leg, facts: Sequence[Any]) -> Message:
    ways = {(a, b) for one, other in permutations(facts, 2) for a, b in product(one.places, other.places)}
    known = sorted((a, b, m) for a, b in ways if a is not None and (m := fact.route.between(a, b)))
    names = ((place_name(problem, a), place_name(problem, b), hours(m)) for a, b, m in known[:WAYS_MAX])
    told_ways = joined(
        Name(f"{a.text('en')} → {b.text('en')} {h} h", f"{a.text('ja')}→{b.text('ja')} {h}時間") for a, b, h in names
    )
    unit = resource_name(problem, fact.resource)
    return told("plan-item-travel", unit=unit, tasks=tasks_named(problem, (f.job for f in facts)), ways=told_ways)


def _need(problem: Problem, fact: Need, facts: Sequence[Any]) -> Message:
    needed = sum(max(f.quantities) for f in facts)
    return told(
        "plan-item-capacity",
        resource=resource_name(problem, fact.resource),
        available=problem.resources[fact.resource].usual,
        needed=needed,
        tasks=tasks_named(problem, [f.job for f in facts]),
    )


SENTENCES: dict[type[Fact], Callable[[Problem, Any, Sequence[Any]], Message]] = {
    Lower: _lower,
    Upper: _upper,
    Fixed: _fixed,
    Lag: _lag,
    Away: _away,
    Apart: _apart,
    Rest: _rest,
    Served: _served,
    Permit: _permit,
    Cover: _cover,
    Whole: _whole,
    Draw: _draw,
    Brim: _brim,
    Leg: _leg,
    Reserve: _reserve,
    Need: _need,
}
"""One sentence for each form of fact; the form's kinds choose among message keys."""


def violation_told(problem: Problem, violation: Violation) -> Message:
    """Return the sentence that states what a schedule breaks: how much is lacking, or else the rule itself."""
    jobs = tasks_named(problem, violation.jobs)
    if violation.kind == "due":
        return told("plan-broken-due", task=jobs, hours=hours(violation.by))
    if violation.kind == "travel":
        return told("plan-broken-travel", tasks=jobs, hours=hours(violation.by))
    if violation.resource is not None:
        resource = resource_name(problem, violation.resource)
        at = problem.iso(violation.at)
        return told("plan-broken-capacity", tasks=jobs, resource=resource, excess=violation.by, at=at)
    facts = [f for f in problem.facts if f.key == violation.key]
    if facts:
        return fact_told(problem, facts)
    return told("plan-broken-other", tasks=jobs, field=violation.key, hours=hours(violation.by))
