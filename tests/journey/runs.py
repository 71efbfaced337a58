"""Runs of `renkei` as a person starts them: real processes, their output, and the end of every one that was started."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import yaml

RENKEI = (sys.executable, "-m", "renkei")
HEADLESS_MAX_S = 600
"""A headless run takes twenty seconds of a processor; a machine with forty things to do gets ten minutes."""
READY_MAX_S = 180
STOP_MAX_S = 60
LOOK_EVERY_S = 0.05


def until(true, what, most_s=READY_MAX_S):
    """Wait until something is true and return it; bounded, and the failure says what was waited for."""
    ends = time.monotonic() + most_s
    while not (found := true()):
        assert time.monotonic() < ends, f"waited {most_s} s for {what}"
        time.sleep(LOOK_EVERY_S)
    return found


class Headless:
    """One headless run that goes on by itself until its answer is asked for."""

    def __init__(self, folder, pack=None):
        """Start a run in a folder, on the published pack or on the given one."""
        folder.mkdir()
        self._out, self._err = folder / "out", folder / "err"
        scenario = []
        if pack is not None:
            (folder / "pack.yaml").write_text(yaml.safe_dump(pack, allow_unicode=True), "utf-8")
            scenario = ["--scenario", str(folder / "pack.yaml")]
        command = [*RENKEI, "demo", "--headless", *scenario]
        with self._out.open("wb") as out, self._err.open("wb") as err:
            self._process = subprocess.Popen(command, stdout=out, stderr=err, start_new_session=True)

    def answer(self):
        """Return exit code, the whole of standard output, and the last lines of standard error."""
        try:
            code = self._process.wait(HEADLESS_MAX_S)
        finally:
            self.stop()
        return code, self._out.read_text("utf-8"), self._err.read_text("utf-8")[-3000:]

    def stop(self):
        """End what still runs of it."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(STOP_MAX_S)


class Demo:
    """`renkei demo --no-browser` with people at its screens.

    Attributes:
        desks: Users who signed in beside a browser, by nation and login.
    """

    def __init__(self, directory, *options):
        """Start it and wait until it has said who may sign in where."""
        self.directory, self.desks = directory, {}
        self._said = directory.parent / f"{directory.name}.said"
        command = [*RENKEI, "demo", "--no-browser", "--directory", str(directory), "--for", "3600", *options]
        with self._said.open("wb") as said:
            self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said, start_new_session=True)
        until(lambda: "Passwords are shown once" in self.said() or self._process.poll() is not None, "the demo's users")
        assert self._process.poll() is None, self.said()
        self.addresses, self.passwords = told(self.said())

    def said(self):
        """Return what it wrote to standard error."""
        return self._said.read_text("utf-8")

    def children(self):
        """Return the process identifiers of its nodes."""
        path = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        return [int(pid) for pid in path.read_text().split()]

    def interrupt(self):
        """Press Ctrl-C and return the exit code."""
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(STOP_MAX_S)

    def stop(self):
        """End it and what it started, whatever happened before."""
        children = self.children() if self._process.poll() is None else []
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_MAX_S)
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        for pid in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def told(text):
    """Return address and passwords of each nation as the demo says them."""
    addresses, passwords = {}, {}
    nation = ""
    for line in text.splitlines():
        if found := re.search(r"\((\w{3})\)\s+(http://127\.0\.0\.1:\d+)/", line):
            nation, addresses[found[1]] = found[1], found[2]
            passwords[nation] = {}
        elif nation and (found := re.match(r"  (\w+)\s+(\S+)   ", line)):
            passwords[nation][found[1]] = found[2]
    return addresses, passwords


def only_object(text):
    """Return the one JSON object that a text consists of; anything beside it is an error."""
    value = json.loads(text)
    assert isinstance(value, dict)
    return value
