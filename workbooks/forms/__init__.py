"""The sheets of the workbook, each declared once: ``FORMS`` in the order of the workbook, ``fill`` for the reader."""

from __future__ import annotations

from collections.abc import Mapping

from udfs.assembly import Shape
from udfs.records import ClassFile
from workbooks.forms import (
    accounts,
    attendance,
    expenses,
    filling,
    findings,
    lectures,
    materials,
    parameters,
    people,
    project,
    results,
    survey,
)  # fmt: skip
from workbooks.forms.model import Form

FORMS: Mapping[str, Form] = {
    form.sheet: form
    for form in (
        project.FORM, accounts.FORM, people.FORM, results.FORM, survey.FORM, attendance.FORM, lectures.FORM, expenses.FORM,
        findings.FORM, materials.FORM, parameters.FORM,
    )
}  # fmt: skip


def fill(sheet: str, shape: Shape, known: ClassFile) -> None:
    """The ``Filler`` of our forms: see ``filling.fill``."""
    filling.fill(FORMS, sheet, shape, known)
