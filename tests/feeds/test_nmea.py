"""Frames, checksums, tag blocks and fragments of NMEA lines, right and wrong."""

from datetime import UTC, datetime, timedelta

import pytest

from renkei.feeds import nmea
from renkei.feeds.nmea import Assembler, checksum, sentence
from renkei.kernel.errors import Malformed

NOW = datetime(2026, 2, 9, 15, 30, tzinfo=UTC)
GOOD = b"!AIVDM,1,1,,B,13nUgBWP01PkHvDU7<kC4wvJ2>`<,0*27"


def tagged(fields, line=GOOD):
    return b"\\%s*%02X\\%s" % (fields, checksum(fields), line)


def line(body):
    return b"!%s*%02X" % (body, checksum(body))


def test_a_plain_line():
    found = sentence(GOOD + b"\r\n", 7, NOW)
    assert (found.talker, found.own, found.fragments, found.fragment) == ("AI", False, 1, 1)
    assert (found.channel, found.payload, found.fill, found.line) == ("B", b"13nUgBWP01PkHvDU7<kC4wvJ2>`<", 0, 7)
    assert (found.received, found.clock) == (NOW, "own")


@pytest.mark.parametrize("talker", [b"AI", b"AB", b"BS", b"--"])
def test_any_talker(talker):
    assert sentence(line(talker + b"VDM,1,1,,A,13nUgBWP01PkHvDU7<kC4wvJ2>`<,0"), 1, NOW).talker == talker.decode()


def test_the_own_ship():
    assert sentence(line(b"AIVDO,1,1,,,13nUgBWP01PkHvDU7<kC4wvJ2>`<,0"), 1, NOW).own


@pytest.mark.parametrize(
    "text", [b"", b"\r\n", b"# a comment", b"$GPGSA,A,3,11,32,14,28*" + b"%02X" % checksum(b"GPGSA,A,3,11,32,14,28")]
)
def test_lines_in_order_that_carry_no_ais(text):
    assert sentence(text, 1, NOW) is None


@pytest.mark.parametrize(
    ("text", "key", "place", "facts"),
    [
        (b"hello", "feeds-nmea-not-a-sentence", "line 3", {}),
        (b'{"class":"TPV"}', "feeds-nmea-not-a-sentence", "line 3", {}),
        (b"\xff\xfe\x00", "feeds-nmea-not-a-sentence", "line 3", {}),
        (GOOD[:-3], "feeds-nmea-no-checksum", "line 3", {}),
        (GOOD[:-1], "feeds-nmea-no-checksum", "line 3", {}),
        (GOOD[:-2] + b"28", "feeds-nmea-checksum", "line 3", {"stated": "28", "computed": "27"}),
        (line(b"AIVDM,1,1,,B,13nUg"), "feeds-nmea-fields", "line 3", {}),
        (line(b"AIVDM,1,1,,B,13n~gBWP,0"), "feeds-nmea-fields", "line 3", {}),
        (line(b"AIVDM,1,1,,B,13nUgBWP,6"), "feeds-nmea-fields", "line 3", {}),
        (line(b"AIVDM,2,3,1,B,13nUgBWP,0"), "feeds-nmea-fragment", "line 3 field 2", {"fragment": 3, "fragments": 2}),
        (line(b"AIVDM,0,0,1,B,13nUgBWP,0"), "feeds-nmea-fragment", "line 3 field 2", {"fragment": 0, "fragments": 0}),
        (b"\\s:x,c:1*00\\" + GOOD, "feeds-tag-checksum", "line 3", {"computed": "75"}),
        (b"\\s:x,c:1" + GOOD, "feeds-tag-open", "line 3", {}),
        (tagged(b"c:yesterday"), "feeds-tag-time", "line 3 c", {"value": "yesterday"}),
        (tagged(b"c:-5"), "feeds-tag-time", "line 3 c", {"value": "-5"}),
        (tagged(b"c:99999999999999999"), "feeds-tag-time", "line 3 c", {"value": "99999999999999999"}),
    ],
)
def test_what_is_wrong_with_a_line(text, key, place, facts):
    with pytest.raises(Malformed) as error:
        sentence(text, 3, NOW)
    assert (error.value.key, error.value.place, error.value.facts) == (key, place, facts)


def test_the_longest_line_and_one_byte_more():
    comment = b"#" + b"x" * (nmea.LINE_MAX - 1)
    assert sentence(comment, 1, NOW) is None
    with pytest.raises(Malformed, match="feeds-line-long"):
        sentence(comment + b"x", 1, NOW)


