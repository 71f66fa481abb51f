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
Inside = Callable[[float, float], bool]
"""True for a point inside a shape; x to the right, y down, 0 to 32."""
PictureLayer = tuple[Inside, Colour]
UNITS = 32
SAMPLES = 4
"""Samples along each side of a pixel."""


def line(x1: float, y1: float, x2: float, y2: float, width: float = 3) -> Inside:
    """A stroke with round ends."""
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy

    def inside(x: float, y: float) -> bool:
        along = 0.0 if length == 0 else max(0.0, min(1.0, ((x - x1) * dx + (y - y1) * dy) / length))
        return math.hypot(x - x1 - along * dx, y - y1 - along * dy) <= width / 2

    return inside


def lines(*points: tuple[float, float], width: float = 3) -> Inside:
    """A stroke through several points."""
    parts = [line(*one, *two, width) for one, two in pairwise(points)]
    return any_of(*parts)


def box(left: float, top: float, right: float, bottom: float, corner: float = 0) -> Inside:
    """A rectangle with round corners."""

    def inside(x: float, y: float) -> bool:
        near_x = max(left + corner - x, 0.0, x - (right - corner))
        near_y = max(top + corner - y, 0.0, y - (bottom - corner))
        return math.hypot(near_x, near_y) <= corner if corner else left <= x <= right and top <= y <= bottom

    return inside


def disc(x0: float, y0: float, radius: float) -> Inside:
    return lambda x, y: math.hypot(x - x0, y - y0) <= radius


def ring(x0: float, y0: float, radius: float, width: float = 3) -> Inside:
    return lambda x, y: abs(math.hypot(x - x0, y - y0) - radius) <= width / 2


def polygon(*corners: tuple[float, float]) -> Inside:
    """A filled polygon, by counting crossings."""
    sides = list(zip(corners, (*corners[1:], corners[0]), strict=True))

    def inside(x: float, y: float) -> bool:
        crossings = 0
        for (x1, y1), (x2, y2) in sides:
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                crossings += 1
        return crossings % 2 == 1

    return inside


def any_of(*shapes: Inside) -> Inside:
    return lambda x, y: any(shape(x, y) for shape in shapes)


def without(shape: Inside, hole: Inside) -> Inside:
    return lambda x, y: shape(x, y) and not hole(x, y)


def painted(layers: Sequence[PictureLayer], size: int) -> bytes:
    """RGBA of ``size`` × ``size`` pixels; later layers cover earlier ones."""
    step = UNITS / size / SAMPLES
    pixels = bytearray()
    for row in range(size):
        for column in range(size):
            red = green = blue = covered = 0
            for at in range(SAMPLES * SAMPLES):
                x = (column * SAMPLES + at % SAMPLES + 0.5) * step
                y = (row * SAMPLES + at // SAMPLES + 0.5) * step
                colour = next((paint for shape, paint in reversed(layers) if shape(x, y)), None)
                if colour is not None:
                    red, green, blue, covered = red + colour[0], green + colour[1], blue + colour[2], covered + 1
            share = max(covered, 1)
            alpha = covered * 255 // (SAMPLES * SAMPLES)
            pixels += bytes((red // share, green // share, blue // share, alpha))
    return bytes(pixels)


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
