"""The execution and the decision-support matrix: what stands in them and how the command line shows it."""

import csv
import io
import json
import re
from zoneinfo import ZoneInfo

import msgspec
import pytest
from click.testing import CliRunner

from renkei.cli import cli
from renkei.plan.branches import choices, under
from renkei.plan.constraint import Authority
from renkei.plan.decision_support import Hanging, OptionRow, decision_support
from renkei.plan.document import read_plan
from renkei.plan.exchange import xlsx
from renkei.plan.execution import Anchor, Waited, adopted, execution_matrix
from renkei.plan.matrix_sheets import VIEWS, decision_lines, offset_text, views
from renkei.plan.model import Sequence
from renkei.plan.phase import Measure
from tests.plan.exchanged import book, saved
from tests.plan.plans import plan, task

JST = ZoneInfo("Asia/Tokyo")
DOCUMENT = """plan: full
title: {en: Relief, ja: 救援}
anchors: {D: 2026-02-10T00:00Z}
phases:
- {id: p1, name: {en: Lift, ja: 輸送},
   exit: {tasks: [load], measure: {en: people waiting, ja: 待機者}, op: "<=", value: 50}}
- {id: p2, name: {en: Restore, ja: 復旧}, after: p1}
- {id: p3}
places: {port: {owner: JP, capacity: {berth: 1}}}
resources: {ferry: {nation: JP}, c130: {nation: US}, mv22: {nation: US}}
tasks:
- {id: load, nation: JP, duration: {min: 2h, likely: 4h, max: 9h}, phase: p1, at: {port: {berth: 1}}, uses: {ferry: 1},
   start: D, place: port, status: committed, name: {en: Load, ja: 積載}}
- {id: by-air, nation: US, duration: 6h, phase: p2, branch: air, needs_grant: R7, start: D+4h, mode: m,
   modes: [{id: l, use: mv22, duration: 9h}, {id: m, use: c130, duration: 6h}]}
- {id: by-sea, nation: JP, duration: 20h, uses: {ferry: 1}, after: load}
- {id: unload, nation: JP, duration: 2h, after: [by-air, by-sea]}
constraints:
- {id: c1, kind: after, task: unload, of: load}
- {id: c4, kind: decision_before, decision: dp-2, task: by-air, lead: 1h30min}
decisions:
- {id: dp-2, who: [US-J3, JP-J3], trigger: {en: ferry port closed, ja: フェリー港閉鎖},
   latest: D-2h, branch: {yes: air, no: [by-sea]}}
- {id: dp-1, who: [J5]}
"""


@pytest.fixture(scope="module")
def full():
    return read_plan(DOCUMENT)


def executed(found):
    kept = under(found)
    return execution_matrix(kept, adopted(kept), choices(found), JST)


def test_the_execution_matrix_has_everything_in_its_place_in_time(full):
    found = executed(full)
    assert [(r.number, r.offset_min, r.event, r.subject) for r in found.rows] == [
        (1, -120, "decision", "dp-2"),
        (2, 0, "start", "load"),
        (3, 240, "end", "load"),
        (4, 240, "gate", "p1"),
        (5, 240, "start", "by-air"),
        (6, 600, "end", "by-air"),
        (7, 600, "gate", "p2"),
        (8, None, "decision", "dp-1"),
        (9, None, "start", "unload"),
    ]
    assert (found.anchor.name, found.plan) == ("D", "full")


def test_a_row_says_who_where_under_what_and_in_local_time(full):
    rows = {(r.event, r.subject): r for r in executed(full).rows}
    load, air = rows["start", "load"], rows["start", "by-air"]
    assert (load.units, load.place, load.nation, load.status) == (("ferry",), "port", "JPN", "committed")
    assert (load.local.isoformat(), load.at.isoformat()) == ("2026-02-10T09:00:00+09:00", "2026-02-10T00:00:00+00:00")
    assert air.units == ("c130",)
    assert set(air.waits_for) == {Waited("phase", "p1"), Waited("decision", "dp-2"), Waited("request", "R7")}
    assert rows["start", "unload"].waits_for == (Waited("task", "by-air"), Waited("task", "load"))
    gate, decision = rows["gate", "p1"], rows["decision", "dp-2"]
    assert (gate.waits_for, gate.status, len(gate.measures)) == ((Waited("task", "load"),), "criteria", 1)
    assert (decision.units, decision.status, decision.answer) == (("US-J3", "JP-J3"), "open", "yes")
    assert rows["gate", "p2"].status == ""


