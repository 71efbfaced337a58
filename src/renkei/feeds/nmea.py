"""NMEA 0183 lines that carry AIS: frame, checksum, tag block, time of receipt, fragments; knows nothing of a payload.

Sources: IEC 61162-1 (sentence, checksum), IEC 61162-450 section 7.2.3 (tag block), the trailer that the U.S. Coast
Guard appends after the checksum, and the proprietary `$PGHP` line that gives the time of the sentence behind it.
"""

import re
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import xor
from typing import Literal, TypeAlias

import msgspec

from renkei.kernel.errors import Malformed

LINE_MAX = 1_024
"""Longest line in bytes: a sentence is 82 characters, a tag block 80, and a chain of tag blocks a few of those."""
FRAGMENTS_MAX = 9
"""A sentence counts its fragments with one digit."""
PENDING_MAX = 64
"""Groups that wait for fragments: ten sequence numbers, two channels, and a few stations behind one receiver."""
PENDING_FOR = timedelta(seconds=30)
"""A group older than this is given up: fragments are sent within seconds of each other."""
EPOCH_MS_FROM = 100_000_000_000
"""A tag block's time above this is in milliseconds: as seconds it would be the year 5138."""

SENTENCE = re.compile(rb"!([A-Z]{2}|--)(VD[MO]),(\d),(\d),(\d?),([AB12]?|0),([0-W`-w]*),([0-5])\Z")
"""Talker, formatter, fragments, fragment, sequence number, channel, armoured payload, fill bits."""
OTHER = re.compile(rb"[$!][A-Z0-9]{2,8},")
CHECKED = re.compile(rb"([!$][^*]{1,1000})\*([0-9A-Fa-f]{2})(?:,(.{0,200}))?\Z")
GATEHOUSE = re.compile(rb"\$PGHP,\d+,(\d+),(\d+),(\d+),(\d+),(\d+),(\d+),(\d+),")
GROUP = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{1,9})\Z")


Clock: TypeAlias = Literal["line", "wrapper", "own"]
"""Which clock gave the time of receipt: the line itself, the line before it, or the reader's own."""


class Tag(msgspec.Struct, frozen=True):
    """What a tag block says that we use: station, time of receipt, and the group that joins fragments."""

    station: str | None = None
    received: datetime | None = None
    group: str | None = None


NO_TAG = Tag()


class Sentence(msgspec.Struct, frozen=True):
    """One checked AIS sentence.

    Attributes:
        own: The receiver's own ship reports itself (VDO).
        line: Number of the line in its stream, from 1.
        received: Time of receipt, aware UTC, by the clock that `clock` names.
    """

    talker: str
    own: bool
    fragments: int
    fragment: int
    sequence: str
    channel: str
    payload: bytes
    fill: int
    line: int
    received: datetime
    clock: Clock
    tag: Tag = NO_TAG


def checksum(data: bytes) -> int:
    """Return the exclusive or of all bytes (IEC 61162-1 section 7.2.4)."""
    return reduce(xor, data, 0)


def sentence(line: bytes, number: int, received: datetime, clock: Clock = "own") -> Sentence | None:
    """Return the AIS sentence of a line, or None where a line in order carries none.

    Args:
        line: One line, with or without its end.
        number: Number of the line in its stream, from 1.
        received: Time of receipt where the line itself carries none.
        clock: Which clock gave `received`.

    Raises:
        Malformed: The line is not a sentence, its checksum is absent or wrong, or a field has not its form.
    """
    place = f"line {number}"
    if len(line) > LINE_MAX:
        raise Malformed("feeds-line-long", place=place, most=LINE_MAX)
    text = line.strip(b" \t\r\n\0")
    if not text or text.startswith(b"#"):
        return None
    tag, body = _split_tag(text, place)
    trailer = _checked(body, place)
    found = SENTENCE.match(body.partition(b"*")[0])
    if not found:
        _check_other(body, place)
        return None
    stated = tag.received or _trailer_time(trailer)
    return _sentence(found, number, tag, (stated, "line") if stated else (received, clock))


def _sentence(found: re.Match[bytes], number: int, tag: Tag, receipt: tuple[datetime, Clock]) -> Sentence:
    talker, formatter, fragments, fragment, sequence, channel, payload, fill = found.groups()
    count, index = int(fragments), int(fragment)
    if not 1 <= index <= count:
        raise Malformed("feeds-nmea-fragment", place=f"line {number} field 2", fragment=index, fragments=count)
    return Sentence(
        talker.decode(),
        formatter == b"VDO",
        count,
        index,
        sequence.decode(),
        channel.decode(),
        payload,
        int(fill),
        number,
        *receipt,
        tag,
    )


def _check_other(body: bytes, place: str) -> None:
    """A sentence of another kind is in order and not ours; an AIS sentence with a field out of form is neither."""
    if body[3:6] in (b"VDM", b"VDO"):
        raise Malformed("feeds-nmea-fields", place=place)
    if not OTHER.match(body):
        raise Malformed("feeds-nmea-not-a-sentence", place=place)


