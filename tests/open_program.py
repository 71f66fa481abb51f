"""A stand-in for a spreadsheet program under xlwings: it keeps its own cells and takes entries over as Excel does.

A filter hides rows from a write as in Excel (xlwings, issue 679): the first value of the
block goes to every row of it that is seen, and the others are left alone. Each question and each order that Excel would get as a
call from another process is counted. Entered text that looks like a number, a date, a share or a truth value becomes one, "=..."
becomes a formula, and an apostrophe marks text, unless the cell's format is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlwings as xw
from xlwings import base_classes

from tests.native_interface import Filter, MacSheet, NativeBook, NativeSheet, OnMac
from workbooks.ooxml.addresses import Area, cell_address, parse_area

Cell = tuple[str, int, int]


def taken_over(entry: Any, is_text: bool) -> tuple[Any, str | None]:
    """What a program makes of an entry: its value and its formula."""
    if not isinstance(entry, str) or is_text:
        return entry, None
    if entry.startswith("'"):
        return entry[1:], None
    if entry.startswith(("=", "@")) or (entry[:1] in "+-" and len(entry) > 1 and not re.fullmatch(r"[+-]?[\d.]+", entry)):
        return 0.0, "=" + entry.lstrip("=+@")
    if re.fullmatch(r"[+-]?[\d.]+", entry):
        return float(f"{float(entry):.15g}"), None
    if entry in ("TRUE", "FALSE"):
        return entry == "TRUE", None
    if re.fullmatch(r"\d+%|￥\d+|\d+/\d+|\d{4}-\d\d?-\d\d?", entry):
        return 45_000.0, None
    return entry or None, None


def is_accepted(formula_holds: bool, ignores_blank: bool, referred: Iterable[Any]) -> bool:
    """Whether Excel takes an entry under a custom validation.

    With "Ignore blank" ticked it takes any while a cell that the formula refers to (``referred``: their values, the typed one
    among them) is blank, whatever the formula gives.
    """
    return (ignores_blank and any(value in (None, "") for value in referred)) or formula_holds


@dataclass
class OpenBook:
    """The book, its cells, and what was done to it."""

    book: xw.Book = field(init=False)
    path: Path = Path("a.xlsx")
    cells: dict[Cell, tuple[Any, str | None]] = field(default_factory=dict)
    formats: dict[Cell, str] = field(default_factory=dict)
    heights: dict[tuple[str, int], float] = field(default_factory=dict)
    """(sheet, row) -> height in points, of rows that a macro has hidden (0) or shown."""
    merged: list[tuple[str, Area]] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    writes: list[str] = field(default_factory=list)
    reads: list[str] = field(default_factory=list)
    entered: list[Any] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    validations: dict[Cell, str] = field(default_factory=dict)
    """Cell -> the kind of validation it has, in xlwings' words."""
    copied: tuple[str, int, int] | None = None
    pasted: list[tuple[str, str, str]] = field(default_factory=list)
    """(from which cell, what, over which cells)."""
    filters: dict[str, Filter] = field(default_factory=dict)
    """Sheet -> its filter; rows that were hidden by hand are no concern of a write."""
    protected: set[str] = field(default_factory=set)
    saves_by_itself: bool = False
    """AutoSave, as Excel has it in a workbook of OneDrive: what is written brings on a save."""
    on_mac: bool = False
    """Excel for Mac has another interface of its own."""
    calls: int = 0
    """Calls across the border of processes."""

    def filtered(self, sheet: str, row: int) -> bool:
        return sheet in self.filters and row in self.filters[sheet].rows

    def value(self, sheet: str, row: int, column: int) -> Any:
        return self.cells.get((sheet, row, column), (None, None))[0]

    def formula(self, sheet: str, row: int, column: int) -> str | None:
        return self.cells.get((sheet, row, column), (None, None))[1]


def open_book_of(sheets: Mapping[str, list[list[Any]]], path: Path) -> OpenBook:
    """A book with these sheets (title -> rows of values) that is open in the program."""
    state = OpenBook(path=path, titles=list(sheets))
    for title, rows in sheets.items():
        for row, line in enumerate(rows, start=1):
            for column, value in enumerate(line, start=1):
                if value is not None:
                    formula = value if isinstance(value, str) and value.startswith("=") else None
                    state.cells[title, row, column] = (0.0 if formula else value, formula)
    state.book = xw.Book(impl=Book(state))
    return state


