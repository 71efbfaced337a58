"""Drives an exercise for people at screens: paused, step by step, or at a speed; decides nothing for them."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from renkei.exercise.play import Play

DEFAULT_SPEED = 60.0
"""Exercise seconds per second when a controller presses Run: a minute a second."""
EVERY_S = 0.25
"""Pause between two looks at what the controllers asked for."""
APPROACH_STEPS = 13
"""Looks of the sensors that are played before each step, so that both pictures have grown before people look."""
APPROACH_STEP_H = 30 / 3600
"""Exercise time between two of them."""
APPROACH_PAUSE_S = 0.8
"""Machine time between two of them: both nodes correlate and exchange positions about once a second."""


class Traffic(Protocol):
    """Sends sensor reports of a span of exercise time to the headquarters."""

    async def send(self, since: datetime, until: datetime) -> None:
        """Send what the sensors delivered in the span."""


class Driver:
    """One exercise under way with people taking part."""

    def __init__(self, play: Play, hour: float | None, traffic: Traffic) -> None:
        self._play, self._traffic = play, traffic
        self._resumed = hour
        self._speed, self._running = 0.0, False

    async def begin(self, speed: float) -> None:
        """Load the pack, or go on at the hour where the exercise stopped."""
        if self._resumed is None:
            await self._play.load()
        else:
            self._play.hour = self._resumed
        self._speed, self._running = speed or DEFAULT_SPEED, speed > 0
        await self._approach(self._play.hour)
        await self._set(self._play.hour)

    async def _approach(self, hour: float) -> None:
        """Let the last minutes before `hour` pass quickly, with what the sensors saw in them."""
        for left in range(APPROACH_STEPS, 0, -1):
            now = hour - (left - 1) * APPROACH_STEP_H
            await self._play.set_clock(now)
            await self._send(now - APPROACH_STEP_H)
            await asyncio.sleep(APPROACH_PAUSE_S)

    async def _set(self, hour: float) -> None:
        await self._play.set_clock(hour, running=self._running, speed=self._speed if self._running else 0.0)

    async def drive(self, kept: Callable[[float], None]) -> None:
        """Do what is asked and what is due until cancelled; `kept` is told the hour after each change."""
        loop = asyncio.get_running_loop()
        before = loop.time()
        kept(self._play.hour)
        while True:
            await asyncio.sleep(EVERY_S)
            elapsed, before = loop.time() - before, loop.time()
            for asked in await self._asked():
                await self._obey(asked)
            if self._running:
                was = self._play.hour
                await self._advance(was + elapsed * self._speed / 3600)
                await self._send(was)
            kept(self._play.hour)

    async def _asked(self) -> list[str]:
        found: list[str] = []
        for staff in self._play.staffs:
            found += await staff["exercise_controller"].send("/api/exercise/taken", {})
        return found

    async def _obey(self, asked: str) -> None:
        if asked == "next":
            following = next((s.at_h for s in self._play.steps if s.at_h > self._play.hour), None)
            if following is not None:
                await self._approach(following)
                self._play.hour = following - APPROACH_STEP_H
                await self._steps_until(following)
        self._running = asked == "run"
        await self._set(self._play.hour)

    async def _advance(self, hour: float) -> None:
        """Let time pass; what is due on the way is done at its own time."""
        if any(self._play.hour < s.at_h <= hour for s in self._play.steps):
            await self._steps_until(hour)
            await self._set(hour)
        self._play.hour = hour

    async def _steps_until(self, hour: float) -> None:
        for step in [s for s in self._play.steps if self._play.hour < s.at_h <= hour]:
            await self._play.set_clock(step.at_h)
            await self._play.do(step)
        self._play.hour = hour

    async def _send(self, since: float) -> None:
        pack, until = self._play.pack, self._play.hour
        await self._traffic.send(pack.at(since), pack.at(until))
