"""Reads NMEA and Cursor on Target from UDP, TCP and files, bounded; moves bytes only, their meaning is in `feeds`."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from renkei.feeds.intake import Intake, Taken
from renkei.kernel.errors import Malformed

Clock: TypeAlias = Callable[[], datetime]
"""Gives the moment of receipt: exercise time in an exercise."""
Deliver: TypeAlias = Callable[[Taken], None]
"""Takes what was read; called on the event loop, returns at once."""

CHUNK = 65_536
"""Bytes of one read; a file of this size decodes in about 20 ms, so the loop is never held longer."""
REPLAY_MAX = 256 * 1_048_576
"""Largest recorded log that is replayed, in bytes: some two million sentences."""
SILENT_S = 120.0
"""A stream that says nothing for two minutes is connected anew: a receiver hears somebody each minute, or is gone."""
PAUSE_FIRST_S, PAUSE_MOST_S = 0.5, 30.0
"""Between two attempts to connect: doubled each time, up to half a minute."""

LOG = logging.getLogger("renkei.io.feeds")


class _Datagrams(asyncio.DatagramProtocol):
    """Gives each datagram to the intake. A feed's label is its sensor's, so who sent it makes no difference."""

    def __init__(self, intake: Intake, deliver: Deliver, clock: Clock) -> None:
        self._intake = intake
        self._deliver = deliver
        self._clock = clock

    def datagram_received(self, data: bytes, _: tuple[str | object, int]) -> None:
        self._deliver(self._intake.whole(data, self._clock()))


async def listen_udp(address: tuple[str, int], intake: Intake, deliver: Deliver, clock: Clock) -> None:
    """Read datagrams until cancelled.

    Args:
        address: Host and port to listen on.
        intake: The sensor's reader.
        deliver: Takes what was read.
        clock: Moment of receipt.
    """
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: _Datagrams(intake, deliver, clock), local_addr=address)
    try:
        await loop.create_future()
    finally:
        transport.close()


async def read_tcp(address: tuple[str, int], intake: Callable[[], Intake], deliver: Deliver, clock: Clock) -> None:
    """Read a stream until cancelled, connecting again with growing pauses when it breaks or falls silent.

    Args:
        address: Host and port of the receiver or server.
        intake: Makes a reader for each connection: half a line of the last one is not the next one's beginning.
        deliver: Takes what was read.
        clock: Moment of receipt.
    """
    pause_s = PAUSE_FIRST_S
    while True:
        try:
            reader, writer = await asyncio.open_connection(*address)
        except OSError as error:
            LOG.warning("feed unreachable", extra={"address": address, "reason": str(error)})
        else:
            heard = await _read_stream(reader, intake(), deliver, clock)
            writer.close()
            LOG.warning("feed ended", extra={"address": address, "bytes": heard})
            pause_s = PAUSE_FIRST_S if heard else pause_s
        await asyncio.sleep(pause_s)
        pause_s = min(2.0 * pause_s, PAUSE_MOST_S)


async def _read_stream(reader: asyncio.StreamReader, intake: Intake, deliver: Deliver, clock: Clock) -> int:
    """Read to the end; return how many bytes came."""
    heard = 0
    try:
        while data := await _next(reader):
            heard += len(data)
            deliver(intake.take(data, clock()))
    except (OSError, TimeoutError) as error:
        LOG.warning("feed broken", extra={"reason": str(error)})
    deliver(intake.close(clock()))
    return heard


async def _next(reader: asyncio.StreamReader) -> bytes:
    """Read a piece. `asyncio.timeout`, because `wait_for` of Python 3.11 may swallow a cancellation."""
    async with asyncio.timeout(SILENT_S):
        return await reader.read(CHUNK)


def replay_file(path: Path, intake: Intake, received: datetime) -> Iterator[Taken]:
    """Read a recorded log piece by piece; the times in it count, `received` where it has none.

    Raises:
        Malformed: The file is larger than `REPLAY_MAX`.
    """
    size = path.stat().st_size
    if size > REPLAY_MAX:
        raise Malformed("feeds-file-large", place=path.name, most_mb=REPLAY_MAX // 1_048_576)
    with path.open("rb") as file:
        while data := file.read(CHUNK):
            yield intake.take(data, received)
    yield intake.close(received)
