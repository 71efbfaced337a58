"""What the picture is made of: sensors, reports, source tracks, reasons, and the commands of people on tracks."""

from datetime import datetime
from typing import Literal, TypeAlias, get_args

import msgspec

from renkei.kernel.ids import EventId, Nation
from renkei.kernel.label import Label
from renkei.kernel.names import Name

TEXT_MAX = 200
"""Longest remark on a split or a join: one line of a watch log."""

UNKNOWN_SYMBOL = "10013000000000000000"
"""An unknown surface track (MIL-STD-2525D): what is drawn until a source says more."""

Form: TypeAlias = Literal["nmea", "cot"]
ShipKind: TypeAlias = Literal[
    "cargo", "tanker", "passenger", "fishing", "patrol", "military", "tug", "pilot", "rescue", "sailing",
    "aid", "station", "aircraft", "land", "unknown",
]  # fmt: skip
"""What a track is in plain words; the word is the message `picture-kind-<kind>`."""
KINDS_OF_TRACK: tuple[ShipKind, ...] = get_args(ShipKind)


class Sensor(msgspec.Struct, frozen=True):
    """One feed of an own sensor. The label of each of its reports is the sensor's.

    Attributes:
        id: Short name, for example `usa-ais`.
        form: How its bytes are read.
        sigma_m: Standard deviation of a position on each axis, in metres, where a report states none.
    """

    id: str
    nation: Nation
    form: Form
    label: Label
    sigma_m: float = 100.0
    name: Name = Name()


class Identity(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the object says it is: a strong hint that two reports mean one object, never a proof.

    Attributes:
        mmsi: Maritime Mobile Service Identity, nine digits (ITU-R M.585).
        callsign: Call sign, upper case without spaces.
        imo: IMO ship number, seven digits.
    """

    mmsi: str | None = None
    callsign: str | None = None
    imo: str | None = None


class SourceTrack(msgspec.Struct, frozen=True, order=True):
    """One source's own number for one object: the unit of correlation, and what people split and join.

    Attributes:
        nation: Who reports it.
        source: Which of the nation's feeds.
        id: The source's own number, for example `mmsi:431000123` or a Cursor on Target uid.
    """

    nation: Nation
    source: str
    id: str


class Report(msgspec.Struct, frozen=True, omit_defaults=True):
    """One position of one source track, WGS 84.

    Attributes:
        lat, lon: Degrees, north and east positive, 64-bit floats.
        at: When the position held, as its sender says, aware UTC.
        cog_deg: Course over ground, degrees from true north, 0 to below 360.
        sog_kn: Speed over ground in knots.
        sigma_m: Standard deviation of the position on each axis, in metres.
        sidc: Symbol code of MIL-STD-2525D, 20 digits.
        stale: When the sender says that it stops being current.
        coarse: The position is rounded on purpose (AIS type 27) and never replaces a finer one.
        label: Label of the sensor when it came in.
        only: Nations to which the sender itself restricts it, None where it restricts nothing.
    """

    track: SourceTrack
    lat: float
    lon: float
    at: datetime
    label: Label
    sigma_m: float = 100.0
    cog_deg: float | None = None
    sog_kn: float | None = None
    sidc: str = UNKNOWN_SYMBOL
    kind: ShipKind = "unknown"
    name: str = ""
    identity: Identity = Identity()
    stale: datetime | None = None
    coarse: bool = False
    only: tuple[str, ...] | None = None


class Particulars(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a source says about an object without saying where it is (AIS types 5 and 24)."""

    track: SourceTrack
    label: Label
    name: str = ""
    sidc: str | None = None
    kind: ShipKind | None = None
    identity: Identity = Identity()


Observation: TypeAlias = Report | Particulars


class ReleasedPosition(msgspec.Struct, frozen=True, omit_defaults=True):
    """What crosses the border on the positions lane: one own report, without label and without anything derived.

    Its nation is the connection's: a partner cannot report in the name of another. A `kind` that the receiver does not
    know is unknown to it.
    """

    source: str
    id: str
    lat: float
    lon: float
    at: datetime
    sigma_m: float
    cog_deg: float | None = None
    sog_kn: float | None = None
    sidc: str = UNKNOWN_SYMBOL
    kind: str = "unknown"
    name: str = ""
    identity: Identity = Identity()
    stale: datetime | None = None
    coarse: bool = False


Pair: TypeAlias = tuple[SourceTrack, SourceTrack]
"""Two source tracks, the smaller first: see `pair`."""


def pair(first: SourceTrack, second: SourceTrack) -> Pair:
    """Return the two in the one order that names the pair."""
    return (first, second) if first < second else (second, first)


class Verdict(msgspec.Struct, frozen=True):
    """What a person decided about two source tracks, and by which event."""

    same: bool
    author: str
    at: datetime
    remark: Name
    version: EventId


class PictureState:
    """What people decided, folded from the log: verdicts on pairs, and the labels of sensors.

    Attributes:
        verdicts: Each nation's newest decision on a pair of source tracks: neither overwrites the other's.
        sensors: Label of each sensor that somebody has labelled, by nation and sensor; without one nothing is released.
        labelled: Event that last set a sensor's label.
    """

    def __init__(self) -> None:
        self.verdicts: dict[Pair, dict[Nation, Verdict]] = {}
        self.sensors: dict[tuple[Nation, str], Label] = {}
        self.labelled: dict[tuple[Nation, str], EventId] = {}


class SplitTrack(msgspec.Struct, frozen=True):
    """State that two source tracks are two objects, whatever the correlation says.

    Attributes:
        based_on: Event of the verdict that the person saw on this pair, None where there was none.
    """

    first: SourceTrack
    second: SourceTrack
    remark: Name = Name()
    based_on: EventId | None = None


class JoinTracks(msgspec.Struct, frozen=True):
    """State that two source tracks are one object, whatever the correlation says."""

    first: SourceTrack
    second: SourceTrack
    remark: Name = Name()
    based_on: EventId | None = None


class LabelSensor(msgspec.Struct, frozen=True):
    """Set who may have the reports of an own sensor; an empty list keeps them with this nation."""

    sensor: str
    rel_to: tuple[Nation, ...] = ()
    based_on: EventId | None = None
