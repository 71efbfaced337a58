"""A small stand-in for a node: the map's static files, the basemap and made-up answers, with the node's own headers."""

import asyncio
import json
import mimetypes
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import renkei_basemap
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from renkei.web.security import HEADERS
from tests.map import facts

ROOT = Path(__file__).resolve().parent.parent.parent
WEB = ROOT / "src/renkei/web"
PAGE = """<!doctype html>
<html lang="en" data-theme="night"><head><meta charset="utf-8"><title>Map</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/theme.css"><link rel="stylesheet" href="/harness/page.css">
</head><body><header><h1>Map</h1></header><main id="page"></main>
<script type="module" src="/harness/page.mjs"></script></body></html>
"""
STRICT = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
"""What the node puts on every answer, the content-security policy first of all."""
HARNESS = Path(__file__).resolve().parent / "harness"


class Node:
    """Answers that a test can change while the page is open.

    Attributes:
        answers: What stands under each path of the API; an integer is a status.
        frames: Server-sent events not yet sent, each (event, data).
    """

    def __init__(self) -> None:
        self.answers: dict[str, Any] = facts.answers()
        self.frames: list[tuple[str, Any]] = []
        self.requests: list[str] = []

    def tell(self, event: str, data: Any) -> None:
        """Send an event to every open stream."""
        self.frames.append((event, data))

    async def answer(self, request: Request) -> Response:
        """Answer an API call from the table."""
        self.requests.append(request.url.path)
        found = self.answers[request.url.path.removeprefix("/api/")]
        return PlainTextResponse("", status_code=found) if isinstance(found, int) else JSONResponse(found)

    async def stream(self, _request: Request) -> Response:
        """Send each frame once it is told."""

        async def events() -> Any:
            yield ": open\n\n"
            sent = len(self.frames)
            while True:
                for event, data in self.frames[sent:]:
                    yield f"event: {event}\ndata: {json.dumps(data)}\n\n"
                sent = len(self.frames)
                await asyncio.sleep(0.05)

        return StreamingResponse(events(), media_type="text/event-stream")


def texts(request: Request) -> Response:
    """Every message of a language as one text."""
    folder = ROOT / "src/renkei/locale" / request.path_params["language"]
    return PlainTextResponse("\n".join(path.read_text() for path in sorted(folder.glob("*.ftl"))))


def application(node: Node) -> Callable[..., Any]:
    """The stand-in as an ASGI application that puts the policy on every answer."""
    mimetypes.add_type("text/javascript", ".mjs")
    app = Starlette(
        routes=[
            Route("/map", lambda _: HTMLResponse(PAGE)),
            Route("/bare", lambda _: HTMLResponse(PAGE.replace("page.mjs", "bare.mjs"))),
            Route("/measure", lambda _: HTMLResponse(PAGE.replace("page.mjs", "measure.mjs"))),
            Route("/layer", lambda _: HTMLResponse(PAGE.replace("page.mjs", "layer.mjs"))),
            Route("/api/stream", node.stream),
            Route("/api/{path:path}", node.answer),
            Route("/locale/{language}.ftl", texts),
            Mount("/static", StaticFiles(directory=WEB / "static")),
            Mount("/vendor", StaticFiles(directory=WEB / "vendor")),
            Mount("/basemap", StaticFiles(directory=renkei_basemap.directory())),
            Mount("/harness", StaticFiles(directory=HARNESS)),
        ]
    )

    async def strict(scope: Any, receive: Any, send: Any) -> None:
        async def sending(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *STRICT]
            await send(message)

        await app(scope, receive, sending)

    return strict


class Server:
    """The stand-in on a loopback port of its own, in a thread."""

    def __init__(self) -> None:
        self.node = Node()
        config = uvicorn.Config(
            application(self.node),
            host="127.0.0.1",
            port=0,
            log_level="error",
            timeout_graceful_shutdown=1,
            timeout_keep_alive=75,
            lifespan="off",
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)

    def __enter__(self) -> "Server":
        self.thread.start()
        while not self.server.started:
            threading.Event().wait(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self.thread.join(10)

    @property
    def address(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self.server.servers[0].sockets[0].getsockname()[1]}"
