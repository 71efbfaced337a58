"""Which source tracks become one: identity, motion, contradictions, what people decided, numbers that stay."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from renkei.kernel.names import Name
from renkei.picture.assign import assign, rival
from renkei.picture.bias import RelativeBias
from renkei.picture.board import board
from renkei.picture.correlate import FRESH_S
from renkei.picture.live import LivePicture
from renkei.picture.model import Identity, PictureState, Verdict, pair
from tests.picture.reports import JPN, START, USA, report, track
from tests.picture.scene import Scene, watch

US, JP = {"nation": USA, "source": "usa-ais"}, {"nation": JPN, "source": "jpn-coast"}
EAST = {"cog_deg": 90.0, "sog_kn": 10.0}
STEP_DEG = 10 * 5.144 / 93_455
"""Longitude of ten seconds at 10 kn, 33 N."""


def sail(picture, scans, ships, state=None, start=0):
    """Play straight courses: `ships` is [(name, side, lat, lon, fields)]."""
    state = state or PictureState()
    for scan in range(start, start + scans):
        seconds = 10.0 * scan
        picture.take(
            report(name, **side, seconds=seconds, lat=lat, lon=lon + STEP_DEG * scan, **(EAST | fields))
            for name, side, lat, lon, fields in ships
        )
        picture.step(START + timedelta(seconds=seconds), state)
    return picture


def tracks(picture):
    """Each track with several sources as the names behind it."""
    return sorted(sorted(picture.table.report(row).track.id for row in rows) for rows in picture.tracks.values())


def shown(picture, seconds):
    return {track.nation_sources[0].id: track for track in board(picture, START + timedelta(seconds=seconds)).tracks}


NEAR = [("a", US, 33.0, 133.5, {}), ("b", JP, 33.0005, 133.5, {})]


def test_two_nations_reports_of_one_ship_are_one_track_with_both_sources():
    picture = sail(LivePicture(USA), 6, NEAR)
    assert tracks(picture) == [["a", "b"]]
    (track,) = board(picture, START + timedelta(seconds=55)).tracks
    assert [(s.nation, s.source, s.id, s.age_s, s.own) for s in track.nation_sources] == [
        ("USA", "usa-ais", "a", 5, True),
        ("JPN", "jpn-coast", "b", 5, False),
    ]
    assert (track.merged, track.track, track.reason.key) == (True, "T0001", "picture-merged-motion")
    assert track.reason.facts["scans"] == 6
    assert 33.0 < track.lat < 33.0005
    assert (track.sog_kn, track.cog_deg) == (pytest.approx(10.0, abs=0.1), pytest.approx(90.0, abs=0.5))


def test_a_pair_that_is_alone_is_one_at_the_first_comparison():
    assert tracks(sail(LivePicture(USA), 1, NEAR)) == [["a", "b"]]


def test_ships_that_sail_apart_stay_two():
    opposite = [("a", US, 33.0, 133.5, {}), ("b", JP, 33.0, 133.5, {"cog_deg": 270.0})]
    assert tracks(sail(LivePicture(USA), 3, opposite)) == []


def test_two_ships_500_m_apart_stay_two_and_find_their_own_reports():
    company = [
        ("a1", US, 33.0, 133.5, {}),
        ("a2", US, 33.0045, 133.5, {}),
        ("b1", JP, 33.0005, 133.5, {}),
        ("b2", JP, 33.0050, 133.5, {}),
        ("far-a", US, 33.5, 133.9, {}),
        ("far-b", JP, 33.5005, 133.9, {}),
    ]
    assert tracks(sail(LivePicture(USA), 5, company)) == [["a1", "b1"], ["a2", "b2"], ["far-a", "far-b"]]


@pytest.mark.parametrize("lon", [179.9995, -179.9995, 0.0])
def test_the_180th_meridian_splits_no_ship(lon):
    ships = [("a", US, 33.0, lon, {}), ("b", JP, 33.0, lon, {})]
    picture, state = LivePicture(USA), PictureState()
    for scan in range(8):
        at = (lon + STEP_DEG * scan + 180.0) % 360.0 - 180.0
        picture.take(
            report(name, **side, seconds=10 * scan, lat=lat, lon=at, **EAST) for name, side, lat, _, _ in ships
        )
        picture.step(START + timedelta(seconds=10 * scan), state)
    assert tracks(picture) == [["a", "b"]]
    (found,) = board(picture, START + timedelta(seconds=70)).tracks
    assert abs((found.lon - (lon + STEP_DEG * 7) + 180.0) % 360.0 - 180.0) < 1e-4


MMSI = Identity(mmsi="431999001")


def test_equal_numbers_make_one_where_motion_alone_is_not_enough():
    apart = [("a", US, 33.0, 133.5, {"identity": MMSI}), ("b", JP, 33.008, 133.5, {"identity": MMSI})]
    picture = sail(LivePicture(USA), 3, apart)
    assert tracks(picture) == [["a", "b"]]
    reason = shown(picture, 20)["a"].reason
    assert (reason.key, reason.facts["mmsi"]) == ("picture-merged-mmsi", "431999001")


def test_equal_call_signs_are_told():
    call = {"identity": Identity(callsign="7JAB")}
    picture = sail(LivePicture(USA), 3, [("a", US, 33.0, 133.5, call), ("b", JP, 33.001, 133.5, call)])
    assert shown(picture, 20)["a"].reason.facts["callsign"] == "7JAB"


def test_different_numbers_are_never_one():
    other = Identity(mmsi="431999002")
    ships = [("a", US, 33.0, 133.5, {"identity": MMSI}), ("b", JP, 33.0, 133.5, {"identity": other})]
    assert tracks(sail(LivePicture(USA), 5, ships)) == []


def test_equal_numbers_far_apart_are_a_contradiction_that_is_shown_and_not_merged():
    ships = [("a", US, 33.0, 133.5, {"identity": MMSI}), ("b", JP, 33.2, 133.5, {"identity": MMSI})]
    picture = sail(LivePicture(USA), 3, ships)
    assert tracks(picture) == []
    both = shown(picture, 20)
    assert [both[name].reason.key for name in "ab"] == ["picture-contradiction"] * 2
    assert both["a"].reason.facts == {"mmsi": "431999001", "other": both["b"].track, "distance_km": 22.2}
    assert board(picture, START).counts["contradictions"] == 1


def test_a_merged_pair_that_comes_to_contradict_itself_is_taken_apart():
    near = [("a", US, 33.0, 133.5, {"identity": MMSI}), ("b", JP, 33.0005, 133.5, {"identity": MMSI})]
    picture = sail(LivePicture(USA), 5, near)
    assert tracks(picture) == [["a", "b"]]
    far = [("a", US, 33.0, 133.5, {"identity": MMSI}), ("b", JP, 33.4, 133.5, {"identity": MMSI})]
    sail(picture, 3, far, start=5)
    assert tracks(picture) == []
    assert shown(picture, 70)["a"].reason.key == "picture-contradiction"


def test_one_bad_report_does_not_break_a_pair():
    picture = sail(LivePicture(USA), 6, NEAR)
    off = [("a", US, 33.0, 133.5, {}), ("b", JP, 33.006, 133.5, {})]
    sail(picture, 1, off, start=6)
    assert tracks(picture) == [["a", "b"]]


def test_a_pair_that_parts_for_good_is_taken_apart_and_each_has_its_own_number_again():
    picture = sail(LivePicture(USA), 6, NEAR)
    assert shown(picture, 50)["a"].track == "T0001"
    away = [("a", US, 33.0, 133.5, {}), ("b", JP, 33.02, 133.5, {})]
    sail(picture, 12, away, start=6)
    both = shown(picture, 170)
    assert (both["a"].track, both["b"].track) == ("T0001", "T0002")
    assert not both["a"].merged


def test_numbers_stay_when_a_pair_parts_and_meets_again():
    picture = sail(LivePicture(USA), 6, NEAR)
    sail(picture, 12, [NEAR[0], ("b", JP, 33.02, 133.5, {})], start=6)
    sail(picture, 12, NEAR, start=18)
    assert shown(picture, 290)["a"].track == "T0001"


def test_a_silent_partner_stays_in_the_track_with_its_age():
    """The link is cut: what was one stays one, the partner's age grows, the position is the own one."""
    picture = sail(LivePicture(USA), 6, NEAR)
    sail(picture, 60, NEAR[:1], start=6)
    (found,) = board(picture, START + timedelta(seconds=650)).tracks
    assert [(s.id, s.age_s) for s in found.nation_sources] == [("a", 0), ("b", 600)]
    assert found.merged
    assert not found.stale
    assert found.lat == pytest.approx(33.0, abs=1e-6)
    assert FRESH_S < 600


