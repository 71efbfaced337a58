"""Folds: total, the same in every order of arrival across nations, and deaf to who is not the owner."""

import itertools

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renkei.forces.events import PlaceRegistered, PlaceReported, UnitDelayed
from renkei.kernel.label import WITHHELD
from renkei.kernel.names import Name
from renkei.plan import events, project
from renkei.plan.constraint import Period
from renkei.plan.history import changed_between, undoable
from renkei.plan.model import CancelTask, Sequence, SetCapacity
from renkei.requests.events import ActTaken, Ask, Content, Move, RequestDrafted, RequestSent, Terms
from tests.plan.folded import KINDS, Log
from tests.plan.plans import at, task
from tests.plan.test_decide import ask, beach, edit, move


def history():
    """A log of both nations with tasks, moves, requests, delays and reports."""
    log = beach()
    ask(log, "accepted", total=2)
    log.act(edit(log, "J", due=at(50)))
    move(log, "J", 0)
    log.act(SetCapacity(resource="beach", based_on=log.version("resource:beach"), capacity=2))
    log.record(UnitDelayed("us", 60), "USA")
    log.record(PlaceReported("north", "open", "social_media"), "USA")
    log.record(PlaceReported("north", "flooded", "survey", at(30)), "JPN")
    log.record(events.SequenceAccepted(Sequence("beach", "J", "U")), "USA")
    log.record(events.SequenceAccepted(Sequence("beach", "J", "U")), "JPN")
    return log


def folded(pairs):
    state = project.empty()
    for event, body in pairs:
        project.FOLDS[type(body)](state, event, body)
    return state


def plain(state):
    return msgspec.json.encode(state, order="deterministic")


@settings(max_examples=60)
@given(st.lists(st.booleans(), min_size=40, max_size=40))
def test_the_order_across_nations_does_not_matter(turns):
    log = history()
    queues = {n: [p for p in log.events if p[0].origin == n] for n in ("JPN", "USA")}
    mixed = []
    for first in (*turns, *turns):
        for nation in ("JPN", "USA") if first else ("USA", "JPN"):
            if queues[nation]:
                mixed.append(queues[nation].pop(0))
                break
    mixed += [*queues["JPN"], *queues["USA"]]
    assert plain(folded(mixed)) == plain(log.state)


def test_nobody_changes_what_is_anothers():
    log = beach()
    task_of_usa = log.state.tasks["U"]
    log.record(events.TaskScheduled("U", at(30)), "JPN")
    log.record(events.TaskCancelled("U"), "JPN")
    log.record(events.TaskCommitted("U"), "JPN")
    log.record(events.TaskReported("U", "started", at(1)), "JPN")
    log.record(events.TaskEdited(**{f: getattr(task_of_usa, f) for f in task_of_usa.__struct_fields__}), "JPN")
    log.record(events.CapacitySet("us", 0, ()), "JPN")
    log.record(UnitDelayed("us", 600), "JPN")
    log.record(events.ConstraintRemoved("nothing"), "JPN")
    added = events.TaskAdded(**{f: getattr(task("Z", 1), f) for f in task_of_usa.__struct_fields__})
    log.record(msgspec.structs.replace(added, owner="USA"), "JPN")
    assert "Z" not in log.state.tasks
    assert log.state.tasks["U"] == task_of_usa
    assert log.state.delays == {}


def test_folds_never_raise_on_what_they_do_not_know():
    log = Log()
    log.record(events.TaskScheduled("nothing", at(1)))
    log.record(events.TaskReported("nothing", "started", at(1)))
    log.record(events.CapacitySet("nothing", 1, ()))
    log.record(ActTaken("nothing", "accept", "JPN", ("older",)))
    log.record(UnitDelayed("nothing", 5))
    assert log.state.tasks == {}
    assert log.state.requests == {}


@pytest.mark.parametrize("body", [body for _, body in history().events], ids=lambda b: type(b).__name__)
def test_every_body_crosses_the_wire_unchanged(body):
    assert msgspec.json.decode(msgspec.json.encode(body), type=type(body)) == body
    if type(body).__module__ == events.__name__:
        assert KINDS[f"plan.{type(body).__name__}"].body is type(body)


def test_a_field_that_a_rule_withholds_is_absent_and_reads_as_withheld():
    whole = events.TaskAdded(**{f: getattr(task("J", 1, due=9), f) for f in task("J", 1).__struct_fields__})
    fields = msgspec.json.decode(msgspec.json.encode(whole))
    assert fields["due"] == "2026-02-10T00:30:00Z"
    del fields["due"]
    assert msgspec.convert(fields, type=events.TaskAdded).due is WITHHELD
    own = msgspec.json.decode(msgspec.json.encode(events.TaskAdded(**{**_fields(whole), "due": None})))
    assert own["due"] is None


def _fields(struct):
    return {f: getattr(struct, f) for f in struct.__struct_fields__}


