"""The positions lane: one waiting position per track, newest wins; knows no track's content."""

import msgspec

TRACKS_MAX = 5_000
"""Tracks with a waiting position; the longest untouched is dropped, its next report takes a place again."""


class Position(msgspec.Struct, frozen=True):
    """The newest state of a track that a partner may have, as JSON that the picture defines."""

    track: str
    state: msgspec.Raw


class PositionLane:
    """What waits for one partner. The history stays in the origin's observation store."""

    def __init__(self, limit: int = TRACKS_MAX) -> None:
        self._limit = limit
        self._waiting: dict[str, Position] = {}

    def put(self, position: Position) -> None:
        """Let a position wait, in place of an older one of the same track, which keeps its turn."""
        self._waiting[position.track] = position
        if len(self._waiting) > self._limit:
            del self._waiting[next(iter(self._waiting))]

    def take(self, limit: int) -> tuple[Position, ...]:
        """Take out at most `limit` positions, those that waited longest first."""
        tracks = list(self._waiting)[:limit]
        return tuple(self._waiting.pop(track) for track in tracks)

    def clear(self) -> None:
        """Forget what waits, for example when the partner's link is down and positions would only age."""
        self._waiting.clear()
