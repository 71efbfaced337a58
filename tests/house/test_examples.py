"""An example in a document that no longer works is found."""

from types import SimpleNamespace

import pytest

from tools import examples


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


def test_yaml_and_json(block):
    assert examples.read_yaml(block("a: {b: 1}")) is None
    assert "while parsing" in examples.read_yaml(block("a: {b: 1"))
    assert examples.read_json(block("{}")) is None
    assert "Expecting" in examples.read_json(block("{a}"))
