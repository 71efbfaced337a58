"""Bytes of a sensor to observations: what each message says, chunks of any size, faults with their place."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.feeds import nmea
from renkei.feeds.ais import Position, Size, Static
from renkei.feeds.ais_write import class_b_static, position_report, voyage_report
from renkei.feeds.cot import CotEvent
from renkei.feeds.cot_write import detail, write
from renkei.feeds.intake import intake
from renkei.kernel.ids import Nation
from renkei.kernel.label import Label
from renkei.picture.model import Identity, Particulars, Report, Sensor, SourceTrack

NOW = datetime(2026, 2, 9, 15, 30, 7, tzinfo=UTC)
USA, JPN = Nation("USA"), Nation("JPN")
LABEL = Label(USA, rel_to=(JPN,))
AIS = Sensor("usa-ais", USA, "nmea", LABEL)
COT = Sensor("jpn-coast", JPN, "cot", Label(JPN), sigma_m=70.0)
FULL = Position(32.991235, 133.512345, 123.4, 11.2, 124, 5, accurate=True, status=0)


def taken(sensor, *chunks):
    reader = intake(sensor)
    results = [reader.take(chunk, NOW) for chunk in chunks] + [reader.close(NOW)]
    return (
        [observation for result in results for observation in result.observations],
        [fault for result in results for fault in result.faults],
    )


def test_a_position_report_is_a_report_of_the_sensor():
    (report,), faults = taken(AIS, position_report("431999001", FULL, "x", NOW))
    assert faults == []
    assert report == Report(
        track=SourceTrack(USA, "usa-ais", "mmsi:431999001"),
        lat=32.991235,
        lon=133.512345,
        at=NOW.replace(second=5),
        label=LABEL,
        sigma_m=10.0,
        cog_deg=123.4,
        sog_kn=11.2,
        identity=Identity(mmsi="431999001"),
        stale=NOW.replace(second=5) + timedelta(minutes=6),
    )


def test_static_data_are_particulars():
    static = Static("TOSA MARU", "7J-AB", 9123456, 70, size=Size(100, 20, 10, 8))
    (found,), _ = taken(AIS, voyage_report("431999001", static, "x", NOW))
    assert found == Particulars(
        SourceTrack(USA, "usa-ais", "mmsi:431999001"),
        LABEL,
        "TOSA MARU",
        "10043000001401010000",
        "cargo",
        Identity("431999001", "7JAB", "9123456"),
    )


def test_half_of_type_24_leaves_the_other_half_open():
    name, rest = taken(AIS, class_b_static("431999017", Static("KAIYO", "7J17", ship_type=30), "x", NOW))[0]
    assert (name.name, name.kind, name.sidc) == ("KAIYO", None, None)
    assert (rest.name, rest.kind, rest.sidc) == ("", "fishing", "10043000001402000000")


def test_a_number_that_is_none_identifies_nobody():
    (report,), _ = taken(AIS, position_report("000000000", FULL, "x", NOW))
    assert report.identity == Identity()


def test_a_base_station_and_a_ship_with_one_number_are_two_tracks():
    base = b"!AIVDM,1,1,,B,402R3Wiuef:dO0tgkNOgc?A00HBd,0*76\n"
    (station,), _ = taken(AIS, base)
    assert station.track.id == "station:002655135"
    assert (station.kind, station.identity) == ("station", Identity())


def event(**changes):
    fields = {
        "uid": "JPN-COAST-007",
        "type": "a-n-S-X-M-C",
        "time": NOW,
        "start": NOW,
        "stale": NOW + timedelta(minutes=5),
        "lat": 33.0,
        "lon": 133.5,
        "how": "m-r",
        "detail": detail("K-07", 90.0, 5.144444444444445),
    }
    return write(CotEvent(**fields | changes))


def test_an_atom_is_a_report():
    (report,), faults = taken(COT, event())
    assert faults == []
    assert report == Report(
        track=SourceTrack(JPN, "jpn-coast", "JPN-COAST-007"),
        lat=33.0,
        lon=133.5,
        at=NOW,
        label=Label(JPN),
        sigma_m=70.0,
        cog_deg=90.0,
        sog_kn=pytest.approx(10.0),
        sidc="10043000001401010000",
        kind="cargo",
        name="K-07",
        identity=Identity(callsign="K07"),
        stale=NOW + timedelta(minutes=5),
    )


@pytest.mark.parametrize(("stated", "sigma_m"), [(35.0, 35.0), (0.0, 1.0), (None, 70.0), (9_999_999.0, 70.0)])
def test_the_circular_error_is_one_sigma_and_never_nothing(stated, sigma_m):
    (report,), _ = taken(COT, event(ce_m=stated))
    assert report.sigma_m == sigma_m


@pytest.mark.parametrize("kind", ["b-t-f", "t-x-c-t", "u-d-f", "a"])
def test_chat_control_and_drawings_are_no_observation(kind):
    assert taken(COT, event(type=kind)) == ([], [])


def test_a_claim_of_release_only_ever_restricts():
    (report,), _ = taken(COT, event(releasable_to=("JPN", "XXX")))
    assert (report.label, report.only) == (Label(JPN), ("JPN", "XXX"))


@pytest.mark.parametrize("uid", ["MMSI-431999001", "mmsi:431999001", "MMSI431999001"])
def test_a_gateways_uid_gives_the_mmsi(uid):
    assert taken(COT, event(uid=uid))[0][0].identity.mmsi == "431999001"


@pytest.mark.parametrize(
    ("cot", "kind", "sidc"),
    [
        ("a-f-S-X-L", "patrol", "10033000001403000000"),
        ("a-u-S", "unknown", "10013000000000000000"),
        ("a-n-S-X-M-F", "passenger", "10043000001401050000"),
        ("a-h-S-C-L-D-D", "military", "10063000001202030000"),
        ("a-f-A-M-H-x-q", "aircraft", "10030100001102000000"),
        ("a-.-Q-Z", "unknown", "10013000000000000000"),
        ("a-", "unknown", "10013000000000000000"),
        ("a-f-G-U-C", "land", "10031000000000000000"),
    ],
)
def test_a_type_gives_word_and_symbol_and_states_what_the_sender_stated(cot, kind, sidc):
    (report,), _ = taken(COT, event(type=cot))
    assert (report.kind, report.sidc) == (kind, sidc)


def test_a_bad_line_is_a_fault_with_its_place_and_the_next_line_is_read():
    good = position_report("431999001", FULL, "x", NOW)
    reports, faults = taken(AIS, b"rubbish\r\n" + good + b"!AIVDM,1,1,,A,13nUg,0*00\r\n" + good)
    assert len(reports) == 2
    assert [(fault.sensor, fault.place, fault.key) for fault in faults] == [
        ("usa-ais", "line 1", "feeds-nmea-not-a-sentence"),
        ("usa-ais", "line 3", "feeds-nmea-checksum"),
    ]
    assert {fault.received for fault in faults} == {NOW}


def test_a_line_without_end_is_cut_off_once_and_the_next_is_read():
    good = position_report("431999001", FULL, "x", NOW)
    endless = [b"x" * 500] * 20
    reports, faults = taken(AIS, *endless, b"tail\r\n", good)
    assert len(reports) == 1
    assert [fault.key for fault in faults] == ["feeds-line-long"]
    reader = intake(AIS)
    for _ in range(50):
        reader.take(b"x" * nmea.LINE_MAX, NOW)
        assert len(reader._rest) <= nmea.LINE_MAX


def test_what_a_connection_leaves_unfinished_is_told():
    first = voyage_report("431999001", Static("TOSA MARU"), "x", NOW).splitlines()[0]
    _, faults = taken(AIS, first + b"\n")
    assert [(fault.place, fault.key, fault.facts) for fault in faults] == [
        ("line 1", "feeds-ais-incomplete", {"have": 1, "fragments": 2})
    ]
    _, faults = taken(COT, event()[:-8])
    assert [(fault.place, fault.key) for fault in faults] == [("event 1", "feeds-cot-truncated")]


def test_fragments_in_two_datagrams_are_one_message_and_half_an_event_is_none():
    lines = voyage_report("431999001", Static("TOSA MARU"), "x", NOW).splitlines()
    reader = intake(AIS)
    assert [len(reader.whole(line, NOW).observations) for line in lines] == [0, 1]
    reader = intake(COT)
    half = reader.whole(event()[:-8], NOW)
    assert (half.observations, [fault.key for fault in half.faults]) == ((), ["feeds-cot-truncated"])
    assert len(reader.whole(event(), NOW).observations) == 1


@given(
    cuts=st.lists(st.integers(0, 600), max_size=10),
    sensor=st.sampled_from([AIS, COT]),
)
def test_the_same_observations_whatever_the_chunks(cuts, sensor):
    static = Static("TOSA MARU", "7JAB", ship_type=70)
    data = (
        position_report("431999001", FULL, "x", NOW) + voyage_report("431999001", static, "x", NOW)
        if sensor is AIS
        else event() + b"\n" + event(uid="JPN-COAST-008")
    )
    places = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    chunks = [data[a:b] for a, b in pairwise(places)]
    assert taken(sensor, *chunks) == taken(sensor, data)
    assert len(taken(sensor, data)[0]) == 2


@given(chunks=st.lists(st.binary(max_size=80), max_size=5), sensor=st.sampled_from([AIS, COT]))
def test_nothing_that_a_sender_writes_ends_the_reader(chunks, sensor):
    observations, faults = taken(sensor, *chunks)
    assert observations == []
    assert all(fault.place and fault.key.startswith("feeds-") for fault in faults)
