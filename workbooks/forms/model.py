"""What a sheet of the workbook is: its texts, labels, table, page, and the computed cells as formula and Python side by side.

A formula is written with placeholders, so that one text serves every row and every order of columns:

``{姓名}``    the cell of that column in the row at hand
``{#在册}``   the helper cell of that name in the row at hand, on 核对

Both become names whose row is that of the cell that asks (``本行_附件4_姓名`` is ``附件4!$B1``, seen from row 1). So the formula
of a column is one text for all its rows: it says the same after every sort, and depends on one cell and not on a column. Other
sheets are referred to by defined names only, so that a rename or an inserted row breaks nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from udfs.fields.declared import Kind as Kind
from udfs.native.texts import together as together
from udfs.records.class_file import ClassFile
from udfs.values.cells import Value, column_letters, column_number
from udfs.values.grid import NUMBER_HEADING, used
from udfs.values.regex import regex

NUMBER_FORMATS: Mapping[Kind, str] = {
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
"""What the names begin with whose row is that of the cell that asks: cells of the sheet itself, helper cells on 核对."""
USED, ORDER, MESSAGE = "在册", "在册累计", "提示语"
"""Helper cells that the sheets show: is the row a used one, how many there are down to it, what the first check says."""
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
"""So many rows behind those are only looked at for whether anything stands there: the sheet says what it does not check."""


class RowView(NamedTuple):
    """One row as a computation sees it.

    ``values``: heading (or label) -> value; ``row``: its number in the sheet; ``position``: 1 right under the heading;
    ``numbered``: how many used rows stand above it.
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
    """A cell that fills itself: the formula (without "=") and the same computation in Python.

    ``replaceable``: the value stands for something a user may type instead, so an empty cell there means empty. Where it is
    false, a record without that value has simply not been computed.
    """

    formula: str
    compute: Compute
    replaceable: bool = False
    counts: tuple[str, ...] = ()
    """For 序号: the headings under which something must stand for the row to count."""
    reads: tuple[str, ...] = ()
    """Headings whose value the computation in Python reads although the formula goes by a helper cell instead."""
    by_place: bool = False
    """True where the value follows from the place of the row in the table, and not from what stands in the row alone."""

    @cached_property
    def uses(self) -> frozenset[str]:
        """The headings whose cell in the same row is read."""
        named = frozenset(found[2] for found in _PLACEHOLDER.finditer(self.formula) if not found[1])
        return named | frozenset(self.reads)

    def on(self, sheet: str) -> str:
        """The formula as every row of that sheet's table holds it."""
        return _PLACEHOLDER.sub(lambda found: (helper_name if found[1] else row_name)(sheet, found[2]), self.formula)


@dataclass(frozen=True)
class Column:
    """A column of a table. ``choices`` names the closed list behind its drop-down; ``width`` in characters."""

    heading: str
    width: float
    kind: Kind = "text"
    official: bool = False
    choices: str = ""
    computed: Computed | None = None
    prompt: str = ""
    centred: bool = True
    strict: bool = True
    """False: the drop-down proposes, and another entry only gets a question."""
    hidden: bool = False
    elsewhere: str = ""
    """A computed column whose values are typed on another sheet: what an entry here is answered with (it may stand)."""
    one_line: bool = False
    """True: shrunk into its cell, never wrapped."""
    printed: str = ""
    """The heading as it is printed, where it takes two lines."""
    room: int = 0
    """On paper never broken over lines, with room for so many Latin characters."""

    @property
    def number_format(self) -> str:
        return NUMBER_FORMATS[self.kind]


@dataclass(frozen=True)
class TableForm:
    """A table: headings in ``heading_row``, data right under it. ``rows``: how many stand ready (None: as many as asked for)."""

    columns: tuple[Column, ...]
    heading_row: int = 3
    rows: int | None = None
    row_height: float | None = 24
    """None: as high as the text needs."""
    heading_height: float = 30
    styled_by_column: bool = False
    """True: an empty row has no cells of its own, and what is entered takes the style of its column."""
    computed_rows: int | None = None
    """How many of the ready rows have their computed cells (None: all)."""

    @cached_property
    def letters(self) -> Mapping[str, str]:
        """Heading -> column letters."""
        return {column.heading: column_letters(at) for at, column in enumerate(self.columns, start=1)}

    @cached_property
    def by_heading(self) -> Mapping[str, Column]:
        return {column.heading: column for column in self.columns}

    @cached_property
    def counted(self) -> tuple[str, ...]:
        """The headings under which something must stand for 序号 to count the row."""
        return next((column.computed.counts for column in self.columns if column.computed and column.computed.counts), ())

    @property
    def first(self) -> int:
        """The first data row."""
        return self.heading_row + 1

    @cached_property
    def width(self) -> int:
        """How many columns there are before 核验, hidden ones aside."""
        return sum(not column.hidden and column.heading != MESSAGE_HEADING for column in self.columns)

    @cached_property
    def printed(self) -> int:
        """How many of them are printed: the official ones, or all where none is official."""
        return sum(column.official for column in self.columns) or self.width

    def across(self, row: int) -> str:
        """A row over all columns that are printed."""
        return f"A{row}:{column_letters(self.printed)}{row}"

    def beside(self, row: int) -> str:
        """A row over the working columns beside them."""
        return f"{column_letters(self.printed + 1)}{row}:{column_letters(self.width)}{row}"

    def pages(self) -> str:
        """What is printed, from the first row of the sheet on."""
        return f"A1:{column_letters(self.printed)}{{last}}"

    def painted(self, first: int = 0) -> str:
        """Where findings are painted: in everything but 核验, from the headings on or from a row above them."""
        return f"A{first or self.heading_row}:{column_letters(self.width)}{{last}}"

    def frozen(self, heading: str) -> str:
        """The cell by which rows down to the headings, and columns as far as that one, stay in view."""
        return f"{column_letters(column_number(self.letters[heading]) + 1)}{self.first}"

    def last(self, rows: int) -> int:
        """The last ready data row of a workbook made for ``rows`` rows."""
        return self.heading_row + (self.rows or rows)

    def reach(self, rows: int) -> int:
        """The last row that names, paint and validations cover: rows for growth stand behind tables made for ``rows`` rows."""
        return self.last(rows) + (GROWTH_ROWS if self.rows is None else 0)

    @cached_property
    def computing_order(self) -> tuple[Column, ...]:
        """The computed columns, each after those it reads; 序号 last, since it counts what else is in the row."""
        waiting = {column.heading: column for column in self.columns if column.computed}
        ordered: list[Column] = []

        def place(column: Column) -> None:
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
class Text:
    """A fixed text, or a formula that is only shown (``area`` such as A1 or A2:H2, merged if more than one cell)."""

    area: str
    text: str | Computed
    style: Style = "plain"


