"""What may leave: own releasable reports alone, by the label that holds now, in a form that says nothing more."""

from datetime import timedelta

import msgspec
import pytest

from renkei.feeds.intake import Taken
from renkei.kernel.errors import Malformed
from renkei.kernel.ids import EventId
from renkei.kernel.label import Label
from renkei.picture import live, wire
from renkei.picture.board import board
from renkei.picture.live import LivePicture
from renkei.picture.model import Identity, Particulars, PictureState, ReleasedPosition
from tests.picture.reports import JPN, START, USA, report, track
from tests.picture.two_nodes import TwoNodes

OPEN, CLOSED = Label(USA, rel_to=(JPN,)), Label(USA)


def picture_of(*reports, state=None):
    picture = LivePicture(USA)
    picture.take(reports)
    picture.step(START, state or PictureState())
    return picture


def names(released):
    return [position.id for position in released.positions]


def test_default_deny():
    assert names(picture_of(report("a"), report("b", label=OPEN)).releasable_positions(JPN)) == ["b"]


def test_a_partners_report_goes_back_to_nobody():
    picture = picture_of(report("a", JPN, "jpn-coast", label=Label(JPN, rel_to=(USA, JPN))))
    assert names(picture.releasable_positions(JPN)) == []


def test_only_what_changed_since_the_cursor_and_the_newest_of_a_track():
    picture = picture_of(report("a", label=OPEN), report("b", label=OPEN))
    first = picture.releasable_positions(JPN)
    assert names(first) == ["a", "b"]
    assert names(picture.releasable_positions(JPN, first.cursor)) == []
    picture.take([report("a", label=OPEN, seconds=n, lat=33.0 + n / 1e4) for n in (10, 20)])
    picture.step(START + timedelta(seconds=20), PictureState())
    (position,) = picture.releasable_positions(JPN, first.cursor).positions
    assert (position.id, position.lat, position.at) == ("a", 33.002, START + timedelta(seconds=20))


def test_a_full_answer_goes_on_where_it_stopped():
    picture = picture_of(*(report(f"{n}", label=OPEN) for n in range(live.POSITIONS_MAX + 1)))
    first = picture.releasable_positions(JPN)
    rest = picture.releasable_positions(JPN, first.cursor)
    assert (len(first.positions), len(rest.positions)) == (live.POSITIONS_MAX, 1)
    assert len({*names(first), *names(rest)}) == live.POSITIONS_MAX + 1


def test_a_position_says_what_the_sensor_said_and_nothing_that_is_computed():
    about = Particulars(track("a"), OPEN, "TOSA MARU", identity=Identity(callsign="7JAB"))
    picture, moving = LivePicture(USA), {"cog_deg": 90.0, "sog_kn": 9.0}
    picture.take([about, report("a", label=OPEN, **moving), report("x", JPN, "jpn-coast", lat=33.0001, **moving)])
    picture.step(START, PictureState())
    assert picture.tracks != {}
    (position,) = picture.releasable_positions(JPN).positions
    assert msgspec.json.decode(wire.encode(position)) == {
        "source": "usa-ais",
        "id": "a",
        "lat": 33.0,
        "lon": 133.5,
        "at": "2026-02-09T15:30:00Z",
        "sigma_m": 30.0,
        "cog_deg": 90.0,
        "sog_kn": 9.0,
        "name": "TOSA MARU",
        "identity": {"callsign": "7JAB"},
    }


def test_the_label_that_a_person_set_holds_for_what_came_before():
    state = PictureState()
    picture = picture_of(report("a"), state=state)
    cursor = picture.releasable_positions(JPN).cursor
    state.sensors[USA, "usa-ais"] = OPEN
    state.labelled[USA, "usa-ais"] = EventId("e1")
    picture.step(START, state)
    assert names(picture.releasable_positions(JPN, cursor)) == ["a"]
    state.sensors[USA, "usa-ais"] = CLOSED
    picture.step(START, state)
    assert names(picture.releasable_positions(JPN)) == []


def test_a_partners_label_of_a_sensor_of_the_same_name_opens_nothing():
    state = PictureState()
    state.sensors[JPN, "usa-ais"] = Label(JPN, rel_to=(JPN, USA))
    assert names(picture_of(report("a"), state=state).releasable_positions(JPN)) == []


def test_a_sender_can_restrict_its_report_and_not_widen_it():
    picture = picture_of(
        report("a", label=OPEN, only=("USA",)),
        report("b", label=OPEN, only=("JPN",)),
        report("c", label=CLOSED, only=("JPN",)),
    )
    assert names(picture.releasable_positions(JPN)) == ["b"]


