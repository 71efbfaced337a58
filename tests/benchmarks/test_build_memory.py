"""The benchmarks of the model's build and of the solver's memory: what they count, and what their tables say."""

import argparse
import subprocess
import sys

from benchmarks import build, memory

BIG_MB = 80


def test_a_build_is_told_with_its_variables_and_constraints():
    row = build.run(argparse.Namespace(times=1, peer=False))({"tasks": 60, "seed": 3})
    assert row["ours_variables"] == 60
    assert row["ours_constraints"] > 60
    assert "ratio" not in row


def test_the_table_takes_the_median_ratio_and_the_worst():
    rows = [
        {"tasks": 9, "ratio": ratio}
        | {f"{name}_{what}": 1 for name in ("ours", "pyjobshop") for what in ("s", "variables", "constraints")}
        for ratio in (0.05, 0.07, 0.2)
    ]
    ours = build.table(rows).splitlines()[1]
    assert ours.split() == ["9", "ours", "3", "1.000", "1", "1", "0.070", "0.200"]


def test_the_peak_of_a_child_stays_when_the_memory_is_given_back():
    code = f"x = bytearray({BIG_MB} * 10**6); del x; print('ready', flush=True); input()"
    child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        child.stdout.readline()
        assert BIG_MB <= memory.peak_mb() < 2 * BIG_MB
    finally:
        child.communicate(b"\n")


def test_each_size_and_question_has_a_line_with_its_largest_peak():
    rows = [
        {"tasks": 5, "kind": "solve", "workers": 1, "answered": answered, "peak_mb": peak}
        for answered, peak in ((True, 100), (True, 110), (False, 390))
    ]
    assert memory.table(rows).splitlines()[1].split() == ["5", "solve", "1", "3", "2", "110", "390"]
