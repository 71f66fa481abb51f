"""Capabilities of the program that holds a book; the only place that distinguishes programs.

Excel and LibreOffice provide everything; a browser (xlwings Lite, xlwings Server) only values. Of a closed file everything
is known, but nothing calculates, and changes are written by ``book.save()``.

There is no table of capabilities: an engine of xlwings raises ``NotImplementedError`` itself. A table would duplicate this and
be outdated by the next xlwings release.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from workbooks.closed.held_file import HeldFile
from workbooks.ooxml.addresses import Area, split_reference
from workbooks.ooxml.workbook_part import find_name

if TYPE_CHECKING:
    import xlwings as xw

HostValue = TypeVar("HostValue")


class Host:
    """The host of one book. ``file``: the held values of a closed file, else None."""

    def __init__(self, book: xw.Book) -> None:
        file = getattr(book, "file", None)  # of a ``ClosedBook``
        self.book = book
        self.file: HeldFile | None = file if isinstance(file, HeldFile) else None

    @property
    def calculates(self) -> bool:
        """True if a program holds the book: it computes formulas, and users may type at any time."""
        return self.file is None

    @property
    def tells_formulas(self) -> bool:
        return self.file is not None or formulas_of(self._corner) is not None

    @property
    def tells_validations(self) -> bool:
        """True if validations can be read; in a browser only asynchronously."""
        return bool(host_answer(lambda: self._corner.data_validation.type))

    @property
    def saves_by_itself(self) -> bool:
        """True for AutoSave of Excel in a OneDrive or SharePoint workbook: every write causes a save."""
        return getattr(host_answer(lambda: self.book.api), "AutoSaveOn", False) is True

    @property
    def _corner(self) -> xw.Range:
        return self.book.sheets[0].range("A1")


def named_area(book: xw.Book, name: str) -> Area | None:
    """The area of a defined name of the book; None if there is none."""
    file = Host(book).file
    if file is not None:
        found = find_name(file.names, name)
        place = split_reference(found.refers_to) if found else None
        if found and place is None:
            raise KeyError(name)  # does not refer to cells
        return place[1] if place else None
    if not book.names.contains(name):
        return None
    block = book.names(name).refers_to_range
    return Area(block.row, block.column, block.row + block.shape[0] - 1, block.column + block.shape[1] - 1)


def known_names(book: xw.Book, wanted: Iterable[str]) -> frozenset[str]:
    """Those of the names that the book defines."""
    file = Host(book).file
    if file is None:
        return frozenset(names_of(book, wanted))
    known = file.names
    return frozenset(name for name in wanted if find_name(known, name) is not None)


def names_of(book: xw.Book, wanted: Iterable[str]) -> dict[str, xw.Name]:
    """{name: object} of the defined names of an open book that exist. Each is requested individually: our workbook has over
    a thousand names, and listing them takes one or two calls each to another process (Excel)."""
    if Host(book).file is not None:
        return {}  # nothing calculates there: ``known_names`` and ``named_area`` are for both
    names = book.names
    return {name: names(name) for name in dict.fromkeys(wanted) if names.contains(name)}


def host_answer(ask: Callable[[], HostValue]) -> HostValue | None:
    """The answer of a host; None if it does not provide it."""
    try:
        return ask()
    except NotImplementedError:
        return None


def held_file(book: xw.Book) -> HeldFile | None:
    """The held values of a closed file; None for a book in a spreadsheet program."""
    return Host(book).file


def formulas_of(block: xw.Range) -> Any | None:
    """Like ``Range.formula``: '' for an empty cell; None if the host only provides values."""
    return host_answer(lambda: block.formula or "")


def number_format_of(block: xw.Range) -> str | None:
    """The number format of all cells of the block; None if they differ, or if the host does not provide it."""
    return host_answer(lambda: block.number_format)


def set_number_format(block: xw.Range, code: str) -> None:
    """Set the number format if the host supports it."""

    def asked() -> None:
        block.number_format = code

    host_answer(asked)


def merged_area_of(cell: xw.Range) -> xw.Range | None:
    """The merged area around a cell, the cell itself if not merged; None if the host does not provide it."""
    return host_answer(lambda: cell.merge_area)
