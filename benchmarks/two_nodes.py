"""Catch-up after a partition, and memory: two real nodes as processes, joined over the loopback, on real logs."""

import asyncio
import contextlib
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.measures import Figure, told
from renkei.cli.identifiers import new_id
from renkei.io.desk_client import DeskClient
from renkei.kernel.ids import Nation
from renkei.log.sqlite import open_reader
from renkei.node.desk import Asked

EVENTS = 20_000
APPEND = 500
CATCH_UP_MAX_S = 120
LOOK_EVERY_S = 0.01
USA, JPN = Nation("USA"), Nation("JPN")
PLACES = {USA: "us", JPN: "jp"}


def renkei(*arguments: str) -> str:
    """Run a command of Renkei and return what it printed."""
    return subprocess.run(
        [sys.executable, "-m", "renkei", *arguments], check=True, capture_output=True, text=True
    ).stdout.strip()


def make(directory: Path, nation: Nation) -> None:
    """Make a node that listens on any free port."""
    names = ("--nation", nation, "--node", PLACES[nation], "--name-en", nation, "--name-ja", nation)
    renkei("init", str(directory), *names, "--web-port", "0", "--border-port", "0")


def join(directory: Path, partner: Nation, *more: str) -> str:
    """Join a partner to a node and return the secret if one was made."""
    return renkei("partner", str(directory), "--nation", partner, "--name-en", partner, "--name-ja", partner, *more)


@contextlib.contextmanager
def running(directory: Path) -> Iterator[tuple[dict[str, Any], int]]:
    """Run a node; yield where it listens and its process."""
    process = subprocess.Popen([sys.executable, "-m", "renkei", "serve", str(directory)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline())["ready"], process.pid
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def memory_mib(process: int) -> float:
    """Return the resident memory of a process in MiB (Linux)."""
    status = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else float("nan")


async def write(port: int, password: str) -> float:
    """Write the events through the interface as a watch officer; return the seconds that it took."""
    desk = DeskClient(port, new_id)
    await desk.sign_in("watch", password, "chosen at the first sign-in")
    began = time.perf_counter()
    for start in range(0, EVENTS, APPEND):
        texts = ({"en": f"Entry {number}", "ja": f"記載 {number}"} for number in range(start, start + APPEND))
        await desk.act(*(Asked("watch.LogEntry", {"text": text}, rel_to=(JPN,)) for text in texts))
    return time.perf_counter() - began


def caught_up(directory: Path, began: float) -> tuple[float, float]:
    """Return seconds until the first and the last event of the partner are on this node's disk."""
    reader = open_reader(directory / "log.sqlite")
    first = 0.0
    while time.perf_counter() - began < CATCH_UP_MAX_S:
        cursor = reader.cursor(USA)
        have = cursor.rseq if cursor else 0
        first = first or (time.perf_counter() - began if have else 0.0)
        if have >= EVENTS:
            reader.close()
            return first, time.perf_counter() - began
        time.sleep(LOOK_EVERY_S)
    raise TimeoutError(f"{have} of {EVENTS} events after {CATCH_UP_MAX_S} s")


def figures() -> list[Figure]:
    """Return rates of writing and catching up, and the memory of both nodes."""
    with tempfile.TemporaryDirectory(prefix="renkei-bench-") as folder:
        usa, jpn = Path(folder) / "us", Path(folder) / "jp"
        for directory, nation in ((usa, USA), (jpn, JPN)):
            make(directory, nation)
        secret = join(usa, JPN).splitlines()[0]
        password = renkei("user", "add", str(usa), "watch", "--role", "watch_officer")
        with running(usa) as (ports, sender):
            idle = memory_mib(sender)
            written = asyncio.run(write(ports["web"], password))
            join(jpn, USA, "--port", str(ports["border"]), "--secret", secret)
            began = time.perf_counter()
            with running(jpn) as (_, receiver):
                first, last = caught_up(jpn, began)
                memory = memory_mib(sender), memory_mib(receiver)
    return [
        Figure("commands through the interface, 500 an append", EVENTS / written, "events/s"),
        Figure("first event after the partner's start (its start included)", first, "s"),
        Figure("catch-up after that", EVENTS / max(last - first, 1e-9), "events/s", "17,000 (a million a minute)"),
        Figure("memory of a node, idle", idle, "MiB", "200"),
        Figure(f"memory of a node, {EVENTS:,} own events", memory[0], "MiB", "200"),
        Figure(f"memory of a node, {EVENTS:,} partner's events", memory[1], "MiB", "200"),
    ]


if __name__ == "__main__":
    print(told(figures()))
