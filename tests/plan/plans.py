"""Small plans for tests, in hours after H-hour."""

from datetime import UTC, datetime, timedelta

import msgspec

from renkei.kernel.names import Name
from renkei.plan.document import read_plan
from renkei.plan.engine.pose import Stance, pose
from renkei.plan.engine.problem import Placing
from renkei.plan.model import Duration, Plan, Resource, Task, Use
from renkei.scenarios import pack_text

H = datetime(2026, 2, 9, 15, 30, tzinfo=UTC)


def at(hours):
    return None if hours is None else H + timedelta(hours=hours)


def hours(moment):
    return (moment - H) / timedelta(hours=1)


def task(key, dur, **fields):
    """A task of JPN (or `owner`) in hours: `uses={"r": 1}`, `earliest=3`, `due=9`, `start=2`."""
    times = {f: at(fields.pop(f)) for f in ("earliest", "due", "start") if f in fields}
    uses = tuple(Use(r, q) for r, q in fields.pop("uses", {}).items())
    common = {"owner": "JPN", "name": Name(key, key), "at": (), "after": (), "modes": (), "earliest": None, "due": None}
    rest = {"phase": None, "answers": None, "needs_grant": None, "priority": None, "uses": uses}
    return Task(id=key, duration=Duration(round(dur * 60)), **{**common, **rest, **times, **fields})


def resource(key, capacity=1, **fields):
    return Resource(**{"id": key, "owner": "JPN", "capacity": capacity, **fields})


def plan(*tasks, resources=(), **fields):
    return Plan(origin=H, anchors={"H": H}, tasks=tasks, resources=resources, **fields)


def nankai():
    return read_plan(pack_text("nankai"), "nankai.yaml")


def change(found, key, **fields):
    """The plan with some fields of one task changed."""
    tasks = tuple(msgspec.structs.replace(t, **fields) if t.id == key else t for t in found.tasks)
    return msgspec.structs.replace(found, tasks=tasks)


def without(found, *keys):
    return msgspec.structs.replace(found, tasks=tuple(t for t in found.tasks if t.id not in keys))


def scheduled(found, starts):
    """The plan with adopted starts in hours."""
    tasks = tuple(msgspec.structs.replace(t, start=at(starts[t.id])) if t.id in starts else t for t in found.tasks)
    return msgspec.structs.replace(found, tasks=tasks)


def posed(found, **stance):
    return pose(found, Stance(**stance))


def schedule_of(problem, starts, options=None):
    """Placings in the engine's terms from starts in hours."""
    options = options or {}
    return {
        i: Placing(round(starts[j.id] * 60), options.get(j.id, 0)) for i, j in enumerate(problem.jobs) if j.id in starts
    }
