"""Writes AIS messages as checked NMEA lines with a tag block, for exercise traffic and tests; pyais sets the bits."""

from datetime import datetime

from pyais.encode import encode_dict

from renkei.feeds.ais import Position, Size, Static
from renkei.feeds.nmea import checksum

NO_SIZE = Size(0, 0, 0, 0)


def position_report(mmsi: str, position: Position, station: str, received: datetime) -> bytes:
    """Return a class A position report (type 1) as one line.

    Args:
        mmsi: Nine digits.
        position: What it says; `coarse` and `alt_m` have no place in type 1.
        station: Receiving station, in the tag block (up to 15 characters, IEC 61162-450).
        received: Time of receipt, in the tag block to the second.
    """
    return _lines({"type": 1, "mmsi": mmsi, **_moving(position), "status": _or(position.status, 15)}, station, received)


def class_b_report(mmsi: str, position: Position, station: str, received: datetime) -> bytes:
    """Return a class B position report (type 18) as one line."""
    return _lines({"type": 18, "mmsi": mmsi, **_moving(position), "cs": True}, station, received)


def voyage_report(mmsi: str, static: Static, station: str, received: datetime) -> bytes:
    """Return static and voyage data (type 5) as two lines."""
    fields = {
        "type": 5,
        "imo": static.imo or 0,
        "callsign": static.callsign or "",
        "shipname": static.name or "",
        "ship_type": static.ship_type or 0,
        "draught": static.draught_m or 0.0,
        "destination": static.destination or "",
        "hour": 24,
        "minute": 60,
    }
    return _lines({"mmsi": mmsi, **fields, **_size(static)}, station, received)


def class_b_static(mmsi: str, static: Static, station: str, received: datetime) -> bytes:
    """Return both parts of static data of class B (type 24) as two lines."""
    part_a = {"type": 24, "mmsi": mmsi, "partno": 0, "shipname": static.name or ""}
    part_b = {"type": 24, "mmsi": mmsi, "partno": 1, "callsign": static.callsign or "", **_size(static)}
    part_b["ship_type"] = static.ship_type or 0
    return _lines(part_a, station, received) + _lines(part_b, station, received)


def _moving(position: Position) -> dict[str, float | bool]:
    """What is absent is written as "not available"."""
    return {
        "lat": position.lat,
        "lon": position.lon,
        "course": _or(position.cog_deg, 360.0),
        "speed": _or(position.sog_kn, 102.3),
        "heading": _or(position.heading_deg, 511),
        "second": _or(position.second, 60),
        "accuracy": position.accurate,
    }


def _or(value: float | None, absent: float) -> float:
    return absent if value is None else value


def _size(static: Static) -> dict[str, int]:
    size = static.size or NO_SIZE
    return {
        "to_bow": size.to_bow_m,
        "to_stern": size.to_stern_m,
        "to_port": size.to_port_m,
        "to_starboard": size.to_starboard_m,
    }


def _lines(fields: dict[str, object], station: str, received: datetime) -> bytes:
    """One line per sentence; the tag block stands before the first, as receivers write it."""
    block = f"s:{station},c:{int(received.timestamp())}".encode()
    sentences = encode_dict(fields, talker_id="AI", sentence_type="VDM", radio_channel="A")  # type: ignore[arg-type]
    text = "\r\n".join(sentences).encode() + b"\r\n"
    return b"\\" + block + b"*%02X\\" % checksum(block) + text
