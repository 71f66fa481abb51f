"""Placeholders of native formulas -> cells and names (see ``udfs.native`` for the language)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from udfs.records import PARAMETERS
from workbooks.forms.model import Form, absolute, defined_name

_PLACEHOLDER = re.compile(r"\{(#?)([^{}@^#]+)([@^]?)\}")
POSITION = "行次"


@dataclass(frozen=True)
class RunningPlace:
    """A row of the running block of a sheet. ``letters``: running column -> its letters on 参数."""

    sheet: str
    letters: Mapping[str, str]
    row: int

    def rendered(self, formula: str, field: str = "") -> str:
        """The formula for this row; cells of the sheet are looked up by name and position."""
        position = f"${self.letters[POSITION]}{self.row}"

        def replaced(found: re.Match[str]) -> str:
            running, name, mark = found.groups()
            if running:
                return f"${self.letters[name]}{self.row - (mark == '^')}"
            column = defined_name(self.sheet, field if name == "." else name)
            if mark:
                raise ValueError(f"{found[0]} names no cell of a running row")
            return f"INDEX({column},{position})"

        return _PLACEHOLDER.sub(replaced, formula)


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
    return _PLACEHOLDER.sub(lambda found: defined_name(sheet, field if found[2] == "." else found[2]), formula)


def running_name(sheet: str, name: str) -> str:
    """参数_附件4_证件键."""
    return defined_name(PARAMETERS, f"{sheet}_{name}")


def heading_cell(form: Form, field: str) -> str:
    """The absolute address of a field's own cell: a label's value or a column's heading."""
    if field in form.by_label:
        return absolute(form.by_label[field].cell)
    assert form.table, field
    return f"${form.table.letters[field]}${form.table.heading_row}"
