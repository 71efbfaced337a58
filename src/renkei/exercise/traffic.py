"""Seeded exercise traffic off Shikoku: the true ships, and what the sensors of each nation say of them, as bytes."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from renkei.kernel.ids import Nation
from renkei.picture.model import Sensor, ShipKind


class TrueShip(msgspec.Struct, frozen=True):
    """A ship as it is: for scores and the exercise controller, never for a node."""

    id: str
    kind: ShipKind
    lat: float
    lon: float
    cog_deg: float
    sog_kn: float


class Transmission(msgspec.Struct, frozen=True):
    """Bytes that a sensor delivers at a moment of exercise time: whole NMEA lines or one CoT event."""

    at: datetime
    sensor: str
    data: bytes


class Traffic:
    """All ships and sensors of one exercise; the same seed gives the same bytes, however the time is cut.

    Args:
        seed: Any integer.
        t0: H-hour, aware UTC.
    """

    def __init__(self, seed: int, t0: datetime) -> None:
        raise NotImplementedError

    def sensors(self, nation: Nation) -> tuple[Sensor, ...]:
        """Return a nation's sensors with the labels that the scenario proposes."""
        raise NotImplementedError

    def transmissions(self, nation: Nation, since: datetime, until: datetime) -> Iterator[Transmission]:
        """Yield what a nation's sensors deliver from `since` to before `until`, in order of time."""
        raise NotImplementedError

    def truth(self, at: datetime) -> tuple[TrueShip, ...]:
        """Return every ship as it is at a moment."""
        raise NotImplementedError
