"""The envelope of every event, what `decide` gives back, and what a `decide` may know."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

import msgspec

from renkei.kernel.errors import Malformed
from renkei.kernel.ids import EventId, Nation, NodeId, Token
from renkei.kernel.instant import Instant, beyond, may_be_beyond
from renkei.kernel.label import Label

Body: TypeAlias = msgspec.Struct
"""A frozen struct that a capability declares in its `events` module."""


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """What happened, by whom, when it was true and when it was recorded.

    `body` stays the original bytes: a partner's event is stored and forwarded as it came.
    `refs` names the events that its author had seen and built on (only such as the reader has).
    """

    id: EventId
    kind: str
    version: int
    origin: Nation
    node: NodeId
    author: Token
    clock: int
    valid: Instant
    recorded: Instant
    label: Label
    body: msgspec.Raw
    refs: tuple[EventId, ...] = ()


class Unknown(msgspec.Struct, frozen=True):
    """Body of a kind or version that this node does not know: kept and shown as unknown."""

    kind: str
    version: int


class Draft(msgspec.Struct, frozen=True):
    """An event that `decide` wants recorded; the node adds identity, clock, author and label."""

    body: Body
    label: Label | None = None
    refs: tuple[EventId, ...] = ()


class Context(msgspec.Struct, frozen=True):
    """What a `decide` may know beside its own state.

    Attributes:
        now: Moment for decisions, aware UTC (exercise time in an exercise).
        nation: The nation whose node decides.
        author: Role token of the person who acts.
        roles: All roles that this person holds.
        partners: Nations that this node is joined to.
        label: Label that the client put on the command, or None where it put none: then a change is released as its
            object was before, and everything else stays at home. A label without nations keeps at home what it is on.
    """

    now: datetime
    nation: Nation
    author: Token
    roles: frozenset[str]
    partners: frozenset[Nation]
    label: Label | None

    @property
    def rel_to(self) -> tuple[Nation, ...]:
        """Nations that the client's label lets have what the command records; none without a label."""
        return self.label.rel_to if self.label else ()


Decide: TypeAlias = Callable[[Any, Any, Context], tuple[Draft, ...]]
Fold: TypeAlias = Callable[[Any, Event, Any], None]


class Row(msgspec.Struct, frozen=True):
    """One row of a capability's command table: the decision and who may ask for it."""

    decide: Decide
    roles: frozenset[str]


class Kind(msgspec.Struct, frozen=True):
    """One row of a capability's event table: name on the wire, current version, body type, upcasts.

    `upcasts[v]` turns a decoded JSON object of version `v` into one of version `v + 1`.
    """

    name: str
    body: type[Body]
    version: int = 1
    upcasts: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


def decode_body(event: Event, kinds: Mapping[str, Kind]) -> Body:
    """Return the typed body of an event, brought to the current version, or `Unknown`.

    Raises:
        Malformed: The kind is known and the body does not have its form, or a time in it is outside `YEARS`.
    """
    kind = kinds.get(event.kind)
    if kind is None or event.version > kind.version:
        return Unknown(event.kind, event.version)
    body = _decoded(event, kind)
    if may_be_beyond(event.body) and (path := beyond(body)) is not None:
        raise Malformed("event-body", place=event.kind, reason=f"year at {path}")
    return body


def _decoded(event: Event, kind: Kind) -> Body:
    try:
        if event.version == kind.version:
            decoded: Body = msgspec.json.decode(event.body, type=kind.body)
            return decoded
        fields = msgspec.json.decode(event.body)
        for version in range(event.version, kind.version):
            fields = kind.upcasts[version](fields)
        converted: Body = msgspec.convert(fields, type=kind.body)
        return converted
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed("event-body", place=event.kind, reason=str(error)) from error
