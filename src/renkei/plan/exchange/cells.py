"""What stands in a cell of a table, and how it says a value of a plan; knows no table and no file."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias, get_args

import msgspec
import yaml

from renkei.kernel.label import WITHHELD, Withheld
from renkei.kernel.names import Name
from renkei.plan.marked import Part
from renkei.plan.model import Duration, Status, Use
from renkei.plan.times import SPAN_MAX_MIN, minutes, moment

Cell: TypeAlias = str | int | float | datetime | None

TEXT_MAX = 2_000
"""Longest text of a cell: four paragraphs; a spreadsheet's own bound is 32,767."""
WITHHELD_TEXT = "withheld"
"""What a cell says of a field that was not released; it stays so."""
_USE = re.compile(r"(?:(\d+)\s*[x×]\s*)?(\S+)")


class CellPart(Part):
    """A cell as a part of a document, so that errors name file, sheet, row and column."""

    def __init__(self, place: str, text: str) -> None:
        super().__init__("", yaml.ScalarNode("tag:yaml.org,2002:str", text), "")
        self._place = place

    @property
    def place(self) -> str:
        """Return file, sheet and cell."""
        return self._place


class Setting(msgspec.Struct, frozen=True):
    """What a cell may refer to: anchors of times, and identifiers by kind."""

    anchors: Mapping[str, datetime]
    known: Mapping[str, Collection[str]]


Write: TypeAlias = Callable[[Any], Cell]
Read: TypeAlias = Callable[[CellPart, Any, Setting], Any]


class Form(msgspec.Struct, frozen=True):
    """How a cell says a value: written from it, and read over the value that was there before (None: emptied)."""

    write: Write
    read: Read
    empty: Any = None


def text_of(cell: Cell) -> str:
    """Return a cell as text, the same for all that a spreadsheet makes of one value."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        at = cell.replace(tzinfo=UTC) if cell.tzinfo is None else cell.astimezone(UTC)
        return f"{at + timedelta(microseconds=500_000):%Y-%m-%dT%H:%M:%SZ}"  # a spreadsheet's clock runs in fractions
    if isinstance(cell, float):
        return f"{cell:.6f}".rstrip("0").rstrip(".")
    return printable(str(cell)).strip()


def printable(text: str) -> str:
    """Return a text without the characters that XML cannot hold, and with one kind of line end."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        c for c in lines if c in "\t\n" or (ord(c) >= 32 and not 0xD800 <= ord(c) <= 0xDFFF and c not in "\ufffe\uffff")
    )


def written(form: Form, value: Any) -> Cell:
    """Return the cell of a value."""
    return WITHHELD_TEXT if isinstance(value, Withheld) else form.write(value)


def _text(part: CellPart, _before: Any, _setting: Setting) -> str:
    if len(part.text()) > TEXT_MAX:
        raise part.wrong("plan-exchange-long", most=TEXT_MAX)
    return part.text().strip()


def _english(part: CellPart, before: Any, setting: Setting) -> Name:
    return Name(_text(part, before, setting), before.ja if isinstance(before, Name) else "")


def _japanese(part: CellPart, before: Any, setting: Setting) -> Name:
    return Name(before.en if isinstance(before, Name) else "", _text(part, before, setting))


def _hours(part: CellPart) -> int:
    """Return minutes of a cell in hours, or of a duration such as 90min."""
    try:
        value = 60 * float(part.text())
    except ValueError:
        return minutes(part)
    if not 0 <= value <= SPAN_MAX_MIN or abs(value - round(value)) > 1e-3:
        raise part.wrong("plan-document-duration", value=part.text())
    return round(value)


def _likely(part: CellPart, before: Any, _setting: Setting) -> Duration:
    return Duration(_hours(part), before.least_min, before.most_min)


def _least(part: CellPart, before: Any, _setting: Setting) -> Duration:
    return Duration(before.likely_min, _hours(part), before.most_min)