def test_a_partners_position_is_the_partners_report_and_releasable_to_nobody():
    position = picture_of(report("a", label=OPEN, cog_deg=90.0, sog_kn=9.0)).releasable_positions(JPN).positions[0]
    assert wire.partner_report(wire.encode(position), USA) == report("a", cog_deg=90.0, sog_kn=9.0)
    assert wire.key(position) == "usa-ais/a"


GOOD = ReleasedPosition("s", "i", 33.0, 133.5, START, 30.0)


@pytest.mark.parametrize(
    ("data", "key", "place"),
    [
        (b"", "picture-position-form", "position"),
        (b"[1, 2]", "picture-position-form", "position"),
        (b'{"source": "s"}', "picture-position-form", "position"),
        (b'{"lat": NaN}', "picture-position-form", "position"),
        (b" " * (wire.POSITION_MAX + 1), "picture-position-long", "position"),
        ({"lat": 90.5}, "picture-position-field", "position lat"),
        ({"lon": -180.5}, "picture-position-field", "position lon"),
        ({"sigma_m": 0.0}, "picture-position-field", "position sigma_m"),
        ({"cog_deg": 360.0}, "picture-position-field", "position cog_deg"),
        ({"sog_kn": -1.0}, "picture-position-field", "position sog_kn"),
        ({"at": START.replace(tzinfo=None)}, "picture-position-field", "position at"),
        ({"stale": START.replace(tzinfo=None)}, "picture-position-field", "position stale"),
        ({"source": ""}, "picture-position-field", "position source"),
        ({"id": "i" * 257}, "picture-position-field", "position id"),
        ({"name": "n" * 81}, "picture-position-field", "position name"),
        ({"sidc": "SFSP"}, "picture-position-field", "position sidc"),
        ({"identity": Identity(mmsi="12345678")}, "picture-position-field", "position identity"),
        ({"identity": Identity(mmsi="１２３４５６７８９")}, "picture-position-field", "position identity"),
        ({"identity": Identity(imo="x")}, "picture-position-field", "position identity"),
    ],
)
def test_what_a_partner_sends_out_of_form_is_refused(data, key, place):
    raw = data if isinstance(data, bytes) else wire.encode(msgspec.structs.replace(GOOD, **data))
    with pytest.raises(Malformed) as error:
        wire.partner_report(raw, JPN)
    assert (error.value.key, error.value.place) == (key, place)


def test_a_kind_that_only_a_newer_partner_knows_is_unknown():
    raw = wire.encode(msgspec.structs.replace(GOOD, kind="icebreaker"))
    assert wire.partner_report(raw, JPN).kind == "unknown"


def test_the_board_shows_the_most_restrictive_label():
    both = picture_of(
        report("a", label=OPEN, identity=Identity(mmsi="431999001")),
        report("b", source="usa-patrol", label=CLOSED, identity=Identity(mmsi="431999001")),
    )
    (shown,) = board(both, START).tracks
    assert (shown.label.originators, shown.label.rel_to) == (("USA",), ("USA",))


def test_whoever_originated_a_report_may_have_it_and_of_a_merged_track_only_what_is_released_to_it():
    same = {"identity": Identity(mmsi="431999001")}
    theirs = report("x", nation=JPN, source="jpn-coast", label=Label(JPN), **same)
    for own, rel_to in ((OPEN, ("JPN",)), (CLOSED, ())):
        (shown,) = board(picture_of(report("a", label=own, **same), theirs), START).tracks
        assert (shown.label.originators, shown.label.rel_to) == (("JPN", "USA"), rel_to)


def test_a_withheld_sensor_changes_not_one_byte_that_crosses():
    """Two worlds that differ only in what a withheld sensor reports send the partner the same bytes."""
    worlds = [TwoNodes(seed=5), TwoNodes(seed=5)]
    deaf = worlds[1].intakes["jpn-patrol"] = Deaf()
    for world in worlds:
        world.run(400)
    assert deaf.heard > 20
    for nation in (USA, JPN):
        assert worlds[0].crossed[nation] == worlds[1].crossed[nation]
        assert len(worlds[0].crossed[nation]) > 400
    assert len(worlds[0].pictures[JPN].table) > len(worlds[1].pictures[JPN].table)


class Deaf:
    """A sensor that is switched off."""

    def __init__(self):
        self.heard = 0

    def take(self, data, received):
        self.heard += 1
        return Taken((), ())


def test_a_planted_leak_is_found():
    """The same two worlds, where the withheld sensor's label is set wrongly: now their bytes differ."""
    worlds = [TwoNodes(seed=5), TwoNodes(seed=5)]
    worlds[1].intakes["jpn-patrol"] = Deaf()
    for world in worlds:
        world.states[JPN].sensors[JPN, "jpn-patrol"] = Label(JPN, rel_to=(USA,))
        world.run(100)
    assert worlds[0].crossed[JPN] != worlds[1].crossed[JPN]
