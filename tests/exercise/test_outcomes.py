"""Outcomes are judged by their form under any key; for each of them planted wrong results are judged false."""

from pathlib import Path

import msgspec
import pytest
import yaml

from renkei.exercise.journey import Findings
from renkei.exercise.outcomes import outcomes, without_form
from renkei.exercise.pack import read_pack
from renkei.exercise.refusals import Refusals, Tried
from renkei.exercise.sentences import said
from renkei.scenarios import pack_text

THIRD = Path(__file__).parents[1] / "journey" / "third_pack.yaml"
PACK = read_pack(THIRD.read_text("utf-8"))
NANKAI = read_pack(pack_text("nankai"))
GBR, AUS = "GBR", "AUS"
BEFORE = {"ferry": [20, 27], "passage": [18, 34], "landing": [34, 40]}
AFTER = BEFORE | {"passage": [28, 44], "landing": [44, 50]}


def at(hours):
    return msgspec.to_builtins(PACK.at(hours))


def both(make):
    return {nation: make() for nation in (GBR, AUS)}


def check():
    ways = [
        {"change": "bridge.due", "to": at(74), "who": [AUS], "proved": True},
        {"change": "hub.due", "to": at(84), "who": [GBR], "proved": True},
        {"change": "apron.capacity", "to": 12, "who": [GBR], "proved": True},
        {"change": "counter", "to": {"from": at(30), "until": at(54), "quantity": 12, "otherwise": 10}, "who": [GBR]},
    ]
    items = [{"field": field} for field in ("bridge.due", "hub.due", "apron.capacity")]
    told = {"key": "x", "facts": {"needed": 12, "available": 10}}
    return {"feasible": False, "conflicts": [{"items": items, "told": told, "ways_out": ways}]}


def crossed():
    return {"state": "crossed", "acts": [["withdraw", AUS], ["amend", GBR]], "must": {AUS: "a", GBR: "b"}}


def refused(task, other):
    return Tried(403, "plan-sequence-needed", {}, {"task": task, "other": other})


def good():
    """Return what a run of the third pack finds where everything is as expected."""
    typed = [f"e{n}" for n in range(8)]
    miss = {"task": "landing", "due": at(46), "end": at(50), "by_min": 240}
    return Findings(
        duplicates=both(lambda: [["medics", "nurses", ["place", "quantity", "deadline"]]]),
        judged=True,
        checks=both(check),
        settled=both(lambda: {"check": {"feasible": True}, "bars": {"bridge": [30, 54], "hub": [14, 50]}}),
        counter={"request": "stands"},
        previewed=True,
        landing=[{"task": "lift", "place": "dale"}],
        place_reports={"status": {"source": "survey"}, "conflicting": [{"source": "press"}]},
        repair={"options": [{"certified": True, "misses": [miss]}]},
        before_slip=both(lambda: dict(BEFORE)),
        after_slip=both(lambda: dict(AFTER)),
        at_risk=both(lambda: {"diggers": {}}),
        typed=typed,
        after_outage=both(lambda: {"listed": ["x", *typed], "lost": 1, "restored": 1}),
        crossed={"diggers": both(crossed)},
        figures=both(
            lambda: {"figures": ["90,000 meals", "9億食"], "values": [90000.0, 900000000.0], "conflicting": True}
        ),
        language={
            "medics": {
                "language": "en", "status": "none", "amount": {}.fromkeys("k"), "by": at(14), "original": "衛生要員",
                "kept": "衛生要員", "after": "human",
            }
        },
        refusals=Refusals(
            partner_task=both(lambda: Tried(403, "plan-partner-task", {}, {})),
            onto_partner={GBR: [refused("ferry", "landing")], AUS: [refused("landing", "ferry")]},
        ),
        withheld_due={"task": "hub", "told": {"key": "x"}, "named": False, "not_on_wire": True},
    )  # fmt: skip


def put(value, *path):
    """Return what sets a value at a path into findings."""

    def plant(seen):
        for step in path[:-1]:
            seen = getattr(seen, step) if hasattr(seen, str(step)) and not isinstance(seen, dict) else seen[step]
        if isinstance(seen, (dict, list)):
            seen[path[-1]] = value
        else:
            setattr(seen, path[-1], value)

    return plant


