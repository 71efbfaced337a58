"""Reads NMEA and Cursor on Target from UDP, TCP and files, bounded; bytes only, their meaning is in `feeds`."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from renkei.feeds.intake import Intake, Taken

Clock: TypeAlias = Callable[[], datetime]
"""Gives the moment of receipt: exercise time in an exercise."""
Deliver: TypeAlias = Callable[[Taken], None]


async def listen_udp(address: tuple[str, int], intake: Intake, deliver: Deliver, clock: Clock) -> None:
    """Read datagrams until cancelled; each is a piece of its own."""
    raise NotImplementedError


async def read_tcp(address: tuple[str, int], intake: Callable[[], Intake], deliver: Deliver, clock: Clock) -> None:
    """Read a stream until cancelled, connecting again with growing pauses when it breaks."""
    raise NotImplementedError


def replay_file(path: Path, intake: Intake, received: datetime) -> Taken:
    """Read a whole recorded log."""
    raise NotImplementedError
