"""Writes changes to an open or closed workbook, without redundant writes and with undo."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from udfs.values.cells import Value
from udfs.values.regex import regex
from workbooks.book.filters import show_all_rows
from workbooks.book.row_identity import RowIdentities, row_identities
from workbooks.closed import journal
from workbooks.closed.held_file import same
from workbooks.closed.host import Host, formulas_of, held_file, number_format_of
from workbooks.closed.journal import CellStep, JournalStep
from workbooks.files.errors import Unusable
from workbooks.ooxml.addresses import cell_address
from workbooks.ooxml.writing.changes import CellChange, CellsToWrite, Formula, by_sheet_of

if TYPE_CHECKING:
    import xlwings as xw

RowColumn = tuple[int, int]
V = TypeVar("V")
TEXT_FORMAT = "@"
# Text that a spreadsheet program would interpret as formula, number, date, percentage or boolean when typed.
_TAKEN_FOR_MORE = regex(r"\s*[=+\-@'(￥¥$.\d]|\s*(true|false)\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class TakenBack:
    """The result of an undo: the command, number of restored cells, and cells changed since, which are kept."""

    command: str
    restored: int
    kept: tuple[str, ...] = ()


@dataclass(frozen=True)
class CellContent:
    """The current content of a cell of an open workbook. ``seen``: whether the program provides formulas."""

    value: Value
    formula: str | None
    seen: bool = True

    def unseen(self, written: Value | Formula) -> bool:
        """True if a formula was written and the program does not provide formulas."""
        return isinstance(written, Formula) and not self.seen

    def holds(self, written: Value | Formula) -> bool:
        """True if it equals what was written. An unseen formula may have any value."""
        return self.unseen(written) or same(self.value, self.formula, written)


_unsaved: dict[str, list[JournalStep]] = {}
"""The steps of books without a folder; they live as long as the process."""


def write_changes(book: xw.Book, changes: Iterable[CellChange], command: str) -> int:
    """Write the changes that differ and return their number; see ``write``."""
    return write(book, by_sheet_of(changes), command)


def write(book: xw.Book, by_sheet: Mapping[str, CellsToWrite], command: str) -> int:
    """Write the cells of each sheet that differ, and return their number.

    In an open workbook they are journalled and written immediately in blocks, after removing its filters
    (``workbooks.book.filters``; ``Unusable`` if impossible). In a closed file they are written by ``book.save()``, which
    journals them as one step named ``command``.
    """
    file = held_file(book)
    if file is not None:
        return file.take(by_sheet, command)
    cells: list[CellStep] = []
    for title, wanted in by_sheet.items():
        present = _present(book.sheets[title], wanted)
        changed = {at: value for at, value in wanted.items() if not same(present[at].value, present[at].formula, value)}
        whose = row_identities(book.sheets[title]) if changed else RowIdentities()
        for at, value in changed.items():
            now = present[at]
            old = Formula(now.formula, now.value) if now.formula is not None else now.value
            cells.append(CellStep(title, *at, old, value, whose.after(at[0], wanted), whose.heading(at[1])))
    if not cells:
        return 0
    from workbooks.closed.paper import fit

    show_all_rows(book, [one.sheet for one in cells])
    _record(book, command, cells)
    for title in by_sheet:
        _write(book.sheets[title], {(one.row, one.column): one.new for one in cells if one.sheet == title})
    fit(book, by_sheet)
    return len(cells)


def undo(book: xw.Book, force: bool = False) -> TakenBack:
    """Undo the last command. A closed file gets its previous bytes. In an open workbook each cell that still has the written
    value gets its old one, in the current row of its person; the others are reported and kept (with ``force`` they are
    restored as well, except for people no longer present).

    Errors: ``Unusable`` if there is nothing to undo.
    """
    file = held_file(book)
    if file is not None:
        step = journal.undo(file.path, force)
        file.reload()
        return TakenBack(step.command, 0)
    from workbooks.closed.paper import fit

    step = _last(book)
    by_sheet: dict[str, list[CellStep]] = defaultdict(list)
    for one in step.cells:
        by_sheet[one.sheet].append(one)
    show_all_rows(book, by_sheet)
    kept: list[str] = []
    restored = 0
    for title, steps in by_sheet.items():
        places, lost = _places_now(book.sheets[title], steps)
        kept += lost
        if not places:
            continue
        present = _present(book.sheets[title], dict.fromkeys(places.values()))
        back: dict[RowColumn, Value | Formula] = {}
        for one, at in places.items():
            now = present[at]
            if now.unseen(one.new) and same(now.value, None, one.old):
                continue  # it shows its previous value, so most likely the same formula was there
            if force or now.holds(one.new):
                back[at] = one.old
            else:
                kept.append(f"{title}!{cell_address(*at)}")
        restored += len(back)
        _write(book.sheets[title], back)
    fit(book, by_sheet)
    _forget(book, step)
    return TakenBack(step.command, restored, tuple(kept))


def _places_now(sheet: xw.Sheet, steps: Sequence[CellStep]) -> tuple[dict[CellStep, RowColumn], list[str]]:
    """({step: current cell of its person and column}, [unknown ones with the reason])."""
    whose = row_identities(sheet) if any(one.person for one in steps) else RowIdentities()
    places: dict[CellStep, RowColumn] = {}
    lost = []
    for one in steps:
        at, why = whose.place(one.row, one.column, one.person, one.heading)
        if why:
            lost.append(f"{one.sheet}!{cell_address(one.row, one.column)}（{why}）")
        else:
            places[one] = at
    return places, lost


def _present(sheet: xw.Sheet, cells: Mapping[RowColumn, object]) -> dict[RowColumn, CellContent]:
    """The current content of the cells: one read of values and one of formulas, over their bounding block."""
    top, left = min(row for row, _ in cells), min(column for _, column in cells)
    bottom, right = max(row for row, _ in cells), max(column for _, column in cells)
    block = sheet.range((top, left), (bottom, right))
    values = block.options(ndim=2, err_to_str=True).value
    answer = formulas_of(block)
    formulas, seen = (values, False) if answer is None else (_rows_of(answer, bottom - top + 1), True)
    found = {}
    for row, column in cells:
        formula = formulas[row - top][column - left]
        is_formula = isinstance(formula, str) and formula.startswith("=") and formula != values[row - top][column - left]
        found[row, column] = CellContent(values[row - top][column - left], formula[1:] if is_formula else None, seen)
    return found


def _rows_of(found: Any, height: int) -> Sequence[Sequence[Any]]:
    """A block as rows: engines return a single cell as a scalar and a single row or column as a flat list."""
    if not isinstance(found, list | tuple):
        return [[found]]
    if found and isinstance(found[0], list | tuple):
        return found
    return [found] if height == 1 else [[one] for one in found]


def _write(sheet: xw.Sheet, cells: Mapping[RowColumn, Value | Formula]) -> None:
    """Write block by block: values through ``value``, formulas through ``formula``."""
    formulas = {at: value for at, value in cells.items() if isinstance(value, Formula)}
    values = {at: value for at, value in cells.items() if not isinstance(value, Formula)}
    for (row, column), block in blocks(formulas):
        target = sheet.range((row, column), (row + len(block) - 1, column + len(block[0]) - 1))
        target.formula = [[f"={one.body}" for one in line] for line in block]
    # A browser does not provide filters: blocks of one row cannot spread the first value over the visible rows.
    rows = {row for row, _ in values} if not Host(sheet.book).tells_formulas else {0}
    by_row = ({at: value for at, value in values.items() if row in (0, at[0])} for row in sorted(rows))
    for (row, column), lines in (block for part in by_row for block in blocks(part)):
        target = sheet.range((row, column), (row + len(lines) - 1, column + len(lines[0]) - 1))
        is_text = any(isinstance(one, str) for line in lines for one in line) and _is_text(target)
        target.value = [[_typed(one, is_text) for one in line] for line in lines]


def _is_text(block: xw.Range) -> bool:
    """True if all cells of the block have text format; False if the host does not provide it."""
    return number_format_of(block) == TEXT_FORMAT


def _typed(value: Value, is_text: bool) -> Any:
    """A value protected against interpretation by the spreadsheet program: text remains text."""
    if isinstance(value, str):
        return f"'{value}" if not is_text and _TAKEN_FOR_MORE.match(value) else value
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return value


def blocks(cells: Mapping[RowColumn, V]) -> list[tuple[RowColumn, list[list[V]]]]:
    """Join cells into rectangles without gaps: runs along a row, then equal runs of consecutive rows.


    >>> blocks({(1, 1): "a", (1, 2): "b", (2, 1): "c", (2, 2): "d", (3, 1): "e"})
    [((1, 1), [['a', 'b'], ['c', 'd']]), ((3, 1), [['e']])]
    """
    runs: list[tuple[int, int, list[V]]] = []
    for row, column in sorted(cells):
        if runs and runs[-1][0] == row and runs[-1][1] + len(runs[-1][2]) == column:
            runs[-1][2].append(cells[row, column])
        else:
            runs.append((row, column, [cells[row, column]]))
    found: list[tuple[RowColumn, list[list[V]]]] = []
    growing: dict[tuple[int, int], list[list[V]]] = {}
    ends: dict[tuple[int, int], int] = {}
    for row, column, run in runs:
        key = (column, len(run))
        if key in growing and ends[key] == row - 1:
            growing[key].append(run)
        else:
            growing[key] = [run]
            found.append(((row, column), growing[key]))
        ends[key] = row
    return found


def _record(book: xw.Book, command: str, cells: Sequence[CellStep]) -> None:
    path = local_path(book)
    if path is not None:
        journal.record_cells(path, command, cells)
        return
    held = _unsaved.setdefault(book.name, [])
    held.append(JournalStep(len(held) + 1, command, "", journal.CELLS, cells=tuple(cells)))


def _last(book: xw.Book) -> JournalStep:
    path = local_path(book)
    found = journal.steps(path) if path is not None else _unsaved.get(book.name, [])
    for step in reversed(found):
        if step.kind == journal.CELLS:
            return step
    raise Unusable(book.name, "没有可以撤销的步骤", "撤销只对本软件写入过的工作簿有效")


def _forget(book: xw.Book, step: JournalStep) -> None:
    path = local_path(book)
    if path is not None:
        journal.drop(path, step)
    else:
        _unsaved[book.name].remove(step)


def local_path(book: xw.Book) -> Path | None:
    """The local path of the open book; None if it was never saved, or is on a server.

    A OneDrive or SharePoint book has a URL as name; xlwings searches for the local copy, and raises an error without one.
    """
    try:
        path = Path(book.fullname)
    except Exception:  # XlwingsError, or an error of Excel when asked for the settings of the search
        return None
    return path if path.is_absolute() and path.parent.is_dir() else None
