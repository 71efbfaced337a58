"""The command line against a system that says no: words and an exit code, never a traceback."""

import asyncio
import socket

import pytest

from renkei import config
from renkei.cli import main
from renkei.cli.node import make_node
from renkei.cli.station import running
from renkei.kernel.names import Name
from renkei.web.server import bound

SETTINGS = config.Settings("JPN", "joc", Name("Joint Operations Command", "統合作戦司令部"))


def said(capsys, *arguments):
    """Return exit code and what was written to standard error."""
    with pytest.raises(SystemExit) as ended:
        main([str(a) for a in arguments])
    return ended.value.code, capsys.readouterr().err


@pytest.fixture
def node(tmp_path):
    make_node(tmp_path / "node", SETTINGS)
    return tmp_path / "node"


@pytest.fixture
def taken():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_backup_into_a_folder_that_is_not_there_is_refused_in_words(capsys, node, tmp_path):
    code, words = said(capsys, "backup", node, tmp_path / "none" / "x")
    assert code == 1
    assert words.startswith("The system refuses: No such file or directory")


def test_a_node_below_a_file_is_refused_in_words(capsys, tmp_path):
    (tmp_path / "afile").write_text("x")
    named = ("--nation", "JPN", "--node", "joc", "--name-en", "x", "--name-ja", "x")
    code, words = said(capsys, "init", tmp_path / "afile" / "x", *named)
    assert (code, words.startswith("The system refuses: Not a directory")) == (1, True)


@pytest.mark.parametrize(("name", "key"), [("web_port", "Port {} is taken"), ("border_port", "Port {} of the border")])
def test_a_port_that_is_taken_is_named(capsys, tmp_path, taken, name, key):
    make_node(tmp_path / "node", config.Settings("JPN", "joc", Name("x", "x"), **{name: taken}))
    code, words = said(capsys, "serve", tmp_path / "node")
    assert (code, words.startswith(key.format(taken))) == (1, True)


def test_a_port_at_which_nobody_serves_is_named(capsys):
    with bound(0) as free:
        port = free.getsockname()[1]
    code, words = said(capsys, "plan", "export", "--port", port, "--user", "x", "--password", "x")
    assert (code, words) == (1, f"No node serves on port {port}. Start it with: renkei serve\n")


def test_what_a_headquarters_refuses_is_said_in_its_words(capsys, node, tmp_path):
    async def asked():
        async with running(node) as ports:
            arguments = ("plan", "export", "--port", ports.web, "--user", "nobody", "--password", "x")
            return await asyncio.to_thread(said, capsys, *arguments)

    code, words = asyncio.run(asked())
    assert (code, words) == (1, "The user or the password is wrong.\n")
