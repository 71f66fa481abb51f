"""Resolves placeholders of native formulas to cells and names (language: ``udfs.native``).

Formulas do not read the cell itself but its copy on 核对, in which an error (#N/A) is a text, as in
``udfs.records.class_file``; otherwise one broken cell would disable every check of the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from udfs.native.broken import ERRORS
from udfs.native.levels import ENDED
from udfs.native.texts import bare, quoted
from udfs.records.class_file import ACCOUNTS, PARAMETERS, PROJECT, SURVEY
from udfs.values.regex import regex
from workbooks.forms import FORMS
from workbooks.forms.model import Form, absolute, defined_name

PLACEHOLDER = regex(r"\{([#!]?)([^{}@^#!]+)([@^]?)\}")
POSITION, INSIDE, TAKEN = "行次", "表内", "所填"
WIDEST = max(map(len, ERRORS))


def taken(heading: str) -> str:
    """The running column that copies the values under a heading."""
    return f"{TAKEN}_{defined_name('', heading)[1:]}"


def taken_over(cell: str) -> str:
    """A formula for the value of a cell: errors as text, white space as empty; an error if the cell does not exist.

    COLUMN does not evaluate the cell: it distinguishes a cell containing #REF! from a deleted one.
    """
    names = quoted("".join(name.ljust(WIDEST) for name in ERRORS))
    # Newer errors have higher numbers; they are shown as the last known one.
    error = f"TRIM(MID({names},MIN(ERROR.TYPE({cell}),{len(ERRORS)})*{WIDEST}-{WIDEST - 1},{WIDEST}))"
    return f'IF(ISERROR({cell}),IF(COLUMN({cell})>0,IFERROR({error},"{ERRORS[-1]}")),IF({bare(cell)}="","",{cell}))'


@lru_cache(maxsize=1)
def label_names() -> Mapping[str, str]:
    """{defined name of a label's value: name of its copy on 参数}."""
    names = (defined_name(sheet, label.label) for sheet in (PROJECT, ACCOUNTS, SURVEY) for label in FORMS[sheet].labels)
    return {name: defined_name(PARAMETERS, f"{TAKEN}_{name}") for name in names}


def reading_taken(formula: str, own: str = "") -> str:
    """The formula with label values replaced by their copies on 参数; the label named ``own`` is read directly."""
    return _LABEL.sub(lambda found: found[0] if found[0] == own else label_names().get(found[0], found[0]), formula)


_LABEL = regex(rf"(?<![\w])(?:{PROJECT}|{ACCOUNTS}|{SURVEY})_\w+")


def in_sheet(form: Form, formula: str, field: str) -> str:
    """The formula in a cell of the sheet itself, for the first data row; labels by their defined names."""
    table = form.table

    def replaced(found: re.Match[str]) -> str:
        kind, name, mark = found.groups()
        name = field if name == "." else name
        if kind:
            raise ValueError(f"{found[0]} stands on 核对 only")
        if table and name in table.letters:
            letters = table.letters[name]
            return f"${letters}${table.heading_row}" if mark == "@" else f"${letters}{table.first - (mark == '^')}"
        return defined_name(form.sheet, name)

    return PLACEHOLDER.sub(replaced, formula)


def own_cells(form: Form, formula: str) -> str:
    """The formula as content of a defined name: cells of the sheet in the calling row."""
    assert form.table, form.sheet
    letters = form.table.letters
    return PLACEHOLDER.sub(lambda found: f"{form.sheet}!${letters[found[2]]}1", formula)


def whole_sheet(sheet: str, formula: str, field: str, ended: bool = False) -> str:
    """The formula that judges a whole sheet; labels and columns by defined names. ``ended``: only after the end of the class."""
    formula = f"IF({ENDED},{formula},FALSE)" if ended else formula
    named = PLACEHOLDER.sub(lambda found: defined_name(sheet, field if found[2] == "." else found[2]), formula)
    return reading_taken(named)


def running_name(sheet: str, name: str) -> str:
    """The name of a running column, such as 参数_附件4_证件键."""
    return defined_name(PARAMETERS, f"{sheet}_{name}")


def message_with_level(sheet: str, scope: str, at: int | str) -> str:
    """A formula for the message of the check at position ``at`` of the list, prefixed by its level."""
    level, words = (f"INDEX({running_name(sheet, f'{scope}{of}')},{at})" for of in ("级别", "提示语"))
    return f'"【"&{level}&"】"&{words}'


def heading_cell(form: Form, field: str) -> str:
    """The absolute address of a field's own cell: a label's value or a column's heading."""
    if field in form.by_label:
        return absolute(form.by_label[field].cell)
    assert form.table, field
    return f"${form.table.letters[field]}${form.table.heading_row}"
