"""A node as a process: what stops it, cleanly, and what does not."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from renkei import config
from renkei.cli.node import make_node
from renkei.kernel.names import Name

SETTINGS = config.Settings("JPN", "joc", Name("Joint Operations Command", "統合作戦司令部"))
STOP_MAX_S = 60


def stop_is_ignored():
    signal.signal(signal.SIGHUP, signal.SIG_IGN)


@contextlib.contextmanager
def served(directory, *options, **how):
    """Run a node and wait until it is ready; whatever happens, it is gone afterwards."""
    make_node(directory, SETTINGS)
    command = [sys.executable, "-m", "renkei", "serve", str(directory), *options]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, **how) as process:
        try:
            assert "ready" in json.loads(process.stdout.readline())
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_node_stops_cleanly_when_it_is_told_or_its_terminal_is_gone(tmp_path, number):
    with served(tmp_path) as process:
        process.send_signal(number)
        assert process.wait(STOP_MAX_S) == 0
        assert process.stderr.read() == b""
    assert not list(tmp_path.glob("log.sqlite-*"))


def test_a_node_outlives_its_terminal_where_that_was_asked_for(tmp_path):
    with served(tmp_path, preexec_fn=stop_is_ignored) as process:
        status = Path(f"/proc/{process.pid}/status").read_text("ascii")
        assert int(re.search(r"SigIgn:\s+(\w+)", status)[1], 16) & 1 << signal.SIGHUP - 1
        process.send_signal(signal.SIGTERM)
        assert process.wait(STOP_MAX_S) == 0


def test_a_node_stops_with_whoever_holds_its_input(tmp_path):
    with served(tmp_path, "--until-input-ends") as process:
        os.write(process.stdin.fileno(), b"this is thrown away\n" * 1_000)
        process.stdin.close()
        assert process.wait(STOP_MAX_S) == 0
        assert process.stderr.read() == b""
    assert not list(tmp_path.glob("log.sqlite-*"))


def test_an_input_that_has_no_end_is_refused_in_words(tmp_path):
    make_node(tmp_path, SETTINGS)
    command = [sys.executable, "-m", "renkei", "serve", str(tmp_path), "--until-input-ends"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=STOP_MAX_S)
    assert done.returncode == 2
    assert b"standard input has no end" in done.stderr
    assert b"Traceback" not in done.stderr
