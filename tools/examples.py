"""Knows how to run the examples in the documents; knows no document.

What a fenced block is decides how it is checked:

- `python`: run; a name made in one block is known in the next of the same document.
- `console`: each line that starts with `$ ` runs in an empty directory that the document's blocks share, with
  `renkei` and `python` on the path; what follows it is the output it must print, where `...` stands for anything.
- `sh`: what a person types in the checkout. Each line is a `make` command (its targets and what they would do are
  checked without doing it), or `git`, `cd`, `apt` or `sudo`, which are not run.
- `yaml`, `json`: read. A `yaml` block whose first line is a comment with a file's name (`# plan.yaml`) is that file in
  the directory of the document's blocks.
"""

import doctest
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE_MAX_S = 120
"""A reader waits two minutes for an example at most."""
NOT_RUN = {"git", "cd", "apt", "sudo"}
NAMED = re.compile(r"# ([a-z][a-z-]*\.yaml)\n")


def setup(namespace: dict[str, Any]) -> None:
    """Give a document's blocks their directory."""
    namespace["directory"] = tempfile.TemporaryDirectory(prefix="renkei-example-")


def teardown(namespace: dict[str, Any]) -> None:
    """Remove the directory of a document's blocks."""
    namespace["directory"].cleanup()


def steps(block: str) -> Iterator[tuple[str, str]]:
    """Yield (command, expected output) for each command of a console block."""
    command, expected = "", ""
    for line in block.splitlines(keepends=True):
        if line.startswith("$ "):
            if command:
                yield command, expected
            command, expected = line[2:].strip(), ""
        else:
            expected += line
    if command:
        yield command, expected


def differs(expected: str, printed: str) -> bool:
    """Whether what was printed is not what the document says; `...` matches anything."""
    return not doctest.OutputChecker().check_output(expected, printed, doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)


def run(command: str, where: Path) -> str:
    """Run a command as a reader would and return all that it printed."""
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "COLUMNS": "100"}
    answer = subprocess.run(
        ["/bin/bash", "-c", command],
        cwd=where,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=EXAMPLE_MAX_S,
        check=False,
    )
    return answer.stdout


def console(example: Any) -> str | None:
    """Run a console block; return what is wrong, or nothing."""
    for command, expected in steps(example.parsed):
        printed = run(command, Path(example.namespace["directory"].name))
        if differs(expected, printed):
            return f"$ {command}\nthe document says:\n{expected}\nit printed:\n{printed}"
    return None


def shell(example: Any) -> str | None:
    """Check each line of a shell block; return what is wrong, or nothing."""
    for line in filter(None, map(str.strip, example.parsed.splitlines())):
        if line.split()[0] in NOT_RUN or line.startswith("#"):
            continue
        if line.split()[0] != "make":
            return f"only make, {', '.join(sorted(NOT_RUN))} may stand in an `sh` block: {line}"
        answer = subprocess.run(
            ["/bin/bash", "-c", f"{line} --dry-run"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        if answer.returncode:
            return answer.stderr
    return None


def read_yaml(example: Any) -> str | None:
    """Read a YAML block; return what is wrong, or nothing."""
    try:
        yaml.safe_load(example.parsed)
    except yaml.YAMLError as error:
        return str(error)
    if named := NAMED.match(example.parsed):
        (Path(example.namespace["directory"].name) / named[1]).write_text(example.parsed, "utf-8")
    return None


def read_json(example: Any) -> str | None:
    """Read a JSON block; return what is wrong, or nothing."""
    try:
        json.loads(example.parsed)
    except json.JSONDecodeError as error:
        return str(error)
    return None
