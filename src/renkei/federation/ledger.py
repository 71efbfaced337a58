"""What one partner has had from us and is owed: runs the gate, numbers what it lets out; knows no log, no transport."""

from collections.abc import Mapping

import msgspec

from renkei.federation.chain import Cursor
from renkei.kernel.event import Event
from renkei.kernel.ids import EventId, Nation
from renkei.release.gate import ObjectFields, Removal, Withholding

WAITING_MAX = 10_000
"""Labelled events that wait for the object they are about to be released: more means that a label was forgotten."""


class Shipment(msgspec.Struct, frozen=True):
    """One row for the partner's outbox, and what the gate removed on the way.

    Attributes:
        event: The own event that is released.
        clock: The released clock; lists of shared events sort by it.
        end: The stream's place after this row (its `rseq` is the row's number, its `hash` the row's hash).
        data: Bytes that the partner will store.
    """

    event: EventId
    kind: str
    revision: int
    clock: int
    end: Cursor
    data: bytes
    removed: tuple[Removal, ...]


class Offer(msgspec.Struct, frozen=True):
    """Outcome of offering one event to one partner.

    Attributes:
        shipments: Rows to append, in order: the event, then those that had waited for it.
        withheld: Why the event itself stays at home, or None.
    """

    shipments: tuple[Shipment, ...]
    withheld: Withholding | None


class Ledger:
    """The gate's book on one partner, in memory; rebuilt at start from the log.

    At start, for every line of the log in order: `restore_own` for own events, `witness` for this partner's events,
    and `restore_row` for each outbox row. From then on: `offer` for each own event when it is recorded, `witness`
    for each of the partner's events when it is folded.

    Attributes:
        end: Place of the newest row.
        offered: Own events that were recorded.
        released: Own events that the partner has had at least once.
    """

    end: Cursor

    def __init__(self, us: Nation, partner: Nation, epoch: str, objects: Mapping[str, ObjectFields]) -> None:
        """Open the book on a partner; `objects` says per kind which body fields identify objects."""
        raise NotImplementedError

    @property
    def withheld(self) -> int:
        """How many own events this partner has not had; for the owner's eyes only."""
        raise NotImplementedError

    def offer(self, event: Event) -> Offer:
        """Run the gate on an own event as it is recorded, and enter what leaves."""
        raise NotImplementedError

    def relabel(self, event: Event) -> Offer:
        """Run the gate again on an earlier own event that carries its new label.

        More or fewer fields make a new revision of the same event; what is released unchanged makes no row.
        What is no longer released at all makes no row either: the recall is an event of its own.
        """
        raise NotImplementedError

    def witness(self, event: Event) -> None:
        """Note that the partner holds an event of its own and the objects it makes, and take over its clock."""
        raise NotImplementedError

    def restore_own(self, event: Event) -> None:
        """Note an own event, with its label as it is now, read back at start."""
        raise NotImplementedError

    def restore_row(self, revision: int, clock: int, data: bytes) -> None:
        """Enter the next outbox row, read back at start."""
        raise NotImplementedError

    def trial(self) -> "Ledger":
        """Return a copy to try a command on: what is offered to it changes nothing here."""
        raise NotImplementedError

    def holds(self, identifier: str) -> bool:
        """Whether the partner has an event or object."""
        raise NotImplementedError
