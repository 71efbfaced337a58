"""Ways out of a conflict on what many share: capacities, stocks, travel; changes of single facts are in `explain`."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from renkei.kernel.ids import Nation
from renkei.kernel.message import told
from renkei.plan.engine.answers import ExtraCapacity, Prepared, WayOut
from renkei.plan.engine.cpsat import Effort, Model
from renkei.plan.engine.cpsat_rules import add_stock
from renkei.plan.engine.facts import Leg, Need
from renkei.plan.engine.near import solved
from renkei.plan.engine.problem import Problem, Store
from renkei.plan.engine.relax import (
    Change,
    Extra,
    least_capacity,
    least_extra,
    least_stock,
    least_travel,
    legs_of,
    stocks_of,
    users_of,
)
from renkei.plan.engine.tell import hours, resource_name, task_name
from renkei.plan.engine.verify import hard, verify
from renkei.plan.model import Plan

if TYPE_CHECKING:
    from renkei.kernel.errors import Fact as Said


class Asking(msgspec.Struct, frozen=True):
    """Who asks for an explanation: the plan, the nation (None for none), how long a solve may take."""

    plan: Plan
    nation: Nation | None
    effort: Effort


def pooled_ways(base: Problem, keys: Sequence[str], asking: Asking) -> Iterator[WayOut]:
    """Yield the least changes of what the facts of a conflict share."""
    yield from _capacity_ways(base, keys, asking)
    for resource in stocks_of(base, keys):
        change = least_stock(base, resource, asking.effort)
        if change is not None:
            yield _stock_way(base, resource, change, asking)
    for legs in legs_of(base, keys).values():
        change = least_travel(base, legs, asking.effort)
        if change is not None:
            yield _travel_way(base, legs[0], change, asking)


def _capacity_ways(base: Problem, keys: Sequence[str], asking: Asking) -> Iterator[WayOut]:
    for resource, needs in users_of(base, keys).items():
        change = least_capacity(base, resource, asking.effort)
        if change is not None:
            yield _capacity_way(base, resource, change, asking)
        extra = _cheapest(base, resource, needs, asking.effort)
        if extra is not None:
            yield _counter_way(base, extra, asking)


def _cheapest(base: Problem, resource: int, needs: Sequence[Need], effort: Effort) -> Extra | None:
    """Return the concession with the fewest extra unit-minutes, for a task that asks for it.

    Who asks: the task that hangs on a request; otherwise one of another nation than the resource's owner;
    otherwise any.
    """
    owner = base.resources[resource].owner
    askers = [n.job for n in needs if base.jobs[n.job].needs_grant]
    askers = askers or [n.job for n in needs if base.jobs[n.job].owner != owner] or [n.job for n in needs]
    found = [e for e in (least_extra(base, resource, j, effort) for j in askers) if e is not None]
    return min(found, key=lambda e: (e.excess, (e.end - e.start) * (e.capacity - e.otherwise)), default=None)


def _stock_way(problem: Problem, resource: int, change: Change, asking: Asking) -> WayOut:
    known = problem.resources[resource]
    own = asking.nation is None or known.owner == asking.nation
    name, at = resource_name(problem, resource), problem.iso(_latest(problem, resource, change, asking.effort))
    asks = {"provider": known.owner, "asks": {"resource": known.id, "quantity": change.delta}}
    return WayOut(
        id=f"{known.id}.stock",
        told=told("plan-way-stock", stock=name, extra=change.delta, at=at, who=known.owner),
        change=f"{known.id}.stock",
        to=change.value,
        extra=change.delta,
        who=(known.owner,),
        own=own,
        request=None if own else asks,
        proved=change.proved,
    )


def _latest(problem: Problem, resource: int, change: Change, effort: Effort) -> int:
    """Return the latest minute at which what is added to a stock still serves; the first one if none is found."""
    draws = problem.draws()[resource]
    model = Model(problem.without(d.key for d in draws))
    at = model.raw.new_int_var(min(0, *(j.low for j in problem.jobs)), problem.horizon, "")
    add_stock(model, resource, draws, ((at, change.delta, 1),))
    model.raw.maximize(at)
    outcome = solved(lambda: model, effort)
    known = problem.resources[resource]
    store = known.store or Store(0)
    supplied = msgspec.structs.replace(store, supplies=(*store.supplies, (outcome.value, change.delta)))
    sound = problem.with_capacity(resource, msgspec.structs.replace(known, store=supplied))
    found = outcome.schedule is not None and not hard(verify(sound, outcome.schedule))
    return outcome.value if found else min((j.low for j in problem.jobs), default=0)


def _travel_way(problem: Problem, leg: Leg, change: Change, asking: Asking) -> WayOut:
    unit = problem.resources[leg.resource]
    said = {"unit": resource_name(problem, leg.resource), "hours": hours(change.delta), "who": unit.owner}
    return WayOut(
        id=f"{leg.route.id}.{unit.id}",
        told=told("plan-way-travel", **said),
        change=leg.route.id,
        to=change.delta,
        delta_min=-change.delta,
        who=(unit.owner,),
        own=asking.nation in (None, unit.owner),
        proved=change.proved,
    )


def _capacity_way(problem: Problem, resource: int, change: Change, asking: Asking) -> WayOut:
    known = problem.resources[resource]
    own = asking.nation is None or known.owner == asking.nation
    based_on = asking.plan.versions.get(f"resource:{known.id}")
    command, short = None, change.delta <= 0  # as much as usual would do, but not at all times
    if own and based_on is not None and not short:
        command = Prepared("plan.SetCapacity", {"resource": known.id, "based_on": based_on, "capacity": change.value})
    extra = change.value - min(c for _, _, c in known.steps) if short else change.delta
    asks = {"provider": known.owner, "asks": {"resource": known.id, "quantity": extra}}
    said: dict[str, Said] = {"resource": resource_name(problem, resource), "capacity": change.value, "who": known.owner}
    return WayOut(
        id=f"{known.id}.capacity",
        told=told("plan-way-always", **said) if short else told("plan-way-capacity", extra=extra, **said),
        change=f"{known.id}.capacity",
        to=change.value,
        extra=extra,
        who=(known.owner,),
        own=own,
        own_command=command,
        request=None if own else asks,
        proved=change.proved,
    )


def _counter_way(problem: Problem, extra: Extra, asking: Asking) -> WayOut:
    known, job = problem.resources[extra.resource], problem.jobs[extra.job]
    own = asking.nation is None or known.owner == asking.nation
    start, end = problem.moment(extra.start), problem.moment(extra.end)
    more = extra.capacity - extra.otherwise
    terms = {
        "resource": known.id,
        "total": extra.capacity,
        "otherwise": extra.otherwise,
        "start": start,
        "end": end,
    }
    counter = Prepared("requests.DraftAnswer", {"request": job.needs_grant, "verb": "counter", "terms": terms})
    asks = {
        "resource": known.id,
        "quantity": max(n.quantities[0] for n in problem.needs(extra.resource) if n.job == extra.job),
    }
    wish = {"provider": known.owner, "asks": asks, "start": start, "end": end, "for_task": job.id}
    return WayOut(
        id=f"counter:{job.needs_grant or known.id}",
        told=told(
            "plan-way-counter",
            task=task_name(problem, extra.job),
            resource=resource_name(problem, extra.resource),
            capacity=extra.capacity,
            otherwise=extra.otherwise,
            start=problem.iso(extra.start),
            end=problem.iso(extra.end),
            hours=hours(more * (extra.end - extra.start)),
            who=known.owner,
        ),
        change="counter",
        to=ExtraCapacity(start, end, extra.capacity, extra.otherwise),
        extra=more,
        who=(known.owner,),
        own=own,
        own_command=counter if own and job.needs_grant else None,
        request=None if own else wish,
        proved=extra.proved,
    )
