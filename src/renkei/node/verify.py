"""Whether a replay of the log gives the states that the running node has; reads no file."""

from collections.abc import Mapping

import msgspec

META_KEY = "digests"
"""Name under which a node keeps its newest digests beside the log."""


class Digests(msgspec.Struct, frozen=True):
    """Digest of each capability's state at a position of the log."""

    position: int
    digests: dict[str, str]


class Verified(msgspec.Struct, frozen=True):
    """Outcome of a replay: which capabilities agree with what the node said; none said, none listed."""

    position: int
    digests: dict[str, str]
    agrees: dict[str, bool]


def read_digests(meta: Mapping[str, bytes]) -> Digests | None:
    """Return what the node last said of itself, or None if it never did."""
    data = meta.get(META_KEY)
    return msgspec.json.decode(data, type=Digests) if data else None


def compare(position: int, replayed: Mapping[str, str], said: Digests | None) -> Verified:
    """Return how replayed digests compare with what the node said of the same position."""
    agrees = {name: said.digests.get(name) == value for name, value in replayed.items()} if said else {}
    return Verified(position, dict(replayed), agrees)