def verdict(state, one, other, *, same, nation=USA):
    said = Verdict(same, f"watch_officer:{nation}", START, Name("seen from the bridge", ""), "e1")
    state.verdicts.setdefault(pair(track(one, **US), track(other, **JP)), {})[nation] = said


def test_a_person_splits_what_looks_like_one_at_once_and_for_good():
    picture, state = sail(LivePicture(USA), 6, NEAR), PictureState()
    verdict(state, "a", "b", same=False)
    assert picture.step(START + timedelta(seconds=51), state)
    assert tracks(picture) == []
    sail(picture, 10, NEAR, state, start=6)
    assert tracks(picture) == []
    reason = shown(picture, 150)["a"].reason
    assert (reason.key, reason.facts["author"], reason.facts["remark"].en) == (
        "picture-split-person",
        "watch_officer:USA",
        "seen from the bridge",
    )


def test_a_person_joins_what_looks_like_two():
    far = [("a", US, 33.0, 133.5, {}), ("b", JP, 33.1, 133.5, {})]
    picture, state = sail(LivePicture(USA), 2, far), PictureState()
    assert tracks(picture) == []
    verdict(state, "a", "b", same=True)
    sail(picture, 2, far, state, start=2)
    assert tracks(picture) == [["a", "b"]]
    assert shown(picture, 30)["a"].reason.key == "picture-merged-person"


