"""撤销: takes the last writing command back."""

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
    """What an undo of ``command`` means outside the workbook, in one line: the ledger follows an undone numbering; '' for
    nothing."""
    from datetime import date

    if command != NUMBERING:
        return ""
    try:
        return taken_back(read_book(book, date.today()), ledger)
    except GaoyanError as unusable:
        return f"台账不退回，已给出的编号仍在台账上（现在读不到台账：{unusable}）"


def undo(book: xw.Book, force: bool = False) -> TakenBack:
    """Take the last command of this software back: a closed file gets the bytes it had, an open workbook its old cells.

    What was changed since by other means is kept, or makes the undo of a closed file stop, unless ``force``. Raises
    ``Unusable`` if there is nothing to take back. The ledger follows with ``what_stays``.
    """
    return writing.undo(book, force)
