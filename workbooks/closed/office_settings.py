"""What an office has changed on the sheet 参数, read from a closed file or an open book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from udfs.reading.own_parameters import MOST_COLUMNS, MOST_ROWS, SEARCHED, Stated, columns_read, stated_of
from udfs.records.class_file import CHECKING, PARAMETERS
from udfs.values.grid import Grid

if TYPE_CHECKING:
    import xlwings as xw

    from workbooks.closed.held import Held


def settings_of(file: Held) -> Stated:
    """What a closed file says; nothing where it has no sheet 参数."""
    titles = {sheet.title for sheet in file.sheets}
    if PARAMETERS not in titles:
        return without_sheet(titles)
    return stated_of(file.columns(PARAMETERS, MOST_ROWS, SEARCHED, columns_read))


def settings_in(book: xw.Book) -> Stated:
    """What an open book says: one read."""
    titles = {sheet.name for sheet in book.sheets}
    if PARAMETERS not in titles:
        return without_sheet(titles)
    return stated_of(first_blocks(book))


def without_sheet(titles: set[str]) -> Stated:
    """Nothing; of a workbook of ours it is lost, and 核对, which nobody sees or deletes, tells one."""
    return Stated(lost=CHECKING in titles)


def first_blocks(book: xw.Book) -> Grid:
    """The left part of 参数, in which the parameters and the days stand."""
    values = book.sheets[PARAMETERS].range((1, 1), (MOST_ROWS, MOST_COLUMNS // 2)).options(ndim=2, err_to_str=True).value
    return Grid(title=PARAMETERS, rows=values, tells_formulas=False)
