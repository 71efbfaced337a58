"""Lists of events in words: the log page and the list that both nodes share in one order; pure."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from renkei.kernel.event import Event
from renkei.kernel.ids import EventId, Nation
from renkei.kernel.label import Label
from renkei.kernel.message import Message, told
from renkei.kernel.names import Name
from renkei.views.viewer import Viewer

PAGE_MAX = 500
"""Rows of one page: more than fits on any screen."""


class LogRow(msgspec.Struct, frozen=True):
    """One line of the log as a person reads it.

    Attributes:
        shared: The partner has it, or it is the partner's.
    """

    id: EventId
    number: int
    kind: str
    origin: Nation
    author: str
    valid: datetime
    recorded: datetime
    late: bool
    shared: bool
    rel_to: tuple[Nation, ...]
    told: Message
    body: msgspec.Raw


def log_row(event: Event, number: int, *, shared: bool, viewer: Viewer, label: Label | None = None) -> LogRow:
    """Return an event as a row, its sentence made from its kind and body; `label` if it has another one by now."""
    return LogRow(
        event.id,
        number,
        event.kind,
        event.origin,
        event.author,
        event.valid,
        event.recorded,
        event.id in viewer.late,
        shared,
        (label or event.label).rel_to,
        sentence(event, viewer),
        event.body,
    )


def sentence(event: Event, viewer: Viewer) -> Message:
    """Return what an event says in words: the message `event-<kind>` with the facts that its body has."""
    body = msgspec.json.decode(event.body)
    fields: Mapping[str, Any] = body if isinstance(body, dict) else {}
    if event.kind == "requests.ActTaken":
        by = viewer.name(str(fields.get("by", event.origin)))
        return told("event-requests-ActTaken", verb=str(fields.get("verb", "")), request=_first(fields), by=by)
    facts: dict[str, str | int | float | Name] = {
        "what": _subject(event.kind, fields, viewer),
        "by": viewer.name(event.origin),
    }
    facts |= {field: _said(fields.get(field)) for field in _SAID.get(event.kind, ())}
    return told(f"event-{event.kind.replace('.', '-')}", **facts)


_ABOUT: Mapping[str, str] = {
    "forces.PlaceReported": "place",
    "forces.UnitDelayed": "unit",
    "plan.CapacitySet": "id",
    "watch.LinkLost": "partner",
    "watch.LinkRestored": "partner",
    "watch.StreamHalted": "partner",
    "watch.StreamResumed": "partner",
}
"""Kinds whose subject is a thing or a headquarters that has a name: the field with its identifier."""
_SAID: Mapping[str, tuple[str, ...]] = {
    "forces.PlaceReported": ("status", "source"),
    "forces.UnitDelayed": ("delay_min",),
    "plan.TaskReported": ("report", "at"),
}
"""Reports: the fields that say what was reported. A field that was not released is empty."""


def _subject(kind: str, fields: Mapping[str, Any], viewer: Viewer) -> Name:
    about = fields.get(_ABOUT.get(kind, ""))
    if not isinstance(about, str):
        return _first(fields)
    return viewer.names.get(Nation(about)) or viewer.things.get(about) or Name(about, about)


def _said(value: object) -> str | int:
    """Return a code or a number as it is, and a moment as a date-time group."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, str):
        return ""
    try:
        return datetime.fromisoformat(value).astimezone(UTC).strftime("%d%H%MZ %b %y").upper()
    except (ValueError, OverflowError):
        return value


def _first(fields: Mapping[str, Any]) -> Name:
    """Return the words, or else the identifier, by which people know what an event is about."""
    for key in ("name", "text", "need", "title"):
        found = _name(fields.get(key))
        if found:
            return found
    content = fields.get("content")
    found = _name(content.get("need")) if isinstance(content, dict) else None
    if found:
        return found
    words = next((fields[k] for k in _IDS if isinstance(fields.get(k), str)), "")
    return Name(words, words)


_IDS = ("id", "task", "request", "unit", "place", "subject", "partner", "resource", "sensor", "event", "plan", "kind")


def _name(value: object) -> Name | None:
    if isinstance(value, dict) and (value.get("en") or value.get("ja")):
        return Name(str(value.get("en", "")), str(value.get("ja", "")))
    return None


def matches(event: Event, words: str) -> bool:
    """Whether kind, author, origin or body of an event contain every word, whatever the case."""
    searched = f"{event.kind} {event.author} {event.origin} {bytes(event.body).decode()}".lower()
    return all(word in searched for word in words.lower().split())
