"""Plans for tests of exchange formats, and a workbook in memory."""

import io

import msgspec
import openpyxl

from renkei.kernel.label import WITHHELD
from renkei.kernel.names import Name
from renkei.plan.constraint import After, Deadline, EndTogether, Period, StartTogether
from renkei.plan.exchange import xlsx
from renkei.plan.model import Decision, Duration, Mode, Phase, Place, Resource, Use
from tests.plan.plans import at, plan, resource, task


def relief(**fields):
    """A plan that has something in every column."""
    tasks = (
        task(
            "a",
            2,
            start=0,
            uses={"r": 1},
            phase="p",
            priority=1,
            earliest=0,
            due=9,
            answers="R1",
            name=Name("=1+1", "@計"),
        ),
        task(
            "b",
            3,
            start=2,
            uses={"r": 2},
            after=("a",),
            due=7,
            status="committed",
            place="x",
            at=("x", "y"),
            needs_grant="R2",
        ),
        task("c", 1.5, owner="USA", uses={"u": 1}),
        task("d", 2, modes=(Mode("m", Duration(120, 60, 240), (Use("r"),), ("x",)), Mode("n", Duration(60)))),
    )
    common = {
        "resources": (
            resource("r", 2, name=Name("Team", "班"), ready=at(0)),
            Resource(id="u", owner="USA"),
            Resource(id="stand:x", owner="JPN", kind="place", place="x"),
        ),
        "places": (
            Place(id="x", owner="JPN", name=Name("X")),
            Place(id="y", closed=(Period(at(0), at(1)),), reason="tide"),
        ),
        "phases": (Phase(id="p", name=Name("Phase", "段階"), start=at(0), end=at(10)),),
        "decisions": (Decision(id="g", name=Name("Go"), who=("J3", "J5"), latest=at(1)),),
        "constraints": (
            After(id="l", task="b", of="a", lag_min=30, lag_most_min=120, why=Name("Fuel", "燃料"), set_by="JPN"),
            StartTogether(id="j", tasks=("a", "c")),
            EndTogether(id="e", tasks=("c", "d")),
            Deadline(id="z", task="d", latest=at(30), weight=3),
        ),
    }
    return plan(*tasks, **{**common, **fields})


def withheld(found):
    """The plan with the due time of `c` not released."""
    tasks = tuple(msgspec.structs.replace(t, due=WITHHELD) if t.id == "c" else t for t in found.tasks)
    return msgspec.structs.replace(found, tasks=tasks)


def book(found):
    """The plan as a workbook to edit."""
    file = io.BytesIO()
    xlsx.write(found, file)
    file.seek(0)
    return openpyxl.load_workbook(file)


def saved(edited):
    """A workbook as a file."""
    file = io.BytesIO()
    edited.save(file)
    file.seek(0)
    return file


def heading(sheet, name):
    """The letter of a column."""
    return next(c.column_letter for c in sheet[1] if c.value == name)


def cell(edited, sheet, key, name):
    """The cell of an object in a workbook."""
    found = edited[sheet]
    row = next(r for r in range(2, found.max_row + 1) if found.cell(r, 1).value == key)
    return found[f"{heading(found, name)}{row}"]
