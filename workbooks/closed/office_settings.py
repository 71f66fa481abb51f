"""Settings changed by the office on the sheet 参数, read from a closed file or an open book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from udfs.reading.own_parameters import MOST_COLUMNS, MOST_ROWS, SEARCHED, WorkbookParameters, columns_read, stated_of
from udfs.records.class_file import CHECKING, PARAMETERS
from udfs.values.grid import Grid

if TYPE_CHECKING:
    import xlwings as xw

    from workbooks.closed.file_protocol import FileReader


def settings_of(file: FileReader) -> WorkbookParameters:
    """The settings of a closed file; empty without sheet 参数."""
    titles = {sheet.title for sheet in file.sheets}
    if PARAMETERS not in titles:
        return without_sheet(titles)
    return stated_of(file.columns(PARAMETERS, MOST_ROWS, SEARCHED, columns_read))


def settings_in(book: xw.Book) -> WorkbookParameters:
    """The settings of an open book, in one read."""
    titles = {sheet.name for sheet in book.sheets}
    if PARAMETERS not in titles:
        return without_sheet(titles)
    return stated_of(first_blocks(book))


def without_sheet(titles: set[str]) -> WorkbookParameters:
    """Empty settings. If 核对 exists, which nobody deletes, the workbook is ours and 参数 was lost."""
    return WorkbookParameters(lost=CHECKING in titles)


def first_blocks(book: xw.Book) -> Grid:
    """The left part of 参数, with the parameters and the days."""
    values = book.sheets[PARAMETERS].range((1, 1), (MOST_ROWS, MOST_COLUMNS // 2)).options(ndim=2, err_to_str=True).value
    return Grid(title=PARAMETERS, rows=values, tells_formulas=False)