CONFLICT = ("checks", AUS, "conflicts", 0)
PLANTED = {
    "twins": [
        put([], "duplicates", GBR),
        put([["medics", "diggers", ["place", "quantity", "deadline"]]], "duplicates", AUS),
        put([["medics", "nurses", ["place"]]], "duplicates", AUS),
        put(False, "judged"),
    ],
    "quarrel": [
        put(True, "checks", GBR, "feasible"),
        put([], "checks", AUS, "conflicts"),
        put("hub.earliest", *CONFLICT, "items", 1, "field"),
        put(11, *CONFLICT, "told", "facts", "needed"),
        lambda seen: seen.checks.pop(GBR),
    ],
    "remedies": [
        put(at(75), *CONFLICT, "ways_out", 0, "to"),
        put([GBR], *CONFLICT, "ways_out", 0, "who"),
        put(False, *CONFLICT, "ways_out", 1, "proved"),
        put(11, *CONFLICT, "ways_out", 2, "to"),
        put(9, *CONFLICT, "ways_out", 3, "to", "otherwise"),
        put(at(31), *CONFLICT, "ways_out", 3, "to", "from"),
        put("diggers", "counter", "request"),
        lambda seen: seen.checks[GBR]["conflicts"][0]["ways_out"].pop(),
    ],
    "agreed": [
        put([27, 51], "settled", GBR, "bars", "bridge"),
        put(False, "settled", AUS, "check", "feasible"),
        put(False, "previewed"),
        lambda seen: seen.settled.pop(AUS),
    ],
    "silence": [
        put("ferry", "withheld_due", "task"),
        put(None, "withheld_due", "told"),
        put(True, "withheld_due", "named"),
        put(False, "withheld_due", "not_on_wire"),
    ],
    "detour": [
        put("hilltop", "landing", 0, "place"),
        put("press", "place_reports", "status", "source"),
        put([], "place_reports", "conflicting"),
    ],
    "queue": [
        put([], "refusals", "onto_partner", GBR),
        put([refused("steam", "landing")], "refusals", "onto_partner", GBR),
        put([Tried(200, "", {}, {"task": "landing", "other": "ferry"})], "refusals", "onto_partner", AUS),
        put(Tried(403, "plan-partner-task", {}, {}, kept=False), "refusals", "partner_task", AUS),
        lambda seen: seen.refusals.partner_task.pop(GBR),
    ],
    "lateness": [
        put(AFTER | {"ferry": [21, 28]}, "after_slip", GBR),
        put(AFTER | {"landing": [45, 51]}, "after_slip", AUS),
        put({"passage": [28, 44], "landing": [44, 50]}, "after_slip", GBR),
        put(False, "repair", "options", 0, "certified"),
        put([], "repair", "options", 0, "misses"),
        put(180, "repair", "options", 0, "misses", 0, "by_min"),
        put({}, "at_risk", AUS),
        put({"diggers": {}, "stands": {}}, "at_risk", GBR),
        lambda seen: seen.at_risk.pop(GBR),
    ],
    "dark_hour": [
        put(["e0"] * 8, "after_outage", GBR, "listed"),
        put([*reversed([f"e{n}" for n in range(8)]), "x"], "after_outage", AUS, "listed"),
        put(0, "after_outage", AUS, "lost"),
        put([], "typed"),
        lambda seen: seen.after_outage.pop(GBR),
    ],
    "crossed_letters": [
        put("committed", "crossed", "diggers", GBR, "state"),
        put({AUS: "a"}, "crossed", "diggers", GBR, "must"),
        lambda seen: seen.crossed.clear(),
        lambda seen: seen.crossed["diggers"].pop(AUS),
        lambda seen: [state["acts"].pop() for state in seen.crossed["diggers"].values()],
    ],
    "counts": [
        put(False, "figures", AUS, "conflicting"),
        put([90000.0, 9000.0], "figures", GBR, "values"),
        put(["90,000 meals", "9 meals"], "figures", GBR, "figures"),
        lambda seen: seen.figures.pop(GBR),
    ],
    "reading": [
        put("human", "language", "medics", "status"),
        put(None, "language", "medics", "amount"),
        put(None, "language", "medics", "by"),
        put("machine", "language", "medics", "after"),
        put("medics", "language", "medics", "kept"),
        put("ja", "language", "medics", "language"),
        lambda seen: seen.language.clear(),
    ],
}


