"""The sheets of the workbook, each declared once: ``FORMS`` in workbook order, and ``fill`` for the reader.

A form declares content, layout and style of a sheet; ``workbooks/templates`` writes the workbook.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from udfs.reading.assembly import SheetBlock
from udfs.records.class_file import ClassFile
from udfs.values.grid import Table
from workbooks.forms import filling  # fmt: skip
from workbooks.forms.model import Form
from workbooks.forms.sheets import (  # fmt: skip
    accounts,
    attendance,
    expenses,
    findings,
    lectures,
    materials,
    parameters,
    people,
    project,
    results,
    survey,
)

FORMS: Mapping[str, Form] = {
    form.sheet: form
    for form in (
        project.FORM, accounts.FORM, people.FORM, results.FORM, survey.FORM, attendance.FORM, lectures.FORM, expenses.FORM,
        findings.FORM, materials.FORM, parameters.FORM,
    )
}  # fmt: skip


def fill(sheet: str, shape: SheetBlock, known: ClassFile) -> None:
    """Compute the formula cells of a sheet; the ``Filler`` of our forms (``filling.fill``)."""
    form = FORMS.get(sheet)
    if form is not None and shape.grid.formulas:
        filling.fill(form, shape, known)


def own_formulas(sheet: str, shape: SheetBlock) -> frozenset[tuple[int, int]]:
    """The (row, column) of the formula cells whose formula is the one the form declares; their values are computed in Python."""
    form = FORMS.get(sheet)
    return filling.own_formulas(form, shape) if form is not None else frozenset()


def shows_nothing(sheet: str, shape: Table, known: ClassFile) -> bool:
    """True if our formulas show nothing in a row without typed values, regardless of its position."""
    form = FORMS.get(sheet)
    return form is not None and filling.shows_nothing(form, shape, known)


def all_own(sheet: str, shape: Table, row: int, formulas: Iterable[tuple[int, str]]) -> bool:
    """True if every formula (column, text) that a record reads in the row is the one the form declares."""
    form = FORMS.get(sheet)
    return form is not None and filling.all_own(form, shape, row, formulas)
