"""The clocks of a node: the machine's, and in an exercise one that can be paused, stepped and sped up."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from renkei.kernel.errors import Refused
from renkei.kernel.message import Message

ASKED_MAX = 100
"""Steps that may be asked for ahead of the driver: a key held down must not run through the exercise."""
SPEED_MAX = 36_000.0
"""Fastest exercise: ten hours a second."""
CLOCK_YEARS = range(1900, 8_000)
"""Years that an exercise may be set to: ten days at the fastest speed still end where times of events may lie."""


class MachineClock:
    """Both times are the machine's."""

    def now(self) -> datetime:
        """Return the machine's time."""
        return datetime.now(UTC)

    def recorded(self) -> datetime:
        """Return the machine's time."""
        return datetime.now(UTC)


class ExerciseClock:
    """`now` is exercise time, `recorded` the machine's. It starts paused, and never runs past `hold`."""

    def __init__(self, start: datetime) -> None:
        self._at = start
        self._since = time.monotonic()
        self._speed, self._running = 1.0, False
        self._following: Message | None = None
        self._asked: list[str] = []

    def now(self) -> datetime:
        """Return exercise time."""
        if not self._running:
            return self._at
        return self._at + timedelta(seconds=(time.monotonic() - self._since) * self._speed)

    def recorded(self) -> datetime:
        """Return the machine's time."""
        return datetime.now(UTC)

    def set(self, now: datetime, speed: float, *, running: bool, following: Message | None) -> None:
        """Set exercise time; `following` says in words what comes next.

        Raises:
            Refused: The speed is negative or above the bound, or the year is none that an exercise may be set to.
        """
        if now.year not in CLOCK_YEARS:
            raise Refused("exercise-year", least=str(CLOCK_YEARS[0]), most=str(CLOCK_YEARS[-1]))
        if not 0 <= speed <= SPEED_MAX:
            raise Refused("exercise-speed", speed=speed, most=SPEED_MAX)
        self._at, self._since = now, time.monotonic()
        self._speed, self._running, self._following = speed, running, following

    def ask(self, what: str) -> None:
        """Ask the driver of the exercise for `next`, `pause` or `run`.

        Raises:
            Refused: It is none of these, or the driver has not kept up.
        """
        if what not in ("next", "pause", "run"):
            raise Refused("exercise-ask-unknown", what=what)
        if len(self._asked) >= ASKED_MAX:
            raise Refused("exercise-ask-most", most=ASKED_MAX)
        self._asked.append(what)

    def taken(self) -> tuple[str, ...]:
        """Return what was asked since the last call, oldest first."""
        asked, self._asked = tuple(self._asked), []
        return asked

    def status(self) -> Mapping[str, Any]:
        """Return the clock and what comes next in the form of the interface; asking it takes nothing."""
        return {
            "now": self.now(),
            "running": self._running,
            "speed": self._speed,
            "next": self._following,
            "asked": list(self._asked),
        }
