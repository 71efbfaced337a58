"""Workbooks: what is edited comes back and nothing else, what is wrong names its cell, and nothing is computed."""

import contextlib
import io
import zipfile
from datetime import timedelta

import hypothesis.strategies as st
import msgspec
import openpyxl
import pytest
from hypothesis import given, settings

from renkei.kernel.errors import Malformed
from renkei.kernel.names import Name
from renkei.plan.edits import edits
from renkei.plan.exchange import xlsx
from renkei.plan.exchange.cells import CellPart, Setting, text_of, uses_of
from renkei.plan.exchange.grid import COLUMNS_MAX, ROWS_MAX, SHEETS, line_up
from renkei.plan.model import Duration, Use
from tests.plan.exchanged import book, cell, relief, saved, withheld
from tests.plan.plans import at, change, nankai, plan, task


def back(found, edited):
    return xlsx.read(found, saved(edited), "plan.xlsx")


@pytest.mark.parametrize("found", [relief(), withheld(relief()), nankai(), plan(task("a", 7 / 60))], ids=range(4))
def test_what_is_not_edited_stays(found):
    file = io.BytesIO()
    xlsx.write(found, file)
    assert xlsx.read(found, file, "plan.xlsx") == found
    assert back(found, book(found)) == found


EDITS = [
    ("tasks", "a", "name_en", "Survey", ("task", "a", "name")),
    ("tasks", "a", "name_ja", None, ("task", "a", "name")),
    ("tasks", "a", "status", "cancelled", ("task", "a", "status")),
    ("tasks", "a", "start_utc", at(2.5).replace(tzinfo=None), ("task", "a", "start")),
    ("tasks", "a", "due_utc", "H+12h", ("task", "a", "due")),
    ("tasks", "a", "earliest_utc", None, ("task", "a", "earliest")),
    ("tasks", "a", "likely_h", 2.5, ("task", "a", "duration")),
    ("tasks", "a", "likely_h", "90min", ("task", "a", "duration")),
    ("tasks", "b", "after", None, ("task", "b", "after")),
    ("tasks", "b", "after", "a, d", ("task", "b", "after")),
    ("tasks", "b", "uses", "1 x r, stand:x", ("task", "b", "uses")),
    ("tasks", "b", "at", "y", ("task", "b", "at")),
    ("tasks", "a", "phase", None, ("task", "a", "phase")),
    ("tasks", "a", "priority", 2, ("task", "a", "priority")),
    ("tasks", "d", "mode", "m", ("task", "d", "mode")),
    ("modes", "d/m", "most_h", 5, ("task", "d", "modes")),
    ("resources", "r", "capacity", 3, ("resource", "r", "capacity")),
    ("resources", "r", "ready_utc", "H+1h", ("resource", "r", "ready")),
    ("places", "y", "reason", "storm", ("place", "y", "reason")),
    ("phases", "p", "to_utc", "H+11h", ("phase", "p", "end")),
    ("decisions", "g", "who", "J3", ("decision", "g", "who")),
    ("constraints", "l", "lag_h", 1, ("constraint", "l", "lag_min")),
    ("constraints", "l", "lag_most_h", None, ("constraint", "l", "lag_most_min")),
    ("constraints", "z", "weight", None, ("constraint", "z", "weight")),
    ("constraints", "z", "latest_utc", "H+31h", ("constraint", "z", "latest")),
]


@pytest.mark.parametrize(("sheet", "key", "column", "value", "edit"), EDITS)
def test_an_edit_is_that_edit_alone(sheet, key, column, value, edit):
    found = relief()
    edited = book(found)
    cell(edited, sheet, key, column).value = value
    after = back(found, edited)
    assert [(e.part, e.id, e.field) for e in edits(found, after)] == [edit]


