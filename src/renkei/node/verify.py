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
    """Outcome of a replay.

    Attributes:
        position: Lines that were replayed: up to where the node last said what it has, or all.
        lines: Lines that the log has.
        said: Position at which the node last said what it has, or None if it never did.
        agrees: Which capabilities agree with what the node said; empty if nothing could be compared.
    """

    position: int
    lines: int
    said: int | None
    digests: dict[str, str]
    agrees: dict[str, bool]

    @property
    def shortened(self) -> bool:
        """Whether the log ends before a position that the node had reached."""
        return self.said is not None and self.said > self.lines


def read_digests(meta: Mapping[str, bytes]) -> Digests | None:
    """Return what the node last said of itself, or None if it never did."""
    data = meta.get(META_KEY)
    return msgspec.json.decode(data, type=Digests) if data else None


def compare(position: int, replayed: Mapping[str, str], said: Digests | None, lines: int | None = None) -> Verified:
    """Return how digests replayed up to `position` compare with what the node said of that position.

    What was said of another position, because the log is shorter now, is compared with nothing.
    """
    comparable = said is not None and said.position == position
    agrees = {name: said.digests.get(name) == value for name, value in replayed.items()} if said and comparable else {}
    return Verified(
        position, position if lines is None else lines, said.position if said else None, dict(replayed), agrees
    )
