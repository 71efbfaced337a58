"""Builds the rules on assets, groups and stocks into a CP-SAT model: how each is written there; solves nothing."""

from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise, product
from typing import TYPE_CHECKING, Any

from renkei.plan.engine.facts import Brim, Cover, Draw, Fact, Leg, Permit, Reserve, Served, Whole

if TYPE_CHECKING:
    from renkei.plan.engine.cpsat import Model


def taken(model: "Model", job: int, options: Iterable[int]) -> Any:
    """Return an expression that is one if a job takes one of the options, zero otherwise."""
    chosen = model.chosen[job]
    return sum(1 if chosen[o] is None else chosen[o] for o in options)


def add_served(model: "Model", fact: Served) -> None:
    """Each two jobs are served by the same assets, or by none in common."""
    served = list(zip(fact.jobs, fact.served, strict=True))
    for (one, mine), (other, theirs) in combinations(served, 2):
        for asset in frozenset().union(*mine, *theirs):
            here = taken(model, one, [o for o, by in enumerate(mine) if asset in by])
            there = taken(model, other, [o for o, by in enumerate(theirs) if asset in by])
            kept = here == there if fact.same else here + there <= 1
            model.hold(model.raw.add(kept), fact, (one, other))


def add_permit(model: "Model", fact: Permit) -> None:
    """A job is not done in an option that lacks its authority."""
    model.hold(model.raw.add(taken(model, fact.job, fact.options) == 0), fact)


def add_cover(model: "Model", fact: Cover) -> None:
    """At every minute of a period so many assets are on duty.

    What is on duty falls only where a duty ends, so it is asked for at the beginning and at each end in the period.
    """
    duties = list(zip(fact.jobs, fact.quantities, strict=True))
    kept = model.raw.add(sum(_on_duty(model, job, by, fact.start) for job, by in duties) >= fact.least)
    kept.only_enforce_if(model.when(fact))
    for one, _ in duties:
        end, inside = model.end[one], model.raw.new_bool_var("")
        before, after = model.raw.new_bool_var(""), model.raw.new_bool_var("")
        model.raw.add(end <= fact.start).only_enforce_if(before)
        model.raw.add(end >= fact.end).only_enforce_if(after)
        model.raw.add_bool_or([before, after, inside, *(x.negated() for x in model.when(fact))])
        there = sum(_on_duty(model, job, by, end) for job, by in duties if job != one)
        model.raw.add(there >= fact.least).only_enforce_if(inside)


def _on_duty(model: "Model", job: int, quantities: Sequence[int], at: Any) -> Any:
    """Return how much a job may count for at a minute: nothing unless it is under way then."""
    total = []
    for option, quantity in enumerate(quantities):
        if quantity:
            there = model.raw.new_bool_var("")
            model.raw.add(model.start[job] <= at).only_enforce_if(there)
            model.raw.add(model.end[job] > at).only_enforce_if(there)
            if model.chosen[job][option] is not None:
                model.raw.add_implication(there, model.chosen[job][option])
            total.append(quantity * there)
    return sum(total)


def add_whole(model: "Model", fact: Whole) -> None:
    """A group is done all or not at all."""
    present = [model.present.get(j) for j in fact.jobs]
    some = [p for p in present if p is not None]
    sure = len(some) < len(present)
    for literal in some:
        if fact.missing:
            model.raw.add_bool_and([literal.negated()]).only_enforce_if(model.when(fact))
        elif sure:
            model.raw.add_bool_and([literal]).only_enforce_if(model.when(fact))
    if fact.missing and sure:
        model.raw.add_bool_or([]).only_enforce_if(model.when(fact))
    for one, other in pairwise(some):
        model.raw.add(one == other).only_enforce_if(model.when(fact))


