"""Runs the web application on the loopback; knows nothing of what it serves."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import uvicorn
from starlette.types import ASGIApp

STARTED_EVERY_S = 0.01
"""Pause between two looks whether the server has started."""
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
    """Serve an application on a port of the loopback (0: any free one); yield the port."""
    settings = uvicorn.Config(
        app, "127.0.0.1", port, log_level="warning", access_log=False, timeout_graceful_shutdown=GRACEFUL_S
    )
    server = Server(settings)
    running = asyncio.create_task(server.serve())
    while not server.started:
        if running.done():
            await running
        await asyncio.sleep(STARTED_EVERY_S)
    try:
        yield int(server.servers[0].sockets[0].getsockname()[1])
    finally:
        server.should_exit = True
        await running
