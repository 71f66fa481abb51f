"""项目信息 shows the rows of the class's level: written whenever findings are written, in closed files and open books."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from udfs.records.class_file import PROJECT, ClassFile
from workbooks.closed.host import held_file, host_answer
from workbooks.forms.sheets.project import ROW_HEIGHT, rows_out_of_sight
from workbooks.ooxml.addresses import parse_cell

if TYPE_CHECKING:
    import xlwings as xw


def level_rows(c: ClassFile) -> dict[int, bool]:
    """{row of 项目信息: True if hidden}, for the rows that only one level fills in; a row shared with another label is left."""
    place = c.places.get(PROJECT)
    if place is None:
        return {}
    rows = {label: parse_cell(address)[0] for label, address in place.cells.items()}
    shared = Counter(rows.values())
    return {rows[label]: hidden for label, hidden in rows_out_of_sight(c).items() if label in rows and shared[rows[label]] == 1}


def show_level_rows(book: xw.Book, c: ClassFile, command: str) -> int:
    """Show the rows of the class's level and hide the empty ones of the other; returns the number of rows changed.

    A closed file is changed by ``book.save()``. In an open book a row of height 0 is a hidden one, in every program; a
    program without heights, or a protected sheet, keeps its rows.
    """
    rows = level_rows(c)
    if not rows:
        return 0
    title = c.places[PROJECT].title
    file = held_file(book)
    if file is not None:
        return file.hide_rows(title, rows, command)
    changed = 0
    for row, hidden in rows.items():
        try:
            changed += set_hidden(book.sheets[title].range((row, 1)), hidden)
        except Exception:  # each program has its own error for what it cannot do
            return changed
    return changed


def set_hidden(cell: xw.Range, hidden: bool) -> bool:
    """Hide or show the row of a cell; True if it changed. A program that does not tell heights (a browser) keeps its rows."""
    height = host_answer(lambda: cell.row_height)
    if height is None or hidden == (height == 0):
        return False
    cell.row_height = 0 if hidden else ROW_HEIGHT
    return True
