"""A plan as tables with stable identifiers, and edited tables back into the plan; knows no file format.

Only what is another text than the plan's own is an edit, so that whatever a table does not say stays as it was.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

import msgspec

from renkei.kernel.errors import Malformed
from renkei.plan.exchange.added import blank
from renkei.plan.exchange.cells import (
    FORMS,
    WITHHELD_TEXT,
    Cell,
    CellPart,
    Setting,
    emptied,
    is_withheld,
    text_of,
    written,
)
from renkei.plan.model import Duration, Mode, Plan, Resource, Task

ROWS_MAX = 20_000
"""Most rows of a table: twice a plan of 10,000 tasks."""
ADDED = "tasks"
"""Table in which a row with a new identifier adds something."""
COLUMNS_MAX = 64
"""Most columns of a table: three times as many as ours have."""


class Column(msgspec.Struct, frozen=True):
    """A column: its heading, the field, the form of its cells; what is fixed is shown and cannot be edited."""

    name: str
    field: str
    form: str
    fixed: bool = False


class Sheet(msgspec.Struct, frozen=True):
    """A kind of table: the field of the plan that it shows; its first column is the identifier."""

    name: str
    part: str
    columns: tuple[Column, ...]


class Line(msgspec.Struct, frozen=True):
    """A row that was read: its number, and its cells by heading."""

    number: int
    cells: Mapping[str, Cell]


class Table(msgspec.Struct, frozen=True):
    """A table that was read: where it stands, the letter of each heading's column, its rows."""

    place: str
    letters: Mapping[str, str]
    lines: tuple[Line, ...]

    def at(self, name: str, line: int) -> str:
        """Return the place of a cell."""
        return f"{self.place}!{self.letters.get(name, 'A')}{line}"


def _named(*columns: Column) -> tuple[Column, ...]:
    return (Column("id", "id", "string", fixed=True), *columns)


NAMES = (Column("name_en", "name", "en"), Column("name_ja", "name", "ja"))
LENGTHS = tuple(Column(f"{n}_h", "duration", n) for n in ("likely", "least", "most"))
SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "tasks",
        "tasks",
        _named(
            Column("nation", "owner", "string", fixed=True),
            *NAMES,
            Column("status", "status", "status"),
            Column("start_utc", "start", "moment"),
            Column("place", "place", "place"),
            Column("mode", "mode", "text"),
            *LENGTHS,
            Column("earliest_utc", "earliest", "moment"),
            Column("due_utc", "due", "moment"),
            Column("after", "after", "tasks"),
            Column("uses", "uses", "uses"),
            Column("at", "at", "places"),
            Column("phase", "phase", "phase"),
            Column("priority", "priority", "priority"),
            Column("answers", "answers", "text"),
            Column("needs_grant", "needs_grant", "text"),
        ),
    ),
    Sheet("modes", "modes", _named(*LENGTHS, Column("uses", "uses", "uses"), Column("at", "at", "places"))),
    Sheet(
        "resources",
        "resources",
        _named(
            Column("nation", "owner", "string", fixed=True),
            Column("kind", "kind", "string", fixed=True),
            *NAMES,
            Column("capacity", "capacity", "whole"),
            Column("ready_utc", "ready", "moment"),
            Column("place", "place", "place"),
        ),
    ),
    Sheet(
        "places",
        "places",
        _named(Column("nation", "owner", "text", fixed=True), *NAMES, Column("reason", "reason", "string")),
    ),
    Sheet("phases", "phases", _named(*NAMES, Column("from_utc", "start", "moment"), Column("to_utc", "end", "moment"))),
    Sheet(
        "decisions",
        "decisions",
        _named(*NAMES, Column("who", "who", "texts"), Column("latest_utc", "latest", "moment")),
    ),
    Sheet(
        "constraints",
        "constraints",
        _named(
            Column("kind", "kind", "string", fixed=True),
            Column("task", "task", "text", fixed=True),
            Column("of", "of", "text", fixed=True),
            Column("tasks", "tasks", "texts", fixed=True),
            Column("set_by", "set_by", "string", fixed=True),
            Column("weight", "weight", "priority"),
            *(
                Column(f"{n}_h", f"{n}_min", "minutes")
                for n in ("lag", "lag_most", "within", "buffer", "longest", "lead")
            ),
            *(Column(n, n, "whole") for n in ("at_most", "at_least", "quantity")),
            *(Column(f"{n}_utc", n, "moment") for n in ("earliest", "latest", "start")),
            Column("why_en", "why", "en"),
            Column("why_ja", "why", "ja"),
        ),
    ),
)
"""Every table of a plan. What has no identifier of its own (periods of a capacity, a calendar) is not in them."""


