"""The only door out: what a partner may have of an event, or nothing and the rule that says why; default deny."""

from collections.abc import Container, Mapping

import msgspec

from renkei.kernel import clock as hybrid_clock
from renkei.kernel.event import Event
from renkei.kernel.ids import Nation
from renkei.kernel.label import Label
from renkei.release import paths

WITHHELD_UNLABELLED = "release-no-label"
"""Rule: an event whose label does not name the partner stays at home."""
WITHHELD_FOREIGN = "release-not-ours"
"""Rule: what another nation originated is released by that nation alone; nothing is passed on."""
WITHHELD_UNDECLARED = "release-kind-undeclared"
"""Rule: a kind whose identifying fields nobody declared could name what the partner may not know."""
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


OBJECTS: Mapping[str, ObjectFields] = {"release.EventRecalled": ObjectFields(about=("event",))}
"""The gate's own kinds that cross: a recall goes only to those who have the event."""


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
    """What leaves: the event as the partner will read it, its bytes on the wire, and what was removed.

    Attributes:
        makes: Objects that the partner holds once it has this.
    """

    event: Event
    data: bytes
    removed: tuple[Removal, ...]
    makes: tuple[str, ...]


class Withholding(msgspec.Struct, frozen=True):
    """Nothing leaves.

    Attributes:
        rule: Message key of the rule that keeps the event.
        missing: Identifiers that the partner would have to hold, with `release-subject-not-held`.
    """

    rule: str
    missing: tuple[str, ...] = ()


def release(
    event: Event, holding: Holding, objects: ObjectFields | None, clock: int | None = None
) -> Released | Withholding:
    """Return what the partner may have of an own event, or the rule that keeps it.

    Fields that the label withholds and names of what the partner does not have are absent, the release list names
    this partner alone, and the clock is counted from what this partner has had. Nothing is added. A later revision
    keeps the `clock` of the event's first release to this partner. `objects` is None for a kind nobody declared.
    """
    if event.label.originator != event.origin:
        return Withholding(WITHHELD_FOREIGN)
    if not event.label.releasable_to(holding.partner):
        return Withholding(WITHHELD_UNLABELLED)
    if objects is None:
        return Withholding(WITHHELD_UNDECLARED)
    body = msgspec.json.decode(event.body)
    if missing := tuple(found for found in _found(body, objects.about) if found not in holding.held):
        return Withholding(WITHHELD_SUBJECT, missing)
    body, removed = _reduced(body, event.label, holding.held, objects)
    refs = tuple(ref for ref in event.refs if ref in holding.held)
    crossing = msgspec.structs.replace(
        event,
        body=msgspec.Raw(msgspec.json.encode(body)) if removed else event.body,
        refs=refs,
        label=msgspec.structs.replace(event.label, rel_to=(holding.partner,), withhold=()),
        clock=hybrid_clock.tick(holding.clock, event.recorded) if clock is None else clock,
    )
    return Released(crossing, msgspec.json.encode(crossing), removed, _found(body, objects.makes))


def made(event: Event, objects: ObjectFields | None) -> tuple[str, ...]:
    """Return the objects that an event makes known to whoever has it."""
    return () if objects is None else _found(msgspec.json.decode(event.body), objects.makes)


def _found(body: object, dotted: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(found for path in dotted for found in paths.identifiers(body, paths.parse(path)))


def _reduced(
    body: object, label: Label, held: Container[str], objects: ObjectFields
) -> tuple[object, tuple[Removal, ...]]:
    removed: list[Removal] = []
    if label.withhold:
        body, gone = paths.without_fields(body, [paths.parse(name) for name in label.withhold])
        removed.extend(Removal(field, REMOVED_FIELD) for field in dict.fromkeys(".".join(path) for path in gone))
    for name in objects.names:
        body, changed = paths.without_unheld(body, paths.parse(name), held)
        if changed:
            removed.append(Removal(name, REMOVED_REFERENCE))
    return body, tuple(removed)
