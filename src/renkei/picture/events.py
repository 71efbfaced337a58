"""What people did to tracks and sensors, as frozen bodies on the wire."""

import msgspec

from renkei.kernel.event import Kind
from renkei.kernel.ids import Nation
from renkei.kernel.names import Name
from renkei.picture.model import SourceTrack


class TrackSplit(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person stated that two source tracks are two objects."""

    first: SourceTrack
    second: SourceTrack
    remark: Name = Name()


class TracksJoined(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person stated that two source tracks are one object."""

    first: SourceTrack
    second: SourceTrack
    remark: Name = Name()


class SensorLabelled(msgspec.Struct, frozen=True, omit_defaults=True):
    """A release officer set who may have the reports of a sensor."""

    sensor: str
    rel_to: tuple[Nation, ...] = ()


KINDS: tuple[Kind, ...] = (
    Kind("picture.TrackSplit", TrackSplit),
    Kind("picture.TracksJoined", TracksJoined),
    Kind("picture.SensorLabelled", SensorLabelled),
)
