"""One Cursor on Target event as a value, from XML and back (version 2.0); the detail keeps its original bytes.

Knows the few fields that policy and picture need; no document type, no entity, no file is ever looked at. Attributes
that claim a release label are claims of the sender: they are carried, and never make anything releasable.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from xml.parsers import expat

import msgspec

from renkei.feeds.cot_stream import EVENT_MAX
from renkei.kernel.errors import Malformed

DEPTH_MAX = 32
"""Elements inside one another: the deepest published message has seven."""
ATTRIBUTES_MAX = 64
"""Attributes of one element: the event itself has about ten."""
ELEMENTS_MAX = 20_000
"""Elements of one event: a drawing of a thousand points has about a thousand."""
UID_MAX = 256
"""Longest uid in characters: a chat message's has about 150."""
TYPE = re.compile(r"[A-Za-z0-9_.\-]{1,64}\Z")
NUMBER = re.compile(r"[+-]?(?:\d{1,20}(?:\.\d{0,30})?|\.\d{1,30})(?:[eE][+-]?\d{1,3})?\Z")
UNKNOWN_FROM = 999_999.0
"""Heights and errors from this value on mean unknown: XML writes 9999999, TAK protocol 999999."""
TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,30}))?(Z|[+-]\d\d:?\d\d)?)?\Z")
START_TAG = re.compile(rb"<detail(?:[^\"'>]|\"[^\"]*\"|'[^']*')*>")
RELEASE_NAMES = ("releasableTo", "releaseableTo")
"""TAK Server's XML attribute and the protobuf field are spelt differently: both are read, the narrower counts."""


class Dest(msgspec.Struct, frozen=True):
    """One addressee of `detail/marti`: a call sign, a uid or a mission."""

    by: str
    value: str


class CotEvent(msgspec.Struct, frozen=True):
    """One event.

    Attributes:
        uid: Whose state it is; the newest event of a uid replaces the older ones.
        how: How the position came about, None where the sender left it out.
        time, start, stale: Aware UTC; stale before start removes the item.
        lat, lon: Degrees, WGS 84.
        hae_m: Height above the ellipsoid; `ce_m`, `le_m` circular and linear error, one sigma; None is unknown.
        detail: The whole detail element as received, empty where there is none.
        course_deg, speed_mps: Of `detail/track`: degrees from true north, metres per second.
        dest: Addressees; none means everybody.
        releasable_to: What the sender claims, None where it claims nothing.
        warnings: Message keys of what was missing or odd and still clear.
    """

    uid: str
    type: str
    time: datetime
    start: datetime
    stale: datetime
    lat: float
    lon: float
    how: str | None = None
    hae_m: float | None = None
    ce_m: float | None = None
    le_m: float | None = None
    detail: bytes = b""
    callsign: str | None = None
    course_deg: float | None = None
    speed_mps: float | None = None
    remarks: str | None = None
    dest: tuple[Dest, ...] = ()
    access: str | None = None
    caveat: str | None = None
    releasable_to: tuple[str, ...] | None = None
    warnings: tuple[str, ...] = ()


def parse(text: bytes, number: int = 1) -> CotEvent:
    """Return the event that one piece of a stream holds.

    Args:
        text: From `<event` to its end tag, UTF-8.
        number: Number of the event in its stream, for the error's place.

    Raises:
        Malformed: Not well-formed, outside a bound, with a document type, or without a field that is needed.
    """
    place = f"event {number}"
    if len(text) > EVENT_MAX:
        raise Malformed("feeds-cot-long", place=place, most=EVENT_MAX)
    found = _Reading(text, place)
    return _Fields(found.event, place).value(found)


