"""Who asks: sessions by cookie, a token against forged requests, and the headers of every answer."""

import asyncio

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from renkei.accounts.accounts import SignedIn
from renkei.kernel.errors import Refused, Told
from renkei.node.roles import named
from renkei.node.submission import Author
from renkei.web.answers import refusal, signed_out
from renkei.web.headquarters import Headquarters

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "worker-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Content-security policy (CSP level 3): nothing from anywhere but this node, nothing inline."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}
OPEN_PATHS = ("/sign-in", "/api/sign-in", "/static/", "/vendor/", "/locale/", "/basemap/fonts/", "/favicon.ico")
"""What is served to anybody: the sign-in page and what it is made of."""
TOKEN_HEADER = "X-Renkei-Token"
SAFE = frozenset({"GET", "HEAD"})


def cookie_name(headquarters: Headquarters) -> str:
    """Return the cookie's name; it contains the node, because cookies ignore ports."""
    return f"renkei_{headquarters.profile.node}"


def headquarters_of(request: Request) -> Headquarters:
    """Return the node that answers."""
    found = request.app.state.headquarters
    assert isinstance(found, Headquarters)
    return found


async def session_of(request: Request, headquarters: Headquarters) -> SignedIn | None:
    """Return the session that a request's cookie names as it stands now, or None."""
    secret = request.cookies.get(cookie_name(headquarters))
    if not secret:
        return None
    return await asyncio.to_thread(headquarters.accounts.session, secret, headquarters.moments.recorded())


def signed_in(request: Request) -> SignedIn:
    """Return the session of a request that the middleware let through."""
    found = request.state.signed_in
    assert isinstance(found, SignedIn)
    return found


def author(request: Request) -> Author:
    """Return who acts in this request."""
    account = signed_in(request).account
    return Author(account.token, account.roles)


def require(request: Request, *roles: str) -> None:
    """Refuse a request whose author has none of the roles."""
    if not author(request).roles & set(roles):
        raise Refused("node-role-missing", roles=named(roles))


class Guard:
    """Lets nobody past the sign-in page without a session, and no change without the session's token (pure ASGI)."""

    def __init__(self, app: ASGIApp, headquarters: Headquarters) -> None:
        self._app = app
        self._headquarters = headquarters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, refuse or redirect; every answer carries the security headers."""
        if scope["type"] == "websocket":  # this server speaks none, and one would pass by the session
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        request = Request(scope, receive)
        try:
            stopped = await self._stopped(request)
            await (stopped or self._app)(scope, receive, guarded)
        except Told as error:
            await refusal(error)(scope, receive, guarded)

    async def _stopped(self, request: Request) -> Response | None:
        """Return the answer to a request that goes no further, or None."""
        path = request.url.path
        if path.startswith(OPEN_PATHS):
            return None
        session = await session_of(request, self._headquarters)
        if session is None:
            return signed_out() if path.startswith("/api/") else RedirectResponse("/sign-in", 303)
        if request.method not in SAFE and request.headers.get(TOKEN_HEADER) != session.csrf:
            raise Refused("web-token-missing", header=TOKEN_HEADER)
        request.state.signed_in = session
        return None
