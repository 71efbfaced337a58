"""Movements as CSV in the manner of time-phased force and deployment data, with days relative to C-day; opens no file.

Own column names after the public terms: a requirement with its provider, origin, ports of embarkation (POE) and
debarkation (POD), destination, ready-to-load (RLD), available-to-load (ALD), earliest and latest arrival (EAD, LAD) and
required delivery date (RDD). It is no copy of the format of any system.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

import msgspec

from renkei.kernel.errors import Malformed
from renkei.kernel.ids import Nation, PlaceId, RequestId, ResourceId, TaskId, nation
from renkei.kernel.names import Name
from renkei.plan.engine.pose import known, origin_of
from renkei.plan.exchange.cells import FORMS, CellPart, Setting, text_of, uses_of
from renkei.plan.exchange.grid import Column, Line, Sheet, Table, line_up
from renkei.plan.exchange.task_csv import records
from renkei.plan.model import Duration, Place, Plan, Resource, Task, Use
from renkei.plan.sheet import csv_text
from renkei.plan.times import moment

DAY_MIN = 24 * 60
COLUMNS = (
    "requirement", "provider", "description", "units", "origin", "poe", "pod", "destination", "rld", "ald", "ead",
    "lad", "rdd", "duration_h", "supports", "c_day",
)  # fmt: skip
EDITED = ("description", "ald", "lad", "rdd")
"""Columns whose edits are taken into a plan; the others are what the plan says, or are computed."""
SHEET = Sheet("tpfdd", "tasks", tuple(Column(c, c, "text") for c in COLUMNS))


def write(plan: Plan) -> str:
    """Return the tasks of a plan as requirements: earliest start as ALD, due time as LAD and RDD."""
    return csv_text(COLUMNS, [[_row(plan, t)[c] for c in COLUMNS] for t in plan.tasks if t.status != "cancelled"])


def c_day(plan: Plan) -> datetime:
    """Return C-day: the plan's anchor C, or its origin."""
    return plan.anchors.get("C", origin_of(plan))


def relative(at: datetime | None, day: datetime) -> str:
    """Return a moment as `C+3d6h30min`, the way plan documents write it."""
    if at is None:
        return ""
    minutes = round((at - day).total_seconds() / 60)
    days, rest = divmod(abs(minutes), DAY_MIN)
    hours, left = divmod(rest, 60)
    said = "".join(f"{n}{unit}" for n, unit in ((days, "d"), (hours, "h"), (left, "min")) if n)
    return f"C{'-' if minutes < 0 else '+'}{said}" if said else "C"


def _row(plan: Plan, task: Task) -> dict[str, str]:
    day = c_day(plan)
    units = {r.id: r for r in plan.resources if r.kind == "unit"}
    uses = [u for u in known(task.uses, ()) if u.resource in units]
    earliest, due = known(task.earliest, None), known(task.due, None)
    ready = [r.ready for u in uses if (r := units[u.resource]).ready is not None]
    at = known(task.at, ())
    arrival = earliest + timedelta(minutes=task.duration.likely_min) if earliest else None
    return {
        "requirement": task.id,
        "provider": task.owner,
        "description": known(task.name, Name()).text("en"),
        "units": ", ".join(f"{u.quantity} x {u.resource}" for u in uses),
        "origin": next((str(p) for u in uses if (p := units[u.resource].place)), ""),
        "poe": "",
        "pod": at[0] if at else "",
        "destination": task.place or "",
        "rld": relative(max(ready, default=None), day),
        "ald": relative(earliest, day),
        "ead": relative(arrival, day),
        "lad": relative(due, day),
        "rdd": relative(due, day),
        "duration_h": f"{task.duration.likely_min / 60:g}",
        "supports": known(task.answers, ""),
        "c_day": f"{day.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
    }


def read(plan: Plan, content: bytes, name: str) -> Plan:
    """Return the plan with the edits of a file in it: descriptions, ALD, LAD or RDD; rows may be left out.

    Raises:
        Malformed: An unknown or repeated requirement, another cell that was changed, a time that is none.
    """
    table = line_up(name, records(content, name), SHEET)
    tasks = {t.id: t for t in plan.tasks}
    seen: set[str] = set()
    for line in table.lines:
        key = _key(table, line, seen)
        if key not in tasks:
            raise Malformed("plan-exchange-unknown", place=table.at("requirement", line.number), id=key)
        tasks[key] = _edited(plan, tasks[key], table, line)
    return msgspec.structs.replace(plan, tasks=tuple(tasks.values()))


def _key(table: Table, line: Line, seen: set[str]) -> TaskId:
    key, place = text_of(line.cells["requirement"]), table.at("requirement", line.number)
    if not key:
        raise Malformed("plan-document-missing", place=place, field="requirement")
    if key in seen:
        raise Malformed("plan-document-twice", place=place, field=key)
    seen.add(key)
    return TaskId(key)


