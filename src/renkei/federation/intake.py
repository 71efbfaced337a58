"""Checks a partner's batch before any of it is applied: dense, chained, the partner's own, sane; applies nothing."""

from datetime import datetime

import msgspec

from renkei.federation import chain
from renkei.federation.chain import Cursor
from renkei.federation.frames import JSON_FAULTS, Rows, unhex
from renkei.kernel import clock
from renkei.kernel.errors import Refused
from renkei.kernel.event import Event
from renkei.kernel.ids import ID_MAX, Nation
from renkei.kernel.instant import YEARS

EVENT_BYTES_MAX = 262_144
"""Longest event: what a log takes. A released event is never longer than the event it was made from."""
REFS_MAX = 1_000
"""References of one event: a whole plan adopted at once names fewer."""


class Row(msgspec.Struct, frozen=True):
    """One released row: its number, the revision of the event, the event's bytes, the chain's hash after it."""

    rseq: int
    revision: int
    data: bytes
    hash: bytes


class Arrived(msgspec.Struct, frozen=True):
    """One checked row of a partner: number, revision, decoded envelope, original bytes."""

    rseq: int
    revision: int
    event: Event
    data: bytes


class Arrival(msgspec.Struct, frozen=True):
    """A checked batch: record `rows` and move the partner's cursor to `cursor` in one transaction."""

    partner: Nation
    rows: tuple[Arrived, ...]
    cursor: Cursor


def checked(partner: Nation, cursor: Cursor, batch: Rows, now: datetime) -> Arrival:
    """Return the batch that follows `cursor`, checked.

    Raises:
        Refused: `federation-gap`, `federation-repeat`, `federation-fork`, `federation-event-malformed`,
            `federation-event-foreign` or `clock-ahead`: the stream is halted and nothing of the batch is applied.
        Malformed: The tip is no hash (`federation-frame-malformed`).
    """
    if batch.first > cursor.rseq + 1:
        raise Refused("federation-gap", partner=partner, expected=cursor.rseq + 1, found=batch.first)
    if batch.first != cursor.rseq + 1:
        raise Refused("federation-repeat", partner=partner, expected=cursor.rseq + 1, found=batch.first)
    pieces = []
    for revision, raw in batch.rows:
        data = bytes(raw)
        cursor = chain.after(cursor, revision, data)
        pieces.append((cursor.rseq, revision, data))
    if cursor.hash != unhex(batch.tip):
        raise Refused("federation-fork", partner=partner, number=cursor.rseq)
    rows = tuple(Arrived(rseq, revision, _envelope(partner, rseq, data, now), data) for rseq, revision, data in pieces)
    return Arrival(partner, rows, cursor)


def _envelope(partner: Nation, number: int, data: bytes, now: datetime) -> Event:
    try:
        event = msgspec.json.decode(data, type=Event)
        msgspec.json.decode(event.body)  # the body too is JSON throughout, so that no later reader stumbles
    except JSON_FAULTS as error:
        raise Refused("federation-event-malformed", partner=partner, number=number, reason=str(error)) from error
    if found := fault(event, data):
        raise Refused("federation-event-malformed", partner=partner, number=number, reason=found)
    if event.origin != partner or event.label.originator != partner:
        raise Refused("federation-event-foreign", partner=partner, number=number, origin=event.origin)
    clock.merge(0, event.clock, now)
    return event


def fault(event: Event, data: bytes) -> str:
    """Return which bound of an event is broken, or an empty string.

    A node asks the same of its own events before it records them: what it releases, every partner takes.
    """
    if len(data) > EVENT_BYTES_MAX:
        return "length"
    if not all(0 < len(name) <= ID_MAX for name in (event.id, event.kind, event.node, event.author)):
        return "identifier"
    if len(event.refs) > REFS_MAX or event.version < 1 or event.clock < 0:
        return "refs, version or clock"
    if not all(moment.tzinfo is not None and moment.year in YEARS for moment in (event.valid, event.recorded)):
        return "time"
    return ""
