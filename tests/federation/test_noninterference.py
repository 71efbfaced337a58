"""What JPN is sent is a function of what JPN may see. The times at which frames leave follow from releases alone too.

Not shown here: the time that a release itself takes, which a busy machine changes.
"""

import msgspec
import pytest

from renkei.federation import ledger, session
from renkei.kernel.label import Label
from tests.federation.worlds import World

WORLDS = 200
LEAK_WORLDS = 40


def differ(seed, leak=""):
    """Whether two worlds with the same releases send JPN different bytes."""
    first, second = (World(seed, f"{seed} {side}", leak).run() for side in ("one", "other"))
    return first != second


@pytest.mark.parametrize("first", range(0, WORLDS, 50))
def test_the_partner_is_sent_the_same_bytes_in_both_worlds(first):
    assert [seed for seed in range(first, first + 50) if differ(seed)] == []


def test_the_worlds_are_worth_comparing():
    worlds = [World(1, hidden) for hidden in ("one", "other")]
    wires = [world.run() for world in worlds]
    assert len(b"".join(wires[0])) > 1_000
    assert len({len(world.site.events) for world in worlds}) == 2
    assert len({world.ends["AUS"].ends[0].session.sent for world in worlds}) == 2
    counts = [world.site.ledgers["JPN"].withheld for world in worlds]
    assert min(counts) > 10
    assert counts[0] != counts[1]
    received = worlds[0].ends["JPN"].ends[1].site.inbox["USA"]
    assert {each.id[0] for each in received} == {"V"}
    assert any(len(msgspec.json.decode(each.body)["after"]) == 2 for each in received)


GATE = ledger.gate.release


def leaking(change):
    """Return a gate that lets out one thing more."""

    def release(event, holding, objects, clock=None):
        out = GATE(event, holding, objects, clock)
        if not isinstance(out, ledger.Released):
            return out
        changed = change(event, out.event)
        return msgspec.structs.replace(out, event=changed, data=msgspec.json.encode(changed))

    return release


def body_with(name, value):
    def change(event, out):
        fields = {**msgspec.json.decode(out.body), name: value(event)}
        return msgspec.structs.replace(out, body=msgspec.Raw(msgspec.json.encode(fields)))

    return change


GATE_LEAKS = {
    "national sequence number": body_with("number", lambda event: event.clock >> 8),
    "national clock": lambda event, out: msgspec.structs.replace(out, clock=event.clock),
    "full release list": lambda event, out: msgspec.structs.replace(out, label=Label("USA", rel_to=event.label.rel_to)),
    "reference to an internal event": lambda event, out: msgspec.structs.replace(out, refs=event.refs),
    "name of an internal task": body_with("after", lambda event: msgspec.json.decode(event.body).get("after", [])),
    "length of a withheld field": body_with(
        "due", lambda event: "?" * len(msgspec.json.decode(event.body).get("due", ""))
    ),
}


@pytest.mark.parametrize("leak", sorted(GATE_LEAKS))
def test_a_planted_leak_in_the_gate_is_found(monkeypatch, leak):
    monkeypatch.setattr(ledger.gate, "release", leaking(GATE_LEAKS[leak]))
    assert any(differ(seed) for seed in range(LEAK_WORLDS))


@pytest.mark.parametrize("leak", ["frame per local commit", "shared compressor"])
def test_a_planted_leak_in_the_framing_is_found(leak):
    assert any(differ(seed, leak) for seed in range(LEAK_WORLDS))


def test_a_planted_counter_in_the_heartbeat_is_found(monkeypatch):
    class Counting(msgspec.Struct, frozen=True, tag_field="t", tag="beat"):
        events: int

    def differs(seed):
        wires = []
        for side in ("one", "other"):
            world = World(seed, f"{seed} {side}")
            monkeypatch.setattr(session, "Beat", lambda world=world: Counting(world.national))
            wires.append(world.run())
        return wires[0] != wires[1]

    assert any(differs(seed) for seed in range(LEAK_WORLDS))


def test_a_kind_that_nobody_declared_stays_at_home():
    world = World(1, "one")
    del world.site.ledgers["JPN"]._objects["plan.TaskAdded"]
    world.run()
    assert world.site.outbox["JPN"] == []
