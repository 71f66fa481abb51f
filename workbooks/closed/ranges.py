"""Ranges and names of the engine for closed files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, Protocol

from xlwings import base_classes

from udfs.values.cells import Value
from udfs.values.grid import Grid
from workbooks.closed.held_file import HeldFile
from workbooks.ooxml.addresses import LAST_COLUMN, LAST_ROW, Area, cell_address
from workbooks.ooxml.addresses import split_reference as split_reference
from workbooks.ooxml.package import DefinedName
from workbooks.ooxml.reading.sheets import SheetContent
from workbooks.ooxml.workbook_part import find_name as find_name
from workbooks.ooxml.writing.changes import CellsToWrite, Formula

ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!", "#GETTING_DATA"})
STEPS = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}


def entered(value: Any) -> Value | Formula:
    """The cell content for an entered value: "=..." is a formula, a leading apostrophe marks text.

    Unlike in Excel, text that looks like a number remains text: document numbers must not lose digits.
    """
    if isinstance(value, str):
        if value.startswith("'"):
            return value[1:]
        if value.startswith("=") and len(value) > 1:
            return Formula(value)
        return value or None
    cleaned: Value = value
    return cleaned


class BookOfSheets(Protocol):
    """The interface of the book required by a range."""

    file: HeldFile

    @property
    def name(self) -> str: ...
    @property
    def names(self) -> Iterable[Name]: ...
    @property
    def sheets(self) -> Callable[[str], Any]: ...


class SheetOfCells(Protocol):
    """The interface of the sheet required by a range."""

    @property
    def book(self) -> BookOfSheets: ...
    @property
    def name(self) -> str: ...
    @property
    def grid(self) -> Grid: ...
    @property
    def content(self) -> SheetContent: ...
    def filled(self) -> Iterable[tuple[int, int]]: ...


class Range(base_classes.Range):  # type: ignore[misc]
    """A block of cells. ``options`` is set by xlwings."""

    def __init__(self, sheet: SheetOfCells, area: Area) -> None:
        self.sheet = sheet
        self.area = area
        self.options: dict[str, Any] = {}

    @property
    def api(self) -> Any:
        return self

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        return self.sheet.name, self.row, self.column, *self.shape

    @property
    def row(self) -> int:
        return self.area.first_row

    @property
    def column(self) -> int:
        return self.area.first_column

    @property
    def shape(self) -> tuple[int, int]:
        area = self.area
        return area.last_row - area.first_row + 1, area.last_column - area.first_column + 1

    def __len__(self) -> int:
        return self.area.size

    def __call__(self, arg1: int, arg2: int | None = None) -> Range:
        if arg2 is None:
            row, column = divmod(arg1 - 1, self.shape[1])
        else:
            row, column = arg1 - 1, arg2 - 1
        at = (self.row + row, self.column + column)
        return Range(self.sheet, Area(*at, *at))

    def _positions(self) -> Iterator[Iterator[tuple[int, int]]]:
        columns = range(self.area.first_column, self.area.last_column + 1)
        for row in range(self.area.first_row, self.area.last_row + 1):
            yield ((row, column) for column in columns)

    def _shaped(self, rows: list[list[Any]]) -> Any:
        return rows[0][0] if len(self) == 1 else rows

    @property
    def raw_value(self) -> Any:
        grid = self.sheet.grid
        first, last = self.area.first_column - 1, self.area.last_column
        width = last - first
        rows: list[list[Any]] = []
        for row in range(self.area.first_row, self.area.last_row + 1):
            cells = grid.rows[row - 1][first:last] if row <= len(grid.rows) else []
            rows.append([*cells, *[None] * (width - len(cells))])
        return self._shaped(rows)

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        self._write(value, entered)

    def _write(self, value: Any, convert: Any) -> None:
        """Write a block of values, one row of them, or one value to every cell."""
        cells: CellsToWrite = {}
        scalar = not isinstance(value, list | tuple)
        rows = value if not scalar and value and isinstance(value[0], list | tuple) else [value]
        for at, positions in enumerate(self._positions()):
            if not scalar and at >= len(rows):
                break
            for index, (row, column) in enumerate(positions):
                if not scalar and index >= len(rows[at]):
                    break
                one = value if scalar else rows[at][index]
                cells[row, column] = convert(one)
        self.sheet.book.file.take({self.sheet.name: cells})

    @property
    def formula(self) -> Any:
        grid = self.sheet.grid
        rows = []
        for positions in self._positions():
            texts = (
                f"={grid.formulas[at]}" if at in grid.formulas else "" if (value := grid.value(*at)) is None else value
                for at in positions
            )
            rows.append(tuple(texts))
        return rows[0][0] if len(self) == 1 else tuple(rows)

    @formula.setter
    def formula(self, value: Any) -> None:
        self._write(value, entered)

    @property
    def formula2(self) -> Any:
        return self.formula

    @formula2.setter
    def formula2(self, value: Any) -> None:
        self.formula = value

    @property
    def has_array(self) -> bool:
        return any((self.row, self.column) in area for area in self.sheet.content.arrays)

    def clear_contents(self) -> None:
        grid = self.sheet.grid
        last_row = min(self.area.last_row, len(grid.rows))
        cells: CellsToWrite = {
            (row, column): None
            for row in range(self.area.first_row, last_row + 1)
            for column in range(self.area.first_column, min(self.area.last_column, len(grid.rows[row - 1])) + 1)
        }
        for area in self.sheet.content.arrays:
            if (area.first_row, area.first_column) in self.area and (area.last_row, area.last_column) in self.area:
                cells |= dict.fromkeys(area.cells(), None)
        self.sheet.book.file.take({self.sheet.name: cells})

    def end(self, direction: str) -> Range:
        """The cell reached with Ctrl and an arrow key."""
        down, across = STEPS[direction]
        row, column = self.row, self.column
        full = self._filled(row, column) and self._filled(row + down, column + across)
        while 1 <= row + down <= LAST_ROW and 1 <= column + across <= LAST_COLUMN:
            if full and not self._filled(row + down, column + across):
                break
            if self._beyond(row + down, column + across, direction):
                row, column = (LAST_ROW if down else row), (LAST_COLUMN if across else column)
                break
            row, column = row + down, column + across
            if not full and self._filled(row, column):
                break
        return Range(self.sheet, Area(row, column, row, column))

    def _filled(self, row: int, column: int) -> bool:
        return self.sheet.grid.value(row, column) is not None or (row, column) in self.sheet.grid.formulas

    def _beyond(self, row: int, column: int, direction: str) -> bool:
        """True beyond the last content, so that an empty sheet is not traversed to its end."""
        rows = self.sheet.grid.rows
        if direction == "down":
            return row > len(rows)
        return direction == "right" and column > (len(rows[row - 1]) if row <= len(rows) else 0)

    @property
    def current_region(self) -> Range:
        top, left, bottom, right = self.row, self.column, self.row, self.column
        while True:
            grown = Area(max(top - 1, 1), max(left - 1, 1), bottom + 1, right + 1)
            found = [at for at in self.sheet.filled() if at in grown]
            area = Area(
                min([top, *(row for row, _ in found)]), min([left, *(column for _, column in found)]),
                max([bottom, *(row for row, _ in found)]), max([right, *(column for _, column in found)]),
            )  # fmt: skip
            if (top, left, bottom, right) == (area.first_row, area.first_column, area.last_row, area.last_column):
                return Range(self.sheet, area)
            top, left, bottom, right = area.first_row, area.first_column, area.last_row, area.last_column

    def get_address(self, row_absolute: bool = True, col_absolute: bool = True, external: bool = False) -> str:
        area = self.area
        first = _address(area.first_row, area.first_column, row_absolute, col_absolute)
        last = _address(area.last_row, area.last_column, row_absolute, col_absolute)
        shown = first if first == last else f"{first}:{last}"
        if not external:
            return shown
        place = f"[{self.sheet.book.name}]{self.sheet.name}"
        return f"{place}!{shown}" if place.replace("[", "").replace("]", "").replace(".", "").isalnum() else f"'{place}'!{shown}"

    @property
    def address(self) -> str:
        return self.get_address()

    @property
    def merge_area(self) -> Range:
        at = (self.row, self.column)
        return Range(self.sheet, next((area for area in self.sheet.content.merged if at in area), Area(*at, *at)))

    @property
    def merge_cells(self) -> bool:
        return any(at in area for positions in self._positions() for at in positions for area in self.sheet.content.merged)

    @property
    def name(self) -> Name | None:
        for name in self.sheet.book.names:
            found = name.area
            if found is not None and found == (self.sheet.name, self.area):
                return name
        return None

    def select(self) -> None:
        """No effect: a closed file has no selection."""


def _address(row: int, column: int, row_absolute: bool, column_absolute: bool) -> str:
    letters = cell_address(row, column).rstrip("0123456789")
    return f"{'$' if column_absolute else ''}{letters}{'$' if row_absolute else ''}{row}"


class Names(base_classes.Names):  # type: ignore[misc]
    """The defined names of a book, or those of one sheet."""

    def __init__(self, book: BookOfSheets, names: tuple[DefinedName, ...]) -> None:
        self.book = book
        self._names = names

    @property
    def api(self) -> Any:
        return self

    def __iter__(self) -> Iterator[Name]:
        return (Name(self.book, name) for name in self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __call__(self, name_or_index: int | str) -> Name:
        if isinstance(name_or_index, int):
            return Name(self.book, self._names[name_or_index - 1])
        found = find_name(self._names, name_or_index)
        if found is None:
            raise KeyError(name_or_index)
        return Name(self.book, found)

    def contains(self, name_or_index: int | str) -> bool:
        if isinstance(name_or_index, int):
            return 1 <= name_or_index <= len(self)
        return find_name(self._names, name_or_index) is not None


class Name(base_classes.Name):  # type: ignore[misc]
    """A defined name."""

    def __init__(self, book: BookOfSheets, defined: DefinedName) -> None:
        self.book = book
        self.defined = defined

    @property
    def api(self) -> Any:
        return self

    @property
    def name(self) -> str:
        return f"{self.defined.sheet}!{self.defined.name}" if self.defined.sheet else self.defined.name

    @property
    def refers_to(self) -> str:
        return f"={self.defined.refers_to}"

    def delete(self) -> None:
        """Delete the name on saving. Names local to a sheet are kept."""
        if self.defined.sheet is None:
            self.book.file.dropped_names.add(self.defined.name)

    @property
    def area(self) -> tuple[str, Area] | None:
        """(sheet title, area) of the name; None if it refers to something else."""
        return split_reference(self.defined.refers_to)

    @property
    def refers_to_range(self) -> Range:
        found = self.area
        if found is None:
            raise KeyError(self.defined.name)
        return Range(self.book.sheets(found[0]), found[1])


def clean_value_data(data: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool) -> list[list[Any]]:
    """Stored values as xlwings returns them: floats, datetimes, None; errors as None unless requested."""

    def clean(value: Any) -> Any:
        if value is None:
            return empty_as
        if isinstance(value, bool):
            return value
        if isinstance(value, datetime):
            return datetime_builder(
                year=value.year, month=value.month, day=value.day, hour=value.hour, minute=value.minute,
                second=value.second, microsecond=value.microsecond, tzinfo=None,
            )  # fmt: skip
        if isinstance(value, int | float):
            return float(value) if number_builder is None else number_builder(value)
        if isinstance(value, str) and value in ERRORS:
            return value if err_to_str else None
        return value

    return [[clean(value) for value in row] for row in data]


def prepare_xl_data_element(value: Any, _options: Any) -> Any:
    """A value of Python, numpy or pandas for the writer; NaN and NaT empty the cell."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if hasattr(value, "item") and hasattr(value, "dtype"):
        value = value.item()
    if hasattr(value, "to_pydatetime"):
        value = None if value != value else value.to_pydatetime()
    if isinstance(value, float) and value != value:
        return None
    return value