def test_the_values_of_edits():
    found = relief()
    edited = book(found)
    cell(edited, "tasks", "a", "start_utc").value = at(2.5).replace(tzinfo=None)
    cell(edited, "tasks", "b", "uses").value = "1 x r; stand:x"
    for column, value in (("least_h", 1), ("most_h", 4), ("likely_h", "1h30min")):
        cell(edited, "tasks", "a", column).value = value
    after = {t.id: t for t in back(found, edited).tasks}
    assert after["a"].start == at(2.5)
    assert after["a"].duration == Duration(90, 60, 240)
    assert after["b"].uses == (Use("r", 1), Use("stand:x", 1))


def test_rows_and_columns_may_move_and_sheets_be_left_out():
    found = relief()
    edited = book(found)
    sheet = edited["tasks"]
    rows = [[c.value for c in row] for row in sheet.iter_rows()]
    edited.remove(sheet)
    moved = edited.create_sheet("tasks")
    for row in (rows[0], *reversed(rows[1:])):
        moved.append([str(v) if isinstance(v, str) else v for v in reversed(row)])
        for c in moved[moved.max_row]:
            c.data_type = "s" if isinstance(c.value, str) else c.data_type
    del edited["modes"], edited["places"]
    assert back(found, edited) == found


WRONG = [
    ("tasks", "a", "id", "zz", "plan-exchange-renamed", "plan.xlsx tasks!A2"),
    ("resources", "r", "id", "zz", "plan-exchange-unknown", "plan.xlsx resources!A2"),
    ("tasks", "a", "id", "b", "plan-document-twice", "plan.xlsx tasks!A3"),
    ("tasks", "a", "id", None, "plan-document-missing", "plan.xlsx tasks!A2"),
    ("tasks", "a", "nation", "USA", "plan-exchange-fixed", "plan.xlsx tasks!B2"),
    ("tasks", "a", "status", "soon", "plan-document-choice", "plan.xlsx tasks!E2"),
    ("tasks", "a", "status", None, "plan-document-missing", "plan.xlsx tasks!E2"),
    ("tasks", "a", "start_utc", "tomorrow", "plan-document-time", "plan.xlsx tasks!F2"),
    ("tasks", "a", "start_utc", "2026-02-09T18:00:00", "plan-document-zone", "plan.xlsx tasks!F2"),
    ("tasks", "a", "start_utc", "Q+1h", "plan-document-anchor", "plan.xlsx tasks!F2"),
    ("tasks", "a", "place", "nowhere", "plan-document-unknown", "plan.xlsx tasks!G2"),
    ("tasks", "a", "likely_h", -1, "plan-document-duration", "plan.xlsx tasks!I2"),
    ("tasks", "a", "likely_h", 0.001, "plan-document-duration", "plan.xlsx tasks!I2"),
    ("tasks", "a", "likely_h", "long", "plan-document-duration", "plan.xlsx tasks!I2"),
    ("tasks", "a", "least_h", 1, "plan-document-three-points", "plan.xlsx tasks!I2"),
    ("tasks", "a", "after", "zz", "plan-document-unknown", "plan.xlsx tasks!N2"),
    ("tasks", "a", "uses", "0 x r", "plan-exchange-uses", "plan.xlsx tasks!O2"),
    ("tasks", "a", "uses", "r, 2 x r", "plan-exchange-uses", "plan.xlsx tasks!O2"),
    ("tasks", "a", "uses", "many r", "plan-exchange-uses", "plan.xlsx tasks!O2"),
    ("tasks", "a", "uses", "1 x u", "plan-document-authority", "plan.xlsx tasks!O2"),
    ("tasks", "a", "priority", 0, "plan-document-whole", "plan.xlsx tasks!R2"),
    ("tasks", "a", "name_en", "=1+2", "plan-exchange-formula", "plan.xlsx tasks!C2"),
    ("tasks", "a", "name_en", "x" * 2_001, "plan-exchange-long", "plan.xlsx tasks!C2"),
    ("tasks", "a", "due_utc", timedelta(hours=1), "plan-exchange-cell", "plan.xlsx tasks!M2"),
    ("tasks", "c", "due_utc", "H+1h", "plan-exchange-withheld", "plan.xlsx tasks!M4"),
    ("tasks", "a", "due_utc", "withheld", "plan-exchange-withheld", "plan.xlsx tasks!M2"),
    ("resources", "r", "capacity", 1.5, "plan-document-whole", "plan.xlsx resources!F2"),
    ("resources", "r", "kind", "stock", "plan-exchange-fixed", "plan.xlsx resources!C2"),
    ("constraints", "j", "lag_h", 1, "plan-exchange-fixed", "plan.xlsx constraints!H3"),
    ("constraints", "j", "kind", "after", "plan-exchange-fixed", "plan.xlsx constraints!B3"),
    ("constraints", "l", "lag_h", None, "plan-document-missing", "plan.xlsx constraints!H2"),
]


