"""Locates formulas in a book, so that macros do not overwrite them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from workbooks.closed.host import formulas_of, held_file

if TYPE_CHECKING:
    import xlwings as xw

Formulas = Mapping[tuple[int, int], str]
"""{(row, column): formula without "="}."""


def column_formulas(book: xw.Book, title: str, column: int, first: int, last: int) -> dict[int, str]:
    """{row: formula without "="} of one column, in one read."""
    return {row: text for (row, _), text in formulas_within(book, title, first, column, last, column).items()}


def formulas_within(book: xw.Book, title: str, top: int, left: int, bottom: int, right: int) -> Formulas:
    """Like ``block_formulas``, for the sheet of that title in any book."""
    file = held_file(book)
    if file is None:
        return block_formulas(book.sheets[title], top, left, bottom, right)
    known = file.content(title).grid.formulas
    return {at: text for at, text in known.items() if top <= at[0] <= bottom and left <= at[1] <= right}


def block_formulas(sheet: xw.Sheet, top: int, left: int, bottom: int, right: int) -> Formulas:
    """{(row, column): formula without "="} of a block of an open book, in one read; empty if the host provides none."""
    if bottom < top or right < left:
        return {}
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
