"""The exercise traffic as data: lanes, ships and kinds of sensors off Shikoku, all made up; knows no nation."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

import msgspec

from renkei.kernel.ids import Nation
from renkei.kernel.names import Name
from renkei.picture.model import Form, ShipKind

Degrees: TypeAlias = tuple[float, float]
Part: TypeAlias = Literal["guest", "guest_kept", "host", "host_kept"]
"""Which ships a sensor sees: those of the host nation's released or withheld sensors, or of its guests'."""

LANES: Mapping[str, tuple[Degrees, ...]] = {
    "tosa": ((33.36, 133.55), (33.12, 133.90), (32.98, 133.55), (33.15, 133.35)),
    "tosa_patrol": ((32.80, 133.25), (33.05, 133.95), (32.75, 134.20), (32.50, 133.50)),
    "coastal": ((32.55, 133.05), (33.05, 134.25), (33.35, 134.75), (33.00, 134.30), (32.50, 133.10)),
    "kochi_line": ((33.40, 133.58), (33.08, 133.95), (33.05, 134.35), (33.55, 134.90), (33.03, 134.30)),
    "kii": ((33.30, 134.90), (33.75, 134.92), (34.00, 134.92), (33.74, 134.96)),
    "ocean_north": ((32.35, 132.70), (32.60, 134.00), (32.95, 135.50), (32.57, 134.00)),
    "ocean_south": ((31.80, 132.90), (31.95, 134.10), (32.10, 135.30), (31.92, 134.10)),
    "bank_west": ((32.72, 133.45), (32.80, 133.60), (32.68, 133.66)),
    "bank_east": ((32.60, 134.40), (32.72, 134.55), (32.58, 134.62)),
    "bank_south": ((32.10, 133.30), (32.22, 133.48), (32.06, 133.52)),
    "company": ((32.40, 133.90), (32.85, 134.60), (32.45, 135.00)),
    "anchorage": ((33.33, 133.66), (33.3305, 133.6605)),
}
"""Closed ways over open water, WGS 84; at least 9 km off a public 1:10m coastline."""


class ShipRow(msgspec.Struct, frozen=True):
    """One made-up ship.

    Attributes:
        ais: Type of ship as AIS sends it, None where it carries no AIS.
        cot: Type as Cursor on Target states it.
        start: Share of its lane at which it is at H-hour.
        aside_m: Metres north and east off its lane.
        seen_by: Parts of the sensors that see it.
        class_b: Carries the small transponder.
    """

    id: str
    name: str
    kind: ShipKind
    ais: int | None
    cot: str
    lane: str
    start: float
    speed_kn: float
    seen_by: tuple[Part, ...]
    aside_m: tuple[float, float] = (0.0, 0.0)
    class_b: bool = False


class SensorRow(msgspec.Struct, frozen=True):
    """One made-up sensor.

    Attributes:
        part: Which of the ships it sees: those whose `seen_by` has it.
        rel_to: Nations that its label releases to; none keeps it at home.
        sigma_m: Error of a position, one sigma on each axis, the same for minutes.
        bias_m: Metres north and east that every position is off.
        clock_s: Seconds that its clock runs ahead.
        interval_s: Between two reports of one ship.
        detection: Share of the reports that come through.
    """

    id: str
    nation: Nation
    form: Form
    name: Name
    part: Part
    rel_to: tuple[Nation, ...]
    sigma_m: float
    bias_m: tuple[float, float]
    clock_s: float
    interval_s: float
    detection: float


class SensorKind(msgspec.Struct, frozen=True):
    """A sensor without a nation, as an exercise has it whose pack names none; fields as in `SensorRow`."""

    word: str
    form: Form
    name: Name
    sigma_m: float
    bias_m: tuple[float, float]
    clock_s: float
    interval_s: float
    detection: float


BOTH: tuple[Part, ...] = ("guest", "host")
GUEST: tuple[Part, ...] = ("guest",)
HOST: tuple[Part, ...] = ("host",)

KINDS: Mapping[Part, SensorKind] = {
    "guest": SensorKind("ais", "nmea", Name("AIS receivers", "AIS受信局"), 8.0, (6.0, -4.0), 0.0, 10.0, 0.95),
    "guest_kept": SensorKind("patrol", "cot", Name("Patrol aircraft", "哨戒機"), 60.0, (40.0, 25.0), 1.0, 60.0, 0.9),
    "host": SensorKind("coast", "cot", Name("Coastal radar", "沿岸レーダー"), 70.0, (-90.0, 120.0), 6.0, 15.0, 0.88),
    "host_kept": SensorKind("patrol", "cot", Name("Patrol ship", "巡視船"), 40.0, (20.0, -30.0), 2.0, 30.0, 0.9),
}
"""Sensors of each part, in the order in which they are seeded."""

SHIPS: tuple[ShipRow, ...] = (
    ShipRow("s01", "TOSA MARU", "passenger", 60, "a-n-S-X-M-F", "kochi_line", 0.05, 17.0, BOTH),
    ShipRow("s02", "MUROTO EXPRESS", "passenger", 60, "a-n-S-X-M-F", "kochi_line", 0.55, 16.0, BOTH),
    ShipRow("s03", "SHIKOKU STAR", "passenger", 69, "a-n-S-X-M-P", "kii", 0.30, 18.0, BOTH),
    ShipRow("s04", "KUROSHIO TRADER", "cargo", 70, "a-n-S-X-M-C", "ocean_north", 0.02, 13.5, BOTH),
    ShipRow("s05", "PACIFIC ORCHID", "cargo", 71, "a-n-S-X-M-C", "ocean_north", 0.21, 15.0, BOTH),
    ShipRow("s06", "NANKAI GLORY", "cargo", 79, "a-n-S-X-M-C", "ocean_north", 0.44, 12.0, BOTH),
    ShipRow("s07", "SETO BREEZE", "cargo", 70, "a-u-S", "ocean_north", 0.71, 14.0, BOTH),
    ShipRow("s08", "BLUE HARVEST", "tanker", 80, "a-n-S-X-M-O", "ocean_north", 0.88, 11.5, BOTH),
    ShipRow("s09", "ORIENT SPIRIT", "tanker", 82, "a-u-S", "ocean_south", 0.10, 13.0, BOTH),
    ShipRow("s10", "HYUGA NADA", "cargo", 70, "a-u-S", "ocean_south", 0.35, 14.5, BOTH),
    ShipRow("s11", "SOUTHERN LILY", "cargo", 72, "a-n-S-X-M-C", "ocean_south", 0.62, 16.0, GUEST),
    ShipRow("s12", "TRIDENT BAY", "cargo", 70, "a-n-S-X-M-C", "ocean_south", 0.83, 12.5, GUEST),
    ShipRow("s13", "AKI COASTER", "cargo", 70, "a-n-S-X-M-C", "coastal", 0.08, 10.5, BOTH),
    ShipRow("s14", "DAIMARU 8", "cargo", 70, "a-u-S", "coastal", 0.29, 11.0, BOTH),
    ShipRow("s15", "SUZAKI CEMENT", "cargo", 70, "a-n-S-X-M-C", "coastal", 0.52, 9.5, BOTH),
    ShipRow("s16", "URADO", "tug", 52, "a-n-S-X-M-T-U", "tosa", 0.12, 8.0, BOTH),
    ShipRow("s17", "KAIYO MARU 3", "fishing", 30, "a-n-S-X-F", "bank_west", 0.10, 4.5, BOTH, class_b=True),
    ShipRow("s18", "KAIYO MARU 5", "fishing", 30, "a-u-S", "bank_west", 0.60, 5.0, BOTH, class_b=True),
    ShipRow("s19", "ASHIZURI MARU", "fishing", 30, "a-n-S-X-F", "bank_south", 0.25, 4.0, BOTH, class_b=True),
    ShipRow("s20", "MIYOSHI MARU", "fishing", 30, "a-u-S", "bank_south", 0.80, 5.5, HOST),
    ShipRow("s21", "TAIYO MARU", "fishing", 30, "a-n-S-X-F", "bank_east", 0.40, 4.8, HOST),
    ShipRow("s22", "GENROKU", "fishing", None, "a-u-S", "bank_east", 0.90, 4.2, HOST),
    ShipRow("s23", "TOSAWAN", "patrol", 55, "a-f-S-X-L", "tosa_patrol", 0.05, 14.0, ("guest", "host", "host_kept")),
    ShipRow("s24", "NIYODO", "patrol", 55, "a-f-S-X-L", "tosa_patrol", 0.55, 12.0, BOTH),
    ShipRow("s25", "SHIMANTO", "patrol", 55, "a-f-S-X-L", "kii", 0.75, 15.0, BOTH),
    ShipRow("s26", "KATSURA", "pilot", 50, "a-n-S", "tosa", 0.62, 9.0, GUEST),
    ShipRow("s27", "HARIMAYA", "cargo", 70, "a-u-S", "anchorage", 0.0, 0.0, BOTH),
    ShipRow("s28", "TWIN CRANE", "cargo", 70, "a-n-S-X-M-C", "company", 0.20, 11.0, BOTH),
    ShipRow("s29", "TWIN HERON", "cargo", 70, "a-n-S-X-M-C", "company", 0.20, 11.0, BOTH, aside_m=(300.0, 400.0)),
    ShipRow("s30", "YOSAKOI", "sailing", 36, "a-n-S-X-R", "tosa", 0.35, 5.5, BOTH, class_b=True),
    ShipRow("s31", "", "fishing", None, "a-u-S", "company", 0.70, 7.0, ("host_kept",)),
    ShipRow("s32", "", "unknown", None, "a-u-S", "ocean_south", 0.48, 8.0, ("guest_kept",)),
)
"""`s28` and `s29` sail 500 m apart; `s31` and `s32` are seen by withheld sensors alone."""
