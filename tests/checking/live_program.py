"""The stand-in program of ``tests.open_program`` with what the live check needs: defined names, array formulas, formats.

It calculates one thing: what the formulas of the live check show, from the class that stands in its cells. Like Excel it raises
SheetChange for whatever a macro writes or clears, and answers with the add-in's event code (GaoyanLive.bas in Python).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import xlwings as xw
from xlwings import base_classes

from macros.checking.live import BLOCK, NOTES, ORDER, TYPED, note_lookup
from tests import open_program
from udfs.functions.violations import finding_row
from udfs.reading.own_parameters import MOST_COLUMNS, MOST_ROWS
from udfs.records.class_file import FINDINGS, PARAMETERS, ClassFile
from udfs.rules.runner import check
from udfs.values.cells import column_letters
from udfs.values.grid import Grid
from workbooks.book.reading import read_book
from workbooks.forms import FORMS
from workbooks.ooxml.addresses import Area, parse_area
from workbooks.templates.entering import entered


@dataclass
class LiveBook(open_program.OpenBook):
    """``names``: defined name -> (sheet, area); ``arrays``: (sheet, area) -> array formula.

    ``events``: whether it raises events; ``looked_up``: the notes that the event code moved, as (row, formula written).
    """

    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    arrays: dict[tuple[str, str], str] = field(default_factory=dict)
    events: bool = True
    looked_up: list[tuple[int, str]] = field(default_factory=list)

    def changed(self, sheet: str, area: Area) -> None:
        """SheetChange, and GaoyanKeepNotes."""
        if not self.events or not {TYPED, NOTES} <= set(self.names) or self.names[TYPED][0] != sheet:
            return
        typed, store = (parse_area(self.names[name][1]) for name in (TYPED, NOTES))
        if not typed.first_column <= area.last_column or not area.first_column <= typed.last_column:
            return
        self.events = False
        for row in range(max(area.first_row, typed.first_row), min(area.last_row, typed.last_row) + 1):
            self.keep_note(sheet, row, typed, store)
        self.events = True

    def keep_note(self, sheet: str, row: int, typed: Area, store: Area) -> None:
        """GaoyanKeepNote."""
        column = typed.first_column
        if (self.formula(sheet, row, column) or "").startswith("="):
            return
        identity = self.value(sheet, row, store.first_column - 1)
        note = self.value(sheet, row, column)
        if identity:
            known = {self.value(sheet, at, store.first_column): at for at in range(store.last_row, store.first_row - 1, -1)}
            at = known.get(identity, known.get(None) if note else None)
            if at is None and note:
                return
            if at is not None:
                self.cells[sheet, at, store.first_column] = (identity, None)
                self.cells[sheet, at, store.last_column] = (note, None)
        letters = (column_letters(store.first_column - 1 + offset) for offset in range(3))
        formula = note_lookup(row, *letters, store.first_row, store.last_row)
        self.cells[sheet, row, column] = (note or "", formula)
        self.looked_up.append((row, formula))

    def type(self, sheet: str, row: int, column: int, value: Any) -> None:
        """What a user types."""
        if value is None:
            self.cells.pop((sheet, row, column), None)
        else:
            self.cells[sheet, row, column] = (value, None)
        self.changed(sheet, Area(row, column, row, column))

    def show(self, sheet: str, row: int, column: int, value: Any) -> None:
        """The value of a cell whose formula stays."""
        self.cells[sheet, row, column] = (value, self.formula(sheet, row, column))

    def calculate(self, today: date) -> None:
        """What the formulas show for the class as it stands."""
        sheet, area = self.names[BLOCK]
        block = parse_area(area)
        columns = list(FORMS[FINDINGS].table.letters)  # type: ignore[union-attr]
        stored = parse_area(self.names[NOTES][1])
        notes = {self.value(sheet, row, stored.first_column): self.value(sheet, row, stored.first_column + 1)
                 for row in range(stored.first_row, stored.last_row + 1)}  # fmt: skip
        findings = [finding_row(one) for one in check(read_book(self.book, today)).findings]
        for at, row in enumerate(range(block.first_row, block.last_row + 1)):
            found = findings[at] if at < len(findings) else [""] * len(ORDER)
            for across, (heading, value) in enumerate(zip(ORDER, found, strict=True)):
                self.cells[sheet, row, block.first_column + across] = (value or None, None)
                self.show(sheet, row, columns.index(heading) + 1, value)
            by_heading = dict(zip(ORDER, found, strict=True))
            about = by_heading["印记"] or f"{by_heading['键']}|{by_heading['现值']}"
            identity = f"{by_heading['规则']}|{about}" if by_heading["键"] else ""
            self.show(sheet, row, block.last_column + 1, identity)
            self.show(sheet, row, columns.index("序号") + 1, at + 1 if identity else "")
            self.show(sheet, row, columns.index("说明") + 1, notes.get(identity, "") if identity else "")


def live_book(c: ClassFile) -> LiveBook:
    """The class in a workbook of ours, open in the program; computed cells hold their values."""
    import tempfile
    from pathlib import Path

    from workbooks.closed.held_file import HeldFile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "班.xlsx"
        path.write_bytes(entered(c))
        file = HeldFile.open(path)
        grids = [*(one for one in file.grids() if one.title != PARAMETERS), first_blocks_of(file.content(PARAMETERS).grid)]
    state = LiveBook(path=Path("unsaved.xlsx"), titles=[grid.title for grid in grids])
    for grid in grids:
        for row, cells in enumerate(grid.rows, start=1):
            for column, value in enumerate(cells, start=1):
                if value is not None:
                    state.cells[grid.title, row, column] = (value, None)
        if grid.title == FINDINGS:
            for at, formula in grid.formulas.items():
                state.cells[grid.title, at[0], at[1]] = ("", f"={formula}")
    state.book = xw.Book(impl=Book(state))
    return state


def first_blocks_of(grid: Grid) -> Grid:
    """参数 without its lists of titles and its formulas, which nothing here reads."""
    return Grid(PARAMETERS, [row[: MOST_COLUMNS // 2] for row in grid.rows[:MOST_ROWS]])


class Book(open_program.Book):
    @property
    def sheets(self) -> Any:
        return Sheets(self)

    @property
    def names(self) -> Any:
        return Names(self)


class Sheets(open_program.Sheets):
    def __iter__(self) -> Iterator[Any]:
        return (Sheet(self.book, title) for title in self.book.state.titles)

    def __call__(self, name: str | int) -> Any:
        return Sheet(self.book, name if isinstance(name, str) else self.book.state.titles[name - 1])


class Sheet(open_program.Sheet):
    def range(self, arg1: Any, arg2: Any = None) -> Any:
        area = super().range(arg1, arg2).area
        assert 1 <= area.first_row <= area.last_row, "Excel would take other cells, or none"
        return Range(self, area)

    @property
    def used_range(self) -> Any:
        return Range(self, super().used_range.area)


class Range(open_program.Range):
    """With array formulas, formats and clearing."""

    def __call__(self, row: int, column: int) -> Any:
        return Range(self.sheet, super().__call__(row, column).area)

    def _all(self) -> Iterator[tuple[str, int, int]]:
        for row in range(self.row, self.area.last_row + 1):
            for column in range(self.column, self.area.last_column + 1):
                yield self.sheet.name, row, column

    @property
    def formula(self) -> Any:
        array = next((text for (title, area), text in self._arrays() if title == self.sheet.name and
                      (self.row, self.column) in parse_area(area)), None)  # fmt: skip
        return array if array is not None and self.shape == (1, 1) else super().formula

    @formula.setter
    def formula(self, value: Any) -> None:
        self._enter(value)

    def _enter(self, value: Any) -> None:
        super()._enter(value)
        self.state.changed(self.sheet.name, self.area)  # type: ignore[attr-defined]

    def _arrays(self) -> Any:
        return self.state.arrays.items()  # type: ignore[attr-defined]

    @property
    def formula_array(self) -> Any:
        return self.formula

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        assert len(value) <= 255
        assert not any(self.state.filtered(*cell[:2]) for cell in self._all()), "nobody knows what Excel does here"
        self.state.arrays[self.sheet.name, self.address] = value  # type: ignore[attr-defined]
        self.state.changed(self.sheet.name, self.area)  # type: ignore[attr-defined]

    @property
    def number_format(self) -> str | None:
        return super().number_format

    @number_format.setter
    def number_format(self, code: str) -> None:
        for cell in self._all():
            self.state.formats[cell] = code

    def clear_contents(self) -> None:
        self.state.arrays.pop((self.sheet.name, self.address), None)  # type: ignore[attr-defined]
        self.state.calls += 1
        for cell in self._all():
            if not self.state.filtered(*cell[:2]):
                self.state.cells.pop(cell, None)
        self.state.changed(self.sheet.name, self.area)  # type: ignore[attr-defined]


class Names(base_classes.Names):  # type: ignore[misc]
    def __init__(self, book: Book) -> None:
        self.book = book

    def __len__(self) -> int:
        return len(self.book.state.names)  # type: ignore[attr-defined]

    def __call__(self, name_or_index: Any) -> Any:
        self.book.state.calls += 2
        listed = list(self.book.state.names)  # type: ignore[attr-defined]
        return Name(self.book, listed[name_or_index - 1] if isinstance(name_or_index, int) else name_or_index)

    def __iter__(self) -> Iterator[Any]:
        return (Name(self.book, name) for name in list(self.book.state.names))  # type: ignore[attr-defined]

    def contains(self, name_or_index: Any) -> bool:
        self.book.state.calls += 1
        return name_or_index in self.book.state.names  # type: ignore[attr-defined]

    def add(self, name: str, refers_to: str) -> Any:
        sheet, _, area = refers_to.removeprefix("=").replace("$", "").partition("!")
        self.book.state.names[name] = (sheet.strip("'"), area)  # type: ignore[attr-defined]
        return Name(self.book, name)


class Name(base_classes.Name):  # type: ignore[misc]
    def __init__(self, book: Book, name: str) -> None:
        self.book, self._name = book, name

    @property
    def name(self) -> str:
        return self._name

    @property
    def refers_to(self) -> str:
        self.book.state.calls += 1
        sheet, area = self.book.state.names[self._name]  # type: ignore[attr-defined]
        return f"='{sheet}'!{area}"

    @property
    def refers_to_range(self) -> Any:
        self.book.state.calls += 1
        sheet, area = self.book.state.names[self._name]  # type: ignore[attr-defined]
        return Range(Sheet(self.book, sheet), parse_area(area))

    def delete(self) -> None:
        del self.book.state.names[self._name]  # type: ignore[attr-defined]
