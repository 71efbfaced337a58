"""A plan as a workbook (XLSX) that planners edit, and the edits back; opens no file: it is given one that is open.

Nothing in a workbook is computed: a formula is an error, and a text that looks like one is written as text.
"""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import IO, Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from renkei.kernel.errors import Malformed
from renkei.plan.exchange.cells import Cell, printable
from renkei.plan.exchange.grid import COLUMNS_MAX, ROWS_MAX, SHEETS, Sheet, Table, apply, letters, line_up, rows
from renkei.plan.matrix_sheets import VIEWS, views
from renkei.plan.model import Plan
from renkei.plan.sheet import looks_computed

BYTES_MAX = 30_000_000
"""Largest workbook: ten times a plan of 10,000 tasks."""
UNPACKED_MAX = 300_000_000
"""Most bytes that a workbook may unpack to: what one of 30 MB has; more is meant to fill the memory."""
MEMBERS_MAX = 200
"""Most files inside a workbook: ours have seventeen."""
DOCUMENT_TYPES = (b"<!DOCTYPE", b"<!ENTITY", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
"""What no workbook needs, and what makes a reader of XML fetch or multiply."""
FAULTS = (
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    OSError,
    SyntaxError,
    InvalidFileException,
)
"""What openpyxl raises about bytes that are not what it expects; a fault of XML is a `SyntaxError`."""
BLOCK = 1_048_576
FIXED_FILL = PatternFill("solid", fgColor="FFE8EBEE")
TIME_FORMAT = "yyyy-mm-dd hh:mm"
WIDTH = 16


def write(plan: Plan, file: IO[bytes]) -> None:
    """Write a plan as a workbook: a sheet for each kind of object, identifiers first, and two matrices; all in UTC."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in SHEETS:
        _write_sheet(book.create_sheet(sheet.name), sheet, plan)
    for title, lines in views(plan).items():
        _write_view(book.create_sheet(title), lines)
    book.save(file)


def _write_view(found: Worksheet, lines: Iterable[Sequence[str]]) -> None:
    """Write a matrix: greyed, since it follows from the other sheets and is not read back."""
    found.freeze_panes = "B2"
    for number, cells in enumerate(lines, 1):
        for n, (letter, cell) in enumerate(zip(letters(), cells, strict=False), 1):
            found.column_dimensions[letter].width = WIDTH
            _write_cell(found, number, n, cell)
            found.cell(number, n).fill = FIXED_FILL
            found.cell(number, n).font = Font(bold=number == 1)


def _write_sheet(found: Worksheet, sheet: Sheet, plan: Plan) -> None:
    found.freeze_panes = "B2"
    for n, (letter, column) in enumerate(zip(letters(), sheet.columns, strict=False), 1):
        head = found.cell(1, n, column.name)
        head.font = Font(bold=True)
        found.column_dimensions[letter].width = WIDTH
    for number, cells in enumerate(rows(plan, sheet), 2):
        for n, cell in enumerate(cells, 1):
            if cell is None:
                continue
            _write_cell(found, number, n, cell)
            if sheet.columns[n - 1].fixed:
                found.cell(number, n).fill = FIXED_FILL


def _write_cell(found: Worksheet, row: int, column: int, value: Cell) -> None:
    cell: Any = found.cell(row, column)
    if isinstance(value, datetime):
        cell.value = value.astimezone(UTC).replace(tzinfo=None)  # a spreadsheet's times have no zone
        cell.number_format = TIME_FORMAT
    elif isinstance(value, str):
        cell.value = printable(value)
        cell.data_type = "s"  # also what begins like a formula
        cell.quotePrefix = looks_computed(value)
    else:
        cell.value = value


def read(plan: Plan, file: IO[bytes], name: str) -> Plan:
    """Return the plan with the edits of a workbook in it.

    Args:
        plan: The plan that the workbook was made from.
        file: The workbook.
        name: Its name, for the places of errors.

    Raises:
        Malformed: No workbook, too large, a formula, or whatever `grid.apply` finds.
    """
    _safe(file, name)
    try:
        tables = _tables(file, name)
    except FAULTS as error:
        raise Malformed("plan-exchange-workbook", place=name) from error
    return apply(plan, tables)


def _tables(file: IO[bytes], name: str) -> dict[str, Table]:
    book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
    known = {s.name: s for s in SHEETS}
    tables: dict[str, Table] = {}
    for title in book.sheetnames:
        if title in VIEWS:
            continue
        if title not in known:
            raise Malformed("plan-exchange-sheet", place=f"{name} {title}", allowed=", ".join(known))
        tables[title] = _table(book[title], known[title], f"{name} {title}")
    book.close()
    return tables


def _safe(file: IO[bytes], name: str) -> None:
    """Refuse what is no workbook, or one made to exhaust who reads it."""
    file.seek(0, 2)
    if file.tell() > BYTES_MAX:
        raise Malformed("plan-exchange-large", place=name, most=BYTES_MAX)
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as packed:
            members = packed.infolist()
            if len(members) > MEMBERS_MAX or sum(m.file_size for m in members) > UNPACKED_MAX:
                raise Malformed("plan-exchange-large", place=name, most=UNPACKED_MAX)
            for member in members:
                _plain_xml(packed, member, name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Malformed("plan-exchange-workbook", place=name) from error
    file.seek(0)


def _plain_xml(packed: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> None:
    """Refuse a member that declares a document type, or that unpacks to more than it says."""
    with packed.open(member) as stream:
        last, size = b"", 0
        while block := stream.read(BLOCK):
            size += len(block)
            if size > member.file_size or any(t in last + block for t in DOCUMENT_TYPES):
                raise Malformed("plan-exchange-workbook", place=name)
            last = block[-32:]


def _table(found: Any, sheet: Sheet, place: str) -> Table:
    return line_up(place, _lines(found, place), sheet)


def _lines(found: Any, place: str) -> Iterator[tuple[int, list[Cell]]]:
    """Yield the rows; one more than is allowed, so that the bound is seen to be passed."""
    for number, cells in enumerate(found.iter_rows(max_row=ROWS_MAX + 2, max_col=COLUMNS_MAX + 1), 1):
        values: list[Cell] = []
        for letter, cell in zip(letters(), cells, strict=True):
            at = f"{place}!{letter}{number}"
            if cell.data_type == "f":
                raise Malformed("plan-exchange-formula", place=at)
            if cell.data_type == "e" or not isinstance(cell.value, str | int | float | datetime | None):
                raise Malformed("plan-exchange-cell", place=at, value=str(cell.value))
            values.append(cell.value)
        yield number, values
