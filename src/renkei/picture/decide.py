"""May this person split or join these tracks, or label this sensor; reads the folded state, changes nothing."""

from collections.abc import Mapping
from typing import TypeAlias

from renkei.kernel.errors import Conflict, Malformed, Refused
from renkei.kernel.event import Context, Draft, Row
from renkei.kernel.ids import EventId, Nation
from renkei.kernel.names import Name
from renkei.picture.events import SensorLabelled, TracksJoined, TrackSplit
from renkei.picture.model import TEXT_MAX, JoinTracks, LabelSensor, PictureState, SourceTrack, SplitTrack, pair

OnPair: TypeAlias = SplitTrack | JoinTracks


def split_track(state: PictureState, command: SplitTrack, context: Context) -> tuple[Draft, ...]:
    """Return the split, refused where its label would betray a sensor that is kept back."""
    _check_pair(state, command, context)
    return (Draft(TrackSplit(command.first, command.second, command.remark)),)


def join_tracks(state: PictureState, command: JoinTracks, context: Context) -> tuple[Draft, ...]:
    """Return the join, refused for two tracks of one source: a source that keeps two numbers sees two objects."""
    _check_pair(state, command, context)
    if _feed(command.first) == _feed(command.second):
        raise Refused("picture-join-one-source", source=command.first.source)
    return (Draft(TracksJoined(command.first, command.second, command.remark)),)


def label_sensor(state: PictureState, command: LabelSensor, context: Context) -> tuple[Draft, ...]:
    """Return the label; its event stays here, because it names a sensor."""
    strangers = sorted(set(command.rel_to) - context.partners)
    if strangers:
        raise Refused("picture-not-a-partner", nation=strangers[0])
    _check_version(command.based_on, state.labelled.get((context.nation, command.sensor)), command.sensor)
    if context.rel_to:
        raise Refused("picture-sensor-label-stays", sensor=command.sensor)
    return (Draft(SensorLabelled(command.sensor, tuple(sorted(set(command.rel_to))))),)


def _check_pair(state: PictureState, command: OnPair, context: Context) -> None:
    if command.first == command.second:
        raise Malformed("picture-same-track", place="second", track=command.first.id)
    _check_remark(command.remark)
    verdict = state.verdicts.get(pair(command.first, command.second), {}).get(context.nation)
    _check_version(command.based_on, verdict.version if verdict else None, command.first.id)
    for nation in context.rel_to:
        for track in (command.first, command.second):
            _check_releasable(state, track, nation, context)


def _check_releasable(state: PictureState, track: SourceTrack, nation: Nation, context: Context) -> None:
    """A verdict that crosses must not name a track that the receiver may not know."""
    if track.nation == nation:
        return
    label = state.sensors.get((track.nation, track.source)) if track.nation == context.nation else None
    if label is None or not label.releasable_to(nation):
        raise Refused("picture-sensor-withheld", source=track.source, nation=nation)


def _check_version(based_on: EventId | None, newest: EventId | None, what: str) -> None:
    if based_on != newest:
        raise Conflict("picture-changed-meanwhile", what=what)


def _check_remark(remark: Name) -> None:
    if max(len(remark.en), len(remark.ja)) > TEXT_MAX:
        raise Malformed("picture-remark-long", place="remark", most=TEXT_MAX)


def _feed(track: SourceTrack) -> tuple[Nation, str]:
    return track.nation, track.source


DECISIONS: Mapping[type, Row] = {
    SplitTrack: Row(split_track, frozenset({"watch_officer"})),
    JoinTracks: Row(join_tracks, frozenset({"watch_officer"})),
    LabelSensor: Row(label_sensor, frozenset({"release_officer"})),
}
