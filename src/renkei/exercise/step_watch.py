"""Waits until both headquarters are in step, or until both have noticed a cut; bounded."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from renkei.exercise.desks import Staff

EVERY_S = 0.05
"""Pause between two looks."""
WAIT_S = 30.0
"""Longest wait: a silent link is noticed in a fifth of it."""


class InStep:
    """Looks at the link page of each headquarters, as an officer would."""

    def __init__(self, staffs: Sequence[Staff]) -> None:
        self._staffs = staffs

    async def wait(self) -> None:
        """Wait until every link is up and nothing waits to be sent.

        Raises:
            TimeoutError: It did not come to that within the bound.
        """
        async with asyncio.timeout(WAIT_S):
            while not all([await self._settled(s) for s in self._staffs]):
                await asyncio.sleep(EVERY_S)

    async def wait_down(self) -> None:
        """Wait until every headquarters shows its link as down."""
        async with asyncio.timeout(WAIT_S):
            while not all([await self._down(s) for s in self._staffs]):
                await asyncio.sleep(EVERY_S)

    async def links(self, staff: Staff) -> list[Mapping[str, Any]]:
        """Return the partner links of a headquarters."""
        partners: list[Mapping[str, Any]] = (await staff["watch_officer"].read("/api/link"))["partners"]
        return partners

    async def _settled(self, staff: Staff) -> bool:
        return all(p["state"] == "up" and p["waiting_to_send"] == 0 for p in await self.links(staff))

    async def _down(self, staff: Staff) -> bool:
        return all(p["state"] == "down" for p in await self.links(staff))
