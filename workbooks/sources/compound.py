"""Streams of a compound file, the container of old workbooks ([MS-CFB]). Malicious sector chains may be circular or name a
sector repeatedly, so no chain is followed beyond the length of the file."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Sequence

USUAL, LARGE, LARGE_SHIFT, SMALL = 512, 4096, 12, 64
"""Sector sizes in bytes; the small ones are those of short streams."""

_SHIFT, _STARTS = struct.Struct("<H"), struct.Struct("<I4x2I4xI")
_IN_HEADER = struct.Struct("<109I")
_PLACE = struct.Struct("<2I")
_ENTRY, _STREAM, _ROOT = 128, 2, 5


def stream(data: bytes, *names: str) -> bytes:
    """The stream with the first of the names that exists, case-insensitive; empty if none does. Errors: ``struct.error`` for a
    truncated file."""
    size = LARGE if _SHIFT.unpack_from(data, 30)[0] == LARGE_SHIFT else USUAL
    # 48: directory; 56: size limit of streams in small sectors; 60: table of these; 68: continuation of the table.
    directory, small, small_table, more = _STARTS.unpack_from(data, 48)
    sectors = Sectors(memoryview(data)[size:], size)
    table = numbers(sectors.joined(table_sectors(data, sectors, more)))
    entries = sectors.joined(chain(directory, table))
    found: dict[str, tuple[int, int]] = {}
    root = (0, 0)
    for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
        kind, length = entries[at + 66], min(entries[at + 64], 64)
        if kind == _ROOT:
            root = _PLACE.unpack_from(entries, at + 116)
        elif kind == _STREAM:
            name = entries[at : at + length].decode("utf-16-le", "replace").rstrip("\0").casefold()
            found.setdefault(name, _PLACE.unpack_from(entries, at + 116))
    first, length = next((found[name] for name in map(str.casefold, names) if name in found), (0, 0))
    if length >= small:
        return sectors.joined(chain(first, table))[:length]
    pieces = Sectors(memoryview(sectors.joined(chain(root[0], table))), SMALL)
    return pieces.joined(chain(first, numbers(sectors.joined(chain(small_table, table)))))[:length]


class Sectors:
    """Pieces of equal size, 0-based."""

    def __init__(self, data: memoryview, size: int) -> None:
        self.data, self.size = data, size
        self.count = -(-len(data) // size)

    def joined(self, some: Sequence[int]) -> bytes:
        return b"".join(self.data[at * self.size : (at + 1) * self.size] for at in some)


def table_sectors(data: bytes, sectors: Sectors, more: int) -> list[int]:
    """The sectors of the allocation table; at most as many as the file has sectors."""
    each = sectors.size // 4
    found, most = [*_IN_HEADER.unpack_from(data, 76)], sectors.count // each + 1
    while len(found) < most and more < sectors.count:
        entries = numbers(sectors.joined([more]))
        found += entries[:-1]
        more = entries[-1] if entries else sectors.count
    return [at for at in found[:most] if at < sectors.count]


def numbers(content: bytes) -> array[int]:
    made = array("I", content[: len(content) // 4 * 4])
    if struct.pack("=H", 1) != struct.pack("<H", 1):
        made.byteswap()
    return made


def chain(first: int, table: array[int]) -> list[int]:
    found: list[int] = []
    while first < len(table) and len(found) < len(table):
        found.append(first)
        first = table[first]
    return found
