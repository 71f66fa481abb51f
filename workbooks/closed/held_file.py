"""A workbook file held in memory: read on demand, changed cell by cell, saved atomically with a journal entry."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, cast

from udfs.records.class_file import CHECKING
from udfs.values.cells import Value, is_number, number
from udfs.values.grid import Grid
from workbooks.closed import journal
from workbooks.closed.hidden_parts import hidden_parts, with_rows
from workbooks.files import replacing
from workbooks.ooxml.addresses import Area
from workbooks.ooxml.formats import to_serial
from workbooks.ooxml.package import DefinedName, Package, SheetPart
from workbooks.ooxml.reading.sheets import CellReader, SheetContent, open_sheet, read_columns
from workbooks.ooxml.writing.changes import CellsToWrite, Formula, by_part, check_arrays, redirected
from workbooks.ooxml.writing.defined_names import PRINT_AREA, without_names
from workbooks.ooxml.writing.patching import with_cells

if TYPE_CHECKING:
    from workbooks.closed.restoring import Restoration


class HeldFile:
    """The values of a closed workbook including unsaved changes."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.pending: dict[str, CellsToWrite] = {}
        """Title of a sheet -> the cells written in it since the file was read."""
        self.commands: list[str] = []
        self.validations: dict[str, Restoration] = {}
        """Part of a sheet -> the validations that it gets back when the file is saved."""
        self.hidden_rows: dict[str, dict[int, bool]] = {}
        """Title of a sheet -> the rows that are hidden (True) or shown when the file is saved."""
        self.dropped_names: set[str] = set()
        """Names of the whole workbook that go when the file is saved."""
        self._as_read: Package | None = None
        """What the file holds, where its tables have been made longer here."""
        self._contents: dict[str, SheetContent] = {}
        self._unlaid: dict[str, CellReader] = {}
        """Title -> the reader of a sheet whose ready rows nobody has asked for yet."""
        self._unput: dict[str, CellsToWrite] = {}
        """Title -> the cells written last, which stand in the held values as soon as anybody asks for them."""

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> HeldFile:
        """Open the file. Errors: ``Unusable``."""
        return cls(Package.open(path))

    @property
    def path(self) -> Path:
        return self.package.path

    @property
    def sheets(self) -> tuple[SheetPart, ...]:
        return self.package.sheets

    @property
    def names(self) -> tuple[DefinedName, ...]:
        """The defined names, without deleted ones."""
        return tuple(one for one in self.package.names if one.sheet is not None or one.name not in self.dropped_names)

    def content(self, title: str) -> SheetContent:
        """The current content of a sheet."""
        found = self.typed(title)
        if found.ready:
            title = found.grid.title
            reader = self._unlaid.pop(title, None) or open_sheet(self.package, self.package.sheet(title))
            found = self._contents[title] = reader.content(title)
        return found

    def typed(self, title: str) -> SheetContent:
        """The same, possibly with ready rows in compact form, since most callers need few of them."""
        sheet = self.package.sheet(title)
        if sheet.title not in self._contents:
            reader = self._unlaid[sheet.title] = open_sheet(self.package, sheet)
            self._contents[sheet.title] = reader.typed(sheet.title)
        if sheet.title in self._unput:
            _put(self._contents[sheet.title].grid, self._unput.pop(sheet.title))
        return self._contents[sheet.title]

    def columns(self, title: str, last: int, head: int, wanted: Callable[[Grid], Iterable[int]]) -> Grid:
        """The first ``head`` rows of a sheet, and down to row ``last`` at least the columns selected by ``wanted`` from these."""
        sheet = self.package.sheet(title)
        some = None if sheet.title in self._contents else read_columns(self.package, sheet, last, head, wanted)
        return self.content(title).grid if some is None else some

    def grids(self) -> list[Grid]:
        """The blocks of the sheets in workbook order."""
        return [self.content(sheet.title).grid for sheet in self.sheets]

    @property
    def recalculates(self) -> bool:
        """True if the file, or a sheet of it read so far, says that its stored results are not to be trusted."""
        return self.package.recalculates or any(one.recalculates for one in self._contents.values())

    @property
    def stale(self) -> bool:
        """True if stored results of formulas may be old: the file says so, or cells were written."""
        return bool(self.pending) or self.recalculates

    def take(self, by_sheet: Mapping[str, CellsToWrite], command: str = "") -> int:
        """Write cells of each sheet to the held values; return the number that changed. Errors: ``Unusable``."""
        wanted: dict[str, CellsToWrite] = {}
        for sheet, cells in by_part(self.package, by_sheet).items():
            title = sheet.title
            content = self.content(title)
            cells = redirected(cells, content.merged)
            new = differing(content.grid, cells, self.package.date1904)
            new |= whole_arrays(cells, new, content.arrays)
            check_arrays(new, content.arrays, f"{self.path.name}“{title}”")
            if new:
                wanted[title] = new
        for title, new in wanted.items():
            self._unput[title] = new
            self.pending[title] = self.pending[title] | new if title in self.pending else new
        if wanted and command and command not in self.commands:
            self.commands.append(command)
        return sum(map(len, wanted.values()))

    def enlarge(self, rows: int) -> bool:
        """Extend the tables to so many rows; False if the workbook has another structure."""
        from workbooks.native.enlarging import enlarged

        data = enlarged(self.package, rows)
        if data is None:
            return False
        self._as_read = self._as_read or self.package
        self.package = Package(self.path, data)
        self._forget()
        self._unput = {title: dict(cells) for title, cells in self.pending.items()}
        return True

    def hide_rows(self, title: str, hidden: Mapping[int, bool], command: str) -> int:
        """Hide (True) or show rows on saving; return the number of rows that change."""
        now = hidden_parts(self.package, title).rows
        changed = {row: wanted for row, wanted in hidden.items() if wanted != (row in now)}
        if changed:
            self.hidden_rows[title] = changed
        if changed and command not in self.commands:
            self.commands.append(command)
        return len(changed)

    def restore_validations(self, command: str = "") -> int:
        """Restore overwritten drop-downs and input checks on saving; return the number of columns and labels. Errors:
        ``Unusable``."""
        from workbooks.closed.restoring import restored

        self.validations, count = restored(self)
        if count and command and command not in self.commands:
            self.commands.append(command)
        return count

    def save(self, command: str = "") -> bool:
        """Write the file atomically with a journal entry; True if it changed."""
        before = self._as_read or self.package
        count = sum(map(len, self.pending.values()))
        data = with_cells(self.package, self.pending)
        if self.dropped_names:
            data = without_names(Package(self.path, data), self.dropped_names)
        if self.validations:
            from workbooks.closed.restoring import with_validations

            data = with_validations(Package(self.path, data), self.validations)
        for title, rows in self.hidden_rows.items():
            data = with_rows(Package(self.path, data), title, rows)
        if data != before.data and any(name.name == PRINT_AREA for name in self.names):
            from workbooks.closed.paper import rows_of, with_paper

            data = with_paper(Package(self.path, data), rows_of(self))
        if data != before.data and CHECKING in (sheet.title for sheet in self.sheets):
            from workbooks.formula_engine.stored import with_values

            data = with_values(Package(self.path, data), date.today())
        if data == before.data:
            self.pending.clear()
            return False
        self._replace(before, data, command or "、".join(self.commands) or "写入", count)
        self.package, self._as_read = Package(self.path, data), None
        self._forget_changes()
        return True

    def _forget_changes(self) -> None:
        self.pending.clear()
        self.validations.clear()
        self.hidden_rows.clear()
        self.dropped_names.clear()
        self.commands.clear()
        self._forget()

    def _forget(self) -> None:
        self._contents.clear()
        self._unlaid.clear()
        self._unput = {}

    def reload(self) -> None:
        """Read the file again, giving up what was not saved."""
        self.package, self._as_read = Package.open(self.path), None
        self._forget_changes()

    def _replace(self, before: Package, data: bytes, command: str, count: int) -> None:
        replacing.check_free(Path(os.path.realpath(self.path)))
        step = journal.record_file(self.path, command, before.data, data, count)
        try:
            replacing.replace(self.path, data, expected=before.digest)
        except BaseException:
            journal.drop(self.path, step)
            raise


