"""The one form in which a position crosses the border: an own report's bytes, and a report in the sender's name."""

from math import isfinite

import msgspec

from renkei.kernel.errors import Malformed
from renkei.kernel.ids import ID_MAX, Nation
from renkei.kernel.label import Label
from renkei.picture.model import KINDS_OF_TRACK, Identity, ReleasedPosition, Report, SourceTrack

POSITION_MAX = 2_048
"""Longest position in bytes: about 300 are usual."""
NAME_MAX = 80
"""Longest name of a ship in characters: AIS has 34."""
SHARED = tuple(name for name in ReleasedPosition.__struct_fields__ if name not in ("source", "id"))
"""Fields that a report and a position have in common: no label, no nation, nothing derived."""


def released(report: Report) -> ReleasedPosition:
    """Return what of an own report crosses; whether it may is asked before."""
    fields = {name: getattr(report, name) for name in SHARED} | {"name": report.name[:NAME_MAX]}
    return ReleasedPosition(source=report.track.source, id=report.track.id, **fields)


def key(position: ReleasedPosition) -> str:
    """Return the name under which a newer position of the same track replaces this one."""
    return f"{position.source}/{position.id}"


def encode(position: ReleasedPosition) -> bytes:
    """Return the position as JSON."""
    return msgspec.json.encode(position)


def partner_report(data: bytes, partner: Nation) -> Report:
    """Return a partner's position as a report in the partner's name, releasable to nobody else.

    Raises:
        Malformed: Not the form of a position, or a field outside its range.
    """
    if len(data) > POSITION_MAX:
        raise Malformed("picture-position-long", place="position", most=POSITION_MAX)
    try:
        position = msgspec.json.decode(data, type=ReleasedPosition)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise Malformed("picture-position-form", place="position", reason=str(error)[:200]) from error
    _check(position)
    fields = {name: getattr(position, name) for name in SHARED}
    fields["kind"] = position.kind if position.kind in KINDS_OF_TRACK else "unknown"
    return Report(track=SourceTrack(partner, position.source, position.id), label=Label(partner), **fields)


def _check(position: ReleasedPosition) -> None:
    ranges = {
        "lat": abs(position.lat) <= 90.0,
        "lon": abs(position.lon) <= 180.0,
        "sigma_m": isfinite(position.sigma_m) and position.sigma_m > 0.0,
        "cog_deg": position.cog_deg is None or 0.0 <= position.cog_deg < 360.0,
        "sog_kn": position.sog_kn is None or (isfinite(position.sog_kn) and position.sog_kn >= 0.0),
        "at": position.at.tzinfo is not None,
        "source": 0 < len(position.source) <= ID_MAX,
        "id": 0 < len(position.id) <= ID_MAX * 2,
        "name": len(position.name) <= NAME_MAX,
        "sidc": len(position.sidc) == 20 and position.sidc.isdigit(),
        "identity": _identity_in_form(position.identity),
        "stale": position.stale is None or position.stale.tzinfo is not None,
    }
    wrong = [name for name, right in ranges.items() if not right]
    if wrong:
        raise Malformed("picture-position-field", place=f"position {wrong[0]}", field=wrong[0])


def _identity_in_form(identity: Identity) -> bool:
    mmsi, callsign, imo = identity.mmsi, identity.callsign, identity.imo
    return (
        (mmsi is None or (len(mmsi) == 9 and mmsi.isascii() and mmsi.isdigit()))
        and (callsign is None or 0 < len(callsign) <= NAME_MAX)
        and (imo is None or (len(imo) <= 10 and imo.isascii() and imo.isdigit()))
    )
