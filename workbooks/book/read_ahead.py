"""Sheets of a file, read by a forked process and handed over as bytes.

They are valid only for a file with the same digest, and equal to the result of ``open_sheet``. Sheets that could not be
read or serialised are omitted, and read by the caller.
"""

from __future__ import annotations

import contextlib
import marshal
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import groupby

from udfs.values.cells import Value
from udfs.values.grid import Grid
from udfs.values.headings import CHECKING, PARAMETERS
from workbooks.files.begun import Send, taken
from workbooks.files.errors import GaoyanError
from workbooks.ooxml.addresses import Area
from workbooks.ooxml.package import Package
from workbooks.ooxml.reading.cell_reader import Ready, SheetContent, across
from workbooks.ooxml.reading.sheets import open_sheet

UNREAD = (PARAMETERS, CHECKING)
"""Sheets without records."""
Formulas = Mapping[tuple[int, int], str]
Run = tuple[int, int, list[tuple[int, str]]]
"""Rows (first, last) with the same formulas in the same columns, and these."""


def hand_over(path: str, send: Send) -> None:
    """Send the digest of the file, then its sheets."""
    package = Package.open(path)
    send(package.digest.encode())
    for sheet in package.sheets:
        if sheet.title not in UNREAD:
            with contextlib.suppress(GaoyanError, ValueError):
                send(written(open_sheet(package, sheet).typed(sheet.title)))


class HandedOver:
    """The sheets read ahead; empty if the file has changed."""

    def __init__(self, package: Package) -> None:
        copy = taken(package.path)
        self.begun = copy is not None
        self.coming: Iterator[bytes] = iter(copy or ())
        self.found: dict[str, SheetContent] = {}
        if copy is not None and next(self.coming, b"") != package.digest.encode():
            self.coming = iter(())

    def content(self, title: str) -> SheetContent | None:
        """The result of ``open_sheet`` for the sheet, with ready rows in compact form."""
        while title not in self.found and (piece := next(self.coming, None)) is not None:
            content = read(piece)
            self.found[content.grid.title] = content
        return self.found.pop(title, None)


def written(content: SheetContent) -> bytes:
    """A sheet as bytes. Errors: ValueError for content that cannot be serialised."""
    grid = content.grid
    ready = [(one.first, one.last, *plainly([one.values]), one.formulas) for one in content.ready]
    return marshal.dumps(
        (
            grid.title, *plainly(grid.rows), list(runs_of(grid.formulas)), corners(content.merged), corners(content.arrays),
            content.recalculates, corners(content.validated), ready,
        )
    )  # fmt: skip


def read(data: bytes) -> SheetContent:
    """The sheet from these bytes."""
    title, rows, moments, runs, merged, arrays, recalculates, validated, ready = marshal.loads(data)
    areas = tuple(Area(*one) for one in merged)
    formulas = {(row, column): text for first, last, line in runs for row in range(first, last + 1) for column, text in line}
    return SheetContent(
        Grid(title=title, rows=timed(rows, moments), formulas=formulas, merged=across(areas)),
        areas,
        tuple(Area(*one) for one in arrays),
        recalculates,
        tuple(Area(*one) for one in validated),
        tuple(Ready(first, last, timed(values, at)[0], formulas_) for first, last, values, at, formulas_ in ready),
    )


def plainly(rows: list[list[Value]]) -> tuple[list[list[Value]], list[tuple[int, int, str]]]:
    """The rows without dates and times, and these with their positions."""
    moments = [
        (at, column, value.isoformat())
        for at, row in enumerate(rows)
        for column, value in enumerate(row)
        if isinstance(value, datetime)
    ]
    without = list(rows)
    for at in {at for at, _, _ in moments}:
        without[at] = [None if isinstance(value, datetime) else value for value in rows[at]]
    return without, moments


def timed(rows: list[list[Value]], moments: list[tuple[int, int, str]]) -> list[list[Value]]:
    """The rows with dates and times put back."""
    for at, column, moment in moments:
        rows[at][column] = datetime.fromisoformat(moment)
    return rows


def corners(areas: tuple[Area, ...]) -> list[tuple[int, int, int, int]]:
    return [(one.first_row, one.first_column, one.last_row, one.last_column) for one in areas]


def runs_of(formulas: Formulas) -> Iterator[Run]:
    """The formulas grouped into runs, in order."""
    first = last = 0
    held: list[tuple[int, str]] = []
    for row, line in groupby(formulas.items(), key=row_of):
        cells = [(column, text) for (_, column), text in line]
        if row == last + 1 and cells == held:
            last = row
            continue
        if held:
            yield first, last, held
        first = last = row
        held = cells
    if held:
        yield first, last, held


def row_of(formula: tuple[tuple[int, int], str]) -> int:
    return formula[0][0]
