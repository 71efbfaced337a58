"""The picture as a screen shows it: one row per track with its sources, ages and reasons; pure."""

from datetime import datetime

import msgspec

from renkei.kernel.ids import Nation
from renkei.picture.live import LivePicture
from renkei.picture.model import Reason


class SourceShown(msgspec.Struct, frozen=True):
    """One source of a track: whose, which feed, its own number, seconds since its last report."""

    nation: Nation
    source: str
    id: str
    age_s: int
    own: bool


class LabelShown(msgspec.Struct, frozen=True):
    """The most restrictive label of a track's contributors."""

    originators: tuple[Nation, ...]
    rel_to: tuple[Nation, ...]


class TrackShown(msgspec.Struct, frozen=True):
    """One track of the picture, the row of `GET /api/picture`.

    Attributes:
        track: Number in this node's picture, for example `T0012`; it never crosses the border.
        lat, lon: WGS 84 degrees, at the moment of the newest report: nothing is extrapolated to now.
        stale: No source is current any more.
        age_s: Seconds since the newest report of any source, exercise time.
        merged: Several source tracks are shown as this one.
        reason: Why they are one, or what speaks against it.
    """

    track: str
    name: str
    lat: float
    lon: float
    cog_deg: float | None
    sog_kn: float | None
    sidc: str
    kind: str
    stale: bool
    age_s: int
    nation_sources: tuple[SourceShown, ...]
    merged: bool
    reason: Reason | None
    label: LabelShown


class Board(msgspec.Struct, frozen=True):
    """All tracks, and how many there are of which sort."""

    tracks: tuple[TrackShown, ...]
    counts: dict[str, int]


def board(picture: LivePicture, now: datetime) -> Board:
    """Return the picture at `now`, tracks ordered by number."""
    raise NotImplementedError
