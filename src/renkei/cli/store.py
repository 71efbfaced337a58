"""Keep a log: back up, restore, and verify that a replay agrees with the running node."""

from pathlib import Path

import click
import msgspec

from renkei import config
from renkei.cli.identifiers import new_id
from renkei.cli.words import result, say
from renkei.io.clock import MachineClock
from renkei.kernel.ids import Nation, NodeId
from renkei.log import sqlite
from renkei.node.node import Identity, Node
from renkei.node.verify import Verified, compare, read_digests

EXIT_DIFFERS = 1
EXIT_NOT_COMPARED = 3
"""Of `verify`: an unbroken chain alone does not say that the states are right."""
DIRECTORY = click.argument("directory", type=click.Path(exists=True, file_okay=False, path_type=Path))


@click.command()
@DIRECTORY
@click.argument("target", type=click.Path(path_type=Path))
def backup(directory: Path, target: Path) -> None:
    """Write a consistent copy of the log in DIRECTORY to the new file TARGET, while the node goes on."""
    config.read(directory)
    reader = sqlite.open_reader(directory / config.LOG_FILE)
    try:
        reader.backup(target)
    finally:
        reader.close()
    position, _ = sqlite.check(target)
    result(f"{target}: {position} events, chain unbroken")


@click.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@DIRECTORY
def restore(source: Path, directory: Path) -> None:
    """Put the checked backup SOURCE into DIRECTORY, whose log must not exist; the node must not run."""
    settings = config.read(directory)
    position, _ = sqlite.restore(source, directory / config.LOG_FILE)
    result(f"{directory / config.LOG_FILE}: {position} events, chain unbroken")
    for partner in settings.partners:
        say(f"If {partner.nation} has had events since this backup: renkei rejoin, before the node is started.")


@click.command()
@DIRECTORY
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def verify(context: click.Context, directory: Path, as_json: bool) -> None:  # noqa: FBT001  # click passes flags so
    """Replay the log in DIRECTORY, check its chain, and compare with what the running node last said of itself.

    Exit code 1 if something differs or lines are missing, 3 if there was nothing to compare with.
    """
    verified = verify_directory(directory)
    if as_json:
        result(msgspec.json.encode(verified).decode())
    else:
        _tell(verified)
    if verified.shortened:
        say(f"The log ends at line {verified.lines}; the node had come to line {verified.said}. Lines are missing.")
        context.exit(EXIT_DIFFERS)
    if not verified.agrees:
        say("Not compared: a node says what it has when it runs, and this one never did. Only the chain was checked.")
        context.exit(EXIT_NOT_COMPARED)
    if not all(verified.agrees.values()):
        say("A state was changed outside `project`, or the folds of this version differ from the node's.")
        context.exit(EXIT_DIFFERS)


def _tell(verified: Verified) -> None:
    result(f"{verified.position} events replayed, chain unbroken")
    if verified.lines > verified.position:
        result(f"{verified.lines - verified.position} later events: chain only, the node has said nothing of them yet")
    for name, agrees in sorted(verified.agrees.items()):
        result(f"{name}: {'agrees' if agrees else 'DIFFERS from the running node'}")


def verify_directory(directory: Path) -> Verified:
    """Return how a replay of a node's log compares with the digests that the node last recorded."""
    lines, _ = sqlite.check(directory / config.LOG_FILE)
    reader = sqlite.open_reader(directory / config.LOG_FILE)
    said = read_digests(reader.meta())
    reader.close()
    node = replayed(directory, said.position if said else None)
    return compare(node.position, node.digests(), said, max(lines, node.position))


def replayed(directory: Path, until: int | None = None) -> Node:
    """Return a node made from the log in a directory up to a position; it has no writer and no links."""
    settings = config.read(directory)
    reader = sqlite.open_reader(directory / config.LOG_FILE)
    try:
        partners = tuple(p.nation for p in settings.partners)
        epoch = reader.meta()["epoch"].decode()
        identity = Identity(Nation(settings.nation), NodeId(settings.node), epoch, partners)
        node = Node(identity, MachineClock(), new_id)
        node.replay(reader, until)
    finally:
        reader.close()
    return node


COMMANDS = (backup, restore, verify)
