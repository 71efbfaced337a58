"""Mutual proof of the secret that two nations share; knows no socket and draws no randomness."""

import hashlib
import hmac
from typing import Literal, TypeAlias

import msgspec

from renkei.federation import frames
from renkei.federation.frames import Hello, Proof
from renkei.kernel.errors import Refused
from renkei.kernel.ids import Nation, NodeId

Side: TypeAlias = Literal["caller", "called"]

SECRET_BYTES = 32
"""Length of a secret: as long as the hash that uses it."""


class Us(msgspec.Struct, frozen=True):
    """Who we are to a partner: nation, node, and the epoch of our log."""

    nation: Nation
    node: NodeId
    epoch: str


def hello(us: Us, nonce: bytes) -> Hello:
    """Return our hello of one session; `nonce` is 32 random bytes that are never used again."""
    return Hello(frames.PROTOCOL, us.nation, us.node, us.epoch, nonce.hex())


def proof(secret: bytes, side: Side, caller: Hello, called: Hello) -> Proof:
    """Return the proof of one side, over both hellos; the sides' proofs differ, so none can be sent back.

    Both hellos are hashed as this protocol encodes them, so a changed field or nonce spoils the proof.
    """
    hellos = b"".join(hashlib.sha256(frames.encode(each)).digest() for each in (caller, called))
    return Proof(hmac.new(secret, b"renkei border 1 " + side.encode() + hellos, hashlib.sha256).hexdigest())


def check_hello(us: Us, theirs: Hello, nation: Nation | None) -> None:
    """Let a hello pass that we may answer; `nation` is the partner that we called, if we did.

    Raises:
        Refused: Another protocol version (`federation-version`), or not the partner (`federation-nation-unexpected`).
    """
    if theirs.version != frames.PROTOCOL:
        raise Refused("federation-version", ours=frames.PROTOCOL, theirs=theirs.version)
    if theirs.nation == us.nation or (nation is not None and theirs.nation != nation):
        raise Refused("federation-nation-unexpected", nation=theirs.nation)


def check_proof(expected: Proof, theirs: Proof) -> None:
    """Let the right proof pass, in constant time.

    Raises:
        Refused: The partner does not know the secret (`federation-proof-wrong`).
    """
    if not hmac.compare_digest(expected.mac.encode(), theirs.mac.encode()):
        raise Refused("federation-proof-wrong")
