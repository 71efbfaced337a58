"""Metres on WGS 84, the filter of one source, and the table's bounds."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.kernel.clock import EPOCH
from renkei.picture import table as tables
from renkei.picture.frame import metres_per_degree, moved, offset, points, wrapped
from renkei.picture.model import Identity, Particulars
from renkei.picture.table import Table
from tests.picture.reports import START, report, track

NOW_S = (START - EPOCH).total_seconds()


def column(*values):
    return np.array(values, float)


@pytest.mark.parametrize(
    ("lat", "per_lat", "per_lon"),
    [(0.0, 110_574.3, 111_319.5), (30.0, 110_852.4, 96_486.3), (60.0, 111_412.2, 55_800.0)],
)
def test_metres_per_degree_of_the_ellipsoid(lat, per_lat, per_lon):
    """Published table of WGS 84 degree lengths, to a metre."""
    north, east = metres_per_degree(column(lat))
    assert (north[0], east[0]) == (pytest.approx(per_lat, abs=1.0), pytest.approx(per_lon, abs=1.0))


def test_the_180th_meridian_is_no_border():
    north, east = offset(column(33.0), column(179.99), column(33.0), column(-179.99))
    assert (north[0], east[0]) == (0.0, pytest.approx(1_869.1, abs=0.5))
    lat, lon = moved(column(33.0), column(179.99), column(0.0), column(1_869.1))
    assert (lat[0], lon[0]) == (33.0, pytest.approx(-179.99, abs=1e-5))
    near = np.linalg.norm(points(column(33.0), column(179.99)) - points(column(33.0), column(-179.99)))
    assert near == pytest.approx(1_869.1, rel=0.01)


@given(lat=st.floats(-80, 80), lon=st.floats(-180, 180), north=st.floats(-5_000, 5_000), east=st.floats(-5_000, 5_000))
def test_going_somewhere_and_measuring_it_agree(lat, lon, north, east):
    there = moved(column(lat), column(lon), column(north), column(east))
    back = offset(column(lat), column(lon), *there)
    assert back[0][0] == pytest.approx(north, abs=10.0)
    assert back[1][0] == pytest.approx(east, abs=10.0)
    assert -180.0 <= there[1][0] < 180.0


def test_wrapped():
    assert wrapped(column(180.0, -180.0, 540.0, 0.0, 359.0)).tolist() == [-180.0, -180.0, -180.0, 0.0, -1.0]


def state_of(*reports, table=None):
    table = table or Table()
    table.absorb(reports, max((r.at - EPOCH).total_seconds() for r in reports))
    return table, table.row(reports[-1].track)


def test_a_first_report_is_the_state():
    table, row = state_of(report(cog_deg=90.0, sog_kn=10.0))
    assert (table.state.lat[row], table.state.lon[row]) == (33.0, 133.5)
    assert table.state.north[row] == pytest.approx(0.0, abs=1e-9)
    assert table.state.east[row] == pytest.approx(5.144, abs=1e-3)
    assert table.report(row) == report(cog_deg=90.0, sog_kn=10.0)


def test_velocity_comes_from_positions_where_nobody_measures_it():
    lons = [133.5 + 0.001 * step for step in range(12)]
    reports = [report(seconds=20 * step, lon=lon, sigma_m=10.0) for step, lon in enumerate(lons)]
    table, row = state_of(*reports)
    assert table.state.east[row] == pytest.approx(93.455 / 20, rel=0.02)
    assert table.state.north[row] == pytest.approx(0.0, abs=0.05)


def test_who_lies_still_needs_no_course():
    table, row = state_of(report(sog_kn=0.0))
    assert (table.state.north[row], table.state.vel[row]) == (0.0, 0.25)


def test_a_late_report_changes_nothing():
    table, row = state_of(report(seconds=60))
    state_of(report(seconds=30, lat=34.0), table=table)
    state_of(report(seconds=60, lat=34.0), table=table)
    assert (table.report(row), table.state.lat[row]) == (report(seconds=60), 33.0)
    assert table.refused["picture-late"] == 2


def test_a_report_from_too_far_ahead_is_refused():
    table = Table()
    bound = tables.AHEAD_S
    table.absorb([report("a", seconds=bound), report("b", seconds=bound + 1)], NOW_S)
    assert table.row(track("b")) is None
    assert table.report(table.row(track("a"))) == report("a", seconds=bound)
    assert table.refused["picture-ahead"] == 1


def test_a_rounded_position_does_not_overwrite_a_finer_one():
    wait = tables.COARSE_WAIT_S
    table, row = state_of(report(), report(seconds=wait, lat=33.1, coarse=True))
    assert table.report(row) == report()
    assert table.refused["picture-coarse"] == 1
    table, row = state_of(report(), report(seconds=wait + 1, lat=33.001, coarse=True))
    assert table.report(row).coarse


def test_an_impossible_jump_is_noted_and_starts_anew():
    """Savannah to Norfolk and back, as one number was really seen."""
    savannah, norfolk = {"lat": 32.03, "lon": -80.9}, {"lat": 36.95, "lon": -76.3}
    table, row = state_of(report(seconds=0, **savannah), report(seconds=60, **norfolk))
    assert (table.state.lat[row], table.state.lon[row]) == (36.95, -76.3)
    assert table.state.jump[row] == NOW_S + 60
    assert table.state.jump_mps[row] > 10_000


def test_an_aircraft_may_be_fast_and_a_ship_may_be_restarted_after_a_gap():
    table, row = state_of(report(kind="aircraft"), report(kind="aircraft", seconds=60, lat=33.1))
    assert np.isnan(table.state.jump[row])
    table, row = state_of(report(), report(seconds=901, lat=33.1))
    assert np.isnan(table.state.jump[row])
    assert table.state.lat[row] == 33.1


def test_particulars_are_put_in_before_and_after_and_keep_what_is_not_said():
    name = Particulars(track("a"), report().label, "TOSA MARU", identity=Identity(mmsi="431999001"))
    rest = Particulars(
        track("a"), report().label, "", "10043000001401010000", "cargo", Identity(callsign="7JAB", imo="9123456")
    )
    table = Table()
    table.about(name)
    table.absorb([report("a")], NOW_S)
    table.about(rest)
    found = table.report(table.row(track("a")))
    assert (found.name, found.kind, found.sidc) == ("TOSA MARU", "cargo", "10043000001401010000")
    assert found.identity == Identity("431999001", "7JAB", "9123456")


def test_what_a_report_says_itself_is_not_overwritten():
    table = Table()
    table.about(Particulars(track("a"), report().label, "X", "10043000001401010000", "cargo"))
    table.absorb([report("a", kind="fishing", sidc="10043000001402000000")], NOW_S)
    found = table.report(table.row(track("a")))
    assert (found.kind, found.sidc) == ("fishing", "10043000001402000000")


def test_the_most_rows_and_one_more():
    table = Table(rows_max=3)
    table.absorb([report(name, seconds=place) for place, name in enumerate("abc")], NOW_S + 10)
    assert len(table) == 3
    table.absorb([report("d", seconds=5), report("a", seconds=5)], NOW_S + 10)
    assert sorted(t.id for t, _ in table.rows()) == ["a", "c", "d"]
    table.absorb([report(name, seconds=9) for name in "efghi"], NOW_S + 10)
    assert (len(table), table.refused["picture-full"]) == (3, 2)


def test_the_most_feeds_and_one_more():
    table = Table()
    table.absorb([report("a", source=f"s{n}") for n in range(tables.SOURCES_MAX + 1)], NOW_S)
    assert (len(table), table.refused["picture-sources"]) == (tables.SOURCES_MAX, 1)


def test_rows_grow_numbers_stay_and_silent_tracks_leave():
    table = Table()
    table.absorb([report(f"{n}") for n in range(3_000)], NOW_S)
    assert sorted(table.number[row] for _, row in table.rows()) == list(range(1, 3_001))
    assert len(table.forget(NOW_S + tables.KEEP_S)) == 0
    table.absorb([report("7", seconds=60)], NOW_S + 60)
    table.forget(NOW_S + tables.KEEP_S + 1)
    assert [t.id for t, _ in table.rows()] == ["7"]
    table.absorb([report("new", seconds=tables.KEEP_S)], NOW_S + tables.KEEP_S)
    assert table.number[table.row(track("new"))] == 3_001


@given(st.permutations(range(8)))
def test_the_order_of_arrival_within_a_step_makes_no_difference(order):
    reports = [report(seconds=10 * n, lon=133.5 + 0.0005 * n, cog_deg=90.0, sog_kn=9.0) for n in range(8)]
    table, row = state_of(*[reports[place] for place in order])
    straight, other = state_of(*reports)
    assert table.state.lon[row] == straight.state.lon[other]
    assert table.report(row) == reports[-1]
    assert START + timedelta(seconds=70) == table.report(row).at
