"""Take a plan document into a running node, and read a running node's plan."""

import asyncio
from pathlib import Path
from typing import Any

import click
import msgspec

from renkei.cli.identifiers import new_id
from renkei.cli.words import result
from renkei.io.desk_client import DeskClient
from renkei.kernel.errors import Refused
from renkei.kernel.ids import Nation, nation
from renkei.node.desk import Asked
from renkei.plan.document import read_plan
from renkei.plan.entry import commands

PORT_TYPE = click.IntRange(1, 65_535)
PORT = click.option("--port", type=PORT_TYPE, required=True, help="Web port of the running node.")
USER = click.option("--user", required=True, help="Login of a planner of that node.")
PASSWORD = click.option(
    "--password", envvar="RENKEI_PASSWORD", prompt=True, hide_input=True, help="Asked if not given."
)


@click.command()
@click.argument("document", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@PORT
@USER
@PASSWORD
@click.option("--release", "partners", multiple=True, help="Nation that may have what is entered; may be given again.")
def load(document: Path, port: int, user: str, password: str, partners: tuple[str, ...]) -> None:
    """Enter the own part of DOCUMENT into a running node, in one append."""
    plan = read_plan(document.read_text("utf-8"), str(document))
    rel_to = tuple(nation(p) for p in partners)

    async def enter() -> int:
        desk, session = await _desk(port, user, password)
        asked = [_asked(c, rel_to) for c in commands(plan, Nation(session["nation"]))]
        if not asked:
            raise Refused("plan-document-not-own", nation=session["nation"])
        recorded = await desk.act(*asked)
        return len(recorded["events"])

    result(f"{asyncio.run(enter())} events recorded")


def _asked(command: msgspec.Struct, rel_to: tuple[Nation, ...]) -> Asked:
    body: dict[str, Any] = msgspec.to_builtins(command)
    return Asked(f"plan.{type(command).__name__}", body, rel_to)


async def document_at(port: int, user: str, password: str) -> str:
    """Return the plan of a running node, as far as the node knows it, as a document."""
    desk, _ = await _desk(port, user, password)
    answered = await desk.read("/api/plan/document")
    return str(answered["document"])


async def _desk(port: int, user: str, password: str) -> tuple[DeskClient, dict[str, Any]]:
    desk = DeskClient(port, new_id)
    await desk.sign_in(user, password)
    return desk, await desk.read("/api/session")


COMMANDS = (load,)
