"""Placeholders of native formulas -> cells and names (see ``udfs.native`` for the language).

What formulas read is not the cell itself but what 核对 takes over from it: an error in a cell (#N/A) is a text there, as for
``udfs.records.class_file``, so that one broken cell does not silence every check of the sheet.
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
    """The running column that takes over what stands under that heading."""
    return f"{TAKEN}_{defined_name('', heading)[1:]}"


def taken_over(cell: str) -> str:
    """A formula for what the cell holds: an error as its text, mere white space as nothing; an error if there is no such cell.

    COLUMN does not look into the cell: it knows a cell with #REF! in it from one that is gone.
    """
    names = quoted("".join(name.ljust(WIDEST) for name in ERRORS))
    # Newer errors have higher numbers; they are told as the last one.
    error = f"TRIM(MID({names},MIN(ERROR.TYPE({cell}),{len(ERRORS)})*{WIDEST}-{WIDEST - 1},{WIDEST}))"
    return f'IF(ISERROR({cell}),IF(COLUMN({cell})>0,IFERROR({error},"{ERRORS[-1]}")),IF({bare(cell)}="","",{cell}))'


@lru_cache(maxsize=1)
def label_names() -> Mapping[str, str]:
    """The defined name of every label's value -> the name of the cell on 参数 that takes it over."""
    names = (defined_name(sheet, label.label) for sheet in (PROJECT, ACCOUNTS, SURVEY) for label in FORMS[sheet].labels)
    return {name: defined_name(PARAMETERS, f"{TAKEN}_{name}") for name in names}


def reading_taken(formula: str, own: str = "") -> str:
    """The formula with the values of labels as 参数 takes them over; that of the label named ``own`` as it stands."""
    return _LABEL.sub(lambda found: found[0] if found[0] == own else label_names().get(found[0], found[0]), formula)


_LABEL = regex(rf"(?<![\w])(?:{PROJECT}|{ACCOUNTS}|{SURVEY})_\w+")


def in_sheet(form: Form, formula: str, field: str) -> str:
    """The formula as it stands in a cell of the sheet itself, for the first data row; labels by their defined names."""
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
    """The formula as a defined name holds it: cells of the sheet in the row of whoever asks."""
    assert form.table, form.sheet
    letters = form.table.letters
    return PLACEHOLDER.sub(lambda found: f"{form.sheet}!${letters[found[2]]}1", formula)


def whole_sheet(sheet: str, formula: str, field: str, ended: bool = False) -> str:
    """The formula that judges a sheet as a whole: labels and columns by their defined names. ``ended``: when the class has."""
    formula = f"IF({ENDED},{formula},FALSE)" if ended else formula
    named = PLACEHOLDER.sub(lambda found: defined_name(sheet, field if found[2] == "." else found[2]), formula)
    return reading_taken(named)


def running_name(sheet: str, name: str) -> str:
    """参数_附件4_证件键."""
    return defined_name(PARAMETERS, f"{sheet}_{name}")


def said_with_level(sheet: str, scope: str, at: int | str) -> str:
    """A formula: what the check at that place of its list says, with its level before it."""
    level, words = (f"INDEX({running_name(sheet, f'{scope}{of}')},{at})" for of in ("级别", "提示语"))
    return f'"【"&{level}&"】"&{words}'


def heading_cell(form: Form, field: str) -> str:
    """The absolute address of a field's own cell: a label's value or a column's heading."""
    if field in form.by_label:
        return absolute(form.by_label[field].cell)
    assert form.table, field
    return f"${form.table.letters[field]}${form.table.heading_row}"
