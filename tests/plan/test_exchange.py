"""CSV, TPFDD-like CSV and Microsoft Project XML: what comes back, what a reader of the schema sees, what is refused."""

import re
from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from renkei.kernel.errors import Malformed
from renkei.kernel.names import Name
from renkei.plan.document import read_plan
from renkei.plan.edits import edits
from renkei.plan.exchange import mspdi, task_csv, tpfdd
from renkei.plan.exchange.cells import text_of
from renkei.plan.exchange.grid import COLUMNS_MAX
from renkei.plan.export import write_plan
from renkei.plan.model import Duration, Use
from renkei.plan.sheet import csv_text, looks_computed, unguarded
from tests.plan.exchanged import relief, withheld
from tests.plan.plans import at, change, nankai, plan, task

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t'=+-@,\""), max_size=12)


def edited(text, old, new):
    assert text.count(old) == 1
    return text.replace(old, new).encode()


@pytest.mark.parametrize("found", [relief(), withheld(relief()), nankai()], ids=range(3))
def test_tasks_as_csv_that_nobody_edits_stay(found):
    assert task_csv.read(found, task_csv.write(found).encode(), "plan.csv") == found


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_any_names_come_back_from_csv(names):
    found = plan(*(task(f"t{n}", 1, name=Name(en, ja)) for n, (en, ja) in enumerate(names)))
    assert task_csv.read(found, task_csv.write(found).encode(), "plan.csv") == found


def test_an_edit_of_csv():
    found = relief()
    after = task_csv.read(found, edited(task_csv.write(found), "2 x r", "1 x r"), "plan.csv")
    assert [(e.id, e.field) for e in edits(found, after)] == [("b", "uses")]
    assert after.tasks[1].uses == (Use("r", 1),)


@pytest.mark.parametrize(
    ("content", "rule", "place"),
    [
        (b"id\n\xff", "plan-exchange-encoding", "x.csv"),
        (b'id\n"a', "plan-exchange-csv", "x.csv!A2"),
        (b"id\n" + b"," * COLUMNS_MAX, "plan-exchange-columns", "x.csv!A2"),
        (b"name_en\nx\n", "plan-document-missing", "x.csv!A1"),
        (b"id,name_en\na,x\nb\nc\nq\n", "plan-exchange-renamed", "x.csv!A5"),
        (b"id,likely_h\na,long\nb,3\nc,1\nd,2\n", "plan-document-duration", "x.csv!B2"),
        (b"", "plan-document-missing", "x.csv!A1"),
        (b" " * (task_csv.BYTES_MAX + 1), "plan-exchange-large", "x.csv"),
    ],
)
def test_what_is_wrong_with_csv(content, rule, place):
    with pytest.raises(Malformed) as caught:
        task_csv.read(relief(), content, "x.csv")
    assert (caught.value.key, caught.value.place) == (rule, place)


@pytest.mark.parametrize("value", ["=1", "+x", "-x", "@x", "\tx", "\rx", "'=1", "''"])
def test_what_looks_like_a_formula_is_guarded_and_comes_back(value):
    assert looks_computed(value)
    line = csv_text(["h"], [[value]]).split("\r\n", 1)[1]
    assert line.lstrip('"').startswith("'")
    assert unguarded(f"'{value}") == value


def test_numbers_are_no_formulas():
    assert [looks_computed(v) for v in ("-1.5", "+3", "-", "1")] == [False, False, True, False]
    assert [unguarded(v) for v in ("'tis", "x", "")] == ["'tis", "x", ""]


def test_requirements_say_days_relative_to_c_day():
    text = tpfdd.write(nankai())
    rows = [line.split(",") for line in text.removeprefix("\ufeff").splitlines()]
    k8 = dict(zip(rows[0], next(r for r in rows if r[0] == "K8"), strict=True))
    assert (k8["provider"], k8["units"], k8["ald"], k8["ead"], k8["lad"]) == (
        "USA",
        "4 x us-c130",
        "C+1d",
        "C+3d",
        "C+3d4h",
    )
    assert [tpfdd.relative(at(h), at(0)) for h in (0, 30, -25.5)] == ["C", "C+1d6h", "C-1d1h30min"]


@given(st.integers(-100_000, 100_000))
def test_any_minute_relative_to_c_day_is_read_back(minute):
    said = tpfdd.relative(at(minute / 60), at(0))
    read = read_plan(f"anchors: {{C: 2026-02-09T15:30Z}}\ntasks: [{{id: a, nation: JP, duration: 1h, due: {said}}}]")
    assert read.tasks[0].due == at(0) + timedelta(minutes=minute)