def entries(plan: Plan, part: str) -> dict[str, Any]:
    """Return what a table shows, by identifier; a mode's is that of its task and its own."""
    if part == "modes":
        return {f"{t.id}/{m.id}": m for t in plan.tasks for m in (() if is_withheld(t.modes) else t.modes or ())}
    return {str(x.id): x for x in getattr(plan, part)}


def rows(plan: Plan, sheet: Sheet) -> Iterator[list[Cell]]:
    """Yield the cells of a table, row by row."""
    for key, entry in entries(plan, sheet.part).items():
        yield [key, *(_cell(entry, c) for c in sheet.columns[1:])]


def _cell(entry: Any, column: Column) -> Cell:
    if column.field == "kind" and not isinstance(entry, Resource):
        return str(entry.__struct_config__.tag)
    value = getattr(entry, column.field, None)
    return None if value is None else written(FORMS[column.form], value)


def letters() -> list[str]:
    """Return what spreadsheets call their columns: A to Z, AA and on, one more than are allowed."""
    alphabet = [chr(n) for n in range(ord("A"), ord("Z") + 1)]
    return [*alphabet, *(a + b for a in alphabet for b in alphabet)][: COLUMNS_MAX + 1]


def line_up(place: str, lines: Iterable[tuple[int, Sequence[Cell]]], sheet: Sheet) -> Table:
    """Return a table from its rows, headings first; empty rows are passed over.

    Raises:
        Malformed: No heading, an unknown one, one twice, no identifier among them, or too many rows.
    """
    found = iter(lines)
    number, heads = next(found, (1, ()))
    names = [text_of(h) for h in heads]
    _headings(f"{place}!", number, names, sheet)
    read: list[Line] = []
    for line, cells in found:
        if not any(text_of(c) for c in cells):
            continue
        if len(read) >= ROWS_MAX:
            raise Malformed("plan-exchange-rows", place=f"{place}!A{line}", most=ROWS_MAX)
        stray = next((n for n, c in enumerate(cells) if text_of(c) and not (n < len(names) and names[n])), None)
        if stray is not None:
            raise Malformed("plan-exchange-stray", place=f"{place}!{letters()[stray]}{line}")
        read.append(Line(line, {n: c for n, c in zip_longest(names, cells[: len(names)]) if n}))
    return Table(place, {n: x for n, x in zip(names, letters(), strict=False) if n}, tuple(read))


def _headings(place: str, number: int, names: Sequence[str], sheet: Sheet) -> None:
    known = [c.name for c in sheet.columns]
    for letter, name in zip(letters(), names, strict=False):
        at = f"{place}{letter}{number}"
        if name and name not in known:
            raise Malformed("plan-exchange-column", place=at, name=name, allowed=", ".join(known))
        if name and names.count(name) > 1:
            raise Malformed("plan-document-twice", place=at, field=name)
    if known[0] not in names:
        raise Malformed("plan-document-missing", place=f"{place}A{number}", field=known[0])


def apply(plan: Plan, tables: Mapping[str, Table]) -> Plan:
    """Return the plan with the edits of some tables in it.

    Raises:
        Malformed: An identifier that is unknown, missing or stands twice, a row that is gone, a fixed cell that was
            changed, or a value that breaks a rule; each with file, sheet, row and column.
    """
    known = {"task": "tasks", "resource": "resources", "place": "places", "phase": "phases"}
    named = {kind: set(entries(plan, part)) for kind, part in known.items()}
    if ADDED in tables:
        named["task"] |= {text_of(line.cells.get("id")) for line in tables[ADDED].lines}
    setting = Setting(plan.anchors, named)
    for sheet in SHEETS:
        if sheet.name in tables:
            plan = _applied(plan, sheet, tables[sheet.name], setting)
    return plan


def _applied(plan: Plan, sheet: Sheet, table: Table, setting: Setting) -> Plan:
    before = entries(plan, sheet.part)
    lines = _by_id(table, before, adds=sheet.name == ADDED)
    after = {key: _entry(entry, sheet, table, lines[key], setting) for key, entry in before.items()}
    after |= {key: _new(key, sheet, table, line, setting) for key, line in lines.items() if key not in before}
    if sheet.part == "modes":
        return _with_modes(plan, after)
    for key, entry in after.items():
        if isinstance(entry, Task):
            _authority(plan, before.get(key), entry, table, lines[key])
    return msgspec.structs.replace(plan, **{sheet.part: tuple(after.values())})