def add_stock(model: "Model", resource: int, draws: Sequence[Draw], extra: Sequence[tuple[Any, int, Any]] = ()) -> None:
    """At no minute has more been taken from a stock than was there; `extra` comes too: when, how much, whether."""
    taken_out = [(model.start[d.job], -d.amount, _active(model, d.job, d)) for d in draws if d.job in model.start]
    _reservoir(model, resource, [*taken_out, *_put_in(model, resource, None), *extra], None)


def add_brim(model: "Model", fact: Brim) -> None:
    """At no minute is more in a stock than fits."""
    flows = model.problem.flows(fact.resource)
    taken_out = [(model.start[f.job], f.amount, _active(model, f.job, None)) for f in flows if f.amount < 0]
    _reservoir(model, fact.resource, [*taken_out, *_put_in(model, fact.resource, fact)], fact.most)


def _put_in(model: "Model", resource: int, fact: Fact | None) -> list[tuple[Any, int, Any]]:
    """Return what comes into a stock: when, how much, and the literal under which it does."""
    store = model.problem.resources[resource].store
    always = 1 if fact is None or fact.key not in model.literals else model.literals[fact.key]
    supplies = [(at, amount, always) for at, amount in (store.supplies if store else ())]
    made = [f for f in model.problem.flows(resource) if f.amount > 0]
    return supplies + [(model.end[f.job], f.amount, _active(model, f.job, fact)) for f in made]


def _active(model: "Model", job: int, fact: Fact | None) -> Any:
    literals = [*(model.when(fact) if fact is not None else ()), model.present.get(job)]
    joint = model.both(literals)
    return 1 if joint is None else joint


def _reservoir(model: "Model", resource: int, changes: Sequence[tuple[Any, int, Any]], most: int | None) -> None:
    """Keep a stock above zero, or, with `most`, not above it; changes of one minute count together."""
    store = model.problem.resources[resource].store
    initial = store.initial if store else 0
    if not changes:
        return
    times, amounts, active = zip(*changes, strict=True)
    least = -initial if most is None else sum(min(a, 0) for a in amounts)
    bound = sum(max(a, 0) for a in amounts) if most is None else max(most - initial, 0)
    model.raw.add_reservoir_constraint_with_active(times, amounts, active, least, bound)


def add_travel(model: "Model", legs: Sequence[Leg]) -> None:
    """Between two jobs of a unit at different places passes the time to travel from one to the other."""
    for one, other in combinations([g for g in legs if g.job in model.start], 2):
        first: Any = None
        for (o, here), (p, there) in product(enumerate(one.places), enumerate(other.places)):
            out, back = one.route.between(here, there), one.route.between(there, here)
            if not out and not back:
                continue
            first = model.raw.new_bool_var("") if first is None else first
            chosen = [x for x in (model.chosen[one.job][o], model.chosen[other.job][p]) if x is not None]
            both = [*model.when(one), *model.when(other), *chosen]
            goes = model.raw.add(model.start[other.job] >= model.end[one.job] + out)
            goes.only_enforce_if([*both, first])
            comes = model.raw.add(model.start[one.job] >= model.end[other.job] + back)
            comes.only_enforce_if([*both, first.negated()])


def kept_for(model: "Model", reserves: Sequence[Reserve]) -> tuple[list[Any], list[int]]:
    """Return intervals and quantities of what is kept for jobs before and after they use it."""
    intervals, quantities = [], []
    for fact in (r for r in reserves if r.job in model.start):
        start = model.start[fact.job]
        for option, quantity in enumerate(fact.quantities):
            if not quantity:
                continue
            here = model.both([*model.when(fact), model.chosen[fact.job][option]])
            here = 1 if here is None else here
            end = start + model.problem.jobs[fact.job].options[option].duration
            new = model.raw.new_optional_interval_var
            intervals += [
                new(fact.start, start - fact.start, start, here, ""),
                new(end, fact.end - end, fact.end, here, ""),
            ]
            quantities += [quantity, quantity]
    return intervals, quantities
