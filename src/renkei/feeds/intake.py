"""One sensor's bytes in, observations and faults out: bounded, tolerant, never raises on what a sender wrote."""

from datetime import datetime
from typing import Protocol

import msgspec

from renkei.feeds.ais import AisReader
from renkei.feeds.cot import parse
from renkei.feeds.cot_stream import CotSplitter
from renkei.feeds.nmea import LINE_MAX
from renkei.feeds.reports import of_ais, of_cot
from renkei.kernel.errors import Facts, Malformed
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

    def whole(self, data: bytes, received: datetime) -> Taken:
        """Return what a datagram came to: no line and no event of it goes on in the next one."""
        ...

    def close(self, received: datetime) -> Taken:
        """Return what was left over at the end of a file or connection."""
        ...


def intake(sensor: Sensor) -> Intake:
    """Return the reader for a sensor's form."""
    return NmeaIntake(sensor) if sensor.form == "nmea" else CotIntake(sensor)


class NmeaIntake:
    """Reads lines; a line that never ends is cut off at its bound, and the next one is unharmed."""

    def __init__(self, sensor: Sensor) -> None:
        self._sensor = sensor
        self._reader = AisReader()
        self._rest = b""
        self._skipping = False

    def take(self, data: bytes, received: datetime) -> Taken:
        """Return what the lines that are now whole came to."""
        *lines, rest = (self._rest + data).split(b"\n")
        collected = _Collected(self._sensor, received)
        for line in lines:
            if self._skipping:
                self._skipping = False
            else:
                self._line(line, collected)
        self._rest = rest
        if len(rest) > LINE_MAX:
            if not self._skipping:
                self._line(rest, collected)
            self._rest, self._skipping = b"", True
        return collected.taken(self._reader.lost)

    def whole(self, data: bytes, received: datetime) -> Taken:
        """Return what a datagram's lines came to; fragments of one message may come in several datagrams."""
        return self.take(data + b"\n", received)

    def close(self, received: datetime) -> Taken:
        """Return what a last line without an end came to."""
        collected = _Collected(self._sensor, received)
        if self._rest and not self._skipping:
            self._line(self._rest, collected)
        self._rest = b""
        self._reader.close()
        return collected.taken(self._reader.lost)

    def _line(self, line: bytes, collected: "_Collected") -> None:
        try:
            message = self._reader.line(line, collected.received)
        except Malformed as error:
            collected.errors.append(error)
            return
        if message:
            collected.observations.extend(of_ais(message, self._sensor))


class CotIntake:
    """Reads a stream of events; a broken one costs itself."""

    def __init__(self, sensor: Sensor) -> None:
        self._sensor = sensor
        self._splitter = CotSplitter()

    def take(self, data: bytes, received: datetime) -> Taken:
        """Return what the events that are now whole came to."""
        collected = _Collected(self._sensor, received)
        for number, piece in self._splitter.feed(data):
            try:
                collected.observations.extend(of_cot(parse(piece, number), self._sensor))
            except Malformed as error:
                collected.errors.append(error)
        return collected.taken(self._splitter.lost)

    def whole(self, data: bytes, received: datetime) -> Taken:
        """Return what a datagram's events came to."""
        taken, rest = self.take(data, received), self.close(received)
        return Taken(taken.observations, taken.faults + rest.faults)

    def close(self, received: datetime) -> Taken:
        """Give up an event that never ended."""
        self._splitter.close()
        return _Collected(self._sensor, received).taken(self._splitter.lost)


class _Collected:
    """What one call to an intake gathers."""

    def __init__(self, sensor: Sensor, received: datetime) -> None:
        self.sensor = sensor
        self.received = received
        self.observations: list[Observation] = []
        self.errors: list[Malformed] = []

    def taken(self, lost: list[Malformed]) -> Taken:
        """Empty the reader's own list into this one and return everything."""
        errors = self.errors + lost
        lost.clear()
        faults = (Fault(self.sensor.id, error.place, error.key, error.facts, self.received) for error in errors)
        return Taken(tuple(self.observations), tuple(faults))
