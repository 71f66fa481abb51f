"""Changes brought into a workbook, open or closed, so that nothing is written twice and everything can be taken back."""

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
from workbooks.book.whose_rows import WhoseRows, whose_rows
from workbooks.closed import journal
from workbooks.closed.holding import same
from workbooks.closed.host import Host, formulas_of, held_file, number_format_of
from workbooks.closed.journal import CellStep, Step
from workbooks.files.errors import Unusable
from workbooks.ooxml.addresses import cell_address
from workbooks.ooxml.writing.changes import Cells, Change, Formula, by_sheet_of

if TYPE_CHECKING:
    import xlwings as xw

Cell = tuple[int, int]
V = TypeVar("V")
TEXT_FORMAT = "@"
# What a spreadsheet program would take for a formula, a number, a date, a share or a truth value when it is typed in.
_TAKEN_FOR_MORE = regex(r"\s*[=+\-@'(￥¥$.\d]|\s*(true|false)\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class TakenBack:
    """What an undo did: the command, how many cells have their old value again, and which were changed since and stay."""

    command: str
    restored: int
    kept: tuple[str, ...] = ()


@dataclass(frozen=True)
class Present:
    """What a cell of an open workbook holds now. ``seen``: whether its program tells formulas."""

    value: Value
    formula: str | None
    seen: bool = True

    def unseen(self, written: Value | Formula) -> bool:
        """Whether a formula was written that its program does not tell of."""
        return isinstance(written, Formula) and not self.seen

    def holds(self, written: Value | Formula) -> bool:
        """Whether it is what was written. A formula that is not told may show any value."""
        return self.unseen(written) or same(self.value, self.formula, written)


_unsaved: dict[str, list[Step]] = {}
"""The steps of books that have no folder yet: they live as long as the process."""


def write_changes(book: xw.Book, changes: Iterable[Change], command: str) -> int:
    """Write the changes that change something, and return how many those were; ``write`` tells the rest."""
    return write(book, by_sheet_of(changes), command)


def write(book: xw.Book, by_sheet: Mapping[str, Cells], command: str) -> int:
    """Write those of the cells of each sheet that change something, and return how many those were.

    In an open workbook they are journalled and written at once, a block at a time, after its filters were taken off
    (``workbooks.book.filters``; ``Unusable`` where they cannot be). In a closed file they wait for
    ``book.save()``, which journals and writes them as one step called ``command``.
    """
    file = held_file(book)
    if file is not None:
        return file.take(by_sheet, command)
    cells: list[CellStep] = []
    for title, wanted in by_sheet.items():
        present = _present(book.sheets[title], wanted)
        changed = {at: value for at, value in wanted.items() if not same(present[at].value, present[at].formula, value)}
        whose = whose_rows(book.sheets[title]) if changed else WhoseRows()
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
    """Take the last command back. A closed file gets the bytes it had before. In an open workbook each cell that still holds
    what the command wrote gets its old value, on the row where its person stands now; the others are reported and stay (with
    ``force`` they get it too, but for a person who is gone).

    Raises ``Unusable`` if there is nothing to take back.
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
        back: dict[Cell, Value | Formula] = {}
        for one, at in places.items():
            now = present[at]
            if now.unseen(one.new) and same(now.value, None, one.old):
                continue  # it shows what it showed before, so most likely the same formula stood there
            if force or now.holds(one.new):
                back[at] = one.old
            else:
                kept.append(f"{title}!{cell_address(*at)}")
        restored += len(back)
        _write(book.sheets[title], back)
    fit(book, by_sheet)
    _forget(book, step)
    return TakenBack(step.command, restored, tuple(kept))


def _places_now(sheet: xw.Sheet, steps: Sequence[CellStep]) -> tuple[dict[CellStep, Cell], list[str]]:
    """(step -> the cell where its person and its column stand now, what cannot be told and why)."""
    whose = whose_rows(sheet) if any(one.person for one in steps) else WhoseRows()
    places: dict[CellStep, Cell] = {}
    lost = []
    for one in steps:
        at, why = whose.place(one.row, one.column, one.person, one.heading)
        if why:
            lost.append(f"{one.sheet}!{cell_address(one.row, one.column)}（{why}）")
        else:
            places[one] = at
    return places, lost


def _present(sheet: xw.Sheet, cells: Mapping[Cell, object]) -> dict[Cell, Present]:
    """What the cells hold now: one read of values and one of formulas, over the block that spans them."""
    top, left = min(row for row, _ in cells), min(column for _, column in cells)
    bottom, right = max(row for row, _ in cells), max(column for _, column in cells)
    block = sheet.range((top, left), (bottom, right))
    values = block.options(ndim=2, err_to_str=True).value
    told = formulas_of(block)
    formulas, seen = (values, False) if told is None else (_rows_of(told, bottom - top + 1), True)
    found = {}
    for row, column in cells:
        formula = formulas[row - top][column - left]
        is_formula = isinstance(formula, str) and formula.startswith("=") and formula != values[row - top][column - left]
        found[row, column] = Present(values[row - top][column - left], formula[1:] if is_formula else None, seen)
    return found


def _rows_of(found: Any, height: int) -> Sequence[Sequence[Any]]:
    """A block as rows: engines give a lone cell as itself and a lone row or column as a flat list."""
    if not isinstance(found, list | tuple):
        return [[found]]
    if found and isinstance(found[0], list | tuple):
        return found
    return [found] if height == 1 else [[one] for one in found]


def _write(sheet: xw.Sheet, cells: Mapping[Cell, Value | Formula]) -> None:
    """Write block by block: values through ``value``, formulas through ``formula``."""
    formulas = {at: value for at, value in cells.items() if isinstance(value, Formula)}
    values = {at: value for at, value in cells.items() if not isinstance(value, Formula)}
    for (row, column), block in blocks(formulas):
        target = sheet.range((row, column), (row + len(block) - 1, column + len(block[0]) - 1))
        target.formula = [[f"={one.body}" for one in line] for line in block]
    # A browser tells of no filter: there a block of one row cannot put the first value into the rows that are seen.
    rows = {row for row, _ in values} if not Host(sheet.book).tells_formulas else {0}
    by_row = ({at: value for at, value in values.items() if row in (0, at[0])} for row in sorted(rows))
    for (row, column), lines in (block for part in by_row for block in blocks(part)):
        target = sheet.range((row, column), (row + len(lines) - 1, column + len(lines[0]) - 1))
        is_text = any(isinstance(one, str) for line in lines for one in line) and _is_text(target)
        target.value = [[_typed(one, is_text) for one in line] for line in lines]


def _is_text(block: xw.Range) -> bool:
    """True if all cells of the block have the text format; False where the host does not tell."""
    return number_format_of(block) == TEXT_FORMAT


def _typed(value: Value, is_text: bool) -> Any:
    """A value as a spreadsheet program takes it over: text stays text, whatever it looks like."""
    if isinstance(value, str):
        return f"'{value}" if not is_text and _TAKEN_FOR_MORE.match(value) else value
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return value


def blocks(cells: Mapping[Cell, V]) -> list[tuple[Cell, list[list[V]]]]:
    """Cells joined into rectangles without a gap: runs along a row, then equal runs of rows one below the other.

    >>> blocks({(1, 1): "a", (1, 2): "b", (2, 1): "c", (2, 2): "d", (3, 1): "e"})
    [((1, 1), [['a', 'b'], ['c', 'd']]), ((3, 1), [['e']])]
    """
    runs: list[tuple[int, int, list[V]]] = []
    for row, column in sorted(cells):
        if runs and runs[-1][0] == row and runs[-1][1] + len(runs[-1][2]) == column:
            runs[-1][2].append(cells[row, column])
        else:
            runs.append((row, column, [cells[row, column]]))
    found: list[tuple[Cell, list[list[V]]]] = []
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
    held.append(Step(len(held) + 1, command, "", journal.CELLS, cells=tuple(cells)))


def _last(book: xw.Book) -> Step:
    path = local_path(book)
    found = journal.steps(path) if path is not None else _unsaved.get(book.name, [])
    for step in reversed(found):
        if step.kind == journal.CELLS:
            return step
    raise Unusable(book.name, "没有可以撤销的步骤", "撤销只对本软件写入过的工作簿有效")


def _forget(book: xw.Book, step: Step) -> None:
    path = local_path(book)
    if path is not None:
        journal.drop(path, step)
    else:
        _unsaved[book.name].remove(step)


def local_path(book: xw.Book) -> Path | None:
    """Where the open book stands on this machine; None if it was never saved, or stands on a server.

    A book of OneDrive or SharePoint has an address for a name; xlwings looks for its copy on this machine, and fails without one.
    """
    try:
        path = Path(book.fullname)
    except Exception:  # XlwingsError, or what Excel says when it is asked for the settings of the search
        return None
    return path if path.is_absolute() and path.parent.is_dir() else None