def test_requirements_that_are_edited():
    found = nankai()
    text = tpfdd.write(found)
    assert tpfdd.read(found, text.encode(), "x") == found
    lines = text.splitlines()
    k8 = next(line for line in lines if line.startswith("K8,"))
    moved = "\r\n".join([lines[0], k8.replace("C+3d4h,C+3d4h", "C+3d4h,C+5d").replace(",C+1d,", ",C+30h,")])
    after = tpfdd.read(found, moved.encode(), "x")
    assert {(e.id, e.field) for e in edits(found, after)} == {("K8", "due"), ("K8", "earliest")}
    assert after.tasks[7].due == at(120)
    again = {"C+3d4h,C+3d4h": "C+4d,C+5d", "USA": "JPN", "K8,": "K99,", ",48,": ",47,"}
    rules = ["plan-exchange-contradiction", "plan-exchange-fixed", "plan-exchange-unknown", "plan-exchange-fixed"]
    for (old, new), rule in zip(again.items(), rules, strict=True):
        with pytest.raises(Malformed, match=rule):
            tpfdd.read(found, "\r\n".join([lines[0], k8.replace(old, new)]).encode(), "x")
    with pytest.raises(Malformed, match="plan-document-twice"):
        tpfdd.read(found, "\r\n".join([lines[0], k8, k8]).encode(), "x")


NEW = """requirement,provider,description,units,destination,ald,lad,rdd,duration_h,supports,c_day
R001,US,Engineers,2 x us-c130,MYJ,C+1d,C+3d,C+2d,6,R7,2026-02-09T15:30Z
R002,US,Food,4 x us-c130,MYJ,,C+4d,,12,,2026-02-09T15:30Z
R003,JP,Water,,,C-1d,,,1.5,,2026-02-09T15:30Z
"""


def test_requirements_alone_make_a_plan():
    found = tpfdd.new_plan(NEW.encode(), "x.csv")
    first = found.tasks[0]
    assert (first.owner, first.duration, first.earliest, first.due) == ("USA", Duration(360), at(24), at(48))
    assert (first.uses, first.at, first.answers) == ((Use("us-c130", 2),), ("MYJ",), "R7")
    assert [(r.id, r.owner, r.capacity) for r in found.resources] == [("us-c130", "USA", 4)]
    assert read_plan(write_plan(found)) == found
    assert found.tasks[2].earliest == at(-24)


@pytest.mark.parametrize(
    ("old", "new", "rule", "place"),
    [
        ("2026-02-09T15:30Z\nR002", "2026-02-10T15:30Z\nR002", "plan-exchange-c-day", "x.csv"),
        ("C+1d", "C+9d", "plan-exchange-order", "x.csv!G2"),
        ("C+1d", "D+9d", "plan-document-anchor", "x.csv!F2"),
        (",6,R7", ",,R7", "plan-document-missing", "x.csv!I2"),
        ("R001,US", "R001,XX9", "nation-unknown", "x.csv!B2"),
        ("R002,US", "R002,JP", "plan-document-authority", "x.csv!D3"),
        ("R002,", "R001,", "plan-document-twice", "x.csv!A3"),
        ("R002,", ",", "plan-document-missing", "x.csv!A3"),
        ("2 x us-c130", "2 of us-c130", "plan-exchange-uses", "x.csv!D2"),
    ],
)
def test_what_is_wrong_with_requirements(old, new, rule, place):
    with pytest.raises(Malformed) as caught:
        tpfdd.new_plan(edited(NEW, old, new), "x.csv")
    assert (caught.value.key, caught.value.place) == (rule, place)


SCHEMA = {
    "Project": """SaveVersion UID Name Title Subject ScheduleFromStart StartDate FinishDate CurrencyCode CalendarUID
        DefaultStartTime MinutesPerDay MinutesPerWeek DaysPerMonth DurationFormat ExtendedAttributes Calendars Tasks
        Resources Assignments""",
    "Task": """UID ID Name Type IsNull WBS OutlineNumber OutlineLevel Priority Start Finish Duration DurationFormat Work
        Milestone Summary Critical PercentComplete ConstraintType CalendarUID ConstraintDate Deadline
        IgnoreResourceCalendar Notes PredecessorLink ExtendedAttribute""",
    "PredecessorLink": "PredecessorUID Type CrossProject CrossProjectName LinkLag LagFormat",
    "Resource": "UID ID Name Type IsNull Initials Code Group MaxUnits PeakUnits CalendarUID",
    "Assignment": "UID TaskUID ResourceUID Finish Start Units Work",
    "Calendar": "UID Name IsBaseCalendar BaseCalendarUID WeekDays",
    "WeekDay": "DayType DayWorking WorkingTimes",
    "WorkingTime": "FromTime ToTime",
}
"""The order of elements in the public schema of Project 2007 (`mspdi_pj12.xsd`), of those that are of interest here."""
FORMS = {
    r"(Start|Finish|StartDate|ConstraintDate|Deadline)": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d",
    r"(Duration|Work)": r"PT\d+H\d+M\d+S",
    r"(UID|.*UID|ID|Type|LinkLag|OutlineLevel|Priority|.*Format)": r"-?\d+",
    r"(IsNull|Milestone|Summary|CrossProject|DayWorking|ScheduleFromStart)": "[01]",
    r"(MaxUnits|Units)": r"\d+\.\d\d",
}


