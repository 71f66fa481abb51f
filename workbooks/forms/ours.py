"""Which formula cells of a workbook are our own, and so can be computed by the forms."""

from __future__ import annotations

from udfs.assembly import Shape
from udfs.cells import column_letters
from udfs.grid import Labels
from workbooks.forms import FORMS
from workbooks.forms.filling import normal, rendered


def own_formulas(sheet: str, shape: Shape) -> set[tuple[int, int]]:
    """The (row, column) of the cells whose formula is the one the form of ``sheet`` declares for them."""
    form = FORMS.get(sheet)
    formulas = shape.grid.formulas
    found: set[tuple[int, int]] = set()
    if form is None:
        return found
    if isinstance(shape, Labels):
        for label in form.labels:
            at = shape.cells.get(label.label)
            if label.computed and at is not None and at in formulas and normal(formulas[at]) == normal(label.computed.formula):
                found.add(at)
        return found
    if form.table is None:
        return found
    letters = {heading: column_letters(column) for heading, column in shape.columns.items()}
    computed = {shape.columns[one.heading]: one.computed for one in form.table.columns if one.computed and one.heading in letters}
    for (row, column), text in formulas.items():
        ours = computed.get(column)
        if ours is not None and row > shape.heading_row and normal(text) == normal(rendered(ours, row, letters, shape)):
            found.add((row, column))
    return found
