"""What two parties say, as the bytes that a node would send, holds nothing private and has the desk's form."""

import json
from datetime import timedelta

import msgspec
import pytest

from renkei.kernel.names import Name
from renkei.plan.constraint import StartTogether
from renkei.plan.engine.negotiate import protocol
from renkei.plan.engine.negotiate.exchange import Booking, Exchange, Meeting
from renkei.plan.engine.negotiate.party import Party
from renkei.plan.engine.negotiate.protocol import negotiate
from renkei.plan.engine.negotiate.response import Diligence
from renkei.plan.engine.negotiate.sight import part_of
from renkei.requests.events import Move, Terms, Verb
from tests.plan.plans import at, plan, resource, task

NATIONS = ("USA", "JPN")
FIELDS = {"request", "number", "by", "to", "verb", "bookings", "meetings", "gain_min", "anew", "others", "chosen"}
BOOKING = {"resource", "quantity", "start", "end", "gain_min"}
MEETING = {"task", "start", "end", "gain_min"}
OTHER, SHIFT = {"shifts", "gain_min"}, {"item", "start", "end"}
SECRET = "secret"


def secretive():
    """A plan in which all that is private bears a telling name, or a time that nothing else has."""
    secret = Name(f"{SECRET} name", f"{SECRET} 名")
    common = {"name": secret, "phase": f"{SECRET}-phase", "answers": f"{SECRET}-request"}
    tasks = []
    for nation in NATIONS:
        own = f"{SECRET}-unit-{nation}"
        before = f"{SECRET}-task-{nation}"
        tasks.append(task(before, 3, owner=nation, uses={own: 1}, earliest=1, priority=1, due=4.7, **common))
        for n, length in enumerate((4, 5)):
            key, fields = f"{SECRET}-berth-{nation}{n}", {"priority": 2, "due": 6.1 + n, **common}
            tasks.append(task(key, length, owner=nation, uses={"port": 1, own: 1}, **fields))
        tasks.append(task(f"meet-{nation}", 2, owner=nation, uses={own: 1}, after=(before,), due=7.3, **common))
    units = [resource(f"{SECRET}-unit-{n}", owner=n, name=secret) for n in NATIONS]
    joint = StartTogether(id=f"{SECRET}-tie", tasks=("meet-USA", "meet-JPN"), within_min=30, why=secret)
    return plan(*tasks, resources=(*units, resource("port", kind="place")), constraints=(joint,))


def negotiated(starts=1):
    """Both parties' talks; one start of each leaves messages for talks with several proposals."""
    joint = secretive()
    sides = [Party(part_of(joint, n), n, m, Diligence(tries=600, seed=3)) for n, m in (NATIONS, NATIONS[::-1])]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(protocol, "STARTS", starts)
        return joint, sides, negotiate(*sides)


@pytest.fixture(scope="module", params=[1, protocol.STARTS])
def spoken(request):
    joint, _, ended = negotiated(request.param)
    assert ended.joint
    assert len(ended.exchanges) > 4
    return joint, [msgspec.json.encode(e) for e in ended.exchanges], ended


def test_no_private_name_is_in_any_byte(spoken):
    _, wire, _ = spoken
    assert [data for data in wire if SECRET.encode() in data or "名".encode() in data] == []


def test_only_the_allowed_fields_cross(spoken):
    for data in spoken[1]:
        found = json.loads(data)
        assert set(found) <= FIELDS
        for booking in found.get("bookings", []):
            assert set(booking) <= BOOKING
        for meeting in found.get("meetings", []):
            assert set(meeting) <= MEETING
        for other in found.get("others", []):
            assert set(other) <= OTHER
            assert all(set(shift) == SHIFT for shift in other["shifts"])


def test_further_proposals_cross_as_times_of_items_that_the_first_names():
    ended = negotiated()[2]
    others = [(len(e.bookings) + len(e.meetings), o) for e in ended.exchanges for o in e.others]
    assert others
    assert all(0 <= shift.item < count for count, other in others for shift in other.shifts)


def test_only_shared_resources_joint_tasks_and_both_nations_are_named(spoken):
    for data in spoken[1]:
        found = json.loads(data)
        assert {found["by"], found["to"]} == set(NATIONS)
        assert {b["resource"] for b in found.get("bookings", [])} <= {"port"}
        assert {m["task"] for m in found.get("meetings", [])} <= {f"meet-{found['by']}"}


def test_no_due_time_crosses(spoken):
    joint, wire, _ = spoken
    dues = {msgspec.to_builtins(t.due) for t in joint.tasks}
    assert [d for d in dues for data in wire if d.encode() in data] == []


def test_numbers_are_counts_and_gains_only(spoken):
    """A priority or a duration would have to be one of these: nothing else that is a number crosses."""
    for data in spoken[1]:
        found = json.loads(data)
        others = found.pop("others", [])
        items = [*found.pop("bookings", []), *found.pop("meetings", [])]
        assert found.pop("anew", True) is True
        assert {k for k, v in found.items() if isinstance(v, int)} <= {"number", "gain_min", "chosen"}
        assert {k for item in items for k, v in item.items() if isinstance(v, int)} <= {"quantity", "gain_min"}
        assert {k for other in others for k, v in other.items() if isinstance(v, int)} <= {"gain_min"}


def test_the_owner_of_a_place_does_not_tell_its_bookings_before_it_is_asked_for_the_place(spoken):
    ended = spoken[2]
    said = [e for e in ended.exchanges if e.by == "JPN"]
    before = [e for e in ended.exchanges if e.by == "USA"]
    assert before[0].bookings  # the place is JPN's, so that the other side has to ask for it
    assert any(e.bookings for e in said)
    quiet = plan(*(t for t in spoken[0].tasks if t.owner == "JPN"), resources=spoken[0].resources)
    alone = Party(quiet, "JPN", "USA", Diligence(tries=600))
    assert alone.begin("x", anew=True).bookings == ()


def test_messages_come_back_from_their_bytes(spoken):
    _, wire, ended = spoken
    assert [msgspec.json.decode(data, type=Exchange) for data in wire] == list(ended.exchanges)


def test_two_worlds_that_differ_in_private_names_alone_say_the_same():
    joint, _, ended = negotiated(protocol.STARTS)
    text = msgspec.json.encode(joint).replace(SECRET.encode(), b"hidden")
    other = msgspec.json.decode(text, type=type(joint))
    sides = [Party(part_of(other, n), n, m, Diligence(tries=600, seed=3)) for n, m in (NATIONS, NATIONS[::-1])]
    assert negotiate(*sides).exchanges == ended.exchanges


def test_bookings_and_meetings_have_the_form_of_the_request_desk():
    booking = Booking("port", 1, at(1), at(2))
    meeting = Meeting("meet-USA", at(1), at(1) + timedelta(hours=2))
    assert msgspec.convert(msgspec.to_builtins(booking), Terms) == Terms("port", 1, start=at(1), end=at(2))
    assert msgspec.convert(msgspec.to_builtins(meeting), Move) == Move("meet-USA", meeting.start, meeting.end)
    verbs = set(Exchange.__annotations__["verb"].__args__)
    assert verbs < set(Verb.__args__)
