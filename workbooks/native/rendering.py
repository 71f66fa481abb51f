"""Placeholders of native formulas -> cells and names (see ``udfs.native`` for the language).

What formulas read is not the cell itself but what 参数 takes over from it: an error in a cell (#N/A) is a text there, as for
``udfs.records``, so that one broken cell does not silence every check of the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from udfs.native.texts import quoted, trimmed
from udfs.records import ACCOUNTS, PARAMETERS, PROJECT, SURVEY
from workbooks.forms import FORMS
from workbooks.forms.model import Form, absolute, defined_name

_PLACEHOLDER = re.compile(r"\{(#?)([^{}@^#]+)([@^]?)\}")
POSITION, TAKEN = "行次", "所填"
ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
"""The errors of a cell, in the order in which ERROR.TYPE counts them."""


def taken(heading: str) -> str:
    """The running column that takes over what stands under that heading."""
    return f"{TAKEN}_{defined_name('', heading)[1:]}"


def taken_over(cell: str, behind: str = "FALSE") -> str:
    """A formula for what the cell holds: an error as its text, mere white space as nothing.

    ``behind``: a formula, asked where the cell gives an error: is there no such cell?
    """
    error = f'IFERROR(CHOOSE(ERROR.TYPE({cell}),{",".join(map(quoted, ERRORS))}),"{ERRORS[-1]}")'
    return f'IF(ISERROR({cell}),IF({behind},"",{error}),IF({trimmed(cell)}="","",{cell}))'


def headings_read(formulas: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The headings whose cells the formulas read, each with the field at hand."""
    for formula, field in formulas:
        for running, name, _ in _PLACEHOLDER.findall(formula):
            if not running:
                yield field if name == "." else name


@lru_cache(maxsize=1)
def label_names() -> Mapping[str, str]:
    """The defined name of every label's value -> the name of the cell on 参数 that takes it over."""
    names = (defined_name(sheet, label.label) for sheet in (PROJECT, ACCOUNTS, SURVEY) for label in FORMS[sheet].labels)
    return {name: defined_name(PARAMETERS, f"{TAKEN}_{name}") for name in names}


def reading_taken(formula: str) -> str:
    """The formula with the values of labels as 参数 takes them over."""
    return _LABEL.sub(lambda found: label_names().get(found[0], found[0]), formula)


_LABEL = re.compile(rf"(?<![\w])(?:{PROJECT}|{ACCOUNTS}|{SURVEY})_\w+")


@dataclass(frozen=True)
class RunningPlace:
    """A row of the running block of a sheet. ``letters``: running column -> its letters on 参数."""

    sheet: str
    letters: Mapping[str, str]
    row: int

    def rendered(self, formula: str, field: str = "") -> str:
        """The formula for this row; cells of the sheet are read where the row has taken them over."""

        def replaced(found: re.Match[str]) -> str:
            running, name, mark = found.groups()
            if running:
                return f"${self.letters[name]}{self.row - (mark == '^')}"
            if mark:
                raise ValueError(f"{found[0]} names no cell of a running row")
            return f"${self.letters[taken(field if name == '.' else name)]}{self.row}"

        return reading_taken(_PLACEHOLDER.sub(replaced, formula))

    def taking_over(self, heading: str) -> str:
        """What stands under that heading in this row: nothing behind the last row; an error where the column is gone."""
        column, position = defined_name(self.sheet, heading), f"${self.letters[POSITION]}{self.row}"
        return taken_over(f"INDEX({column},{position})", behind=f"{position}>ROWS({column})")


def in_sheet(form: Form, formula: str, field: str) -> str:
    """The formula as it stands in a cell of the sheet itself, for the first data row; labels by their defined names."""
    table = form.table

    def replaced(found: re.Match[str]) -> str:
        running, name, mark = found.groups()
        name = field if name == "." else name
        if running:
            raise ValueError(f"{found[0]} stands on 参数 only")
        if table and name in table.letters:
            letters = table.letters[name]
            return f"${letters}${table.heading_row}" if mark == "@" else f"${letters}{table.first - (mark == '^')}"
        return defined_name(form.sheet, name)

    return _PLACEHOLDER.sub(replaced, formula)


def whole_sheet(sheet: str, formula: str, field: str) -> str:
    """The formula that judges a sheet as a whole: labels and columns by their defined names."""
    named = _PLACEHOLDER.sub(lambda found: defined_name(sheet, field if found[2] == "." else found[2]), formula)
    return reading_taken(named)


def running_name(sheet: str, name: str) -> str:
    """参数_附件4_证件键."""
    return defined_name(PARAMETERS, f"{sheet}_{name}")


def heading_cell(form: Form, field: str) -> str:
    """The absolute address of a field's own cell: a label's value or a column's heading."""
    if field in form.by_label:
        return absolute(form.by_label[field].cell)
    assert form.table, field
    return f"${form.table.letters[field]}${form.table.heading_row}"
