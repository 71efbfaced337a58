"""How fast a partner catches up after an outage, and what that and an idle link cost in bytes: border and log alone.

`python -m benchmarks.catch_up 1000000` sends so many events and prints one JSON line.
"""

import asyncio
import json
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec

from benchmarks.measures import Figure
from renkei.io.severable import SeverableRelay
from renkei.kernel.event import Event
from renkei.log.store import BATCH_MAX
from tests.federation.post import Post
from tests.release.events import T0, event

EVENTS = 20_000
IDLE_S = 10.0


def change(number: int) -> Event:
    """Return a plan change with text in two languages, all for the partner."""
    body = {
        "task": f"T-{number % 900:04d}",
        "start": (T0 + timedelta(minutes=number % 5_000)).isoformat(),
        "resource": ("JS IZUMO", "USNS MERCY", "3rd MLR")[number % 3],
        "reason": f"berth {number % 9} closed until pier inspection complete",
        "by": "統合作戦司令部 J5",
    }
    identifier = f"0197{number * 7_919:08x}-{number * 104_729 % 65_536:04x}-7000-8000-{number * 15_485_863:012x}"
    return event(number, body=body, id=identifier, recorded=T0 + timedelta(milliseconds=number))


class Reached(NamedTuple):
    """Seconds to the first and the last event, of the processor, and bytes carried in the catch-up and while idle."""

    first_s: float
    took_s: float
    cpu_s: float
    carried: int
    idle: int


async def measured(directory: Path, count: int) -> Reached:
    """Let a backlog build up behind a cut, heal it, and wait until the partner has receipted all of it."""
    usa, jpn = Post("USA", "JPN", directory), Post("JPN", "USA", directory)
    relay = SeverableRelay(await jpn.open())
    await relay.start()
    relay.cut("reset")
    for start in range(1, count + 1, BATCH_MAX):
        await usa.append(*map(change, range(start, min(start + BATCH_MAX, count + 1))))
    await usa.open(dial=relay.port)
    relay.heal()
    began, began_cpu = time.perf_counter(), time.process_time()
    await jpn.until(lambda post: post.reader.position() > 0, 60)
    first_s = time.perf_counter() - began
    await usa.until(lambda post: post.receipts[-1:] == [count], 600)
    took_s = time.perf_counter() - began
    carried, cpu_s = sum(relay.carried), time.process_time() - began_cpu
    await asyncio.sleep(IDLE_S)
    idle = sum(relay.carried) - carried
    assert jpn.reader.position() == count
    for post in (usa, jpn):
        await post.close()
    await relay.stop()
    return Reached(first_s, took_s, cpu_s, carried, idle)


def figures(count: int = EVENTS) -> list[Figure]:
    """Return the rate, the bytes on the wire, and the time to the first event after the heal."""
    with tempfile.TemporaryDirectory(prefix="renkei-bench-") as directory:
        reached = asyncio.run(measured(Path(directory), count))
    return [
        Figure("border: first event after the heal", reached.first_s, "s", "2"),
        Figure(
            f"border: catch-up of {count:,} events", count / reached.took_s, "events/s", "17,000 (a million a minute)"
        ),
        Figure("border: processor time, both nodes and the relay", reached.cpu_s / count * 1e6, "us/event"),
        Figure("border: bytes on the wire, both ways", reached.carried / count, "bytes/event", "45"),
        Figure("border: idle link, both ways", reached.idle * 60 / IDLE_S, "bytes/min", "1,000 (500 each way)"),
    ]


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS
    said = {figure.name: round(figure.value, 3) for figure in figures(count)}
    print(json.dumps({**said, "event bytes": len(msgspec.json.encode(change(1)))}))
