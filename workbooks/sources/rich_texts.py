"""Fonts within texts of an old workbook: finds shared strings with a struck-through run."""

from __future__ import annotations

import struct
from collections.abc import Collection, Sequence

WIDE, EXTENDED, RICH = 0x01, 0x04, 0x08
_HEAD, _RUNS, _MORE = struct.Struct("<HB"), struct.Struct("<H"), struct.Struct("<I")
_COUNTS = 8
"""Header size in bytes before the first text."""


class Ended(Exception):
    """The end of the texts."""


def texts_struck(pieces: Sequence[bytes], fonts: Collection[int]) -> frozenset[int]:
    """The indices of shared strings with a run in one of the fonts. ``pieces``: the record of the strings and its
    continuations."""
    if not pieces:
        return frozenset()
    texts, found, at = _Texts(pieces), set[int](), 0
    try:
        texts.take(_COUNTS)
        while True:
            if not texts.runs().isdisjoint(fonts):
                found.add(at)
            at += 1
    except Ended:
        return frozenset(found)


class _Texts:
    """Reads across pieces. If a text continues in another piece, its character width is stated again there."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self.later = iter(pieces)
        self.turn()

    def turn(self) -> None:
        piece = next(self.later, None)
        if piece is None:
            raise Ended
        self.piece, self.at = piece, 0

    def take(self, length: int) -> bytes:
        found = b""
        while len(found) < length:
            if self.at >= len(self.piece):
                self.turn()
            taken = self.piece[self.at : self.at + length - len(found)]
            self.at += len(taken)
            found += taken
        return found

    def leave_out(self, length: int) -> None:
        while length:
            if self.at >= len(self.piece):
                self.turn()
            left = min(length, len(self.piece) - self.at)
            self.at += left
            length -= left

    def pass_characters(self, count: int, wide: int) -> None:
        while count:
            if self.at >= len(self.piece):
                self.turn()
                wide = self.take(1)[0] & WIDE
            taken = min(count, (len(self.piece) - self.at) >> wide)
            if not taken:
                raise Ended
            self.at += taken << wide
            count -= taken

    def runs(self) -> set[int]:
        """The fonts of the runs of the next text."""
        count, flags = _HEAD.unpack(self.take(_HEAD.size))
        runs = _RUNS.unpack(self.take(_RUNS.size))[0] if flags & RICH else 0
        more = _MORE.unpack(self.take(_MORE.size))[0] if flags & EXTENDED else 0
        self.pass_characters(count, flags & WIDE)
        pairs = struct.unpack(f"<{2 * runs}H", self.take(4 * runs))
        self.leave_out(more)
        return fonts_of(pairs, count)


def runs_in_cell(body: bytes) -> set[int]:
    """The fonts of the runs of a text stored in its cell. Errors: ``struct.error`` if truncated."""
    count, flags = _HEAD.unpack_from(body)
    at = _HEAD.size + (count << (flags & WIDE))
    (runs,) = _RUNS.unpack_from(body, at)
    return fonts_of(struct.unpack_from(f"<{2 * runs}H", body, at + _RUNS.size), count)


def fonts_of(runs: Sequence[int], count: int) -> set[int]:
    """The fonts of the non-empty runs (start, font) of a text of ``count`` characters."""
    return {font for start, font in zip(runs[::2], runs[1::2], strict=True) if start < count}