@pytest.mark.parametrize(("sheet", "key", "column", "value", "rule", "place"), WRONG)
def test_what_is_wrong_names_its_cell_and_rule(sheet, key, column, value, rule, place):
    found = withheld(relief())
    edited = book(found)
    cell(edited, sheet, key, column).value = value
    with pytest.raises(Malformed) as caught:
        back(found, edited)
    assert (caught.value.key, caught.value.place) == (rule, place)


def test_a_row_that_is_gone_a_strange_sheet_heading_or_cell():
    found = relief()
    changes = {
        "plan-exchange-gone": lambda b: b["tasks"].delete_rows(3),
        "plan-exchange-sheet": lambda b: b.create_sheet("notes"),
        "plan-exchange-column": lambda b: b["tasks"].__setitem__("C1", "title"),
        "plan-document-twice": lambda b: b["tasks"].__setitem__("C1", "name_ja"),
        "plan-document-missing": lambda b: b["tasks"].__setitem__("A1", None),
        "plan-exchange-stray": lambda b: b["tasks"].__setitem__("AA2", "?"),
    }
    for rule, edit in changes.items():
        edited = book(found)
        edit(edited)
        with pytest.raises(Malformed) as caught:
            back(found, edited)
        assert caught.value.key == rule
    edited = book(found)
    edited["tasks"]["A9"] = "  "
    assert back(found, edited) == found


def test_nothing_is_a_formula_in_a_workbook_that_is_written():
    nasty = ["=cmd|' /C calc'!A0", "+1", "-1+2", "@SUM(A1)", "\t=1", "'=1", "=HYPERLINK(1)"]
    found = plan(*(task(f"t{n}", 1, name=Name(text, text)) for n, text in enumerate(nasty)))
    file = io.BytesIO()
    xlsx.write(found, file)
    with zipfile.ZipFile(file) as packed:
        sheets = [packed.read(n).decode() for n in packed.namelist() if n.startswith("xl/worksheets/")]
    assert [s for s in sheets if "<f>" in s or "<f " in s] == []
    sheet = openpyxl.load_workbook(file)["tasks"]
    assert {c.data_type for row in sheet.iter_rows(min_row=2, min_col=3, max_col=4) for c in row} == {"s"}
    assert sheet["C2"].quotePrefix
    assert xlsx.read(found, file, "x") == found


def test_what_is_no_workbook_or_made_to_harm():
    def packed(*members):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
            for name, content in members:
                made.writestr(name, content)
        return file

    good = io.BytesIO()
    xlsx.write(relief(), good)
    with zipfile.ZipFile(good) as opened:
        members = [(n, opened.read(n)) for n in opened.namelist()]
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'
    cases = {
        "plan-exchange-workbook": [
            io.BytesIO(b"no zip"),
            packed(("x", "y")),
            packed(*members, ("xl/extra.xml", evil)),
            packed(*members, ("xl/extra.xml", evil.decode().encode("utf-16"))),
            packed(*((n, b"<broken" if "sheet1" in n else c) for n, c in members)),
        ],
        "plan-exchange-large": [
            packed(*((f"m{n}", "") for n in range(xlsx.MEMBERS_MAX + 1))),
            packed(*((f"m{n}", b"\0" * 50_000_000) for n in range(7))),
            io.BytesIO(b"\0" * (xlsx.BYTES_MAX + 1)),
        ],
    }
    for rule, files in cases.items():
        for file in files:
            with pytest.raises(Malformed) as caught:
                xlsx.read(relief(), file, "x.xlsx")
            assert caught.value.key == rule


