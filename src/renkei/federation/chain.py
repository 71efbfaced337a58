"""Hash chain of one released stream, the same on both sides of the border; knows no frame and no session."""

import hashlib

import msgspec

from renkei.kernel.ids import Nation


class Cursor(msgspec.Struct, frozen=True):
    """A place in one released stream.

    Attributes:
        epoch: Name of the log that the stream comes from; a log that was started anew has another.
        rseq: Number of the newest row, 0 before the first.
        hash: The chain's hash (32 bytes) after it.
    """

    epoch: str
    rseq: int
    hash: bytes


def start(origin: Nation, partner: Nation, epoch: str) -> Cursor:
    """Return the place before the first row of the stream from `origin` to `partner`."""
    seed = "\0".join(("renkei border 1", origin, partner, epoch))
    return Cursor(epoch, 0, hashlib.sha256(seed.encode()).digest())


def link(previous: bytes, revision: int, data: bytes) -> bytes:
    """Return the hash after a row: SHA-256 of the previous hash, the revision (4 bytes, big-endian) and the bytes.

    The event's bytes hold its identifier and kind, so the chain covers them.
    """
    return hashlib.sha256(previous + revision.to_bytes(4, "big") + data).digest()


def after(cursor: Cursor, revision: int, data: bytes) -> Cursor:
    """Return the place after one more row; a revision is a number below 2^32."""
    return Cursor(cursor.epoch, cursor.rseq + 1, link(cursor.hash, revision, data))
