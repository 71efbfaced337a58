"""Reads PMTiles version 3 and Mapbox vector tiles 2.1 just far enough to test what the basemap holds."""

import gzip
import itertools
import json
import math
import struct
from pathlib import Path
from typing import Any, NamedTuple

TILE_SIZE = 4096
"""Units along a tile's edge when a layer states none (vector tile specification 2.1, section 4.1)."""


class Entry(NamedTuple):
    """One row of a PMTiles directory."""

    tile_id: int
    run: int
    length: int
    offset: int


class Feature(NamedTuple):
    """One feature of a layer: its type (1 point, 2 line, 3 polygon), properties and rings in tile units."""

    kind: int
    properties: dict[str, Any]
    rings: list[list[tuple[int, int]]]


def varints(data: bytes) -> list[int]:
    """Return all variable-length integers of `data` (protocol buffers, base-128)."""
    values, value, shift = [], 0, 0
    for byte in data:
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            values.append(value)
            value, shift = 0, 0
    return values


class Archive:
    """A PMTiles file (specification 3) with a gzip-compressed directory, metadata and tiles."""

    def __init__(self, path: Path) -> None:
        self.data = path.read_bytes()
        assert self.data[:8] == b"PMTiles\x03"
        self.root, self.root_length, self.meta, self.meta_length, self.leaves, _, self.tiles, _ = struct.unpack(
            "<8Q", self.data[8:72]
        )
        self.min_zoom, self.max_zoom = self.data[100], self.data[101]

    @property
    def metadata(self) -> dict[str, Any]:
        """The JSON metadata."""
        return json.loads(gzip.decompress(self.data[self.meta : self.meta + self.meta_length]))

    def directory(self, offset: int, length: int) -> list[Entry]:
        """Return the entries of the directory at `offset`."""
        numbers = varints(gzip.decompress(self.data[offset : offset + length]))
        count, rest = numbers[0], numbers[1:]
        columns = [rest[i * count : (i + 1) * count] for i in range(4)]
        entries: list[Entry] = []
        tile_id = 0
        for step, run, size, place in zip(*columns, strict=True):
            tile_id += step
            at = entries[-1].offset + entries[-1].length if place == 0 else place - 1
            entries.append(Entry(tile_id, run, size, at))
        return entries

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """Return the vector tile at z/x/y, or `None` where there is none."""
        wanted = hilbert(z, x, y)
        offset, length = self.root, self.root_length
        while True:
            before = [entry for entry in self.directory(offset, length) if entry.tile_id <= wanted]
            if not before:
                return None
            entry = before[-1]
            if entry.run:
                inside = wanted < entry.tile_id + entry.run
                start = self.tiles + entry.offset
                return gzip.decompress(self.data[start : start + entry.length]) if inside else None
            offset, length = self.leaves + entry.offset, entry.length


def hilbert(z: int, x: int, y: int) -> int:
    """Return the PMTiles number of a tile: its place on the Hilbert curve after all lower zooms."""
    number = (4**z - 1) // 3
    side = 1 << (z - 1) if z else 0
    while side:
        right, lower = int(x & side > 0), int(y & side > 0)
        number += side * side * ((3 * right) ^ lower)
        if not lower:
            if right:
                x, y = (side - 1) - (x & (side - 1)), (side - 1) - (y & (side - 1))
            x, y = y, x
        side >>= 1
    return number


def fields(data: bytes) -> list[tuple[int, Any]]:
    """Return (field number, value) for each field of a protocol buffer message."""
    found, at = [], 0
    while at < len(data):
        key, at = varint(data, at)
        number, wire = key >> 3, key & 7
        if wire == 0:
            value, at = varint(data, at)
        elif wire == 2:
            length, at = varint(data, at)
            value, at = data[at : at + length], at + length
        else:
            size = 8 if wire == 1 else 4
            value, at = struct.unpack("<d" if size == 8 else "<f", data[at : at + size])[0], at + size
        found.append((number, value))
    return found


def varint(data: bytes, at: int) -> tuple[int, int]:
    """Return the integer at `at` and where the next field starts."""
    end = at
    while data[end] >= 0x80:
        end += 1
    return varints(data[at : end + 1])[0], end + 1


def value(data: bytes) -> Any:
    """Return a property's value."""
    number, raw = fields(data)[0]
    if number == 1:
        return raw.decode()
    if number == 6:
        return (raw >> 1) ^ -(raw & 1)
    return bool(raw) if number == 7 else raw


def rings(data: bytes) -> list[list[tuple[int, int]]]:
    """Return the rings, lines or points that geometry commands draw (section 4.3)."""
    numbers, drawn, at, x, y = varints(data), [], 0, 0, 0
    while at < len(numbers):
        command, count = numbers[at] & 7, numbers[at] >> 3
        at += 1
        if command == 7:
            drawn[-1].append(drawn[-1][0])
            continue
        for _ in range(count):
            dx, dy = ((n >> 1) ^ -(n & 1) for n in numbers[at : at + 2])
            x, y, at = x + dx, y + dy, at + 2
            if command == 1:
                drawn.append([])
            drawn[-1].append((x, y))
    return drawn


def layers(tile: bytes) -> dict[str, list[Feature]]:
    """Return the features of each layer, in the order in which they are drawn."""
    found: dict[str, list[Feature]] = {}
    for _, raw in fields(tile):
        parts = fields(raw)
        keys = [part.decode() for number, part in parts if number == 3]
        values = [value(part) for number, part in parts if number == 4]
        name = next(part.decode() for number, part in parts if number == 1)
        found[name] = [feature(part, keys, values) for number, part in parts if number == 2]
    return found


def feature(data: bytes, keys: list[str], values: list[Any]) -> Feature:
    """Return one feature with its properties looked up."""
    parts = dict(fields(data))
    tags = varints(parts.get(2, b""))
    properties = {keys[k]: values[v] for k, v in zip(tags[::2], tags[1::2], strict=True)}
    return Feature(parts[3], properties, rings(parts[4]))


def place(z: int, lon: float, lat: float) -> tuple[int, int, float, float]:
    """Return the tile that holds a WGS 84 position (degrees) and the position inside it in tile units."""
    across = (lon + 180) / 360 * 2**z
    sine = math.sin(math.radians(lat))
    down = (0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)) * 2**z
    return int(across), int(down), across % 1 * TILE_SIZE, down % 1 * TILE_SIZE


def inside(point: tuple[float, float], feature: Feature) -> bool:
    """Whether a point (tile units) lies in a polygon, by the even-odd rule over all its rings."""
    x, y = point
    crossings = 0
    for ring in feature.rings:
        for (x1, y1), (x2, y2) in itertools.pairwise(ring):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                crossings += 1
    return crossings % 2 == 1
