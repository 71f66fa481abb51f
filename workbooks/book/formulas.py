"""Where formulas stand in a book, so that a macro does not write over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbooks.closed.host import formulas_of, held_file

if TYPE_CHECKING:
    import xlwings as xw


def column_formulas(sheet: xw.Sheet, column: int, first: int, last: int) -> dict[int, str]:
    """Row -> formula without "=" of one column, in one read."""
    return {row: text for (row, _), text in block_formulas(sheet, first, column, last, column).items()}


def block_formulas(sheet: xw.Sheet, top: int, left: int, bottom: int, right: int) -> dict[tuple[int, int], str]:
    """(row, column) -> formula without "=" of a block, in one read. A host that tells no formulas has none to be kept."""
    if bottom < top or right < left:
        return {}
    file = held_file(sheet.book)
    if file is not None:  # a closed file knows them apart from the values
        known = file.content(sheet.name).grid.formulas
        return {at: text for at, text in known.items() if top <= at[0] <= bottom and left <= at[1] <= right}
    found = formulas_of(sheet.range((top, left), (bottom, right)))
    if found is None:
        return {}
    rows = found if isinstance(found, list | tuple) else [[found]]
    if rows and not isinstance(rows[0], list | tuple):
        rows = [rows] if top == bottom else [[one] for one in rows]
    return {
        (top + down, left + across): one[1:]
        for down, row in enumerate(rows)
        for across, one in enumerate(row)
        if isinstance(one, str) and one.startswith("=") and len(one) > 1
    }
