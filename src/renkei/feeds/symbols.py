"""Tables from what a feed calls an object to a word and a symbol code of MIL-STD-2525D; states what the sender stated.

A symbol code has 20 digits: version 10, reality 0, standard identity, symbol set (2), status, headquarters and
amplifier (4 zeros), entity (6), two modifiers (4).
"""

from collections.abc import Mapping
from typing import TypeAlias

from renkei.picture.model import ShipKind

Drawn: TypeAlias = tuple[ShipKind, str]
"""A word, and symbol set with entity as eight digits."""

UNKNOWN, FRIEND, NEUTRAL = "1", "3", "4"
"""Standard identities (table A-I)."""
COT_IDENTITY: Mapping[str, str] = {
    "p": "0",
    "u": "1",
    "a": "2",
    "f": "3",
    "n": "4",
    "s": "5",
    "h": "6",
    "j": "5",
    "k": "6",
}
"""Affiliation letter of an atom type; joker and faker are exercise forms of suspect and hostile."""

AIS_SHIP: tuple[tuple[range, Drawn], ...] = (
    (range(30, 31), ("fishing", "30140200")),
    (range(31, 33), ("tug", "30140112")),
    (range(33, 34), ("cargo", "30140103")),
    (range(35, 36), ("military", "30110000")),
    (range(36, 37), ("sailing", "30140400")),
    (range(37, 38), ("sailing", "30140500")),
    (range(40, 50), ("passenger", "30140100")),
    (range(50, 51), ("pilot", "30140000")),
    (range(51, 52), ("rescue", "30140000")),
    (range(52, 53), ("tug", "30140111")),
    (range(55, 56), ("patrol", "30140300")),
    (range(58, 59), ("rescue", "30140116")),
    (range(60, 70), ("passenger", "30140110")),
    (range(70, 80), ("cargo", "30140101")),
    (range(80, 90), ("tanker", "30140109")),
)
"""AIS type of ship (ITU-R M.1371-5 table 53) to entity (2525D table A-XXX)."""
AIS_OTHER: Drawn = ("unknown", "30000000")
AIS_AID: Drawn = ("aid", "30000000")
AIS_STATION: Drawn = ("station", "20110000")
AIS_AIRCRAFT: Drawn = ("aircraft", "01110125")

COT_TYPES: Mapping[str, Drawn] = {
    "A": ("aircraft", "01000000"),
    "A-C": ("aircraft", "01120000"),
    "A-C-F": ("aircraft", "01120100"),
    "A-C-H": ("aircraft", "01120200"),
    "A-M": ("aircraft", "01110000"),
    "A-M-F": ("aircraft", "01110100"),
    "A-M-F-C": ("aircraft", "01110107"),
    "A-M-F-P": ("aircraft", "01110110"),
    "A-M-H": ("aircraft", "01110200"),
    "G": ("land", "10000000"),
    "S": ("unknown", "30000000"),
    "S-C": ("military", "30120000"),
    "S-C-A": ("military", "30120300"),
    "S-C-A-L-C": ("military", "30120308"),
    "S-C-A-L-S": ("military", "30120307"),
    "S-C-L": ("military", "30120200"),
    "S-C-L-C-V": ("military", "30120100"),
    "S-C-L-D-D": ("military", "30120203"),
    "S-C-L-F-F": ("military", "30120204"),
    "S-C-M": ("military", "30120400"),
    "S-C-P": ("patrol", "30120500"),
    "S-N": ("military", "30130000"),
    "S-N-F": ("military", "30130112"),
    "S-N-M": ("rescue", "30130107"),
    "S-N-R": ("military", "30130110"),
    "S-X": ("unknown", "30140000"),
    "S-X-F": ("fishing", "30140200"),
    "S-X-F-D-F": ("fishing", "30140201"),
    "S-X-F-T-R": ("fishing", "30140202"),
    "S-X-H": ("unknown", "30140107"),
    "S-X-L": ("patrol", "30140300"),
    "S-X-M": ("cargo", "30140100"),
    "S-X-M-C": ("cargo", "30140101"),
    "S-X-M-F": ("passenger", "30140105"),
    "S-X-M-H": ("tanker", "30140113"),
    "S-X-M-O": ("tanker", "30140109"),
    "S-X-M-P": ("passenger", "30140110"),
    "S-X-M-R": ("cargo", "30140104"),
    "S-X-M-T-O": ("tug", "30140112"),
    "S-X-M-T-U": ("tug", "30140111"),
    "S-X-R": ("sailing", "30140400"),
    "U": ("unknown", "35000000"),
}
"""Atom type without affiliation (public Cursor on Target list) to entity; the longest row that begins a type counts."""


def sidc(identity: str, entity: str) -> str:
    """Return the 20 digits for a standard identity and eight digits of symbol set and entity."""
    return f"100{identity}{entity[:2]}0000{entity[2:]}0000"


def of_ship(ship_type: int | None) -> tuple[ShipKind, str]:
    """Return word and symbol of an AIS type of ship: a civil type is neutral, anything else unknown."""
    for codes, (kind, entity) in AIS_SHIP:
        if ship_type in codes:
            return kind, sidc(UNKNOWN if kind == "military" else NEUTRAL, entity)
    return AIS_OTHER[0], sidc(UNKNOWN, AIS_OTHER[1])


def of_cot_type(cot_type: str) -> tuple[ShipKind, str]:
    """Return word and symbol of an atom type such as `a-n-S-X-M-C`; lower-case extensions are passed over."""
    _, affiliation, *parts = cot_type.split("-")
    identity = COT_IDENTITY.get(affiliation, UNKNOWN)
    upper = [part for part in parts if part.isupper()]
    for length in range(len(upper), 0, -1):
        drawn = COT_TYPES.get("-".join(upper[:length]))
        if drawn:
            return drawn[0], sidc(identity, drawn[1])
    return "unknown", sidc(identity, "30000000")