class _Reading:
    """One pass of expat over an event: checks the bounds, collects what we read."""

    def __init__(self, text: bytes, place: str) -> None:
        self.event: Mapping[str, str] = {}
        self.point: Mapping[str, str] | None = None
        self.contact: Mapping[str, str] = {}
        self.track: Mapping[str, str] = {}
        self.dests: list[Mapping[str, str]] = []
        self.remarks: str | None = None
        self.detail = b""
        self._text = text
        self._place = place
        self._path: list[str] = []
        self._elements = 0
        self._detail_at = -1
        self._parser = parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._doctype
        try:
            parser.Parse(text, True)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code) or ""
            raise Malformed("feeds-cot-xml", place=f"{place} byte {parser.ErrorByteIndex}", reason=reason) from error

    def _doctype(self, *_: object) -> None:
        raise Malformed("feeds-cot-doctype", place=self._place)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(name)
        self._elements += 1
        self._check_bounds(len(attributes))
        keep = KEPT.get("/".join(self._path)) if len(self._path) <= 4 else None
        if keep:
            keep(self, attributes)

    def _check_bounds(self, attributes: int) -> None:
        bounds = (("depth", len(self._path), DEPTH_MAX), ("attributes", attributes, ATTRIBUTES_MAX))
        for what, count, most in (*bounds, ("elements", self._elements, ELEMENTS_MAX)):
            if count > most:
                raise Malformed(f"feeds-cot-{what}", place=self._place, most=most)
        if self._path[0] != "event":
            raise Malformed("feeds-cot-root", place=self._place, name=self._path[0][:40])

    def keep_event(self, attributes: dict[str, str]) -> None:
        self.event = attributes

    def keep_point(self, attributes: dict[str, str]) -> None:
        if self.point is not None:
            raise Malformed("feeds-cot-two-points", place=self._place)
        self.point = attributes

    def keep_detail(self, _: dict[str, str]) -> None:
        self._detail_at = self._parser.CurrentByteIndex

    def keep_contact(self, attributes: dict[str, str]) -> None:
        self.contact = attributes

    def keep_track(self, attributes: dict[str, str]) -> None:
        self.track = attributes

    def keep_dest(self, attributes: dict[str, str]) -> None:
        self.dests.append(attributes)

    def keep_remarks(self, _: dict[str, str]) -> None:
        self.remarks = self.remarks or ""

    def _characters(self, text: str) -> None:
        if self._path == ["event", "detail", "remarks"]:
            self.remarks = (self.remarks or "") + text

    def _end(self, _: str) -> None:
        if self._path == ["event", "detail"] and not self.detail:
            self.detail = self._detail_bytes(self._parser.CurrentByteIndex)
        self._path.pop()

    def _detail_bytes(self, end: int) -> bytes:
        """From its start tag to the end of its end tag; an empty element has one tag only."""
        if self._text.startswith(b"</detail", end):
            return self._text[self._detail_at : self._text.index(b">", end) + 1]
        tag = START_TAG.match(self._text, self._detail_at)
        return tag[0] if tag else b""


KEPT: Mapping[str, Callable[[_Reading, dict[str, str]], None]] = {
    "event": _Reading.keep_event,
    "event/point": _Reading.keep_point,
    "event/detail": _Reading.keep_detail,
    "event/detail/contact": _Reading.keep_contact,
    "event/detail/track": _Reading.keep_track,
    "event/detail/remarks": _Reading.keep_remarks,
    "event/detail/marti/dest": _Reading.keep_dest,
}
"""The elements that we read; all others stay in the detail's bytes."""


