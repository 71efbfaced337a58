"""A schedule as rows, as CSV text and as one self-contained HTML page; formats no time and chooses no words."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape

import msgspec

from renkei.kernel.ids import Nation, TaskId
from renkei.kernel.names import Language
from renkei.plan.engine.pose import DAY_ZERO, known
from renkei.plan.model import Placed, Plan, Task

FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
"""Beginnings that a spreadsheet would take for a formula (or for this guard): an apostrophe is put before it."""
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
COLOURS = ("#2f6f9f", "#b5651d", "#4d7f4d", "#7a5195", "#8a6d3b", "#5f6b73")
"""One for each nation, in the order of their first task; the owner is also written, so colour is never alone."""


class SheetRow(msgspec.Struct, frozen=True):
    """One task of a schedule; without times where it has none."""

    task: TaskId
    name: str
    owner: Nation
    status: str
    start: datetime | None
    end: datetime | None
    place: str
    mode: str
    due: datetime | None
    uses: str


def rows(plan: Plan, schedule: Sequence[Placed], language: Language) -> list[SheetRow]:
    """Return the tasks of a plan in order of time, those without a time last."""
    placed = {p.task: p for p in schedule}
    found = [_row(t, placed.get(t.id), language) for t in plan.tasks if t.status != "cancelled"]
    return sorted(found, key=lambda r: (r.start is None, r.start or DAY_ZERO, r.task))


def _row(task: Task, placed: Placed | None, language: Language) -> SheetRow:
    name = task.name.text(language) if task.name else ""
    uses = ", ".join(f"{u.quantity} × {u.resource}" for u in known(task.uses, ()))
    due = known(task.due, None)
    start, end = (placed.start, placed.end) if placed else (None, None)
    place, mode = (placed.place or "", placed.mode or "") if placed else ("", "")
    return SheetRow(task.id, name, task.owner, task.status, start, end, place, mode, due, uses)


def span(sheet: Sequence[SheetRow]) -> tuple[datetime, datetime]:
    """Return the first start and the last end of some rows."""
    times = [t for r in sheet for t in (r.start, r.end) if t is not None]
    return min(times, default=DAY_ZERO), max(times, default=DAY_ZERO)


def csv_text(headings: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """Return lines as CSV (RFC 4180) with a byte-order mark, so that spreadsheets read Japanese."""
    return "\ufeff" + "".join(",".join(map(_cell, line)) + "\r\n" for line in (headings, *lines))


def looks_computed(value: str) -> bool:
    """Whether a spreadsheet would take a text for a formula; a number is none."""
    return value.startswith(FORMULA) and not _NUMBER.fullmatch(value)


def unguarded(value: str) -> str:
    """Return the text of a cell without the apostrophe that `csv_text` put in front."""
    return value[1:] if value.startswith("'") and value[1:].startswith(FORMULA) else value


def _cell(value: str) -> str:
    safe = f"'{value}" if looks_computed(value) else value
    return '"' + safe.replace('"', '""') + '"' if any(c in safe for c in ',"\r\n') else safe


def html_page(
    title: str, language: Language, headings: Sequence[str], lines: Sequence[Sequence[str]], sheet: Sequence[SheetRow]
) -> str:
    """Return the matrix as one page without any reference to something else: a table with a bar in each row.

    Args:
        title: Title of the page.
        language: Language of its texts.
        headings: Headings of the written columns.
        lines: Written cells, one line for each row of `sheet`.
        sheet: The rows that the bars are drawn from.
    """
    first, last = span(sheet)
    colours = {n: COLOURS[i % len(COLOURS)] for i, n in enumerate(dict.fromkeys(r.owner for r in sheet))}
    head = "".join(f"<th scope=col>{escape(h)}</th>" for h in (*headings, ""))
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(c)}</td>" for c in line) + _bar_cell(row, first, last, colours) + "</tr>\n"
        for line, row in zip(lines, sheet, strict=True)
    )
    return PAGE.format(language=language, title=escape(title), head=head, body=body)


def table_page(title: str, language: Language, headings: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """Return a table as one page without any reference to something else; a line end in a cell stays one."""
    head = "".join(f"<th scope=col>{escape(h)}</th>" for h in headings)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(c).replace(chr(10), '<br>')}</td>" for c in line) + "</tr>\n" for line in lines
    )
    return PAGE.format(language=language, title=escape(title), head=head, body=body)


def _bar_cell(row: SheetRow, first: datetime, last: datetime, colours: Mapping[Nation, str]) -> str:
    whole = (last - first).total_seconds() or 1.0
    if row.start is None or row.end is None:
        return "<td class=bar></td>"
    left = 100 * (row.start - first).total_seconds() / whole
    width = max(0.4, 100 * (row.end - row.start).total_seconds() / whole)
    label = escape(f"{row.task} {row.owner}", quote=True)
    return (
        f'<td class=bar><svg viewBox="0 0 100 4" preserveAspectRatio=none role=img aria-label="{label}">'
        f'<rect x="{left:.2f}" y="0" width="{width:.2f}" height="4" fill="{colours[row.owner]}"/></svg></td>'
    )


PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>
<style>
body {{ font: 14px/1.4 system-ui, "Noto Sans JP", sans-serif; margin: 1.5rem; color: #16202a; background: #fff }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ text-align: left; padding: .25rem .6rem; border-bottom: 1px solid #ccd3d9; white-space: nowrap }}
td.bar {{ width: 45%; padding: .25rem 0 }}
svg {{ display: block; width: 100%; height: 1.1rem; background: #eef1f4 }}
</style></head>
<body><h1>{title}</h1>
<table><thead><tr>{head}</tr></thead>
<tbody>
{body}</tbody></table>
</body></html>
"""


def text_bar(row: SheetRow, first: datetime, last: datetime, width: int) -> str:
    """Return the bar of a row in `width` characters."""
    if row.start is None or row.end is None or last <= first:
        return "·" * width
    whole = (last - first).total_seconds()
    begin = int(width * (row.start - first).total_seconds() / whole)
    end = max(begin + 1, round(width * (row.end - first).total_seconds() / whole))
    return "·" * begin + "█" * (end - begin) + "·" * (width - end)
