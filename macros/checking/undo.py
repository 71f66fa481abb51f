"""撤销: undoes the last writing command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from macros.certificates.ledger_standing import taken_back
from workbooks.book import writing
from workbooks.book.reading import read_book
from workbooks.files.errors import GaoyanError

if TYPE_CHECKING:
    import xlwings as xw

    from workbooks.book.writing import TakenBack


NUMBERING = "分配编号"


def what_stays(book: xw.Book, command: str, ledger: str | None = None) -> str:
    """The effect of undoing ``command`` outside the workbook, as a one-line message: the ledger follows an undone numbering; ''
    if there is none."""
    from datetime import date

    if command != NUMBERING:
        return ""
    try:
        return taken_back(read_book(book, date.today()), ledger)
    except GaoyanError as unusable:
        return f"台账不退回，已给出的编号仍在台账上（现在读不到台账：{unusable}）"


def undo(book: xw.Book, force: bool = False) -> TakenBack:
    """Undo the last command of this software: a closed file gets its previous bytes, an open workbook its previous cells.

    Changes made since by other means are kept; for a closed file they stop the undo unless ``force``. Errors: Unusable if
    there is nothing to undo. The ledger is updated by ``what_stays``.
    """
    return writing.undo(book, force)
