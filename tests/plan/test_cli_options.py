"""`renkei plan repair|compare|simulate` and the document that `solve` writes: words, JSON, CSV, YAML, exit codes."""

import csv
import io
import json
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from renkei.cli import cli
from renkei.plan.document import read_plan
from renkei.plan.export import write_plan
from renkei.plan.model import Duration
from tests.plan.plans import at, change, nankai, resource, scheduled, task
from tests.plan.plans import plan as made

TIMES = {"K1": 2, "K2": 8, "K3": 4, "K4": 6, "K5": 20, "K6": 28, "K7": 44, "K8": 72, "K9": 12, "K10": 16}


def run(*arguments):
    return CliRunner().invoke(cli, ["plan", *map(str, arguments)])


def rows(done):
    return list(csv.DictReader(io.StringIO(done.stdout.removeprefix("\ufeff"))))


@pytest.fixture
def write(tmp_path):
    """Write a plan as a document."""

    def written(found, name="plan.yaml"):
        path = tmp_path / name
        path.write_text(write_plan(found), "utf-8")
        return path

    return written


def chain(**fields):
    """Two tasks one after the other on one unit, the second in time by an hour."""
    tasks = (
        task("a", 2, start=0, uses={"r": 1}),
        task("b", 3, start=2, uses={"r": 1}, after=("a",), due=6, **fields),
    )
    return made(*tasks, resources=(resource("r", 1),))


def test_a_repair_in_words_json_csv_and_yaml(write):
    path = write(chain())
    done = run("repair", path, "--unit", "r", "--late", "1")
    assert done.exit_code == 0
    assert "Option 1: fewest moves, proved: fewer moves cannot do it" in done.stdout
    assert any("b" in x and "H+2" in x and "H+6" in x for x in done.stdout.splitlines())
    assert "1 options; 2 tasks hit" in done.stderr or "options" in done.stderr
    found = json.loads(run("repair", path, "--unit", "r", "--late", "1", "--json").stdout)
    assert [m["task"] for m in found["options"][0]["moves"]] == ["a", "b"]
    assert [(r["task"], r["shift"]) for r in rows(run("repair", path, "--unit", "r", "--late", "1", "--csv"))] == [
        ("a", "1"),
        ("b", "1"),
    ]
    mended = read_plan(run("repair", path, "--unit", "r", "--late", "1", "--yaml").stdout)
    assert [t.start for t in mended.tasks] == [at(1), at(3)]


def test_a_repair_that_misses_says_which_and_by_how_much(write):
    done = run("repair", write(chain(answers="R1")), "--task", "a", "--late", "2.5", "--lang", "ja")
    assert done.exit_code == 0
    assert "b(JPN)はH+6の期限に間に合いません。完了はH+7:30、1.5時間の遅れです。" in done.stdout
    assert "影響を受ける要請:R1" in done.stdout


def test_nothing_to_repair_and_no_such_unit(write):
    done = run("repair", write(chain()), "--unit", "r")
    assert (done.exit_code, done.stdout) == (0, "Nothing is hit by it: every time still holds.\n")
    assert run("repair", write(chain()), "--unit", "x", "--late", "1").exit_code == 1
    assert run("repair", write(chain())).exit_code == 2
    assert run("repair", write(chain()), "--unit", "r", "--now", "soon").exit_code == 2
    assert run("repair", write(chain()), "--unit", "r", "--late", "1", "--now", "H-1h").exit_code == 0


def test_a_plan_without_times_is_solved_first(write):
    untimed = change(change(chain(), "a", start=None), "b", start=None)
    done = run("repair", write(untimed), "--unit", "r", "--late", "1")
    assert "has no times; it is solved first" in done.stderr
    assert done.exit_code == 0
    impossible = run("simulate", write(change(untimed, "b", due=at(1))))
    assert (impossible.exit_code, impossible.stdout) == (1, "")
    assert "cannot be done" in impossible.stderr


