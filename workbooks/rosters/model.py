"""What is read out of a roster: blocks of cells, then people, each with the place it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from udfs.cells import Value, column_letters


class Span(NamedTuple):
    """A merged area, counted from 0, both corners in it."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Block:
    """One sheet of a source. ``rows[0]`` is its first row; ``troubles`` says, by (row, column) from 0, what a cell lost.

    ``exact`` holds the digits of numbers that no float keeps, where the file itself has them.
    """

    source: str
    sheet: str
    rows: list[list[Value]]
    merged: tuple[Span, ...] = ()
    hidden: bool = False
    hidden_rows: int = 0
    troubles: Mapping[tuple[int, int], str] = field(default_factory=dict)
    exact: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def at(self, row: int) -> Origin:
        """The place of a row, counted from 0."""
        return Origin(self.source, self.sheet, row + 1)


class Origin(NamedTuple):
    """Where something stands in the sources; ``row`` counted from 1."""

    source: str
    sheet: str
    row: int

    def __str__(self) -> str:
        sheet = f"“{self.sheet}”" if self.sheet else ""
        return f"{self.source}{sheet}第 {self.row} 行"


@dataclass(slots=True)
class Entry:
    """A person as a source tells of them: column of 附件4 -> text; what the source does not say is not in it."""

    origin: Origin
    values: dict[str, str]
    group: str = ""
    """The class (班次) the source puts the person in; '' if it does not say."""


class Note(NamedTuple):
    """Something the user should know of: a row left out, a value lost, a column not understood."""

    origin: Origin | None
    person: str
    what: str


@dataclass(frozen=True)
class Column:
    """What one column of a table was taken for. ``field`` is '' if it was left aside."""

    column: int
    heading: str
    field: str
    how: str

    @property
    def letters(self) -> str:
        return column_letters(self.column + 1)


@dataclass(frozen=True)
class Mapped:
    """The columns of one table, and what is not clear about them."""

    source: str
    sheet: str
    row: int
    columns: tuple[Column, ...]
    unclear: tuple[str, ...] = ()

    @property
    def doubtful(self) -> bool:
        """True if a column was taken by likeness, or something stayed unclear: worth a look before going on."""
        return bool(self.unclear) or any(column.how == LIKELY for column in self.columns)


EXACT, LIKELY, STATED = "表头相同", "表头相近", "用户指定"


@dataclass
class Roster:
    """All people of all sources, in their order, and what was left out or lost."""

    entries: list[Entry] = field(default_factory=list)
    skipped: list[Note] = field(default_factory=list)
    lost: list[Note] = field(default_factory=list)
    remarks: list[Note] = field(default_factory=list)
    mapped: list[Mapped] = field(default_factory=list)
    groups: dict[str, int] = field(default_factory=dict)
    """Class -> how many people, where the sources tell of several."""