def plain(element):
    return element.tag.removeprefix(f"{{{mspdi.NAMESPACE}}}")


def faults(element):
    """Yield what the schema would not have: elements out of order or unknown, values of another form."""
    name = plain(element)
    if name in SCHEMA:
        known = SCHEMA[name].split()
        order = [known.index(plain(child)) for child in element]
        if order != sorted(order):
            yield f"{name}: {[plain(c) for c in element]}"
    for pattern, form in FORMS.items():
        if re.fullmatch(pattern, name) and not len(element) and not re.fullmatch(form, element.text or ""):
            yield f"{name}: {element.text}"
    for child in element:
        yield from faults(child)


class Read:
    """What a program sees that reads the file by its schema alone."""

    def __init__(self, content):
        self.root = ET.fromstring(content)
        self.tasks = {self.of(t, "ExtendedAttribute/Value") or self.of(t, "Name"): t for t in self.all("Tasks/Task")}
        self.ids = {self.of(t, "UID"): key for key, t in self.tasks.items()}
        self.resources = {self.of(r, "UID"): self.of(r, "Code") for r in self.all("Resources/Resource")}

    def all(self, path, element=None):
        return (self.root if element is None else element).findall("/".join(f"{{*}}{p}" for p in path.split("/")))

    def of(self, element, path):
        found = self.all(path, element)
        return found[0].text if found else None

    def links(self, key):
        links = self.all("PredecessorLink", self.tasks[key])
        return [
            (self.ids[self.of(x, "PredecessorUID")], self.of(x, "Type"), int(self.of(x, "LinkLag")) / 10) for x in links
        ]


@pytest.mark.parametrize("found", [relief(), withheld(relief()), nankai(), plan(task("a", 0))], ids=range(4))
def test_project_xml_follows_the_schema(found):
    content = mspdi.write(found, "ja")
    assert list(faults(ET.fromstring(content))) == []
    read = Read(content)
    assert len(read.ids) == len(read.all("Tasks/Task"))
    for assignment in read.all("Assignments/Assignment"):
        assert read.of(assignment, "TaskUID") in read.ids
        assert read.of(assignment, "ResourceUID") in read.resources
    uids = [read.of(a, "UID") for a in read.all("Assignments/Assignment")]
    assert len(set(uids)) == len(uids)


def test_project_xml_says_what_the_plan_says():
    found = relief()
    read = Read(mspdi.write(found))
    assert list(read.tasks) == ["Phase", "a", "b", "c", "d"]
    assert [read.of(t, "OutlineNumber") for t in read.tasks.values()] == ["1", "1.1", "2", "3", "4"]
    a, b = read.tasks["a"], read.tasks["b"]
    assert (read.of(a, "Name"), read.of(a, "Duration"), read.of(a, "Priority")) == ("=1+1", "PT2H0M0S", "1000")
    assert datetime.fromisoformat(read.of(b, "Start") + "+00:00") == at(2)
    assert datetime.fromisoformat(read.of(b, "Finish") + "+00:00") == at(5)
    assert datetime.fromisoformat(read.of(b, "Deadline") + "+00:00") == at(7)
    assert (read.of(b, "ConstraintType"), read.of(read.tasks["d"], "ConstraintType")) == ("2", "0")
    assert read.links("b") == [("a", "1", 30.0)]
    assert read.links("c") == [("a", "3", 0.0)]
    assert read.links("d") == [("c", "0", 0.0)]
    held = {
        (read.ids[read.of(x, "TaskUID")], read.resources[read.of(x, "ResourceUID")]): x
        for x in read.all("Assignments/Assignment")
    }
    assert set(held) == {("a", "r"), ("b", "r"), ("c", "u"), ("d", "r")}
    assert (read.of(held["b", "r"], "Units"), read.of(held["b", "r"], "Work")) == ("2.00", "PT6H0M0S")
    assert [read.of(r, "MaxUnits") for r in read.all("Resources/Resource")] == ["2.00", "1.00", "1.00"]
    assert len(read.all("Calendars/Calendar/WeekDays/WeekDay")) == 7


def test_all_four_types_of_links():
    from renkei.plan.constraint import After

    points = [("end", "end"), ("start", "end"), ("end", "start"), ("start", "start")]
    rules = [
        After(id=f"l{n}", task="b", of="a", task_point=t, of_point=o, lag_min=n) for n, (t, o) in enumerate(points)
    ]
    found = plan(task("a", 1), task("b", 1), constraints=tuple(rules))
    assert Read(mspdi.write(found)).links("b") == [("a", "0", 0.0), ("a", "1", 1.0), ("a", "2", 2.0), ("a", "3", 3.0)]


def test_what_is_cancelled_is_left_out_of_project_xml():
    read = Read(mspdi.write(change(relief(), "a", status="cancelled")))
    assert list(read.tasks) == ["b", "c", "d"]
    assert read.links("b") == []
    assert mspdi.duration(61) == "PT1H1M0S"
    assert text_of("x") == "x"