def _edited(plan: Plan, task: Task, table: Table, line: Line) -> Task:
    before = _row(plan, task)
    changed = {c: text_of(v) for c, v in line.cells.items() if text_of(v) != before[c].strip()}
    for column in changed:
        if column not in EDITED:
            raise _part(table, line, column).wrong("plan-exchange-fixed", field=column)
    anchors = {**plan.anchors, "C": c_day(plan)}
    if "description" in changed:
        name = known(task.name, Name())
        task = msgspec.structs.replace(task, name=Name(changed["description"], name.ja))
    if "ald" in changed:
        task = msgspec.structs.replace(task, earliest=_moment(table, line, "ald", anchors))
    dues = {c: _moment(table, line, c, anchors) for c in ("lad", "rdd") if c in changed}
    if len(set(dues.values())) > 1:
        raise _part(table, line, "rdd").wrong("plan-exchange-contradiction")
    for due in dues.values():
        task = msgspec.structs.replace(task, due=due)
    return task


def _part(table: Table, line: Line, column: str) -> CellPart:
    return CellPart(table.at(column, line.number), text_of(line.cells.get(column)))


def _moment(table: Table, line: Line, column: str, anchors: Mapping[str, datetime]) -> datetime | None:
    part = _part(table, line, column)
    return moment(part, anchors) if text_of(line.cells.get(column)) else None


def new_plan(content: bytes, name: str) -> Plan:
    """Return a plan made from a file alone: a task for each requirement, its units and places as the rows name them.

    Raises:
        Malformed: A repeated requirement, a provider that is no nation, no C-day, no duration, a time that is none.
    """
    table = line_up(name, records(content, name), SHEET)
    seen: set[str] = set()
    day = _common_day(table)
    units: dict[ResourceId, Resource] = {}
    places: dict[PlaceId, Place] = {}
    tasks = []
    for line in table.lines:
        task = _task(table, line, _key(table, line, seen), {"C": day})
        for use in task.uses or ():
            _take_unit(units, use, task, _part(table, line, "units"))
        for place in task.at or ():
            places.setdefault(place, Place(id=place))
        tasks.append(task)
    resources, found = tuple(units.values()), tuple(places.values())
    return Plan(origin=day, anchors={"C": day}, tasks=tuple(tasks), resources=resources, places=found)


def _common_day(table: Table) -> datetime:
    days = {text_of(line.cells.get("c_day")) for line in table.lines}
    if len(days) != 1 or "" in days:
        raise Malformed("plan-exchange-c-day", place=table.place)
    return moment(CellPart(table.at("c_day", table.lines[0].number), days.pop()), {})


def _take_unit(units: dict[ResourceId, Resource], use: Use, task: Task, part: CellPart) -> None:
    """A unit belongs to who provides it first; of several quantities the largest is what there is."""
    before = units.get(use.resource)
    if before is not None and before.owner != task.owner:
        facts = {"unit": use.resource, "owner": before.owner, "nation": task.owner}
        raise part.wrong("plan-document-authority", **facts)
    capacity = max(use.quantity, before.capacity if before else 0)
    units[use.resource] = Resource(id=use.resource, owner=task.owner, capacity=capacity)


class _Any(frozenset[str]):
    """Identifiers of which every one is known: the file is what names them."""

    def __contains__(self, _key: object) -> bool:
        return True


def _task(table: Table, line: Line, key: TaskId, anchors: Mapping[str, datetime]) -> Task:
    cells = {c: text_of(v) for c, v in line.cells.items()}
    length = _part(table, line, "duration_h")
    if not cells.get("duration_h"):
        raise length.wrong("plan-document-missing", field="duration_h")
    setting = Setting(anchors, {"resource": _Any()})
    uses = uses_of(_part(table, line, "units"), (), setting) if cells.get("units") else ()
    earliest = _first(_moment(table, line, c, anchors) for c in ("ald", "rld"))
    dues = [d for c in ("lad", "rdd") if (d := _moment(table, line, c, anchors)) is not None]
    if earliest is not None and dues and min(dues) < earliest:
        raise _part(table, line, "lad").wrong("plan-exchange-order")
    at = cells.get("destination") or cells.get("pod") or ""
    return Task(
        id=key,
        owner=_nation(_part(table, line, "provider")),
        name=Name(cells.get("description", "")),
        duration=FORMS["likely"].read(length, Duration(0), setting),
        uses=uses,
        at=(PlaceId(at),) if at else (),
        after=(),
        modes=(),
        earliest=earliest,
        due=min(dues, default=None),
        phase=None,
        answers=RequestId(cells["supports"]) if cells.get("supports") else None,
        needs_grant=None,
        priority=None,
    )


def _nation(part: CellPart) -> Nation:
    try:
        return nation(part.text())
    except Malformed as error:
        raise part.wrong(error.key, **error.facts) from None


def _first(moments: Iterable[datetime | None]) -> datetime | None:
    return next((m for m in moments if m is not None), None)
