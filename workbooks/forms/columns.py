"""The columns of a sheet as its fields are declared, with the formulas that fill some of them."""

from __future__ import annotations

from collections.abc import Mapping

from udfs.fields import TABLES
from workbooks.forms.model import Column, Computed


def columns(sheet: str, computed: Mapping[str, Computed], elsewhere: Mapping[str, str] | None = None) -> tuple[Column, ...]:
    """The columns of the table. ``computed`` says what fills each column that is filled by a formula, and no other.

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
