"""Each changelog fragment is named and written so that a release can be made from it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT, files, text

FRAGMENTS = [path for path in files() if path.parent == Path("changelog.d")]
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.(feature|fix)\.md")
FRAGMENT_MAX = 600
"""Characters: what happened before and what happens now, in two or three sentences."""


def faults(name, content):
    """Yield what is wrong with a fragment."""
    if not NAME.fullmatch(name):
        yield "not named <slug>.<feature|fix>.md"
    if not content.strip():
        yield "empty"
    if content.lstrip().startswith(("#", "-", "*")):
        yield "starts with a mark of its own"
    if content.strip() and not content.rstrip().endswith((".", "。")):
        yield "does not end as a sentence"
    if len(content) > FRAGMENT_MAX:
        yield f"longer than {FRAGMENT_MAX} characters"


@pytest.mark.parametrize("path", FRAGMENTS, ids=lambda path: path.name)
def test_fragment_is_well_formed(path):
    assert list(faults(path.name, text(path))) == []


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("matrix-undo.feature.md", "A planner can undo. Before, an edit was final.\n", []),
        ("Matrix.feature.md", "A planner can undo.", ["not named <slug>.<feature|fix>.md"]),
        ("matrix.docs.md", "A planner can undo.", ["not named <slug>.<feature|fix>.md"]),
        ("matrix.fix.md", "", ["empty"]),
        ("matrix.fix.md", "- Undo works", ["starts with a mark of its own", "does not end as a sentence"]),
        ("matrix.fix.md", "x" * 600 + ".", ["longer than 600 characters"]),
    ],
)
def test_a_planted_fault_is_found(name, content, found):
    assert list(faults(name, content)) == found


def test_a_release_can_be_made_from_the_fragments():
    command = [sys.executable, "-m", "towncrier", "build", "--draft", "--version", "0.0.0", "--date", "2026-01-01"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    shown = re.sub(r"\s+", " ", answer.stdout)
    assert [path.name for path in FRAGMENTS if re.sub(r"\s+", " ", text(path)).strip()[:60] not in shown] == []
