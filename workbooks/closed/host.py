"""What the program that holds a book can do and what it does not tell: asked here, so that nobody else asks which program it is.

Excel and LibreOffice tell everything; a browser (xlwings Lite, xlwings Server) tells values alone. Of a file that no program
holds everything is known, but nothing calculates, and what is written waits for ``book.save()``.

Nothing is registered: an engine of xlwings says itself what it cannot do (``NotImplementedError``), at the cell that is asked. A
list of what each host can do would state that a second time, and be wrong on the day when a new xlwings can do more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from workbooks.closed.holding import HeldFile
from workbooks.ooxml.addresses import Area, split_reference
from workbooks.ooxml.workbook_part import find_name

if TYPE_CHECKING:
    import xlwings as xw

Told = TypeVar("Told")


class Host:
    """The host of one book. ``file``: the held values of a file that no program holds, else None."""

    def __init__(self, book: xw.Book) -> None:
        # A ``ClosedBook`` has it itself; of a book of xlwings its engine has.
        file = getattr(book, "file", None) or getattr(book.impl, "file", None)
        self.book = book
        self.file: HeldFile | None = file if isinstance(file, HeldFile) else None

    @property
    def calculates(self) -> bool:
        """A program holds the book: it computes formulas, and somebody may type at any moment."""
        return self.file is None

    @property
    def tells_formulas(self) -> bool:
        return formulas_of(self._corner) is not None

    @property
    def tells_validations(self) -> bool:
        """A browser does so only to who waits for the answer."""
        return bool(told(lambda: self._corner.data_validation.type))

    @property
    def saves_by_itself(self) -> bool:
        """AutoSave of Excel, in a workbook of OneDrive or SharePoint: whatever is written brings on a save."""
        return getattr(told(lambda: self.book.api), "AutoSaveOn", False) is True

    @property
    def _corner(self) -> xw.Range:
        return self.book.sheets[0].range("A1")


def named_area(book: xw.Book, name: str) -> Area | None:
    """Where a defined name of the book stands; None if it has no such name."""
    file = Host(book).file
    if file is not None:
        found = find_name(file.names, name)
        place = split_reference(found.refers_to) if found else None
        if found and place is None:
            raise KeyError(name)  # it names no cells
        return place[1] if place else None
    if not book.names.contains(name):
        return None
    block = book.names[name].refers_to_range
    return Area(block.row, block.column, block.row + block.shape[0] - 1, block.column + block.shape[1] - 1)


def names_of(book: xw.Book, wanted: Iterable[str]) -> dict[str, xw.Name]:
    """Those of these defined names that the book has. Each is asked for by itself: a workbook of ours has over a thousand, and
    Excel is another process, which takes a question or two for each that is listed.
    """
    names = book.names
    return {name: names(name) for name in dict.fromkeys(wanted) if names.contains(name)}


def told(ask: Callable[[], Told]) -> Told | None:
    """The answer of a host; None where it does not tell such a thing."""
    try:
        return ask()
    except NotImplementedError:
        return None


def held_file(book: xw.Book) -> HeldFile | None:
    """The held values of a closed file; None for a book in a spreadsheet program."""
    return Host(book).file


def formulas_of(block: xw.Range) -> Any | None:
    """As ``Range.formula``: '' for an empty cell; None where the host tells values alone."""
    return told(lambda: block.formula or "")


def number_format_of(block: xw.Range) -> str | None:
    """The format that all cells of the block have; None where they differ, or where the host does not tell."""
    return told(lambda: block.number_format)


def set_number_format(block: xw.Range, code: str) -> None:
    """Where the host sets formats."""

    def asked() -> None:
        block.number_format = code

    told(asked)


def merged_area_of(cell: xw.Range) -> xw.Range | None:
    """The merged cells around a cell, itself alone if there are none; None where the host does not tell."""
    return told(lambda: cell.merge_area)
