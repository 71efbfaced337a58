"""Keeping users on the command line: made, listed, given other roles, disabled and enabled."""

import pytest
from click.testing import CliRunner

from renkei.cli import cli
from renkei.cli.node import accounts_of
from renkei.io.clock import MachineClock
from renkei.kernel.errors import Refused

OWN = "seven ships in the strait"


@pytest.fixture
def node(tmp_path):
    """The directory of a node."""
    ran("init", tmp_path, "--nation", "JPN", "--node", "joc", "--name-en", "Command", "--name-ja", "司令部")
    return tmp_path


def ran(*arguments):
    """Run a command line and return its output."""
    done = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.stdout


def listed(node):
    """Return roles and state of each listed user."""
    rows = (line.split("\t") for line in ran("user", "list", node).splitlines())
    return {login: (roles, state) for login, _, roles, _, state in rows}


def test_users_are_kept_from_their_first_day_to_their_last(node):
    password = ran("user", "add", node, "sato", "--role", "planner").strip()
    assert listed(node) == {"sato": ("planner", "one-time password")}
    accounts = accounts_of(node)
    accounts.sign_in("sato", password, "127.0.0.1", MachineClock().recorded(), OWN)
    accounts.close()
    assert listed(node) == {"sato": ("planner", "own password")}
    assert ran("user", "roles", node, "sato", "--role", "commander", "--role", "watch_officer") == ""
    assert listed(node) == {"sato": ("commander, watch_officer", "own password")}
    assert ran("user", "disable", node, "sato") == ""
    assert listed(node) == {"sato": ("commander, watch_officer", "disabled")}
    assert ran("user", "enable", node, "sato") == ""
    assert len(ran("user", "reset", node, "sato").split()) == 1
    assert listed(node) == {"sato": ("commander, watch_officer", "one-time password")}


@pytest.mark.parametrize("command", [("disable",), ("enable",), ("reset",), ("roles", "--role", "planner")])
def test_a_user_who_is_not_there_is_refused(node, command):
    with pytest.raises(Refused) as refused:
        ran("user", command[0], node, "nobody", *command[1:])
    assert refused.value.key == "accounts-login-unknown"
