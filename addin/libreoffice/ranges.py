"""Ranges and names of the xlwings engine for an open LibreOffice document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from xlwings import base_classes

from addin.libreoffice import blocks
from addin.libreoffice.looks import paste_formats
from addin.libreoffice.validations import Copied, DataValidation
from workbooks.closed import ranges as closed_ranges
from workbooks.closed.ranges import entered
from workbooks.ooxml.addresses import Area
from workbooks.ooxml.writing.changes import Formula

FORMULA_CELLS = 16
"""com.sun.star.sheet.CellFlags.FORMULA."""
CONTENTS = 1 | 2 | 4 | FORMULA_CELLS
"""Numbers, dates, texts and formulas: what "clear contents" removes."""
POINTS = 72 / 2540
"""LibreOffice counts in hundredths of a millimetre."""
AS_EXCEL = 3
"""com.sun.star.sheet.AddressConvention.XL_OOX."""


class RangeFormulas:
    """Formulas of a document in Excel's notation, independent of the user's settings."""

    def __init__(self, document: Any) -> None:
        self.parser = document.createInstance("com.sun.star.sheet.FormulaParser")
        self.parser.CompileEnglish = True
        self.parser.FormulaConvention = AS_EXCEL

    def tokens(self, formula: str, at: Any) -> Any:
        return self.parser.parseFormula(formula.removeprefix("="), at)

    def text(self, tokens: Any, at: Any) -> str:
        return "=" + str(self.parser.printFormula(tokens, at))


@contextmanager
def uncalculated(document: Any) -> Iterator[None]:
    """Context manager: calculation and painting are suspended and done once at the end."""
    automatic = document.isAutomaticCalculationEnabled()
    document.addActionLock()
    document.enableAutomaticCalculation(False)
    try:
        yield
    finally:
        document.enableAutomaticCalculation(automatic)
        document.removeActionLock()


class OpenBook(Protocol):
    """The book of a range, as far as a range needs it: ``document`` is of LibreOffice's API."""

    document: Any
    formulas: RangeFormulas
    formats: blocks.Formats

    @property
    def app(self) -> Any: ...
    @property
    def sheets(self) -> Callable[[int], Any]: ...
    def text_of(self, cell: Any) -> str: ...


class Range(closed_ranges.Range):
    """A block of cells of an open document; addresses and sizes are computed as for closed files."""

    sheet: Any
    """A sheet of ``addin.libreoffice.engine``, which imports this module."""

    def __init__(self, sheet: Any, area: Area) -> None:
        super().__init__(sheet, area)

    def __call__(self, arg1: int, arg2: int | None = None) -> Range:
        return Range(self.sheet, super().__call__(arg1, arg2).area)

    def end(self, direction: str) -> Range:
        return Range(self.sheet, super().end(direction).area)

    @property
    def current_region(self) -> Range:
        return Range(self.sheet, super().current_region.area)

    @property
    def cells(self) -> Any:
        """The range in LibreOffice's API."""
        area = self.area
        sheet = self.sheet.uno
        return sheet.getCellRangeByPosition(area.first_column - 1, area.first_row - 1, area.last_column - 1, area.last_row - 1)

    @property
    def api(self) -> Any:
        return self.cells

    @property
    def open_book(self) -> OpenBook:
        book: OpenBook = self.sheet.book
        return book

    @property
    def raw_value(self) -> Any:
        return self._shaped(blocks.values_of_block(self.cells, self.open_book.formats))

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        self._write(value, entered)

    def _write(self, value: Any, convert: Any) -> None:
        """Write a block of values, one row, or one value for every cell."""
        height, width = self.shape
        if not isinstance(value, list | tuple):
            rows = [[value] * width for _ in range(height)]
        else:
            rows = list(value) if value and isinstance(value[0], list | tuple) else [list(value)]
        rows = [[convert(one) for one in line[:width]] for line in rows[:height]]
        if not rows or not rows[0]:
            return
        target = self.cells.getCellRangeByPosition(0, 0, len(rows[0]) - 1, len(rows) - 1)
        with uncalculated(self.open_book.document):
            self._put(target, rows)

    def _put(self, target: Any, rows: list[list[Any]]) -> None:
        bare = [[None if isinstance(one, Formula) else one for one in line] for line in rows]
        if not _formulas_only(rows):
            blocks.write(target, bare, self.open_book.formats)
        for down, line in enumerate(rows):
            for across, one in enumerate(line):
                if isinstance(one, Formula):
                    cell = target.getCellByPosition(across, down)
                    cell.setTokens(self.open_book.formulas.tokens(one.body, cell.CellAddress))

    @property
    def formula(self) -> Any:
        shown: list[list[Any]] = [["" if one is None else one for one in line] for line in _as_rows(self.raw_value)]
        cells = self.cells
        top, left = self.row - 1, self.column - 1
        for address in cells.queryContentCells(FORMULA_CELLS).RangeAddresses:
            for row, column in blocks.positions(address):
                shown[row - top][column - left] = self.open_book.text_of(cells.getCellByPosition(column - left, row - top))
        return shown[0][0] if len(self) == 1 else tuple(tuple(line) for line in shown)

    @formula.setter
    def formula(self, value: Any) -> None:
        self._write(value, entered)

    @property
    def formula_array(self) -> str | None:
        cells = self.cells
        tokens = cells.getArrayTokens()
        return self.open_book.formulas.text(tokens, cells.getCellByPosition(0, 0).CellAddress) if tokens else None

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        cells = self.cells
        cells.setArrayTokens(self.open_book.formulas.tokens(value, cells.getCellByPosition(0, 0).CellAddress))

    @property
    def has_array(self) -> bool:
        return bool(self.cells.getArrayTokens())

    def clear_contents(self) -> None:
        self.cells.clearContents(CONTENTS)

    @property
    def number_format(self) -> str | None:
        """The format code in Excel's notation; None if the cells have different ones."""
        number = self.cells.NumberFormat
        if number is None:
            return None
        formats = self.open_book.formats
        if formats.kind(number) == blocks.TEXT:
            return "@"
        code = str(formats.formats.getByKey(number).FormatString)
        return "General" if code in blocks.GENERAL else code

    @number_format.setter
    def number_format(self, code: str) -> None:
        self.cells.NumberFormat = blocks.format_number(self.open_book.formats.formats, code)

    @property
    def row_height(self) -> float | None:
        """The height of the rows in points, 0 if hidden; None if they differ."""
        rows = self.cells.Rows
        heights = {rows.getByIndex(at).Height * rows.getByIndex(at).IsVisible for at in range(rows.Count)}
        return heights.pop() * POINTS if len(heights) == 1 else None

    @row_height.setter
    def row_height(self, value: float) -> None:
        rows = self.cells.Rows
        rows.IsVisible = value > 0
        if value > 0:
            rows.Height = round(value / POINTS)

    @property
    def merge_area(self) -> Range:
        cell = self.cells.getCellByPosition(0, 0)
        cursor = self.sheet.uno.createCursorByRange(cell)
        cursor.collapseToMergedArea()
        return Range(self.sheet, area_of(cursor.RangeAddress))

    @property
    def merge_cells(self) -> bool:
        return bool(self.cells.IsMerged) or self.merge_area.shape != (1, 1)

    @property
    def data_validation(self) -> DataValidation:
        return DataValidation(self.cells)

    def copy(self, destination: Any = None) -> None:
        """Remember the range for ``paste``; the user's clipboard is not touched."""
        if destination is not None:
            raise ValueError("copy to a destination: not in LibreOffice")
        self.open_book.app.copied = self

    def paste(self, paste: Any = None, operation: Any = None, skip_blanks: bool = False, transpose: bool = False) -> None:
        """Supports validations and formats only."""
        source = self.open_book.app.copied
        if paste not in ("validation", "formats") or operation or skip_blanks or transpose or source is None:
            raise ValueError(f"paste {paste}: not in LibreOffice")
        if paste == "formats":
            paste_formats(source.cells, self.cells)
        else:
            Copied(self.open_book.document, source.cells).paste(self.cells)

    def select(self) -> None:
        controller = self.open_book.document.CurrentController
        controller.setActiveSheet(self.sheet.uno)
        controller.select(self.cells)


