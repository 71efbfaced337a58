"""What a partner hands back to a node whose log was restored from an older backup, as one file; writes no log.

The partner has every row that was released to it, as it was released. The chain shows that they follow the rows that
are left, the secret of the two nations shows who made the file, and people on both sides agree on it.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import msgspec

from renkei.federation import chain, intake
from renkei.federation.chain import Cursor
from renkei.federation.frames import JSON_FAULTS, Rows
from renkei.federation.intake import Arrived
from renkei.kernel.errors import Malformed, Refused
from renkei.kernel.ids import Nation

RETURNED_MAX = 268_435_456
"""Bytes of a file: half a million events."""
MAC_BYTES = 32


class Stream(msgspec.Struct, frozen=True):
    """One released stream from its first row: whose log it comes from, revision and event of each row."""

    origin: Nation
    epoch: str
    rows: tuple[tuple[int, msgspec.Raw], ...]


class Returned(msgspec.Struct, frozen=True):
    """Both streams between two nations as the partner has them.

    Attributes:
        given_to: The nation that lost rows: `lost` is its stream, `ours` that of the nation that made the file.
    """

    given_to: Nation
    lost: Stream
    ours: Stream


class Lacking(msgspec.Struct, frozen=True):
    """What a restored log lacks: checked rows in an order in which each follows what its author had seen.

    Attributes:
        rows: Whose row it is, the row, and the place in its stream after it.
    """

    rows: tuple[tuple[Nation, Arrived, Cursor], ...]


def sealed(returned: Returned, secret: bytes) -> bytes:
    """Return the file's bytes: a proof that its maker knows the secret of the two nations, then JSON."""
    data = msgspec.json.encode(returned)
    return _proof(secret, data) + data


def opened(data: bytes, secret: bytes) -> Returned:
    """Return what a file holds.

    Raises:
        Refused: It was not made with this secret, or was changed (`federation-return-proof`).
        Malformed: It is too long, or no such file (`federation-return-malformed`).
    """
    if len(data) > RETURNED_MAX:
        raise Malformed("federation-return-malformed", reason="length")
    if not hmac.compare_digest(data[:MAC_BYTES], _proof(secret, data[MAC_BYTES:])):
        raise Refused("federation-return-proof")
    try:
        return msgspec.json.decode(data[MAC_BYTES:], type=Returned)
    except JSON_FAULTS as error:
        raise Malformed("federation-return-malformed", reason=str(error)) from error


def lacking(returned: Returned, us: Nation, own_end: Cursor, their_end: Cursor | None, now: datetime) -> Lacking:
    """Return what follows our own row `own_end` and the partner's row `their_end` (None before its first).

    Raises:
        Refused: The file is for another nation or log (`federation-return-other`), a stream is not the one that we
            have the beginning of (`federation-fork-seen`, `federation-fork`), or a row is none (as `intake.checked`).
    """
    partner = returned.ours.origin
    if (returned.given_to, returned.lost.origin, returned.lost.epoch) != (us, us, own_end.epoch):
        raise Refused("federation-return-other", nation=returned.given_to)
    if their_end is not None and their_end.epoch != returned.ours.epoch:
        raise Refused("federation-epoch-changed", partner=partner)
    own = _after(returned.lost, us, partner, own_end, Refused("federation-return-fork", number=own_end.rseq), now)
    number = their_end.rseq if their_end else 0
    fork = Refused("federation-fork", partner=partner, number=number)
    theirs = _after(returned.ours, partner, us, their_end or chain.start(partner, us, returned.ours.epoch), fork, now)
    return Lacking(tuple(_merged(((us, own), (partner, theirs)))))


def _proof(secret: bytes, data: bytes) -> bytes:
    return hmac.new(secret, b"renkei return 1\0" + data, hashlib.sha256).digest()


def _after(
    stream: Stream, origin: Nation, reader: Nation, end: Cursor, fork: Refused, now: datetime
) -> list[tuple[Arrived, Cursor]]:
    """Return the rows of a stream after one that we have, each checked as if it came over the border."""
    place = chain.start(origin, reader, stream.epoch)
    found: list[tuple[Arrived, Cursor]] = []
    for revision, raw in stream.rows:
        if place.rseq == end.rseq and place.hash != end.hash:
            raise fork
        after = chain.after(place, revision, bytes(raw))
        if place.rseq >= end.rseq:
            batch = Rows(after.rseq, ((revision, raw),), after.hash.hex())
            found.append((intake.checked(origin, place, batch, now).rows[0], after))
        place = after
    if place.rseq == end.rseq and place.hash != end.hash:
        raise fork
    return found


def _merged(
    streams: Sequence[tuple[Nation, Sequence[tuple[Arrived, Cursor]]]],
) -> Iterable[tuple[Nation, Arrived, Cursor]]:
    """Return both streams in one order: the clock of a release is above those of all that its author had seen."""
    placed = [(clock, order, row) for order, rows in enumerate(map(_clocked, streams)) for clock, row in rows]
    return (row for _, _, row in sorted(placed, key=lambda each: each[:2]))


def _clocked(
    stream: tuple[Nation, Sequence[tuple[Arrived, Cursor]]],
) -> Iterator[tuple[int, tuple[Nation, Arrived, Cursor]]]:
    """Yield rows under the newest clock of their stream: a later revision keeps the clock of its first release."""
    origin, rows = stream
    clock = 0
    for row, end in rows:
        clock = max(clock, row.event.clock)
        yield clock, (origin, row, end)
