"""Writes Cursor on Target events as XML: declaration first, no newline, other scripts as character references.

References, because a widely used client decodes each read on its own and breaks a character that a segment cuts.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from renkei.feeds.cot import CotEvent

DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
UNKNOWN = "9999999.0"


def write(event: CotEvent) -> bytes:
    """Return the event as one piece of a stream; its detail goes out as it came in."""
    attributes = {
        "version": "2.0",
        "uid": event.uid,
        "type": event.type,
        "how": event.how,
        "time": instant(event.time),
        "start": instant(event.start),
        "stale": instant(event.stale),
        "access": event.access,
        "caveat": event.caveat,
        "releasableTo": None if event.releasable_to is None else ",".join(event.releasable_to),
    }
    point = {
        "lat": repr(event.lat),
        "lon": repr(event.lon),
        "hae": _metres(event.hae_m),
        "ce": _metres(event.ce_m),
        "le": _metres(event.le_m),
    }
    head = f"<event{_attributes(attributes)}><point{_attributes(point)}/>"
    return DECLARATION + _ascii(head) + event.detail + b"</event>"


def detail(
    callsign: str | None = None,
    course_deg: float | None = None,
    speed_mps: float | None = None,
    remarks: str | None = None,
) -> bytes:
    """Return a detail element with the parts that are given."""
    parts = ""
    if callsign is not None:
        parts += f"<contact{_attributes({'callsign': callsign})}/>"
    if course_deg is not None or speed_mps is not None:
        motion = {"course": _number(course_deg), "speed": _number(speed_mps)}
        parts += f"<track{_attributes(motion)}/>"
    if remarks is not None:
        parts += f"<remarks>{escape(remarks)}</remarks>"
    return _ascii(f"<detail>{parts}</detail>")


def instant(moment: datetime) -> str:
    """Return a moment as Cursor on Target writes it: UTC, milliseconds, Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _attributes(values: Mapping[str, str | None]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in values.items() if value is not None)


def _metres(value: float | None) -> str:
    return UNKNOWN if value is None else repr(value)


def _number(value: float | None) -> str | None:
    return None if value is None else repr(value)


def _ascii(text: str) -> bytes:
    return text.encode("ascii", "xmlcharrefreplace")
