"""A closed file whose cells a test reads and types into with the words of xlwings."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from udfs.values.grid import Grid
from workbooks.closed.closed_book import ClosedBook
from workbooks.closed.held_file import HeldFile
from workbooks.ooxml.addresses import Area, parse_area, split_reference
from workbooks.ooxml.workbook_part import find_name
from workbooks.ooxml.writing.changes import Formula


class OpenedFile(ClosedBook):
    """The book that a macro gets, with its cells."""

    @property
    def fullname(self) -> str:
        return os.path.realpath(self.file.path)

    @property
    def sheets(self) -> Sheets:
        return Sheets(self.file)

    def named(self, name: str) -> Cells:
        """The cells of a defined name."""
        found = find_name(self.file.names, name)
        place = split_reference(found.refers_to) if found else None
        assert place is not None, name
        return Cells(self.file, *place)


class Sheets:
    def __init__(self, file: HeldFile) -> None:
        self.file = file

    def __getitem__(self, title_or_index: str | int) -> Sheet:
        return list(self)[title_or_index] if isinstance(title_or_index, int) else Sheet(self.file, title_or_index)

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self.file, one.title) for one in self.file.sheets)


class Sheet:
    def __init__(self, file: HeldFile, title: str) -> None:
        self.file, self.name = file, file.package.sheet(title).title

    @property
    def grid(self) -> Grid:
        return self.file.content(self.name).grid

    def range(self, first: str | tuple[int, int], last: tuple[int, int] | None = None) -> Cells:
        area = parse_area(first) if isinstance(first, str) else Area(*first, *(last or first))
        return Cells(self.file, self.name, area)

    __getitem__ = range


class Cells:
    """``value`` and ``formula``: of one cell, of the cells of one row or column, or of rows of cells."""

    def __init__(self, file: HeldFile, title: str, area: Area) -> None:
        self.file, self.title, self.area = file, title, area

    @property
    def rows(self) -> list[list[Any]]:
        grid, area = self.file.content(self.title).grid, self.area
        columns = range(area.first_column, area.last_column + 1)
        return [[grid.value(row, column) for column in columns] for row in range(area.first_row, area.last_row + 1)]

    @property
    def value(self) -> Any:
        flat = [value for row in self.rows for value in row]
        if len(self.rows) > 1 and len(self.rows[0]) > 1:
            return self.rows
        return flat if len(flat) > 1 else flat[0]

    @value.setter
    def value(self, value: Any) -> None:
        """One value for every cell, one row, or rows; "=..." is a formula."""
        rows = value if isinstance(value, list) else [[value] * len(self.rows[0])] * len(self.rows)
        rows = rows if isinstance(rows[0], list) else [rows]
        first = self.area
        self.file.take({
            self.title: {
                (first.first_row + down, first.first_column + across): Formula(one) if str(one).startswith("=") else one
                for down, row in enumerate(rows)
                for across, one in enumerate(row)
            }
        })  # fmt: skip

    @property
    def formula(self) -> str:
        """The formula of a single cell with its "=", or its value as text."""
        found = self.file.content(self.title).grid.formulas.get((self.area.first_row, self.area.first_column))
        return f"={found}" if found else str(self.value or "")


def open_book(path: str | os.PathLike[str]) -> Any:
    """A closed workbook for a macro (``xw.Book`` in its signature)."""
    return OpenedFile(HeldFile.open(Path(path)))
