"""Names in both languages for what a pack calls by an identifier: places, ships, types of craft, shared places."""

import csv
import io

import msgspec

from renkei.exercise.pack import Force, GazetteerRow, Pack, PackNode, Shared, read_gazetteer
from renkei.kernel.names import Name
from renkei.scenarios import gazetteer_text, headquarters_text, ships_text, types_text

UNITS = {
    "parking": Name("parking", "駐機枠"),
    "berth": Name("berths", "岸壁"),
    "slots": Name("slots", "発着枠"),
}
"""Words for what requests ask a share of."""


class Naming(msgspec.Struct, frozen=True):
    """The packaged gazetteer and lists; what they do not have keeps its identifier as its name."""

    places: dict[str, GazetteerRow]
    ships: dict[str, Name]
    types: dict[str, Name]
    headquarters: dict[str, Name] = {}

    def node(self, node: PackNode) -> Name:
        """Return the full name of a headquarters: the pack's own goes before the packaged list's."""
        return node.full or self.headquarters.get(node.name) or Name(node.name, node.name)

    def place(self, place: str) -> Name:
        """Return the name of a place."""
        row = self.places.get(place)
        return row.name if row else Name(place, place)

    def force(self, force: Force) -> Name:
        """Return the name of a ship, or of a unit by its type."""
        return self.ships.get(force.id) or self.types.get(force.type) or Name(force.id, force.id)

    def share(self, pack: Pack, shared: Shared) -> Name:
        """Return the name of a capacity that both nations use: what a request asks of it and where, or where it is."""
        asked = next(
            (r for t in pack.tasks if shared.id in t.uses for r in pack.requests if r.id == t.needs_grant), None
        )
        if asked and asked.unit in UNITS:
            at, what = self.place(asked.to), UNITS[asked.unit]
            return Name(f"{at.en} {what.en}", f"{at.ja}の{what.ja}")
        if shared.place:
            at = self.place(shared.place)
            return Name(f"{shared.id} ({at.en})", f"{shared.id}（{at.ja}）")  # Japanese brackets
        return Name(shared.id, shared.id)


def packaged() -> Naming:
    """Return the names that come with the product."""
    ships = {
        row["id"]: Name(row["name_en"], row["name_ja"] or row["name_en"])
        for row in csv.DictReader(io.StringIO(ships_text()))
    }
    types = {row["id"]: Name(row["name"], row["name"]) for row in csv.DictReader(io.StringIO(types_text()))}
    headquarters = {
        row["id"]: Name(row["name_en"], row["name_ja"]) for row in csv.DictReader(io.StringIO(headquarters_text()))
    }
    return Naming(read_gazetteer(gazetteer_text()), ships, types, headquarters)
