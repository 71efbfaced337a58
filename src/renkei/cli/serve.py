"""Run a node until it is told to stop."""

import asyncio
from pathlib import Path

import click
import msgspec

from renkei.cli.station import running
from renkei.cli.stopping import input_ends, told_to_stop
from renkei.cli.words import result


@click.command()
@click.argument("directory", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--until-input-ends", is_flag=True, help="Stop also when standard input ends: for a program that runs nodes."
)
def serve(directory: Path, until_input_ends: bool) -> None:  # noqa: FBT001  # click passes flags so
    """Run the node in DIRECTORY. Prints one line of JSON with its ports when it is ready; Ctrl-C stops it cleanly."""
    asyncio.run(_serve(directory, until_input_ends=until_input_ends))


async def _serve(directory: Path, *, until_input_ends: bool) -> None:
    stopped = told_to_stop()
    if until_input_ends:
        input_ends(stopped)
    async with running(directory) as ports:
        result(msgspec.json.encode({"ready": ports}).decode())
        await stopped.wait()


COMMANDS = (serve,)
