"""What people may do to tracks and sensors, as tables; what their events mean, as properties."""

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.kernel.errors import Conflict, Malformed, Refused
from renkei.kernel.event import Context, Draft, Event, decode_body
from renkei.kernel.ids import EventId, NodeId, Token
from renkei.kernel.label import Label
from renkei.kernel.names import Name
from renkei.picture.decide import DECISIONS
from renkei.picture.events import KINDS, SensorLabelled, TracksJoined, TrackSplit
from renkei.picture.live import standing
from renkei.picture.model import TEXT_MAX, JoinTracks, LabelSensor, PictureState, SplitTrack, Verdict, pair
from renkei.picture.project import FOLDS, empty
from tests.picture.reports import JPN, USA, track

NOW = datetime(2026, 2, 9, 15, 30, tzinfo=UTC)
AIS, COAST, PATROL = track("a"), track("b", JPN, "jpn-coast"), track("c", USA, "usa-patrol")
REMARK = Name("seen from the bridge", "艦橋から視認")
BY_NAME = {kind.name: kind for kind in KINDS}
NAME_OF = {kind.body: kind.name for kind in KINDS}


def context(*rel_to):
    return Context(
        now=NOW,
        nation=USA,
        author=Token("watch_officer:1"),
        roles=frozenset({"watch_officer"}),
        partners=frozenset({JPN}),
        label=Label(USA, rel_to=rel_to),
    )


def state(*, released=(), verdict=None, labelled=None):
    found = PictureState()
    for sensor in released:
        found.sensors[USA, sensor] = Label(USA, rel_to=(JPN,))
    if verdict:
        found.verdicts[pair(AIS, COAST)] = {USA: Verdict(True, "x", NOW, Name(), EventId(verdict))}
    if labelled:
        found.labelled[USA, "usa-ais"] = EventId(labelled)
    return found


def decide(command, at=None, where=None):
    return DECISIONS[type(command)].decide(at or state(), command, where or context())


@pytest.mark.parametrize(
    ("command", "at", "where", "body"),
    [
        (SplitTrack(AIS, COAST, REMARK), state(), context(), TrackSplit(AIS, COAST, REMARK)),
        (SplitTrack(AIS, PATROL), state(), context(), TrackSplit(AIS, PATROL)),
        (SplitTrack(AIS, track("z")), state(), context(), TrackSplit(AIS, track("z"))),
        (JoinTracks(AIS, COAST), state(), context(), TracksJoined(AIS, COAST)),
        (JoinTracks(AIS, COAST), state(released=["usa-ais"]), context(JPN), TracksJoined(AIS, COAST)),
        (SplitTrack(AIS, COAST, based_on=EventId("e1")), state(verdict="e1"), context(), TrackSplit(AIS, COAST)),
        (LabelSensor("usa-ais", (JPN,)), state(), context(), SensorLabelled("usa-ais", (JPN,))),
        (LabelSensor("usa-ais", ()), state(), context(), SensorLabelled("usa-ais")),
        (
            LabelSensor("usa-ais", (JPN, JPN), EventId("e2")),
            state(labelled="e2"),
            context(),
            SensorLabelled("usa-ais", (JPN,)),
        ),
    ],
)
def test_allowed(command, at, where, body):
    assert decide(command, at, where) == (Draft(body),)


@pytest.mark.parametrize(
    ("command", "at", "where", "error", "key"),
    [
        (SplitTrack(AIS, AIS), state(), context(), Malformed, "picture-same-track"),
        (SplitTrack(AIS, COAST, Name("x" * (TEXT_MAX + 1))), state(), context(), Malformed, "picture-remark-long"),
        (JoinTracks(AIS, track("z")), state(), context(), Refused, "picture-join-one-source"),
        (SplitTrack(AIS, COAST), state(verdict="e1"), context(), Conflict, "picture-changed-meanwhile"),
        (JoinTracks(AIS, COAST, based_on=EventId("e9")), state(), context(), Conflict, "picture-changed-meanwhile"),
        (JoinTracks(AIS, COAST), state(), context(JPN), Refused, "picture-sensor-withheld"),
        (JoinTracks(PATROL, COAST), state(released=["usa-ais"]), context(JPN), Refused, "picture-sensor-withheld"),
        (LabelSensor("usa-ais", ("KOR",)), state(), context(), Refused, "picture-not-a-partner"),
        (LabelSensor("usa-ais", (JPN,)), state(labelled="e2"), context(), Conflict, "picture-changed-meanwhile"),
        (LabelSensor("usa-ais", (JPN,)), state(), context(JPN), Refused, "picture-sensor-label-stays"),
    ],
)
def test_refused(command, at, where, error, key):
    with pytest.raises(error) as refused:
        decide(command, at, where)
    assert refused.value.key == key


