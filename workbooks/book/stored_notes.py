"""What the live check keeps beside 核验: the 说明 typed so far, each with the finding it belongs to.

While the live check works, its formulas show them in 说明. In a file that was saved where there is no add-in those formulas show
nothing, and the store is all that is left of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from udfs.records.class_file import ClassFile, Explained
from udfs.values import cells
from workbooks.ooxml.addresses import split_reference

if TYPE_CHECKING:
    from workbooks.closed.holding import HeldFile

NAME = "GY_NOTES"
"""The defined name of the store: a column of rule|mark (or rule|key|value for a finding about nobody), and one of texts."""


def with_stored_notes(c: ClassFile, file: HeldFile) -> ClassFile:
    """The class with the stored 说明 that stand beside no finding. They have rows below 0: no row of 核验 is theirs."""
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
    """(finding, text) of every row of the store; empty where there is none."""
    name = next((one for one in file.names if one.name == NAME and one.sheet is None), None)
    place = split_reference(name.refers_to) if name is not None else None
    if place is None:
        return []
    title, area = place
    grid = file.content(title).grid
    rows = range(area.first_row, area.last_row + 1)
    at = area.first_column
    return [(cells.text(grid.value(row, at)), cells.text(grid.value(row, at + 1))) for row in rows]
