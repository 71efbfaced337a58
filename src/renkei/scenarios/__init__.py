"""Packaged exercise packs and the gazetteer, as text; knows neither their form nor what is done with them."""

from importlib.resources import files

from renkei.kernel.errors import Malformed


def names() -> tuple[str, ...]:
    """Return the names of the packaged packs."""
    found = (f.name for f in files("renkei.scenarios").iterdir() if f.name.endswith(".yaml"))
    return tuple(sorted(name.removesuffix(".yaml") for name in found))


def pack_text(name: str) -> str:
    """Return the text of a packaged pack.

    Raises:
        Malformed: There is no pack of that name.
    """
    if name not in names():
        raise Malformed("scenario-unknown", place=name, name=name, known=", ".join(names()))
    return (files("renkei.scenarios") / f"{name}.yaml").read_text("utf-8")


def gazetteer_text() -> str:
    """Return the packaged gazetteer as CSV (WGS 84 degrees)."""
    return (files("renkei.scenarios") / "places.csv").read_text("utf-8")


def types_text() -> str:
    """Return the packaged list of types of aircraft, craft and ships as CSV."""
    return (files("renkei.scenarios") / "transport_factors.csv").read_text("utf-8")


def ships_text() -> str:
    """Return the packaged list of units and ships as CSV."""
    return (files("renkei.scenarios") / "units_ships.csv").read_text("utf-8")


def headquarters_text() -> str:
    """Return the packaged list of headquarters that packs call by a short name as CSV."""
    return (files("renkei.scenarios") / "headquarters.csv").read_text("utf-8")
