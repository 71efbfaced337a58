"""One side of a negotiation in a child process: a prompt over its pipe, an answer back; a kill costs only the talk."""

import asyncio
import contextlib
import sys

import msgspec

from renkei.plan.engine.negotiate.spoken import Prompt, Seated, Spoken

LINE_MAX = 64 * 1024 * 1024
"""Longest line of the child: a schedule of 10,000 tasks is 2 MB."""
THINK_MAX_S = 120.0
"""Longest thought about one message: search takes seconds, and the first time its compilation half a minute."""

_CHILD = (sys.executable, "-m", "renkei.io.party_child")
_SPOKEN = msgspec.json.Decoder(Spoken)


class PartyLost(Exception):
    """The child ended, or thought too long."""


class ChildParty:
    """The own side at the table."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def seated(cls, seated: Seated, command: tuple[str, ...] = _CHILD) -> "ChildParty":
        """Start a child and give it the plan."""
        pipe, nothing = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        process = await asyncio.create_subprocess_exec(
            *command, stdin=pipe, stdout=pipe, stderr=nothing, limit=LINE_MAX
        )
        party = cls(process)
        await party._write(seated)
        return party

    async def say(self, prompt: Prompt) -> Spoken:
        """Return what the own side says.

        Raises:
            PartyLost: The child ended, or thought too long.
        """
        assert self._process.stdout is not None
        await self._write(prompt)
        try:
            async with asyncio.timeout(THINK_MAX_S):
                line = await self._process.stdout.readline()
            return _SPOKEN.decode(line)
        except (TimeoutError, OSError, ValueError, msgspec.DecodeError) as error:
            raise PartyLost from error

    async def leave(self) -> None:
        """End the child."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
        await self._process.wait()

    async def _write(self, said: Seated | Prompt) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(msgspec.json.encode(said) + b"\n")
            await self._process.stdin.drain()
        except OSError as error:
            raise PartyLost from error
