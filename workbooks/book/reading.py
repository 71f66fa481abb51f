"""Reads a workbook as the records of a class, from a closed file or from a book open in a spreadsheet program."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from udfs.reading.assembly import READING_ORDER, SheetBlock, assemble, merged_counts, no_filler
from udfs.records.class_file import (
    CHECKING,
    PARAMETERS,
    RESULTS,
    Accounts,
    ClassFile,
    LedgerEntry,
    Project,
    SurveyForms,
)
from udfs.records.masking import SENSITIVE_NUMBERS, personal, public
from udfs.values.cells import UNCOMPUTED, Value, blank, plain
from udfs.values.grid import Grid, Labels, Table
from workbooks.book.formulas import block_formulas
from workbooks.book.lost_parts import lost_parts
from workbooks.book.stored_notes import with_stored_notes
from workbooks.closed.held_file import HeldFile
from workbooks.closed.host import Host, held_file, merged_area_of
from workbooks.closed.office_settings import settings_in, settings_of
from workbooks.closed.validated_fields import wiped_fields
from workbooks.files.errors import Unusable
from workbooks.forms import all_own, fill, own_formulas, shows_nothing
from workbooks.forms.locating import locate, look_alikes
from workbooks.ooxml.reading.sheets import MAX_CELLS, MAX_ROWS, Ready

if TYPE_CHECKING:
    import xlwings as xw

UNREAD = (PARAMETERS, CHECKING)
"""Sheets without records; settings of the office on 参数 are read separately."""
LedgerEntries = tuple[LedgerEntry, ...] | None
# Our widest table has 15 columns; on sheets formatted down to the last row nothing further to the right is read.
WIDEST = 64


def read_file(path: str | os.PathLike[str], today: date, ledger: LedgerEntries = None) -> ClassFile:
    """The class in a closed workbook. Formulas of ours are computed; others have the value that is stored beside them, or
    ``UNCOMPUTED``. Raises ``Unusable``."""
    return read_held(HeldFile.open(path), today, ledger)


def read_book(book: xw.Book, today: date, ledger: LedgerEntries = None) -> ClassFile:
    """The class in an xlwings book, one read per sheet. Errors: ``Unusable``."""
    file = held_file(book)
    if file is not None:
        return read_held(file, today, ledger)
    found = _located([_grid(sheet) for sheet in book.sheets if sheet.name not in UNREAD], book.name)
    if RESULTS in found:
        found[RESULTS] = _with_formulas(book, found[RESULTS])
    stated = settings_in(book)
    c = assemble(found, today, no_filler, stated)
    titles = [sheet.name for sheet in book.sheets]
    return noted(c.changed(ledger=ledger, **lost_parts(c, titles), **look_alike_sheets(c, titles)))


def read_held(file: HeldFile, today: date, ledger: LedgerEntries = None) -> ClassFile:
    """The class in a held file, unsaved changes included."""
    typed = [file.typed(sheet.title) for sheet in file.sheets if sheet.title not in UNREAD]
    found = _located([content.grid for content in typed], file.path.name)
    # Computed values go into copies: the held values are those of the file.
    copies = {sheet: copied(grid) for sheet, grid in found.items()}
    stated = settings_of(file)
    filling = _Filling(file, {content.grid.title: content.ready for content in typed})
    c = assemble(copies, today, filling.fill, stated)
    titles = [sheet.title for sheet in file.sheets]
    c = c.changed(ledger=ledger, wiped=wiped_fields(file), **lost_parts(c, titles), **look_alike_sheets(c, titles))
    hidden = {one.title for one in file.sheets if one.state != "visible"}
    c = c.changed(hidden_sheets=tuple(sheet for sheet, place in c.places.items() if place.title in hidden))
    return noted(with_stored_notes(c, file))


def look_alike_sheets(c: ClassFile, titles: Sequence[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Other sheets with a name similar to one that was read."""
    found = {sheet: place.title for sheet, place in c.places.items()}
    return {"look_alikes": look_alikes([title for title in titles if title not in UNREAD], found)}


def copied(grid: Grid) -> Grid:
    return replace(grid, rows=[list(row) for row in grid.rows], formulas=dict(grid.formulas))


def noted(c: ClassFile) -> ClassFile:
    """The class; registers its numbers for masking, and its certificate numbers as not to be masked."""
    SENSITIVE_NUMBERS.learn(personal(c))
    SENSITIVE_NUMBERS.spare(public(c))
    return c


def _located(grids: Sequence[Grid], name: str) -> dict[str, Grid]:
    found = locate(grids)
    if not found:
        sought = "、".join(READING_ORDER[:5])
        what = f"找不到可以识别的工作表（按名称或表头查找{sought}等）"
        raise Unusable(name, what, "请确认是高研项目的附件，且表头没有改动")
    return found


