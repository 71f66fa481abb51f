"""What a try is, what it is tried in, and what came of it."""

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

Cell = tuple[str, int, int]
"""Sheet, row, column."""


class Program(Protocol):
    """A spreadsheet program at work. All it is given are scratch files; what it cannot tell it gives as None."""

    name: str

    def facts(self) -> dict[str, str]:
        """Version, bits, language, system: nothing personal."""

    def open(self, path: Path) -> xw.Book:
        """The file opened and computed."""

    def close(self, book: xw.Book) -> None:
        """Closed, nothing saved."""

    def calculate(self, book: xw.Book) -> None:
        """Everything that waits computed."""

    def pause(self, book: xw.Book) -> None:
        """Nothing is computed until ``calculate``."""

    def save_copy(self, book: xw.Book, path: Path) -> None:
        """The book as this program saves it, under another name."""

    def spelled(self, formula: str) -> str:
        """A formula of a file as this program takes it when it is typed."""

    def colours(self, book: xw.Book, asked: set[Cell]) -> Mapping[Cell, str] | None:
        """The fill that each cell shows, conditional formats included (RRGGBB); it may tell of more cells."""

    def hide_by_filter(self, book: xw.Book, sheet: str, heading_row: int, column: int, hidden: str) -> bool:
        """Filter a list so that the rows with that text are not shown; False where that cannot be done."""

    def diagnosis(self) -> str:
        """What 诊断 says there."""


@dataclass(frozen=True)
class Outcome:
    """``well``: None where it could not be tried here, with the reason in ``found``."""

    part: str
    what: str
    well: bool | None
    expected: str = ""
    found: str = ""


@dataclass
class Bench:
    """What the parts work with. ``folder``: scratch, thrown away at the end."""

    program: Program
    folder: Path
    damaged: Callable[[bytes], bytes] = field(default=lambda data: data)
    """Applied to every workbook before the program opens it; a test breaks it there."""

    books: dict[str, xw.Book] = field(default_factory=dict)

    def open(self, name: str, data: bytes) -> xw.Book:
        """The workbook of that name, opened at the first asking; ``data`` is what its file holds."""
        if name not in self.books:
            path = self.folder / name
            path.write_bytes(self.damaged(data))
            self.books[name] = self.program.open(path)
        return self.books[name]

    def close(self) -> None:
        """Every book closed."""
        while self.books:
            with suppress(Exception):  # one that the program closed itself
                self.program.close(self.books.popitem()[1])


Outcomes = Iterator[Outcome]


def alike(one: Any, other: Any) -> bool:
    """Whether a host's value is ours: nothing is the empty text, truth a number, a date its number, ASC as wide as it likes."""
    from workbooks.returned.rebuilt import same

    return same(plain(one), plain(other))


def plain(value: Any) -> Any:
    if isinstance(value, datetime):
        value = to_serial(value)
    return float(value) if isinstance(value, bool | int | float) else value
