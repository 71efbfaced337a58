"""Explains why a plan cannot be done: smallest sets of facts, folded for reading, and computed ways out."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

import msgspec

from renkei.kernel.ids import Nation
from renkei.kernel.message import told
from renkei.kernel.names import Name
from renkei.plan.engine.answers import Explanation, Item, Prepared, WayOut
from renkei.plan.engine.conflict import Conflict, Undecided
from renkei.plan.engine.facts import POOLED, Away, Brim, Cover, Draw, Fact, Fixed, Lag, Leg, Lower, Need, Upper, jobs_of
from renkei.plan.engine.near import budget
from renkei.plan.engine.problem import Problem
from renkei.plan.engine.relax import (
    Change,
    least,
    legs_of,
    stocks_of,
    users_of,
)
from renkei.plan.engine.tell import (
    fact_told,
    hours,
    owner_of,
    tasks_named,
)
from renkei.plan.engine.tell_change import change_told
from renkei.plan.engine.tell_conflict import conflict_told
from renkei.plan.engine.verify import end_of
from renkei.plan.engine.ways import Asking, pooled_ways

__all__ = ["Asking", "explain", "items_of", "ways_out"]

FOLD_FROM = 2
"""Orders of tasks in one conflict from which they are told as one chain."""
KINDS_LAST = ("capacity", "stock", "store", "travel", "volume", "calendar")
"""Kinds of item that are told after the times."""


def explain(problem: Problem, conflicts: Sequence[Conflict], asking: Asking) -> tuple[Explanation, ...]:
    """Return an explanation of each conflict with its ways out."""
    found = []
    for conflict in conflicts:
        others = [k for c in conflicts if c is not conflict for k in c.keys if k not in conflict.keys]
        ways = ways_out(problem.without(others), problem, conflict, asking)
        found.append(_explained(problem, conflict, ways))
    return tuple(found)


def _explained(problem: Problem, conflict: Conflict, ways: Iterable[WayOut]) -> Explanation:
    items = tuple(items_of(problem, conflict.keys))
    facts = problem.only(conflict.keys).facts
    return Explanation(
        id="+".join(i.field for i in items),
        told=conflict_told(problem, facts),
        items=items,
        ways_out=tuple(ways),
        proved=conflict.proved,
        seconds=round(conflict.seconds, 3),
        keys=conflict.keys,
    )


def items_of(problem: Problem, keys: Sequence[str]) -> Iterator[Item]:
    """Yield what a person reads: uses folded to their capacity, long orders folded to one chain."""
    groups = {key: problem.keyed(key) for key in keys}
    chain = [f for facts in groups.values() for f in facts if isinstance(f, Lag) and f.kind == "after"]
    folded = len(chain) >= FOLD_FROM
    found = []
    for key, facts in groups.items():
        if isinstance(facts[0], POOLED) or (folded and facts[0] in chain):
            continue
        found.append(_item(problem, key, facts))
    if folded:
        found.append(_chain_item(problem, chain))
    for resource, needs in users_of(problem, keys).items():
        found.append(_item(problem, f"{problem.resources[resource].id}.capacity", needs))
    for resource, draws in stocks_of(problem, keys).items():
        found.append(_item(problem, f"{problem.resources[resource].id}.stock", draws))
    for (route, _), legs in legs_of(problem, keys).items():
        found.append(_item(problem, route, legs))
    yield from sorted(found, key=lambda i: (i.kind in KINDS_LAST, i.kind != "due", i.kind))


def _item(problem: Problem, field: str, facts: Sequence[Fact]) -> Item:
    fact = facts[0]
    pooled = isinstance(fact, POOLED)
    resource = fact.resource if isinstance(fact, Need | Draw | Brim | Leg) else getattr(fact, "source", None)
    jobs = jobs_of(fact)
    return Item(
        field=field,
        kind="capacity" if isinstance(fact, Need) else fact.kind,
        owner=owner_of(problem, fact),
        told=fact_told(problem, facts),
        why=problem.whys.get(fact.route.id if isinstance(fact, Leg) else fact.key, Name()),
        task=problem.jobs[jobs[0]].id if jobs and not pooled else None,
        resource=problem.resources[resource].id if resource is not None else None,
    )


def _chain_item(problem: Problem, chain: Sequence[Lag]) -> Item:
    """Return several orders as one item: who follows whom, and how long it takes in all."""
    after = {f.of: f for f in chain}
    last = next((f.job for f in chain if f.job not in after), chain[-1].job)
    first = next((f.of for f in chain if f.of not in {g.job for g in chain}), chain[0].of)
    order, node = [first], first
    while node in after and after[node].job not in order:
        node = after[node].job
        order.append(node)
    jobs = order if len(order) == len(chain) + 1 else sorted({j for f in chain for j in jobs_of(f)})
    total = sum(min(o.duration for o in problem.jobs[j].options) for j in jobs)
    total += sum(f.least for f in chain)
    return Item(
        field=f"{problem.jobs[last].id}.after",
        kind="after",
        owner=problem.jobs[last].owner,
        told=told("plan-item-chain", tasks=tasks_named(problem, jobs), hours=hours(total)),
        task=problem.jobs[last].id,
    )


def ways_out(base: Problem, whole: Problem, conflict: Conflict, asking: Asking) -> list[WayOut]:
    """Return the least change of each fact that alone makes the plan feasible, own authority first."""
    alone = base is whole or len(base.facts) == len(whole.facts)
    jobs = base.only(conflict.keys).named()
    found = list(_ways(base, conflict, _limited(asking, jobs)))
    if not found:  # another conflict hides behind this one: tell at least what cures this one
        found = list(_ways(base.only(conflict.keys), conflict, _limited(asking, jobs)))
        alone = False
    found.sort(key=lambda w: (not w.own, w.change == "counter"))
    named = {w.id: w for w in found}
    return [msgspec.structs.replace(w, alone=alone) for w in named.values()]


def _limited(asking: Asking, jobs: Iterable[int]) -> Asking:
    """Return who asks with a limit for all ways out together; what it does not suffice for is left out or unproved."""
    return msgspec.structs.replace(asking, effort=budget(asking.effort, jobs))


def _ways(base: Problem, conflict: Conflict, asking: Asking) -> Iterator[WayOut]:
    pooled: list[WayOut] = []
    with suppress(Undecided):  # first of all: there are few of these and each does most, and time may run out
        pooled.extend(pooled_ways(base, conflict.keys, asking))
    for key in conflict.keys:
        facts = base.keyed(key)
        if isinstance(facts[0], POOLED):
            continue
        try:
            change = least(base, key, asking.effort)
        except Undecided:
            continue
        if change is not None:
            yield _way(base, key, facts, change, asking)
    yield from pooled


def _way(problem: Problem, key: str, facts: Sequence[Fact], change: Change, asking: Asking) -> WayOut:
    fact, owner = facts[0], owner_of(problem, facts[0])
    own = asking.nation is None or owner == asking.nation
    to: Any = problem.moment(change.value)
    if isinstance(fact, Lag | Cover | Brim):
        to = change.value
    elif not isinstance(fact, Upper | Lower | Fixed):
        to = None
    return WayOut(
        id=key,
        told=change_told(problem, facts, change, owner),
        change=key,
        to=to,
        delta_min=change.delta if to is not None and not isinstance(fact, Cover | Brim) else None,
        extra=change.delta if isinstance(fact, Cover | Brim) else None,
        who=(owner,),
        own=own,
        own_command=_own_edit(key, fact, to, asking) if own else None,
        request=None if own else _move_wish(problem, fact, change, owner),
        proved=change.proved,
    )


def _own_edit(key: str, fact: Fact, to: Any, asking: Asking) -> Prepared | None:
    """Return the change of an own task's field as a command; a fact of another kind has none."""
    task, _, field = key.rpartition(".")
    based_on = asking.plan.versions.get(f"task:{task}")
    if based_on is None or field not in ("due", "earliest") or not isinstance(fact, Upper | Lower):
        return None
    return Prepared("plan.EditTask", {"task": task, "based_on": based_on, field: to})


def _move_wish(problem: Problem, fact: Fact, change: Change, owner: Nation) -> dict[str, Any] | None:
    """Return a wish that the owner move its task, in the fields of a request's content."""
    if not isinstance(fact, Upper | Lower | Fixed | Away):
        return None
    start, end = change.schedule[fact.job].start, end_of(problem, change.schedule, fact.job)
    move = {"task": problem.jobs[fact.job].id, "start": problem.moment(start), "end": problem.moment(end)}
    return {"provider": owner, "move": move}
