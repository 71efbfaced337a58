"""What happened to labels, as frozen bodies on the wire; knows no rule about what may happen next."""

import msgspec

from renkei.kernel.event import Kind
from renkei.kernel.ids import EventId, Nation


class LabelSet(msgspec.Struct, frozen=True):
    """A release officer changed the label of an earlier event; this record itself never crosses."""

    event: EventId
    rel_to: tuple[Nation, ...]
    withhold: tuple[str, ...] = ()


class EventRecalled(msgspec.Struct, frozen=True):
    """The originator takes an event back; a copy that was already shared is not the originator's to delete."""

    event: EventId


KINDS = (Kind("release.LabelSet", LabelSet), Kind("release.EventRecalled", EventRecalled))
