"""One sensor's bytes in, observations and faults out: bounded, tolerant, never raises on what a sender wrote."""

from datetime import datetime
from typing import Protocol

import msgspec

from renkei.kernel.errors import Facts
from renkei.picture.model import Observation, Sensor


class Fault(msgspec.Struct, frozen=True):
    """One piece of input that was refused: where, and which rule it breaks.

    Attributes:
        place: For example `line 7` or `event 3 point.lat`.
        key: Message in `locale/*/feeds.ftl`.
    """

    sensor: str
    place: str
    key: str
    facts: Facts
    received: datetime


class Taken(msgspec.Struct, frozen=True):
    """What a piece of input came to."""

    observations: tuple[Observation, ...]
    faults: tuple[Fault, ...]


class Intake(Protocol):
    """Reads one sensor's stream, whatever its chunks are."""

    def take(self, data: bytes, received: datetime) -> Taken:
        """Return what is complete after these bytes; `received` is the time of receipt."""
        ...

    def close(self, received: datetime) -> Taken:
        """Return what was left over at the end of a file or connection."""
        ...


def intake(sensor: Sensor) -> Intake:
    """Return the reader for a sensor's form."""
    raise NotImplementedError
