"""Data of sources: blocks of cells, then people, each with its origin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from udfs.values.cells import Value, blank, column_letters
from workbooks.files.errors import Unusable
from workbooks.ooxml.markup import Malformed
from workbooks.sources.comments_and_strikes import NO_MARKS, Marks
from workbooks.sources.rawcells import ERRORS, HIDDEN, NO_PART, CellPosition, RawPart, SheetCells


def cell_of(row: Sequence[Value], column: int) -> Value:
    """The cell of a row; empty beyond its end."""
    return row[column] if column < len(row) else None


class MergedArea(NamedTuple):
    """A merged area, 0-based, both corners included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class SourceBlock:
    """One sheet of a source; ``rows[0]`` is its first row. ``part``: the sheet XML, for details that the fast reader omits."""

    source: str
    sheet: str
    rows: list[list[Value]]
    merged: tuple[MergedArea, ...] = ()
    hidden: bool = False
    part: RawPart = field(default=NO_PART, compare=False)
    loose: bool = False
    """True for text lines whose cells are separated only by spaces."""
    lines: tuple[int, ...] = ()
    """The original position (0-based) of each row before reordering; empty if not reordered."""
    marks: Marks = NO_MARKS
    """Struck-through text and comments."""

    def at(self, row: int) -> Origin:
        """The origin of a row, 0-based."""
        return Origin(self.source, self.sheet, (self.lines[row] if self.lines else row) + 1)

    @property
    def where(self) -> str:
        """The source with its sheet, as refusals name it."""
        return f"{self.source}“{self.sheet}”" if self.sheet else self.source

    def rearranged(self, rows: Sequence[Sequence[Value]], lines: Sequence[int]) -> SourceBlock:
        """The block with other rows; ``lines``: the original row (0-based) of each."""
        return replace(self, rows=[*map(list, rows)], lines=tuple(lines), merged=(), part=NO_PART, loose=False, marks=NO_MARKS)

    def above(self, row: int) -> list[Value]:
        """The non-empty cells above a row, such as titles."""
        return [cell for line in self.rows[: max(row, 0)] for cell in line if not blank(cell)]

    @property
    def hidden_rows(self) -> Set[int]:
        """The hidden rows (1-based), by hand or by a filter."""
        return self._cells.hidden_rows if self.part.holds(HIDDEN) else set()

    @property
    def hidden_columns(self) -> Set[int]:
        """The hidden columns (0-based)."""
        return self._cells.hidden_columns if self.part.holds(HIDDEN) else set()

    @property
    def troubles(self) -> Mapping[CellPosition, str]:
        """By 0-based (row, column): lost values (an error value, a formula without result)."""
        return self._cells.troubles if self.part.holds(*ERRORS) else {}

    @property
    def exact(self) -> Mapping[CellPosition, str]:
        """By 0-based (row, column): the digits in the file of integers too long for a float."""
        return self._cells.exact

    @property
    def _cells(self) -> SheetCells:
        try:
            return self.part.cells
        except Malformed:
            todo = "请用 Excel 或 WPS 打开检查，另存为 xlsx 后再导入"
            raise Unusable(self.where, "内容已损坏", todo) from None


class Origin(NamedTuple):
    """A place in the sources; ``row`` is 1-based."""

    source: str
    sheet: str
    row: int

    def __str__(self) -> str:
        sheet = f"“{self.sheet}”" if self.sheet else ""
        return f"{self.source}{sheet}第 {self.row} 行"


@dataclass(slots=True)
class RosterEntry:
    """A person in a source: {column of 附件4: text}; missing data are absent."""

    origin: Origin
    values: dict[str, str]
    group: str = ""
    """The class (班次) of the person in the source; '' if not stated."""


class Note(NamedTuple):
    """A message for the user: a skipped row, a lost value, an unknown column."""

    origin: Origin | None
    person: str
    what: str


class Changed(NamedTuple):
    """A value entered differently from the source. ``spacing``: it only differs in spaces, line breaks, character width or
    invisible characters."""

    origin: Origin
    person: str
    field: str
    old: str
    new: str
    spacing: bool = False


@dataclass(frozen=True)
class SourceColumn:
    """The interpretation of a table column. ``field``: '' if ignored; ``filled``: number of non-empty cells; ``unused``:
    number of cells not used: all of an ignored column, some of an alternative one."""

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
    """The columns of one table, and open questions about them."""

    source: str
    sheet: str
    row: int
    columns: tuple[SourceColumn, ...]
    unclear: tuple[str, ...] = ()

    @property
    def doubtful(self) -> bool:
        """True if a column was recognised by similarity, or a question is open: the user should look before proceeding."""
        return bool(self.unclear) or any(column.how in DOUBTFUL for column in self.columns)


EXACT, LIKELY, STATED, SPARE, CONTENT = "表头相同", "表头相近", "用户指定", "空缺时用", "按内容判断"
DOUBTFUL = (LIKELY, CONTENT)
"""Ways of recognising a column that the user should check."""


@dataclass
class Roster:
    """All people of all sources, in order, with skipped and lost content."""

    entries: list[RosterEntry] = field(default_factory=list)
    skipped: list[Note] = field(default_factory=list)
    lost: list[Note] = field(default_factory=list)
    remarks: list[Note] = field(default_factory=list)
    mapped: list[Mapped] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    groups: dict[str, int] = field(default_factory=dict)
    """{class: number of people}, if the sources contain several."""