class _Fields:
    """Turns the attributes of one event into values, and notes what is odd."""

    def __init__(self, event: Mapping[str, str], place: str) -> None:
        self._event = event
        self._place = place
        self._warnings: list[str] = []

    def value(self, found: _Reading) -> CotEvent:
        """Return the event, its times first: nothing else of it counts without them."""
        if found.point is None:
            raise Malformed("feeds-cot-no-point", place=self._place)
        time = self._time("time")
        start = self._time("start") if "start" in self._event else self._assumed("feeds-cot-no-start", time)
        return CotEvent(
            uid=self._uid(),
            type=self._type(),
            time=time,
            start=start,
            stale=self._time("stale"),
            lat=self._degrees(found.point, "lat", 90.0),
            lon=self._degrees(found.point, "lon", 180.0),
            how=self._how(),
            hae_m=self._metres(found.point, "hae"),
            ce_m=self._metres(found.point, "ce"),
            le_m=self._metres(found.point, "le"),
            detail=found.detail,
            callsign=found.contact.get("callsign") or None,
            course_deg=self._course(found.track),
            speed_mps=self._speed(found.track),
            remarks=found.remarks,
            dest=tuple(Dest(by, value) for dest in found.dests for by, value in dest.items() if by in DEST_BY),
            access=self._event.get("access"),
            caveat=self._event.get("caveat"),
            releasable_to=self._releasable(),
            warnings=tuple(dict.fromkeys(self._warnings)),
        )

    def _uid(self) -> str:
        uid = self._event.get("uid", "")
        if not uid.strip() or len(uid) > UID_MAX:
            raise Malformed("feeds-cot-uid", place=f"{self._place} uid", most=UID_MAX)
        return uid

    def _type(self) -> str:
        kind = self._event.get("type", "")
        if not TYPE.match(kind):
            raise Malformed("feeds-cot-type", place=f"{self._place} type", value=kind[:40])
        return kind

    def _how(self) -> str | None:
        how = self._event.get("how")
        if not how:
            self._warnings.append("feeds-cot-no-how")
        return how or None

    def _assumed(self, key: str, value: datetime) -> datetime:
        self._warnings.append(key)
        return value

    def _time(self, name: str) -> datetime:
        """ISO 8601, any number of digits; without a zone, or with a date alone, it is UTC and odd, never local time."""
        text = self._event.get(name, "")
        found = TIME.match(text)
        if not found:
            raise Malformed("feeds-cot-time", place=f"{self._place} {name}", value=text[:40])
        year, month, day, hour, minute, second, fraction, zone = found.groups()
        if zone is None:
            self._warnings.append("feeds-cot-no-zone")
        micros = int((fraction or "0")[:6].ljust(6, "0"))
        whole = (int(part or 0) for part in (year, month, day, hour, minute, second))
        try:
            return datetime(*whole, micros, tzinfo=_zone(zone)).astimezone(UTC)  # type: ignore[misc,arg-type]  # seven numbers and a zone
        except (ValueError, OverflowError) as error:
            raise Malformed("feeds-cot-time", place=f"{self._place} {name}", value=text[:40]) from error

    def _degrees(self, point: Mapping[str, str], name: str, most: float) -> float:
        number = self._number(point, name)
        if number is None or abs(number) > most:
            raise Malformed("feeds-cot-degrees", place=f"{self._place} point.{name}", value=point.get(name, "")[:40])
        return number

    def _metres(self, point: Mapping[str, str], name: str) -> float | None:
        number = self._number(point, name)
        if number is None and point.get(name, "").strip().lower() not in ("", "nan"):
            raise Malformed("feeds-cot-number", place=f"{self._place} point.{name}", value=point[name][:40])
        if number is None:
            self._warnings.append("feeds-cot-no-error")
        return None if number is None or number >= UNKNOWN_FROM else number

    @staticmethod
    def _number(attributes: Mapping[str, str], name: str) -> float | None:
        text = attributes.get(name, "").strip()
        return float(text) if NUMBER.match(text) else None

    def _course(self, track: Mapping[str, str]) -> float | None:
        course = self._number(track, "course")
        return None if course is None or not 0.0 <= course <= 360.0 else course % 360.0

    def _speed(self, track: Mapping[str, str]) -> float | None:
        speed = self._number(track, "speed")
        return None if speed is None or not 0.0 <= speed < UNKNOWN_FROM else speed

    def _releasable(self) -> tuple[str, ...] | None:
        """Both spellings are read; where they differ only what both name counts."""
        claims = [_nations(self._event[name]) for name in RELEASE_NAMES if name in self._event]
        if not claims:
            return None
        if claims[0] != claims[-1]:
            self._warnings.append("feeds-cot-two-releases")
        return tuple(sorted(claims[0] & claims[-1]))


DEST_BY = ("callsign", "uid", "mission", "mission-guid")


def _nations(text: str) -> frozenset[str]:
    return frozenset(word for word in re.split(r"[,;\s]+", text.upper()) if word)


def _zone(text: str | None) -> timezone:
    if text in (None, "Z"):
        return UTC
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)
