"""A whole node in its directory: what it leaves there when it is stopped, and who may read it."""

import asyncio
import logging
import os

import msgspec
import pytest

from renkei import config
from renkei.cli import main
from renkei.cli.node import make_node
from renkei.cli.station import running
from renkei.cli.store import verify_directory
from renkei.kernel.names import Name
from renkei.log import sqlite
from renkei.log.store import Batch
from renkei.node.verify import META_KEY, Digests
from renkei.web.server import bound

SETTINGS = config.Settings("JPN", "joc", Name("Joint Operations Command", "統合作戦司令部"))


async def _up_and_down(directory):
    async with running(directory):
        pass


def test_a_node_that_was_stopped_leaves_one_file_that_can_be_put_elsewhere(tmp_path):
    """What lay in the write-ahead log would be lost with a copy of the file, and would spoil another log there."""
    node = tmp_path / "node"
    make_node(node, SETTINGS)
    asyncio.run(_up_and_down(node))
    assert [each.name for each in node.iterdir() if each.name.startswith("log.sqlite-")] == []
    alone = tmp_path / "alone.sqlite"
    (node / config.LOG_FILE).rename(alone)
    assert sqlite.restore(alone, node / config.LOG_FILE)[0] == 0
    verified = verify_directory(node)
    assert (verified.position, verified.lines, verified.said, set(verified.agrees.values())) == (0, 0, 0, {True})


def test_nobody_else_on_the_machine_reads_a_node(tmp_path):
    before = os.umask(0)
    try:
        node = tmp_path / "node"
        node.mkdir(mode=0o755)
        make_node(node, SETTINGS)
        made = {each.name: each.stat().st_mode & 0o777 for each in node.iterdir()}
        node.chmod(0o755)  # as earlier versions made it
        asyncio.run(_up_and_down(node))
        left = {each.name: each.stat().st_mode & 0o777 for each in node.iterdir()}
    finally:
        os.umask(before)
    assert node.stat().st_mode & 0o777 == 0o700
    assert set(made.values()) == set(left.values()) == {0o600}
    assert set(made) <= set(left)
    assert "observations.sqlite" in left


def verified(capsys, node, *options):
    """Return the exit code of `verify` and what it said."""
    with pytest.raises(SystemExit) as ended:
        main(["verify", str(node), *options])
    code = ended.value.code
    said = capsys.readouterr()
    return code, said.out.splitlines()[:1], said.err


def test_a_log_that_nobody_has_spoken_of_is_not_called_right(tmp_path, capsys):
    make_node(tmp_path / "node", SETTINGS)
    code, out, err = verified(capsys, tmp_path / "node")
    assert (code, out) == (3, ["0 events replayed, chain unbroken"])
    assert err.startswith("Not compared")
    code, out, _ = verified(capsys, tmp_path / "node", "--json")
    assert (code, out[0].startswith('{"position":0,"lines":0,"said":null')) == (3, True)


def test_a_log_that_lost_its_end_is_found_though_its_chain_is_unbroken(tmp_path, capsys):
    node = tmp_path / "node"
    make_node(node, SETTINGS)
    asyncio.run(_up_and_down(node))
    assert main_ends_well(node)
    store = sqlite.open_store(node / config.LOG_FILE)
    store.append([Batch(meta={META_KEY: msgspec.json.encode(Digests(7, {}))})])
    store.close()
    code, out, err = verified(capsys, node)
    assert (code, out) == (1, ["0 events replayed, chain unbroken"])
    assert err == "The log ends at line 0; the node had come to line 7. Lines are missing.\n"


def main_ends_well(node):
    """Whether `verify` finds nothing."""
    return main(["verify", str(node)]) is None


class Noticing(logging.Handler):
    """Sets an event when a line about a link says what is waited for."""

    def __init__(self, what, noticed):
        super().__init__()
        self.what, self.noticed = what, noticed

    def emit(self, record):
        if self.what in record.getMessage():
            self.noticed.set()


def joined_nodes(tmp_path, port):
    """Make two nodes that know each other; the second dials."""
    nodes = []
    for nation, partner, listens, dials in (("USA", "JPN", port, None), ("JPN", "USA", 0, port)):
        other = config.Partner(partner, Name(partner, partner), port=dials)
        settings = config.Settings(nation, nation.lower(), Name(nation, nation), partners=(other,), border_port=listens)
        make_node(tmp_path / nation, settings)
        config.write_secret(tmp_path / nation, partner, bytes(range(32)))
        nodes.append(tmp_path / nation)
    return nodes


def test_what_the_end_of_the_link_records_is_spoken_of_too(tmp_path, caplog):
    with bound(0) as free:
        port = free.getsockname()[1]
    usa, jpn = joined_nodes(tmp_path, port)

    async def run():
        noticing = Noticing("session-joined", asyncio.Event())
        log = logging.getLogger("renkei.link")
        log.addHandler(noticing)
        try:
            async with running(usa), running(jpn):
                async with asyncio.timeout(20):
                    await noticing.noticed.wait()
        finally:
            log.removeHandler(noticing)

    with caplog.at_level(logging.INFO, "renkei.link"):
        asyncio.run(run())
    for node in (usa, jpn):
        seen = verify_directory(node)
        assert seen.lines == seen.said == seen.position
        assert set(seen.agrees.values()) == {True}
