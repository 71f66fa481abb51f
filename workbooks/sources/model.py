"""What is read out of a roster: blocks of cells, then people, each with the place it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from udfs.values.cells import Value, column_letters
from workbooks.files.errors import Unusable
from workbooks.ooxml.markup import Malformed
from workbooks.sources.marks import NO_MARKS, Marks
from workbooks.sources.rawcells import NO_PART, Cell, Part, may_hold_troubles


class Span(NamedTuple):
    """A merged area, counted from 0, both corners in it."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Block:
    """One sheet of a source. ``rows[0]`` is its first row. ``part`` tells what the fast reader hides, where the source is a
    workbook."""

    source: str
    sheet: str
    rows: list[list[Value]]
    merged: tuple[Span, ...] = ()
    hidden: bool = False
    part: Part = NO_PART
    loose: bool = False
    """True for lines of text whose cells stand apart by spaces alone."""
    lines: tuple[int, ...] = ()
    """Where each row stood (from 0) before the rows were put in another order; empty where they were not."""
    marks: Marks = NO_MARKS
    """Text struck through, and comments."""

    def at(self, row: int) -> Origin:
        """The place of a row, counted from 0."""
        return Origin(self.source, self.sheet, (self.lines[row] if self.lines else row) + 1)

    @cached_property
    def hidden_rows(self) -> frozenset[int]:
        """The rows (from 1) that are hidden, by hand or by a filter."""
        return self.part.hidden_rows()

    @cached_property
    def hidden_columns(self) -> frozenset[int]:
        """The columns (from 0) that are hidden."""
        return self.part.hidden_columns()

    @cached_property
    def troubles(self) -> Mapping[Cell, str]:
        """By (row, column) from 0: what a cell lost (an error value, a formula without a result)."""
        return self._looked_into[0] if may_hold_troubles(self.part) else {}

    @property
    def exact(self) -> Mapping[Cell, str]:
        """By (row, column) from 0: the digits of whole numbers that no float keeps, as the file itself has them."""
        return self._looked_into[1]

    @cached_property
    def _looked_into(self) -> tuple[Mapping[Cell, str], Mapping[Cell, str]]:
        if self.part is NO_PART:
            return {}, {}
        try:
            return self.part.looked_into()
        except Malformed:
            todo = "请用 Excel 或 WPS 打开检查，另存为 xlsx 后再导入"
            raise Unusable(f"{self.source}“{self.sheet}”", "内容已损坏", todo) from None


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


class Changed(NamedTuple):
    """A value that was filled in otherwise than it stood in the source. ``spacing``: it differs in spaces, line breaks, widths
    or invisible characters alone."""

    origin: Origin
    person: str
    field: str
    old: str
    new: str
    spacing: bool = False


@dataclass(frozen=True)
class Column:
    """What one column of a table was taken for. ``field`` is '' if it was left aside; ``filled``: so many of its cells hold
    something; ``unused``: so many went nowhere, all of a column left aside, some of one that only stands in for another."""

    column: int
    heading: str
    field: str
    how: str
    filled: int
    unused: int

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
        return bool(self.unclear) or any(column.how in DOUBTFUL for column in self.columns)


EXACT, LIKELY, STATED, SPARE, CONTENT = "表头相同", "表头相近", "用户指定", "空缺时用", "按内容判断"
DOUBTFUL = (LIKELY, CONTENT)
"""How a column was taken that a person should look at before going on."""


@dataclass
class Roster:
    """All people of all sources, in their order, and what was left out or lost."""

    entries: list[Entry] = field(default_factory=list)
    skipped: list[Note] = field(default_factory=list)
    lost: list[Note] = field(default_factory=list)
    remarks: list[Note] = field(default_factory=list)
    mapped: list[Mapped] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    groups: dict[str, int] = field(default_factory=dict)
    """Class -> how many people, where the sources tell of several."""
