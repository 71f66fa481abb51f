"""Reads the settings of a workbook from 参数: its notice, and what the office changed.

Two blocks are located in the first rows of the sheet: the parameters, and the two lists of days.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from udfs.notice.packs import remembered
from udfs.records.settings import Setting, own_calendar, own_settings, stated_notice
from udfs.values.cells import Value, blank, text
from udfs.values.grid import Grid

HEADINGS = ("参数", "项", "值")
SEARCHED = 10
"""The blocks start within this many rows."""
MOST_ROWS, MOST_COLUMNS = 400, 64
CALENDAR_HEADINGS = ("休息日", "调休上班日")


class WorkbookParameters(NamedTuple):
    """The content of 参数: the pack the workbook was made with, and the changes of the office."""

    notice: str = ""
    settings: tuple[Setting, ...] = ()
    lost: bool = False
    """True if the block of parameters is missing, so that changes by the office are unknown."""


NOTHING = WorkbookParameters()


def stated_of(grid: Grid) -> WorkbookParameters:
    resting, working = (tuple(column_of(grid, heading)) for heading in CALENDAR_HEADINGS)
    rows = tuple(rows_of(grid))
    kinds = tuple(map(type, (*resting, *working, *(row.value for row in rows))))
    return stated_by(rows, resting, working, kinds)


@remembered(maxsize=64)
def stated_by(
    rows: tuple[Setting, ...], resting: tuple[Value, ...], working: tuple[Value, ...], _kinds: tuple[type, ...]
) -> WorkbookParameters:
    """Cached: most offices change nothing, so the sheet is the same in many workbooks. ``_kinds``: the types of all values,
    because TRUE equals 1 in a cache key."""
    notice = stated_notice(rows)
    changed = (*own_settings(rows, notice), *own_calendar(resting, working, notice))
    return WorkbookParameters(notice, changed, lost=not rows)


def columns_read(head: Grid) -> Iterator[int]:
    """The columns to read, located by the first rows; the rest of the sheet holds lists that no office changes."""
    yield from range(1, len(HEADINGS) + 1)
    for heading in CALENDAR_HEADINGS:
        yield from (column for _, column in heading_places(head, heading))


def heading_place(grid: Grid, heading: str) -> tuple[int, int]:
    """(row, column) of a heading; (0, 0) if missing."""
    return next(heading_places(grid, heading), (0, 0))


def heading_places(grid: Grid, heading: str) -> Iterator[tuple[int, int]]:
    """All places of a heading in the first rows."""
    for row, values in enumerate(grid.rows[: SEARCHED - 1], start=1):
        for column, value in enumerate(values[: MOST_COLUMNS - 1], start=1):
            if value is not None and text(value) == heading:
                yield row, column


def column_of(grid: Grid, heading: str) -> list[Value]:
    """The cells below a heading, down to the end of the block."""
    first, column = heading_place(grid, heading)
    return [grid.value(at, column) for at in range(first + 1, MOST_ROWS)] if first else []


def heading_row(grid: Grid) -> int:
    """The heading row of the parameters; 0 if there is no such block."""
    return next((at for at in range(1, SEARCHED) if tuple(text(grid.value(at, column)) for column in (1, 2, 3)) == HEADINGS), 0)


def rows_of(grid: Grid) -> Iterator[Setting]:
    """The rows of the block, up to the first without a name."""
    first = heading_row(grid)
    if not first:
        return
    row = first + 1
    while not blank(grid.value(row, 1)):
        yield Setting(text(grid.value(row, 1)), text(grid.value(row, 2)), held(grid, row))
        row += 1


def held(grid: Grid, row: int) -> Value:
    """The value of a row; the text of a formula that was never calculated (=1/7)."""
    value = grid.value(row, 3)
    formula = grid.formulas.get((row, 3))
    return f"={formula}" if value is None and formula else value
