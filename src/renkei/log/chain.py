"""Hash chain of the national log: every line depends on all lines before it; knows no database."""

import hashlib
from collections.abc import Iterable

from renkei.kernel.errors import Refused
from renkei.log.store import Logged

START = bytes(32)
"""Hash before the first line."""


def link(previous: bytes, identifier: str, kind: str, data: bytes) -> bytes:
    """Return the 32-byte SHA-256 hash of a line after `previous`.

    Identifier and kind are followed by a zero byte, so that no two different lines give the same input.
    """
    return hashlib.sha256(b"".join((previous, identifier.encode(), b"\0", kind.encode(), b"\0", data))).digest()


def check(lines: Iterable[Logged], position: int = 0, tip: bytes = START) -> tuple[int, bytes]:
    """Return position and hash after `lines`, which follow `position` without a gap and in an unbroken chain.

    Raises:
        Refused: A number is missing (`log-gap`) or a line is not what was written (`log-chain-broken`).
    """
    for line in lines:
        if line.seq != position + 1:
            raise Refused("log-gap", expected=position + 1, found=line.seq)
        position, tip = line.seq, link(tip, line.entry.id, line.entry.kind, line.entry.data)
        if line.hash != tip:
            raise Refused("log-chain-broken", position=position)
    return position, tip
