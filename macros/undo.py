"""撤销: takes the last writing command back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlwings as xw

    from workbooks.editing import TakenBack


NUMBERING = "分配编号"


def what_stays(book: xw.Book, command: str) -> str:
    """What an undo of ``command`` left in the ledger, in one line; '' where it left nothing outside the workbook."""
    from datetime import date

    from macros.ledger_standing import staying
    from workbooks.errors import Unusable
    from workbooks.reading import read_book

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
    from workbooks import editing

    return editing.undo(book, force)
