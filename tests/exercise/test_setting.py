"""Sensors, names and time zones of a pack, and what is taken where it names none."""

import pytest

from renkei.cli.traffic import traffic_of
from renkei.exercise.naming import packaged
from renkei.exercise.pack import read_pack
from renkei.exercise.zone import CLOCKS, zone_of
from renkei.kernel.errors import Malformed
from renkei.kernel.names import Name
from renkei.scenarios import pack_text

BASE = """id: small
title: {en: small}
t0: "2026-02-10T00:30:00+11:00"
nodes: [{id: FR, name: EMIA, full: {en: Joint staff, ja: 統合幕僚部}}, {id: GB, name: PJHQ}, {id: NZ, name: HQJFNZ}]
"""
OWN = """sensors:
  - {id: sonde, owner: GB, form: cot, rel: [GB, NZ], name: {en: Sonde, ja: ゾンデ}, sigma_m: 25}
  - {id: mast, owner: FR}
sea: {lat: 50, lon: 0}
"""


def sensors(pack):
    return {
        s.id: (s.nation, s.form, s.label.rel_to, s.sigma_m, s.name.en)
        for nation in ("FRA", "GBR", "NZL")
        for s in traffic_of(pack).sensors(nation)
    }


def test_a_pack_without_sensors_gets_a_released_and_a_withheld_one_for_each_nation():
    assert sensors(read_pack(BASE)) == {
        "fra-coast": ("FRA", "cot", ("GBR", "NZL"), 70.0, "Coastal radar"),
        "fra-patrol": ("FRA", "cot", (), 40.0, "Patrol ship"),
        "gbr-ais": ("GBR", "nmea", ("NZL", "FRA"), 8.0, "AIS receivers"),
        "gbr-patrol": ("GBR", "cot", (), 60.0, "Patrol aircraft"),
        "nzl-ais": ("NZL", "nmea", ("GBR", "FRA"), 8.0, "AIS receivers"),
        "nzl-patrol": ("NZL", "cot", (), 60.0, "Patrol aircraft"),
    }


def test_a_pack_names_its_own_sensors():
    pack = read_pack(BASE + OWN)
    assert sensors(pack) == {
        "sonde": ("GBR", "cot", ("NZL",), 25.0, "Sonde"),
        "mast": ("FRA", "cot", (), 40.0, "Patrol ship"),
    }
    traffic = traffic_of(pack)
    assert (traffic.hidden_sensors("FRA"), traffic.hidden_sensors("NZL")) == (("sonde",), ("mast",))
    assert traffic.kept_sensors("FRA") == ("mast",)
    assert traffic.shared_ships("FRA") == ()


def test_the_packaged_packs_sensors_and_ships_are_as_they_were():
    traffic = traffic_of(read_pack(pack_text("nankai")))
    assert [s.id for n in ("USA", "JPN") for s in traffic.sensors(n)] == [
        "usa-ais", "usa-patrol", "jpn-coast", "jpn-patrol"
    ]  # fmt: skip
    assert [len(traffic.shared_ships(n)) for n in ("USA", "JPN")] == [24, 24]


def test_ships_in_company_are_found_by_their_distance():
    pack = read_pack(pack_text("nankai"))
    traffic = traffic_of(pack)
    assert traffic.company(traffic.shared_ships("USA"), [pack.at(0), pack.at(30)]) == (("s28", "s29"),)


def test_ships_sail_where_the_pack_says_at_the_same_distances():
    pack = read_pack(BASE + OWN)
    ships = traffic_of(pack).truth(pack.t0)
    assert all(abs(ship.lat - 50) < 1.5 and abs(ship.lon) < 3 for ship in ships)
    assert traffic_of(pack).company(["s28", "s29"], [pack.t0]) == (("s28", "s29"),)


@pytest.mark.parametrize(
    ("wrong", "place"),
    [("sensors: [{id: a, owner: XX}]", "p.yaml sensors a.owner"), ("sea: {lat: 90, lon: 0}", "p.yaml:5 sea.lat")],
)
def test_a_wrong_sensor_or_sea_says_where(wrong, place):
    with pytest.raises(Malformed) as malformed:
        read_pack(BASE + wrong, "p.yaml")
    assert malformed.value.place == place


ZONES = (
    ("", "Etc/GMT-11"),
    ("clock: JST\n", "Asia/Tokyo"),
    ("clock: Europe/Paris\n", "Europe/Paris"),
    ("clock: local\n", "Etc/GMT-11"),
    ("tz: Pacific/Auckland\nclock: JST\n", "Pacific/Auckland"),
)


@pytest.mark.parametrize(("words", "zone"), ZONES)
def test_the_time_zone_of_a_pack(words, zone):
    assert zone_of(read_pack(BASE + words)) == zone


@pytest.mark.parametrize(
    ("offset", "zone"), [("+00:00", "UTC"), ("-10:00", "Etc/GMT+10"), ("+05:30", "UTC"), ("Z", "UTC")]
)
def test_what_t0_is_from_utc_is_taken_where_a_pack_names_no_zone(offset, zone):
    assert zone_of(read_pack(BASE.replace("+11:00", offset))) == zone


@pytest.mark.parametrize("name", ["Mars/Phobos", "", "../etc", "x" * 300])
def test_a_zone_that_is_none_is_refused(name):
    with pytest.raises(Malformed) as malformed:
        zone_of(read_pack(BASE + f"tz: '{name}'\n"))
    assert malformed.value.key == "pack-time-zone"


def test_every_word_for_a_clock_is_a_known_zone():
    assert [zone_of(read_pack(BASE + f"tz: {zone}\n")) for zone in CLOCKS.values()] == list(CLOCKS.values())


def test_a_headquarters_has_the_packs_name_the_packaged_lists_or_its_short_one():
    nodes = read_pack(BASE).nodes
    assert [packaged().node(node) for node in nodes] == [
        Name("Joint staff", "統合幕僚部"), Name("PJHQ", "PJHQ"), Name("HQJFNZ", "HQJFNZ")
    ]  # fmt: skip
    assert [packaged().node(n).ja for n in read_pack(pack_text("nankai")).nodes] == [
        "統合作戦司令部", "在日米軍司令部"
    ]  # fmt: skip
