"""A headquarters' web application over a real node, real accounts and real parts, and clients that speak to it."""

import asyncio
import contextlib
import itertools
import secrets

import httpx
from argon2 import PasswordHasher

from renkei.accounts.accounts import open_accounts
from renkei.io.border import NodeBorder
from renkei.io.clock import ExerciseClock
from renkei.io.jobs import EngineJobs
from renkei.io.lookout import Lookout
from renkei.kernel.names import Name
from renkei.log.observations import ObservationStore
from renkei.web.app import create_app
from renkei.web.headquarters import Headquarters, Parts, Profile
from tests.node.facts import running

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
ENTRY = {"text": {"en": "aftershock", "ja": "余震"}}
TASK = {"task": "K1", "duration": {"likely_min": 60}, "name": {"en": "survey"}}
NAMES = {"JPN": Name("Joint Operations Command", "統合作戦司令部"), "USA": Name("U.S. Forces Japan", "在日米軍")}


class Client:
    """One browser: its cookies and, once signed in, the token that changes need."""

    def __init__(self, app):
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1:8000")
        self.csrf = ""
        self._numbers = itertools.count(1)

    async def sign_in(self, user, password, **more):
        answer = await self.http.post("/api/sign-in", json={"user": user, "password": password} | more)
        if answer.status_code == 204:
            self.csrf = (await self.get("/api/session")).json()["csrf"]
        return answer

    async def get(self, path, **how):
        return await self.http.get(path, **how)

    async def post(self, path, **how):
        headers = {"X-Renkei-Token": self.csrf, **how.pop("headers", {})}
        return await self.http.post(path, headers=headers, **how)

    def asked(self, kind, body, rel_to=()):
        """Return a command as the interface takes it, under a new identifier."""
        label = {"rel_to": list(rel_to)} if rel_to else None
        return {"id": f"{id(self)}-{next(self._numbers)}", "kind": kind, "body": body, "label": label}

    async def act(self, kind, body, rel_to=()):
        return await self.post("/api/commands", json=self.asked(kind, body, rel_to))


class Served:
    """The application of one headquarters, with a user of each role."""

    def __init__(self, here, app, accounts):
        self.here, self.app, self.accounts = here, app, accounts
        self.passwords = {}

    def client(self):
        """Return a browser that nobody has signed in with."""
        return Client(self.app)

    async def signed_in(self, *roles):
        """Return a browser in which a user with these roles is signed in."""
        login = "-".join(roles).replace("_", ".")[:32]
        if login not in self.passwords:
            self.passwords[login] = self.accounts.add(login, roles, "en", self.here.moments.recorded(), "exercise")
        client = self.client()
        answer = await client.sign_in(login, self.passwords[login])
        assert answer.status_code == 204
        return client


@contextlib.asynccontextmanager
async def served(directory, nation="JPN", partner="USA", *, exercise=True):
    """Run a headquarters' application in this process."""
    async with running(directory, nation, (partner,)) as here, contextlib.AsyncExitStack() as stack:
        accounts = open_accounts(directory / "accounts.sqlite", secrets.token_bytes, CHEAP)
        stack.callback(accounts.close)
        observations = ObservationStore(directory / "observations.sqlite")
        stack.callback(observations.close)
        numbers = itertools.count(1)
        lookout = Lookout(here.node, here.moments, observations)
        border = NodeBorder(here.node, here.reader, here.moments, lambda: f"b{next(numbers)}", lookout)
        jobs = EngineJobs(here.node, here.moments, lambda: f"j{next(numbers)}")
        stack.push_async_callback(jobs.stop)
        clock = ExerciseClock(here.moments.now()) if exercise else None
        profile = Profile(
            nation, nation.lower(), NAMES[nation], "en", {partner: NAMES[partner]}, "Asia/Tokyo", exercise
        )
        headquarters = Headquarters(profile, here.node, accounts, here.moments, Parts(border, jobs, lookout, clock))
        yield Served(here, create_app(headquarters, directory), accounts)


def played(directory, scenario, **how):
    """Run a scenario (an async function of a served headquarters) to its end."""

    async def run():
        async with served(directory, **how) as here:
            return await scenario(here)

    return asyncio.run(run())
