"""撤销: takes the last writing command back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlwings as xw

    from workbooks.editing import TakenBack


def undo(book: xw.Book, force: bool = False) -> TakenBack:
    """Take the last command of this software back: a closed file gets the bytes it had, an open workbook its old cells.

    What was changed since by other means is kept, or makes the undo of a closed file stop, unless ``force``. Raises
    ``Unusable`` if there is nothing to take back. Numbers in the ledger stay given: the same people get them again.
    """
    from workbooks import editing

    return editing.undo(book, force)
