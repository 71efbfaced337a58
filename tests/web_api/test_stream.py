"""A screen's stream: it ends with its session, whatever happens meanwhile, and one session has only so many."""

import asyncio
import contextlib

import pytest

from renkei.web import stream
from renkei.web.stream import STREAMS_MAX
from tests.web_api.facts import ENTRY, played

QUICK_S = 0.02
ENDS_WITHIN_S = 5.0


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Streams look after their session often enough for a test."""
    monkeypatch.setattr(stream, "SESSION_EVERY_S", QUICK_S)
    monkeypatch.setattr(stream, "PICTURE_EVERY_S", QUICK_S)


async def opened(client):
    """Return the task of a stream that is open; the answer of a task comes when its stream has ended."""
    reading = asyncio.create_task(client.get("/api/stream"))
    hub = client.http._transport.app.state.hub
    before = len(hub._queues)
    async with asyncio.timeout(ENDS_WITHIN_S):
        while not reading.done() and len(hub._queues) == before:
            await asyncio.sleep(0)
    return reading


async def ended(reading):
    """Return the whole text of a stream that ends by itself."""
    return (await asyncio.wait_for(reading, ENDS_WITHIN_S)).text


@contextlib.asynccontextmanager
async def noise(here):
    """Change something all the time, so that a stream never rests."""

    async def changing():
        while True:
            here.app.state.hub.tell(here.here.node.position, {"clock"})
            await asyncio.sleep(0)

    work = asyncio.create_task(changing())
    yield
    work.cancel()


@pytest.mark.parametrize("busy", [False, True])
def test_a_stream_ends_when_its_session_is_signed_out(tmp_path, busy):
    async def scenario(here):
        client = await here.signed_in("watch_officer")
        other = await here.signed_in("planner")
        reading, kept = await opened(client), await opened(other)
        async with noise(here) if busy else contextlib.nullcontext():
            await client.post("/api/sign-out")
            await ended(reading)
        assert not kept.done()
        await other.act("watch.LogEntry", ENTRY)
        await other.post("/api/sign-out")
        assert "event: changed" in await ended(kept) or busy

    played(tmp_path, scenario)


def test_a_new_password_ends_the_streams_of_the_account(tmp_path):
    async def scenario(here):
        client = await here.signed_in("watch_officer")
        reading = await opened(client)
        here.accounts.reset("watch.officer", here.here.moments.recorded())
        await ended(reading)
        assert not here.app.state.hub._queues

    played(tmp_path, scenario)


def test_the_streams_of_one_session_are_bounded_and_a_place_is_free_again(tmp_path):
    async def scenario(here):
        client, other = await here.signed_in("watch_officer"), await here.signed_in("planner")
        held = [await opened(client) for _ in range(STREAMS_MAX)]
        answer = await client.get("/api/stream")
        assert answer.status_code == 429
        assert answer.json()["error"]["key"] == "web-streams-most"
        beside = await opened(other)
        assert not beside.done()
        held[0].cancel()
        await asyncio.gather(held[0], return_exceptions=True)
        again = await opened(client)
        assert not again.done()
        assert len(here.app.state.hub._queues) == STREAMS_MAX + 1
        for signed_in in (client, other):
            await signed_in.post("/api/sign-out")
        for reading in (*held[1:], beside, again):
            await ended(reading)
        assert not here.app.state.hub._queues

    played(tmp_path, scenario)
