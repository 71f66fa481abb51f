"""The columns of a table, made from its declared fields and the formulas that fill some of them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from udfs.fields.declared import TABLES
from udfs.records.class_file import ClassFile
from udfs.values.cells import Value
from udfs.values.regex import regex
from workbooks.forms.model import MESSAGE, MESSAGE_HEADING, Computed, FormColumn, RowView


def columns(sheet: str, computed: Mapping[str, Computed], elsewhere: Mapping[str, str] | None = None) -> tuple[FormColumn, ...]:
    """The columns of the table without 核验. ``computed``: {heading: computation}, for every computed column.

    ``elsewhere``: {heading: message shown on an entry}, for columns whose values are typed on another sheet.
    """
    placed = [field for field in TABLES[sheet] if field.width]
    by_formula = {field.heading for field in placed if field.filled == "formula"}
    if by_formula != computed.keys():
        raise ValueError(f"{sheet}: {sorted(by_formula ^ computed.keys())} must be both declared and computed, or neither")
    return tuple(
        FormColumn(
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
            min_width=field.min_width,
        )
        for field in placed
    )


def with_message(
    sheet: str, computed: Mapping[str, Computed], elsewhere: Mapping[str, str] | None = None
) -> tuple[FormColumn, ...]:
    """The columns of the table, followed by the working column 核验."""
    message = FormColumn(MESSAGE_HEADING, 64, computed=first_message(sheet), centred=False)
    return (*columns(sheet, computed, elsewhere), message)


def first_message(sheet: str) -> Computed:
    """The 核验 cell of a row: level and message of its first finding, else of the first native check that fires.

    A key contains one column letter, which the "?" matches. Findings come from Python; native checks are formulas.
    """
    match = f'MATCH("{sheet}!?"&ROW(),核验_键,0)'
    found = f'"【"&INDEX(核验_级别,{match})&"】"&INDEX(核验_问题,{match})'
    # Without findings on this sheet nothing is looked up.
    native = f'IFERROR({{#{MESSAGE}}},"")'
    formula = f"IF(参数_{sheet}_有问题,IFERROR({found},{native}),{native})"

    def compute(known: ClassFile, row: RowView) -> Value:
        wanted = regex(rf"{re.escape(sheet)}!.{row.row}")
        found = next((one for one in known.explained if wanted.fullmatch(str(one.key or ""))), None)
        return f"【{found.severity}】{found.message}" if found else ""

    return Computed(formula, compute)
