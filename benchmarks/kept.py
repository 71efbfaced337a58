"""Keeps the lines of a long benchmark in a file, so that a run that was cut short goes on where it ended."""

import json
import tempfile
from pathlib import Path

FOLDER = Path(tempfile.gettempdir()) / "renkei-benchmarks"
"""Where long runs keep their lines, unless they are told otherwise."""


def kept_in(name):
    """The file in which a benchmark keeps its lines."""
    return FOLDER / f"{name}.jsonl"


def rows_of(cases, run, path=None):
    """Every case's line, printed when it is new; with a path, those that its file has are not run again.

    Args:
        cases: Dictionaries; `case` names each.
        run: Takes such a dictionary and returns the figures.
        path: File of lines to go on from and to add to; None keeps nothing.
    """
    done = lines_in(path)
    for case in cases:
        row = done.get(case["case"])
        if row is None:
            row = case | run(case)
            print(json.dumps(row), flush=True)
            keep(row, path)
        yield row


def lines_in(path):
    """The lines of a file by their cases; one cut short by the end of a run is left out."""
    found = {}
    if path is None or not path.exists():
        return found
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            row = json.loads(line)
        except json.JSONDecodeError:
            continue
        found[row["case"]] = row
    return found


def keep(row, path):
    """Add a line; a half line before it, left by a run that was ended, is ended first."""
    if path is None:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as lines:
        if lines.tell():
            lines.seek(-1, 2)
            lines.write(b"" if lines.read(1) == b"\n" else b"\n")
        lines.write(json.dumps(row).encode() + b"\n")
