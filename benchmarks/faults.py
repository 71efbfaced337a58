"""Plants one fault in a plan that can be done, and tells which facts it stands for; explains nothing.

The plan is one of `plan_made` with the schedule that is known of it: every due time is a day after that schedule's, so
that there is a schedule, and some slack, until the fault.
"""

import random
from datetime import timedelta
from typing import NamedTuple

import msgspec

from benchmarks.plan_made import NATIONS, TICK, based
from renkei.plan.constraint import Authority, Consumes, StartTogether
from renkei.plan.engine.facts import Draw, Need
from renkei.plan.engine.pose import Stance, pose
from renkei.plan.engine.temporal import windows
from renkei.plan.model import Asked, CapacityPeriod, Plan, Resource, Use
from renkei.plan.stock import Stock, Supply

BASE_S = 10.0
PER_PLAN = 10
"""Seeds that share one plan, whose schedule takes much longer to make than a fault."""
SLACK = timedelta(hours=24)
OUT = timedelta(days=5)
TIGHT = timedelta(hours=2)
"""Slack of the missions that use the place that is cut."""
DRAWS = 6
"""Tasks that draw from the stock that is short."""


class Planted(NamedTuple):
    """A plan with a fault: which facts (by key) the fault is about, of which every conflict must have one."""

    plan: Plan
    keys: frozenset
    what: str