@pytest.mark.parametrize(
    ("fields", "received"),
    [
        (b"c:1770651000", datetime(2026, 2, 9, 15, 30, tzinfo=UTC)),
        (b"s:usa-ais,c:1770651000", datetime(2026, 2, 9, 15, 30, tzinfo=UTC)),
        (b"c:1770651000250", datetime(2026, 2, 9, 15, 30, 0, 250_000, UTC)),
    ],
)
def test_time_of_receipt_in_a_tag_block(fields, received):
    found = sentence(tagged(fields), 1, NOW + timedelta(hours=1))
    assert (found.received, found.clock) == (received, "line")


def test_two_tag_blocks_before_one_sentence():
    found = sentence(tagged(b"c:1770651000", tagged(b"s:kochi")), 1, NOW)
    assert (found.tag.station, found.received) == ("kochi", NOW)


def test_the_coast_guards_trailer_gives_the_time():
    found = sentence(b"!AIVDM,1,1,,A,15B4FT5000JRP>PE6E68Nbkl0PS5,0*70,b003669794,1272412827", 1, NOW)
    assert (found.received, found.clock) == (datetime.fromtimestamp(1272412827, UTC), "line")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        (b"$PGHP,1,2010,6,11,11,46,11,390,231,45,992190934,1,2B*5B", datetime(2010, 6, 11, 11, 46, 11, 390_000, UTC)),
        (b"$PGHP,1,2010,13,11,11,46,11,390,231,45,992190934,1,2B*5B", None),
        (b"$GPRMC,213950.00,A", None),
    ],
)
def test_a_wrapper_line(text, moment):
    assert nmea.gatehouse_time(text) == moment


def part(index, of, number, sequence=b"1", tag=b""):
    body = line(b"AIVDM,%d,%d,%s,A,0000,0" % (of, index, sequence))
    return sentence(tagged(tag, body) if tag else body, number, NOW)


def test_fragments_in_any_order_and_mixed_with_others():
    joined = Assembler()
    assert joined.add(part(2, 2, 1), NOW) == ()
    assert joined.add(part(1, 3, 2, b"2"), NOW) == ()
    assert [p.fragment for p in joined.add(part(1, 2, 3), NOW)] == [1, 2]
    assert joined.add(part(3, 3, 4, b"2"), NOW) == ()
    assert [p.line for p in joined.add(part(2, 3, 5, b"2"), NOW)] == [2, 5, 4]
    assert joined.lost == []


def test_a_group_of_a_tag_block_joins_what_the_sequence_number_would_not():
    joined = Assembler()
    assert joined.add(part(1, 2, 1, b"1", b"g:1-2-77,s:a"), NOW) == ()
    assert joined.add(part(1, 2, 2, b"1", b"g:1-2-78,s:a"), NOW) == ()
    assert [p.line for p in joined.add(part(2, 2, 3, b"1", b"g:2-2-77,s:a"), NOW)] == [1, 3]


def test_a_repeated_first_fragment_begins_again():
    joined = Assembler()
    joined.add(part(1, 2, 1), NOW)
    joined.add(part(1, 2, 2), NOW)
    assert [p.line for p in joined.add(part(2, 2, 3), NOW)] == [2, 3]
    assert [(error.key, error.place, error.facts) for error in joined.lost] == [
        ("feeds-ais-incomplete", "line 1", {"have": 1, "fragments": 2})
    ]


def test_old_groups_are_given_up():
    joined = Assembler()
    joined.add(part(1, 2, 1), NOW)
    joined.add(part(1, 1, 2), NOW + nmea.PENDING_FOR)
    assert joined.lost == []
    joined.add(part(1, 1, 3), NOW + nmea.PENDING_FOR + timedelta(seconds=1))
    assert [error.place for error in joined.lost] == ["line 1"]


def test_the_most_groups_that_wait_and_one_more():
    joined = Assembler()
    for number in range(1, nmea.PENDING_MAX + 1):
        joined.add(part(1, 2, number, b"1", b"g:1-2-%d" % number), NOW)
    assert joined.lost == []
    joined.add(part(1, 2, 999, b"1", b"g:1-2-999"), NOW)
    assert [error.place for error in joined.lost] == ["line 1"]
    joined.close()
    assert len(joined.lost) == nmea.PENDING_MAX + 1
