"""What was refused of each sensor's input: counts, the newest for a person to look at, bounded log lines."""

import logging
from collections import deque
from datetime import datetime, timedelta
from typing import Final

import msgspec

from renkei.feeds.intake import Fault
from renkei.kernel.message import Message

NEWEST_MAX: Final = 10
"""Refused pieces of input shown of one sensor: enough to see what is wrong with it."""
LINES_MAX: Final = 5
"""Log lines of one sensor in `LINES_EVERY`: a sensor that writes nonsense at full rate must not fill the disk."""
LINES_EVERY: Final = timedelta(minutes=1)
"""After this the log lines of a sensor are counted anew."""
REASON_MAX: Final = 200
"""Characters of a sender's own words in a message: what it wrote may be as long as it likes."""

_LOG = logging.getLogger("renkei.feeds")


class FaultShown(msgspec.Struct, frozen=True):
    """One piece of refused input: when by the time for decisions, where in the input, and which rule it breaks."""

    received: datetime
    place: str
    told: Message


class SensorRefused(msgspec.Struct, frozen=True):
    """What was refused of a sensor, or of a partner's positions: how much in all, and the newest, newest first."""

    sensor: str
    refused: int
    newest: tuple[FaultShown, ...]


class RefusedInput:
    """Keeps what was refused of every sensor; sensors are the own ones and the partners, a bounded number."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._newest: dict[str, deque[FaultShown]] = {}
        self._lines: dict[str, tuple[datetime, int]] = {}

    @property
    def total(self) -> int:
        """How many pieces of input were refused in all."""
        return sum(self._counts.values())

    def add(self, fault: Fault, recorded: datetime) -> None:
        """Count and keep a fault, and write its line unless the sensor has had its own; `recorded`: machine time."""
        sensor = fault.sensor
        self._counts[sensor] = self._counts.get(sensor, 0) + 1
        facts = {name: value[:REASON_MAX] if isinstance(value, str) else value for name, value in fault.facts.items()}
        shown = FaultShown(fault.received, fault.place[:REASON_MAX], Message(fault.key, facts))
        self._newest.setdefault(sensor, deque(maxlen=NEWEST_MAX)).appendleft(shown)
        began, written = self._lines.get(sensor, (recorded, 0))
        if recorded - began >= LINES_EVERY:
            began, written = recorded, 0
        self._lines[sensor] = (began, written + 1)
        if written < LINES_MAX:
            line = {"what": "input-refused", "sensor": sensor, "place": shown.place, "rule": fault.key}
            _LOG.warning(msgspec.json.encode({**line, "refused": self._counts[sensor]}).decode())

    def shown(self) -> tuple[SensorRefused, ...]:
        """Return what was refused, sensor by sensor."""
        return tuple(SensorRefused(s, self._counts[s], tuple(self._newest[s])) for s in sorted(self._counts))