def test_a_persons_join_does_not_teach_the_bias():
    far = [("a", US, 33.0, 133.5, {}), ("b", JP, 33.1, 133.5, {})]
    picture, state = LivePicture(USA), PictureState()
    verdict(state, "a", "b", same=True)
    sail(picture, 5, far, state)
    (bias,) = [known.bias for known in picture.correlator.pairs.values()]
    assert (bias.north_m, bias.east_m) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("own", "partner", "merged"), [(False, True, False), (True, False, True), (None, False, False)]
)
def test_the_own_verdict_goes_before_the_partners(own, partner, merged):
    state = PictureState()
    verdict(state, "a", "b", same=partner, nation=JPN)
    if own is not None:
        verdict(state, "a", "b", same=own, nation=USA)
    assert bool(tracks(sail(LivePicture(USA), 4, NEAR, state))) is merged


def test_three_sources_are_one_track_with_at_most_one_row_of_each():
    third = {"nation": JPN, "source": "jpn-patrol"}
    ships = [*NEAR, ("c", third, 33.0003, 133.5, {}), ("b2", JP, 33.006, 133.5, {})]
    assert tracks(sail(LivePicture(USA), 6, ships)) == [["a", "b", "c"]]


@pytest.mark.parametrize("seconds", [10, 20, 60, 300])
def test_how_often_a_step_comes_makes_no_wrong_track(seconds):
    """Where the exercise clock leaps, correlation catches up in steps of its own."""
    picture, state, scans = LivePicture(USA), PictureState(), 60
    for begin in range(0, scans * 10, seconds):
        for at in range(begin, begin + seconds, 10):
            place = STEP_DEG * at / 10
            picture.take(
                report(name, **side, seconds=at, lat=lat, lon=lon + place, **EAST) for name, side, lat, lon, _ in NEAR
            )
        picture.step(START + timedelta(seconds=begin + seconds), state)
    assert tracks(picture) == [["a", "b"]]


@given(
    pairs=st.dictionaries(
        st.tuples(st.integers(0, 5), st.integers(0, 5)), st.floats(0.1, 20).map(lambda x: round(x, 3)), max_size=14
    )
)
def test_the_assignment_is_the_best_there_is(pairs):
    first = np.array([i for i, _ in pairs], np.int64)
    second = np.array([j for _, j in pairs], np.int64)
    score = np.array(list(pairs.values()))
    chosen = assign(first, second, score)
    assert len(set(first[chosen])) == len(set(second[chosen])) == len(chosen)
    table = np.zeros((6, 6))
    table[first, second] = score
    rows, columns = linear_sum_assignment(table, maximize=True)
    assert score[chosen].sum() == pytest.approx(table[rows, columns].sum())


