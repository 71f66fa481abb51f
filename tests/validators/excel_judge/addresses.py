"""Cells and areas as Excel counts them."""

from __future__ import annotations

import re
from typing import NamedTuple

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_COLUMNS = re.compile(r"\$?([A-Z]{1,3}):\$?([A-Z]{1,3})")
_ROWS = re.compile(r"\$?([1-9]\d{0,6}):\$?([1-9]\d{0,6})")


class Area(NamedTuple):
    """A block of cells, counted from 1, both ends in it."""

    top: int
    left: int
    bottom: int
    right: int

    def overlaps(self, other: Area) -> bool:
        return self.top <= other.bottom and other.top <= self.bottom and self.left <= other.right and other.left <= self.right

    def holds(self, row: int, column: int) -> bool:
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    @property
    def size(self) -> int:
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)


def column_number(letters: str) -> int:
    """A = 1, XFD = 16384, and beyond."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def cell(text: str) -> tuple[int, int] | None:
    """(row, column) of C7 or $C$7; None if Excel has no such cell."""
    found = _CELL.fullmatch(text)
    if found is None:
        return None
    row, column = int(found[2]), column_number(found[1])
    return (row, column) if row <= LAST_ROW and column <= LAST_COLUMN else None


def area(text: str) -> Area | None:
    """C7, A1:C3, A:C or 2:5 with the smaller end first; None for anything else."""
    if columns := _COLUMNS.fullmatch(text):
        left, right = column_number(columns[1]), column_number(columns[2])
        return Area(1, left, LAST_ROW, right) if left <= right <= LAST_COLUMN else None
    if rows := _ROWS.fullmatch(text):
        top, bottom = int(rows[1]), int(rows[2])
        return Area(top, 1, bottom, LAST_COLUMN) if top <= bottom <= LAST_ROW else None
    first, _, last = text.partition(":")
    start, end = cell(first), cell(last or first)
    if start is None or end is None or (":" in text and not last):
        return None
    return Area(*start, *end) if start[0] <= end[0] and start[1] <= end[1] else None


def areas(text: str) -> list[Area] | None:
    """The areas of an sqref; None if one of them is none, or there are none."""
    found = [area(one) for one in text.split()]
    return [one for one in found if one] if found and all(found) else None


def overlapping(listed: list[Area]) -> tuple[Area, Area] | None:
    """Two areas that share a cell, if there are such."""
    ordered = sorted(listed)
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 :]:
            if other.top > one.bottom:
                break
            if one.overlaps(other):
                return one, other
    return None
