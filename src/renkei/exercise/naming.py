"""Names in both languages for what a pack calls by an identifier: places, ships, types of craft, shared places."""

import csv
import io

import msgspec

from renkei.exercise.pack import Force, GazetteerRow, Shared, read_gazetteer
from renkei.kernel.names import Name
from renkei.scenarios import gazetteer_text, ships_text, types_text

SHARES = {
    "parking": Name("parking", "駐機枠"),
    "berth": Name("berths", "岸壁"),
    "ramp": Name("ramp", "ランプ"),
    "beach": Name("beach", "海岸"),
    "slots": Name("slots", "発着枠"),
}
"""What the first part of a shared capacity's identifier means, for example in `parking:matsuyama_ap`."""


class Naming(msgspec.Struct, frozen=True):
    """The packaged gazetteer and lists; what they do not have keeps its identifier as its name."""

    places: dict[str, GazetteerRow]
    ships: dict[str, Name]
    types: dict[str, Name]

    def place(self, place: str) -> Name:
        """Return the name of a place."""
        row = self.places.get(place)
        return row.name if row else Name(place, place)

    def force(self, force: Force) -> Name:
        """Return the name of a ship, or of a unit by its type."""
        return self.ships.get(force.id) or self.types.get(force.type) or Name(force.id, force.id)

    def share(self, shared: Shared) -> Name:
        """Return the name of a capacity that both nations use, with the place that it is at."""
        kind, _, rest = shared.id.partition(":")
        word = SHARES.get(kind)
        if word is None:
            return Name(shared.id, shared.id)
        if rest in self.places:
            at = self.place(rest)
            return Name(f"{at.en} {word.en}", f"{at.ja}の{word.ja}")
        at = self.place(shared.place or "")
        return Name(
            f"{word.en} {rest}, {at.en}".strip(", "), f"{at.ja}の{rest}{word.ja}" if at.ja else f"{rest}{word.ja}"
        )


def packaged() -> Naming:
    """Return the names that come with the product."""
    ships = {
        row["id"]: Name(row["name_en"], row["name_ja"] or row["name_en"])
        for row in csv.DictReader(io.StringIO(ships_text()))
    }
    types = {row["id"]: Name(row["name"], row["name"]) for row in csv.DictReader(io.StringIO(types_text()))}
    return Naming(read_gazetteer(gazetteer_text()), ships, types)
