"""The sheets of the workbook, each declared once: ``FORMS`` in the order of the workbook, ``fill`` for the reader.

A form says what stands where and how it looks; writing a workbook is the business of workbooks/templates.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from udfs.reading.assembly import Shape
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


def fill(sheet: str, shape: Shape, known: ClassFile) -> None:
    """The ``Filler`` of our forms: see ``filling.fill``."""
    form = FORMS.get(sheet)
    if form is not None and shape.grid.formulas:
        filling.fill(form, shape, known)


def own_formulas(sheet: str, shape: Shape) -> frozenset[tuple[int, int]]:
    """The (row, column) of the formula cells that hold exactly what our form has there; their values are computed by us."""
    form = FORMS.get(sheet)
    return filling.own_formulas(form, shape) if form is not None else frozenset()


def shows_nothing(sheet: str, shape: Table, known: ClassFile) -> bool:
    """True if what our form computes shows nothing in a row in which nothing is typed, wherever it stands."""
    form = FORMS.get(sheet)
    return form is not None and filling.shows_nothing(form, shape, known)


def all_own(sheet: str, shape: Table, row: int, formulas: Iterable[tuple[int, str]]) -> bool:
    """True if those of the formulas (column, text) in a row that a record reads are what our form has there."""
    form = FORMS.get(sheet)
    return form is not None and filling.all_own(form, shape, row, formulas)
