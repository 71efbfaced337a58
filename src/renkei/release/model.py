"""Commands on labels and the state of who may have what; knows no rule and no wire."""

import msgspec

from renkei.kernel.ids import EventId, Nation
from renkei.kernel.label import Label


class SetLabel(msgspec.Struct, frozen=True):
    """Change who may have an earlier event of the own nation, and which of its fields stay at home.

    Attributes:
        based_on: Version of the label that the release officer has read: the last event that set it.
    """

    event: EventId
    based_on: str
    rel_to: tuple[Nation, ...] = ()
    withhold: tuple[str, ...] = ()


class Labelled(msgspec.Struct, frozen=True):
    """The label of an own event now.

    Attributes:
        version: Id of the event that set it last, at first the event's own id.
        kind: Kind of the event: it says which fields there are to be withheld.
    """

    label: Label
    version: str
    kind: str


class ReleaseState(msgspec.Struct):
    """Labels of own events, and recalls from either side; owned by `project`.

    Attributes:
        labels: The label of every own event.
        recalled: Originator and id of events that their originator has recalled and not released again.
    """

    labels: dict[EventId, Labelled] = {}
    recalled: set[tuple[Nation, EventId]] = set()