def _checked(body: bytes, place: str) -> bytes:
    """Return what follows the checksum; the checksum itself is required and right."""
    if not body.startswith((b"!", b"$")):
        raise Malformed("feeds-nmea-not-a-sentence", place=place)
    found = CHECKED.match(body)
    if not found:
        raise Malformed("feeds-nmea-no-checksum", place=place)
    stated, computed = int(found[2], 16), checksum(found[1][1:])
    if stated != computed:
        raise Malformed("feeds-nmea-checksum", place=place, stated=f"{stated:02X}", computed=f"{computed:02X}")
    return found[3] or b""


def _split_tag(text: bytes, place: str) -> tuple[Tag, bytes]:
    """Take the tag blocks off the front of a line; of several the later one's fields win."""
    fields: dict[str, str] = {}
    while text.startswith(b"\\"):
        block, closed, rest = text[1:].partition(b"\\")
        content, star, stated = block.rpartition(b"*")
        if not closed or not star:
            raise Malformed("feeds-tag-open", place=place)
        if stated.upper().decode("ascii", "replace") != f"{checksum(content):02X}":
            raise Malformed("feeds-tag-checksum", place=place, computed=f"{checksum(content):02X}")
        pairs = (item.partition(":") for item in content.decode("ascii", "replace").split(","))
        fields |= {code: value for code, colon, value in pairs if colon}
        text = rest
    return (_tag(fields, place) if fields else NO_TAG), text


def _tag(fields: dict[str, str], place: str) -> Tag:
    group = GROUP.match(fields.get("g", ""))
    return Tag(fields.get("s"), _epoch(fields.get("c"), place), group[3] if group else None)


def _epoch(text: str | None, place: str) -> datetime | None:
    """Time of a tag block: seconds since 1970, or milliseconds where the number says so."""
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > len(str(EPOCH_MS_FROM)) + 2:
        raise Malformed("feeds-tag-time", place=f"{place} c", value=text[:20])
    number = int(text)
    seconds, rest_ms = divmod(number, 1_000) if number >= EPOCH_MS_FROM else (number, 0)
    return datetime.fromtimestamp(seconds, UTC) + timedelta(milliseconds=rest_ms)


def _trailer_time(trailer: bytes) -> datetime | None:
    """The U.S. Coast Guard's trailer ends with seconds since 1970."""
    last = trailer.rpartition(b",")[2]
    return datetime.fromtimestamp(int(last), UTC) if re.fullmatch(rb"1\d{9}", last) else None


def gatehouse_time(line: bytes) -> datetime | None:
    """Return the time that a `$PGHP` line gives to the sentence behind it, or None for any other line."""
    found = GATEHOUSE.match(line)
    if not found:
        return None
    year, month, day, hour, minute, second, ms = (int(group) for group in found.groups())
    try:
        return datetime(year, month, day, hour, minute, second, ms * 1_000, tzinfo=UTC)
    except ValueError:
        return None


class Assembler:
    """Joins the fragments of multi-sentence messages; bounded in number and in age.

    Attributes:
        lost: What was given up since it was last emptied, as errors that name the first line of the group.
    """

    def __init__(self) -> None:
        self._groups: dict[tuple[str, ...], tuple[datetime, dict[int, Sentence]]] = {}
        self.lost: list[Malformed] = []

    def add(self, part: Sentence, now: datetime) -> tuple[Sentence, ...]:
        """Return all parts of a message in order once they are here, else nothing.

        Args:
            part: A checked sentence.
            now: The reader's own clock, for giving up old groups.
        """
        self._expire(now)
        if part.fragments == 1:
            return (part,)
        key = self._key(part)
        began, parts = self._groups.pop(key, (now, {}))
        if parts and (part.fragment in parts or next(iter(parts.values())).fragments != part.fragments):
            self._give_up(parts)
            began, parts = now, {}
        parts[part.fragment] = part
        if len(parts) == part.fragments:
            return tuple(parts[index] for index in range(1, part.fragments + 1))
        if len(self._groups) >= PENDING_MAX:
            self._give_up(self._groups.pop(next(iter(self._groups)))[1])
        self._groups[key] = (began, parts)
        return ()

    @staticmethod
    def _key(part: Sentence) -> tuple[str, ...]:
        """A tag block's group joins fragments; without one the sentence's own number does, whatever tag it has."""
        if part.tag.group:
            return ("group", part.tag.station or "", part.tag.group)
        return (part.talker, part.sequence, part.channel)

    def close(self) -> None:
        """Give up everything that is still waiting."""
        for _, parts in self._groups.values():
            self._give_up(parts)
        self._groups.clear()

    def _expire(self, now: datetime) -> None:
        old = [key for key, (began, _) in self._groups.items() if now - began > PENDING_FOR]
        for key in old:
            self._give_up(self._groups.pop(key)[1])

    def _give_up(self, parts: dict[int, Sentence]) -> None:
        first = min(parts.values(), key=lambda part: part.line)
        self.lost.append(
            Malformed("feeds-ais-incomplete", place=f"line {first.line}", have=len(parts), fragments=first.fragments)
        )
