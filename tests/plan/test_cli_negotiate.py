"""`renkei plan negotiate` through the whole command line: two processes agree; a transcript holds what crossed."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

from renkei.cli import cli

ANCHORS = "plan: landing\nanchors: {H: 2026-02-09T15:30Z}\n"
PORT = "places:\n  port: {owner: JP, capacity: {berth: 1}}\n"
US = (
    ANCHORS
    + PORT
    + """
tasks:
  - {id: ship, nation: US, name: secret stores, duration: 4h, at: {port: {berth: 1}}, due: H+4h, priority: 3}
  - {id: load, nation: US, duration: 3h}
  - {id: fly, nation: US, duration: 2h, after: [load], due: H+5h}
  - {id: receive, nation: JP, duration: 2h}
constraints:
  - {id: meet, kind: start_together, tasks: [fly, receive], within: 1h}
"""
)
JP = (
    ANCHORS
    + PORT
    + """
tasks:
  - {id: ferry, nation: JP, duration: 4h, at: {port: {berth: 1}}, due: H+4h, priority: 1}
  - {id: clear, nation: JP, duration: 6h, due: H+7.25h}
  - {id: receive, nation: JP, duration: 2h, after: [clear], due: H+8h}
  - {id: fly, nation: US, duration: 2h}
constraints:
  - {id: meet, kind: start_together, tasks: [fly, receive], within: 1h}
"""
)


def run(*arguments):
    return CliRunner().invoke(cli, ["plan", "negotiate", *map(str, arguments), "--limit", "1"])


@pytest.fixture
def write(tmp_path):
    """Write a document."""

    def written(text, name="plan.yaml"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return written


@pytest.fixture
def both(write):
    return write(US, "us.yaml"), write(JP, "jp.yaml")


def test_two_documents_agree_and_the_transcript_holds_nothing_private(both, tmp_path):
    transcript = tmp_path / "said.jsonl"
    done = run(*both, "--json", "--transcript", transcript)
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["joint"], found["nations"], found["broken"]) == (True, ["USA", "JPN"], [])
    assert found["late_min"] == {"USA": 360, "JPN": 0}
    starts = {p["task"]: p["start"][11:16] for p in found["schedule"]}
    assert starts == {"ship": "19:30", "load": "15:30", "fly": "20:30", "ferry": "15:30", "clear": "15:30"} | {
        "receive": "21:30"
    }
    said = transcript.read_text("utf-8").splitlines()
    assert len(said) == found["messages"] <= 60
    assert {json.loads(line)["verb"] for line in said} >= {"request", "accept"}
    for private in ("secret", "ship", "ferry", "load", "clear", "22:45"):
        assert [line for line in said if private in line] == []


def test_one_document_is_split_by_nation(write):
    done = run(write(US), "--csv", "--nation", "JP")
    assert done.exit_code == 0
    assert [r["Task"] for r in csv.DictReader(io.StringIO(done.stdout.removeprefix("\ufeff")))] == ["receive"]


@pytest.mark.parametrize(
    ("language", "told", "late"),
    [("en", "agreed on a joint plan", "misses its own due times by 6 h"), ("ja", "合意しました", "計6時間")],
)
def test_in_words_of_both_languages(both, language, told, late):
    done = run(*both, "--lang", language)
    assert done.exit_code == 0
    assert all(task in done.stdout for task in ("ship", "ferry"))
    assert told in done.stderr
    assert late in done.stderr


def test_no_agreement_is_told_and_changes_nothing(write):
    text = """
tasks:
  - {id: one, nation: US, duration: 4h, at: {port: {berth: 1}}}
  - {id: other, nation: JP, duration: 4h, at: {port: {berth: 1}}}
constraints:
  - {id: meet, kind: start_together, tasks: [one, other], within: 1h}
"""
    done = run(write(ANCHORS + PORT + text))
    assert done.exit_code == 1
    assert done.stdout == ""
    assert "found no joint plan" in done.stderr


@pytest.mark.parametrize(
    ("text", "arguments", "told"),
    [
        (US.replace("4h, at", "long, at"), (), "plan.yaml:7 tasks[0].duration"),
        (US.replace("nation: JP", "nation: US"), (), "plan.yaml: A negotiation is between two nations"),
        (US, ("--between", "US,GB"), "no task of GBR"),
        (US, ("--between", "US"), "Name two with --between"),
        (US, ("--between", "US,Atlantis"), "Atlantis"),
        (US.replace("nation: JP", "nation: US"), ("--lang", "ja"), "調整は二国間で行います"),
    ],
)
def test_what_cannot_be_negotiated_is_malformed(write, text, arguments, told):
    done = run(write(text), *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert told in done.stderr
