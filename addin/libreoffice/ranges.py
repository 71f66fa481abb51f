"""Ranges and names of an open LibreOffice document, with the words that macros know from xlwings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from addin.libreoffice import blocks
from addin.libreoffice.looks import paste_formats
from addin.libreoffice.validations import Copied, DataValidation
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
    def sheets(self) -> Any: ...
    def text_of(self, cell: Any) -> str: ...


class Range:
    """A block of cells of an open document. ``sheet``: a sheet of ``addin.libreoffice.documents``, which imports this module.

    ``ndim``: 2 if ``value`` has rows for a single cell, row or column, too.
    """

    def __init__(self, sheet: Any, area: Area, ndim: int | None = None) -> None:
        self.sheet = sheet
        self.area = area
        self.ndim = ndim

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

    def options(self, *, ndim: int | None = None, err_to_str: bool) -> Range:
        """The same cells with other shapes of ``value``. Errors of formulas are always texts."""
        assert err_to_str
        return Range(self.sheet, self.area, ndim)

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
    def value(self) -> Any:
        """The value of a cell, a list of those of a row or column, a list of rows."""
        rows = blocks.values_of_block(self.cells, self.open_book.formats)
        if self.ndim == 2 or min(self.shape) > 1:
            return rows
        flat = [value for row in rows for value in row]
        return flat if len(flat) > 1 else flat[0]

    @value.setter
    def value(self, value: Any) -> None:
        self._write(value)

    def _write(self, value: Any) -> None:
        """Write a block of values, one row, or one value for every cell."""
        height, width = self.shape
        if not isinstance(value, list | tuple):
            rows = [[value] * width for _ in range(height)]
        else:
            rows = list(value) if value and isinstance(value[0], list | tuple) else [list(value)]
        rows = [[entered(one) for one in line[:width]] for line in rows[:height]]
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
        shown: list[list[Any]] = [
            ["" if one is None else one for one in line] for line in self.options(ndim=2, err_to_str=True).value
        ]
        cells = self.cells
        top, left = self.row - 1, self.column - 1
        for address in cells.queryContentCells(FORMULA_CELLS).RangeAddresses:
            for row, column in blocks.positions(address):
                shown[row - top][column - left] = self.open_book.text_of(cells.getCellByPosition(column - left, row - top))
        return shown[0][0] if self.area.size == 1 else tuple(tuple(line) for line in shown)

    @formula.setter
    def formula(self, value: Any) -> None:
        self._write(value)

    @property
    def formula_array(self) -> str | None:
        cells = self.cells
        tokens = cells.getArrayTokens()
        return self.open_book.formulas.text(tokens, cells.getCellByPosition(0, 0).CellAddress) if tokens else None

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        cells = self.cells
        cells.setArrayTokens(self.open_book.formulas.tokens(value, cells.getCellByPosition(0, 0).CellAddress))

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
    def data_validation(self) -> DataValidation:
        return DataValidation(self.cells)

    def copy(self) -> None:
        """Remember the range for ``paste``; the user's clipboard is not touched."""
        self.open_book.app.copied = self

    def paste(self, paste: str) -> None:
        """Give the cells the "formats" or the "validation" of the cell copied last."""
        source = self.open_book.app.copied
        if paste == "formats":
            paste_formats(source.cells, self.cells)
        else:
            Copied(self.open_book.document, source.cells).paste(self.cells)

    def select(self) -> None:
        controller = self.open_book.document.CurrentController
        controller.setActiveSheet(self.sheet.uno)
        controller.select(self.cells)


def entered(value: Any) -> Any:
    """The cell content for an entered value: "=..." is a formula, a leading apostrophe marks text.

    Unlike in Excel, text that looks like a number remains text: document numbers must not lose digits.
    """
    if isinstance(value, str):
        if value.startswith("'"):
            return value[1:]
        if value.startswith("=") and len(value) > 1:
            return Formula(value)
        return value or None
    return value


def _formulas_only(rows: list[list[Any]]) -> bool:
    return all(isinstance(one, Formula) for line in rows for one in line)


def area_of(address: Any) -> Area:
    """A range address of LibreOffice as an ``Area``."""
    return Area(address.StartRow + 1, address.StartColumn + 1, address.EndRow + 1, address.EndColumn + 1)


class Names:
    """The defined names of a document."""

    def __init__(self, book: OpenBook) -> None:
        self.book = book
        self.api = book.document.NamedRanges

    def __call__(self, name: str) -> Name:
        """Errors: StopIteration if there is none."""
        return Name(self.book, next(one for one in self.api.ElementNames if one.lower() == name.lower()))

    def contains(self, name: str) -> bool:
        return self.api.hasByName(name) or any(one.lower() == name.lower() for one in self.api.ElementNames)

    def add(self, name: str, refers_to: str) -> None:
        """Define or redefine a name."""
        origin = self.book.document.Sheets.getByIndex(0).getCellByPosition(0, 0).CellAddress
        if self.contains(name):
            self.api.removeByName(name)
        self.api.addNewByName(name, "0", origin, 0)
        self.api.getByName(name).setTokens(self.book.formulas.tokens(refers_to, origin))


class Name:
    """A defined name."""

    def __init__(self, book: OpenBook, name: str) -> None:
        self.book = book
        self._name = name

    @property
    def api(self) -> Any:
        return self.book.document.NamedRanges.getByName(self._name)

    @property
    def refers_to(self) -> str:
        return self.book.formulas.text(self.api.getTokens(), self.api.ReferencePosition)

    @property
    def refers_to_range(self) -> Range:
        cells = self.api.ReferredCells
        if cells is None:
            raise KeyError(self._name)
        return Range(self.book.sheets[cells.RangeAddress.Sheet], area_of(cells.RangeAddress))

    def delete(self) -> None:
        self.book.document.NamedRanges.removeByName(self._name)
