"""What an office has changed on the sheet 参数, read from a closed file or an open book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from udfs.reading.own_parameters import MOST_COLUMNS, MOST_ROWS, SEARCHED, Stated, columns_read, stated_of
from udfs.records.class_file import PARAMETERS
from udfs.values.grid import Grid

if TYPE_CHECKING:
    import xlwings as xw

    from workbooks.closed.held import Held

NOTHING = Stated("", ())


def settings_of(file: Held) -> Stated:
    """What a closed file says; nothing where it has no sheet 参数."""
    if all(sheet.title != PARAMETERS for sheet in file.sheets):
        return NOTHING
    return stated_of(file.columns(PARAMETERS, MOST_ROWS, SEARCHED, columns_read))


def settings_in(book: xw.Book) -> Stated:
    """What an open book says: one read."""
    if all(sheet.name != PARAMETERS for sheet in book.sheets):
        return NOTHING
    return stated_of(first_blocks(book))


def first_blocks(book: xw.Book) -> Grid:
    """The left part of 参数, in which the parameters and the days stand."""
    values = book.sheets[PARAMETERS].range((1, 1), (MOST_ROWS, MOST_COLUMNS // 2)).options(ndim=2, err_to_str=True).value
    return Grid(title=PARAMETERS, rows=values, tells_formulas=False)