def test_rivals():
    side, score = np.array([1, 1, 2, 1]), np.array([5.0, 7.0, 1.0, 6.0])
    assert rival(side, score).tolist() == [7.0, 6.0, -np.inf, 7.0]
    assert rival(np.zeros(0, np.int64), np.zeros(0)).tolist() == []


def learnt(pairs, scans=20, sigma=50.0, seed=3):
    rng, bias = np.random.default_rng(seed), RelativeBias()
    velocity = rng.normal(0, 6, (pairs, 2))
    for _ in range(scans):
        difference = np.array([-210.0, 230.0]) + 5.0 * velocity + rng.normal(0, sigma, (pairs, 2))
        bias.learn(difference, velocity, np.full(pairs, sigma**2))
    return bias


@pytest.mark.parametrize(("pairs", "reach_m", "clock_s"), [(1, 110, 9), (3, 45, 5), (10, 25, 3), (200, 6, 0.7)])
def test_a_bias_is_learnt_from_any_number_of_pairs_and_says_how_well(pairs, reach_m, clock_s):
    bias = learnt(pairs)
    assert bias.reach_m < reach_m
    assert abs(bias.north_m + 210.0) < 3 * bias.reach_m
    assert abs(bias.east_m - 230.0) < 3 * bias.reach_m
    assert abs(bias.clock_s - 5.0) < clock_s


def test_no_pairs_teach_nothing():
    bias = RelativeBias()
    bias.learn(np.zeros((0, 2)), np.zeros((0, 2)), np.zeros(0))
    assert (bias.north_m, bias.east_m, bias.clock_s, round(bias.reach_m)) == (0.0, 0.0, 0.0, 250)


def test_a_quarter_of_wrong_pairs_hardly_moves_the_bias():
    rng, bias = np.random.default_rng(1), RelativeBias()
    for _ in range(10):
        difference = np.array([-210.0, 230.0]) + rng.normal(0, 40, (40, 2))
        difference[:10] = rng.uniform(-2_000, 2_000, (10, 2))
        bias.learn(difference, rng.normal(0, 6, (40, 2)), np.full(40, 1_600.0))
    assert abs(bias.north_m + 210.0) < 25
    assert abs(bias.east_m - 230.0) < 25


BIAS = ((120.0, -80.0), (-90.0, 150.0))
SCENES = {"plain": {}, "bias": {"bias_m": BIAS}, "bias and clock": {"bias_m": BIAS, "clock_s": (0.0, 8.0)}}
SEEDS = range(200, 208)


@pytest.mark.parametrize("kind", SCENES)
def test_score_of_thirty_ships_over_many_seeds(kind):
    """Errors of 60 and 120 m that stay for minutes, a tenth of the reports missing, one ship in six in company."""
    early, late = zip(*[watch(Scene(ships=30, seed=seed, **SCENES[kind]), at=(3,))[0] for seed in SEEDS], strict=True)
    held = sum(score.held for score in late)
    assert held > 120
    assert sum(score.right for score in late) >= held - 1
    assert sum(score.wrong for score in late) <= 2
    assert sum(score.right for score in early) >= 0.95 * sum(score.held for score in early)
    assert sum(score.wrong for score in early) <= 4
    assert np.mean([score.gospa_m for score in late]) < (450.0 if kind == "plain" else 850.0)


def test_score_of_a_thousand_ships_with_bias_and_clock_offset():
    (score,), picture = watch(Scene(ships=1_000, seed=301, **SCENES["bias and clock"]))
    assert score.right >= score.held - 2
    assert score.wrong <= 4
    assert score.gospa_m < 5_000.0
    (known,) = [found.bias for found in picture.correlator.pairs.values()]
    assert (known.north_m, known.east_m) == (pytest.approx(-210.0, abs=15), pytest.approx(230.0, abs=15))
    assert known.clock_s == pytest.approx(8.0, abs=1.5)
