"""A user's connection to a headquarters over HTTP on the loopback; knows no exercise and no rule."""

import asyncio
import http.client
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from renkei.kernel.errors import Refused
from renkei.node.desk import Asked, RefusedThere

ANSWER_MAX = 64_000_000
"""Bytes of one answer: a log page of thousands of lines is a tenth of it."""
WAIT_S = 60.0
"""Longest wait for one answer; a job is asked for again and again."""
JOB_WAIT_S = 600.0
"""Longest wait for a job."""
JOB_EVERY_S = 0.05
"""Pause between two looks at a job."""


class DeskClient:
    """One signed-in user. Calls of one user follow each other; each blocks a thread, never the event loop."""

    def __init__(self, port: int, new_id: Callable[[], str]) -> None:
        self._port, self._new_id = port, new_id
        self._cookie, self._csrf = "", ""
        self._one_at_a_time = asyncio.Lock()

    async def sign_in(self, user: str, password: str, new: str | None = None) -> None:
        """Sign in and keep the session; `new` is the user's password from now on.

        Raises:
            RefusedThere: Wrong user or password, a one-time password without a new one, or too many attempts.
            Refused: No node serves on the port (`config-nobody-serves`).
        """
        try:
            await self.send("/api/sign-in", {"user": user, "password": password, "new": new})
        except ConnectionRefusedError as error:
            raise Refused("config-nobody-serves", port=str(self._port)) from error
        self._csrf = (await self.read("/api/session"))["csrf"]

    async def read(self, path: str) -> Any:
        """Return what the interface answers to a GET."""
        return await self._call("GET", path, None)

    async def send(self, path: str, body: object) -> Any:
        """Return what the interface answers to a POST."""
        return await self._call("POST", path, msgspec.json.encode(body))

    async def act(self, *asked: Asked) -> Mapping[str, Any]:
        """Hand in commands as one append; a lost answer is asked for again under the same identifiers."""
        commands = [self._command(a) for a in asked]
        try:
            answered: Mapping[str, Any] = await self.send("/api/commands", commands)
        except (ConnectionError, http.client.HTTPException):
            answered = await self.send("/api/commands", commands)
        return answered

    def _command(self, asked: Asked) -> dict[str, Any]:
        given = asked.rel_to is not None
        label = {"rel_to": asked.rel_to, "withhold": asked.withhold} if given else None
        return {"id": self._new_id(), "kind": asked.kind, "body": asked.body, "label": label}

    async def preview(self, *asked: Asked) -> Mapping[str, Any]:
        """Return what the commands would record and what each partner would see."""
        shown: Mapping[str, Any] = await self.send("/api/preview", [self._command(a) for a in asked])
        return shown

    async def work(self, kind: str, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        """Run a job and return its result.

        Raises:
            RefusedThere: The job failed or was cancelled.
            TimeoutError: It took longer than the bound.
        """
        job = (await self.send(f"/api/plan/{kind}", asked))["job"]
        async with asyncio.timeout(JOB_WAIT_S):
            while (found := await self.read(f"/api/jobs/{job}"))["state"] == "running":
                await asyncio.sleep(JOB_EVERY_S)
        if found["state"] != "done":
            raise RefusedThere(500, f"job-{found['state']}", {"job": job, "result": str(found.get("result"))})
        result: Mapping[str, Any] = found["result"]
        return result

    async def _call(self, method: str, path: str, body: bytes | None) -> Any:
        async with self._one_at_a_time:
            status, data = await asyncio.to_thread(self._exchange, method, path, body)
        answered = msgspec.json.decode(data) if data else None
        if status >= 400:
            error = answered.get("error", {}) if isinstance(answered, dict) else {}
            raise RefusedThere(status, error.get("key", ""), error.get("facts", {}), error.get("place", ""))
        return answered

    def _exchange(self, method: str, path: str, body: bytes | None) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=WAIT_S)
        headers = {"Content-Type": "application/json", "X-Renkei-Token": self._csrf}
        if self._cookie:
            headers["Cookie"] = self._cookie
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            cookie = response.getheader("Set-Cookie")
            if cookie and path == "/api/sign-in":
                self._cookie = cookie.partition(";")[0]
            return response.status, response.read(ANSWER_MAX)
        finally:
            connection.close()
