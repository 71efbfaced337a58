"""The tasks of a plan as CSV (RFC 4180, UTF-8), and the edits back; opens no file."""

import csv
from collections.abc import Iterator, Sequence

from renkei.kernel.errors import Malformed
from renkei.plan.exchange.cells import Cell, text_of
from renkei.plan.exchange.grid import COLUMNS_MAX, SHEETS, apply, line_up, rows
from renkei.plan.model import Plan
from renkei.plan.sheet import csv_text, unguarded

BYTES_MAX = 20_000_000
"""Largest file: ten times a plan of 10,000 tasks."""

TASKS = SHEETS[0]


def write(plan: Plan) -> str:
    """Return the tasks of a plan as CSV text; what looks like a formula has an apostrophe in front."""
    return csv_text([c.name for c in TASKS.columns], [[text_of(c) for c in row] for row in rows(plan, TASKS)])


def read(plan: Plan, content: bytes, name: str) -> Plan:
    """Return the plan with the edits of a file in it.

    Raises:
        Malformed: No UTF-8, no CSV, too large, or whatever `grid.apply` finds.
    """
    return apply(plan, {TASKS.name: line_up(name, records(content, name), TASKS)})


def records(content: bytes, name: str) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Yield the records of a CSV file with their numbers, which are the rows that a spreadsheet shows.

    Raises:
        Malformed: No UTF-8, no CSV, or too large.
    """
    if len(content) > BYTES_MAX:
        raise Malformed("plan-exchange-large", place=name, most=BYTES_MAX)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Malformed("plan-exchange-encoding", place=name) from error
    reader = csv.reader((f"{line}\n" for line in text.removesuffix("\n").split("\n")), strict=True)
    number = 0
    try:
        for number, record in enumerate(reader, 1):
            if len(record) > COLUMNS_MAX:
                raise Malformed("plan-exchange-columns", place=f"{name}!A{number}", most=COLUMNS_MAX)
            yield number, [unguarded(c) for c in record]
    except csv.Error as error:
        raise Malformed("plan-exchange-csv", place=f"{name}!A{number + 1}", reason=str(error)) from error
