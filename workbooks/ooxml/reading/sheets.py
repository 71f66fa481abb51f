"""Reads a sheet part into a grid of values: all columns or some."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from udfs.values.cells import column_letters
from udfs.values.grid import Grid
from workbooks.files.errors import Unusable
from workbooks.ooxml import regex_reader
from workbooks.ooxml.package import Package, SheetPart
from workbooks.ooxml.reading.cell_reader import MAX_CELLS, MAX_ROWS, CellReader, Ready, SheetContent, TooLong

__all__ = [
    "MAX_CELLS",
    "MAX_ROWS",
    "CellReader",
    "Ready",
    "SheetContent",
    "open_sheet",
    "read_columns",
    "read_grid",
    "read_sheet",
]


def read_grid(package: Package, sheet: SheetPart) -> Grid:
    """The values of a sheet. Errors: Unusable."""
    return read_sheet(package, sheet).grid


def read_sheet(package: Package, sheet: SheetPart) -> SheetContent:
    """Values, formulas and merged areas of a sheet. Errors: Unusable."""
    return open_sheet(package, sheet).content(sheet.title)


def open_sheet(package: Package, sheet: SheetPart) -> CellReader:
    """Reader of a sheet, with prepared rows not yet expanded. Errors: Unusable."""
    try:
        return _read(package, sheet)
    except TooLong as error:
        where = f"{package.path.name}“{sheet.title}”"
        todo = "请删除多余的行（选中后右键删除整行）并保存，再试"
        raise Unusable(where, f"第 {error.row} 行还有内容，超过可处理的 {MAX_ROWS} 行", todo) from None


def _read(package: Package, sheet: SheetPart) -> CellReader:
    """Read by regex where the part has the common form, else by the XML parser."""
    if package.size(sheet.part) <= regex_reader.LARGEST:
        reader = CellReader(package)
        data = package.read(sheet.part, regex_reader.LARGEST)
        try:
            part = regex_reader.plain_part(data)
            package.guarded(lambda: reader.plain(part), sheet.part)
        except regex_reader.NotPlain:
            pass
        else:
            return reader
    reader = CellReader(package)
    package.stream(sheet.part, reader.parse)
    return reader


def read_columns(
    package: Package, sheet: SheetPart, last: int, head: int, wanted: Callable[[Grid], Iterable[int]]
) -> Grid | None:
    """The first ``head`` rows in full, then to row ``last`` only the columns that ``wanted`` selects from these rows.

    None if the whole sheet must be read by the XML parser. Errors: Unusable.
    """
    if package.size(sheet.part) > regex_reader.LARGEST:
        return None
    reader = CellReader(package)
    data = package.read(sheet.part, regex_reader.LARGEST)
    try:
        regex_reader.check_plain(data)
        columns: list[str] | None = None
        for row, written in regex_reader.single_rows(regex_reader.plain_part(data).rows, last):
            if row > head and columns is None:
                columns = [column_letters(column) for column in sorted(set(wanted(reader.content(sheet.title).grid)))]
            reader.take_row(row, written if columns is None else regex_reader.chosen(written, row, columns))
    except regex_reader.NotPlain:
        return None
    return reader.content(sheet.title).grid
