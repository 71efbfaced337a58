"""Routes of one node's web server; everything but the sign-in page is behind `Guard`."""

import mimetypes
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeAlias

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from renkei import locale
from renkei.kernel.errors import Told
from renkei.kernel.names import LANGUAGES
from renkei.web import commands, queries, session, work
from renkei.web.answers import refusal
from renkei.web.headquarters import Headquarters
from renkei.web.security import Guard
from renkei.web.stream import Hub, stream

Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]

STATIC = Path(__file__).parent / "static"
VENDOR = Path(__file__).parent / "vendor"
PAGES = ("matrix", "map", "requests", "log", "link")


async def told(request: Request, error: Exception) -> Response:
    """Turn a refusal, conflict or malformed request into its answer."""
    del request
    assert isinstance(error, Told)
    return refusal(error)


async def shell(request: Request) -> Response:
    """Return the one page that all views live in."""
    del request
    return FileResponse(STATIC / "index.html", headers={"Cache-Control": "no-cache"})


async def sign_in_page(request: Request) -> Response:
    """Return the sign-in page."""
    del request
    return FileResponse(STATIC / "sign_in.html", headers={"Cache-Control": "no-cache"})


async def home(request: Request) -> Response:
    """Send a reader to the matrix."""
    del request
    return RedirectResponse("/matrix", 303)


async def texts(request: Request) -> Response:
    """Return all messages of a language as one Fluent text."""
    language = next((code for code in LANGUAGES if code == request.path_params["language"]), "en")
    headers = {"Cache-Control": "no-cache"}
    return Response(locale.source(language), 200, headers, media_type="text/plain; charset=utf-8")


async def icon(request: Request) -> Response:
    """Return the icon that browsers ask for."""
    del request
    return FileResponse(STATIC / "favicon.ico")


def create_app(headquarters: Headquarters, basemap: Path | None = None) -> Starlette:
    """Return the web application of a node; `basemap` is the folder of tiles and fonts, if there is one."""
    mimetypes.add_type("text/javascript", ".mjs")
    mimetypes.add_type("font/woff2", ".woff2")
    routes: list[Route | Mount] = [
        Route("/", home),
        Route("/sign-in", sign_in_page),
        *(Route(f"/{page}", shell) for page in PAGES),
        *_interface(),
        Route("/locale/{language}.ftl", texts),
        Route("/favicon.ico", icon),
        Mount("/static", StaticFiles(directory=STATIC)),
        Mount("/vendor", StaticFiles(directory=VENDOR)),
    ]
    if basemap is not None:
        routes.append(Mount("/basemap", StaticFiles(directory=basemap)))
    guard = Middleware(Guard, headquarters=headquarters)
    app = Starlette(routes=routes, middleware=[guard], exception_handlers={Told: told})
    app.state.headquarters = headquarters
    app.state.hub = Hub(headquarters)
    app.state.sign_ins = session.SignIns()
    return app


def _interface() -> list[Route]:
    reads: dict[str, Endpoint] = {
        "/api/session": session.session,
        "/api/clock": queries.clock,
        "/api/link": queries.link,
        "/api/matrix": queries.matrix,
        "/api/plan/document": queries.plan_document,
        "/api/requests": queries.requests,
        "/api/log": queries.log,
        "/api/places": queries.places,
        "/api/units": queries.units,
        "/api/claims": queries.claims,
        "/api/picture": queries.picture,
        "/api/digest": queries.digest,
        "/api/changes": queries.changes,
        "/api/stream": stream,
        "/api/jobs/{job}": work.job,
        "/api/joint": work.joint,
        "/api/exercise": work.exercise,
    }
    changes: dict[str, Endpoint] = {
        "/api/sign-in": session.sign_in,
        "/api/sign-out": session.sign_out,
        "/api/commands": commands.commands,
        "/api/preview": commands.preview,
        "/api/plan/{kind}": work.start_job,
        "/api/jobs/{job}/cancel": work.cancel_job,
        "/api/exercise/clock": work.set_clock,
        "/api/exercise/taken": work.taken,
        "/api/exercise/{what}": work.ask_driver,
    }
    return [
        *(Route(path, endpoint) for path, endpoint in reads.items()),
        *(Route(path, endpoint, methods=["POST"]) for path, endpoint in changes.items()),
    ]
