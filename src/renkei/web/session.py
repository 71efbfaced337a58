"""Sign in, sign out, and who is signed in."""

import asyncio
from collections.abc import Callable

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from renkei.accounts.accounts import Limited, SignedIn
from renkei.kernel.ids import Nation
from renkei.kernel.names import Name
from renkei.plan.matrix import zero_hour
from renkei.web.answers import answer, empty, read_json
from renkei.web.security import cookie_name, headquarters_of, signed_in

SIGN_INS_MAX = 500
"""Sign-ins that may wait for their check, some 25 s of checking: the watch floor a hundred times over."""


class SignIns:
    """Checks passwords one at a time, so that the threads that serve screens are never all busy with passwords."""

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(1)
        self._waiting = 0

    async def check(self, delay_s: float, attempt: Callable[[], SignedIn]) -> SignedIn:
        """Hold an attempt back for a while, then wait for its turn and make it in a thread.

        Raises:
            Limited: Too many wait already.
        """
        if self._waiting >= SIGN_INS_MAX:
            raise Limited("web-sign-ins-most", most=SIGN_INS_MAX)
        self._waiting += 1
        try:
            await asyncio.sleep(delay_s)
            async with self._turn:
                return await asyncio.to_thread(attempt)
        finally:
            self._waiting -= 1


class SignIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Login and password; `new` is the password that the user chooses instead."""

    user: str
    password: str
    new: str | None = None


async def sign_in(request: Request) -> Response:
    """Check a password, change it if a new one came with it, and set the session's cookie."""
    headquarters = headquarters_of(request)
    asked = await read_json(request, SignIn)
    address = request.client.host if request.client else ""
    now, accounts = headquarters.moments.recorded(), headquarters.accounts
    sign_ins: SignIns = request.app.state.sign_ins
    session = await sign_ins.check(
        accounts.delay_s(address, now), lambda: accounts.sign_in(asked.user, asked.password, address, now, asked.new)
    )
    response = empty()
    name = cookie_name(headquarters)
    response.set_cookie(name, session.secret, httponly=True, samesite="strict", path="/")
    return response


async def sign_out(request: Request) -> Response:
    """End the session."""
    headquarters = headquarters_of(request)
    secret = request.cookies.get(cookie_name(headquarters), "")
    await asyncio.to_thread(headquarters.accounts.sign_out, secret)
    response = empty()
    response.delete_cookie(cookie_name(headquarters), path="/")
    return response


class PartnerShown(msgspec.Struct, frozen=True):
    """A partner by nation and name."""

    nation: Nation
    name: Name


async def session(request: Request) -> Response:
    """Return who is signed in at which headquarters."""
    headquarters = headquarters_of(request)
    profile, found = headquarters.profile, signed_in(request)
    plan = headquarters.node.state("plan").plan()
    return answer(
        {
            "user": found.account.login,
            "token": found.account.token,
            "roles": sorted(found.account.roles),
            "csrf": found.csrf,
            "nation": profile.nation,
            "node": profile.node,
            "name": profile.name,
            "language": found.account.language,
            "partners": [PartnerShown(n, name) for n, name in profile.partners.items()],
            "exercise": profile.exercise,
            "t0": zero_hour(plan, headquarters.moments.now()),
            "tz": profile.tz,
            "title": plan.title,
        }
    )