def test_agreed_orders_and_permissions_are_waited_for_and_a_cancelled_task_is_no_row():
    tasks = (task("a", 1, start=0), task("b", 1, start=1), task("c", 1, start=5, status="cancelled"))
    rules = (Authority(id="x", task="b", request="R9"),)
    found = execution_matrix(
        under(plan(*tasks, sequences=(Sequence("r", "a", "b"),), constraints=rules)), adopted(plan(*tasks))
    )
    assert [(r.event, r.subject) for r in found.rows] == [("start", "a"), ("end", "a"), ("start", "b"), ("end", "b")]
    assert found.rows[2].waits_for == (Waited("task", "a"), Waited("request", "R9"))


def test_the_decision_support_matrix_says_who_decides_what_until_when_and_what_hangs_on_it(full):
    kept = under(full)
    found = decision_support(full, adopted(kept), choices(full), JST, {"p1": 0.25})
    assert [d.id for d in found.decisions] == ["dp-2", "dp-1"]
    row, later = found.decisions
    assert (row.who, row.trigger.ja, row.latest.offset_min, row.reason) == (
        ("US-J3", "JP-J3"),
        "フェリー港閉鎖",
        -120,
        "first",
    )
    assert row.options == (
        OptionRow("yes", "air", ("by-air",), taken=True),
        OptionRow("no", "", ("by-sea",), taken=False),
    )
    assert row.hanging == (Hanging("by-air", 90, adopted(kept)[1].start),)
    assert (later.latest, later.options, later.reason) == (None, (), "")
    p1, p2 = found.gates
    assert (p1.tasks, p1.complete.offset_min, p1.opens, p1.chance) == (("load",), 240, ("p2",), 0.25)
    assert p1.measures == (Measure(full.phases[0].exit.measures[0].name, "<=", "50"),)
    assert (p2.after, p2.tasks, p2.complete.offset_min, p2.chance) == ("p1", ("by-air",), 600, None)
    lines = list(decision_lines(found, "ja"))
    assert lines[0][8:10] == ["yes*: air [by-air]; no: [by-sea]", "by-air 1h30min"]
    assert lines[2][11] == "待機者 <= 50"


def test_an_adopted_time_ends_after_the_length_of_its_mode(full):
    ends = {p.task: (p.end - p.start).total_seconds() / 3600 for p in adopted(full)}
    assert ends == {"load": 4, "by-air": 6}
    longer = {p.task: p for p in adopted(msgspec.structs.replace(full, tasks=_in_mode(full.tasks, "l")))}
    assert (longer["by-air"].end - longer["by-air"].start).total_seconds() / 3600 == 9


def _in_mode(tasks, mode):
    return tuple(msgspec.structs.replace(t, mode=mode) if t.modes else t for t in tasks)


OFFSETS = [(0, "D+0"), (330, "D+5:30"), (-90, "D-1:30"), (None, "")]


@pytest.mark.parametrize(("minutes", "text"), OFFSETS)
def test_an_offset_is_said_from_its_anchor(full, minutes, text):
    assert offset_text(Anchor("D", full.origin), minutes) == text


# The command line


@pytest.fixture
def shown(tmp_path):
    def run(*arguments, text=DOCUMENT):
        path = tmp_path / "p.yaml"
        path.write_text(text, "utf-8")
        return CliRunner().invoke(cli, ["plan", "matrix", str(path), *arguments])

    return run


def table(done):
    return list(csv.reader(io.StringIO(done.stdout.removeprefix("\ufeff"))))


def test_the_execution_matrix_in_words_csv_and_json(shown):
    done = shown("--form", "execution")
    assert done.exit_code == 0
    for said in ("Execution matrix: Relief", "100900I FEB 26", "092200Z FEB 26", "open; planned as: yes", "phase p1"):
        assert said in done.stdout
    japanese = shown("--form", "execution", "--lang", "ja").stdout
    assert "実行表: 救援" in japanese
    assert "要確認:待機者 <= 50" in japanese
    heads, first, *_ = table(shown("--form", "execution", "--csv"))
    assert heads[:6] == ["No.", "Time", "Zulu", "Local", "What", "ID"]
    assert first[:6] == ["1", "D-2", "2026-02-09T22:00:00Z", "2026-02-10T07:00:00+09:00", "decision", "dp-2"]
    found = json.loads(shown("--form", "execution", "--json", "--tz", "UTC").stdout)
    assert set(found) == {"plan", "title", "anchor", "rows"}
    assert found["rows"][1]["local"] == "2026-02-10T00:00:00Z"
    assert set(found["rows"][1]) == {
        "number", "at", "local", "offset_min", "event", "subject", "name", "nation", "units", "place", "waits_for",
        "status", "answer", "measures",
    }  # fmt: skip


