"""A demo stopped by Ctrl-C leaves nothing running, and the same command goes on where it stopped."""

import asyncio
import os
import subprocess

import pytest

from renkei.cli.identifiers import new_id
from renkei.io.desk_client import DeskClient
from tests.journey.runs import RENKEI, Demo, until

NODES = {"USA": "usfj", "JPN": "jjoc"}
T0_HOURS = {0: "2026-02-09T15:30:00Z", 2: "2026-02-09T17:30:00Z", 3: "2026-02-09T18:30:00Z"}


def ask(demo, nation, user, path, body=None):
    """Ask a node as one of its users, who signs in at the first question."""

    async def asked():
        if (nation, user) not in demo.desks:
            demo.desks[nation, user] = DeskClient(int(demo.addresses[nation].rpartition(":")[2]), new_id)
            await demo.desks[nation, user].sign_in(user, demo.passwords[nation][user])
        desk = demo.desks[nation, user]
        return await (desk.read(path) if body is None else desk.send(path, body))

    return asyncio.run(asked())


def hour(demo, nation):
    """Return a node's exercise time."""
    return ask(demo, nation, "watch", "/api/clock")["now"]


def seen(demo, nation):
    """Return what a person sees of the work done: requests, times of tasks, and the list that both share."""
    requests = [(r["id"], r["state"]) for r in ask(demo, nation, "liaison", "/api/requests")]
    bars = [(b["task"], b["start"], b["end"], b["status"]) for b in ask(demo, nation, "planner", "/api/matrix")["bars"]]
    rows = ask(demo, nation, "watch", "/api/log?shared=1&limit=5000")["rows"]
    return requests, bars, [row["id"] for row in rows]


def stands_at(demo, expected):
    """Wait until both nodes are at an hour of the exercise."""
    until(lambda: all(hour(demo, nation) == T0_HOURS[expected] for nation in NODES), f"H+{expected}")


def alive(pid):
    """Whether a process is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def stopped(demo):
    """Press Ctrl-C, and check that it was taken well and that nothing stays behind."""
    children = demo.children()
    assert len(children) == len(NODES)
    assert demo.interrupt() == 0
    assert [pid for pid in children if alive(pid)] == []
    assert "Both headquarters stopped. The same command goes on from here." in demo.said()
    assert "Traceback" not in demo.said()


@pytest.fixture
def demos():
    """Starts demos, and ends whatever a failed test leaves."""
    started = []

    def start(directory):
        demo = Demo(directory)
        started.append(demo)
        return demo

    yield start
    for demo in started:
        demo.stop()


def test_ctrl_c_stops_cleanly_and_a_second_run_goes_on_where_the_first_stopped(demos, tmp_path):
    first = demos(tmp_path / "hq")
    stands_at(first, 0)
    ask(first, "USA", "exercise", "/api/exercise/next", {})
    until(lambda: ("R1", "registered") in seen(first, "USA")[0], "R1 on both registers")
    stands_at(first, 2)
    until(
        lambda: all(ask(first, n, "watch", "/api/link")["partners"][0]["waiting_to_send"] == 0 for n in NODES), "calm"
    )
    before = {nation: seen(first, nation) for nation in NODES}
    stopped(first)
    for node in NODES.values():
        subprocess.run([*RENKEI, "verify", str(tmp_path / "hq" / node)], check=True, capture_output=True)
    second = demos(tmp_path / "hq")
    stands_at(second, 2)
    assert first.passwords["USA"] != second.passwords["USA"]
    assert {nation: seen(second, nation) for nation in NODES} == before
    ask(second, "JPN", "exercise", "/api/exercise/next", {})
    until(lambda: "R2" in dict(seen(second, "JPN")[0]), "R2 on the second run's register")
    stands_at(second, 3)
    stopped(second)
