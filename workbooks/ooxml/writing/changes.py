"""Cell changes to write into a workbook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from udfs.values.cells import Value
from workbooks.files.errors import Unusable
from workbooks.ooxml.addresses import Area, cell_address
from workbooks.ooxml.package import Package, SheetPart


@dataclass(frozen=True)
class Formula:
    """A formula to write: text with or without "=", and the cached value if known."""

    text: str
    cached: Value = None

    @property
    def body(self) -> str:
        return self.text.removeprefix("=")


class CellChange(NamedTuple):
    """One cell to write: sheet title, row and column counted from 1. None clears the value and keeps the format."""

    sheet: str
    row: int
    column: int
    value: Value | Formula

    @property
    def address(self) -> str:
        return f"{self.sheet}!{cell_address(self.row, self.column)}"


class Spelled(Formula):
    """Former follower of a shared formula, written in full; its cached value is kept."""


CellsToWrite = dict[tuple[int, int], Value | Formula]
RowToWrite = list[tuple[tuple[int, int], Value | Formula]]
"""The cells of one row, from left to right."""


def by_sheet_of(changes: Iterable[CellChange]) -> dict[str, CellsToWrite]:
    """Group changes by sheet; the last change of a cell wins."""
    by_sheet: dict[str, CellsToWrite] = defaultdict(dict)
    for title, row, column, value in changes:
        by_sheet[title][row, column] = value
    return dict(by_sheet)


def by_part(package: Package, by_sheet: Mapping[str, CellsToWrite]) -> dict[SheetPart, CellsToWrite]:
    """Group cells by sheet part; titles ignore case. Errors: Unusable if there is no such sheet."""
    found: dict[SheetPart, CellsToWrite] = {}
    for title, cells in by_sheet.items():
        sheet = package.sheet(title)
        found[sheet] = found[sheet] | cells if sheet in found else cells
    return found


def rows_of(cells: CellsToWrite) -> set[int]:
    return set(map(itemgetter(0), cells))


def by_row(cells: CellsToWrite) -> dict[int, RowToWrite]:
    """Group cells by row, in sheet order."""
    wanted: dict[int, RowToWrite] = {}
    last, line = 0, RowToWrite()
    for one in sorted(cells.items(), key=itemgetter(0)):
        row = one[0][0]
        if row != last:
            last, line = row, wanted.setdefault(row, [])
        line.append(one)
    return wanted


def redirected(cells: CellsToWrite, merged: Sequence[Area]) -> CellsToWrite:
    """Redirect values for covered cells of merged areas to the first cell; clearing a covered cell is dropped."""
    if not merged:
        return cells
    top, bottom = min(area.first_row for area in merged), max(area.last_row for area in merged)
    if not any(top <= row <= bottom for row, _ in cells):
        return cells
    kept: CellsToWrite = {}
    moved: CellsToWrite = {}
    for cell, value in cells.items():
        area = next((area for area in merged if cell in area), None)
        first = (area.first_row, area.first_column) if area else cell
        if first == cell:
            kept[cell] = value
        elif value is not None:
            moved.setdefault(first, value)
    return moved | kept


def check_arrays(cells: CellsToWrite, arrays: Sequence[Area], where: str) -> None:
    """Refuse to overwrite part of an array formula. Errors: Unusable."""
    for area in arrays:
        inside = [cell for cell in cells if cell in area]
        if inside and len(inside) < area.size:
            what = "属于数组公式，不能只改其中一部分"
            raise Unusable(f"{where}{cell_address(*inside[0])}", what, "请先在表格程序中删除整个数组公式")
