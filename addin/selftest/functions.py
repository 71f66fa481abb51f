"""Tests the cell functions: each example is typed into a cell, if the program can call ours."""

from __future__ import annotations

from datetime import date

from addin.selftest.model import Bench, Outcomes, SelftestOutcome, same_value
from addin.selftest.scratch import template
from udfs.functions.examples import CASES, Given
from udfs.records.class_file import MATERIALS
from udfs.records.masking import hide
from workbooks.ooxml.formats import to_serial

PART = "函数"
COLUMN = 32
"""Far right of the used area."""


def try_functions(bench: Bench) -> Outcomes:
    """Test every example of every function."""
    book = bench.open(*template())
    sheet = book.sheets[MATERIALS]
    for row, (name, given, wanted) in enumerate(CASES, start=1):
        text = f"={name}({','.join(map(spelled, given))})"
        cell = sheet.range((row, COLUMN))
        cell.formula = bench.program.spelled(text)
        bench.program.calculate(book)
        found = cell.options(err_to_str=True).value
        expected = to_serial(wanted) if isinstance(wanted, date) else wanted
        yield SelftestOutcome(
            PART, hide(text), same_value(expected, found), hide(str(wanted)), hide("" if found is None else str(found))
        )


def spelled(value: Given) -> str:
    if isinstance(value, date):
        return f"DATE({value.year},{value.month},{value.day})"
    return f'"{value}"' if isinstance(value, str) else str(value)
