"""A sentence to be said in either language: its key and its facts, never its words."""

import msgspec

from renkei.kernel.errors import Fact, Told


class Message(msgspec.Struct, frozen=True):
    """A message key of `locale/` with the values of its variables."""

    key: str
    facts: dict[str, Fact] = {}


def told(key: str, /, **facts: Fact) -> Message:
    """Return the message `key` with its facts."""
    return Message(key, dict(facts))


def reason(error: Told) -> Message:
    """Return what an error has to say as a message."""
    return Message(error.key, dict(error.facts))