def test_the_longest_remark_is_allowed():
    assert decide(SplitTrack(AIS, COAST, Name("x" * TEXT_MAX)))


def test_who_may():
    assert {command.__name__: sorted(row.roles) for command, row in DECISIONS.items()} == {
        "SplitTrack": ["watch_officer"],
        "JoinTracks": ["watch_officer"],
        "LabelSensor": ["release_officer"],
    }


def event(body, number=1, origin=USA):
    return Event(
        id=EventId(f"{origin}-{number}"),
        kind=NAME_OF[type(body)],
        version=1,
        origin=origin,
        node=NodeId(f"{origin}-1"),
        author=Token("watch_officer:1"),
        clock=number,
        valid=NOW,
        recorded=NOW,
        label=Label(origin),
        body=msgspec.Raw(msgspec.json.encode(body)),
    )


def folded(*events):
    found = empty()
    for one in events:
        body = decode_body(one, BY_NAME)
        FOLDS[type(body)](found, one, body)
    return found


def test_the_last_word_of_a_nation_stays_in_either_order_of_the_two_tracks():
    found = folded(event(TrackSplit(AIS, COAST), 1), event(TracksJoined(COAST, AIS, REMARK), 2))
    assert list(found.verdicts) == [pair(AIS, COAST)]
    verdict = found.verdicts[pair(AIS, COAST)][USA]
    assert (verdict.same, verdict.remark, verdict.version) == (True, REMARK, "USA-2")


def test_neither_nation_overwrites_the_other():
    found = folded(event(TrackSplit(AIS, COAST), 1, JPN), event(TracksJoined(AIS, COAST), 1, USA))
    verdicts = found.verdicts[pair(AIS, COAST)]
    assert {nation: verdict.same for nation, verdict in verdicts.items()} == {USA: True, JPN: False}
    assert standing(verdicts, USA).same
    assert not standing(verdicts, JPN).same


def test_a_nation_labels_its_own_sensors_only():
    found = folded(event(SensorLabelled("usa-ais", (JPN,)), 1, JPN), event(SensorLabelled("usa-ais"), 1, USA))
    assert found.sensors == {
        (JPN, "usa-ais"): Label(JPN, rel_to=(JPN,)),
        (USA, "usa-ais"): Label(USA),
    }


bodies = st.one_of(
    st.builds(TrackSplit, st.sampled_from([AIS, PATROL]), st.just(COAST)),
    st.builds(TracksJoined, st.sampled_from([AIS, PATROL]), st.just(COAST)),
    st.builds(SensorLabelled, st.sampled_from(["usa-ais", "jpn-coast"]), st.sampled_from([(), (JPN,)])),
)


@given(
    mine=st.lists(bodies, max_size=5),
    theirs=st.lists(bodies, max_size=5),
    draws=st.lists(st.booleans(), min_size=10, max_size=10),
)
def test_any_interleaving_of_two_nations_gives_one_state(mine, theirs, draws):
    queues = {
        USA: [event(body, n, USA) for n, body in enumerate(mine)],
        JPN: [event(b, n, JPN) for n, b in enumerate(theirs)],
    }
    straight = folded(*queues[USA], *queues[JPN])
    mixed = []
    left = {nation: list(queue) for nation, queue in queues.items()}
    for draw in draws:
        nation = USA if (draw and left[USA]) or not left[JPN] else JPN
        if left[nation]:
            mixed.append(left[nation].pop(0))
    mixed += left[USA] + left[JPN]
    assert vars(folded(*mixed)) == vars(straight)


@pytest.mark.parametrize(
    ("body", "golden"),
    [
        (
            TrackSplit(AIS, COAST, REMARK),
            b'{"first":{"nation":"USA","source":"usa-ais","id":"a"},"second":{"nation":"JPN","source":"jpn-coast",'
            b'"id":"b"},"remark":{"en":"seen from the bridge","ja":"\xe8\x89\xa6\xe6\xa9\x8b\xe3\x81\x8b\xe3\x82'
            b'\x89\xe8\xa6\x96\xe8\xaa\x8d"}}',
        ),
        (
            TracksJoined(AIS, COAST),
            b'{"first":{"nation":"USA","source":"usa-ais","id":"a"},"second":{"nation":"JPN","source":"jpn-coast",'
            b'"id":"b"}}',
        ),
        (SensorLabelled("usa-ais", (JPN,)), b'{"sensor":"usa-ais","rel_to":["JPN"]}'),
    ],
)
def test_the_bytes_of_version_one(body, golden):
    """Events live for ever: these bytes are read by every later version."""
    assert msgspec.json.encode(body) == golden
    assert msgspec.json.decode(golden, type=type(body)) == body