class Engine:
    name, type = "stand-in", "desktop"

    @staticmethod
    def clean_value_data(data: Any, _builder: Any, empty_as: Any, _numbers: Any, _errors: bool) -> list[list[Any]]:
        return [[empty_as if value is None else float(value) if type(value) is int else value for value in row] for row in data]

    @staticmethod
    def prepare_xl_data_element(value: Any, _: Any) -> Any:
        return value


class Books(base_classes.Books):  # type: ignore[misc]
    """No other book is open."""

    @property
    def app(self) -> App:
        return App()

    def __call__(self, name: str) -> Any:
        raise KeyError(name)

    def open(self, fullname: str, *_: Any, **__: Any) -> Book:
        return Book(OpenBook(path=Path(fullname)))


class App(base_classes.App):  # type: ignore[misc]
    engine = Engine()
    display_alerts = True
    pid = 1
    cut_copy_mode: object = None
    books = Books()


xw.engines.add(xw.Engine(impl=App.engine))


class Book(base_classes.Book):  # type: ignore[misc]
    app = App()

    def __init__(self, state: OpenBook) -> None:
        self.state = state

    @property
    def name(self) -> str:
        return self.state.path.name

    @property
    def fullname(self) -> str:
        return str(self.state.path)

    @property
    def api(self) -> NativeBook:
        return NativeBook(self.state.saves_by_itself)

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self.state)


class Name(base_classes.Name):  # type: ignore[misc]
    name = refers_to = ""

    def __init__(self, name: str, refers_to: str) -> None:
        self.name, self.refers_to = name, refers_to


class Names(base_classes.Names):  # type: ignore[misc]
    def __init__(self, state: OpenBook) -> None:
        self.state = state

    def __len__(self) -> int:
        self.state.calls += 1
        return len(self.state.names)

    def contains(self, name_or_index: str | int) -> bool:
        self.state.calls += 1
        return name_or_index in self.state.names

    def __call__(self, name_or_index: str | int) -> Name:
        self.state.calls += 2
        names = list(self.state.names)
        name = names[name_or_index - 1] if isinstance(name_or_index, int) else name_or_index
        return Name(name, self.state.names[name])


class DataValidation(base_classes.DataValidation):  # type: ignore[misc]
    def __init__(self, kinds: set[str | None]) -> None:
        several = "mixed_criteria" if None in kinds else "inconsistent"
        self.type = several if len(kinds) > 1 else kinds.pop() or "none"


class Sheets(base_classes.Sheets):  # type: ignore[misc]
    def __init__(self, book: Book) -> None:
        self.book = book

    def __iter__(self) -> Any:
        return (Sheet(self.book, title) for title in self.book.state.titles)

    def __len__(self) -> int:
        return len(self.book.state.titles)

    def __call__(self, name: str | int) -> Sheet:
        return Sheet(self.book, name if isinstance(name, str) else self.book.state.titles[name - 1])


class Sheet(base_classes.Sheet):  # type: ignore[misc]
    book: Any = None
    name = ""

    def __init__(self, book: Book, title: str) -> None:
        self.book, self.name = book, title

    @property
    def api(self) -> Any:
        state = self.book.state
        return MacSheet(OnMac(self.name in state.filters)) if state.on_mac else NativeSheet(state, self.name)

    @property
    def used_range(self) -> Range:
        self.book.state.calls += 1
        places = [(row, column) for title, row, column in self.book.state.cells if title == self.name] or [(1, 1)]
        rows, columns = [row for row, _ in places], [column for _, column in places]
        return Range(self, Area(min(rows), min(columns), max(rows), max(columns)))

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        first = self._area(arg1)
        last = self._area(arg2) if arg2 is not None else first
        return Range(self, Area(first.first_row, first.first_column, last.last_row, last.last_column))

    @staticmethod
    def _area(given: Any) -> Area:
        if isinstance(given, Range):
            return given.area
        return parse_area(given) if isinstance(given, str) else Area(given[0], given[1], given[0], given[1])


