"""Two border posts in one process over real sockets, the relay between them, and what it does to the link."""

import asyncio
import json
import logging
import time
from contextlib import asynccontextmanager, suppress

import msgspec
import pytest

from renkei.federation import frames, session
from renkei.federation.codec import FrameReader, FrameWriter
from renkei.federation.frames import Hello, Rows
from renkei.federation.lanes import Position
from renkei.federation.session import BATCH_ROWS_MAX
from renkei.io import partner_link
from renkei.io.partner_link import CALLERS_MAX, PartnerLink, Peer
from renkei.io.severable import SeverableRelay
from renkei.kernel.errors import Refused
from tests.federation.post import Post
from tests.release.events import event

RESUME_S = 2.0
"""Seconds from the heal of a link until it carries again."""


@asynccontextmanager
async def joined(directory, record=0):
    """Give two posts whose link is up, and the relay that it goes through; USA calls JPN."""
    usa, jpn = Post("USA", "JPN", directory), Post("JPN", "USA", directory)
    relay = SeverableRelay(await jpn.open(), record)
    await relay.start()
    await usa.open(dial=relay.port)
    try:
        for post in (usa, jpn):
            await post.until(lambda post: post.links == [("up", None)])
        yield usa, jpn, relay
    finally:
        await usa.close()
        await jpn.close()
        await relay.stop()


def now(number, **rest):
    return event(number, **rest)


def run(work, directory, **rest):
    async def inside():
        async with joined(directory, **rest) as posts:
            await work(*posts)

    asyncio.run(inside())


def test_rows_cross_both_ways_and_are_receipted(tmp_path):
    async def work(usa, jpn, relay):
        await usa.append(now(1), now(2, rel_to=()), now(3))
        await jpn.append(now(1, origin="JPN", rel_to=("USA",)))
        await jpn.until(lambda post: post.arrived() == ["USA-1", "USA-3"])
        await usa.until(lambda post: post.arrived() == ["JPN-1"] and post.receipts[-1:] == [2])
        assert usa.shared() == jpn.shared()
        assert (usa.link.last_received("JPN"), jpn.link.last_received("KOR")) != (None, None)
        assert min(relay.carried) > 300

    run(work, tmp_path)


@pytest.mark.parametrize("how", ["reset", "silence"])
def test_a_cut_link_is_noticed_on_both_sides_and_catches_up_when_it_heals(tmp_path, monkeypatch, how):
    monkeypatch.setattr(session, "HEARTBEAT_S", 0.2)
    monkeypatch.setattr(session, "SILENCE_S", 0.6)
    reason = {"reset": "federation-link-lost", "silence": "federation-silence"}[how]

    async def work(usa, jpn, relay):
        await usa.append(now(1))
        await jpn.until(lambda post: post.arrived() == ["USA-1"])
        relay.cut(how)
        for post in (usa, jpn):
            await post.until(lambda post: post.links[1:] == [("down", reason)])
        await usa.append(now(2), now(3))
        await jpn.append(now(1, origin="JPN", rel_to=("USA",)), now(2, origin="JPN", rel_to=("USA",)))
        assert (len(usa.arrived()), len(jpn.arrived())) == (0, 1)
        relay.heal()
        began = time.monotonic()
        await usa.until(lambda post: post.arrived() == ["JPN-1", "JPN-2"])
        await jpn.until(lambda post: post.arrived() == ["USA-1", "USA-2", "USA-3"])
        assert time.monotonic() - began < RESUME_S
        assert usa.shared() == jpn.shared()
        assert usa.links == jpn.links == [("up", None), ("down", reason), ("up", None)]

    run(work, tmp_path)


def test_a_caller_that_lost_the_link_alone_is_let_in_again_at_once(tmp_path):
    async def work(usa, jpn, relay):
        usa.link._joined["JPN"]._writer.transport.abort()
        await jpn.until(lambda post: post.links[-1] == ("up", None) and len(post.links) == 3)
        await usa.append(now(1))
        await jpn.until(lambda post: post.arrived() == ["USA-1"])

    run(work, tmp_path)


def test_a_second_call_of_the_partner_replaces_the_first(tmp_path):
    async def work(usa, jpn, relay):
        again = Peer("JPN", usa.link._peers["JPN"].secret, ("127.0.0.1", jpn.link.port))
        second = PartnerLink(usa.us, [again], usa, usa._failed)
        relay.cut("silence")
        await second.start()
        await jpn.until(lambda post: post.links[1:] == [("down", "federation-replaced"), ("up", None)])
        await usa.append(now(1))
        second.rows_added("JPN")
        await jpn.until(lambda post: post.arrived() == ["USA-1"])
        await second.stop()

    run(work, tmp_path)


def test_a_long_backlog_is_sent_in_batches(tmp_path):
    async def work(usa, jpn, relay):
        relay.cut("reset")
        await usa.until(lambda post: post.links[-1][0] == "down")
        count = 2 * BATCH_ROWS_MAX + 1
        for start in range(1, count + 1, 1_000):
            await usa.append(*(now(n) for n in range(start, min(start + 1_000, count + 1))))
        relay.heal()
        await usa.until(lambda post: post.receipts[-1:] == [count], 20)
        assert jpn.arrived() == [f"USA-{n}" for n in range(1, count + 1)]
        assert usa.receipts[-3:] == [2_000, 4_000, count]

    run(work, tmp_path)


