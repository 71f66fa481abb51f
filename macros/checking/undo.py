"""撤销: takes the last writing command back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from macros.certificates.ledger_standing import staying
from workbooks.book import writing
from workbooks.book.reading import read_book
from workbooks.files.errors import Unusable

if TYPE_CHECKING:
    import xlwings as xw

    from workbooks.book.writing import TakenBack


NUMBERING = "分配编号"


def what_stays(book: xw.Book, command: str) -> str:
    """What an undo of ``command`` left in the ledger, in one line; '' where it left nothing outside the workbook."""
    from datetime import date

    if command != NUMBERING:
        return ""
    try:
        return staying(read_book(book, date.today()))
    except Unusable as unusable:
        return f"台账不退回，已给出的编号仍在台账上（现在读不到台账：{unusable}）"


def undo(book: xw.Book, force: bool = False) -> TakenBack:
    """Take the last command of this software back: a closed file gets the bytes it had, an open workbook its old cells.

    What was changed since by other means is kept, or makes the undo of a closed file stop, unless ``force``. Raises
    ``Unusable`` if there is nothing to take back. Numbers in the ledger stay given: the same people get them again.
    """
    return writing.undo(book, force)