def _most(part: CellPart, before: Any, _setting: Setting) -> Duration:
    return Duration(before.likely_min, before.least_min, _hours(part))


def _in_hours(value: int | None) -> Cell:
    if value is None:
        return None
    return value // 60 if value % 60 == 0 else round(value / 60, 6)


def _moment(part: CellPart, _before: Any, setting: Setting) -> datetime:
    return moment(part, setting.anchors)


def _chosen(*allowed: str) -> Read:
    def read(part: CellPart, _before: Any, _setting: Setting) -> str:
        if part.text().strip() not in allowed:
            raise part.wrong("plan-document-choice", value=part.text(), allowed=", ".join(allowed))
        return part.text().strip()

    return read


def _one(part: CellPart, kind: str, setting: Setting, text: str) -> str:
    if text not in setting.known[kind]:
        raise part.wrong("plan-document-unknown", kind=kind, id=text)
    return text


def _reference(kind: str) -> Form:
    def read(part: CellPart, _before: Any, setting: Setting) -> str:
        return _one(part, kind, setting, part.text().strip())

    return Form(lambda v: v, read)


def _references(kind: str) -> Form:
    def read(part: CellPart, _before: Any, setting: Setting) -> tuple[str, ...]:
        return tuple(_one(part, kind, setting, t) for t in _split(part.text()))

    return Form(lambda v: ", ".join(v or ()), read, ())


def _split(text: str) -> list[str]:
    return [t.strip() for t in re.split(r"[,;、]", text) if t.strip()]


def uses_of(part: CellPart, _before: Any, setting: Setting) -> tuple[Use, ...]:
    """Return the uses that a cell states: `4 x us-c130, 1 x parking:field`."""
    found = []
    for text in _split(part.text()):
        said = _USE.fullmatch(text)
        if said is None or said[1] == "0":
            raise part.wrong("plan-exchange-uses", value=text)
        found.append(Use(_one(part, "resource", setting, said[2]), int(said[1] or 1)))  # type: ignore[arg-type]  # just found among the resources
    if len({u.resource for u in found}) < len(found):
        raise part.wrong("plan-exchange-uses", value=part.text())
    return tuple(found)


FORMS: Mapping[str, Form] = {
    "text": Form(lambda v: v or None, _text),
    "string": Form(lambda v: v or None, _text, ""),
    "texts": Form(lambda v: ", ".join(v or ()), lambda p, _b, _s: tuple(_split(p.text())), ()),
    "en": Form(lambda v: (v.en if isinstance(v, Name) else "") or None, _english),
    "ja": Form(lambda v: (v.ja if isinstance(v, Name) else "") or None, _japanese),
    "whole": Form(lambda v: v, lambda p, _b, _s: p.whole()),
    "priority": Form(lambda v: v, lambda p, _b, _s: p.whole(1)),
    "minutes": Form(_in_hours, lambda p, _b, _s: _hours(p)),
    "likely": Form(lambda v: _in_hours(v.likely_min), _likely),
    "least": Form(lambda v: _in_hours(v.least_min), _least),
    "most": Form(lambda v: _in_hours(v.most_min), _most),
    "moment": Form(lambda v: v, _moment),
    "status": Form(lambda v: v, _chosen(*get_args(Status))),
    "task": _reference("task"),
    "place": _reference("place"),
    "phase": _reference("phase"),
    "tasks": _references("task"),
    "places": _references("place"),
    "uses": Form(lambda v: ", ".join(f"{u.quantity} x {u.resource}" for u in v or ()), uses_of, ()),
}
"""Every form of a cell by its name."""


def emptied(form: str, before: Any) -> Any:
    """Return the value of an emptied cell."""
    if form in ("en", "ja"):
        return msgspec.structs.replace(before, **{form: ""})
    if form in ("least", "most"):
        return Duration(before.likely_min)
    return FORMS[form].empty


def is_withheld(value: Any) -> bool:
    """Whether a field was not released."""
    return value is WITHHELD