class _Filling:
    """Gives formula cells their values: our own formulas by our forms, others the one that is stored, if it can be trusted.

    ``ready``: {title: ready rows below those of the sheet's grid}.
    """

    def __init__(self, file: HeldFile, ready: Mapping[str, Sequence[Ready]]) -> None:
        self.file = file
        self.ready = ready
        self.deepest = 0
        """The last row in which a sheet read so far holds anything."""
        self.stale = file.stale
        stored_anew = CHECKING in (sheet.title for sheet in file.sheets) and not file.package.date1904
        self.doubtful = file.recalculates and not stored_anew
        """True if results stored in the file may be old. A save of ours stores them anew in a workbook that has 核对."""

    def fill(self, sheet: str, shape: SheetBlock, known: ClassFile) -> None:
        grid = shape.grid
        if isinstance(shape, Table):
            self._lay_ready(sheet, shape, known)
        if not grid.formulas:
            return
        ours = own_formulas(sheet, shape)
        for at in [at for at in _needed(shape) if at not in ours]:
            if self.doubtful or grid.value(*at) is None:
                _set(grid, at, UNCOMPUTED)  # a rule names it
        rows, last = grid.rows, len(grid.rows)
        for row, column in ours:
            if row <= last and column <= len(cells := rows[row - 1]):
                cells[column - 1] = None
        fill(sheet, shape, known)

    def _lay_ready(self, sheet: str, table: Table, known: ClassFile) -> None:
        """Expand the ready rows below, as far as they can show anything.

        Our own formulas either show a row of a previously read sheet (附件5 the trainees in order), and are empty beyond
        its last row, or depend on what is typed in their own row, which is empty here. Foreign formulas are unpredictable.
        """
        grid = table.grid
        formulas = cast(dict[tuple[int, int], str], grid.formulas)
        standing = self.ready[grid.title]
        if all(all_own(sheet, table, ready.first, self._unsure(ready)) for ready in standing):
            for ready in () if shows_nothing(sheet, table, known) else standing:
                for row in range(ready.first, min(ready.last, table.heading_row + self.deepest) + 1):
                    if ready.values:
                        grid.rows.extend([] for _ in range(row - 1 - len(grid.rows)))
                        grid.rows.append(list(ready.values))
                    formulas.update({(row, column): formula for column, formula in ready.formulas})
        else:
            whole = copied(self.file.content(grid.title).grid)
            grid.rows[:] = whole.rows
            formulas.update(whole.formulas)
        self.deepest = max(self.deepest, len(grid.rows))

    def _unsure(self, ready: Ready) -> list[tuple[int, str]]:
        """Its formulas whose result is missing or possibly outdated; the others show nothing according to the file."""
        return [one for one in ready.formulas if self.stale or ready.values[one[0] - 1] is None]


def _needed(shape: SheetBlock) -> Iterator[tuple[int, int]]:
    """The formula cells that a record reads."""
    if isinstance(shape, Labels):
        yield from (at for at in shape.cells.values() if at in shape.grid.formulas)
        return
    columns = set(shape.columns.values())
    yield from (at for at in shape.grid.formulas if at[0] > shape.heading_row and at[1] in columns)


def _set(grid: Grid, at: tuple[int, int], value: Value) -> None:
    row, column = at
    while len(grid.rows) < row:
        grid.rows.append([])
    cells = grid.rows[row - 1]
    cells.extend([None] * (column - len(cells)))
    cells[column - 1] = value


def _grid(sheet: xw.Sheet) -> Grid:
    """The block of an open sheet from A1 to the end of its used range, in one read."""
    used = sheet.used_range
    rows, columns = used.shape
    last_row, last_column = used.row + rows - 1, used.column + columns - 1
    if last_row * last_column > MAX_CELLS:
        last_column = min(last_column, WIDEST)
    values: list[list[Any]] = sheet.range((1, 1), (last_row, last_column)).options(ndim=2, err_to_str=True).value
    while values and all(blank(value) for value in values[-1]):
        values.pop()
    if len(values) > MAX_ROWS:
        todo = "请删除多余的行（选中后右键删除整行）再试"
        raise Unusable(f"“{sheet.name}”", f"第 {len(values)} 行还有内容，超过可处理的 {MAX_ROWS} 行", todo)
    return Grid(title=sheet.name, rows=values, merged=_merged_labels(sheet, values), tells_formulas=False)


def _with_formulas(book: xw.Book, grid: Grid) -> Grid:
    """The block with its formulas, by one more read: they show what is typed on 附件5. Unchanged if the host provides none."""
    sheet = book.sheets[grid.title]
    bottom, right = len(grid.rows), max((len(row) for row in grid.rows), default=0)
    if not bottom or not Host(book).tells_formulas:
        return grid
    return replace(grid, formulas=block_formulas(sheet, 1, 1, bottom, right), tells_formulas=True)


def _merged_labels(sheet: xw.Sheet, values: list[list[Value]]) -> dict[tuple[int, int], int]:
    """The width of merged labels. Only labels with an empty cell to the right are queried: each query is a call."""
    labels = {plain(label) for kind in (Project, Accounts, SurveyForms) for label in kind.attributes()}
    found: dict[tuple[int, int], int] = {}
    for row, cells in enumerate(values, start=1):
        for column, value in enumerate(cells, start=1):
            if not isinstance(value, str) or plain(value) not in labels:
                continue
            if column < len(cells) and not blank(cells[column]):
                continue
            area = merged_area_of(sheet.range((row, column)))
            if area is None:  # the value is the first number behind the label
                return merged_counts(values)
            if area.shape[1] > 1:
                found[row, column] = area.column + area.shape[1] - 1
    return found
