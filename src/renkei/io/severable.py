"""A loopback TCP relay that can be cut: by reset, or by silence; knows no protocol of what it carries."""

import asyncio
import socket
import struct
from contextlib import suppress
from typing import Literal, TypeAlias

Cut: TypeAlias = Literal["reset", "silence"]

LOOPBACK = "127.0.0.1"
CHUNK_BYTES = 65_536
"""Bytes carried at once, and the most that is held of one direction while the relay is silent."""
CONNECTIONS_MAX = 64
"""Connections at once; two headquarters need one, and a caller that retries in silence adds one a second."""


class SeverableRelay:
    """Carries bytes between callers and one target until it is cut.

    Attributes:
        port: Port to call instead of the target's, once started.
        carried: Bytes carried to the target, and from it.
        connections: Connections that were ever accepted.
    """

    def __init__(self, target_port: int, record_max: int = 0) -> None:
        """Prepare a relay; it records the first `record_max` bytes that it carries, to be searched."""
        self.port = 0
        self.carried = [0, 0]
        self.connections = 0
        self._target_port = target_port
        self._record_left = record_max
        self._recorded: list[tuple[bytearray, bytearray]] = []
        self._cut: Cut | None = None
        self._open = asyncio.Event()
        self._open.set()
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._carrying: set[asyncio.Task[None]] = set()

    async def start(self, port: int = 0) -> None:
        """Listen on the loopback address."""
        self._server = await asyncio.start_server(self._called, LOOPBACK, port)
        self.port = self._server.sockets[0].getsockname()[1]

    def cut(self, how: Cut) -> None:
        """Cut by reset (connections are torn down and refused) or by silence (nothing passes, nobody is told)."""
        self._cut = how
        self._open.clear()
        if how == "reset":
            for writer in list(self._writers):
                _reset(writer)

    def heal(self) -> None:
        """Carry again; after silence, what was held is carried on as TCP would."""
        self._cut = None
        self._open.set()

    def recorded(self) -> tuple[tuple[bytes, bytes], ...]:
        """Return the recorded bytes of each connection: to the target, and from it."""
        return tuple((bytes(there), bytes(back)) for there, back in self._recorded)

    async def stop(self) -> None:
        """Close everything."""
        if self._server is not None:
            self._server.close()
        for writer in list(self._writers):
            writer.transport.abort()
        carrying = list(self._carrying)
        for task in carrying:
            task.cancel()
        await asyncio.gather(*carrying, return_exceptions=True)

    def _called(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        if self._cut == "reset" or len(self._carrying) >= CONNECTIONS_MAX:
            _reset(writer)
            return
        task = asyncio.get_running_loop().create_task(self._carry(reader, writer))
        self._carrying.add(task)
        task.add_done_callback(self._carrying.discard)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        far_writer: asyncio.StreamWriter | None = None
        try:
            await self._open.wait()
            far_reader, far_writer = await asyncio.open_connection(LOOPBACK, self._target_port)
            self._writers.add(far_writer)
            async with asyncio.TaskGroup() as group:
                record = (bytearray(), bytearray())
                if self._record_left:
                    self._recorded.append(record)
                group.create_task(self._pump(reader, far_writer, 0, record[0]))
                group.create_task(self._pump(far_reader, writer, 1, record[1]))
        except OSError:
            _reset(writer)
        finally:
            for each in (writer, far_writer):
                if each is not None:
                    self._writers.discard(each)
                    each.close()

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, direction: int, record: bytearray
    ) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(CHUNK_BYTES):
                await self._open.wait()
                self.carried[direction] += len(data)
                self._record(record, data)
                writer.write(data)
                await writer.drain()
        await self._open.wait()
        writer.close()

    def _record(self, record: bytearray, data: bytes) -> None:
        part = data[: self._record_left]
        self._record_left -= len(part)
        record += part


def _reset(writer: asyncio.StreamWriter) -> None:
    connection = writer.get_extra_info("socket")
    with suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
