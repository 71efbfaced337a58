"""Two processes that write to each other, killed and cut off at many moments; then everything is counted."""

import asyncio
import random
import signal
import sys

import msgspec
import pytest

from renkei.io.severable import SeverableRelay
from renkei.kernel.event import Event
from renkei.log.sqlite import check, open_reader

FAULTS = 10
SEED = 11
WAIT_S = 60
"""Seconds for what takes a tenth of one on a quiet machine."""


class Process:
    """One running post, what it has said in all its lives, and how to kill it."""

    def __init__(self, nation, partner, directory, dial=0):
        self.arguments = [nation, partner, str(directory)]
        self.path = directory / f"{nation}.sqlite"
        self.nation, self.partner, self.dial, self.port = nation, partner, dial, 0
        self.acknowledged = {"released": set(), "secret": set()}
        self.said, self.changed = {}, asyncio.Condition()

    async def start(self):
        command = [
            sys.executable,
            "-m",
            "tests.federation.post_process",
            *self.arguments,
            str(self.port),
            str(self.dial),
        ]
        pipe = asyncio.subprocess.PIPE
        self.process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, limit=1 << 24)
        self.said = {}
        self.listening = asyncio.create_task(self._listen())
        await self.until(lambda: "ready" in self.said)
        self.port = int(self.said["ready"][0])

    async def _listen(self):
        while (line := await self.process.stdout.readline()).endswith(b"\n"):
            word, *rest = line.decode().split()
            if word == "acknowledged":
                self.acknowledged[rest[1]].add(rest[0])
            async with self.changed:
                self.said[word] = rest
                self.changed.notify_all()

    async def until(self, holds):
        async with asyncio.timeout(WAIT_S), self.changed:
            await self.changed.wait_for(holds)

    async def more(self, count):
        """Wait until so many more events are acknowledged."""
        before = self.count()
        await self.until(lambda: self.count() >= before + count)

    def count(self):
        return sum(map(len, self.acknowledged.values()))

    async def kill(self):
        self.process.send_signal(signal.SIGKILL)
        await self.listening
        assert await self.process.wait() == -signal.SIGKILL

    def tell(self):
        self.process.stdin.write(b"\n")

    def log(self):
        """Return the events on disk: own, and the partner's with their text."""
        check(self.path)
        reader = open_reader(self.path)
        events = [msgspec.json.decode(line.entry.data, type=Event) for line in reader.events()]
        reader.close()
        return [[each for each in events if each.origin == nation] for nation in (self.nation, self.partner)]


async def torment(usa, jpn, relay, chance):
    for _ in range(FAULTS):
        victim = chance.choice((usa, jpn))
        await victim.more(chance.randint(1, 60))
        fault = chance.random()
        if fault < 0.6:
            await victim.kill()
            await victim.start()
        else:
            relay.cut("reset" if fault < 0.8 else "silence")
            await victim.more(chance.randint(1, 200))
            relay.heal()


async def settled(usa, jpn):
    """Let both stop, wait until each has receipted the other's last row, and return the order in which each lists."""
    for each in (usa, jpn):
        each.tell()
        await each.until(lambda each=each: "stopped" in each.said)
    for each in (usa, jpn):
        if (last := each.said["stopped"][0]) != "0":
            await each.until(lambda each=each, last=last: each.said.get("receipted") == [last])
    for each in (usa, jpn):
        each.tell()
        await each.listening
        assert await each.process.wait() == 0
    return usa.said["listed"], jpn.said["listed"]


@pytest.mark.parametrize("seed", [SEED])
def test_killed_and_cut_off_at_many_moments_nothing_is_lost_doubled_or_leaked(tmp_path, seed):
    async def run():
        jpn = Process("JPN", "USA", tmp_path)
        await jpn.start()
        relay = SeverableRelay(jpn.port)
        await relay.start()
        usa = Process("USA", "JPN", tmp_path, relay.port)
        await usa.start()
        await torment(usa, jpn, relay, random.Random(seed))
        lists = await settled(usa, jpn)
        await relay.stop()
        return usa, jpn, lists

    usa, jpn, lists = asyncio.run(run())
    logs = {usa: usa.log(), jpn: jpn.log()}
    for home, away in ((usa, jpn), (jpn, usa)):
        own = [each.id for each in logs[home][0]]
        assert home.acknowledged["released"] | home.acknowledged["secret"] <= set(own)
        released = [each.id for each in logs[home][0] if each.label.rel_to]
        assert [each.id for each in logs[away][1]] == released
        assert not any(b"SECRET" in bytes(each.body) for each in logs[away][1])
        assert len(set(own)) == len(own)
        assert len(released) > FAULTS
    assert lists[0] == lists[1]
    assert len(lists[0]) == sum(len(log[1]) for log in logs.values())