def _new(key: str, sheet: Sheet, table: Table, line: Line, setting: Setting) -> Task:
    """Return the task that a row adds: with a length, and with units of its own nation alone."""
    at = table.at("nation", line.number)
    task = blank(key, table.at("id", line.number), text_of(line.cells.get("nation")), at)
    if not text_of(line.cells.get("likely_h")):
        raise Malformed("plan-document-missing", place=table.at("likely_h", line.number), field="likely_h")
    said = {name: cell for name, cell in line.cells.items() if name != "nation" and text_of(cell)}
    added: Task = _entry(task, sheet, table, Line(line.number, said), setting)
    return added


def _by_id(table: Table, before: Mapping[str, Any], *, adds: bool) -> dict[str, Line]:
    """Return the rows by identifier; only a table that `adds` may have new ones, and none may lack what there is."""
    found: dict[str, Line] = {}
    for line in table.lines:
        key, place = text_of(line.cells.get("id")), table.at("id", line.number)
        if not key:
            raise Malformed("plan-document-missing", place=place, field="id")
        if key not in before and not adds:
            raise Malformed("plan-exchange-unknown", place=place, id=key)
        if key in found:
            raise Malformed("plan-document-twice", place=place, field=key)
        found[key] = line
    gone = next((key for key in before if key not in found), None)
    new = next((key for key in found if key not in before), None)
    if gone is not None and new is not None:
        raise Malformed("plan-exchange-renamed", place=table.at("id", found[new].number), id=new, gone=gone)
    if gone is not None:
        raise Malformed("plan-exchange-gone", place=f"{table.place}!A", id=gone)
    return found


def _entry(entry: Any, sheet: Sheet, table: Table, line: Line, setting: Setting) -> Any:
    """Return an entry with the edits of its row."""
    for column in sheet.columns[1:]:
        if column.name not in line.cells:
            continue
        text = text_of(line.cells[column.name])
        if text == text_of(_cell(entry, column)):
            continue
        part = CellPart(table.at(column.name, line.number), text)
        entry = msgspec.structs.replace(entry, **{column.field: _value(entry, column, part, text, setting)})
    _sound_length(entry, table, line)
    return entry


def _value(entry: Any, column: Column, part: CellPart, text: str, setting: Setting) -> Any:
    if column.fixed or not hasattr(entry, column.field):
        raise part.wrong("plan-exchange-fixed", field=column.name)
    before = getattr(entry, column.field)
    if is_withheld(before) or text == WITHHELD_TEXT:
        raise part.wrong("plan-exchange-withheld", field=column.name)
    if text:
        return FORMS[column.form].read(part, before, setting)
    if column.form in ("likely", "whole", "status") or (column.form == "minutes" and column.field != "lag_most_min"):
        raise part.wrong("plan-document-missing", field=column.name)
    return emptied(column.form, before)


def _sound_length(entry: Any, table: Table, line: Line) -> None:
    length = getattr(entry, "duration", None)
    if not isinstance(length, Duration) or (length.least_min, length.most_min) == (None, None):
        return
    least, most = length.least_min, length.most_min
    if least is None or most is None or not least <= length.likely_min <= most:
        raise Malformed("plan-document-three-points", place=table.at("likely_h", line.number))


def _authority(plan: Plan, before: Task | None, task: Task, table: Table, line: Line) -> None:
    """Nobody tasks the other nation's unit by way of a spreadsheet."""
    if (before is not None and task.uses == before.uses) or is_withheld(task.uses):
        return
    units = {r.id: r.owner for r in plan.resources if r.kind == "unit"}
    had = {u.resource for u in (before.uses if before else None) or ()}
    for use in task.uses or ():
        owner = units.get(use.resource, task.owner)
        if owner != task.owner and use.resource not in had:
            facts = {"unit": use.resource, "owner": owner, "nation": task.owner}
            raise Malformed("plan-document-authority", place=table.at("uses", line.number), **facts)


def _with_modes(plan: Plan, modes: Mapping[str, Mode]) -> Plan:
    tasks = tuple(
        t
        if is_withheld(t.modes)
        else msgspec.structs.replace(t, modes=tuple(modes[f"{t.id}/{m.id}"] for m in t.modes or ()))
        for t in plan.tasks
    )
    return msgspec.structs.replace(plan, tasks=tasks)
