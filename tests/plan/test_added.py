"""Rows that planners add to a sheet of tasks: what they become, what is refused where, what stays as it was."""

import msgspec
import pytest
from click.testing import CliRunner

from renkei.cli import cli
from renkei.kernel.errors import Malformed
from renkei.kernel.ids import ID_MAX
from renkei.kernel.names import Name
from renkei.plan.document import read_plan
from renkei.plan.edits import edits
from renkei.plan.exchange import task_csv, xlsx
from renkei.plan.export import write_plan
from renkei.plan.model import Duration, Use
from tests.plan.exchanged import book, heading, relief, saved
from tests.plan.plans import at, task

ROW = 6
"""First empty row of the sheet of the plan's four tasks."""


def added(found, sheet="tasks", row=ROW, **cells):
    """The plan as a workbook with one more row."""
    edited = book(found)
    for name, value in cells.items():
        edited[sheet][f"{heading(edited[sheet], name)}{row}"] = value
    return saved(edited)


def read(found, **cells):
    return xlsx.read(found, added(found, **cells), "plan.xlsx")


def test_a_row_with_a_new_identifier_is_a_new_task_and_nothing_else_changes():
    found = relief()
    after = read(found, id="n", nation="JP", name_en="New", name_ja="新", likely_h=1.5, uses="1 x r, 2 x stand:x",
                 after="a, d", due_utc="H+9h", at="x", phase="p", priority=2)  # fmt: skip
    assert after.tasks[:-1] == found.tasks
    assert after.tasks[-1] == task("n", 1.5, name=Name("New", "新"), uses={"r": 1, "stand:x": 2}, after=("a", "d"),
                                   due=9, at=("x",), phase="p", priority=2)  # fmt: skip
    assert [(e.part, e.id, e.field) for e in edits(found, after)] == [("task", "n", "")]
    assert msgspec.structs.replace(after, tasks=found.tasks) == found
    again = book(after)
    assert xlsx.read(after, saved(again), "plan.xlsx") == after
    assert read_plan(write_plan(after)).tasks[-1].duration == Duration(90)


def test_the_shortest_row_is_enough_and_new_tasks_may_wait_for_one_another():
    found = relief()
    edited = book(found)
    for row, cells in (
        (ROW, {"id": "n", "nation": "USA", "likely_h": 2, "after": "m"}),
        (ROW + 1, {"id": "m", "nation": "JPN", "likely_h": 1}),
    ):
        for name, value in cells.items():
            edited["tasks"][f"{heading(edited['tasks'], name)}{row}"] = value
    edited["tasks"][f"{heading(edited['tasks'], 'after')}3"] = "n"
    after = xlsx.read(found, saved(edited), "plan.xlsx")
    assert [(t.id, t.owner, t.after) for t in after.tasks[4:]] == [("n", "USA", ("m",)), ("m", "JPN", ())]
    assert after.tasks[1].after == ("n",)


def test_a_row_adds_a_task_by_csv_as_well():
    found = relief()
    text = task_csv.write(found) + "n,JPN,New,,planned,,,,2,,,,,a,1 x r,,,,,\r\n"
    after = task_csv.read(found, text.encode(), "plan.csv")
    assert (after.tasks[-1].id, after.tasks[-1].uses, after.tasks[-1].after) == ("n", (Use("r", 1),), ("a",))


GOOD = {"id": "n", "nation": "JPN", "likely_h": 2}
WRONG = [
    ({"nation": None}, "plan-document-missing", "B6"),
    ({"nation": "Japan!"}, "nation-unknown", "B6"),
    ({"likely_h": None}, "plan-document-missing", "I6"),
    ({"likely_h": "long"}, "plan-document-duration", "I6"),
    ({"likely_h": 2, "least_h": 3, "most_h": 4}, "plan-document-three-points", "I6"),
    ({"uses": "1 x u"}, "plan-document-authority", "O6"),
    ({"uses": "1 x nothing"}, "plan-document-unknown", "O6"),
    ({"after": "nothing"}, "plan-document-unknown", "N6"),
    ({"phase": "nothing"}, "plan-document-unknown", "Q6"),
    ({"status": "ordered"}, "plan-document-choice", "E6"),
    ({"due_utc": "Q+9h"}, "plan-document-anchor", "M6"),
    ({"id": "x" * (ID_MAX + 1)}, "plan-document-id", "A6"),
    ({"id": "a"}, "plan-document-twice", "A6"),
    ({"id": None}, "plan-document-missing", "A6"),
    ({"name_en": "withheld"}, "plan-exchange-withheld", "C6"),
]


@pytest.mark.parametrize(("cells", "rule", "cell"), WRONG, ids=[f"{n}-{w[1]}" for n, w in enumerate(WRONG)])
def test_a_wrong_row_is_refused_with_sheet_row_column_and_rule(cells, rule, cell):
    with pytest.raises(Malformed) as raised:
        read(relief(), **{**GOOD, **cells})
    assert (raised.value.key, raised.value.place) == (rule, f"plan.xlsx tasks!{cell}")


@pytest.mark.parametrize("sheet", ["modes", "resources", "places", "phases", "decisions", "constraints"])
def test_a_row_adds_a_task_and_nothing_else(sheet):
    with pytest.raises(Malformed, match="plan-exchange-unknown"):
        read(relief(), sheet=sheet, row=40, id="new")


def test_the_command_line_says_what_was_added(tmp_path):
    plan, workbook = tmp_path / "p.yaml", tmp_path / "p.xlsx"
    plan.write_text(write_plan(relief()), "utf-8")
    workbook.write_bytes(added(relief(), **GOOD, due_utc=at(9).replace(tzinfo=None)).getvalue())
    done = CliRunner().invoke(cli, ["plan", "import", str(plan), str(workbook)])
    assert done.exit_code == 0
    assert read_plan(done.stdout).tasks[-1].due == at(9)
    assert "1 change" in done.stderr
    wrong = added(relief(), **{**GOOD, "uses": "1 x u"})
    workbook.write_bytes(wrong.getvalue())
    refused = CliRunner().invoke(cli, ["plan", "import", str(plan), str(workbook), "--lang", "ja"])
    assert refused.exit_code == 2
    assert "p.xlsx tasks!O6" in refused.stderr
