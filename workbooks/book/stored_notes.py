"""The store of the live check beside 核验: the 说明 typed so far, each with its finding.

While the live check runs, formulas show them in 说明. In a file saved without the add-in these formulas are empty, and the
store has the only copy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from udfs.records.class_file import ClassFile, Explained
from udfs.values import cells
from workbooks.ooxml.addresses import split_reference

if TYPE_CHECKING:
    from workbooks.closed.held_file import HeldFile

NAME = "GY_NOTES"
"""The defined name of the store: a column of rule|mark (or rule|key|value for a finding not about a person), and one of texts."""


def with_stored_notes(c: ClassFile, file: HeldFile) -> ClassFile:
    """The class with the stored 说明 that belong to no listed finding. Their row numbers are negative."""
    typed = [row for row in c.explained if not cells.blank(row.explanation)]
    shown = {(cells.text(row.code), cells.text(row.key), cells.text(row.value)) for row in typed}
    marks = {(cells.text(row.code), cells.text(row.mark)) for row in typed}
    added: list[Explained] = []
    for identity, text in stored(file):
        code, _, rest = identity.partition("|")
        key, by_place, value = rest.partition("|")
        if text and key and not by_place:
            if (code, key) not in marks:
                added.append(Explained(row=-1 - len(added), code=code, mark=key, explanation=text))
        elif text and key and (code, key, value) not in shown:
            added.append(Explained(row=-1 - len(added), code=code, key=key, value=value, explanation=text))
    return c.changed(explained=(*c.explained, *added)) if added else c


def stored(file: HeldFile) -> list[tuple[str, str]]:
    """(finding, text) of every row of the store; empty without one."""
    name = next((one for one in file.names if one.name == NAME and one.sheet is None), None)
    place = split_reference(name.refers_to) if name is not None else None
    if place is None:
        return []
    title, area = place
    grid = file.content(title).grid
    rows = range(area.first_row, area.last_row + 1)
    at = area.first_column
    return [(cells.text(grid.value(row, at)), cells.text(grid.value(row, at + 1))) for row in rows]
