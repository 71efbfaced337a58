"""Run a node until it is told to stop."""

import asyncio
import signal
from pathlib import Path

import click
import msgspec

from renkei.cli.station import running
from renkei.cli.words import result


@click.command()
@click.argument("directory", type=click.Path(exists=True, file_okay=False, path_type=Path))
def serve(directory: Path) -> None:
    """Run the node in DIRECTORY. Prints one line of JSON with its ports when it is ready; Ctrl-C stops it cleanly."""
    asyncio.run(_serve(directory))


async def _serve(directory: Path) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    async with running(directory) as ports:
        result(msgspec.json.encode({"ready": ports}).decode())
        await stopped.wait()


COMMANDS = (serve,)
