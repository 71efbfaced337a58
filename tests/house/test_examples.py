"""An example in a document that no longer works is found."""

import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.house.tree import ROOT, files, text
from tools import examples

RUNNABLE = re.compile(r"^```(python|console|sh|yaml|json)$", re.MULTILINE)


@pytest.fixture
def block():
    """Return a function that makes a block of a document with the given text."""
    namespace = {}
    examples.setup(namespace)
    yield lambda text: SimpleNamespace(parsed=text, namespace=namespace)
    examples.teardown(namespace)


@pytest.mark.parametrize(
    ("text", "fails"),
    [
        ("$ echo one\none\n", False),
        ("$ echo one\ntwo\n", True),
        ("$ echo one; echo two\n...\ntwo\n", False),
        ("$ echo one > file\n$ cat file\none\n", False),
        ("$ false || echo failed\nfailed\n", False),
        ("$ python -c 'import renkei'\n", False),
        ("$ no-such-command\n", True),
    ],
)
def test_console(block, text, fails):
    assert bool(examples.console(block(text))) == fails


@pytest.mark.parametrize(
    ("text", "fails"),
    [
        ("make check\n", False),
        ('make demo DEMO="--headless"\n', False),
        ("make no-such-target\n", True),
        ("rm -r everything\n", True),
        ("git clone somewhere\ncd somewhere\n", False),
    ],
)
def test_shell(block, text, fails):
    assert bool(examples.shell(block(text))) == fails


def test_a_named_yaml_block_is_a_file(block):
    named = block("# plan.yaml\na: 1\n")
    assert examples.read_yaml(named) is None
    assert examples.read_yaml(block("# ../plan.yaml\na: 1\n")) is None
    folder = Path(named.namespace["directory"].name)
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [("plan.yaml", named.parsed)]


def test_yaml_and_json(block):
    assert examples.read_yaml(block("a: {b: 1}")) is None
    assert "while parsing" in examples.read_yaml(block("a: {b: 1"))
    assert examples.read_json(block("{}")) is None
    assert "Expecting" in examples.read_json(block("{a}"))


def test_every_document_with_an_example_is_run():
    documents = [
        path for path in files() if path.suffix == ".md" and (path.parts[0] == "docs" or path.name == "README.md")
    ]
    wanted = {str(path) for path in documents if RUNNABLE.search(text(path)) and path.parts[0] in {"docs", "README.md"}}
    command = [sys.executable, "-m", "pytest", "--collect-only", "--quiet", "README.md", "docs"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert wanted - {line.split("::")[0] for line in answer.stdout.splitlines()} == set()