REQUEST = Content(Name("parking"), "USA->JPN", "USA", "JPN", asks=Ask("beach", 1))
WAYS = {
    "asked": ([], "asked"),
    "accepted": ([("accept", "JPN")], "accepted"),
    "own acceptance counts for nothing": ([("accept", "USA")], "asked"),
    "countered": ([("counter", "JPN")], "asked"),
    "counter accepted": ([("counter", "JPN"), ("accept", "USA")], "accepted"),
    "own counter accepted counts for nothing": ([("counter", "JPN"), ("accept", "JPN")], "asked"),
    "committed": ([("accept", "JPN"), ("commit", "JPN")], "accepted"),
    "declined": ([("decline", "JPN")], "refused"),
    "withdrawn by the asker": ([("accept", "JPN"), ("withdraw", "USA")], "withdrawn"),
    "taken back by the provider": ([("accept", "JPN"), ("withdraw", "JPN")], "refused"),
    "asked anew": ([("decline", "JPN"), ("amend", "USA")], "asked"),
}


@pytest.mark.parametrize(("acts", "state"), WAYS.values(), ids=WAYS)
def test_how_a_request_stands(acts, state):
    log = beach()
    last = log.record(RequestSent("R", REQUEST), "USA")
    for verb, by in acts:
        total = 2 if verb in ("offer", "counter") else 100
        last = log.record(ActTaken("R", verb, by, (last,), Terms(total=total, start=at(0), end=at(9))), by)
    assert log.state.requests["R"].state == state
    granted = [(g.resource, g.capacity) for g in log.state.plan().grants]
    put_forward = any(verb in ("offer", "counter") for verb, _ in acts)
    assert granted == ([("beach", 2)] if state == "accepted" and put_forward else [])


def test_acts_that_crossed_grant_nothing_in_either_order():
    states = []
    for order in itertools.permutations((("withdraw", "USA"), ("counter", "JPN"))):
        log = beach()
        sent = log.record(RequestSent("R", REQUEST), "USA")
        agreed = log.record(ActTaken("R", "accept", "JPN", (sent,), Terms(total=2)), "JPN")
        for verb, by in order:
            log.record(ActTaken("R", verb, by, (agreed,), Terms(total=3)), by)
        states.append((log.state.requests["R"].state, log.state.plan().grants))
    assert states == [("asked", ()), ("asked", ())]


def test_nobody_grants_what_is_anothers():
    log = beach()
    sent = log.record(RequestSent("R", msgspec.structs.replace(REQUEST, asks=Ask("us", 1))), "USA")
    log.record(ActTaken("R", "accept", "JPN", (sent,), Terms(total=9)), "JPN")
    assert log.state.requests["R"].state == "accepted"
    assert log.state.plan().grants == ()


def test_a_wish_is_drawn_beside_the_unchanged_task():
    log = beach()
    wish = msgspec.structs.replace(REQUEST, move=Move("J", at(20), at(24)))
    log.record(RequestDrafted("W", wish), "USA")
    assert (log.state.wishes["W"].task, log.state.wishes["W"].start) == ("J", at(20))
    assert log.state.tasks["J"].start is None


def test_the_best_source_closes_a_place():
    log = beach()
    log.record(PlaceRegistered("north", Name("North", "北"), "airfield", 1.0, 2.0))
    log.record(PlaceReported("north", "open", "social_media"), valid=at(6))
    log.record(PlaceReported("north", "flooded", "survey", at(60)), valid=at(5))
    (place,) = log.state.plan().places
    assert (place.name, place.reason, place.closed) == (Name("North", "北"), "flooded", (Period(at(5), at(60)),))
    log.record(PlaceReported("north", "open", "survey"), valid=at(7))
    assert log.state.plan().places[0].closed == ()


def test_what_changed_between_two_versions():
    log = beach()
    start = log.events[-1][0].id
    log.act(edit(log, "J", due=at(50)))
    middle = log.events[-1][0].id
    move(log, "J", 0)
    log.act(CancelTask(task="U", based_on=log.version("task:U")), "USA")
    found = {d.task: d.fields for d in changed_between(log.state, start)}
    assert found == {"J": ("start", "due"), "U": ("status", "start")}
    assert {d.task: d.fields for d in changed_between(log.state, start, middle)} == {"J": ("due",)}
    assert changed_between(log.state, log.events[-1][0].id) == ()
    assert changed_between(log.state, "")[0].before is None


def test_what_can_be_taken_back():
    log = beach()
    assert undoable(log.state, "J") == log.version("task:J")
    assert undoable(log.state, "nothing") is None
    log.record(events.TaskReported("J", "started", at(0)))
    assert undoable(log.state, "J") is None


def test_the_version_names_every_event():
    log = beach()
    before = log.state.version
    log.record(PlaceReported("north", "open", "press"))
    assert log.state.version != before


@pytest.mark.parametrize(
    ("keepers", "closed"),
    [
        ((("JPN", "JPN"),), True),
        ((("JPN", "JPN"), ("USA", "JPN")), True),
        ((("USA", "USA"),), False),
        ((("JPN", None),), False),
        ((("JPN", "JPN"), ("USA", "USA")), False),
    ],
)
def test_only_the_owners_word_closes_a_place_against_a_partners_newer_one(keepers, closed):
    for order in (1, -1):
        log = Log()
        for origin, owner in keepers[::order]:
            log.record(PlaceRegistered("north", Name("North"), "airfield", owner=owner), origin)
        reports = [("closed", "JPN", 5), ("open", "USA", 6)]
        for status, origin, hours in reports[::order]:
            log.record(PlaceReported("north", status, "authority"), origin, valid=at(hours))
        (north,) = log.state.plan().places
        assert north.reason == ("closed" if closed else "open")
