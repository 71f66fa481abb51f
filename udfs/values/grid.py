"""A sheet as a block of values, and the two kinds of form found in it: tables with headings and forms with labels.

Columns are located by heading and single cells by label, so merged, hidden, blank or reordered columns and lines above the
table do not matter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from udfs.values.cells import Value, blank, column_letters, plain
from udfs.values.headings import NUMBER_HEADING as NUMBER_HEADING

HEADING_SEARCH_ROWS = 60


@dataclass(frozen=True)
class Grid:
    """The values of one sheet: ``rows[0]`` is row 1 of the spreadsheet, ``rows[0][0]`` is A1.

    ``title`` is the name of the sheet. ``formulas`` maps (row, column), counted from 1, to the formula text without "="; if
    the value of such a cell is None, no result is stored. ``merged`` maps the first cell of a merged area to its last column.
    """

    title: str
    rows: list[list[Value]]
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)
    merged: Mapping[tuple[int, int], int] = field(default_factory=dict)
    tells_formulas: bool = True
    """False if only values are known: then a typed cell cannot be distinguished from a formula."""

    def value(self, row: int, column: int) -> Value:
        """The value at (row, column), counted from 1; None outside the block."""
        if 0 < row <= len(self.rows) and 0 < column <= len(self.rows[row - 1]):
            return self.rows[row - 1][column - 1]
        return None


@dataclass(frozen=True)
class Table:
    """A table in a grid: ``columns`` maps known headings to column numbers; the data start below ``heading_row``."""

    grid: Grid
    heading_row: int
    columns: Mapping[str, int]
    headings: tuple[str, ...]

    def rows(self) -> Iterator[tuple[int, dict[str, Value]]]:
        """Each data row as (row number, {heading: value})."""
        wanted = list(self.columns.items())
        for at in range(self.heading_row, len(self.grid.rows)):
            cells = self.grid.rows[at]
            width = len(cells)
            yield at + 1, {name: cells[col - 1] if col <= width else None for name, col in wanted}

    def rows_with(self, headings: Collection[str]) -> Iterator[tuple[int, list[Value]]]:
        """(row number, cells) of each data row that is not empty under at least one of the headings."""
        places = [self.columns[heading] - 1 for heading in headings if heading in self.columns]
        rows = self.grid.rows
        for at in range(self.heading_row, len(rows)):
            if holds(rows[at], places):
                yield at + 1, rows[at]

    def address(self, heading: str, row: int | None = None) -> str:
        """The address of a cell in column ``heading``, or of the heading cell if ``row`` is None; column A if the heading is
        missing."""
        return f"{column_letters(self.columns.get(heading, 1))}{row or self.heading_row}"


def find_table(grid: Grid, known: Collection[str]) -> Table | None:
    """The table whose headings are among ``known``: the first row with 序号 and another known heading, else the row with most
    known headings (at least three)."""
    names = {plain(name): name for name in known}
    best: tuple[int, dict[str, int]] | None = None
    for at, row in enumerate(grid.rows[:HEADING_SEARCH_ROWS], start=1):
        found: dict[str, int] = {}
        for column, value in enumerate(row, start=1):
            name = names.get(plain(value)) if isinstance(value, str) else None
            if name and name not in found:
                found[name] = column
        if len(found) >= 2 and NUMBER_HEADING in found:
            best = (at, found)
            break
        if len(found) >= 3 and (best is None or len(found) > len(best[1])):
            best = (at, found)
    if best is None:
        return None
    heading_row, columns = best
    headings = tuple("" if value is None else str(value) for value in grid.rows[heading_row - 1])
    return Table(grid=grid, heading_row=heading_row, columns=columns, headings=headings)


@dataclass(frozen=True)
class Labels:
    """A form in a grid: ``cells`` maps known labels to the (row, column) of their values."""

    grid: Grid
    cells: Mapping[str, tuple[int, int]]

    def value(self, label: str) -> Value:
        at = self.cells.get(label)
        return self.grid.value(*at) if at else None

    def address(self, label: str) -> str:
        row, column = self.cells.get(label, (1, 1))
        return f"{column_letters(column)}{row}"


def find_labels(grid: Grid, known: Sequence[str], within: tuple[int, int] | None = None) -> Labels:
    """Locate the value of each label: the cell to its right; a merged label counts as one cell."""
    names = {plain(name): name for name in known}
    cells: dict[str, tuple[int, int]] = {}
    first, last = within or (1, len(grid.rows))
    for row in range(first, last + 1):
        for column, value in enumerate(grid.rows[row - 1], start=1):
            name = names.get(plain(value)) if isinstance(value, str) else None
            if name and name not in cells:
                cells[name] = (row, grid.merged.get((row, column), column) + 1)
    return Labels(grid=grid, cells=cells)


def holds(cells: Sequence[Value], places: Iterable[int]) -> bool:
    """True if one of the columns (counted from 0) of a row is not empty."""
    width = len(cells)
    for at in places:  # noqa: SIM110 - most rows of a form are empty: any() costs three times as much
        if at < width and (value := cells[at]) is not None and not blank(value):
            return True
    return False


def used(row: Mapping[str, Value], headings: Collection[str]) -> bool:
    """True if one of these columns of the row is not empty."""
    for name in headings:  # as in holds(): any() costs three times as much
        value = row.get(name)
        if value is not None and not blank(value):
            return True
    return False