def test_a_comparison_in_words_json_and_csv(write):
    one, other = write(chain(), "a.yaml"), write(change(chain(), "b", start=at(4)), "b.yaml")
    done = run("compare", one, other)
    assert done.exit_code == 0
    assert any("b" in x and "H+2 – H+5" in x and "H+4 – H+7" in x and "0 → 1" in x for x in done.stdout.splitlines())
    found = json.loads(run("compare", one, other, "--json").stdout)
    assert (found["after"]["moved"], found["after"]["late_min"], found["tasks"][0]["shift_min"]) == (1, 60, 120)
    said = {
        (r["part"], r["id"], r["field"]): (r["before"], r["after"]) for r in rows(run("compare", one, other, "--csv"))
    }
    assert said["time", "b", "late_min"] == ("0", "60")
    assert said["level", "", "late"] == ("0", "1")
    assert "両計画は同じです。" in run("compare", one, one, "--lang", "ja").stdout
    assert run("compare", one, Path("none.yaml")).exit_code == 2
    broken = write(change(chain(), "b", start=at(1)), "c.yaml")
    done = run("compare", one, broken)
    assert done.exit_code == 1
    assert "B: " in done.stdout


def test_a_comparison_of_facts(write):
    one, other = write(chain(), "a.yaml"), write(change(chain(), "b", due=at(9)), "b.yaml")
    assert any(
        "b.due" in line and "2026-02-10T00:30:00Z" in line for line in run("compare", one, other).stdout.splitlines()
    )


def test_chances_in_words_json_and_csv(write):
    uncertain = change(chain(), "a", duration=Duration(120, 60, 480))
    path = write(uncertain)
    done = run("simulate", path, "--runs", "2000", "--seed", "3")
    assert done.exit_code == 0
    assert any("b b (JPN) is done by H+6" in x and "a 100 %" in x for x in done.stdout.splitlines())
    assert "2,000 runs of 2 tasks, 1 of them with a length of three points; seed 3." in done.stderr
    again = run("simulate", path, "--runs", "2000", "--seed", "3", "--json").stdout
    assert again == run("simulate", path, "--runs", "2000", "--seed", "3", "--json").stdout
    found = {c["key"]: c for c in json.loads(again)["chances"]}
    assert 0 < found["b.due"]["low"] < found["b.due"]["chance"] < found["b.due"]["high"] < 1
    line = next(r for r in rows(run("simulate", path, "--runs", "2000", "--seed", "3", "--csv")) if r["key"] == "b.due")
    assert line["deciders"] == "a:1 b:1"
    planned = run("simulate", path, "--runs", "2000", "--policy", "planned", "--lang", "ja")
    assert (planned.exit_code, "すべてが守られる" in planned.stdout) == (0, True)
    assert run("simulate", path, "--runs", "0").exit_code == 2
    assert "nothing here is uncertain" in run("simulate", write(chain()), "--runs", "5").stderr


def test_a_table_of_chances_shows_gates_then_the_least_likely(write):
    many = tuple(msgspec.structs.replace(task(f"t{n}", 1, start=0, due=2)) for n in range(60))
    assert run("simulate", write(made(*many)), "--runs", "5").stdout.count("│ 100.0 %") == 40


def test_a_simulation_that_runs_out_of_time_says_how_far_it_came(write):
    uncertain = change(chain(), "a", duration=Duration(120, 60, 480))
    done = run("simulate", write(uncertain), "--runs", "1000000", "--limit", "0.001", "--json")
    assert (done.exit_code, 0 < json.loads(done.stdout)["runs"] < 1_000_000) == (0, True)


def test_a_solve_writes_a_document_with_times(write):
    done = run("solve", write(change(nankai(), "K8", due=at(120))), "--yaml", "--workers", "1")
    assert done.exit_code == 0
    assert {t.id: t.start for t in read_plan(done.stdout).tasks}["K8"] == at(72)
    assert run("solve", write(scheduled(nankai(), TIMES)), "--workers", "0").exit_code == 2
