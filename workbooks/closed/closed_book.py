"""A closed file in place of a book as argument of a macro."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, cast

from workbooks.closed.held_file import HeldFile

if TYPE_CHECKING:
    import xlwings as xw


class ClosedBook:
    """What a macro asks of a closed file: its name, its values (``workbooks.closed.host.held_file``), and to save it.

    It has no sheets and ranges of xlwings: what needs these needs an open book.
    """

    def __init__(self, file: HeldFile) -> None:
        self.file = file

    @property
    def name(self) -> str:
        return self.file.path.name

    def save(self) -> None:
        self.file.save()


def open_book(path: str | os.PathLike[str]) -> xw.Book:
    """The closed workbook at ``path`` as a book for a macro. Every call opens the file anew. Errors: ``Unusable``."""
    return cast("xw.Book", ClosedBook(HeldFile.open(Path(path))))
