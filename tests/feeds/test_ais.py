"""AIS values: what is not available is absent, times, and messages that are wrong; and what we write ourselves."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.feeds.ais import AisReader, Position, Size, Static, message
from renkei.feeds.ais_write import class_b_report, class_b_static, position_report, voyage_report
from renkei.feeds.nmea import checksum, sentence
from renkei.kernel.errors import Malformed

NOW = datetime(2026, 2, 9, 15, 30, 7, tzinfo=UTC)
FULL = Position(32.991235, 133.512345, 123.4, 11.2, 124, 5, accurate=True, status=0)


def read(data):
    reader = AisReader()
    found = [reader.line(line, NOW) for line in data.splitlines()]
    return [message for message in found if message]


def outcome(act):
    """What comes of it: a value, or the refusal."""
    try:
        return act()
    except Malformed as error:
        return error


def payload(text, fill=0):
    body = b"AIVDM,1,1,,A,%s,%d" % (text, fill)
    return (sentence(b"!%s*%02X" % (body, checksum(body)), 1, NOW),)


def test_a_position_report_comes_back_as_it_was_written():
    (found,) = read(position_report("431999001", FULL, "usa-ais", NOW))
    assert (found.type, found.mmsi, found.position, found.static) == (1, "431999001", FULL, None)
    assert (found.received, found.clock, found.sent) == (NOW, "line", NOW.replace(second=5))


def test_a_class_b_report_has_no_status():
    (found,) = read(class_b_report("431999002", FULL, "usa-ais", NOW))
    assert found.type == 18
    assert found.position.status is None
    assert (found.position.lat, found.position.cog_deg, found.position.sog_kn) == (FULL.lat, FULL.cog_deg, FULL.sog_kn)


def test_voyage_data_come_in_two_sentences_of_which_one_has_a_tag_block():
    static = Static("TOSA MARU", "7JAB", 9123456, 70, size=Size(100, 20, 10, 8), draught_m=6.5, destination="KOCHI")
    data = voyage_report("431999001", static, "usa-ais", NOW)
    assert len(data.splitlines()) == 2
    (found,) = read(data)
    assert (found.type, found.static) == (5, static)


def test_type_24_comes_in_two_messages_of_which_each_says_half():
    static = Static("KAIYO MARU 3", "7J17", ship_type=30, size=Size(12, 6, 2, 2))
    name, rest = read(class_b_static("431999017", static, "usa-ais", NOW))
    assert name.static == Static(name="KAIYO MARU 3")
    assert rest.static == Static(callsign="7J17", ship_type=30, size=Size(12, 6, 2, 2))


def test_what_is_not_available_is_absent():
    (found,) = read(position_report("431999001", Position(33.0, 133.5), "usa-ais", NOW))
    assert found.position == Position(33.0, 133.5)
    assert found.sent is None


@pytest.mark.parametrize(("lat", "lon"), [(91.0, 133.0), (33.0, 181.0), (91.0, 181.0)])
def test_a_position_that_is_not_available_is_none(lat, lon):
    (found,) = read(position_report("431999001", Position(lat, lon), "usa-ais", NOW))
    assert found.position is None


def test_a_position_off_the_globe_is_refused():
    with pytest.raises(Malformed) as error:
        read(position_report("431999001", Position(95.0, 133.0), "usa-ais", NOW))
    assert (error.value.key, error.value.place) == ("feeds-ais-range", "line 1 payload")
    assert error.value.facts == {"lat": 95.0, "lon": 133.0}


@pytest.mark.parametrize("text", [b"", b"0", b"13nUgB", b"K5NUgB", b"5" * 44, b"w" * 28])
def test_a_payload_too_short_or_of_no_type_is_refused(text):
    with pytest.raises(Malformed) as error:
        message(payload(text))
    assert error.value.key in {"feeds-ais-empty", "feeds-ais-short", "feeds-ais-type"}
    assert error.value.place == "line 1 payload"


def test_the_longest_payload_and_one_character_more():
    assert message(payload(b"8" + b"0" * 209)).type == 8
    with pytest.raises(Malformed, match="feeds-ais-long"):
        message(payload(b"8" + b"0" * 210))


@pytest.mark.parametrize(
    ("second", "received", "sent"),
    [
        (5, "15:30:07", "15:30:05"),
        (7, "15:30:07", "15:30:07"),
        (58, "15:30:07", "15:29:58"),
        (12, "15:30:07", "15:30:12"),
        (17, "15:30:07", "15:30:17"),
        (18, "15:30:07", "15:29:18"),
        (2, "15:30:58", "15:31:02"),
        (30, "15:30:58", "15:30:30"),
    ],
)
def test_the_transmitters_second_is_the_nearest_that_can_be(second, received, sent):
    moment = datetime.fromisoformat(f"2026-02-09T{received}Z")
    position = Position(33.0, 133.5, second=second)
    (found,) = read(position_report("431999001", position, "usa-ais", moment))
    assert found.sent == datetime.fromisoformat(f"2026-02-09T{sent}Z")
    assert found.received == moment


@given(
    lat=st.floats(-90, 90),
    lon=st.floats(-180, 180),
    cog=st.none() | st.integers(0, 3599),
    sog=st.none() | st.integers(0, 1022),
    heading=st.none() | st.integers(0, 359),
    second=st.none() | st.integers(0, 59),
)
def test_whatever_is_written_is_read(lat, lon, cog, sog, heading, second):
    position = Position(lat, lon, None if cog is None else cog / 10, None if sog is None else sog / 10, heading, second)
    (found,) = read(position_report("431999001", position, "usa-ais", NOW))
    assert found.position.lat == pytest.approx(lat, abs=1.5e-6)
    assert found.position.lon == pytest.approx(lon, abs=1.5e-6)
    assert (found.position.cog_deg, found.position.sog_kn) == (position.cog_deg, position.sog_kn)
    assert (found.position.heading_deg, found.position.second) == (heading, second)


ARMOUR = b"0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVW`abcdefghijklmnopqrstuvw"


@given(text=st.lists(st.sampled_from(sorted(ARMOUR)), max_size=215).map(bytes), fill=st.integers(0, 5))
def test_any_payload_is_read_or_refused(text, fill):
    """Whatever the bits are: a message or `Malformed`, nothing else, and a position on the globe."""
    found = outcome(lambda: message(payload(text, fill)))
    if isinstance(found, Malformed):
        assert found.key.startswith("feeds-ais-")
        assert found.place == "line 1 payload"
        return
    assert 1 <= found.type <= 28
    assert len(found.mmsi) >= 9
    if found.position:
        assert -90 <= found.position.lat <= 90
        assert -180 <= found.position.lon <= 180
        assert found.position.sog_kn is None or 0 <= found.position.sog_kn <= 1022
        assert found.position.cog_deg is None or 0 <= found.position.cog_deg < 360
        assert found.position.second is None or 0 <= found.position.second < 60


@given(st.binary(max_size=120))
def test_any_line_is_passed_over_or_refused(line):
    reader = AisReader()
    found = outcome(lambda: reader.line(line, NOW))
    assert found is None or (isinstance(found, Malformed) and found.place.startswith("line 1"))
    (good,) = [reader.line(text, NOW) for text in position_report("431999001", FULL, "usa-ais", NOW).splitlines()]
    assert good.position == FULL


def test_one_flipped_bit_anywhere_is_never_read_as_another_position():
    """A checksum finds every single error in the sentence; a planted one at each bit is refused or changes nothing."""
    data = position_report("431999001", FULL, "usa-ais", NOW).strip()
    for place in range(len(data) * 8):
        broken = bytearray(data)
        broken[place // 8] ^= 1 << place % 8
        found = outcome(lambda line=bytes(broken): AisReader().line(line, NOW))
        assert found is None or isinstance(found, Malformed) or found.position == FULL
