"""The model of the self-test: program, outcome, bench."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from workbooks.ooxml.formats import to_serial

if TYPE_CHECKING:
    import xlwings as xw

SheetCell = tuple[str, int, int]
"""Sheet, row, column."""


class Program(Protocol):
    """A running spreadsheet program. It only gets scratch files; unavailable information is None."""

    name: str

    def facts(self) -> dict[str, str]:
        """Version, bitness, language, system; nothing personal."""

    def open(self, path: Path) -> xw.Book:
        """Open and calculate the file."""

    def close(self, book: xw.Book) -> None:
        """Close without saving."""

    def calculate(self, book: xw.Book) -> None:
        """Calculate everything pending."""

    def pause(self, book: xw.Book) -> None:
        """Suspend calculation until ``calculate``."""

    def save_copy(self, book: xw.Book, path: Path) -> None:
        """Save the book as this program does, under another name."""

    def spelled(self, formula: str) -> str:
        """A formula of a file in the form in which it is typed in this program."""

    def colours(self, book: xw.Book, asked: set[SheetCell]) -> Mapping[SheetCell, str] | None:
        """{cell: displayed fill RRGGBB}, including conditional formats; may contain more cells than asked."""

    def hide_by_filter(self, book: xw.Book, sheet: str, heading_row: int, column: int, hidden: str) -> bool:
        """Filter a list so that rows with that text are hidden; False if impossible."""

    def diagnosis(self) -> str:
        """The text of 诊断."""


@dataclass(frozen=True)
class SelftestOutcome:
    """The outcome of one test. ``well``: None if it could not be run here, with the reason in ``found``."""

    part: str
    what: str
    well: bool | None
    expected: str = ""
    found: str = ""


@dataclass
class Bench:
    """The environment of the tests. ``folder``: temporary."""

    program: Program
    folder: Path
    damaged: Callable[[bytes], bytes] = field(default=lambda data: data)
    """Applied to every workbook before it is opened; tests damage it there."""

    books: dict[str, xw.Book] = field(default_factory=dict)

    def open(self, name: str, data: bytes) -> xw.Book:
        """The workbook with that name, opened at the first call; ``data``: content of its file."""
        if name not in self.books:
            path = self.folder / name
            path.write_bytes(self.damaged(data))
            self.books[name] = self.program.open(path)
        return self.books[name]

    def close(self) -> None:
        """Close every book."""
        while self.books:
            with suppress(Exception):  # already closed by the program
                self.program.close(self.books.popitem()[1])


Outcomes = Iterator[SelftestOutcome]


def same_value(one: Any, other: Any) -> bool:
    """True if a host's value equals ours: empty text is None, booleans are numbers, dates serial numbers, widths of ASC are
    ignored."""
    from workbooks.returned.rebuilt import same

    return same(plain(one), plain(other))


def plain(value: Any) -> Any:
    if isinstance(value, datetime):
        value = to_serial(value)
    return float(value) if isinstance(value, bool | int | float) else value
