"""The columns of a sheet as its fields are declared, with the formulas that fill some of them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from udfs.fields.declared import TABLES
from udfs.records.class_file import ClassFile
from udfs.values.cells import Value
from udfs.values.regex import regex
from workbooks.forms.model import MESSAGE, MESSAGE_HEADING, Column, Computed, RowView


def columns(sheet: str, computed: Mapping[str, Computed], elsewhere: Mapping[str, str] | None = None) -> tuple[Column, ...]:
    """The columns of the table, 核验 left out. ``computed`` says what fills each column filled by a formula, and no other.

    ``elsewhere``: what an entry into a column is answered with whose values are typed on another sheet.
    """
    placed = [field for field in TABLES[sheet] if field.width]
    by_formula = {field.heading for field in placed if field.filled == "formula"}
    if by_formula != computed.keys():
        raise ValueError(f"{sheet}: {sorted(by_formula ^ computed.keys())} must be both declared and computed, or neither")
    return tuple(
        Column(
            heading=field.heading,
            width=field.width,
            kind=field.kind,
            official=field.official,
            choices=field.choices,
            computed=computed.get(field.heading),
            prompt=field.prompt,
            centred=field.centred,
            strict=field.strict,
            hidden=field.hidden,
            elsewhere=(elsewhere or {}).get(field.heading, ""),
            one_line=field.one_line,
            printed=field.printed,
            room=field.room,
        )
        for field in placed
    )


def with_message(sheet: str, computed: Mapping[str, Computed], elsewhere: Mapping[str, str] | None = None) -> tuple[Column, ...]:
    """The columns of the table, and the working column 核验 behind them."""
    message = Column(MESSAGE_HEADING, 64, computed=first_message(sheet), centred=False)
    return (*columns(sheet, computed, elsewhere), message)


def first_message(sheet: str) -> Computed:
    """核验 beside a row: level and message of the first finding of that row, else of the first native check that fires there.

    Keys have one column letter, hence one "?". The Python side knows the findings; the checks are the native twins of rules.
    """
    match = f'MATCH("{sheet}!?"&ROW(),核验_键,0)'
    found = f'"【"&INDEX(核验_级别,{match})&"】"&INDEX(核验_问题,{match})'
    # Nothing is looked up as long as there are no findings of this sheet.
    native = f'IFERROR({{#{MESSAGE}}},"")'
    formula = f"IF(参数_{sheet}_有问题,IFERROR({found},{native}),{native})"

    def compute(known: ClassFile, row: RowView) -> Value:
        wanted = regex(rf"{re.escape(sheet)}!.{row.row}")
        found = next((one for one in known.explained if wanted.fullmatch(str(one.key or ""))), None)
        return f"【{found.severity}】{found.message}" if found else ""

    return Computed(formula, compute)
