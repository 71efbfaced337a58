"""What must hold of every exercise: each planted fault is judged false, and none of them lets a run succeed."""

from copy import deepcopy

import msgspec
import pytest

from renkei.cli.showing import Shown
from renkei.exercise.always import always
from renkei.exercise.journey import Findings
from renkei.exercise.pack import read_pack
from renkei.exercise.picture_look import AGE_MAX_S, PictureSeen, TrackSeen
from renkei.exercise.refusals import Refusals, Tried
from renkei.scenarios import pack_text

PACK = read_pack(pack_text("nankai"))
BARE = read_pack(
    'id: bare\ntitle: {en: x}\nt0: "2026-02-10T00:30:00+09:00"\nnodes: [{id: A, name: a}, {id: B, name: b}]'
)
RULES = (
    "one_track_for_one_ship", "ships_in_company_apart", "withheld_sensor_stays_home", "liaison_cannot_commit",
    "partner_cannot_be_tasked",
)  # fmt: skip


def refused(key, **more):
    return Tried(403, key, {}, {}, **more)


def picture(own, other, kept, hidden):
    """Return a picture of two ships in company, both reported by both nations, and one that the own sensor sees."""
    both = {own: 5, other: 30}
    tracks = [TrackSeen("T0001", ("a",), both), TrackSeen("T0002", ("b",), both), TrackSeen("T0003", ("c",), {own: 5})]
    sources = {own: [f"{own}-open", kept], other: [f"{other}-open"]}
    return PictureSeen(tracks, sources, ("a", "b"), (("a", "b"),), (kept,), (hidden,))


def good():
    roles = {request: [refused("node-role-missing")] for request in ("R6", "R7")}
    partner = {nation: refused("plan-partner-task") for nation in ("USA", "JPN")}
    pictures = {"JPN": picture("JPN", "USA", "jk", "uk"), "USA": picture("USA", "JPN", "uk", "jk")}
    return Findings(refusals=Refusals(roles, partner, {}), picture=pictures)


def track(seen, number, **changes):
    tracks = seen.picture["USA"].tracks
    tracks[number] = msgspec.structs.replace(tracks[number], **changes)


def split(seen):
    seen.picture["USA"].tracks.append(TrackSeen("T0009", ("a",), {"USA": 1}))


def one_for_two(seen):
    seen.picture["JPN"].tracks[:2] = [TrackSeen("T0001", ("a", "b"), {"JPN": 1, "USA": 1})]


def tried(seen, name, key, answer):
    getattr(seen.refusals, name)[key] = answer


FAULTS = (
    ("one_track_for_one_ship", lambda s: track(s, 0, age_s={"USA": 5})),
    ("one_track_for_one_ship", lambda s: track(s, 0, age_s={"USA": 5, "JPN": AGE_MAX_S + 1})),
    ("one_track_for_one_ship", split),
    ("one_track_for_one_ship", lambda s: s.picture["USA"].tracks.pop(0)),
    ("one_track_for_one_ship", lambda s: track(s, 2, ships=("c", "?"))),
    ("one_track_for_one_ship", lambda s: s.picture.clear()),
    ("ships_in_company_apart", one_for_two),
    ("ships_in_company_apart", lambda s: setattr(s.picture["USA"], "company", ())),
    ("withheld_sensor_stays_home", lambda s: s.picture["JPN"].sources["USA"].append("uk")),
    ("withheld_sensor_stays_home", lambda s: s.picture["JPN"].sources["JPN"].remove("jk")),
    ("withheld_sensor_stays_home", lambda s: s.picture.clear()),
    ("liaison_cannot_commit", lambda s: tried(s, "commit_by_liaison", "R6", [])),
    ("liaison_cannot_commit", lambda s: s.refusals.commit_by_liaison.pop("R7")),
    ("liaison_cannot_commit", lambda s: s.refusals.commit_by_liaison["R7"].append(Tried(200, "", {}, {}))),
    ("liaison_cannot_commit", lambda s: tried(s, "commit_by_liaison", "R6", [refused("requests-wrong-state")])),
    ("partner_cannot_be_tasked", lambda s: s.refusals.partner_task.pop("JPN")),
    ("partner_cannot_be_tasked", lambda s: tried(s, "partner_task", "USA", Tried(200, "", {}, {}))),
    ("partner_cannot_be_tasked", lambda s: tried(s, "partner_task", "USA", refused("plan-partner-task", kept=False))),
    ("partner_cannot_be_tasked", lambda s: tried(s, "partner_task", "USA", Tried(409, "plan-partner-task", {}, {}))),
)


def test_every_rule_holds_of_what_is_as_it_must_be():
    assert always(PACK, good()) == dict.fromkeys(RULES, True)


@pytest.mark.parametrize(("rule", "plant"), FAULTS)
def test_a_planted_fault_is_judged_false(rule, plant):
    seen = good()
    plant(seen)
    assert always(PACK, seen)[rule] is False


def test_a_pack_without_requests_and_tasks_gives_no_occasion_for_two_of_them():
    judged = always(BARE, good())
    assert {rule for rule, held in judged.items() if held is None} == {
        "liaison_cannot_commit",
        "partner_cannot_be_tasked",
    }


SHOWN = Shown(
    expected={"x": True}, always={"y": True, "z": None}, conflicts={}, repairs={}, requests={}, events={},
    lists_agree=True, withheld={}, verified={"JPN": True, "USA": True}, findings=Findings(),
)  # fmt: skip
FAILED = (
    ({}, []),
    ({"expected": {}}, []),
    ({"expected": {"x": False}}, ["expected x"]),
    ({"always": {"y": False, "z": None}}, ["always y"]),
    ({"expected": {}, "always": {"y": False}}, ["always y"]),
    ({"lists_agree": False}, ["lists_agree"]),
    ({"verified": {"JPN": True, "USA": False}}, ["verified USA"]),
)


@pytest.mark.parametrize(("changes", "faults"), FAILED)
def test_a_run_succeeds_only_if_everything_is_as_it_must_be(changes, faults):
    assert msgspec.structs.replace(deepcopy(SHOWN), **changes).faults() == faults
