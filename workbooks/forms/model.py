"""The model of a sheet: texts, labels, table, page, and computed cells as a formula together with its Python equivalent.

Formulas contain placeholders, so that one text serves every row and column order:

``{姓名}``    the cell of that column in the current row ``{#在册}``   the helper cell of that name in the current row, on 核对

Both become names relative to the row of the calling cell (``本行_附件4_姓名`` is ``附件4!$B1``, seen from row 1). The
formula of a column is therefore the same text in all rows, survives sorting, and depends on single cells instead of
columns. Other sheets are referenced by defined names only, so that renaming sheets and inserting rows is harmless.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from udfs.fields.declared import FieldKind as FieldKind
from udfs.native.texts import together as together
from udfs.records.class_file import ClassFile
from udfs.values.cells import Value, column_letters, column_number
from udfs.values.grid import NUMBER_HEADING, used
from udfs.values.regex import regex

NUMBER_FORMATS: Mapping[FieldKind, str] = {
    "text": "@",
    "integer": "0",
    "number": "0.##;-0.##;0",
    "money": "#,##0.00",
    "date": "yyyy-mm-dd",
    "percent": "0.00%",
    "choice": "General",
}
MESSAGE_HEADING = "核验"
OWN_ROW, OWN_HELPER, OWN_FORMULA = "本行", "行核", "算式"
"""Prefixes of names relative to the calling row: cells of the sheet, helper cells on 核对, formulas."""
USED, ORDER, MESSAGE = "在册", "在册累计", "提示语"
"""Helper cells that the sheets show: whether the row is used, the number of used rows so far, the message of the first check."""
HEADINGS, BEFORE_MESSAGE, BEHIND_MESSAGE, BEYOND = "表头", "前列", "后列", "表外"
WIDEST = "Z"
"""How far the columns reach in which one that a user has added is looked for."""
READY_ROWS, MOST_ROWS = 100, 5000
"""So many rows stand ready in a workbook unless another number is asked for, and no more than so many."""
GROWTH_ROWS = 15
"""Names, paint and validations reach so many rows behind the ready ones, for what is pasted or inserted beyond them. Each such
row is some 160 helper cells, so there are no more; commands that write beyond make the tables longer.
"""
_PLACEHOLDER = regex(r"\{(#?)([^{}#]+)\}")
_NAME_DROPS = regex(r"[^\w]")


LOOKED_BEYOND = 5000
"""Number of further rows in which only the presence of content is detected; the sheet then says that they are not checked."""


class RowView(NamedTuple):
    """A row as input of a computation.

    ``values``: {heading or label: value}; ``row``: row number in the sheet; ``position``: 1 for the first data row;
    ``numbered``: number of used rows above.
    """

    values: Mapping[str, Value]
    row: int = 0
    position: int = 0
    numbered: int = 0

    def get(self, name: str) -> Value:
        return self.values.get(name)


Compute = Callable[[ClassFile, RowView], Value]


@dataclass(frozen=True)
class Computed:
    """A computed cell: the formula (without "=") and the same computation in Python.

    ``replaceable``: a user may type a value instead, so an empty cell counts as empty. Otherwise an empty cell means that
    the value has not been computed yet.
    """

    formula: str
    compute: Compute
    replaceable: bool = False
    counts: tuple[str, ...] = ()
    """For 序号: a row counts if one of these headings has content."""
    reads: tuple[str, ...] = ()
    """Headings read by the Python computation where the formula uses a helper cell instead."""
    by_place: bool = False
    """True if the value depends on the position of the row in the table, not only on its content."""

    @cached_property
    def uses(self) -> frozenset[str]:
        """The headings whose cells in the same row are read."""
        named = frozenset(found[2] for found in _PLACEHOLDER.finditer(self.formula) if not found[1])
        return named | frozenset(self.reads)

    def on(self, sheet: str) -> str:
        """The formula as it is in every row of that sheet's table."""
        return _PLACEHOLDER.sub(lambda found: (helper_name if found[1] else row_name)(sheet, found[2]), self.formula)


@dataclass(frozen=True)
class FormColumn:
    """A column of a table. ``choices``: name of the closed list of the drop-down; ``width`` in characters."""

    heading: str
    width: float
    kind: FieldKind = "text"
    official: bool = False
    choices: str = ""
    computed: Computed | None = None
    prompt: str = ""
    centred: bool = True
    strict: bool = True
    """False: the drop-down only proposes; other entries cause a question."""
    hidden: bool = False
    elsewhere: str = ""
    """For a computed column whose values are typed on another sheet: the message shown on an entry, which is allowed."""
    one_line: bool = False
    """True: shrink to fit, never wrap."""
    printed: str = ""
    """The heading as printed, if it takes two lines."""
    min_width: int = 0
    """Minimum width on paper in Latin characters; the text is never wrapped."""

    @property
    def number_format(self) -> str:
        return NUMBER_FORMATS[self.kind]


