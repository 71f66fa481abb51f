"""A closed file in place of a book as argument of a macro; becomes an xlwings book only if needed."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from workbooks.closed.held_file import HeldFile

if TYPE_CHECKING:
    import xlwings as xw


class ClosedBook:
    """Most macros only need the ``Host`` of a closed file, without xlwings, whose import takes as long as their work."""

    def __init__(self, file: HeldFile) -> None:
        self.file = file

    @cached_property
    def of_xlwings(self) -> xw.Book:
        """The same file with the same values, as an xlwings book."""
        from workbooks.closed.engine import book_of

        return book_of(self.file)

    @property
    def name(self) -> str:
        return self.file.path.name

    def save(self, path: str | None = None) -> None:
        self.file.save(path)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.of_xlwings, name)


def open_book(path: str | os.PathLike[str]) -> xw.Book:
    """The closed workbook at ``path`` as a book for a macro. Every call opens the file anew. Errors: ``Unusable``."""
    return cast("xw.Book", ClosedBook(HeldFile.open(Path(path))))
