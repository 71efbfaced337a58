"""Lists, hold-back and the positions lane, in any order of arrival."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.federation.holdback import HoldBack
from renkei.federation.lanes import Position, PositionLane
from renkei.federation.order import Listed, listed
from renkei.kernel.message import told
from tests.release.events import event


def test_a_list_is_sorted_by_clock_and_marks_what_came_late():
    arrivals = [(3, "c"), (1, "a"), (3, "b"), (4, "d"), (2, "e")]
    assert listed(arrivals) == (
        Listed(1, "a", True),
        Listed(2, "e", True),
        Listed(3, "b", True),
        Listed(3, "c", False),
        Listed(4, "d", False),
    )


PAIRS = st.lists(st.tuples(st.integers(0, 5), st.sampled_from("abcdefgh")), unique=True)


@given(data=st.data(), arrivals=PAIRS)
def test_the_order_does_not_depend_on_the_way(data, arrivals):
    other = data.draw(st.permutations(arrivals))
    assert [(e.clock, e.event) for e in listed(arrivals)] == [(e.clock, e.event) for e in listed(other)]


def ids(events):
    return [each.id for each in events]


def test_an_event_waits_for_what_its_author_had_seen():
    held, known = HoldBack(), {"USA-1"}
    assert ids(held.offer(event(2, refs=("USA-1",)), known)) == ["USA-2"]
    assert held.offer(event(4, refs=("USA-1", "USA-3")), known | {"USA-2"}) == ()
    assert held.offer(event(5, refs=("USA-4",)), known | {"USA-2"}) == ()
    assert held.waiting() == 2
    assert ids(held.offer(event(3), known | {"USA-2"})) == ["USA-3", "USA-4", "USA-5"]
    assert held.waiting() == 0


def test_two_revisions_that_waited_are_both_delivered():
    held = HoldBack()
    first, second = (event(2, refs=("USA-1",), clock=clock) for clock in (1, 2))
    held.offer(first, set())
    held.offer(second, set())
    assert held.offer(event(1), set())[1:] == (first, second)


def test_at_the_bound_an_event_is_delivered_with_an_alarm():
    held = HoldBack(limit=2)
    for number in (2, 3):
        assert held.offer(event(number, refs=("USA-1",)), set()) == ()
    assert (held.overrun, held.alarm("USA")) == (0, None)
    assert ids(held.offer(event(4, refs=("USA-1",)), set())) == ["USA-4"]
    assert (held.overrun, held.waiting()) == (1, 2)
    assert held.alarm("USA") == told("federation-held-most", partner="USA", count=1, most=2)


@given(data=st.data())
def test_any_order_of_arrival_is_delivered_once_and_causally(data):
    count = data.draw(st.integers(1, 8))
    events = []
    for number in range(1, count + 1):
        earlier = st.sets(st.sampled_from([each.id for each in events]), max_size=3) if events else st.just(set())
        events.append(event(number, refs=tuple(sorted(data.draw(earlier)))))
    held, known = HoldBack(), set()
    delivered = []
    for each in data.draw(st.permutations(events)):
        for ready in held.offer(each, known):
            assert set(ready.refs) <= known
            known.add(ready.id)
            delivered.append(ready.id)
    assert sorted(delivered) == sorted(ids(events))
    assert held.waiting() == 0


def position(track, number):
    return Position(track, msgspec.Raw(str(number).encode()))


def taken(lane, limit=10):
    return [(each.track, bytes(each.state)) for each in lane.take(limit)]


def test_the_newest_position_of_a_track_waits_in_the_place_of_the_oldest():
    lane = PositionLane()
    for track, number in (("a", 1), ("b", 2), ("a", 3)):
        lane.put(position(track, number))
    assert taken(lane, 1) == [("a", b"3")]
    assert taken(lane) == [("b", b"2")]
    assert taken(lane) == []


@pytest.mark.parametrize(("tracks", "left"), [("ab", "ab"), ("abc", "bc"), ("abac", "bc")])
def test_the_lane_is_bounded(tracks, left):
    lane = PositionLane(limit=2)
    for number, track in enumerate(tracks):
        lane.put(position(track, number))
    assert "".join(track for track, _ in taken(lane)) == left


def test_a_lane_can_be_emptied():
    lane = PositionLane()
    lane.put(position("a", 1))
    lane.clear()
    assert taken(lane) == []
