"""Makes events for the tests of gate and ledger."""

from datetime import UTC, datetime, timedelta

import msgspec

from renkei.kernel.event import Event
from renkei.kernel.label import Label
from renkei.release.gate import ObjectFields

T0 = datetime(2026, 3, 1, 6, tzinfo=UTC)

OBJECTS = {
    "plan.TaskAdded": ObjectFields(makes=("task",), names=("after", "uses.resource", "content.for_task", "answers")),
    "plan.TaskMoved": ObjectFields(about=("task",)),
    "plan.PairLinked": ObjectFields(about=("task", "of")),
    "requests.RequestSent": ObjectFields(makes=("request",)),
    "watch.Noted": ObjectFields(),
}


def event(number, kind="plan.TaskAdded", body=None, *, rel_to=("JPN",), withhold=(), refs=(), origin="USA", **changes):
    """Return event `number` of a nation, recorded `number` seconds after T0."""
    recorded = T0 + timedelta(seconds=number)
    values = {
        "id": f"{origin}-{number}",
        "kind": kind,
        "version": 1,
        "origin": origin,
        "node": origin.lower(),
        "author": "planner:1",
        "clock": number << 20,
        "valid": recorded,
        "recorded": recorded,
        "label": Label(origin, rel_to=rel_to, withhold=withhold),
        "body": msgspec.Raw(msgspec.json.encode({"task": f"K{number}"} if body is None else body)),
        "refs": refs,
    }
    return Event(**{**values, **changes})


def body_of(data):
    """Return the decoded body of an event's bytes."""
    return msgspec.json.decode(msgspec.json.decode(data, type=Event).body)
