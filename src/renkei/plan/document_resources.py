"""Reads what a plan document says of one resource, place or request: stocks, crew rest, positions; knows no task."""

from collections.abc import Mapping
from datetime import datetime
from typing import get_args, get_type_hints

from renkei.kernel.errors import Malformed
from renkei.kernel.ids import Nation, nation
from renkei.plan.marked import Part
from renkei.plan.model import Asked, Calendar
from renkei.plan.stock import Stock, Supply
from renkei.plan.times import minutes, moment

STOCK_FIELDS = ("initial", "resupply", "store")
"""Fields that only a stock has."""


def stock(fields: Mapping[str, Part], kind: str, anchors: Mapping[str, datetime]) -> Stock | None:
    """Return what there is of a stock; None if nothing is said of it.

    Raises:
        Malformed: The resource is none of the kind `stock`, or holds more than fits.
    """
    stated = [fields[f] for f in STOCK_FIELDS if f in fields]
    if not stated:
        return None
    if kind != "stock":
        raise stated[0].wrong("plan-document-stock", kind=kind)
    initial = fields["initial"].whole() if "initial" in fields else 0
    store = fields["store"].whole(1) if "store" in fields else None
    if store is not None and initial > store:
        raise fields["store"].wrong("plan-document-whole", value=fields["store"].text(), least=initial)
    coming = fields["resupply"].items() if "resupply" in fields else ()
    return Stock(initial, tuple(_supply(p, anchors) for p in coming), store)


def _supply(part: Part, anchors: Mapping[str, datetime]) -> Supply:
    fields = part.fields(("at", "add"), required=("at", "add"))
    return Supply(moment(fields["at"], anchors), fields["add"].whole(1))


def calendar(part: Part) -> Calendar:
    """Return the crew rest of a unit."""
    fields = part.fields(("duty", "rest"), required=("duty", "rest"))
    return Calendar(minutes(fields["duty"]), minutes(fields["rest"]))


def asked(part: Part) -> Asked:
    """Return how a request stands.

    Raises:
        Malformed: An unknown nation or state.
    """
    fields = part.fields(("by", "of", "state"), required=("by", "of", "state"))
    state, allowed = fields["state"].text(), get_args(get_type_hints(Asked)["state"])
    if state not in allowed:
        raise fields["state"].wrong("plan-document-choice", value=state, allowed=", ".join(allowed))
    return Asked(nation_of(fields["by"]), nation_of(fields["of"]), state)  # type: ignore[arg-type]  # just compared


def nation_of(part: Part) -> Nation:
    """Return a nation by its code."""
    try:
        return nation(part.text())
    except Malformed as error:
        raise part.wrong(error.key, **error.facts) from None


def position(part: Part) -> tuple[float | None, float | None]:
    """Return latitude and longitude in degrees (WGS 84); None for both where none are stated.

    Raises:
        Malformed: Only one of them, or one that is no angle of the kind.
    """
    fields = part.fields()
    if "lat" not in fields and "lon" not in fields:
        return None, None
    found = part.fields(required=("lat", "lon"))
    return _angle(found["lat"], 90), _angle(found["lon"], 180)


def _angle(part: Part, most: int) -> float:
    if abs(part.number()) > most:
        raise part.wrong("plan-document-number", value=part.text())
    return part.number()
