"""The three ways to say no, each a message key with facts; texts live in `locale/`.

Anything that is none of the three is a defect and is left to crash: the log survives.
"""

from collections.abc import Mapping
from typing import TypeAlias

from renkei.kernel.names import Name

Fact: TypeAlias = str | int | float | Name
Facts: TypeAlias = Mapping[str, Fact]


class Told(Exception):
    """A message key with the facts that its sentence needs.

    Attributes:
        key: Identifier of the message in `locale/*/*.ftl`, for example `plan-not-owner`.
        facts: Values for the message's variables.
    """

    def __init__(self, key: str, /, **facts: Fact) -> None:
        super().__init__(key, facts)
        self.key = key
        self.facts: Facts = facts


class Malformed(Told):
    """The sender's bytes are wrong: names the place and the rule that they break.

    Attributes:
        place: Where, for example `plan.yaml:12 tasks[3].duration` or `line 7`.
    """

    def __init__(self, key: str, /, place: str = "", **facts: Fact) -> None:
        super().__init__(key, **facts)
        self.place = place


class Refused(Told):
    """A rule of the product or of a headquarters says no."""


class Conflict(Told):
    """The command was based on a version that is no longer the newest: read again and retry."""
