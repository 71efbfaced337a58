"""The frames of the border protocol as values and as JSON; knows no stream, no order of frames and no secret.

Each frame is one JSON object whose field `t` names its kind. Hashes, nonces and proofs are lower-case hexadecimal.
"""

from typing import TypeAlias

import msgspec

from renkei.federation.lanes import Position
from renkei.kernel.errors import Malformed
from renkei.kernel.ids import Nation, NodeId

JSON_FAULTS = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What decoding a stranger's JSON may raise: not the form, not UTF-8, nested a thousand deep."""
PROTOCOL = 1
"""Version of the protocol; nodes of different versions do not talk."""


class Hello(msgspec.Struct, frozen=True, tag_field="t", tag="hello"):
    """Who speaks: protocol version, nation, node, epoch of its log, and 32 fresh random bytes."""

    version: int
    nation: Nation
    node: NodeId
    epoch: str
    nonce: str


class Proof(msgspec.Struct, frozen=True, tag_field="t", tag="proof"):
    """Proof that the speaker knows the secret of these two nations, over both hellos."""

    mac: str


class Place(msgspec.Struct, frozen=True, tag_field="t", tag="place"):
    """How far the speaker has the listener's stream on disk; the first asks for the rest, later ones are receipts."""

    rseq: int
    hash: str


class Rows(msgspec.Struct, frozen=True, tag_field="t", tag="rows"):
    """A batch of the speaker's stream: number of the first row, revision and event of each, the hash after all."""

    first: int
    rows: tuple[tuple[int, msgspec.Raw], ...]
    tip: str


class Beat(msgspec.Struct, frozen=True, tag_field="t", tag="beat"):
    """A sign of life at a constant interval; carries nothing, so that it says nothing."""


class Positions(msgspec.Struct, frozen=True, tag_field="t", tag="positions"):
    """Newest states of tracks; not numbered, not repeated."""

    positions: tuple[Position, ...]


class Halt(msgspec.Struct, frozen=True, tag_field="t", tag="halt"):
    """One stream stands still until people have looked, the speaker's own (`mine`) or the listener's, and why."""

    key: str
    mine: bool


Frame: TypeAlias = Hello | Proof | Place | Rows | Beat | Positions | Halt

_DECODER: msgspec.json.Decoder[Frame] = msgspec.json.Decoder(Frame)


def encode(frame: Frame) -> bytes:
    """Return a frame's JSON."""
    return msgspec.json.encode(frame)


def decode(data: bytes) -> Frame:
    """Return the frame that the JSON holds.

    Raises:
        Malformed: Not a frame of this protocol (`federation-frame-malformed`).
    """
    try:
        return _DECODER.decode(data)
    except JSON_FAULTS as error:
        raise Malformed("federation-frame-malformed", reason=str(error)) from error


def unhex(text: str) -> bytes:
    """Return the bytes that hexadecimal text names.

    Raises:
        Malformed: Not hexadecimal (`federation-frame-malformed`).
    """
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise Malformed("federation-frame-malformed", reason=str(error)) from error
