"""Knows how to make a screen's picture small: its colours counted into a palette, PNG written with one byte a point.

Reads only what a browser writes: PNG, eight bits, red, green, blue, with or without alpha, not interlaced.
"""

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOURS = 256
"""A palette's bound (PNG 3rd edition, 11.2.2)."""
EXACT = 176
"""Colours kept as they are: the commonest, so that quiet shades of a dark screen stay apart."""
COARSE_BITS = 4
"""Bits kept of each channel where what is left is grouped, so that rare hues such as symbols have colours too."""

Points = NDArray[np.uint8]


def smaller(png: bytes) -> bytes:
    """Return the same picture with at most 256 colours."""
    return written(*palette(points(png)))


def points(png: bytes) -> Points:
    """Return the points of a PNG: rows, columns, red green blue."""
    width, height, channels, packed = 0, 0, 3, b""
    at = len(SIGNATURE)
    while at < len(png):
        (size,), kind = struct.unpack(">I", png[at : at + 4]), png[at + 4 : at + 8]
        body = png[at + 8 : at + 8 + size]
        if kind == b"IHDR":
            width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", body)
            if depth != 8 or colour not in (2, 6) or interlaced:
                raise ValueError("not a picture that a browser writes")
            channels = 3 if colour == 2 else 4
        elif kind == b"IDAT":
            packed += body
        at += size + 12
    raw = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(height, 1 + width * channels)
    return unfiltered(raw, channels).reshape(height, width, channels)[:, :, :3]


def unfiltered(raw: Points, channels: int) -> Points:
    """Undo the filter of each row (PNG 3rd edition, 9.2)."""
    rows = np.zeros((raw.shape[0], raw.shape[1] - 1), np.uint8)
    above = np.zeros(rows.shape[1], np.uint8)
    for number, row in enumerate(raw):
        above = rows[number] = _row(int(row[0]), row[1:], above, channels)
    return rows


def _row(kind: int, row: Points, above: Points, channels: int) -> Points:
    if kind == 0:
        return row
    if kind == 2:
        return row + above
    if kind == 1:
        return np.add.accumulate(row.reshape(-1, channels), axis=0, dtype=np.uint8).reshape(-1)
    done = bytearray(channels + len(row))
    up = bytes(channels) + above.tobytes()
    for at, value in enumerate(row.tobytes(), channels):
        left, high, corner = done[at - channels], up[at], up[at - channels]
        near = (left + high) // 2 if kind == 3 else _paeth(left, high, corner)
        done[at] = (value + near) & 255
    return np.frombuffer(bytes(done[channels:]), np.uint8)


def _paeth(left: int, high: int, corner: int) -> int:
    """Return the neighbour nearest to `left + high - corner`, the left one where two are as near."""
    guess = left + high - corner
    return min((abs(guess - left), 0, left), (abs(guess - high), 1, high), (abs(guess - corner), 2, corner))[2]


def palette(picture: Points) -> tuple[Points, Points]:
    """Return the number of each point's colour, and the colours: the commonest, then those of the commonest groups."""
    flat = picture.reshape(-1, 3)
    found, inverse, counts = np.unique(flat, axis=0, return_inverse=True, return_counts=True)
    if len(found) <= COLOURS:
        return inverse.astype(np.uint8).reshape(picture.shape[:2]), found
    order = np.argsort(-counts, kind="stable")
    colours = np.concatenate([found[order[:EXACT]], _grouped(found[order[EXACT:]], counts[order[EXACT:]])])
    nearest = [_nearest(part, colours) for part in np.array_split(found.astype(np.int32), len(found) // 4096 + 1)]
    return np.concatenate(nearest)[inverse.ravel()].reshape(picture.shape[:2]), colours


def _grouped(colours: Points, counts: NDArray[np.int64]) -> Points:
    """Return the mean colours of the commonest groups of alike colours."""
    _, group = np.unique(colours >> (8 - COARSE_BITS), axis=0, return_inverse=True)
    sizes = np.bincount(group.ravel(), counts)
    means = np.stack([np.bincount(group.ravel(), counts * colours[:, c]) / sizes for c in range(3)], axis=1)
    kept: Points = means[np.argsort(-sizes, kind="stable")[: COLOURS - EXACT]].round().astype(np.uint8)
    return kept


def _nearest(some: NDArray[np.int32], colours: Points) -> Points:
    far = ((some[:, None, :] - colours[None].astype(np.int32)) ** 2).sum(axis=2)
    number: Points = far.argmin(axis=1).astype(np.uint8)
    return number


def written(numbers: Points, colours: Points) -> bytes:
    """Return a palette PNG."""
    height, width = numbers.shape
    rows = np.concatenate([np.zeros((height, 1), np.uint8), numbers], axis=1).tobytes()
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", colours.tobytes()), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(kind, body) for kind, body in parts)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
