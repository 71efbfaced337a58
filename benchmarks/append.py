"""How fast the log takes events durably: one at a time, and in the batches that form under load."""

import asyncio
import os
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.measures import Figure
from renkei.kernel.ids import EventId, Nation
from renkei.log import sqlite
from renkei.log.store import Batch, Entry
from renkei.log.writer import Writer

SINGLE = 500
TOGETHER = 20_000
DATA = b'{"text":{"en":"' + b"x" * 100 + b'","ja":"' + "時".encode() * 40 + b'"}}'
NOW = datetime(2026, 2, 10, tzinfo=UTC)


def batch(number: int) -> Batch:
    """Return a batch of one event of ordinary size."""
    return Batch((Entry(EventId(f"e{number}"), Nation("USA"), "watch.EntryLogged", NOW, NOW, DATA),))


async def appended(directory: Path) -> tuple[float, float]:
    """Return seconds for the single appends, and for as many at once as the queue takes."""
    sqlite.create(directory / "log.sqlite", {})
    writer = Writer(sqlite.open_store(directory / "log.sqlite"), lambda _error: os._exit(1))
    began = time.perf_counter()
    for number in range(SINGLE):
        await writer.commit(batch(number))
    single = time.perf_counter() - began
    began = time.perf_counter()
    waiting = []
    for number in range(SINGLE, SINGLE + TOGETHER):
        await writer.room()
        waiting.append(writer.submit(batch(number)))
    await asyncio.gather(*waiting)
    together = time.perf_counter() - began
    await writer.close()
    return single, together


def figures() -> list[Figure]:
    """Return the append rates."""
    with tempfile.TemporaryDirectory(prefix="renkei-bench-") as directory:
        single, together = asyncio.run(appended(Path(directory)))
    return [
        Figure("durable append, one at a time", SINGLE / single, "events/s", "1,000 (a disk's own speed)"),
        Figure("durable append, under load", TOGETHER / together, "events/s", "10,000"),
    ]
