"""Makes two-nation plans by seed; nothing of them is tuned to an engine.

Chains of tasks on single assets, bases of one nation and shared ports, due times, longest spans, and starts that join
both nations: the shape of a combined relief operation. The base schedule of a plan is kept between runs.
"""

import random
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from renkei.kernel.names import Name
from renkei.plan.constraint import Span, StartTogether
from renkei.plan.engine.cpsat import Effort, Model
from renkei.plan.engine.facts import Upper
from renkei.plan.engine.first import first_schedule
from renkei.plan.engine.pose import Stance, pose
from renkei.plan.engine.ring import lateness
from renkei.plan.engine.temporal import contradiction
from renkei.plan.engine.verify import hard, verify
from renkei.plan.model import Duration, Plan, Resource, Task, Use

H = datetime(2026, 11, 25, tzinfo=UTC)
TICK = 15
HORIZON = 1344
"""Ticks of a quarter of an hour: 14 days."""
NATIONS = ("USA", "JPN")
PRIORITY = {1: 3, 2: 3, 4: 2, 8: 1}
CACHE = Path(tempfile.gettempdir()) / "renkei-benchmarks"
"""Base schedules, which take much longer to find than to repair."""


def at(tick):
    return H + timedelta(minutes=TICK * tick)


def made(count, seed):
    """A plan of `count` tasks without any start yet."""
    chance = random.Random(seed)
    assets, places = max(2, count // 24), max(2, count // 60)
    kinds = ("air", "ship", "team")
    units = {n: [f"{n}-{kinds[k % 3]}{k}" for k in range(assets)] for n in NATIONS}
    resources = [Resource(id=u, owner=n, capacity=1) for n in NATIONS for u in units[n]]
    resources += [
        Resource(id=f"{n}-base{k}", owner=n, kind="place", capacity=3) for n in NATIONS for k in range(places)
    ]
    resources += [Resource(id=f"port{k}", owner="JPN", kind="place", capacity=3) for k in range(places)]
    tasks, constraints, mission = [], [], 0
    while len(tasks) < count:
        length = min(chance.randint(3, 7), count - len(tasks))
        nation = chance.choice(NATIONS)
        chain = [link(chance, nation, f"M{mission}.{q}", units, places) for q in range(length)]
        finish(chance, chain, constraints, mission)
        tasks += [task_of(link_, chain[q - 1] if q else None) for q, link_ in enumerate(chain)]
        mission += 1
    constraints += joint_starts(chance, tasks, count)
    plan = Plan(origin=H, tasks=tuple(tasks), resources=tuple(resources), constraints=tuple(constraints))
    return consistent(plan)


def consistent(plan):
    """The plan without joint starts that contradict one another: chance makes a few."""
    while True:
        problem = pose(plan, Stance())
        chain = contradiction(problem.without(f.key for f in problem.facts if f.kind == "due"))
        if chain is None:
            return plan
        gone = next(key for key in chain if key.startswith("joint"))
        plan = msgspec.structs.replace(plan, constraints=tuple(c for c in plan.constraints if c.id != gone))


def link(chance, nation, key, units, places):
    """One task of a chain as a dictionary: duration in ticks, its unit, and a place for most."""
    found = {"id": f"{nation[:2]}-{key}", "owner": nation, "ticks": chance.randint(4, 24), "uses": []}
    if chance.random() < 0.6:
        kind = "port" if chance.random() < 0.4 else f"{nation}-base"
        found["uses"].append(f"{kind}{chance.randrange(places)}")
    found["uses"].append(chance.choice(units[nation]))
    return found


def finish(chance, chain, constraints, mission):
    """Release, due time and priority of a mission, and for some a longest span."""
    total = sum(t["ticks"] for t in chain)
    release = chance.randint(0, HORIZON // 6)
    chain[0]["earliest"] = at(release)
    chain[-1]["due"] = at(release + int(total * chance.uniform(1.5, 3.0)))
    priority = PRIORITY[chance.choice([1, 2, 4, 8])]
    for task in chain:
        task["priority"] = priority
    if chance.random() < 0.3:
        keys = tuple(t["id"] for t in chain)
        constraints.append(Span(id=f"span{mission}", tasks=keys, longest_min=TICK * total * 3))


def task_of(link_, before):
    return Task(
        id=link_["id"],
        owner=link_["owner"],
        duration=Duration(TICK * link_["ticks"]),
        name=Name(link_["id"], link_["id"]),
        uses=tuple(Use(u) for u in link_["uses"]),
        at=(),
        modes=(),
        after=(before["id"],) if before else (),
        earliest=link_.get("earliest"),
        due=link_.get("due"),
        phase=None,
        answers=None,
        needs_grant=None,
        priority=link_["priority"],
    )


def joint_starts(chance, tasks, count):
    """Pairs of tasks of both nations that start within an hour of one another."""
    index = {t.id: n for n, t in enumerate(tasks)}
    sides = [[t for t in tasks if t.owner == n] for n in NATIONS]
    for n in range(count // 25):
        pair = tuple(chance.choice(side).id for side in sides)
        if abs(index[pair[0]] - index[pair[1]]) < count / 4:
            yield StartTogether(id=f"joint{n}", tasks=pair, within_min=4 * TICK)


def based(count, seed, seconds=10.0):
    """The plan with a verified schedule in which due times may be missed (weighted lateness made small).

    A plan of which it is proved that it cannot be done, with whatever lateness, is passed over for one of another seed.
    """
    while not (starts := kept_or_found(count, seed, seconds)):
        seed += 1000
    plan = made(count, seed)
    tasks = tuple(msgspec.structs.replace(t, start=H + timedelta(minutes=starts[t.id])) for t in plan.tasks)
    return msgspec.structs.replace(plan, tasks=tasks)


def kept_or_found(count, seed, seconds):
    """The schedule of a plan, found once and then kept; none if there is none."""
    kept = CACHE / f"base-{count}-{seed}.json"
    if kept.exists():
        return msgspec.json.decode(kept.read_bytes(), type=dict[str, int])
    starts = schedule(made(count, seed), seconds)
    CACHE.mkdir(exist_ok=True)
    kept.write_bytes(msgspec.json.encode(starts))
    return starts


def schedule(plan, seconds):
    problem = pose(plan, Stance())
    dues = {f.job: f for f in problem.facts if isinstance(f, Upper) and f.kind == "due"}
    rest = msgspec.structs.replace(
        problem,
        facts=tuple(f for f in problem.facts if f not in dues.values()),
        horizon=min(problem.horizon, TICK * HORIZON * 2),
    )
    model = Model(rest)
    model.raw.minimize(lateness(model, dues))
    found = model.solve(Effort(seconds, workers=2)).schedule or any_schedule(rest, seconds)
    assert not hard(verify(rest, found))
    return {problem.jobs[i].id: placing.start for i, placing in found.items()}


def any_schedule(problem, seconds):
    """Any schedule, however late: an own one, or the solver's; none if it proves that there is none."""
    found = first_schedule(problem)
    while found is None:
        outcome = Model(problem).solve(Effort(seconds, workers=2))
        found = {} if outcome.answer == "infeasible" else outcome.schedule
        seconds *= 2
    return found


def slipped(plan, seed, hours=6):
    """The plan whose busiest asset is out for some hours when one of its tasks begins, the moment, and the asset."""
    users = {}
    for task in plan.tasks:
        users.setdefault(task.uses[-1].resource, []).append(task)
    work = {u: sum(t.duration.likely_min for t in found) for u, found in users.items() if len(found) >= 4}
    unit = min(work, key=lambda u: (-work[u], u))
    now = random.Random(seed).choice(sorted(t.start for t in users[unit])[1:-2])
    resources = tuple(out(r, now, hours) if r.id == unit else r for r in plan.resources)
    tasks = tuple(msgspec.structs.replace(t, status="executing") if t.start < now else t for t in plan.tasks)
    return msgspec.structs.replace(plan, resources=resources, tasks=tasks), now, unit


def out(resource, now, hours):
    from renkei.plan.model import CapacityPeriod

    return msgspec.structs.replace(resource, periods=(CapacityPeriod(now, now + timedelta(hours=hours), 0),))


def figures(plan):
    """How full the assets are, and how many links join the two nations: an easy sample shows."""
    first, last = min(t.start for t in plan.tasks), max(t.start for t in plan.tasks)
    units = sum(r.kind == "unit" for r in plan.resources)
    busy = sum(t.duration.likely_min for t in plan.tasks) / 60
    span = max((last - first) / timedelta(hours=1), 1)
    joint = sum(isinstance(c, StartTogether) for c in plan.constraints)
    shared = sum(any(u.resource.startswith("port") for u in t.uses) for t in plan.tasks)
    return {"utilisation": round(busy / units / span, 3), "joint_starts": joint, "tasks_at_shared_ports": shared}
