"""What a client hands in and what it gets back; knows neither web nor log."""

from datetime import datetime
from typing import Any

import msgspec

from renkei.kernel.ids import CommandId, EventId, Nation, Token
from renkei.kernel.label import Label
from renkei.kernel.message import Message

COMMANDS_MAX = 1_000
"""Commands in one append: a whole scenario fits; more would hold up everybody else."""


class Author(msgspec.Struct, frozen=True):
    """Who acts: the token that events carry, and all roles that this person holds."""

    token: Token
    roles: frozenset[str]


class Submission(msgspec.Struct, frozen=True):
    """One command with its identifier and label; without `valid` it is true now.

    Attributes:
        label: None where the client gave none, which is not the same as one that releases to nobody.
    """

    id: CommandId
    command: Any
    label: Label | None = None
    valid: datetime | None = None


class Recorded(msgspec.Struct, frozen=True):
    """Answer to an append: the log position after it and the events in it."""

    position: int
    events: tuple[EventId, ...]


class Shown(msgspec.Struct, frozen=True):
    """An event as somebody would see it: its kind and its body as JSON."""

    kind: str
    body: msgspec.Raw


class Removed(msgspec.Struct, frozen=True):
    """What stays at home: a field of an event, or (field empty) the whole event, and the rule."""

    kind: str
    field: str
    rule: Message


class Preview(msgspec.Struct, frozen=True):
    """What commands would record, what each partner would see of it, and what would stay at home.

    Attributes:
        rows: Per partner the bytes that would enter its outbox but for identifiers and clocks made then.
    """

    decided: tuple[Shown, ...] = ()
    released: dict[Nation, tuple[Shown, ...]] = {}
    removed: dict[Nation, tuple[Removed, ...]] = {}
    refused: Message | None = None
