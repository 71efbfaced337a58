"""`renkei plan export` and `renkei plan import`: files in and out, edits told, exit codes."""

import json

import openpyxl
import pytest
from click.testing import CliRunner

from renkei.cli import cli
from renkei.plan.document import read_plan
from renkei.plan.export import write_plan
from tests.plan.exchanged import cell, relief
from tests.plan.plans import at


@pytest.fixture
def document(tmp_path):
    path = tmp_path / "plan.yaml"
    path.write_text(write_plan(relief()), "utf-8")
    return path


def run(*arguments, **options):
    return CliRunner().invoke(cli, ["plan", *map(str, arguments)], **options)


def test_a_workbook_out_and_its_edits_in(document, tmp_path):
    book = tmp_path / "plan.xlsx"
    assert run("export", document, book, "--to", "xlsx").exit_code == 0
    same = run("import", document, book)
    assert (same.exit_code, same.stderr) == (0, "Nothing is changed.\n")
    assert read_plan(same.stdout) == read_plan(document.read_text("utf-8"))
    edited = openpyxl.load_workbook(book)
    cell(edited, "tasks", "b", "due_utc").value = "H+8h"
    edited.save(book)
    done = run("import", document, book, "--out", tmp_path / "new.yaml", "--lang", "ja")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "b due:H+7 → H+8" in done.stderr
    assert {t.id: t.due for t in read_plan((tmp_path / "new.yaml").read_text("utf-8")).tasks}["b"] == at(8)
    found = json.loads(run("import", document, book, "--json").stdout)
    assert [(e["id"], e["field"]) for e in found] == [("b", "due")]


def test_texts_out_to_standard_output_or_a_file(document, tmp_path):
    for target, begins in (
        ("csv", "\ufeffid,nation"),
        ("tpfdd", "\ufeffrequirement"),
        ("mspdi", "<?xml"),
        ("yaml", "plan:"),
    ):
        done = run("export", "--to", target, document)
        assert (done.exit_code, done.stdout.startswith(begins)) == (0, True)
        file = tmp_path / f"out.{target}"
        assert run("export", "--to", target, document, file).exit_code == 0
        assert file.read_bytes() == done.stdout_bytes
    assert "段階" in run("export", "--to", "mspdi", document, "--lang", "ja").stdout


def test_csv_and_requirements_in(document, tmp_path):
    for target in ("csv", "tpfdd"):
        file = tmp_path / f"{target}.csv"
        run("export", "--to", target, document, file)
        assert run("import", document, file, "--from", target).stderr == "Nothing is changed.\n"
    alone = run("import", tmp_path / "tpfdd.csv", "--from", "tpfdd")
    assert alone.exit_code == 0
    assert [t.id for t in read_plan(alone.stdout).tasks] == ["a", "b", "c", "d"]


def test_what_is_wrong_is_told_with_its_place(document, tmp_path):
    book = tmp_path / "plan.xlsx"
    run("export", document, book, "--to", "xlsx")
    edited = openpyxl.load_workbook(book)
    cell(edited, "tasks", "a", "likely_h").value = "=1+1"
    edited.save(book)
    done = run("import", document, book)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("plan.xlsx tasks!I2: A formula stands here.")
    (tmp_path / "bad.csv").write_text("id\nzz\n", "utf-8")
    assert "「zz」は新しい識別名" in run("import", document, tmp_path / "bad.csv", "--lang", "ja").stderr


def test_what_cannot_be_done(document, tmp_path):
    assert run("export", document, "--to", "xlsx").exit_code == 2
    assert run("export").exit_code == 2
    assert run("export", document, document, document).exit_code == 2
    assert run("export", tmp_path / "none.yaml").exit_code == 2
    assert run("export", document, tmp_path, "--to", "csv").exit_code == 2
    assert run("import", document, tmp_path / "none.xlsx").exit_code == 2
    assert run("import", document, document).exit_code == 2
    assert run("import", document, document, document).exit_code == 2
    (tmp_path / "tasks.csv").write_text("id\n", "utf-8")
    alone = run("import", tmp_path / "tasks.csv")
    assert (alone.exit_code, "only a TPFDD-like file" in alone.stderr) == (1, True)