@dataclass(frozen=True)
class Label:
    """A label and the cell of its value. Areas of more than one cell are merged; ``hint`` stands in ``hint_at``."""

    label: str
    label_at: str
    value_at: str
    kind: Kind = "text"
    choices: str = ""
    computed: Computed | None = None
    prompt: str = ""
    hint: str | Computed = ""
    hint_at: str = ""
    note_at: str = ""
    """Where 备注 of this amount stands, for 附件3."""
    note: Computed | None = None
    """What fills 备注 by itself."""
    strict: bool = True
    shown: str = ""
    """What stands in the cell of the label, where the notice of the class has another word for it."""

    @property
    def number_format(self) -> str:
        return NUMBER_FORMATS[self.kind]

    @property
    def cell(self) -> str:
        """The address of the value's cell."""
        return self.value_at.split(":")[0]


@dataclass(frozen=True)
class Page:
    """How a sheet prints: A4, in full width. ``areas`` may hold {last} for the last ready row of the table."""

    areas: tuple[str, ...]
    landscape: bool = False
    repeat_heading: bool = True
    seal: bool = False
    """True: the place for the organiser's seal stands at the foot of every page."""
    one_page: bool = False


@dataclass(frozen=True)
class Form:
    """One sheet of the workbook."""

    sheet: str
    page: Page
    texts: tuple[Text, ...] = ()
    labels: tuple[Label, ...] = ()
    table: TableForm | None = None
    widths: Mapping[str, float] | None = None
    """Column letters -> width, for columns outside the table."""
    heights: Mapping[int, float] | None = None
    boxes: tuple[str, ...] = ()
    """Areas drawn with a grid of thin lines."""
    freeze: str = ""
    searched: bool = False
    """True: a check looks for a column that only users add."""
    filtered: bool = False
    """True: the heading row carries filter buttons, for sorting and for hiding blank rows before printing."""
    painted: str = ""
    """The area in which findings are painted; {last} stands for the last ready row."""
    tab: str = ""
    zoom: int = 100
    """On the screen, in per cent."""

    @cached_property
    def by_label(self) -> Mapping[str, Label]:
        return {label.label: label for label in self.labels}

    def area(self, text: str, rows: int) -> str:
        """``text`` with {last} filled in."""
        return text.replace("{last}", str(self.table.last(rows) if self.table else rows))

    def named_cells(self, rows: int) -> Iterator[tuple[str, str]]:
        """(defined name, absolute address without the sheet) of every label's value and every column's data cells."""
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
        """(name, address seen from row 1) of the cells of each column in the row of whoever asks; where users add columns, also
        of all cells before and behind the message, which would else ask for itself."""
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
    """The defined name of a label, heading or parameter: every character but letters, digits and underscores drops out.

    >>> defined_name("附件4", "专业技术职务（职称）")
    '附件4_专业技术职务职称'
    """
    return f"{sheet}_{_NAME_DROPS.sub('', name)}"


def row_name(sheet: str, heading: str) -> str:
    """本行_附件4_姓名: the cell of that column in the row of whoever asks."""
    return f"{OWN_ROW}_{defined_name(sheet, heading)}"


def helper_name(sheet: str, name: str) -> str:
    """行核_附件4_在册: the helper cell of that row on 核对."""
    return f"{OWN_HELPER}_{defined_name(sheet, name)}"


def numbering(headings: Sequence[str], used_row: str = USED, counted: str = ORDER) -> Computed:
    """序号: counts the rows in which one of ``headings`` holds something; the helper cells say which, and how many so far."""

    def compute(_: ClassFile, row: RowView) -> Value:
        return row.numbered + 1 if used(row.values, headings) else ""

    return Computed(f'IF({{#{used_row}}}=0,"",{{#{counted}}})', compute, counts=tuple(headings))
