"""A file that no program holds, where a macro takes a book: one of xlwings as soon as more is asked than the file tells."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from workbooks.closed.holding import HeldFile

if TYPE_CHECKING:
    import xlwings as xw


class ClosedBook:
    """Most macros ask of a closed file what ``Host`` tells of it without xlwings, whose loading takes as long as their work."""

    def __init__(self, file: HeldFile) -> None:
        self.file = file

    @cached_property
    def of_xlwings(self) -> xw.Book:
        """The same file, with the same values."""
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
    """The closed workbook at ``path`` as a book for a macro. Raises ``Unusable``. Each call opens the file anew."""
    return cast("xw.Book", ClosedBook(HeldFile.open(Path(path))))
