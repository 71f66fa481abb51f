"""What a workbook says on 参数, read from its cells: the notice it was made with, and what the office has changed.

Of the sheet two blocks are read, wherever they stand in its first rows: the parameters, and the two lists of days.
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
"""The blocks begin in one of the first rows."""
MOST_ROWS, MOST_COLUMNS = 400, 64
CALENDAR_HEADINGS = ("休息日", "调休上班日")


class Stated(NamedTuple):
    """What a workbook says on 参数: the name of the pack it was made with, and what the office has changed."""

    notice: str = ""
    settings: tuple[Setting, ...] = ()
    lost: bool = False
    """True where the block of parameters should stand and does not: what an office had changed there, nobody knows."""


NOTHING = Stated()


def stated_of(grid: Grid) -> Stated:
    resting, working = (tuple(column_of(grid, heading)) for heading in CALENDAR_HEADINGS)
    rows = tuple(rows_of(grid))
    kinds = tuple(map(type, (*resting, *working, *(row.value for row in rows))))
    return stated_by(rows, resting, working, kinds)


@remembered(maxsize=64)
def stated_by(
    rows: tuple[Setting, ...], resting: tuple[Value, ...], working: tuple[Value, ...], _kinds: tuple[type, ...]
) -> Stated:
    """Most offices change nothing: the sheet says the same in one workbook after the other. ``_kinds``: of all values, which tell
    TRUE from 1."""
    notice = stated_notice(rows)
    changed = (*own_settings(rows, notice), *own_calendar(resting, working, notice))
    return Stated(notice, changed, lost=not rows)


def columns_read(head: Grid) -> Iterator[int]:
    """The columns that are read, told by the first rows: most of the sheet holds lists and titles that no office changes."""
    yield from range(1, len(HEADINGS) + 1)
    for heading in CALENDAR_HEADINGS:
        yield from (column for _, column in heading_places(head, heading))


def heading_place(grid: Grid, heading: str) -> tuple[int, int]:
    """Row and column of a heading of the sheet; (0, 0) where it is not there."""
    return next(heading_places(grid, heading), (0, 0))


def heading_places(grid: Grid, heading: str) -> Iterator[tuple[int, int]]:
    """Where it stands in the first rows."""
    for row, values in enumerate(grid.rows[: SEARCHED - 1], start=1):
        for column, value in enumerate(values[: MOST_COLUMNS - 1], start=1):
            if value is not None and text(value) == heading:
                yield row, column


def column_of(grid: Grid, heading: str) -> list[Value]:
    """What stands under a heading of the sheet, down to the end of the block."""
    first, column = heading_place(grid, heading)
    return [grid.value(at, column) for at in range(first + 1, MOST_ROWS)] if first else []


def heading_row(grid: Grid) -> int:
    """The row above the parameters; 0 where there is no such block."""
    return next((at for at in range(1, SEARCHED) if tuple(text(grid.value(at, column)) for column in (1, 2, 3)) == HEADINGS), 0)


def rows_of(grid: Grid) -> Iterator[Setting]:
    """The rows of the block, down to the first without a name."""
    first = heading_row(grid)
    if not first:
        return
    row = first + 1
    while not blank(grid.value(row, 1)):
        yield Setting(text(grid.value(row, 1)), text(grid.value(row, 2)), held(grid, row))
        row += 1


def held(grid: Grid, row: int) -> Value:
    """The value of a row; a formula that nobody has calculated yet stands for itself (=1/7)."""
    value = grid.value(row, 3)
    formula = grid.formulas.get((row, 3))
    return f"={formula}" if value is None and formula else value