@dataclass(frozen=True)
class TableForm:
    """A table: headings in ``heading_row``, data below. ``rows``: number of ready rows (None: as requested)."""

    columns: tuple[FormColumn, ...]
    heading_row: int = 3
    rows: int | None = None
    row_height: float | None = 24
    """None: automatic height."""
    heading_height: float = 30
    styled_by_column: bool = False
    """True: empty rows have no cells of their own; entries take the style of the column."""
    computed_rows: int | None = None
    """Number of ready rows with computed cells (None: all)."""

    @cached_property
    def letters(self) -> Mapping[str, str]:
        """{heading: column letters}."""
        return {column.heading: column_letters(at) for at, column in enumerate(self.columns, start=1)}

    @cached_property
    def by_heading(self) -> Mapping[str, FormColumn]:
        return {column.heading: column for column in self.columns}

    @cached_property
    def counted(self) -> tuple[str, ...]:
        """The headings whose content makes 序号 count the row."""
        return next((column.computed.counts for column in self.columns if column.computed and column.computed.counts), ())

    @property
    def first(self) -> int:
        """The first data row."""
        return self.heading_row + 1

    @cached_property
    def width(self) -> int:
        """The number of columns before 核验, without hidden ones."""
        return sum(not column.hidden and column.heading != MESSAGE_HEADING for column in self.columns)

    @cached_property
    def printed(self) -> int:
        """The number of printed columns: the official ones, or all if none is official."""
        return sum(column.official for column in self.columns) or self.width

    def across(self, row: int) -> str:
        """The address of a row across all printed columns."""
        return f"A{row}:{column_letters(self.printed)}{row}"

    def beside(self, row: int) -> str:
        """The address of a row across the working columns."""
        return f"{column_letters(self.printed + 1)}{row}:{column_letters(self.width)}{row}"

    def pages(self) -> str:
        """The print area, from the first row of the sheet."""
        return f"A1:{column_letters(self.printed)}{{last}}"

    def painted(self, first: int = 0) -> str:
        """The area in which findings are painted: all columns but 核验, from the headings or from row ``first``."""
        return f"A{first or self.heading_row}:{column_letters(self.width)}{{last}}"

    def frozen(self, heading: str) -> str:
        """The cell for frozen panes: rows down to the headings and columns up to ``heading`` stay visible."""
        return f"{column_letters(column_number(self.letters[heading]) + 1)}{self.first}"

    def last(self, rows: int) -> int:
        """The last ready data row of a workbook made for ``rows`` rows."""
        return self.heading_row + (self.rows or rows)

    def reach(self, rows: int) -> int:
        """The last row that names, paint and validations cover: rows for growth stand behind tables made for ``rows`` rows."""
        return self.last(rows) + (GROWTH_ROWS if self.rows is None else 0)

    @cached_property
    def computing_order(self) -> tuple[FormColumn, ...]:
        """The computed columns in order of dependency; 序号 last, since it depends on the other cells of the row."""
        waiting = {column.heading: column for column in self.columns if column.computed}
        ordered: list[FormColumn] = []

        def place(column: FormColumn) -> None:
            if waiting.pop(column.heading, None) is None:
                return
            assert column.computed
            for heading in sorted(column.computed.uses):
                if heading in waiting:
                    place(waiting[heading])
            ordered.append(column)

        for column in sorted(waiting.values(), key=lambda column: column.heading == NUMBER_HEADING):
            place(column)
        return tuple(ordered)


Style = Literal[
    "annex", "title", "label", "value", "heading", "section", "note", "hint", "sign", "plain", "place",
]  # fmt: skip


@dataclass(frozen=True)
class FixedText:
    """A fixed text or a display formula. ``area``: A1 or A2:H2 (merged if more than one cell)."""

    area: str
    text: str | Computed
    style: Style = "plain"


@dataclass(frozen=True)
class Label:
    """A label and the cell of its value. Areas of more than one cell are merged; ``hint`` is placed in ``hint_at``."""

    label: str
    label_at: str
    value_at: str
    kind: FieldKind = "text"
    choices: str = ""
    computed: Computed | None = None
    prompt: str = ""
    hint: str | Computed = ""
    hint_at: str = ""
    note_at: str = ""
    """Address of 备注 of this amount, for 附件3."""
    note: Computed | None = None
    """The computation that fills 备注."""
    strict: bool = True
    shown: str = ""
    """The text of the label cell if the notice of the class uses another term."""

    @property
    def number_format(self) -> str:
        return NUMBER_FORMATS[self.kind]

    @property
    def cell(self) -> str:
        """The address of the value's cell."""
        return self.value_at.split(":")[0]


