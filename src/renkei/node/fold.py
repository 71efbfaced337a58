"""All folded states of one node and the fold of one event; reads no log and decides nothing."""

import copy
from typing import Any

import msgspec

from renkei.kernel.digest import digest
from renkei.kernel.errors import Malformed
from renkei.kernel.event import Body, Event, decode_body
from renkei.kernel.ids import EventId, Nation
from renkei.node.objects import OBJECTS
from renkei.node.table import CAPABILITIES, FOLDED_BY, KINDS
from renkei.release import project as release_project

UNAPPLIED_MAX = 1_000
"""Events kept for a person to look at whose body could not be read; the log has them all."""


class States:
    """The state of every capability by its name.

    Attributes:
        unapplied: Events whose body does not have its form, newest last, with the reason.
        known: Identifiers of all events folded.
    """

    def __init__(self, nation: Nation) -> None:
        self.nation = nation
        self.by_name: dict[str, Any] = {c.name: c.empty() for c in CAPABILITIES}
        self.unapplied: list[tuple[EventId, str]] = []
        self.known: set[EventId] = set()

    def fold(self, event: Event) -> Body | None:
        """Fold one event into every state that it means something to; return its body, or None if unreadable.

        A kind that the own gate would never let out is not taken from a partner either: it stays in the log.
        """
        self.known.add(event.id)
        if event.origin != self.nation and event.kind not in OBJECTS:
            return None
        release_project.witness(self.by_name["release"], event, self.nation)
        try:
            body = decode_body(event, KINDS)
        except Malformed as error:
            self.unapplied.append((event.id, str(error.facts.get("reason", error.key))))
            del self.unapplied[:-UNAPPLIED_MAX]
            return None
        for name, fold in FOLDED_BY.get(type(body), ()):
            fold(self.by_name[name], event, body)
        return body

    def copy(self) -> "States":
        """Return an independent copy, to try something out on."""
        other = States(self.nation)
        other.by_name = {name: independent(state) for name, state in self.by_name.items()}
        other.unapplied = list(self.unapplied)
        other.known = set(self.known)
        return other

    def digests(self) -> dict[str, str]:
        """Return the digest of each capability's state."""
        return {name: digest(state) for name, state in self.by_name.items()}


def independent(value: Any) -> Any:
    """Return a copy that shares nothing that can change; frozen structs and plain values are shared."""
    if isinstance(value, dict):
        return {key: independent(item) for key, item in value.items()}
    if isinstance(value, list):
        return [independent(item) for item in value]
    if isinstance(value, set):
        return set(value)
    fields = _changeable_fields(value)
    if not fields:
        return value
    other = copy.copy(value)
    for name in fields:
        setattr(other, name, independent(getattr(value, name)))
    return other


def _changeable_fields(value: Any) -> tuple[str, ...]:
    """Return the names of a value's fields, if they can be set at all."""
    if isinstance(value, msgspec.Struct):
        return () if value.__struct_config__.frozen else value.__struct_fields__
    return tuple(vars(value)) if hasattr(value, "__dict__") else ()
