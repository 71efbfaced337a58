"""Turns the constraints on units, stocks, permissions and groups of tasks into facts; one function per kind."""

from collections.abc import Callable, Iterator
from typing import Any

from renkei.kernel.ids import Nation
from renkei.plan.constraint import (
    AllOrNone,
    Authority,
    Constraint,
    Consumes,
    Coverage,
    DifferentAsset,
    OnCall,
    Produces,
    SameAsset,
    Travel,
)
from renkei.plan.engine.facts import Cover, Draw, Fact, Kind, Leg, Lower, Permit, Reserve, Route, Served, Upper, Whole
from renkei.plan.engine.terms import Terms
from renkei.plan.engine.travel import minutes_between


def served(c: SameAsset | DifferentAsset, terms: Terms) -> Iterator[Fact]:
    """Tasks are served by the same units, or by different ones."""
    jobs, units, same = terms.jobs(c.tasks), terms.units(c.assets), isinstance(c, SameAsset)
    by_option = tuple(terms.served(j, units) for j in jobs)
    kind: Kind = "same_asset" if same else "different_asset"
    yield Served(key=c.id, kind=kind, weight=c.weight, jobs=jobs, served=by_option, same=same)


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


def travel(c: Travel, terms: Terms) -> Iterator[Fact]:
    """Between two tasks of a unit at different places passes the time to travel."""
    for asset in (terms.resources[a] for a in c.assets if a in terms.resources):
        uses = {j: needs for j in terms.uses if any(needs := terms.held(j, frozenset({asset})))}
        sites = {
            j: tuple(o.place if q else None for o, q in zip(terms.all[j].options, held, strict=True))
            for j, held in uses.items()
        }
        visited = {place for places in sites.values() for place in places if place is not None}
        times = {ends: m for ends, m in minutes_between(c, terms.places, visited).items() if visited.issuperset(ends)}
        for job, places in sites.items():
            if any(places):
                key = f"{c.id}.{terms.all[job].id}"
                yield Leg(key=key, kind="travel", job=job, resource=asset, places=places, route=Route(c.id, times))


def on_call(c: OnCall, terms: Terms) -> Iterator[Fact]:
    """A task lies within a time for which all that it uses is kept for it; what has begun needs no reservation."""
    start, end = terms.early(c.start), terms.late(c.end)
    for job in terms.jobs((c.task,)):
        if terms.tasks[c.task].status in ("executing", "done"):
            continue
        for need in terms.uses.get(job, ()):
            yield Reserve(
                key=c.id,
                kind="on_call",
                job=job,
                resource=need.resource,
                quantities=need.quantities,
                start=start,
                end=end,
            )
        yield Lower(key=c.id, kind="on_call", job=job, at=start)
        yield Upper(key=c.id, kind="on_call", job=job, at=end)


ASSET_BUILDERS: dict[type[Constraint], Callable[[Any, Terms], Iterator[Fact]]] = {
    SameAsset: served,
    DifferentAsset: served,
    Authority: authority,
    Coverage: coverage,
    AllOrNone: all_or_none,
    Consumes: consumes,
    Produces: produces,
    Travel: travel,
    OnCall: on_call,
}
"""One row per kind."""
