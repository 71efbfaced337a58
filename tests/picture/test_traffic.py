"""The exercise traffic, and what both nodes make of it: one track per ship, ships in company apart, no leak."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest

from renkei.exercise.traffic import RECENT, Traffic
from renkei.exercise.traffic_table import KINDS, LANES, SHIPS
from renkei.picture.board import board
from renkei.picture.frame import offset
from tests.picture.two_nodes import JPN, SENSORS, T0, USA, TwoNodes

SEEN_BY_BOTH = sorted(ship.id for ship in SHIPS if {"guest", "host"} <= set(ship.seen_by))
WITHHELD = {"jpn-patrol": "s31", "usa-patrol": "s32"}


def test_the_same_seed_gives_the_same_bytes_however_time_is_cut():
    def sent(traffic, cuts):
        times = [T0 + timedelta(seconds=cut) for cut in cuts]
        return [
            s
            for begin, end in pairwise(times)
            for nation in (USA, JPN)
            for s in traffic.transmissions(nation, begin, end)
        ]

    whole = sent(Traffic(9, T0, SENSORS), [0, 120])
    cut = sent(Traffic(9, T0, SENSORS), [0, 1.5, 17, 60, 119, 120])
    assert Counter((s.at, s.sensor, s.data) for s in whole) == Counter((s.at, s.sensor, s.data) for s in cut)
    assert len(whole) == 478
    assert sent(Traffic(10, T0, SENSORS), [0, 120]) != whole


def test_of_a_leap_of_the_clock_only_the_last_minutes_are_delivered():
    traffic, hour = Traffic(1, T0, SENSORS), T0 + timedelta(hours=10)
    leap = list(traffic.transmissions(USA, T0, hour))
    assert leap == list(traffic.transmissions(USA, hour - RECENT, hour))
    heard = {sent.data.split(b",")[6] if sent.sensor == "usa-ais" else sent.data for sent in leap}
    assert len(leap) < 500
    assert len(heard) > 100


def test_transmissions_come_in_order_of_time_and_within_the_window():
    begin, end = T0 + timedelta(hours=30), T0 + timedelta(hours=30, minutes=2)
    times = [sent.at for sent in Traffic(1, T0, SENSORS).transmissions(USA, begin, end)]
    assert times == sorted(times)
    assert begin <= times[0]
    assert times[-1] < end


def test_a_nation_hears_its_own_sensors_only():
    traffic = Traffic(1, T0, SENSORS)
    heard = {n: {s.sensor for s in traffic.transmissions(n, T0, T0 + timedelta(minutes=2))} for n in (USA, JPN)}
    assert heard == {USA: {"usa-ais", "usa-patrol"}, JPN: {"jpn-coast", "jpn-patrol"}}
    assert {s.id: s.label.rel_to for n in (USA, JPN) for s in traffic.sensors(n)} == {
        "usa-ais": (JPN,),
        "usa-patrol": (),
        "jpn-coast": (USA,),
        "jpn-patrol": (),
    }


def test_japans_reports_name_no_number_of_a_ship():
    traffic = Traffic(1, T0, SENSORS)
    data = b"".join(s.data for s in traffic.transmissions(JPN, T0, T0 + timedelta(minutes=2)))
    assert b"431999" not in data
    assert b"mmsi" not in data.lower()


@pytest.mark.parametrize("hours", [0, 1, 7.5, 33, 160])
def test_ships_stay_on_open_water_south_of_shikoku(hours):
    """A rough outline of the sea off Shikoku; the lanes were measured against a 1:10m coastline."""
    for ship in Traffic(3, T0, SENSORS).truth(T0 + timedelta(hours=hours)):
        assert 31.7 < ship.lat < 34.05
        assert 132.6 < ship.lon < 135.6
        assert ship.lat < 33.42 or 134.7 < ship.lon < 135.0, ship
        assert ship.lat < 32.9 or ship.lon > 133.1, ship


def test_the_company_sails_500_m_apart_for_good():
    traffic = Traffic(2, T0, SENSORS)
    for hours in range(0, 100, 7):
        ships = {ship.id: ship for ship in traffic.truth(T0 + timedelta(hours=hours))}
        one, other = ships["s28"], ships["s29"]
        apart = np.hypot(*offset(*(np.array([v]) for v in (one.lat, one.lon, other.lat, other.lon))))
        assert apart[0] == pytest.approx(500.0, abs=1.0)
        assert (one.cog_deg, one.sog_kn) == (other.cog_deg, other.sog_kn)


def test_the_tables_fit_together():
    assert len({ship.id for ship in SHIPS}) == len(SHIPS) == 32
    assert {ship.lane for ship in SHIPS} == set(LANES)
    assert {part for ship in SHIPS for part in ship.seen_by} == set(KINDS)
    assert all(ship.ais is not None for ship in SHIPS if "guest" in ship.seen_by)
    assert len(SEEN_BY_BOTH) == 24


def several(ships):
    return sorted(found for found in ships.values() if len(found) > 1)


@pytest.mark.parametrize("seed", range(20, 26))
def test_both_nations_reports_of_a_ship_are_one_track_on_both_nodes(seed):
    nodes = TwoNodes(seed)
    nodes.run(120)
    for _ in range(4):
        nodes.run(60)
        for nation in (USA, JPN):
            merged = several(nodes.ships(nation))
            assert all(len(set(found)) == 1 for found in merged), "two ships in one track"
            assert sorted({found[0] for found in merged}) == SEEN_BY_BOTH
            counted = Counter(ship for found in nodes.ships(nation).values() for ship in set(found))
            assert [ship for ship, tracks in counted.items() if tracks > 1] == []
    assert nodes.faults == []


def test_a_withheld_sensors_ships_are_seen_at_home_and_never_across():
    nodes = TwoNodes(seed=4)
    nodes.run(300)
    at = {nation: {ship for found in nodes.ships(nation).values() for ship in found} for nation in (USA, JPN)}
    assert (WITHHELD["usa-patrol"] in at[USA], WITHHELD["usa-patrol"] in at[JPN]) == (True, False)
    assert (WITHHELD["jpn-patrol"] in at[JPN], WITHHELD["jpn-patrol"] in at[USA]) == (True, False)
    crossed = b"".join(nodes.crossed[USA] + nodes.crossed[JPN])
    assert b"usa-ais" in crossed
    assert b"jpn-coast" in crossed
    assert b"patrol" not in crossed.replace(b'"kind":"patrol"', b"")


def test_both_sources_and_their_ages_are_shown():
    nodes = TwoNodes(seed=4)
    nodes.run(300)
    for nation in (USA, JPN):
        shown = [track for track in board(nodes.pictures[nation], nodes.now).tracks if track.merged]
        for track in shown:
            assert {source.nation for source in track.nation_sources} == {"USA", "JPN"}
            assert all(0 <= source.age_s < 120 for source in track.nation_sources)
            assert track.reason.key in {"picture-merged-motion", "picture-merged-callsign"}
            assert not track.stale
        names = {track.name for track in shown}
        assert {"TOSA MARU", "TWIN CRANE", "TWIN HERON", "NIYODO"} <= names


def test_a_cut_link_leaves_the_picture_honest():
    """During a cut the partner's ages grow and tracks stay one; afterwards all is as before, with the same numbers."""
    nodes = TwoNodes(seed=6)
    nodes.run(180)
    before = nodes.ships(JPN)
    nodes.linked = False
    nodes.run(900, step_s=30)
    for track in board(nodes.pictures[JPN], nodes.now).tracks:
        ages = {source.nation: source.age_s for source in track.nation_sources}
        assert ages.get("USA", 900) >= 890
    merged = several(nodes.ships(JPN))
    assert sorted({found[0] for found in merged}) == SEEN_BY_BOTH
    nodes.linked = True
    nodes.run(300)
    after = nodes.ships(JPN)
    assert {number: sorted(set(found)) for number, found in after.items()} == {
        number: sorted(set(found)) for number, found in before.items()
    }


def test_the_learnt_bias_is_the_planted_one():
    nodes = TwoNodes(seed=7)
    nodes.run(600)
    (known,) = [pair.bias for pair in nodes.pictures[USA].correlator.pairs.values() if pair.bias.reach_m < 20]
    sign = 1.0 if nodes.pictures[USA].table.sources[0] == (USA, "usa-ais") else -1.0
    assert sign * known.north_m == pytest.approx(-96.0, abs=20)
    assert sign * known.east_m == pytest.approx(124.0, abs=20)
    assert sign * known.clock_s == pytest.approx(-6.0, abs=1.5)