def test_everything_is_shown_where_it_is_as_expected():
    assert outcomes(PACK, good()) == dict.fromkeys(PACK.expected, True)
    assert without_form(PACK) == []
    assert set(PLANTED) == set(PACK.expected)


@pytest.mark.parametrize(("key", "plant"), [(key, plant) for key, plants in PLANTED.items() for plant in plants])
def test_a_planted_wrong_result_is_judged_false(key, plant):
    seen = good()
    plant(seen)
    assert outcomes(PACK, seen)[key] is False


@pytest.mark.parametrize("key", PACK.expected)
def test_nothing_is_shown_by_a_run_that_found_nothing(key):
    assert outcomes(PACK, Findings())[key] is False


WRONG = {
    "twins": {"offered": ["medics", "stands"], "evidence": ["place"]},
    "quarrel": {"minimal_set": ["bridge.due_h"]},
    "remedies": [{"change": "bridge.due_h", "to": 75, "who": "AU"}],
    "agreed": {"bridge": [27, 51]},
    "silence": {"withheld": "ferry.due_h"},
    "detour": {"task": "lift", "uses_place": "hilltop"},
    "queue": {"moved": "steam", "onto": "landing"},
    "lateness": {"moves": {"passage": [18, 29]}, "misses": {}, "at_risk": []},
    "dark_hour": {"present": "twice"},
    "crossed_letters": {"withdrawn": "stands"},
    "counts": {"figures": ["1", "2"], "values": [1, 2]},
    "reading": {"untranslated": "nurses", "reads_in": "en"},
}


@pytest.mark.parametrize("key", PACK.expected)
def test_a_planted_wrong_expectation_is_judged_false(key):
    pack = msgspec.structs.replace(PACK, expected={key: WRONG[key]})
    assert outcomes(pack, good()) == {key: False}


@pytest.mark.parametrize("key", PACK.expected)
def test_a_key_is_a_name_alone(key):
    other = msgspec.structs.replace(PACK, expected={"parking_conflict": PACK.expected[key]})
    assert outcomes(other, good()) == {"parking_conflict": True}


FORMLESS = ("all is well", "", [], {}, {"shown": True}, 7, None, ["x"], {"minimal_set": 7}, {"bridge": 3}, [{"to": 3}])


@pytest.mark.parametrize("wanted", FORMLESS)
def test_what_has_no_known_form_is_false_and_said(wanted):
    pack = msgspec.structs.replace(PACK, expected={"x": wanted})
    assert outcomes(pack, good()) == {"x": False}
    assert without_form(pack) == ([] if wanted in ({"minimal_set": 7}, {"bridge": 3}) else ["x"])


SENTENCES = {
    "withheld_due": {"withheld": "K9.due_h"},
    "beach_a": {"moved": "K6", "onto": "K7"},
    "outage": {"present": "once"},
    "crossing_acts": {"withdrawn": "R6"},
    "language_r3": {"untranslated": "R3", "reads_in": "ja"},
}


def test_the_published_packs_sentences_are_read_for_what_they_name():
    sentences = {key: text for key, text in NANKAI.expected.items() if isinstance(text, str)}
    assert {key: dict(said(text) or {}) for key, text in sentences.items()} == SENTENCES
    assert without_form(NANKAI) == []


def test_the_third_pack_shares_no_key_identifier_or_name_with_the_published_one():
    packs = [yaml.safe_load(text) for text in (pack_text("nankai"), THIRD.read_text("utf-8"))]
    named = [
        {
            *pack["expected"], pack["id"], *(n["id"] for n in pack["nodes"]), *(n["name"] for n in pack["nodes"]),
            *(e["id"] for kind in ("tasks", "forces", "requests", "shared_resources", "phases") for e in pack[kind]),
            *(e["name"]["en"] for kind in ("tasks", "phases") for e in pack[kind]),
            *(a["place"] for a in pack["airfields"]), *(f["type"] for f in pack["forces"]),
            *(r["to"] for r in pack["requests"]),
        }
        for pack in packs
    ]  # fmt: skip
    assert named[0] & named[1] == set()
