"""Small pictures drawn by code: shapes on a square of 32 units, sampled to RGBA and written as PNG.

The PNG is uncompressed, so that its bytes do not depend on a compressor.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Callable, Sequence
from itertools import pairwise

Colour = tuple[int, int, int]
Shape = Callable[[Sequence[float], float], list[bool]]
"""Which of the points of a row, given by their ascending x and their y, are inside; x to the right, y down, 0 to 32."""
PictureLayer = tuple[Shape, Colour]
UNITS = 32
SAMPLES = 4
"""Samples along each side of a pixel."""
NEAR = 0.01
"""Rows further than this beyond a shape are not computed: no rounding reaches so far."""


def line(x1: float, y1: float, x2: float, y2: float, width: float = 3) -> Shape:
    """A stroke with round ends."""
    dx, dy = x2 - x1, y2 - y1
    length, reach = dx * dx + dy * dy, width / 2 + NEAR
    top, bottom = min(y1, y2) - reach, max(y1, y2) + reach

    def distance(x: float, y: float) -> float:
        along = 0.0 if length == 0 else max(0.0, min(1.0, ((x - x1) * dx + (y - y1) * dy) / length))
        return math.hypot(x - x1 - along * dx, y - y1 - along * dy)

    return lambda xs, y: [distance(x, y) <= width / 2 for x in xs] if top < y < bottom else [False] * len(xs)


def lines(*points: tuple[float, float], width: float = 3) -> Shape:
    """A stroke through several points."""
    parts = [line(*one, *two, width) for one, two in pairwise(points)]
    return any_of(*parts)


def box(left: float, top: float, right: float, bottom: float, corner: float = 0) -> Shape:
    """A rectangle with round corners."""

    def inside(xs: Sequence[float], y: float) -> list[bool]:
        if not top <= y <= bottom:
            return [False] * len(xs)
        near_y = max(top + corner - y, 0.0, y - (bottom - corner))
        if not near_y:
            return [left <= x <= right for x in xs]
        return [math.hypot(max(left + corner - x, 0.0, x - (right - corner)), near_y) <= corner for x in xs]

    return inside


def disc(x0: float, y0: float, radius: float) -> Shape:
    return lambda xs, y: [math.hypot(x - x0, y - y0) <= radius for x in xs]


def ring(x0: float, y0: float, radius: float, width: float = 3) -> Shape:
    return lambda xs, y: [abs(math.hypot(x - x0, y - y0) - radius) <= width / 2 for x in xs]


def polygon(*corners: tuple[float, float]) -> Shape:
    """A filled polygon, by counting crossings."""
    sides = list(zip(corners, (*corners[1:], corners[0]), strict=True))

    def inside(xs: Sequence[float], y: float) -> list[bool]:
        crossings = [(x2 - x1) * (y - y1) / (y2 - y1) + x1 for (x1, y1), (x2, y2) in sides if (y1 > y) != (y2 > y)]
        return [sum(x < crossing for crossing in crossings) % 2 == 1 for x in xs]

    return inside


def any_of(*shapes: Shape) -> Shape:
    return lambda xs, y: [any(found) for found in zip(*(shape(xs, y) for shape in shapes), strict=True)]


def without(shape: Shape, hole: Shape) -> Shape:
    return lambda xs, y: [inside and not cut for inside, cut in zip(shape(xs, y), hole(xs, y), strict=True)]


def painted(layers: Sequence[PictureLayer], size: int) -> bytes:
    """RGBA of ``size`` × ``size`` pixels; later layers cover earlier ones."""
    step = UNITS / size / SAMPLES
    places = [(at + 0.5) * step for at in range(size * SAMPLES)]
    pixels = bytearray()
    for row in range(0, len(places), SAMPLES):
        samples = [colours(layers, places, y) for y in places[row : row + SAMPLES]]
        for column in range(0, len(places), SAMPLES):
            seen = [colour for each in samples for colour in each[column : column + SAMPLES] if colour]
            share = max(len(seen), 1)
            pixels += bytes(sum(colour[at] for colour in seen) // share for at in range(3))
            pixels.append(len(seen) * 255 // (SAMPLES * SAMPLES))
    return bytes(pixels)


def colours(layers: Sequence[PictureLayer], xs: Sequence[float], y: float) -> list[Colour | None]:
    """What is seen at the points of a row; None where no layer covers it."""
    seen: list[Colour | None] = [None] * len(xs)
    for shape, paint in layers:
        seen = [paint if inside else below for inside, below in zip(shape(xs, y), seen, strict=True)]
    return seen


def png(layers: Sequence[PictureLayer], size: int) -> bytes:
    """The picture as a PNG."""
    pixels = painted(layers, size)
    rows = b"".join(b"\0" + pixels[at : at + size * 4] for at in range(0, len(pixels), size * 4))
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", stored(rows)) + chunk(b"IEND", b"")


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def stored(data: bytes) -> bytes:
    """A zlib stream of one stored block. At most 65,535 bytes, which a picture of 32 pixels never reaches."""
    return b"\x78\x01\x01" + struct.pack("<HH", len(data), len(data) ^ 0xFFFF) + data + struct.pack(">I", zlib.adler32(data))
