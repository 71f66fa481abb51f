"""Compares what a spreadsheet program makes of our formula cells with what their Python twins give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

from tests.office import Values
from udfs.records.class_file import ACCOUNTS, PROJECT, SURVEY, ClassFile
from udfs.values.cells import Value, column_number
from workbooks.book.reading import read_file
from workbooks.forms import FORMS
from workbooks.forms.filling import computed_rows, same_value
from workbooks.forms.model import MESSAGE_HEADING, Computed, Form, RowView, TableForm
from workbooks.ooxml.package import Package
from workbooks.ooxml.reading.sheets import read_grid

Spots = frozenset[tuple[int, int]]
Typed = dict[int, dict[str, Value]]


def differences(c: ClassFile, path: Path, shown: Values) -> list[str]:
    """Every formula cell of ours in the file whose value in ``shown`` is not what its Python twin gives."""
    read = read_file(path, c.today)
    found: list[str] = []
    for sheet, formulas in formula_cells(path).items():
        if sheet not in FORMS:
            continue  # 核对: tests/engines compares its cells
        form = FORMS[sheet]
        if form.table:
            found += table_differences(form, form.table, read, shown[sheet], formulas)
        found += label_differences(form, read, shown[sheet], formulas)
    return found


def formula_cells(path: Path) -> Mapping[str, Spots]:
    """The (row, column) of the formula cells of each sheet."""
    package = Package.open(path)
    return {sheet.title: frozenset(read_grid(package, sheet).formulas) for sheet in package.sheets}


def table_differences(form: Form, table: TableForm, read: ClassFile, shown: list[list[object]], formulas: Spots) -> Iterator[str]:
    """The twins run over what was typed; what they give is compared wherever a formula stands."""
    typed: Typed = {}
    there: Typed = {}
    for row in range(table.first, len(shown) + 1):
        values = {heading: value_at(shown, row, column_number(letters)) for heading, letters in table.letters.items()}
        computed = {h for h in values if (row, column_number(table.letters[h])) in formulas}
        typed[row] = {heading: value for heading, value in values.items() if heading not in computed}
        there[row] = {heading: value for heading, value in values.items() if heading in computed}
    for row, values in computed_rows(table, read, typed, len(shown) - table.heading_row):
        for heading, value in values.items():
            if heading == MESSAGE_HEADING and not value:
                continue  # what the native checks say there is compared with the predicates in tests/parity
            if heading in there.get(row, {}) and not same_value(value, there[row][heading]):
                yield f"{form.sheet}!{table.letters[heading]}{row} {heading}: 公式 {there[row][heading]!r}, Python {value!r}"


def label_differences(form: Form, read: ClassFile, shown: list[list[object]], formulas: Spots) -> Iterator[str]:
    """The values and the hints of a form of labels."""
    record = {PROJECT: read.project, ACCOUNTS: read.accounts, SURVEY: read.forms}.get(form.sheet)
    if record is None:
        return
    view = RowView({label: record.get(label) for label in type(record).attributes()})
    for label in form.labels:
        for at, computed in ((label.cell, label.computed), (label.hint_at, label.hint)):
            if not isinstance(computed, Computed) or spot(at) not in formulas:
                continue
            there, value = value_at(shown, *spot(at)), computed.compute(read, view)
            if not same_value(value, there):
                yield f"{form.sheet}!{at} {label.label}: 公式 {there!r}, Python {value!r}"


def value_at(shown: list[list[object]], row: int, column: int) -> Value:
    """The value at (row, column), counted from 1; None for an empty cell."""
    cells = shown[row - 1] if row <= len(shown) else []
    value = cells[column - 1] if column <= len(cells) else None
    return None if value == "" else cast(Value, value)


def spot(address: str) -> tuple[int, int]:
    """B3 -> (3, 2)."""
    letters = "".join(char for char in address if char.isalpha())
    return int(address[len(letters) :]), column_number(letters)