def based_on(count, seed):
    """The plan of a seed with the schedule that is known of it."""
    return based(count, seed // PER_PLAN, BASE_S)


def sound(plan):
    """A scheduled plan without any fault: every due time is a day after the end that the schedule says."""
    ends = {t.id: t.start + timedelta(minutes=t.duration.likely_min) for t in plan.tasks}
    tasks = tuple(msgspec.structs.replace(t, due=ends[t.id] + SLACK if t.due else None) for t in plan.tasks)
    return msgspec.structs.replace(plan, tasks=tasks)


def unplaced(plan):
    """The plan as it is posed: nothing of it has a time yet."""
    return msgspec.structs.replace(plan, tasks=tuple(msgspec.structs.replace(t, start=None) for t in plan.tasks))


def missions(plan):
    """The tasks of each mission, in their order."""
    found = {}
    for task in plan.tasks:
        found.setdefault(task.id.split("-")[1].split(".")[0], []).append(task)
    return list(found.values())


def changed(plan, tasks=(), **fields):
    by_id = {t.id: t for t in tasks}
    return msgspec.structs.replace(plan, tasks=tuple(by_id.get(t.id, t) for t in plan.tasks), **fields)


def keys_on(plan, resource, form):
    """The keys of the facts of one form that name a resource."""
    problem = pose(unplaced(plan), Stance())
    index = next(n for n, r in enumerate(problem.resources) if r.id == resource)
    return frozenset(f.key for f in problem.facts if isinstance(f, form) and f.resource == index)


def critical_path(plan, chance):
    """A mission is due three quarters of an hour before its own tasks, one after another, can end."""
    chain = chance.choice([m for m in missions(plan) if len(m) >= 4])
    takes = sum(t.duration.likely_min for t in chain) - 3 * TICK
    last = msgspec.structs.replace(chain[-1], due=chain[0].earliest + timedelta(minutes=takes))
    return Planted(changed(plan, [last]), frozenset({f"{last.id}.due"}), last.id)


def asset_out(plan, chance):
    """One of the busiest assets is out for five days, from its second task on."""
    users = {}
    for task in plan.tasks:
        users.setdefault(task.uses[-1].resource, []).append(task)
    busiest = sorted(users, key=lambda u: (-sum(t.duration.likely_min for t in users[u]), u))
    unit = chance.choice(busiest[: max(1, len(busiest) // 4)])
    begin = sorted(t.start for t in users[unit])[1]
    periods = (CapacityPeriod(begin, begin + OUT, 0),)
    resources = tuple(msgspec.structs.replace(r, periods=periods) if r.id == unit else r for r in plan.resources)
    found = msgspec.structs.replace(plan, resources=resources)
    return Planted(found, keys_on(found, unit, Need), unit)


def place_cut(plan, chance):
    """A shared port takes one task at a time instead of three; whoever uses it has two hours of slack."""
    users = {}
    for task in plan.tasks:
        if task.uses[0].resource.startswith("port"):
            users.setdefault(task.uses[0].resource, []).append(task)
    busiest = sorted(users, key=lambda p: (-len(users[p]), p))
    port = chance.choice(busiest[: max(1, len(busiest) // 2)])
    tight = [m[-1] for m in missions(plan) if any(u.resource == port for t in m for u in t.uses)]
    tight = [msgspec.structs.replace(t, due=t.due - SLACK + TIGHT) for t in tight]
    resources = tuple(msgspec.structs.replace(r, capacity=1) if r.id == port else r for r in plan.resources)
    found = changed(plan, tight, resources=resources)
    return Planted(found, keys_on(found, port, Need), port)


def disjoint_joint_start(plan, chance):
    """Two tasks of two nations that cannot be near one another in time are to start together."""
    problem = pose(unplaced(plan), Stance())
    known = {j.id: w for j, w in zip(problem.jobs, windows(problem), strict=True)}
    sides = [[t for t in plan.tasks if t.owner == n and known[t.id].latest is not None] for n in NATIONS]
    pairs = [(a.id, b.id) for a in sides[0] for b in sides[1]]
    within = 4 * TICK
    apart = [
        (a, b)
        for a, b in pairs
        if known[a].latest + within < known[b].earliest or known[b].latest + within < known[a].earliest
    ]
    joint = StartTogether(id="planted", tasks=chance.choice(apart), within_min=within)
    found = msgspec.structs.replace(plan, constraints=(*plan.constraints, joint))
    return Planted(found, frozenset({"planted"}), " + ".join(joint.tasks))


def stock_short(plan, chance):
    """Tasks of one nation draw from a stock whose resupply comes a day after the last of them is due."""
    nation = chance.choice(NATIONS)
    users = [m[-1] for m in missions(plan) if m[-1].owner == nation]
    drawing = sorted(chance.sample(users, min(DRAWS, len(users))), key=lambda t: (t.due, t.id))
    amounts = [chance.randint(1, 9) for _ in drawing]
    late = Supply(drawing[-1].due + timedelta(hours=24), sum(amounts))
    stock = Resource(
        id="fuel", owner=nation, kind="stock", capacity=0, stock=Stock(sum(amounts) - min(amounts), (late,))
    )
    draws = [
        Consumes(id=f"{t.id}.consumes.fuel", task=t.id, stock="fuel", quantity=q)
        for t, q in zip(drawing, amounts, strict=True)
    ]
    found = msgspec.structs.replace(plan, resources=(*plan.resources, stock), constraints=(*plan.constraints, *draws))
    return Planted(found, keys_on(found, "fuel", Draw), "fuel")


def authority_missing(plan, chance):
    """A task is given a unit of the partner that is free at its time, under a request that is not answered yet."""
    busy = {}
    for task in plan.tasks:
        end = task.start + timedelta(minutes=task.duration.likely_min)
        busy.setdefault(task.uses[-1].resource, []).append((task.start, end))
    options = [
        (t, u)
        for t in plan.tasks
        for u, spans in sorted(busy.items())
        if not u.startswith(t.owner)
        and all(e <= t.start or s >= t.start + timedelta(minutes=t.duration.likely_min) for s, e in spans)
    ]
    task, unit = chance.choice(options)
    other = next(n for n in NATIONS if n != task.owner)
    lent = msgspec.structs.replace(task, uses=(*task.uses[:-1], Use(unit)))
    rule = Authority(id="planted", task=task.id, request="R1", assets=(unit,))
    found = changed(
        plan,
        [lent],
        constraints=(*plan.constraints, rule),
        requests={"R1": Asked(task.owner, other, "asked")},
    )
    return Planted(found, frozenset({"planted"}), f"{task.id} by {unit}")


FAULTS = {
    "critical_path": critical_path,
    "asset_out": asset_out,
    "place_cut": place_cut,
    "disjoint_joint_start": disjoint_joint_start,
    "stock_short": stock_short,
    "authority_missing": authority_missing,
}
"""One function for each kind of fault."""


def planted(kind, plan, seed):
    """A scheduled plan with a fault of a kind in it, as it is posed: without times."""
    found = FAULTS[kind](sound(plan), random.Random(f"{kind} {seed}"))
    return found._replace(plan=unplaced(found.plan))
