"""The sensors of an exercise: those that its pack names, or two for each nation; knows no ship."""

from collections.abc import Iterator

from renkei.exercise.pack import Pack, PackSensor
from renkei.exercise.traffic_table import KINDS, Part, SensorRow
from renkei.kernel.ids import Nation


def sensors_of(pack: Pack) -> tuple[SensorRow, ...]:
    """Return the sensors of a pack; one that names none gets a released and a withheld sensor for each nation.

    The nation of the first node is the host: its sensors look out from the shore, its guests' from ships and aircraft.
    """
    if pack.sensors:
        return tuple(_named(pack, sensor) for sensor in pack.sensors)
    nations = [pack.nation_of(node.id) for node in pack.nodes]
    return default_sensors(nations[0], tuple(nations[1:]))


def default_sensors(host: Nation, guests: tuple[Nation, ...]) -> tuple[SensorRow, ...]:
    """Return a released and a withheld sensor for each nation."""
    return tuple(_defaults(host, guests))


def _defaults(host: Nation, guests: tuple[Nation, ...]) -> Iterator[SensorRow]:
    everybody = (*guests, host)
    for nation in everybody:
        others = tuple(n for n in everybody if n != nation)
        for part in ("host", "host_kept") if nation == host else ("guest", "guest_kept"):
            yield _row(f"{nation.lower()}-{KINDS[part].word}", nation, part, () if part.endswith("kept") else others)


def _row(identifier: str, nation: Nation, part: Part, rel_to: tuple[Nation, ...]) -> SensorRow:
    kind = KINDS[part]
    return SensorRow(
        identifier, nation, kind.form, kind.name, part, rel_to, kind.sigma_m, kind.bias_m, kind.clock_s,
        kind.interval_s, kind.detection,
    )  # fmt: skip


def _named(pack: Pack, sensor: PackSensor) -> SensorRow:
    """A sensor of the pack sees what the default one of its nation and release sees, as badly unless the pack says."""
    nation, rel_to = pack.nation_of(sensor.owner), pack.releasable(sensor.rel, sensor.owner)
    hosting = nation == pack.nation_of(pack.nodes[0].id)
    released: Part = "host" if hosting else "guest"
    kept: Part = "host_kept" if hosting else "guest_kept"
    kind = KINDS[released if rel_to else kept]
    name = sensor.name or kind.name
    sigma_m = kind.sigma_m if sensor.sigma_m is None else sensor.sigma_m
    return SensorRow(
        sensor.id, nation, sensor.form or kind.form, name, released if rel_to else kept, rel_to, sigma_m, kind.bias_m,
        kind.clock_s, kind.interval_s, kind.detection,
    )  # fmt: skip
