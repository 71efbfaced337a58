"""Turns what AIS and Cursor on Target messages say into a sensor's observations; knows the sender's own tracks only."""

import re
from collections.abc import Mapping
from datetime import timedelta

from renkei.feeds.ais import AisMessage, Position, Static
from renkei.feeds.cot import CotEvent
from renkei.feeds.symbols import AIS_AID, AIS_AIRCRAFT, AIS_STATION, NEUTRAL, UNKNOWN, of_cot_type, of_ship, sidc
from renkei.kernel.label import Label
from renkei.picture.frame import MPS_PER_KN
from renkei.picture.model import (
    UNKNOWN_SYMBOL,
    Identity,
    Observation,
    Particulars,
    Report,
    Sensor,
    ShipKind,
    SourceTrack,
)

ACCURATE_M, PLAIN_M, COARSE_M = 10.0, 30.0, 110.0
"""One sigma of an AIS position: the accuracy flag claims 10 m; without it unaided satellite navigation; a tenth of a
minute is 185 m, its rounding 53 m, and such reports come late."""
FEWEST_M = 1.0
"""Smallest error that a sender's claim counts for: a claim of 0 would outweigh everybody."""
AIS_STALE = timedelta(minutes=6)
"""A ship at anchor reports each three minutes (M.1371-5 table 1): two missed reports make it stale."""

STATIONS: Mapping[int, tuple[str, ShipKind, str]] = {
    4: ("station", AIS_STATION[0], sidc(UNKNOWN, AIS_STATION[1])),
    9: ("aircraft", AIS_AIRCRAFT[0], sidc(UNKNOWN, AIS_AIRCRAFT[1])),
    17: ("correction", AIS_STATION[0], sidc(UNKNOWN, AIS_STATION[1])),
    21: ("aid", AIS_AID[0], sidc(NEUTRAL, AIS_AID[1])),
}
"""Types whose sender is no ship: one number may be a ship and a base station, so each has its own tracks."""
SHIP: tuple[str, ShipKind, str] = ("mmsi", "unknown", UNKNOWN_SYMBOL)
MMSI = re.compile(r"(?!0{9})[0-9]{9}\Z")
"""Nine digits (ITU-R M.585); the field's thirty bits hold larger numbers, and 0 means that none was entered."""
MMSI_UID = re.compile(r"(?:MMSI|mmsi|ICAO-MMSI)[-:.]?([0-9]{9})\Z")
"""How gateways from AIS to Cursor on Target form their uid."""


def of_ais(message: AisMessage, sensor: Sensor) -> tuple[Observation, ...]:
    """Return what a message says: a position, particulars, both, or neither."""
    role, kind, symbol = STATIONS.get(message.type, SHIP)
    track = SourceTrack(sensor.nation, sensor.id, f"{role}:{message.mmsi}")
    mmsi = message.mmsi if role == "mmsi" and MMSI.match(message.mmsi) else None
    found: list[Observation] = []
    if message.static:
        found.append(_particulars(message.static, track, mmsi, sensor.label))
    if message.position:
        found.append(_ais_report(message, message.position, track, (mmsi, kind, symbol), sensor.label))
    return tuple(found)


def _particulars(static: Static, track: SourceTrack, mmsi: str | None, label: Label) -> Particulars:
    """An absent type says nothing: the other half of type 24 may have said it."""
    kind, symbol = of_ship(static.ship_type) if static.ship_type else (None, None)
    identity = Identity(mmsi, callsign(static.callsign), str(static.imo) if static.imo else None)
    return Particulars(track, label, static.name or "", symbol, kind, identity)


def _ais_report(
    message: AisMessage, position: Position, track: SourceTrack, what: tuple[str | None, ShipKind, str], label: Label
) -> Report:
    mmsi, kind, symbol = what
    at = message.sent or message.received
    return Report(
        track=track,
        lat=position.lat,
        lon=position.lon,
        at=at,
        label=label,
        sigma_m=COARSE_M if position.coarse else ACCURATE_M if position.accurate else PLAIN_M,
        cog_deg=position.cog_deg,
        sog_kn=position.sog_kn,
        sidc=symbol,
        kind=kind,
        identity=Identity(mmsi),
        stale=at + AIS_STALE,
        coarse=position.coarse,
    )


def of_cot(event: CotEvent, sensor: Sensor) -> tuple[Observation, ...]:
    """Return the position that an atom (`a-...`) states; chat, drawings and control messages are no observation."""
    if not event.type.startswith("a-"):
        return ()
    kind, symbol = of_cot_type(event.type)
    mmsi = MMSI_UID.match(event.uid)
    return (
        Report(
            track=SourceTrack(sensor.nation, sensor.id, event.uid),
            lat=event.lat,
            lon=event.lon,
            at=event.time,
            label=sensor.label,
            sigma_m=max(FEWEST_M, event.ce_m) if event.ce_m is not None else sensor.sigma_m,
            cog_deg=event.course_deg,
            sog_kn=None if event.speed_mps is None else event.speed_mps / MPS_PER_KN,
            sidc=symbol,
            kind=kind,
            name=event.callsign or "",
            identity=Identity(mmsi[1] if mmsi else None, callsign(event.callsign)),
            stale=event.stale,
            only=event.releasable_to,
        ),
    )


def callsign(text: str | None) -> str | None:
    """Return a call sign in the one form in which two are compared: upper case, no spaces or hyphens."""
    return re.sub(r"[\s\-]", "", text).upper() or None if text else None
