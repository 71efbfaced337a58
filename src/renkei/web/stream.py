"""Server-sent events: tells each screen which views changed, and sends the newest picture; a gap means re-read."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import msgspec
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from renkei.accounts.accounts import Limited
from renkei.web.headquarters import Headquarters
from renkei.web.security import headquarters_of, session_of, signed_in

WAITING_MAX = 64
"""Notices that may wait for one screen; beyond it one `gap` takes their place and the screen reads all again."""
PICTURE_EVERY_S = 1.0
"""How often a screen gets the picture: ship positions are seconds old anyhow."""
STREAMS_MAX = 8
"""Streams of one session: a browser holds one for all its tabs, and opens six connections to one node at most."""
BEAT_S = 15.0
"""A comment after this silence keeps proxies from closing the stream."""
SESSION_EVERY_S = 2.0
"""How often a stream asks whether its session still stands: what is sent after a sign-out is two seconds at most."""

KEYS = {
    "plan": ("matrix", "requests"),
    "requests": ("requests", "matrix", "joint"),
    "forces": ("places", "units", "matrix"),
    "claims": ("claims",),
    "watch": ("link",),
    "picture": ("picture",),
    "release": ("matrix", "requests"),
}
"""Capability -> views that an event of it may change; the log always changes."""


class Hub:
    """Hands notices of one node to its screens. Each screen has a bounded queue."""

    def __init__(self, headquarters: Headquarters) -> None:
        self._queues: dict[asyncio.Queue[bytes], str] = {}
        self._headquarters = headquarters
        headquarters.node.listen(self.appended)

    def appended(self, position: int, capabilities: frozenset[str]) -> None:
        """Tell every screen which views changed at `position`."""
        keys = {"log", "link", *(key for name in capabilities for key in KEYS.get(name, ()))}
        self.tell(position, keys)

    def tell(self, position: int, keys: set[str]) -> None:
        """Tell every screen that some views changed."""
        frame = _frame("changed", {"position": position, "keys": sorted(keys)}, position)
        gap = _frame("gap", {"position": position}, position)
        for queue in self._queues:
            full = queue.full()
            if full:
                _empty(queue)
            queue.put_nowait(gap if full else frame)

    def opened(self, session: str) -> asyncio.Queue[bytes]:
        """Return the queue of a new stream of a session; it counts until it is `closed`.

        Raises:
            Limited: The session has as many streams as it may have (`web-streams-most`).
        """
        if sum(1 for holder in self._queues.values() if holder == session) >= STREAMS_MAX:
            raise Limited("web-streams-most", most=STREAMS_MAX)
        queue: asyncio.Queue[bytes] = asyncio.Queue(WAITING_MAX)
        self._queues[queue] = session
        return queue

    def closed(self, queue: asyncio.Queue[bytes]) -> None:
        """Forget a stream."""
        self._queues.pop(queue, None)

    async def frames(self, queue: asyncio.Queue[bytes], stands: Callable[[], Awaitable[bool]]) -> AsyncIterator[bytes]:
        """Yield the frames of one screen until it goes away or its session no longer `stands`."""
        loop = asyncio.get_running_loop()
        last_picture, last_beat, last_asked = b"", loop.time(), loop.time()
        yield b"retry: 1000\n\n"
        while True:
            if loop.time() - last_asked >= SESSION_EVERY_S:
                if not await stands():
                    return
                last_asked = loop.time()
            try:
                yield await asyncio.wait_for(queue.get(), PICTURE_EVERY_S)
                continue
            except TimeoutError:
                pass
            picture = _frame("picture", self._headquarters.parts.picture.shown())
            if picture != last_picture:
                last_picture, last_beat = picture, loop.time()
                yield picture
            elif loop.time() - last_beat > BEAT_S:
                last_beat = loop.time()
                yield b": still here\n\n"


class ScreenStream(StreamingResponse):
    """The answer that goes on as long as a screen is there; its place is free again however it ends."""

    def __init__(self, hub: Hub, queue: asyncio.Queue[bytes], stands: Callable[[], Awaitable[bool]]) -> None:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        super().__init__(hub.frames(queue, stands), media_type="text/event-stream", headers=headers)
        self._hub, self._queue = hub, queue

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the stream."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._hub.closed(self._queue)


def _empty(queue: asyncio.Queue[bytes]) -> None:
    while not queue.empty():
        queue.get_nowait()


def _frame(event: str, data: object, position: int | None = None) -> bytes:
    head = f"id: {position}\n" if position is not None else ""
    return f"{head}event: {event}\ndata: ".encode() + msgspec.json.encode(data) + b"\n\n"


async def stream(request: Request) -> ScreenStream:
    """Open a screen's stream."""
    hub: Hub = request.app.state.hub
    headquarters = headquarters_of(request)

    async def stands() -> bool:
        return await session_of(request, headquarters) is not None

    return ScreenStream(hub, hub.opened(signed_in(request).csrf), stands)
