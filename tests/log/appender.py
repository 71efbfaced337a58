"""A process that appends to a log and prints each acknowledged number; it is killed from outside at any moment."""

import asyncio
import os
import sys
from pathlib import Path

from renkei.log.sqlite import open_store
from renkei.log.store import Answer, Batch, CursorRow, OutboxRow
from renkei.log.writer import Writer
from tests.log.lines import entry

CLIENTS = 20


def everything(number):
    """Return a batch that writes `number` into every table."""
    return Batch(
        (entry(number, command=f"c{number}"),),
        (OutboxRow("USA", number, f"JPN-{number}", "watch.Logged", 0, number, b"{}", bytes(32)),),
        (Answer(f"c{number}", str(number).encode()),),
        (CursorRow("USA", "e1", number, bytes(32)),),
    )


async def run(path):
    writer = Writer(open_store(path), lambda error: os._exit(2))

    async def client():
        while True:
            number = writer.position + 1
            assert await writer.commit(everything(number)) == number
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()

    await asyncio.gather(*(client() for _ in range(CLIENTS)))


asyncio.run(run(Path(sys.argv[1])))