def whole_arrays(cells: CellsToWrite, new: CellsToWrite, arrays: Sequence[Area]) -> CellsToWrite:
    """The cells of completely overwritten array formulas, including those that were empty."""
    found: CellsToWrite = {}
    for area in arrays:
        if any(cell in area for cell in new):
            inside = {cell: value for cell, value in cells.items() if cell in area}
            if len(inside) == area.size:
                found |= inside
    return found


def differing(grid: Grid, cells: CellsToWrite, date1904: bool) -> CellsToWrite:
    """The cells whose new content differs."""
    rows, formulas = grid.rows, grid.formulas
    last = len(rows)
    if not formulas and min(map(itemgetter(0), cells), default=0) > last:  # fast path for thousands of new people
        return {cell: value for cell, value in cells.items() if value is not None and value != ""}
    new: CellsToWrite = {}
    for cell, value in cells.items():
        row, column = cell
        line = rows[row - 1] if row <= last else ()
        present = line[column - 1] if column <= len(line) else None
        if present is None and type(value) is str and value and cell not in formulas:
            new[cell] = value  # the most frequent case: a text into an empty cell
        elif not same(present, formulas.get(cell), value, date1904):
            new[cell] = value
    return new


def same(present: Value, formula: str | None, value: Value | Formula, date1904: bool = False) -> bool:
    """True if writing ``value`` to a cell with value ``present`` (and that formula, if any) would change nothing."""
    if isinstance(value, Formula):
        return formula == value.body and (value.cached is None or same(present, None, value.cached, date1904))
    if formula is not None:
        return False
    if value is None or value == "":
        return present is None or present == ""
    if isinstance(value, date):
        if isinstance(present, date):
            return _moment(present) == _moment(value)
        return is_number(present) and present == to_serial(value, date1904)
    if isinstance(value, bool) or isinstance(present, bool):
        return value is present
    if is_number(value) and is_number(present):
        return number(value) == number(present)
    return type(value) is type(present) and value == present


def _moment(value: date) -> datetime:
    return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)


def _shown(wanted: Value | Formula) -> Value:
    """The content of a cell after this was written."""
    value = wanted.cached if isinstance(wanted, Formula) else wanted
    return _moment(value) if isinstance(value, date) else value


def _put(grid: Grid, cells: CellsToWrite) -> None:
    """Put cells into the held values."""
    formulas = cast(dict[tuple[int, int], str], grid.formulas)
    rows = grid.rows
    last, line = 0, list[Value]()
    for at, wanted in cells.items():
        row, column = at
        if isinstance(wanted, Formula):
            formulas[at] = wanted.body
        elif formulas:
            formulas.pop(at, None)
        if row != last:
            rows.extend([] for _ in range(row - len(rows)))
            last, line = row, rows[row - 1]
        if len(line) < column:
            line.extend([None] * (column - len(line)))
        line[column - 1] = (wanted or None) if type(wanted) is str else _shown(wanted)