def test_the_decision_matrix_in_words_csv_json_and_html(shown):
    done = shown("--form", "decision")
    assert done.exit_code == 0
    for said in (
        "Decision-support matrix: Relief",
        "yes (planned): air",
        "no: [by-sea]",
        "opens p2",
        "to be evidenced",
    ):
        assert said in done.stdout
    found = json.loads(shown("--form", "decision", "--json").stdout)
    assert set(found) == {"plan", "title", "anchor", "decisions", "gates"}
    assert [g["chance"] for g in found["gates"]] == [None, None]
    page = shown("--form", "decision", "--html", "--lang", "ja").stdout
    assert page.startswith("<!doctype html>")
    assert "待機者 &lt;= 50" in page
    assert "no: [by-sea]" in page
    rows = table(shown("--form", "decision", "--csv", "--assume", "dp-2=no"))
    assert rows[1][8] == "yes: air [by-air]; no*: [by-sea]"


LEADS = [
    ("1h30min", "by-air 1 h 30 min", "by-air 1時間30分", "by-air 1h30min"),
    ("2h", "by-air 2 h", "by-air 2時間", "by-air 2h"),
    ("45min", "by-air 45 min", "by-air 45分", "by-air 0h45min"),
]


@pytest.mark.parametrize(("lead", "english", "japanese", "token"), LEADS)
def test_leads_and_an_answer_that_changes_nothing_are_said_in_the_language_and_stay_tokens_in_csv(
    shown, lead, english, japanese, token
):
    text = DOCUMENT.replace("lead: 1h30min", f"lead: {lead}").replace("no: [by-sea]", "no: continue")
    for language, words in (("en", ("no: continue", english)), ("ja", ("no: 計画どおり続行", japanese))):
        cells = set(re.split("<[^>]*>|\n", shown("--form", "decision", "--html", "--lang", language, text=text).stdout))
        assert cells >= set(words)
        rows = table(shown("--form", "decision", "--csv", "--lang", language, text=text))
        assert rows[1][8:10] == ["yes*: air [by-air]; no: continue", token]


def test_the_chance_of_a_gate_is_told_only_if_asked(shown):
    done = shown("--form", "decision", "--json", "--chance")
    gate = json.loads(done.stdout)["gates"][0]
    assert 0.0 < gate["chance"] < 0.5
    assert " %" in shown("--form", "decision", "--chance").stdout
    assert " %" not in shown("--form", "decision").stdout


def test_zones_without_a_letter_are_told_by_their_offset_and_unknown_ones_are_refused(shown):
    assert "100530+0530 FEB 26" in shown("--form", "execution", "--tz", "Asia/Kolkata").stdout
    assert "091900R FEB 26" in shown("--form", "execution", "--tz", "America/New_York").stdout
    assert shown("--form", "execution", "--tz", "Nowhere/At-all").exit_code == 2


def test_the_synchronisation_matrix_is_as_before_and_a_plan_that_cannot_be_done_still_shows_its_views(shown):
    assert [r["task"] for r in json.loads(shown("--json").stdout)] == ["load", "by-air", "unload"]
    late = DOCUMENT.replace("id: unload, nation: JP, duration: 2h,", "id: unload, nation: JP, duration: 2h, due: D+1h,")
    done = shown("--form", "execution", "--csv", text=late)
    assert done.exit_code == 1
    assert len(table(done)) == 10
    assert "The plan cannot be done" in done.stderr


# Workbooks


def test_a_workbook_has_both_matrices_and_they_are_not_read_back(full):
    edited = book(full)
    assert edited.sheetnames[-2:] == list(VIEWS)
    assert [c.value for c in edited["execution_matrix"][2]][:6] == [
        "1",
        "D-2",
        "2026-02-09T22:00:00Z",
        *["2026-02-09T22:00:00+00:00", "decision", "dp-2"],
    ]
    assert len(list(edited["decision_matrix"].rows)) == len(views(full)["decision_matrix"]) == 5
    edited["execution_matrix"]["A2"] = "anything"
    del edited["decision_matrix"]
    assert xlsx.read(full, saved(edited), "p.xlsx") == full
