"""`renkei plan`: words in both languages, tables, JSON, CSV, HTML and exit codes."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from renkei.cli import cli
from renkei.cli.plan_asked import exit_of
from renkei.kernel.message import Message
from renkei.plan.engine.answers import CheckResult, Explanation, SolveResult
from renkei.plan.export import write_plan
from renkei.scenarios import pack_text
from tests.plan.plans import at, change, nankai, scheduled

HERE = Path(__file__).parent


@pytest.fixture
def conflict(tmp_path):
    path = tmp_path / "conflict.yaml"
    path.write_text(pack_text("nankai"), "utf-8")
    return str(path)


@pytest.fixture
def feasible(tmp_path):
    path = tmp_path / "feasible.yaml"
    path.write_text(write_plan(change(nankai(), "K8", due=at(120))), "utf-8")
    return str(path)


def run(*arguments):
    return CliRunner().invoke(cli, ["plan", *arguments])


def test_a_conflict_in_words(conflict):
    done = run("check", conflict)
    assert done.exit_code == 1
    assert "together need 10 of parking:matsuyama_ap; there are 8" in done.stdout
    assert "K8.due" in done.stdout
    assert "must be done by H+76" in done.stdout
    done = run("explain", conflict, "--lang", "ja")
    assert done.exit_code == 1
    assert "期限をH+120にする(44時間延長)。USAの合意が必要です。" in done.stdout
    assert "H+28からH+76まで10、それ以外は8" in done.stdout


UNKNOWN = Explanation(id="x", told=Message("plan-cli-because"), items=(), ways_out=(), proved=True, seconds=0.0)
ANSWERS = (
    (CheckResult(feasible=True), 0),
    (CheckResult(feasible=False, conflicts=(UNKNOWN,)), 1),
    (CheckResult(feasible=False, decided=False), 3),
    (SolveResult(verified=True), 0),
    (SolveResult(verified=False, conflicts=(UNKNOWN,)), 1),
    (SolveResult(verified=False), 3),
)


@pytest.mark.parametrize(("answer", "code"), ANSWERS)
def test_what_is_not_known_is_no_conflict(answer, code):
    assert exit_of(answer) == code


@pytest.mark.parametrize("command", ["check", "explain", "solve", "matrix"])
def test_a_limit_that_is_too_short_says_so_and_ends_with_its_own_code(conflict, command):
    done = run(command, conflict, "--limit", "0.0000001")
    assert done.exit_code == 3
    assert "Time ran out" in done.output or "No schedule was found within the limit" in done.output


def test_a_conflict_as_json_and_csv(conflict):
    done = run("explain", conflict, "--json", "--nation", "US")
    found = json.loads(done.stdout)
    assert (done.exit_code, found["feasible"]) == (1, False)
    assert found["conflicts"][0]["ways_out"][0]["own"] is True
    rows = list(csv.reader(io.StringIO(run("check", conflict, "--csv").stdout.removeprefix("\ufeff"))))
    assert [r[1:4] for r in rows[1:4]] == [
        ["fact", "K8.due", "USA"],
        ["fact", "K9.due", "JPN"],
        ["fact", "parking:matsuyama_ap.capacity", "JPN"],
    ]
    assert [r[2] for r in rows[4:]] == ["K8.due", "K9.due", "parking:matsuyama_ap.capacity", "counter"]


def test_a_plan_that_can_be_done(feasible):
    done = run("check", feasible)
    assert (done.exit_code, done.stdout.splitlines()[0]) == (0, "The plan can be done.")


def test_a_schedule_as_table_json_and_csv(feasible):
    done = run("solve", feasible)
    assert done.exit_code == 0
    assert any("K8" in line and "H+72" in line and "H+120" in line for line in done.stdout.splitlines())
    assert "10 tasks placed and verified" in done.stderr
    found = json.loads(run("solve", feasible, "--json").stdout)
    assert (found["verified"], found["optimal"], len(found["schedule"])) == (True, True, 10)
    rows = list(csv.DictReader(io.StringIO(run("solve", feasible, "--csv").stdout.removeprefix("\ufeff"))))
    assert {r["Task"]: r["Start"] for r in rows}["K8"] == "2026-02-12T15:30:00Z"


def test_an_impossible_schedule_is_explained(conflict):
    done = run("solve", conflict)
    assert done.exit_code == 1
    assert "Let K8" in done.stdout


def test_the_matrix_as_table_and_page(feasible, tmp_path):
    assert run("matrix", feasible).stdout.count("█") > 10
    page = run("matrix", feasible, "--html", "--lang", "ja")
    assert page.exit_code == 0
    assert "同期表" in page.stdout
    assert (page.stdout.count("<rect"), page.stdout.count("<tr>"), "http" in page.stdout) == (10, 11, False)
    adopted = tmp_path / "adopted.yaml"
    adopted.write_text(write_plan(scheduled(nankai(), {"K1": 2})), "utf-8")
    done = run("matrix", str(adopted), "--json")
    assert done.exit_code == 1
    assert [(r["task"], r["start"]) for r in json.loads(done.stdout)][:2] == [
        ("K1", "2026-02-09T17:30:00Z"),
        ("K10", None),
    ]
    assert "cannot be done" in done.stderr


def test_names_do_not_become_markup_or_formulas(tmp_path):
    path = tmp_path / "p.yaml"
    name = "=<script>&"
    path.write_text(f'tasks: [{{id: a, nation: JP, duration: 1h, name: "{name}"}}]', "utf-8")
    assert "=&lt;script&gt;&amp;" in run("matrix", str(path), "--html").stdout
    assert ",'=<script>&," in run("solve", str(path), "--csv").stdout


def test_a_malformed_document_names_file_line_field_and_rule(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text("tasks:\n- {id: a, nation: JP, duration: long}\n", "utf-8")
    for command in ("check", "solve", "explain", "matrix"):
        done = run(command, str(path))
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr.startswith("bad.yaml:2 tasks[0].duration: “long” is not a duration")
    assert "所要時間ではありません" in run("check", str(path), "--lang", "ja").stderr


def test_what_cannot_be_read_is_said(tmp_path):
    assert run("check", str(tmp_path / "none.yaml")).exit_code == 2
    assert "cannot be read" in run("check", str(tmp_path)).stderr
    binary = tmp_path / "b.yaml"
    binary.write_bytes(b"\xff\xfe\x00")
    assert run("check", str(binary)).exit_code == 2
    assert run("check", str(HERE / "example.yaml"), "--nation", "XX9").exit_code == 2


def test_the_example_of_the_vocabulary_is_checked():
    assert run("check", str(HERE / "example.yaml")).exit_code == 0
