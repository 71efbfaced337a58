"""A whole node in its directory: what it leaves there when it is stopped, and who may read it."""

import asyncio
import os

from renkei import config
from renkei.cli.node import make_node
from renkei.cli.station import running
from renkei.cli.store import verify_directory
from renkei.kernel.names import Name
from renkei.log import sqlite

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
    assert verify_directory(node).position == 0


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
