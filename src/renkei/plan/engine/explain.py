"""Explains why a plan cannot be done: smallest sets of facts, folded for reading, and computed ways out."""

from collections import Counter
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
from renkei.plan.engine.fold import folded, outage
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
"""Orders of tasks, one after another, from which they are told as one chain."""
KINDS_LAST = ("capacity", "stock", "store", "travel", "volume", "calendar")
"""Kinds of item that are told after the times."""
ASKED_FIRST = ("authority", "due", "held", "earliest", "ready", "delay", "decision", "together", "span")
"""Kinds of fact by what is asked first for a way out, where time does not suffice for all."""
KINDS_TIME = (
    "due",
    "earliest",
    "ready",
    "delay",
    "held",
    "after",
    "together",
    "span",
    "decision",
    "sequence",
    "gate",
)
"""Kinds of item that say when, and so are folded to windows."""


def explain(problem: Problem, conflicts: Sequence[Conflict], asking: Asking) -> tuple[Explanation, ...]:
    """Return an explanation of each conflict with its ways out."""
    found = []
    for conflict in conflicts:
        others = [k for c in conflicts if c is not conflict for k in c.keys if k not in conflict.keys]
        ways = ways_out(problem.without(others), problem, conflict, asking)
        found.append(_explained(problem, conflict, ways))
    return tuple(found)


def _explained(problem: Problem, conflict: Conflict, ways: Iterable[WayOut]) -> Explanation:
    items, every = tuple(items_of(problem, conflict.keys)), tuple(facts_of(problem, conflict.keys))
    facts = problem.only(conflict.keys).facts
    return Explanation(
        id="+".join(i.field for i in items),
        told=conflict_told(problem, facts),
        items=items,
        facts=() if items == every else every,
        ways_out=tuple(ways),
        proved=conflict.proved,
        seconds=round(conflict.seconds, 3),
        keys=conflict.keys,
    )


def items_of(problem: Problem, keys: Sequence[str]) -> Iterator[Item]:
    """Yield what a person reads: many times and orders folded to windows, or to what is lacking."""
    times, others = _plain(problem, keys)
    yield from folded(problem, keys, times, others)


def facts_of(problem: Problem, keys: Sequence[str]) -> Iterator[Item]:
    """Yield a line for each fact: uses folded to their capacity, long orders folded to one chain."""
    times, others = _plain(problem, keys)
    yield from (*times, *others)


def _plain(problem: Problem, keys: Sequence[str]) -> tuple[list[Item], list[Item]]:
    """Return the lines of times and orders, and those of other facts."""
    sub = problem.only(keys)
    groups: dict[str, list[Fact]] = {}
    for fact in sub.facts:
        groups.setdefault(fact.key, []).append(fact)
    plain = [f for f in sub.facts if isinstance(f, Lag) and _in_a_row(f, groups[f.key])]
    chains = [path for path in paths(plain) if len(path) >= FOLD_FROM]
    told_together = {f.key for path in chains for f in path}
    found = [
        _item(problem, key, groups[key])
        for key in keys
        if not isinstance(groups[key][0], POOLED) and key not in told_together
    ]
    found += [_chain_item(problem, path) for path in chains]
    for resource, needs in users_of(problem, keys).items():
        found.append(_capacity_item(sub, resource, needs))
    for resource, draws in stocks_of(problem, keys).items():
        found.append(_item(problem, f"{problem.resources[resource].id}.stock", draws))
    for (route, _), legs in legs_of(problem, keys).items():
        found.append(_item(problem, route, legs))
    found.sort(key=lambda i: (i.kind in KINDS_LAST, i.kind != "due", i.kind))
    return [i for i in found if i.kind in KINDS_TIME], [i for i in found if i.kind not in KINDS_TIME]


def _capacity_item(sub: Problem, resource: int, needs: Sequence[Need]) -> Item:
    """Return how much of a resource there is, usually or for the time that it is short, and who needs it."""
    item = _item(sub, f"{sub.resources[resource].id}.capacity", needs)
    out = outage(sub, needs)
    if out is None:
        return item
    said = {"tasks": item.told.facts["tasks"], "needed": item.told.facts["needed"]}
    return msgspec.structs.replace(item, told=told("plan-item-out", **out, **said))


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


def _in_a_row(fact: Lag, same_key: Sequence[Fact]) -> bool:
    """Whether a fact says no more than that one job starts after the end of another."""
    return fact.kind == "after" and (fact.of_point, fact.job_point, len(same_key)) == ("end", "start", 1)


def paths(orders: Sequence[Lag]) -> list[list[Lag]]:
    """Return orders of jobs as paths without a branch, each as long as it can be."""
    into, out = Counter(f.job for f in orders), Counter(f.of for f in orders)
    after = {f.of: f for f in orders}
    found = []
    for first in orders:
        if (into[first.of], out[first.of]) == (1, 1):  # within a path that begins elsewhere
            continue
        path = [first]
        while (into[path[-1].job], out[path[-1].job]) == (1, 1):
            path.append(after[path[-1].job])
        found.append(path)
    return found


def _chain_item(problem: Problem, path: Sequence[Lag]) -> Item:
    """Return several orders as one item: who follows whom, and how long it takes in all."""
    jobs, last = [path[0].of, *(f.job for f in path)], problem.jobs[path[-1].job]
    total = sum(min(o.duration for o in problem.jobs[j].options) for j in jobs) + sum(f.least for f in path)
    message = told("plan-item-chain", tasks=tasks_named(problem, jobs), hours=hours(total))
    return Item(field=f"{last.id}.after", kind="after", owner=last.owner, told=message, task=last.id)


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
    """Yield the ways out in the order of the facts, looked for in the order in which a person would ask for them."""
    pooled: list[WayOut] = []
    with suppress(Undecided):  # first of all: there are few of these and each does most, and time may run out
        pooled.extend(pooled_ways(base, conflict.keys, asking))
    found: dict[str, WayOut] = {}
    groups = {key: facts for key in conflict.keys if not isinstance((facts := base.keyed(key))[0], POOLED)}
    for key in sorted(groups, key=lambda key: _asked(groups[key][0])):
        with suppress(Undecided):
            change = least(base, key, asking.effort)
            if change is not None:
                found[key] = _way(base, key, groups[key], change, asking)
    yield from (found[key] for key in groups if key in found)
    yield from pooled


def _asked(fact: Fact) -> int:
    """Return the rank of a fact among those that a person would change: due times first, orders last."""
    return ASKED_FIRST.index(fact.kind) if fact.kind in ASKED_FIRST else len(ASKED_FIRST)


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
