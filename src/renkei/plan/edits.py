"""What differs between two plans, object by object and field by field; judges nothing."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Literal, TypeAlias

import msgspec

from renkei.kernel.label import WITHHELD
from renkei.plan.model import Plan

Part: TypeAlias = Literal["plan", "task", "resource", "place", "phase", "decision", "constraint"]

LISTS: tuple[tuple[Part, str], ...] = (
    ("task", "tasks"),
    ("resource", "resources"),
    ("place", "places"),
    ("phase", "phases"),
    ("decision", "decisions"),
    ("constraint", "constraints"),
)
"""What a plan consists of, each with an identifier that stays."""


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """One field that differs; `field` is empty for an object that only one of the plans has.

    Attributes:
        before, after: The values as JSON has them; None for nothing, `withheld` for what is not released.
    """

    part: Part
    id: str
    field: str
    before: Any
    after: Any


def edits(before: Plan, after: Plan) -> tuple[Edit, ...]:
    """Return what differs, in the order of the plans."""
    return (*_plan(before, after), *(e for part, name in LISTS for e in _objects(part, name, before, after)))


def _plan(before: Plan, after: Plan) -> Iterator[Edit]:
    for field in ("id", "title", "origin", "anchors"):
        one, other = getattr(before, field), getattr(after, field)
        if one != other:
            yield Edit(part="plan", id=after.id, field=field, before=_plain(one), after=_plain(other))


def _objects(part: Part, name: str, before: Plan, after: Plan) -> Iterator[Edit]:
    old, new = ({x.id: x for x in getattr(p, name)} for p in (before, after))
    for key in dict.fromkeys((*old, *new)):
        one, other = old.get(key), new.get(key)
        if one is None or other is None or type(one) is not type(other):
            yield Edit(part=part, id=key, field="", before=_plain(one), after=_plain(other))
            continue
        for field in one.__struct_fields__:
            values = getattr(one, field), getattr(other, field)
            if values[0] != values[1]:
                yield Edit(part=part, id=key, field=field, before=_plain(values[0]), after=_plain(values[1]))


def _plain(value: Any) -> Any:
    return "withheld" if value is WITHHELD else msgspec.to_builtins(value)


def said(value: Any) -> str:
    """Return a value of an edit in a few characters."""
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, list | tuple):
        return ", ".join(said(v) for v in value)
    if isinstance(value, dict):
        return _said_fields(value)
    return f"{value:%Y-%m-%dT%H:%M:%SZ}" if isinstance(value, datetime) else str(value)


def _said_fields(value: dict[str, Any]) -> str:
    if "likely_min" in value:
        points: Sequence[Any] = [value.get(p) for p in ("least_min", "likely_min", "most_min")]
        return "/".join(str(p) for p in points if p is not None) + " min"
    if set(value) == {"resource", "quantity"}:
        return f"{value['quantity']} × {value['resource']}"
    return ", ".join(f"{k}: {text}" for k, v in value.items() if (text := said(v)) not in ("", "–"))
