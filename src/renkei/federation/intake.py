"""Checks a partner's batch before any of it is applied: dense, chained, the partner's own, sane; applies nothing."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from renkei.federation.chain import Cursor
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


def checked(partner: Nation, cursor: Cursor, rows: Sequence[Row], now: datetime) -> Arrival:
    """Return the batch that follows `cursor`, checked.

    Raises:
        Refused: `federation-gap`, `federation-repeat`, `federation-fork`, `federation-event-malformed`,
            `federation-event-foreign` or `clock-ahead`: the stream is halted and nothing of the batch is applied.
    """
    raise NotImplementedError
