"""Maps rows of an open sheet to people, so that values are found again after rows have moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from udfs.people.identity import normal_document
from udfs.values.cells import Value
from udfs.values.grid import NUMBER_HEADING, Grid, find_table
from udfs.values.headings import DOCUMENT, NAME

if TYPE_CHECKING:
    import xlwings as xw

MOST_COLUMNS, MOST_ROWS = 64, 20_000
GONE, SEVERAL = "此人已不在表中", "此人有几行"


@dataclass(frozen=True)
class RowIdentities:
    """A table of people. ``columns``: {heading: column}; ``keys``: {row: normalised document number}."""

    columns: Mapping[str, int] = field(default_factory=dict)
    keys: Mapping[int, str] = field(default_factory=dict)

    def heading(self, column: int) -> str:
        return next((heading for heading, at in self.columns.items() if at == column), "")

    def after(self, row: int, written: Mapping[tuple[int, int], object]) -> str:
        """The person in a row once ``written`` is written; '' for nobody."""
        at = row, self.columns.get(DOCUMENT, 0)
        if at in written:
            value = written[at]
            return normal_document(value) if isinstance(value, str) else ""
        return self.keys.get(row, "")

    def place(self, row: int, column: int, person: str, heading: str) -> tuple[tuple[int, int], str]:
        """(current (row, column) of a person's cell, '' or the reason why it is unknown)."""
        column = self.columns.get(heading, column)
        if not person:
            return (row, column), ""
        rows = [at for at, key in self.keys.items() if key == person]
        if row in rows:
            return (row, column), ""
        if len(rows) == 1:
            return (rows[0], column), ""
        return (row, column), SEVERAL if rows else GONE


def row_identities(sheet: xw.Sheet) -> RowIdentities:
    """The people of a sheet, in one read; empty if it is not a table with document numbers."""
    used = sheet.used_range
    bottom, right = used.row + used.shape[0] - 1, used.column + used.shape[1] - 1
    block = sheet.range((1, 1), (min(bottom, MOST_ROWS), min(right, MOST_COLUMNS)))
    rows: list[list[Value]] = block.options(ndim=2, err_to_str=True).value
    headings = {text for row in rows[:60] for text in row if isinstance(text, str) and text.strip()}
    table = find_table(Grid(title=sheet.name, rows=rows, tells_formulas=False), headings | {NUMBER_HEADING, NAME, DOCUMENT})
    if table is None or not {NAME, DOCUMENT} <= table.columns.keys():
        return RowIdentities()
    keys = {at: normal_document(values.get(DOCUMENT)) for at, values in table.rows()}
    return RowIdentities(table.columns, {row: key for row, key in keys.items() if key})