class Range(base_classes.Range):  # type: ignore[misc]
    sheet: Any = None
    api = True

    def __init__(self, sheet: Sheet, area: Area) -> None:
        self.sheet, self.area = sheet, area
        self.state: OpenBook = sheet.book.state

    @property
    def row(self) -> int:
        return self.area.first_row

    @property
    def column(self) -> int:
        return self.area.first_column

    @property
    def shape(self) -> tuple[int, int]:
        return self.area.last_row - self.row + 1, self.area.last_column - self.column + 1

    @property
    def address(self) -> str:
        first, last = cell_address(self.row, self.column), cell_address(self.area.last_row, self.area.last_column)
        return first if first == last else f"{first}:{last}"

    def __call__(self, row: int, column: int) -> Range:
        at = (self.row + row - 1, self.column + column - 1)
        return Range(self.sheet, Area(*at, *at))

    def _rows(self, read: Any) -> Any:
        columns = range(self.column, self.area.last_column + 1)
        rows = [[read((self.sheet.name, row, column)) for column in columns] for row in range(self.row, self.area.last_row + 1)]
        return rows[0][0] if self.shape == (1, 1) else rows

    @property
    def raw_value(self) -> Any:
        self.state.calls += 1
        self.state.reads.append(f"{self.sheet.name}!{self.address}")
        return self._rows(lambda cell: self.state.cells.get(cell, (None, None))[0])

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        self._enter(value)

    @property
    def row_height(self) -> float:
        self.state.calls += 1
        return self.state.heights.get((self.sheet.name, self.row), 15.0)

    @row_height.setter
    def row_height(self, value: float) -> None:
        self.state.calls += 1
        self.state.heights[self.sheet.name, self.row] = value

    @property
    def formula(self) -> Any:
        def shown(cell: Cell) -> Any:
            value, formula = self.state.cells.get(cell, (None, None))
            return formula or ("" if value is None else str(value))

        self.state.calls += 1
        found = self._rows(shown)
        return tuple(map(tuple, found)) if isinstance(found, list) else found

    @formula.setter
    def formula(self, value: Any) -> None:
        self._enter(value)

    def _enter(self, value: Any) -> None:
        self.state.calls += 1
        self.state.writes.append(self.address)
        rows = value if isinstance(value, list | tuple) else [[value]]
        if any(self.state.filtered(self.sheet.name, row) for row in range(self.row, self.area.last_row + 1)):
            rows = [[rows[0][0]] * self.shape[1]] * self.shape[0]
        for down, line in enumerate(rows):
            for across, entry in enumerate(line):
                cell = (self.sheet.name, self.row + down, self.column + across)
                if self.state.filtered(*cell[:2]):
                    continue
                self.state.entered.append(entry)
                taken = taken_over(entry, self.state.formats.get(cell) == "@")
                if taken == (None, None):
                    self.state.cells.pop(cell, None)
                else:
                    self.state.cells[cell] = taken

    @property
    def number_format(self) -> str | None:
        self.state.calls += 1
        found = self._rows(lambda cell: self.state.formats.get(cell, "General"))
        kinds = {found} if isinstance(found, str) else {one for line in found for one in line}
        return kinds.pop() if len(kinds) == 1 else None

    def _cells(self) -> list[Cell]:
        columns = range(self.column, self.area.last_column + 1)
        return [(self.sheet.name, row, column) for row in range(self.row, self.area.last_row + 1) for column in columns]

    @property
    def data_validation(self) -> DataValidation:
        self.state.calls += 1
        return DataValidation({self.state.validations.get(cell) for cell in self._cells()})

    def copy(self, destination: Any = None) -> None:
        assert destination is None
        assert self.shape == (1, 1)
        self.state.copied = (self.sheet.name, self.row, self.column)

    def paste(self, paste: Any = None, operation: Any = None, skip_blanks: bool = False, transpose: bool = False) -> None:
        assert (operation, skip_blanks, transpose) == (None, False, False)
        source = self.state.copied
        assert source is not None
        assert source[0] == self.sheet.name
        self.state.pasted.append((cell_address(*source[1:]), paste, self.address))
        if paste == "validation":
            for cell in self._cells():
                if self.state.filtered(*cell[:2]):
                    continue
                self.state.validations[cell] = self.state.validations[source]

    @property
    def merge_area(self) -> Range:
        at = (self.row, self.column)
        found = next((area for title, area in self.state.merged if title == self.sheet.name and at in area), Area(*at, *at))
        return Range(self.sheet, found)