def _packed():
    file = io.BytesIO()
    xlsx.write(relief(), file)
    with zipfile.ZipFile(file) as opened:
        return [(n, opened.read(n)) for n in opened.namelist()]


PACKED = _packed()


@given(st.integers(0, len(PACKED) - 1), st.data())
@settings(max_examples=120, deadline=None)
@pytest.mark.filterwarnings("ignore::UserWarning")  # what openpyxl does not know, it says and passes over
def test_a_damaged_workbook_is_read_or_refused_and_nothing_else(member, data):
    name, content = PACKED[member]
    at_byte = data.draw(st.integers(0, max(0, len(content) - 1)))
    cut = data.draw(st.integers(0, 12))
    damaged = content[:at_byte] + data.draw(st.binary(max_size=6)) + content[at_byte + cut :]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for n, c in PACKED:
            made.writestr(n, damaged if n == name else c)
    with contextlib.suppress(Malformed):
        xlsx.read(relief(), file, "x.xlsx")


def test_tables_are_bounded():
    heads = (1, ["id"])
    full = [heads, *((n, [f"t{n}"]) for n in range(2, ROWS_MAX + 2))]
    assert len(line_up("x", iter(full), SHEETS[0]).lines) == ROWS_MAX
    with pytest.raises(Malformed, match="plan-exchange-rows"):
        line_up("x", iter([*full, (ROWS_MAX + 2, ["more"])]), SHEETS[0])
    assert all(len(s.columns) <= COLUMNS_MAX for s in SHEETS)
    assert len({s.name for s in SHEETS}) == len(SHEETS)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(st.lists(st.tuples(TEXT, TEXT, st.integers(0, 10_000), st.integers(-500, 500)), min_size=1, max_size=4))
@settings(max_examples=20, deadline=None)
def test_any_names_lengths_and_times_come_back(drawn):
    tasks = (task(f"t{n}", m / 60, name=Name(en, ja), due=h / 7) for n, (en, ja, m, h) in enumerate(drawn))
    found = plan(*tasks)
    file = io.BytesIO()
    xlsx.write(found, file)
    assert xlsx.read(found, file, "x") == found


@given(st.integers(0, 100_000), st.integers(-10_000_000, 10_000_000))
@settings(max_examples=15, deadline=None)
def test_any_edit_of_a_length_and_a_time_is_read_as_written(minutes, due):
    found, moment = plan(task("a", 1)), at(due / 60).replace(tzinfo=None)
    edited = book(found)
    cell(edited, "tasks", "a", "likely_h").value = minutes / 60
    cell(edited, "tasks", "a", "due_utc").value = moment
    after = back(found, edited).tasks[0]
    assert after.duration.likely_min == minutes
    assert after.due.replace(tzinfo=None) == moment
    assert msgspec.structs.replace(after, due=None, duration=Duration(60)) == found.tasks[0]


def test_texts_of_cells():
    assert [text_of(v) for v in (None, " a\r\nb ", 1.0, 1.5, 1 / 3, 123_456.0, 7)] == [
        "", "a\nb", "1", "1.5", "0.333333", "123456", "7",
    ]  # fmt: skip
    assert text_of(at(1).replace(microsecond=0) - timedelta(microseconds=1)) == "2026-02-09T16:30:00Z"
    part = CellPart("x!A1", "2 × r、u")
    assert uses_of(part, (), Setting({}, {"resource": {"r", "u"}})) == (Use("r", 2), Use("u", 1))
    assert change(plan(task("a", 1)), "a", due=at(1)).tasks[0].due == at(1)
