"""The AIS codec against the C reference and against recorded lines of three receivers."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from renkei.feeds.ais import AisReader
from renkei.kernel.errors import Malformed

GOLDEN = Path(__file__).parent / "golden"
NOW = datetime(2026, 2, 9, 15, 30, tzinfo=UTC)
SCALE = {17: 600.0, 27: 600.0}
"""Units per degree; all other types have ten-thousandths of a minute."""
PER_DEGREE, WHOLE_KNOTS, WHOLE_DEGREES = 600_000.0, {9, 27}, {27}


def read(lines):
    reader = AisReader()
    for line in lines:
        try:
            found = reader.line(line, NOW)
        except Malformed as error:
            yield error
        else:
            if found:
                yield found


def reference():
    """Return (message, reference fields) for each message of the golden file."""
    lines = (GOLDEN / "gpsd_type6_fid55_part.chk").read_bytes().splitlines()
    messages = read(line for line in lines if line.startswith(b"!"))
    return list(zip(messages, (json.loads(line) for line in lines if line.startswith(b"{")), strict=True))


REFERENCE = reference()


def test_every_message_of_the_reference_is_found():
    assert len(REFERENCE) == 121
    assert Counter(message.type for message, _ in REFERENCE) == Counter(fields["type"] for _, fields in REFERENCE)
    assert set(Counter(message.type for message, _ in REFERENCE)) == {
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        17,
        18,
        19,
        20,
        21,
        23,
        24,
        27,
    }
    assert [message.mmsi for message, _ in REFERENCE] == [f"{fields['mmsi']:09d}" for _, fields in REFERENCE]


def test_every_position_equals_the_reference():
    compared = 0
    for message, fields in REFERENCE:
        if "lat" not in fields or message.type in (6, 8):
            continue
        per_degree = SCALE.get(message.type, PER_DEGREE)
        lat, lon = fields["lat"] / per_degree, fields["lon"] / per_degree
        if abs(lat) > 90 or abs(lon) > 180:
            assert message.position is None
            continue
        assert message.position.lat == pytest.approx(lat, abs=6e-7)
        assert message.position.lon == pytest.approx(lon, abs=6e-7)
        compared += 1
    assert compared == 93


def test_every_motion_equals_the_reference():
    for message, fields in REFERENCE:
        position = message.position
        if position is None or "speed" not in fields:
            continue
        tenths = 1 if message.type in WHOLE_KNOTS else 10
        absent = {9: 1023, 27: 63}.get(message.type, 1023)
        assert position.sog_kn == (None if fields["speed"] == absent else fields["speed"] / tenths)
        course = fields["course"] / (1 if message.type in WHOLE_DEGREES else 10)
        assert position.cog_deg == (course if course < 360 else None)
        heading = fields.get("heading", 511)
        assert position.heading_deg == (heading if heading < 360 else None)
        second = fields.get("second", 60)
        assert position.second == (second if second < 60 else None)
        status = fields.get("status", 15)
        assert position.status == (None if status == 15 else status)


def test_every_static_field_equals_the_reference():
    compared = Counter()
    for message, fields in REFERENCE:
        if message.static is None or message.type == 24:
            continue
        static = message.static
        for ours, theirs in (
            ("name", "shipname"),
            ("name", "name"),
            ("callsign", "callsign"),
            ("destination", "destination"),
        ):
            if theirs in fields:
                assert (getattr(static, ours) or "") == fields[theirs].strip()
                compared[theirs] += 1
        for ours, theirs in (("imo", "imo"), ("ship_type", "shiptype"), ("aid_type", "aid_type")):
            if theirs in fields:
                assert (getattr(static, ours) or 0) == fields[theirs]
                compared[theirs] += 1
        size = static.size
        sides = (size.to_bow_m, size.to_stern_m, size.to_port_m, size.to_starboard_m) if size else (0, 0, 0, 0)
        assert sides == (fields["to_bow"], fields["to_stern"], fields["to_port"], fields["to_starboard"])
    assert compared == {
        "shipname": 15,
        "callsign": 14,
        "destination": 14,
        "name": 14,
        "imo": 14,
        "shiptype": 15,
        "aid_type": 14,
    }


def test_the_reference_station_of_type_17_is_in_degrees():
    """pyais gives 1747.8 and 3599.2 minutes for this one."""
    stations = [message for message, _ in REFERENCE if message.type == 17]
    assert len(stations) == 5
    assert stations[2].position.lon == pytest.approx(29.128333, abs=1e-6)
    assert stations[2].position.lat == pytest.approx(59.985, abs=1e-6)
    assert stations[0].position.coarse


def test_a_type_of_ship_that_no_list_has_stays_as_sent():
    """pyais turns 66 into 65, 77 into 75 and 9 into 0."""
    types = [fields["shiptype"] for message, fields in REFERENCE if message.type == 5]
    assert [message.static.ship_type or 0 for message, _ in REFERENCE if message.type == 5] == types


def test_tag_blocks_give_the_time_of_receipt_and_join_fragments():
    expected = [json.loads(line) for line in (GOLDEN / "tagblock.json").read_bytes().splitlines()]
    found = list(read((GOLDEN / "tagblock.nmea").read_bytes().splitlines()))
    by_time = {message.received.strftime("%Y-%m-%dT%H:%M:%S.%fZ"): message for message in found}
    assert len(found) == len(expected) == 4
    for fields in expected:
        message = by_time[fields["tagblock_timestamp"]]
        assert (message.type, int(message.mmsi), message.clock) == (fields["type"], fields["mmsi"], "line")
        if message.position:
            assert message.position.lat == pytest.approx(fields["lat"], abs=1.6e-5)
            assert message.position.lon == pytest.approx(fields["lon"], abs=1.6e-5)
            assert message.position.second == fields["second"]
        if message.static:
            assert (message.static.name, message.static.callsign) == (fields["shipname"], fields["callsign"])


def test_a_wrapper_line_gives_the_time_of_receipt_to_all_fragments():
    found = list(read((GOLDEN / "dma_stream_120.nmea").read_bytes().splitlines()))
    assert len(found) == 57
    assert {message.clock for message in found} == {"wrapper"}
    first = found[0]
    assert (first.type, first.mmsi, first.received) == (4, "002311200", datetime(2010, 6, 11, 11, 46, 11, 390_000, UTC))


def test_damaged_sentences_are_told_apart_and_cost_only_themselves():
    found = list(read((GOLDEN / "libais_test.aivdm").read_bytes().splitlines()))
    errors = Counter(error.key for error in found if isinstance(error, Malformed))
    assert errors == {"feeds-ais-range": 12, "feeds-ais-short": 8}
    messages = [message for message in found if not isinstance(message, Malformed)]
    assert len(messages) == 241
    assert {message.type for message in messages} == set(range(1, 29))
    assert messages[0].received == datetime.fromtimestamp(1272412827, UTC)
    assert messages[0].clock == "line"