@dataclass(frozen=True)
class Page:
    """Page set-up of a sheet: A4, full width. ``areas`` may contain {last} for the last ready row of the table."""

    areas: tuple[str, ...]
    landscape: bool = False
    repeat_heading: bool = True
    seal: bool = False
    """True: every footer has a place for the organiser's seal."""
    one_page: bool = False


@dataclass(frozen=True)
class Form:
    """One sheet of the workbook."""

    sheet: str
    page: Page
    texts: tuple[FixedText, ...] = ()
    labels: tuple[Label, ...] = ()
    table: TableForm | None = None
    widths: Mapping[str, float] | None = None
    """{column letters: width}, for columns outside the table."""
    heights: Mapping[int, float] | None = None
    boxes: tuple[str, ...] = ()
    """Areas drawn with a grid of thin lines."""
    freeze: str = ""
    searched: bool = False
    """True: a check searches for a column that only users add."""
    filtered: bool = False
    """True: the heading row has filter buttons, for sorting and for hiding blank rows before printing."""
    painted: str = ""
    """The area in which findings are painted; {last} is the last ready row."""
    tab: str = ""
    zoom: int = 100
    """Zoom on screen, in per cent."""

    @cached_property
    def by_label(self) -> Mapping[str, Label]:
        return {label.label: label for label in self.labels}

    def area(self, text: str, rows: int) -> str:
        """``text`` with {last} replaced."""
        return text.replace("{last}", str(self.table.last(rows) if self.table else rows))

    def named_cells(self, rows: int) -> Iterator[tuple[str, str]]:
        """(defined name, absolute address without sheet) of the value of every label and the data cells of every column."""
        for label in self.labels:
            yield defined_name(self.sheet, label.label), absolute(label.cell)
            if label.shown:
                yield defined_name(self.sheet, label.shown), absolute(label.cell)
            if label.note_at:
                yield defined_name(self.sheet, f"{label.label}备注"), absolute(label.note_at.split(":")[0])
        if self.table:
            first, last = self.table.first, self.table.reach(rows)
            for heading, letters in self.table.letters.items():
                yield defined_name(self.sheet, heading), f"${letters}${first}:${letters}${last}"
            if self.table.rows is None:
                yield defined_name(self.sheet, BEYOND), f"$B${last + 1}:$C${last + LOOKED_BEYOND}"
            yield defined_name(self.sheet, HEADINGS), f"$A${self.table.heading_row}:${WIDEST}${self.table.heading_row}"

    def relative_names(self) -> Iterator[tuple[str, str]]:
        """(name, address seen from row 1) of the cell of each column in the calling row. Where users add columns, also of the
        cells before and behind the message, to avoid a circular reference."""
        if not self.table:
            return
        for heading, letters in self.table.letters.items():
            yield row_name(self.sheet, heading), f"${letters}1"
        if self.searched:
            message = column_number(self.table.letters[MESSAGE_HEADING])
            yield row_name(self.sheet, BEFORE_MESSAGE), f"$A1:${column_letters(message - 1)}1"
            yield row_name(self.sheet, BEHIND_MESSAGE), f"${column_letters(message + 1)}1:${WIDEST}1"


def absolute(address: str) -> str:
    """B3 -> $B$3."""
    found = re.fullmatch(r"([A-Z]+)(\d+)", address)
    assert found, address
    return f"${found[1]}${found[2]}"


@lru_cache(maxsize=1024)
def defined_name(sheet: str, name: str) -> str:
    """The defined name of a label, heading or parameter; only letters, digits and underscores are kept.


    >>> defined_name("附件4", "专业技术职务（职称）")
    '附件4_专业技术职务职称'
    """
    return f"{sheet}_{_NAME_DROPS.sub('', name)}"


def row_name(sheet: str, heading: str) -> str:
    """The name of a column's cell in the calling row, such as 本行_附件4_姓名."""
    return f"{OWN_ROW}_{defined_name(sheet, heading)}"


def helper_name(sheet: str, name: str) -> str:
    """The name of a helper cell of the calling row on 核对, such as 行核_附件4_在册."""
    return f"{OWN_HELPER}_{defined_name(sheet, name)}"


def numbering(headings: Sequence[str], used_row: str = USED, counted: str = ORDER) -> Computed:
    """序号: numbers the rows in which one of ``headings`` has content, using the helper cells ``used_row`` and ``counted``."""

    def compute(_: ClassFile, row: RowView) -> Value:
        return row.numbered + 1 if used(row.values, headings) else ""

    return Computed(f'IF({{#{used_row}}}=0,"",{{#{counted}}})', compute, counts=tuple(headings))
