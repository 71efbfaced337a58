"""A writer killed at many moments: what it acknowledged is there. Power cuts are another test (page cache survives)."""

import random
import signal
import subprocess
import sys

from renkei.log.sqlite import check, create, open_reader

KILLS = 20
SEED = 20260301
LINES_MAX = 60


def killed_run(path, lines):
    """Start a writer, kill it after it acknowledged so many lines, return the highest number it acknowledged."""
    process = subprocess.Popen([sys.executable, "-m", "tests.log.appender", str(path)], stdout=subprocess.PIPE)
    told = [process.stdout.readline() for _ in range(lines)]
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read()
    process.stdout.close()
    assert process.wait() == -signal.SIGKILL
    whole = [line for line in (b"".join(told) + rest).splitlines(keepends=True) if line.endswith(b"\n")]
    return max(int(line) for line in whole)


def test_kill_9_loses_nothing_acknowledged(tmp_path):
    path = tmp_path / "log.sqlite"
    create(path, {})
    chance = random.Random(SEED)
    for _ in range(KILLS):
        acknowledged = killed_run(path, chance.randint(1, LINES_MAX))
        position, _ = check(path)
        assert position >= acknowledged, f"seed {SEED}"
        reader = open_reader(path)
        counts = reader.counts("JPN")
        assert (counts.own, counts.outbox["USA"], reader.cursor("USA").rseq) == (position, position, position)
        answers = [reader.answer(f"c{number}") for number in (1, acknowledged, position, position + 1)]
        assert answers == [b"1", str(acknowledged).encode(), str(position).encode(), None]
        reader.close()