def test_positions_go_newest_first_to_none_and_are_not_recorded(tmp_path):
    async def work(usa, jpn, relay):
        for lat in (33.1, 33.2):
            usa.lane.put(Position("usa:1", msgspec.Raw(str(lat).encode())))
        await jpn.until(lambda post: post.positions == [("usa:1", b"33.2")])
        assert jpn.reader.position() == 0

    run(work, tmp_path)


def test_a_batch_that_the_node_refuses_halts_the_stream_and_says_so_on_both_sides(tmp_path):
    async def work(usa, jpn, relay):
        await jpn.append(now(1, origin="JPN", rel_to=("USA",)))
        await usa.until(lambda post: post.arrived() == ["JPN-1"])
        await usa.append(now(1, id="JPN-1"))
        await jpn.until(lambda post: post.links[-1] == ("halted", "federation-id-taken"))
        await usa.until(lambda post: post.links[-1] == ("halted", "federation-halted-by-partner"))
        await jpn.append(now(2, origin="JPN", rel_to=("USA",)))
        await usa.until(lambda post: post.arrived() == ["JPN-1", "JPN-2"])
        assert jpn.arrived() == []

    run(work, tmp_path)


def test_what_is_on_the_wire_can_be_read_and_holds_only_what_was_released(tmp_path):
    async def work(usa, jpn, relay):
        await usa.append(now(1, body={"task": "K1", "due": "h120"}, withhold=("due",)), now(2, rel_to=("AUS",)))
        await jpn.until(lambda post: post.arrived() == ["USA-1"])
        (connection,) = relay.recorded()
        said = list(FrameReader.recorded(connection[0]))
        assert isinstance(said[0], Hello)
        (batch,) = (frame for frame in said if isinstance(frame, Rows))
        assert [msgspec.json.decode(raw)["body"] for _, raw in batch.rows] == [{"task": "K1"}]
        plain = b"".join(map(frames.encode, said))
        for word in (b"due", b"h120", b"USA-2", b"AUS"):
            assert word not in plain

    run(work, tmp_path, record=1_000_000)


def test_each_crossing_is_one_line_of_json(tmp_path, caplog):
    caplog.set_level(logging.INFO, "renkei.link")

    async def work(usa, jpn, relay):
        await usa.append(now(1))
        await usa.until(lambda post: post.receipts[-1:] == [1])

    run(work, tmp_path)
    lines = [json.loads(record.message) for record in caplog.records if record.name == "renkei.link"]
    (out,) = (line for line in lines if line["what"] == "rows-out")
    (into,) = (line for line in lines if line["what"] == "rows-in")
    assert (out["partner"], out["first"], out["last"]) == ("JPN", 1, 1)
    assert (into["partner"], into["first"], into["last"]) == ("USA", 1, 1)
    assert {"session-joined", "session-ended"} <= {line["what"] for line in lines}


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example", ""])
def test_only_the_loopback_is_reached_or_listened_on(host):
    async def work():
        us = frames.Hello
        link = PartnerLink(us, [Peer("JPN", bytes(32), (host, 1))], None, None)
        with pytest.raises(Refused) as refusal:
            await link.start()
        assert (refusal.value.key, refusal.value.facts) == ("federation-loopback-only", {"address": host})
        with pytest.raises(Refused):
            await PartnerLink(us, [], None, None).start(host)

    asyncio.run(work())


def test_a_stranger_without_the_secret_is_shut_out_and_no_link_is_told(tmp_path):
    async def work():
        jpn = Post("JPN", "USA", tmp_path)
        port = await jpn.open()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        sender = FrameWriter()
        writer.write(sender.write(Hello(frames.PROTOCOL, "USA", "usa-1", "epoch-USA", "00" * 32)))
        writer.write(sender.write(frames.Proof("00" * 32)))
        answer = await asyncio.wait_for(reader.read(), 5)
        writer.close()
        assert [type(frame).__name__ for frame in FrameReader.recorded(answer)] == ["Hello", "Proof"]
        assert jpn.links == []
        await jpn.close()

    asyncio.run(work())


def test_strangers_take_a_bounded_number_of_connections_for_a_bounded_time(tmp_path, monkeypatch):
    monkeypatch.setattr(session, "HANDSHAKE_S", 0.5)

    async def ended(connection):
        with suppress(ConnectionError):
            return await asyncio.wait_for(connection[0].read(), 5)
        return b""

    async def work():
        jpn = Post("JPN", "USA", tmp_path)
        port = await jpn.open()
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(CALLERS_MAX)]
        began = time.monotonic()
        held.append(await asyncio.open_connection("127.0.0.1", port))
        assert await ended(held[-1]) == b""
        assert time.monotonic() - began < 0.4
        assert await asyncio.gather(*map(ended, held)) == [b""] * (CALLERS_MAX + 1)
        assert time.monotonic() - began > 0.4
        for _, writer in held:
            writer.close()
        await jpn.close()

    asyncio.run(work())


def test_a_partner_that_is_not_there_is_called_until_it_is(tmp_path):
    async def work():
        usa, jpn = Post("USA", "JPN", tmp_path), Post("JPN", "USA", tmp_path)
        relay = SeverableRelay(1)
        await relay.start()
        await usa.open(dial=relay.port)
        relay._target_port = await jpn.open()
        await usa.until(lambda post: post.links == [("up", None)])
        await usa.close()
        await jpn.until(lambda post: post.links == [("up", None), ("down", "federation-link-lost")])
        await jpn.close()
        await relay.stop()

    asyncio.run(work())


def test_the_wait_between_calls_keeps_within_what_a_heal_allows():
    assert partner_link.RECONNECT_MAX_S + 0.5 <= RESUME_S
