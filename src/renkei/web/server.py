"""Runs the web application on the loopback; knows nothing of what it serves."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

import uvicorn
from starlette.types import ASGIApp

from renkei.kernel.errors import Refused

STARTED_EVERY_S = 0.01
"""Pause between two looks whether the server has started."""
KEEP_ALIVE_S = 75
"""An idle connection is kept longer than a browser waits between two requests, so that none is closed as it is used."""
GRACEFUL_S = 1
"""Seconds for answers under way when the server stops; open streams are cut after that."""


class Server(uvicorn.Server):
    """A server that leaves signals to the command that runs it."""

    @contextlib.contextmanager
    def capture_signals(self):  # type: ignore[no-untyped-def]  # as untyped as in the parent class
        """Take no signal."""
        yield


@contextlib.asynccontextmanager
async def serving(app: ASGIApp, port: int) -> AsyncIterator[int]:
    """Serve an application on a port of the loopback (0: any free one); yield the port.

    Raises:
        Refused: The port is taken (`web-port-taken`).
    """
    with bound(port) as listening:
        async with _serving(app, listening):
            yield int(listening.getsockname()[1])


def bound(port: int) -> socket.socket:
    """Return a socket that listens on a port of the loopback.

    Raises:
        Refused: The port is taken (`web-port-taken`).
    """
    try:
        return socket.create_server(("127.0.0.1", port))
    except OSError as error:
        raise Refused("web-port-taken", port=str(port)) from error


@contextlib.asynccontextmanager
async def _serving(app: ASGIApp, listening: socket.socket) -> AsyncIterator[None]:
    settings = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=GRACEFUL_S,
        timeout_keep_alive=KEEP_ALIVE_S,
    )
    server = Server(settings)
    running = asyncio.create_task(server.serve([listening]))
    while not server.started:
        if running.done():
            await running
        await asyncio.sleep(STARTED_EVERY_S)
    try:
        yield
    finally:
        server.should_exit = True
        await running
