"""The picture as a screen shows it: a row per track with its sources, ages and reasons; pure, extrapolates nothing."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import msgspec
import numpy as np

from renkei.kernel.clock import EPOCH
from renkei.kernel.ids import Nation
from renkei.kernel.message import Message
from renkei.picture.correlate import FRESH_S
from renkei.picture.fuse import fuse
from renkei.picture.live import LivePicture
from renkei.picture.model import Report
from renkei.picture.reasons import Reasons

TRACKS_MAX = 5_000
"""Tracks of one answer, about 2 MB: the newest; the counts are of all."""
STALE = timedelta(minutes=6)
"""A report whose sender says nothing about it is current this long."""


class SourceShown(msgspec.Struct, frozen=True):
    """One source of a track: whose, which feed, its own number, seconds since its last report."""

    nation: Nation
    source: str
    id: str
    age_s: int
    own: bool


class LabelShown(msgspec.Struct, frozen=True):
    """The most restrictive label of a track's contributors: whose they are, and who may have all of them.

    Whoever originated a report may have it.
    """

    originators: tuple[Nation, ...]
    rel_to: tuple[Nation, ...]


class TrackShown(msgspec.Struct, frozen=True):
    """One track of the picture, a row of `GET /api/picture`.

    Attributes:
        track: Number in this node's picture, for example `T0012`; it never crosses the border.
        lat, lon: WGS 84 degrees at the moment of the newest report: nothing is extrapolated to now.
        stale: No source is current any more.
        age_s: Seconds since the newest report of any source, exercise time.
        nation_sources: Newest report first.
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
    reason: Message | None
    label: LabelShown


class Board(msgspec.Struct, frozen=True):
    """The tracks, how many there are in all (tracks, merged, stale, contradictions), and how many reports were refused.

    A refusal is counted under its message key without `picture-`: late, ahead, coarse, full, sources.
    """

    tracks: tuple[TrackShown, ...]
    counts: dict[str, int]


def board(picture: LivePicture, now: datetime) -> Board:
    """Return the picture at `now`, tracks in the order of their numbers."""
    reasons = Reasons(picture)
    shown = [_track(picture, number, rows, now, reasons) for number, rows in _tracks(picture)]
    counts = {
        "tracks": len(shown),
        "merged": sum(track.merged for track in shown),
        "stale": sum(track.stale for track in shown),
        "contradictions": len(picture.contradictions),
        **{key.removeprefix("picture-"): count for key, count in picture.table.refused.items()},
    }
    newest = sorted(shown, key=lambda track: (track.age_s, track.track))[:TRACKS_MAX]
    return Board(tuple(sorted(newest, key=lambda track: int(track.track[1:]))), counts)


def _tracks(picture: LivePicture) -> Iterator[tuple[int, list[int]]]:
    """Every track with its rows: those with several, then the rows that stand alone."""
    grouped = {row for rows in picture.tracks.values() for row in rows}
    yield from picture.tracks.items()
    for row in picture.table.live().tolist():
        if row not in grouped:
            yield int(picture.table.number[row]), [row]


def _track(picture: LivePicture, number: int, rows: list[int], now: datetime, reasons: Reasons) -> TrackShown:
    rows = sorted(rows, key=lambda row: -picture.table.state.time[row])
    reports = [picture.table.report(row) for row in rows]
    newest = reports[0]
    said = _said(reports, picture.own)[0]
    lat, lon, cog_deg, sog_kn = newest.lat, newest.lon, newest.cog_deg, newest.sog_kn
    if len(rows) > 1:
        lat, lon, cog_deg, sog_kn = fuse(picture.table.state, np.array(rows, np.int64), FRESH_S)
    return TrackShown(
        track=f"T{number:04d}",
        name=_name(reports),
        lat=lat,
        lon=lon,
        cog_deg=cog_deg,
        sog_kn=sog_kn,
        sidc=said.sidc,
        kind=said.kind,
        stale=all(now > (report.stale or report.at + STALE) for report in reports),
        age_s=_age(newest, now),
        nation_sources=tuple(_source(report, picture.own, now) for report in reports),
        merged=len(rows) > 1,
        reason=reasons.of(rows),
        label=_label(picture, reports),
    )


def _said(reports: Iterable[Report], own: Nation) -> list[Report]:
    """Reports in the order in which they say what the object is: one that knows, an own one first."""
    return sorted(reports, key=lambda report: (report.kind == "unknown", report.track.nation != own))


def _name(reports: list[Report]) -> str:
    """The ship's own name, as AIS has it, goes before a sensor's track number."""
    named = sorted(reports, key=lambda report: report.identity.mmsi is None)
    return next((report.name for report in named if report.name), "")


def _source(report: Report, own: Nation, now: datetime) -> SourceShown:
    track = report.track
    return SourceShown(track.nation, track.source, track.id, _age(report, now), track.nation == own)


def _age(report: Report, now: datetime) -> int:
    """Whole seconds, none negative: another clock may run ahead of ours."""
    return max(0, int((now - EPOCH).total_seconds() - (report.at - EPOCH).total_seconds()))


def _label(picture: LivePicture, reports: list[Report]) -> LabelShown:
    labels = [picture.label(report) for report in reports]
    common = set.intersection(*({label.originator, *label.rel_to} for label in labels))
    return LabelShown(tuple(sorted({label.originator for label in labels})), tuple(sorted(common)))
