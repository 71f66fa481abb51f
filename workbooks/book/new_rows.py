"""Rows for new entries of a table: what somebody has typed there is not replaced.

A row counts as used by the cells that identify its entry. Below the last used row a remark may stand in another column, or in a
row that the table grows into.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.grid import NUMBER_HEADING
from workbooks.closed.host import held_file
from workbooks.files.errors import Unusable
from workbooks.ooxml.addresses import cell_address
from workbooks.ooxml.writing.changes import CellsToWrite, Formula

if TYPE_CHECKING:
    import xlwings as xw

    from udfs.records.class_file import SheetPlaces

LONGEST = 20


def check_new_rows(book: xw.Book, place: SheetPlaces, new: CellsToWrite, first: int) -> None:
    """Refuse to write ``new`` where a row from ``first`` on holds another value; 序号 is often filled in ahead and may.

    Errors: Unusable, naming the first such cell.
    """
    title, numbers = place.title, place.columns.get(NUMBER_HEADING)
    ignored = cells.column_number(numbers) if numbers else None
    wanted = {at: value for at, value in new.items() if at[0] >= first and at[1] != ignored}
    if not wanted:
        return
    present = present_values(book, title, (first, max(row for row, _ in wanted)), max(column for _, column in wanted))
    for (row, column), value in sorted(wanted.items()):
        stands = present.get((row, column))
        if not cells.blank(stands) and (isinstance(value, Formula) or cells.text(stands) != cells.text(value)):
            shown = cells.text(stands)
            shown = shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…"
            where = f"{title} {cell_address(row, column)}"
            raise Unusable(where, f"已有内容“{shown}”，新增的行会盖掉它，因此没有写入", "请把它移到别处或删除，再做一次")


def present_values(book: xw.Book, title: str, rows: tuple[int, int], width: int) -> Mapping[tuple[int, int], Value]:
    """The values of these rows in the first ``width`` columns, in one read."""
    file = held_file(book)
    if file is not None:
        grid = file.content(title).grid
        return {(row, at): grid.value(row, at) for row in range(rows[0], rows[1] + 1) for at in range(1, width + 1)}
    block = book.sheets[title].range((rows[0], 1), (rows[1], width)).options(ndim=2, err_to_str=True).value
    return {(row, at): value for row, line in enumerate(block, start=rows[0]) for at, value in enumerate(line, start=1)}
