"""The fonts within the texts of an old workbook: which of its shared texts have a run that is struck through."""

from __future__ import annotations

import struct
from collections.abc import Collection, Sequence

WIDE, EXTENDED, RICH = 0x01, 0x04, 0x08
_HEAD, _RUNS, _MORE = struct.Struct("<HB"), struct.Struct("<H"), struct.Struct("<I")
_COUNTS = 8
"""Bytes before the first text."""


class Ended(Exception):
    """There is no more of the texts."""


def texts_struck(pieces: Sequence[bytes], fonts: Collection[int]) -> frozenset[int]:
    """The numbers of the shared texts with a run in one of the fonts. ``pieces``: the record of the texts, and those in
    which it goes on."""
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
    """Reads on from piece to piece. Where the characters of a text go on in another piece, it says anew how wide they are."""

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
        """The fonts of the next text's runs."""
        count, flags = _HEAD.unpack(self.take(_HEAD.size))
        runs = _RUNS.unpack(self.take(_RUNS.size))[0] if flags & RICH else 0
        more = _MORE.unpack(self.take(_MORE.size))[0] if flags & EXTENDED else 0
        self.pass_characters(count, flags & WIDE)
        told = struct.unpack(f"<{2 * runs}H", self.take(4 * runs))
        self.leave_out(more)
        return fonts_of(told, count)


def runs_in_cell(body: bytes) -> set[int]:
    """The fonts in a text that stands in its cell, before its runs. Raises ``struct.error`` for one that is cut short."""
    count, flags = _HEAD.unpack_from(body)
    at = _HEAD.size + (count << (flags & WIDE))
    (runs,) = _RUNS.unpack_from(body, at)
    return fonts_of(struct.unpack_from(f"<{2 * runs}H", body, at + _RUNS.size), count)


def fonts_of(runs: Sequence[int], count: int) -> set[int]:
    """The fonts of runs (where one begins, its font) with characters in them, of a text of so many."""
    return {font for start, font in zip(runs[::2], runs[1::2], strict=True) if start < count}