def _as_rows(value: Any) -> list[list[Any]]:
    return value if isinstance(value, list) else [[value]]


def _formulas_only(rows: list[list[Any]]) -> bool:
    return all(isinstance(one, Formula) for line in rows for one in line)


def area_of(address: Any) -> Area:
    """A range address of LibreOffice as an ``Area``."""
    return Area(address.StartRow + 1, address.StartColumn + 1, address.EndRow + 1, address.EndColumn + 1)


class Names(base_classes.Names):  # type: ignore[misc]
    """The defined names of a document."""

    def __init__(self, book: OpenBook) -> None:
        self.book = book

    @property
    def api(self) -> Any:
        return self.book.document.NamedRanges

    def __iter__(self) -> Iterator[Name]:
        return (Name(self.book, name) for name in self.api.ElementNames)

    def __len__(self) -> int:
        return int(self.api.Count)

    def __call__(self, name_or_index: int | str) -> Name:
        names = self.api.ElementNames
        wanted = names[name_or_index - 1] if isinstance(name_or_index, int) else name_or_index
        return Name(self.book, next(name for name in names if name.lower() == wanted.lower()))

    def snapshot(self) -> list[tuple[str, Name]]:
        """All names in one call: a workbook has more than a thousand, and xlwings would list all of them for each."""
        return [(name, Name(self.book, name)) for name in self.api.ElementNames]

    def contains(self, name_or_index: int | str) -> bool:
        names = self.api.ElementNames
        if isinstance(name_or_index, int):
            return 1 <= name_or_index <= len(names)
        return any(name.lower() == name_or_index.lower() for name in names)

    def add(self, name: str, refers_to: str) -> Name:
        """Define or redefine a name."""
        origin = self.book.document.Sheets.getByIndex(0).getCellByPosition(0, 0).CellAddress
        if self.contains(name):
            self.api.removeByName(name)
        self.api.addNewByName(name, "0", origin, 0)
        self.api.getByName(name).setTokens(self.book.formulas.tokens(refers_to, origin))
        return Name(self.book, name)


class Name(base_classes.Name):  # type: ignore[misc]
    """A defined name."""

    def __init__(self, book: OpenBook, name: str) -> None:
        self.book = book
        self._name = name

    @property
    def api(self) -> Any:
        return self.book.document.NamedRanges.getByName(self._name)

    @property
    def name(self) -> str:
        return self._name

    @property
    def refers_to(self) -> str:
        return self.book.formulas.text(self.api.getTokens(), self.api.ReferencePosition)

    @property
    def refers_to_range(self) -> Range:
        cells = self.api.ReferredCells
        if cells is None:
            raise KeyError(self._name)
        return Range(self.book.sheets(cells.RangeAddress.Sheet + 1), area_of(cells.RangeAddress))

    def delete(self) -> None:
        self.book.document.NamedRanges.removeByName(self._name)
