"""Checks a partner's batch before any of it is applied: dense, chained, the partner's own, sane; applies nothing."""

from datetime import datetime

import msgspec

from renkei.federation import chain
from renkei.federation.chain import Cursor
from renkei.federation.frames import Rows, unhex
from renkei.kernel import clock
from renkei.kernel.errors import Refused
from renkei.kernel.event import Event
from renkei.kernel.ids import Nation


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
    if batch.first != cursor.rseq + 1:
        key = "federation-gap" if batch.first > cursor.rseq else "federation-repeat"
        raise Refused(key, partner=partner, expected=cursor.rseq + 1, found=batch.first)
    rows = []
    for revision, raw in batch.rows:
        data = bytes(raw)
        cursor = chain.after(cursor, revision, data)
        rows.append(Arrived(cursor.rseq, revision, _envelope(partner, cursor.rseq, data, now), data))
    if cursor.hash != unhex(batch.tip):
        raise Refused("federation-fork", partner=partner, number=cursor.rseq)
    return Arrival(partner, tuple(rows), cursor)


def _envelope(partner: Nation, number: int, data: bytes, now: datetime) -> Event:
    try:
        event = msgspec.json.decode(data, type=Event)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise Refused("federation-event-malformed", partner=partner, number=number, reason=str(error)) from error
    if event.origin != partner or event.label.originator != partner:
        raise Refused("federation-event-foreign", partner=partner, number=number, origin=event.origin)
    clock.merge(0, event.clock, now)
    return event
