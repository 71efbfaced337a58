"""However a demo ends, its nodes end with it, and a second one in its directory changes nothing and says what to do."""

import signal
import subprocess

import pytest

from tests.journey.runs import RENKEI, STOP_MAX_S, Demo, until
from tests.journey.test_second_run import NODES, alive, ask


@pytest.fixture
def demo(tmp_path):
    """A demo, and the end of whatever a failed test leaves of it."""
    running = Demo(tmp_path / "hq")
    children = running.children()
    assert len(children) == len(NODES)
    yield running, children
    running.stop()
    assert [pid for pid in children if alive(pid)] == []


def test_a_closed_terminal_stops_it_as_ctrl_c_does(demo):
    running, children = demo
    running._process.send_signal(signal.SIGHUP)
    assert running._process.wait(STOP_MAX_S) == 0
    assert [pid for pid in children if alive(pid)] == []
    assert "Both headquarters stopped. The same command goes on from here." in running.said()


def test_a_second_one_beside_it_is_refused_and_changes_nothing_and_both_nodes_end_with_a_killed_demo(demo):
    running, children = demo
    settings = [(running.directory / node / "node.json").read_bytes() for node in NODES.values()]
    second = [*RENKEI, "demo", "--no-browser", "--directory", str(running.directory)]
    refused = subprocess.run(second, capture_output=True, text=True, check=False, timeout=STOP_MAX_S)
    assert refused.returncode == 1
    assert f"(process {running._process.pid})" in refused.stderr
    assert f"kill {running._process.pid}" in refused.stderr
    assert [(running.directory / node / "node.json").read_bytes() for node in NODES.values()] == settings
    assert ask(running, "USA", "planner", "/api/session")["user"] == "planner"  # with the password that was printed
    running._process.kill()
    running._process.wait()
    until(lambda: not any(alive(pid) for pid in children), "the end of both nodes", STOP_MAX_S)
    for node in NODES.values():
        assert not list((running.directory / node).glob("log.sqlite-*"))
