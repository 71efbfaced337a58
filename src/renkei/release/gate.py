"""The only door out: what a partner may have of an event, or nothing and the rule that says why; default deny."""

from collections.abc import Container

import msgspec

from renkei.kernel.event import Event
from renkei.kernel.ids import Nation

WITHHELD_UNLABELLED = "release-no-label"
"""Rule: an event whose label does not name the partner stays at home."""
WITHHELD_FOREIGN = "release-not-ours"
"""Rule: what another nation originated is released by that nation alone; nothing is passed on."""
WITHHELD_SUBJECT = "release-subject-not-held"
"""Rule: an event about something that the partner does not have would tell it that the thing exists."""
REMOVED_FIELD = "release-field-withheld"
"""Rule: the label keeps this field back."""
REMOVED_REFERENCE = "release-reference-not-held"
"""Rule: this names something that the partner does not have."""


class ObjectFields(msgspec.Struct, frozen=True):
    """Which fields of one kind's bodies identify objects. Paths are dotted, for example `content.for_task`.

    A path walks through objects and through every element of a list on its way (`uses.resource`).

    Attributes:
        makes: Objects that the partner holds once this event has been released to it.
        about: Objects that the event is about: a partner that does not hold them all gets nothing.
        names: Objects or events that are merely named: what the partner does not hold is dropped, as the nearest
            list element on the path, or, without a list on the path, as the field (which must be optional).
    """

    makes: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


class Holding(msgspec.Struct, frozen=True):
    """What a partner has of us.

    Attributes:
        held: Identifiers of events and objects that the partner has, its own included.
        clock: Greatest clock value that the partner has had from us or given to us.
    """

    partner: Nation
    held: Container[str]
    clock: int


class Removal(msgspec.Struct, frozen=True):
    """A field that stays at home, and the rule (a message key) that keeps it."""

    field: str
    rule: str


class Released(msgspec.Struct, frozen=True):
    """What leaves: the event as the partner will read it, its bytes on the wire, and what was removed."""

    event: Event
    data: bytes
    removed: tuple[Removal, ...]


class Withholding(msgspec.Struct, frozen=True):
    """Nothing leaves.

    Attributes:
        rule: Message key of the rule that keeps the event.
        missing: Identifiers that the partner would have to hold, with `release-subject-not-held`.
    """

    rule: str
    missing: tuple[str, ...] = ()


def release(event: Event, holding: Holding, objects: ObjectFields, clock: int | None = None) -> Released | Withholding:
    """Return what the partner may have of an own event, or the rule that keeps it.

    Fields that the label withholds and names of what the partner does not have are absent, the release list names
    this partner alone, and the clock is counted from what this partner has had. Nothing is added. A later revision
    keeps the `clock` of the event's first release to this partner.
    """
    raise NotImplementedError
