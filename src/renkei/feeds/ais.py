"""AIS messages as values (ITU-R M.1371-5): pyais reads the bits; "not available" becomes absent, scales are put right.

Knows nothing of symbols, sensors or tracks.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
from pyais.bit_vector import bit_vector
from pyais.exceptions import AISBaseException
from pyais.messages import MSG_CLASS

from renkei.feeds.nmea import Assembler, Clock, Sentence, gatehouse_time, sentence
from renkei.kernel.errors import Malformed

PAYLOAD_MAX = 210
"""Longest payload in armoured characters: five slots are 1,260 bits (M.1371-5 annex 2, section 3.3.7)."""
AHEAD = timedelta(seconds=10)
"""A transmitter's second may lie this far after our receipt: two clocks that are not quite in step."""


class Position(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where an AIS station is or was.

    Attributes:
        lat, lon: Degrees, WGS 84.
        cog_deg: Course over ground, degrees from true north.
        sog_kn: Speed over ground in knots; 102.2 means that or more (1,022 for aircraft, 62 for type 27).
        heading_deg: True heading.
        second: Second of the minute, UTC, when the transmitter fixed the position.
        accurate: The transmitter claims better than 10 m.
        coarse: Rounded to a tenth of a minute (types 17 and 27).
        status: Navigational status of table 47: 0 under way, 1 at anchor, 5 moored, 7 fishing.
        alt_m: Altitude of an aircraft (type 9).
    """

    lat: float
    lon: float
    cog_deg: float | None = None
    sog_kn: float | None = None
    heading_deg: int | None = None
    second: int | None = None
    accurate: bool = False
    coarse: bool = False
    status: int | None = None
    alt_m: int | None = None


class Size(msgspec.Struct, frozen=True):
    """Metres from the antenna to the four ends of the ship."""

    to_bow_m: int
    to_stern_m: int
    to_port_m: int
    to_starboard_m: int


class Static(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an AIS station says about itself; each part of type 24 fills its own half.

    Attributes:
        ship_type: Table 53, as sent; absent where 0.
        aid_type: Nature of an aid to navigation, table 74.
        size: Absent where all four distances are 0.
        draught_m: Present static draught.
        mothership: MMSI of the mother ship of an auxiliary craft.
    """

    name: str | None = None
    callsign: str | None = None
    imo: int | None = None
    ship_type: int | None = None
    aid_type: int | None = None
    size: Size | None = None
    draught_m: float | None = None
    destination: str | None = None
    mothership: str | None = None


class AisMessage(msgspec.Struct, frozen=True):
    """One whole message.

    Attributes:
        type: 1 to 28.
        mmsi: Nine digits as text, leading zeros kept; `000000000` means that none was entered, ten digits are an error.
        own: The receiver's own ship (VDO).
        line: First line of the message in its stream.
        received: Time of receipt, by the clock that `clock` names.
        sent: When the transmitter fixed its position: its own second nearest to the receipt, None where it gives none.
    """

    type: int
    mmsi: str
    position: Position | None
    static: Static | None
    talker: str
    own: bool
    channel: str
    line: int
    received: datetime
    clock: Clock
    sent: datetime | None = None


class Layout(msgspec.Struct, frozen=True):
    """One row of the table of types: the fewest bits that hold what we read, and who reads it."""

    bits: int
    position: Callable[[Any], Position | None] | None = None
    static: Callable[[Any, Any], Static] | None = None


def _ship_position(message: Any) -> Position | None:
    """Types 1, 2, 3, 18 and 19 (M.1371-5 tables 46, 69, 70); 102.3 kn, 360.0 and 511 degrees are not available."""
    return _position(
        message,
        cog_deg=_below(message.course, 360.0),
        sog_kn=_unless(message.speed, 102.3),
        heading_deg=_below(message.heading, 360),
        second=_below(message.second, 60),
        status=_unless(_number(message, "status"), 15),
    )


def _fixed_position(message: Any) -> Position | None:
    """Types 4, 11 and 21: base stations and aids do not move."""
    return _position(message, second=_below(message.second, 60))


def _aircraft_position(message: Any) -> Position | None:
    """Type 9: speed in whole knots, 1,023 and altitude 4,095 are not available."""
    return _position(
        message,
        cog_deg=_below(message.course, 360.0),
        sog_kn=_unless(message.speed, 1023),
        second=_below(message.second, 60),
        alt_m=_unless(message.alt, 4095),
    )


def _long_range_position(message: Any) -> Position | None:
    """Type 27: a tenth of a minute, whole knots and degrees; 63 kn and 511 degrees are not available."""
    return _position(
        message,
        cog_deg=_below(message.course, 360),
        sog_kn=_unless(message.speed, 63),
        status=_unless(_number(message, "status"), 15),
        coarse=True,
    )


def _correction_position(message: Any) -> Position | None:
    """Type 17: the reference station, in tenths of a minute, which pyais leaves in minutes (table 68)."""
    lat, lon = message.lat / 60.0, message.lon / 60.0
    return _within(lat, lon, Position(lat, lon, coarse=True))


def _position(message: Any, *, coarse: bool = False, **rest: Any) -> Position | None:
    """Longitude 181 and latitude 91 are not available; a position without either is none."""
    lat, lon = float(message.lat), float(message.lon)
    return _within(lat, lon, Position(lat, lon, accurate=bool(message.accuracy), coarse=coarse, **rest))


def _within(lat: float, lon: float, position: Position) -> Position | None:
    if abs(lat) <= 90.0 and abs(lon) <= 180.0:
        return position
    if lat == 91.0 or lon == 181.0:
        return None
    raise Malformed("feeds-ais-range", lat=round(lat, 4), lon=round(lon, 4))


def _voyage(message: Any, bits: Any) -> Static:
    """Type 5 (table 52)."""
    return Static(
        name=_text(message, "shipname"),
        callsign=_text(message, "callsign"),
        imo=message.imo or None,
        ship_type=_code(bits, 232),
        draught_m=getattr(message, "draught", None) or None,
        destination=_text(message, "destination"),
        size=_size(message),
    )


def _class_b(message: Any, bits: Any) -> Static:
    """Type 19 (table 70)."""
    return Static(name=_text(message, "shipname"), ship_type=_code(bits, 263), size=_size(message))


def _aid(message: Any, bits: Any) -> Static:
    """Type 21 (table 73): a name of twenty characters may go on in an extension."""
    name, more = _text(message, "name") or "", _text(message, "name_ext") or ""
    whole = name + more if len(name) == 20 else name
    return Static(name=whole or None, aid_type=bits.get(38, 5) or None, size=_size(message))


def _parts(message: Any, bits: Any) -> Static:
    """Type 24 (tables 75 to 77): part A has the name; part B call sign, type, and size or mother ship."""
    if message.partno == 0:
        return Static(name=_text(message, "shipname"))
    mother = getattr(message, "mothership_mmsi", None)
    return Static(
        callsign=_text(message, "callsign"),
        ship_type=_code(bits, 40),
        mothership=f"{mother:09d}" if mother else None,
        size=None if mother else _size(message),
    )


def _code(bits: Any, at: int) -> int | None:
    """The type of ship as sent: pyais turns each code that its list lacks into another one (66 into 65)."""
    code: int = bits.get(at, 8)
    return code or None


def _size(message: Any) -> Size | None:
    """Four times zero means that the size is not available."""
    sides = [getattr(message, side, None) or 0 for side in ("to_bow", "to_stern", "to_port", "to_starboard")]
    return Size(*sides) if any(sides) else None


def _text(message: Any, field: str) -> str | None:
    """Six-bit text ends at its first `@` (table 47 note); empty text is absent."""
    value: str = getattr(message, field, None) or ""
    return value.partition("@")[0].strip() or None


def _number(message: Any, field: str) -> int | None:
    value = getattr(message, field, None)
    return None if value is None else int(value)


def _unless(value: Any, absent: float) -> Any:
    return None if value == absent else value


def _below(value: Any, bound: float) -> Any:
    return value if value < bound else None


LAYOUTS: Mapping[int, Layout] = {
    **{kind: Layout(143, _ship_position) for kind in (1, 2, 3)},
    **{kind: Layout(134, _fixed_position) for kind in (4, 11)},
    5: Layout(270, static=_voyage),
    9: Layout(134, _aircraft_position),
    17: Layout(75, _correction_position),
    18: Layout(139, _ship_position),
    19: Layout(301, _ship_position, _class_b),
    21: Layout(259, _fixed_position, _aid),
    24: Layout(132, static=_parts),
    27: Layout(94, _long_range_position),
}
"""What we read of which type; of all others the type and the sender's number."""
SENDER_ONLY = Layout(38)


def message(parts: tuple[Sentence, ...]) -> AisMessage:
    """Return the message that all its sentences, in order, carry.

    Raises:
        Malformed: The payload is empty, too short for its type, of no known type, or has a position off the globe.
    """
    first = parts[0]
    place = f"line {first.line} payload"
    payload = b"".join(part.payload for part in parts)
    bits = _bits(payload, parts[-1].fill, place)
    kind = bits.get(0, 6)
    layout = LAYOUTS.get(kind, SENDER_ONLY)
    if len(bits) < layout.bits:
        raise Malformed("feeds-ais-short", place=place, type=kind, bits=len(bits), least=layout.bits)
    try:
        position, static = _read(kind, bits, layout)
    except Malformed as error:
        raise Malformed(error.key, place=place, **error.facts) from error
    sent = _sent(position.second, first.received) if position and position.second is not None else None
    sender = f"{bits.get(8, 30):09d}"
    return AisMessage(
        kind,
        sender,
        position,
        static,
        first.talker,
        first.own,
        first.channel,
        first.line,
        first.received,
        first.clock,
        sent,
    )


def _bits(payload: bytes, fill: int, place: str) -> Any:
    if not payload:
        raise Malformed("feeds-ais-empty", place=place)
    if len(payload) > PAYLOAD_MAX:
        raise Malformed("feeds-ais-long", place=place, most=PAYLOAD_MAX)
    return bit_vector(payload, fill)


def _read(kind: int, bits: Any, layout: Layout) -> tuple[Position | None, Static | None]:
    """Let pyais take the fields apart; what it cannot read is the sender's fault."""
    if kind not in MSG_CLASS:
        raise Malformed("feeds-ais-type", type=kind)
    if not layout.position and not layout.static:
        return None, None
    try:
        decoded = MSG_CLASS[kind].from_vector(bits)
    except (AISBaseException, ValueError) as error:
        raise Malformed("feeds-ais-fields", type=kind, reason=str(error)[:100]) from error
    return (
        layout.position(decoded) if layout.position else None,
        layout.static(decoded, bits) if layout.static else None,
    )


def _sent(second: int, received: datetime) -> datetime:
    """The last moment with this second before the receipt, or shortly after it where the clocks are out of step."""
    moment = received.replace(second=second, microsecond=0)
    if moment > received + AHEAD:
        return moment - timedelta(minutes=1)
    if moment + timedelta(minutes=1) <= received + AHEAD:
        return moment + timedelta(minutes=1)
    return moment


class AisReader:
    """Reads lines one by one into messages; bounded; a bad line costs that line and no other.

    Attributes:
        lost: Fragment groups that were given up; the reader's owner empties it.
    """

    def __init__(self) -> None:
        self._assembler = Assembler()
        self._wrapper: datetime | None = None
        self._number = 0

    @property
    def lost(self) -> list[Malformed]:
        """Groups of fragments that never became whole."""
        return self._assembler.lost

    def line(self, text: bytes, received: datetime) -> AisMessage | None:
        """Return the message that this line completes, if it does.

        Raises:
            Malformed: The line or the message it completes breaks a rule; the next line is unharmed.
        """
        self._number += 1
        wrapper, self._wrapper = self._wrapper, None
        part = sentence(text, self._number, wrapper or received, "wrapper" if wrapper else "own")
        if part is None:
            self._wrapper = gatehouse_time(text)
            return None
        parts = self._assembler.add(part, received)
        return message(parts) if parts else None

    def close(self) -> None:
        """Give up what waits for fragments."""
        self._assembler.close()
