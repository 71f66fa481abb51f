"""Carries the settings that an office changed on 参数 into a new workbook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from udfs.notice.rest_days import RESTING, WORKING
from udfs.reading.own_parameters import CALENDAR_HEADINGS, MOST_ROWS, SEARCHED, columns_read, heading_place, heading_row
from udfs.records.class_file import PARAMETERS
from udfs.records.settings import CALENDAR, Setting
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.grid import Grid
from workbooks.closed.held_file import HeldFile
from workbooks.ooxml.package import Package
from workbooks.ooxml.writing.changes import CellChange

ENTRY, VALUE = 2, 3


def setting_changes(settings: tuple[Setting, ...], package: Package, left: list[str]) -> Iterator[CellChange]:
    """The cells of the new workbook that receive the settings. ``left``: collects, in words, those without a cell there."""
    if not settings:
        return
    grid = HeldFile(package).columns(PARAMETERS, MOST_ROWS, SEARCHED, columns_read)
    rows = dict(places(grid))
    for one in settings:
        if one.name == CALENDAR:
            continue
        if (one.name, one.entry) in rows:
            yield CellChange(PARAMETERS, rows[one.name, one.entry], VALUE, one.value)
        else:
            left.append(f"参数“{one.name}{one.entry}”{cells.text(one.value)[:40]}：新工作簿没有这一格")
    yield from calendar_changes([one for one in settings if one.name == CALENDAR], grid, left)


def places(grid: Grid) -> Iterator[tuple[tuple[str, str], int]]:
    """(parameter, entry) and row of every cell that an office may change."""
    row = heading_row(grid) + 1
    while not cells.blank(grid.value(row, 1)):
        yield (cells.text(grid.value(row, 1)), cells.text(grid.value(row, ENTRY))), row
        row += 1


def calendar_changes(settings: list[Setting], grid: Grid, left: list[str]) -> Iterator[CellChange]:
    """The two lists of days, with the office's days in the years that it has filled in."""
    if not settings:
        return
    years = {int(one.entry) for one in settings}
    own = [(word[0], date.fromisoformat(word[1:])) for one in settings for word in cells.text(one.value).split()]
    for heading, kind in zip(CALENDAR_HEADINGS, (RESTING, WORKING), strict=True):
        first, column = heading_place(grid, heading)
        held = {at: day for at in range(first + 1, MOST_ROWS) if (day := cells.day(grid.value(at, column)))}
        days = sorted(
            {*(day for day in held.values() if day.year not in years), *(day for kind_of_day, day in own if kind_of_day == kind)}
        )
        rows = range(first + 1, max([first, *held]) + 1 + len(days))
        wanted: list[Value] = [*days, *[None] * (len(rows) - len(days))]
        if rows.stop > MOST_ROWS:
            left.append(f"参数的“{heading}”：新工作簿放不下{len(days)}天")
            continue
        yield from (
            CellChange(PARAMETERS, row, column, day)
            for row, day in zip(rows, wanted, strict=True)
            if day != held.get(row)
        )  # fmt: skip
