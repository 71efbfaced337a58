"""How many events a log takes durably in a second: one after the other, and from many clients at once."""

import asyncio
import json
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from benchmarks.measures import Figure
from renkei.log.sqlite import check, create, open_store
from renkei.log.store import Answer, Batch, Entry
from renkei.log.writer import Writer

MOMENT = datetime(2026, 3, 1, 6, tzinfo=UTC)
BODY = b"x" * 354
"""Length of a plan change with text in two languages."""
SINGLE_S, BATCHED_S = 2.0, 4.0
CLIENTS = 1_000


class Reached(NamedTuple):
    """Appends in a second, and the wait that 95 of 100 keep within, in milliseconds."""

    rate: float
    wait_ms: float


def batch(number: int) -> Batch:
    """Return an event with the answer to its command."""
    entry = Entry(f"event-{number}", "JPN", "plan.TaskScheduled", MOMENT, MOMENT, BODY, 0, f"command-{number}")
    return Batch((entry,), answers=(Answer(f"command-{number}", b"{}"),))


async def client(writer: Writer, until: float, waits: list[float]) -> None:
    """Append one event after the other, each when the last is acknowledged."""
    while time.perf_counter() < until:
        began = time.perf_counter()
        await writer.room()
        await writer.commit(batch(writer.position + 1))
        waits.append(time.perf_counter() - began)


async def measured(path: Path, clients: int, seconds: float) -> Reached:
    """Let so many clients append for so long, and check the log afterwards."""
    create(path, {})
    writer = Writer(open_store(path), lambda error: sys.exit(str(error)))
    waits: list[float] = []
    began = time.perf_counter()
    await asyncio.gather(*(client(writer, began + seconds, waits) for _ in range(clients)))
    rate = writer.durable / (time.perf_counter() - began)
    await writer.close()
    assert check(path)[0] == len(waits)
    return Reached(rate, sorted(waits)[int(len(waits) * 0.95)] * 1_000)


def figures() -> list[Figure]:
    """Return both rates and waits."""
    with tempfile.TemporaryDirectory(prefix="renkei-bench-") as directory:
        single = asyncio.run(measured(Path(directory) / "single.sqlite", 1, SINGLE_S))
        batched = asyncio.run(measured(Path(directory) / "batched.sqlite", CLIENTS, BATCHED_S))
    return [
        Figure("durable append, one at a time", single.rate, "events/s", "1,000 (a disk's own speed)"),
        Figure("durable append, one at a time, 95 % within", single.wait_ms, "ms"),
        Figure(f"durable append, {CLIENTS:,} clients", batched.rate, "events/s", "10,000"),
        Figure(f"durable append, {CLIENTS:,} clients, 95 % within", batched.wait_ms, "ms"),
    ]


if __name__ == "__main__":
    print(json.dumps({figure.name: round(figure.value, 1) for figure in figures()}))
