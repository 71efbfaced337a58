"""A plan as Microsoft Project XML (MSPDI, the 2007 schema `mspdi_pj12.xsd`); opens no file and reads none.

Times are UTC (the format has no zone), the calendar runs day and night, minutes are written as PT4H30M0S. What the
format cannot say stays out: longest lags, capacities over time, several modes, joint starts within a margin.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

from renkei.kernel.ids import TaskId
from renkei.kernel.names import Language, Name
from renkei.plan.constraint import After, EndTogether, Point, StartTogether
from renkei.plan.engine.pose import known, options_of, origin_of
from renkei.plan.exchange.cells import printable
from renkei.plan.model import Plan, Resource, Task, Use

NAMESPACE = "http://schemas.microsoft.com/project"
SAVE_VERSION = 12
"""Project 2007: the oldest version whose schema is public."""
ALL_DAY = 1
"""Identifier of the one calendar: every day, every hour."""
ID_FIELD = "188743731"
"""Field `Text1` of a task, which carries our identifier."""
LINK_TYPES: Mapping[tuple[Point, Point], int] = {
    ("end", "end"): 0,
    ("end", "start"): 1,
    ("start", "end"): 2,
    ("start", "start"): 3,
}
"""Type of a link by the point of the predecessor and that of the task: FF, FS, SF, SS."""
LAG_PER_MIN = 10
"""Lags are written in tenths of minutes."""
FORMAT_HOURS = 5
PRIORITIES = {1: 1000, 2: 750, 3: 500, 4: 250}
"""Priorities of the format run from 0 to 1000, the highest is most urgent."""
NAME_MAX = 512
"""Longest name of the schema."""


class _Link:
    """What a task waits for."""

    def __init__(self, of: TaskId, kind: int, lag_min: int) -> None:
        self.of, self.kind, self.lag_min = of, kind, lag_min


def write(plan: Plan, language: Language = "en") -> bytes:
    """Return a plan as an XML document in UTF-8; tasks are grouped under their phases.

    Args:
        plan: The plan, with the times that it has.
        language: Language of the names.
    """
    project = ET.Element("Project", xmlns=NAMESPACE)
    tasks = list(_rows(plan))
    uid = {task.id: number for number, task in enumerate(tasks, 1) if isinstance(task, Task)}
    _fill(project, SaveVersion=SAVE_VERSION, Name=_short(plan.id), Title=_short(plan.title.text(language) or plan.id))
    _fill(project, ScheduleFromStart=1, StartDate=_time(_first(plan)), CurrencyCode="USD", CalendarUID=ALL_DAY)
    _fill(project, MinutesPerDay=24 * 60, MinutesPerWeek=7 * 24 * 60, DaysPerMonth=30, DurationFormat=FORMAT_HOURS)
    attribute = ET.SubElement(ET.SubElement(project, "ExtendedAttributes"), "ExtendedAttribute")
    _fill(attribute, FieldID=ID_FIELD, FieldName="Text1", Alias="Renkei id")
    _calendar(ET.SubElement(project, "Calendars"))
    links, outline = links_of(plan), _Outline()
    found = ET.SubElement(project, "Tasks")
    for number, task in enumerate(tasks, 1):
        element = ET.SubElement(found, "Task")
        if isinstance(task, Task):
            _task(element, task, number, outline.task(known(task.phase, None)), language)
            for link in links.get(task.id, ()):
                _link(element, uid[link.of], link)
            _fill(ET.SubElement(element, "ExtendedAttribute"), FieldID=ID_FIELD, Value=task.id)
        else:
            name = task.name.text(language) or task.id
            _fill(
                element,
                UID=number,
                ID=number,
                Name=_short(name),
                Type=1,
                IsNull=0,
                OutlineNumber=outline.phase(task.id),
            )
            _fill(element, OutlineLevel=1, Summary=1)
    _resources(ET.SubElement(project, "Resources"), plan.resources, language)
    _assignments(ET.SubElement(project, "Assignments"), plan, uid)
    ET.indent(project)
    written: bytes = ET.tostring(project, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


class _Phase:
    """A summary row."""

    def __init__(self, key: str, name: Name) -> None:
        self.id, self.name = key, name


class _Outline:
    """Numbers of rows: a phase, and under it its tasks."""

    def __init__(self) -> None:
        self._top = 0
        self._numbers: dict[str, int] = {}
        self._under: dict[str, int] = {}

    def phase(self, key: str) -> str:
        self._top += 1
        self._numbers[key] = self._top
        return str(self._top)

    def task(self, phase: str | None) -> str:
        if phase is None or phase not in self._numbers:
            self._top += 1
            return str(self._top)
        self._under[phase] = self._under.get(phase, 0) + 1
        return f"{self._numbers[phase]}.{self._under[phase]}"


def _rows(plan: Plan) -> Iterator[Task | _Phase]:
    """Yield phases with their tasks, then the tasks of no phase; cancelled ones are left out."""
    tasks = [t for t in plan.tasks if t.status != "cancelled"]
    phases = {p.id for p in plan.phases}
    for phase in plan.phases:
        inside = [t for t in tasks if t.phase == phase.id]
        if inside:
            yield _Phase(phase.id, phase.name)
            yield from inside
    yield from (t for t in tasks if known(t.phase, None) not in phases)


def links_of(plan: Plan) -> dict[TaskId, list[_Link]]:
    """Return the predecessors of each task: `after`, lags, and joint tasks as links to the first of them."""
    present = {t.id for t in plan.tasks if t.status != "cancelled"}
    found: dict[TaskId, dict[tuple[TaskId, int], _Link]] = {}

    def add(task: TaskId, link: _Link) -> None:
        if task in present and link.of in present and task != link.of:
            links = found.setdefault(task, {})
            before = links.get((link.of, link.kind))
            if before is None or before.lag_min < link.lag_min:
                links[link.of, link.kind] = link

    for task in plan.tasks:
        for of in known(task.after, ()):
            add(task.id, _Link(of, LINK_TYPES["end", "start"], 0))
    for c in plan.constraints:
        if isinstance(c, After):
            add(c.task, _Link(c.of, LINK_TYPES[c.of_point, c.task_point], c.lag_min))
        elif isinstance(c, StartTogether | EndTogether) and c.within_min == 0:
            kind = LINK_TYPES["start", "start"] if isinstance(c, StartTogether) else LINK_TYPES["end", "end"]
            for other in c.tasks[1:]:
                add(other, _Link(c.tasks[0], kind, 0))
    return {task: list(links.values()) for task, links in found.items()}


def _task(element: ET.Element, task: Task, number: int, outline: str, language: Language) -> None:
    name = known(task.name, Name()).text(language) or task.id
    minutes = _minutes(task)
    milestone = int(minutes == 0)
    _fill(element, UID=number, ID=number, Name=_short(name), Type=1, IsNull=0, WBS=_short(task.id))
    _fill(element, OutlineNumber=outline, OutlineLevel=outline.count(".") + 1)
    _fill(element, Priority=PRIORITIES.get(known(task.priority, 3), 500))
    if task.start is not None:
        _fill(element, Start=_time(task.start), Finish=_time(task.start + timedelta(minutes=minutes)))
    _fill(element, Duration=duration(minutes), DurationFormat=FORMAT_HOURS, Milestone=milestone, Summary=0)
    _fill(element, PercentComplete=100 if task.status == "done" else 0)
    earliest, due = known(task.earliest, None), known(task.due, None)
    if task.start is not None:
        _fill(element, ConstraintType=2, CalendarUID=ALL_DAY, ConstraintDate=_time(task.start))
    elif earliest is not None:
        _fill(element, ConstraintType=4, CalendarUID=ALL_DAY, ConstraintDate=_time(earliest))
    else:
        _fill(element, ConstraintType=0, CalendarUID=ALL_DAY)
    if due is not None:
        _fill(element, Deadline=_time(due))
    _fill(element, IgnoreResourceCalendar=1, Notes=f"{task.id}, {task.owner}, {task.status}; UTC")


def _link(element: ET.Element, of: int, link: _Link) -> None:
    found = ET.SubElement(element, "PredecessorLink")
    _fill(found, PredecessorUID=of, Type=link.kind, CrossProject=0, LinkLag=link.lag_min * LAG_PER_MIN)
    _fill(found, LagFormat=FORMAT_HOURS)


def _calendar(element: ET.Element) -> None:
    calendar = ET.SubElement(element, "Calendar")
    _fill(calendar, UID=ALL_DAY, Name="24 Hours", IsBaseCalendar=1, BaseCalendarUID=-1)
    days = ET.SubElement(calendar, "WeekDays")
    for day in range(1, 8):
        found = ET.SubElement(days, "WeekDay")
        _fill(found, DayType=day, DayWorking=1)
        times = ET.SubElement(ET.SubElement(found, "WorkingTimes"), "WorkingTime")
        _fill(times, FromTime="00:00:00", ToTime="00:00:00")


def _resources(element: ET.Element, resources: Sequence[Resource], language: Language) -> None:
    for number, resource in enumerate(resources, 1):
        found = ET.SubElement(element, "Resource")
        name = resource.name.text(language) or resource.id
        _fill(found, UID=number, ID=number, Name=_short(name), Type=int(resource.kind != "stock"), IsNull=0)
        _fill(found, Code=_short(resource.id), Group=resource.owner)
        if resource.kind != "stock":
            _fill(found, MaxUnits=f"{max(resource.capacity, 0)}.00", CalendarUID=ALL_DAY)


def _assignments(element: ET.Element, plan: Plan, uid: Mapping[TaskId, int]) -> None:
    numbers = {r.id: n for n, r in enumerate(plan.resources, 1)}
    count = 0
    for task in plan.tasks:
        minutes = _minutes(task)
        for use in _uses(task) if task.id in uid else ():
            if use.resource not in numbers:
                continue
            count += 1
            found = ET.SubElement(element, "Assignment")
            _fill(found, UID=count, TaskUID=uid[task.id], ResourceUID=numbers[use.resource])
            if task.start is not None:
                _fill(found, Finish=_time(task.start + timedelta(minutes=minutes)), Start=_time(task.start))
            _fill(found, Units=f"{use.quantity}.00", Work=duration(minutes * use.quantity))


def _minutes(task: Task) -> int:
    return next(
        (m.duration.likely_min for m in known(task.modes, ()) if m.id == task.mode), options_of(task)[0][0].duration
    )


def _uses(task: Task) -> tuple[Use, ...]:
    """Return what a task uses in the mode that is adopted, or in its first."""
    modes = known(task.modes, ())
    mode = next((m for m in modes if m.id == task.mode), modes[0] if modes else None)
    return (*known(task.uses, ()), *(mode.uses if mode else ()))


def duration(minutes: int) -> str:
    """Return minutes as the format writes durations: PT4H30M0S."""
    return f"PT{minutes // 60}H{minutes % 60}M0S"


def _first(plan: Plan) -> datetime:
    return min([origin_of(plan), *(t.start for t in plan.tasks if t.start is not None)])


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"


def _short(text: str) -> str:
    return printable(text)[:NAME_MAX]


def _fill(element: ET.Element, **fields: object) -> None:
    """Add elements in the order given, which is the schema's."""
    for name, value in fields.items():
        ET.SubElement(element, name).text = str(value)
