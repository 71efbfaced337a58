"""One Cursor on Target event: every own verdict, events of other programs, bounds, and what is written is read."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.feeds.cot import ATTRIBUTES_MAX, DEPTH_MAX, ELEMENTS_MAX, CotEvent, Dest, parse
from renkei.feeds.cot_stream import CotSplitter
from renkei.feeds.cot_write import detail, write
from renkei.kernel.errors import Malformed

GOLDEN = Path(__file__).parent / "golden"
OWN = GOLDEN / "cot_own"
TIME = "2026-11-22T01:02:03.000Z"
HEAD = f'<event version="2.0" uid="U" type="a-f-S" how="m-g" time="{TIME}" start="{TIME}" stale="{TIME}">'
POINT = '<point lat="33.0" lon="133.5" hae="0" ce="5" le="5"/>'
NEXT = f"{HEAD.replace(chr(34) + 'U' + chr(34), chr(34) + 'NEXT' + chr(34))}{POINT}</event>".encode()


def read(data):
    """What comes of a stream: events, and keys of what was refused."""
    splitter, found = CotSplitter(), []
    for number, piece in splitter.feed(data):
        try:
            found.append(parse(piece, number))
        except Malformed as error:
            found.append(error.key)
    splitter.close()
    return found + [error.key for error in splitter.lost]


ACCEPT = {
    "01_plain.xml",
    "02_declaration_newline.xml",
    "04_single_quotes.xml",
    "05_type_before_uid.xml",
    "06_japanese.xml",
    "07_japanese_refs.xml",
    "08_end_tag_in_comment.xml",
    "09_end_tag_in_cdata.xml",
    "10_end_tag_with_space.xml",
    "12_events_element.xml",
    "16_ce_nan.xml",
    "18_lon_180.xml",
    "19_no_how.xml",
    "21_stale_before_start.xml",
    "22_time_without_zone.xml",
    "23_time_nine_digits.xml",
    "31_bom.xml",
    "34_marti_dest_three.xml",
    "35_marti_dest_unknown.xml",
    "36_marti_empty.xml",
    "37_labels.xml",
    "38_two_spellings.xml",
    "39_uid_spoof.xml",
    "40_comment_only_detail.xml",
}
REFUSE = {
    "13_no_point.xml": "feeds-cot-no-point",
    "14_lat_91.xml": "feeds-cot-degrees",
    "15_lat_nan.xml": "feeds-cot-degrees",
    "17_lat_comma.xml": "feeds-cot-degrees",
    "20_no_uid.xml": "feeds-cot-uid",
    "24_amp_in_attribute.xml": "feeds-cot-xml",
    "25_lt_in_attribute.xml": "feeds-cot-xml",
    "26_control_character.xml": "feeds-cot-xml",
    "27_entity_expansion.xml": "feeds-cot-doctype",
    "28_external_entity.xml": "feeds-cot-doctype",
    "29_deep_nesting.xml": "feeds-cot-depth",
    "30_utf8_broken.xml": "feeds-cot-xml",
    "32_utf16.xml": "feeds-cot-junk",
    "33_duplicate_attribute.xml": "feeds-cot-xml",
}
BOTH = {"03_newlines_between.xml", "11_self_closing.xml"}


def test_every_case_has_its_verdict():
    with (OWN / "verdicts.csv").open(encoding="utf-8") as file:
        verdicts = {row["file"]: row["proposed_verdict"] for row in csv.DictReader(file)}
    assert set(verdicts) == ACCEPT | set(REFUSE) | BOTH
    assert {file for file, verdict in verdicts.items() if verdict.startswith("refuse") and file in ACCEPT} == {
        "22_time_without_zone.xml",
        "38_two_spellings.xml",
    }
    assert all(verdicts[file].startswith("refuse") for file in REFUSE)


@pytest.mark.parametrize("file", sorted(ACCEPT))
def test_accepted_and_the_next_event_arrives(file):
    found = read((OWN / file).read_bytes() + NEXT)
    assert [type(item) for item in found] == [CotEvent, CotEvent]
    assert found[1].uid == "NEXT"


@pytest.mark.parametrize("file", sorted(REFUSE))
def test_refused_and_the_next_event_arrives(file):
    found = read((OWN / file).read_bytes() + NEXT)
    assert sorted(item.uid if isinstance(item, CotEvent) else item for item in found) == ["NEXT", REFUSE[file]]


def test_two_events_with_newlines_between():
    assert [event.uid for event in read((OWN / "03_newlines_between.xml").read_bytes())] == [
        "RENKEI-OWN-1",
        "RENKEI-OWN-2",
    ]


def test_an_event_without_content_does_not_hide_the_next():
    refused, event = read((OWN / "11_self_closing.xml").read_bytes())
    assert (refused, event.uid) == ("feeds-cot-no-point", "RENKEI-OWN-5")


def own(name):
    (event,) = read((OWN / name).read_bytes())
    return event


def test_the_plain_case_in_full():
    event = own("01_plain.xml")
    assert event == CotEvent(
        uid="RENKEI-OWN-1",
        type="a-f-G-U-C",
        time=datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC),
        start=datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC),
        stale=datetime(2026, 11, 22, 1, 4, 3, tzinfo=UTC),
        lat=35.68,
        lon=139.76,
        how="m-g",
        hae_m=10.0,
        ce_m=5.0,
        le_m=5.0,
        detail=b'<detail><contact callsign="SAKURA11"/></detail>',
        callsign="SAKURA11",
    )


def test_what_is_odd_is_told():
    assert own("16_ce_nan.xml").warnings == ("feeds-cot-no-error",)
    assert (own("16_ce_nan.xml").ce_m, own("16_ce_nan.xml").hae_m) == (None, None)
    assert own("19_no_how.xml").warnings == ("feeds-cot-no-how",)
    assert own("22_time_without_zone.xml").warnings == ("feeds-cot-no-zone",)
    assert own("22_time_without_zone.xml").time == datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)
    assert own("23_time_nine_digits.xml").time == datetime(2026, 11, 22, 1, 2, 3, 123_456, UTC)


def test_japanese_reads_the_same_as_bytes_and_as_references():
    assert own("06_japanese.xml").callsign == own("07_japanese_refs.xml").callsign == "桜十一"
    assert own("06_japanese.xml").remarks == "連携：道路 国道55号 通行止め"


def test_addressees_never_become_everybody():
    assert own("34_marti_dest_three.xml").dest == (
        Dest("callsign", "SAKURA11"),
        Dest("uid", "RENKEI-OWN-2"),
        Dest("mission", "KANTO"),
    )
    assert own("35_marti_dest_unknown.xml").dest == (Dest("callsign", "NOBODY"),)
    assert own("36_marti_empty.xml").dest == ()


def test_both_spellings_of_the_release_list_and_the_narrower_of_two():
    assert own("37_labels.xml").releasable_to == ("JPN", "USA")
    assert own("38_two_spellings.xml").releasable_to == ("JPN",)
    assert own("38_two_spellings.xml").warnings == ("feeds-cot-two-releases",)
    assert own("01_plain.xml").releasable_to is None


OTHERS = {
    "cotlib-chat_geo4.xml": "b-t-f",
    "nodecot-geojson_marti-archive.xml": "a-f-G",
    "nodecot-object_chat_002.xml": "b-t-f-r",
    "nodecot-object_cot-routes_001.xml": "b-m-r",
    "nodecot-test_chat.test.ts__001.xml": "b-t-f-d",
    "nodecot-test_cot-user-draw.test.ts__001.xml": "u-d-c-c",
    "taky-tests_test_takuser.py__001.xml": "a",
}


@pytest.mark.parametrize("file", sorted(OTHERS))
def test_events_of_other_programs_are_read_and_written_alike(file):
    (event,) = read((GOLDEN / "cot_valid" / file).read_bytes())
    assert event.type == OTHERS[file]
    (again,) = read(write(event))
    assert again.detail == event.detail
    assert (again.uid, again.lat, again.lon, again.callsign, again.remarks, again.dest) == (
        event.uid,
        event.lat,
        event.lon,
        event.callsign,
        event.remarks,
        event.dest,
    )


def test_a_bare_ampersand_as_a_client_really_writes_it():
    data = (GOLDEN / "cot_valid" / "malformed_range_and_bearing.xml").read_bytes()
    assert [item if isinstance(item, str) else item.uid for item in read(data + NEXT)] == ["feeds-cot-xml", "NEXT"]


def event(inside="", head=HEAD, point=POINT):
    return f"{head}{point}{inside}</event>".encode()


@pytest.mark.parametrize(
    ("data", "key", "place"),
    [
        (b"<event/>", "feeds-cot-no-point", "event 4"),
        (b"<other/>", "feeds-cot-root", "event 4"),
        (event(point=POINT * 2), "feeds-cot-two-points", "event 4"),
        (event(head=HEAD.replace('uid="U"', 'uid=" "')), "feeds-cot-uid", "event 4 uid"),
        (event(head=HEAD.replace('uid="U"', f'uid="{"u" * 257}"')), "feeds-cot-uid", "event 4 uid"),
        (event(head=HEAD.replace("a-f-S", "a f S")), "feeds-cot-type", "event 4 type"),
        (event(head=HEAD.replace(f'stale="{TIME}"', 'stale="soon"')), "feeds-cot-time", "event 4 stale"),
        (event(head=HEAD.replace(f'stale="{TIME}"', "")), "feeds-cot-time", "event 4 stale"),
        (event(head=HEAD.replace(f'time="{TIME}"', 'time="2026-02-30T00:00:00Z"')), "feeds-cot-time", "event 4 time"),
        (event(point=POINT.replace("133.5", "-180.1")), "feeds-cot-degrees", "event 4 point.lon"),
        (event(point=POINT.replace("133.5", "1_0")), "feeds-cot-degrees", "event 4 point.lon"),
        (event(point=POINT.replace("133.5", "inf")), "feeds-cot-degrees", "event 4 point.lon"),
        (event(point=POINT.replace('hae="0"', 'hae="high"')), "feeds-cot-number", "event 4 point.hae"),
        (event("<a>" * DEPTH_MAX + "</a>" * DEPTH_MAX), "feeds-cot-depth", "event 4"),
        (
            event("<a" + "".join(f' a{n}=""' for n in range(ATTRIBUTES_MAX + 1)) + "/>"),
            "feeds-cot-attributes",
            "event 4",
        ),
        (event("<a/>" * (ELEMENTS_MAX - 1)), "feeds-cot-elements", "event 4"),
        (event("&lt;&nbsp;"), "feeds-cot-xml", "event 4 byte 207"),
    ],
)
def test_what_is_wrong_with_an_event(data, key, place):
    with pytest.raises(Malformed) as error:
        parse(data, 4)
    assert (error.value.key, error.value.place) == (key, place)


@pytest.mark.parametrize(
    "inside",
    [
        "<a>" * (DEPTH_MAX - 1) + "</a>" * (DEPTH_MAX - 1),
        "<a" + "".join(f' a{n}=""' for n in range(ATTRIBUTES_MAX)) + "/>",
        "<a/>" * (ELEMENTS_MAX - 2),
    ],
)
def test_the_bounds_themselves_are_in_order(inside):
    assert parse(event(inside)).uid == "U"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-02-10T00:30:00+09:00", datetime(2026, 2, 9, 15, 30, tzinfo=UTC)),
        ("2026-02-10T00:30:00+0900", datetime(2026, 2, 9, 15, 30, tzinfo=UTC)),
        ("2026-02-09T10:30:00-05:00", datetime(2026, 2, 9, 15, 30, tzinfo=UTC)),
        ("2026-02-09", datetime(2026, 2, 9, tzinfo=UTC)),
    ],
)
def test_times_of_any_zone_are_utc_inside(text, moment):
    assert parse(event(head=HEAD.replace(f'time="{TIME}"', f'time="{text}"'))).time == moment


def test_an_unknown_error_is_none_in_both_dialects():
    for value in ("9999999", "9999999.0", "999999"):
        assert parse(event(point=POINT.replace('ce="5"', f'ce="{value}"'))).ce_m is None


DETAILS = ["<detail/>", '<detail a="&gt;>"/>', "<detail></detail >", "<detail>\n <x y='1'/> </detail>"]


@pytest.mark.parametrize("text", DETAILS)
def test_the_detail_keeps_its_bytes(text):
    assert parse(event(text)).detail == text.encode()


def test_a_detail_with_a_label_of_ours_labels_nothing():
    found = parse(event('<detail><__renkei rel_to="USA JPN"/></detail>'))
    assert found.releasable_to is None


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"), max_size=40
)
moments = st.integers(0, 4_000_000_000_000).map(
    lambda ms: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
)
metres = st.none() | st.floats(0, 99_999)


@given(
    uid=texts.filter(str.strip),
    time=moments,
    lat=st.floats(-90, 90),
    lon=st.floats(-180, 180),
    ce=metres,
    callsign=st.none() | texts.filter(bool),
    course=st.none() | st.floats(0, 359.99),
    remarks=st.none() | texts,
)
def test_whatever_is_written_is_read(uid, time, lat, lon, ce, callsign, course, remarks):
    body = detail(callsign, course, None, remarks)
    sent = CotEvent(uid, "a-n-S-X-M-C", time, time, time + timedelta(minutes=5), lat, lon, "m-r", 1.0, ce, 2.0, body)
    data = write(sent)
    assert data.isascii()
    (found,) = read(data)
    assert (found.uid, found.type, found.time, found.stale) == (uid, sent.type, time, sent.stale)
    assert (found.lat, found.lon, found.ce_m, found.detail) == (lat, lon, ce, body)
    assert (found.callsign, found.course_deg, found.remarks) == (callsign, course, remarks)


@given(st.binary(max_size=200))
def test_any_bytes_are_an_event_or_refused(data):
    assert all(isinstance(item, CotEvent | str) for item in read(b"<event " + data + NEXT))


@given(st.text(alphabet="<>/!?-[]\"'= aevntpoiCDATA&;#x", max_size=80))
def test_markup_at_random_inside_an_event_is_an_event_or_refused(text):
    assert all(isinstance(item, CotEvent | str) for item in read(event(text) + NEXT))
