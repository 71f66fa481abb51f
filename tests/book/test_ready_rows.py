"""Rows that stand ready below the last typed one are not laid out: what is read is what a reader of every row reads.

The judge lays out all rows of every sheet before the class is read.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL
from udfs.reading.assembly import SheetBlock
from udfs.records.class_file import ATTENDANCE, EXPENSES, LECTURES, PEOPLE, RESULTS, ClassFile
from udfs.rules.runner import check
from udfs.values.cells import Value, blank
from udfs.values.grid import Grid, Table
from workbooks.book import reading
from workbooks.book.reading import read_held
from workbooks.closed.held_file import HeldFile
from workbooks.forms import FORMS, shows_nothing
from workbooks.forms.model import READY_ROWS, RowView
from workbooks.ooxml.package import Package
from workbooks.ooxml.reading.sheets import SheetContent, open_sheet, read_sheet
from workbooks.ooxml.writing.changes import Formula
from workbooks.templates.entering import entered

MADE = sample_class(MUNICIPAL, 9)
TODAY = MADE.today
Changes = dict[str, dict[tuple[int, int], object]]


@pytest.fixture(scope="module")
def book() -> Package:
    """All rows that the product makes ready, not the fewer of ``tests/made_once.py``."""
    return Package(Path("班.xlsx"), entered(MADE, READY_ROWS))


def changed(book: Package, changes: Changes, place: Path) -> bytes:
    path = place / "改.xlsx"
    path.write_bytes(book.data)
    held = HeldFile.open(path)
    for sheet, cells in changes.items():
        held.take({sheet: cells})  # type: ignore[dict-item]
    held.save()
    return path.read_bytes()


def every_row(monkeypatch: pytest.MonkeyPatch) -> None:
    quick: Callable[[HeldFile, str], SheetContent] = HeldFile.typed

    def laid(held: HeldFile, title: str) -> SheetContent:
        sheet = held.package.sheet(title).title
        if sheet not in held._contents:
            held._contents[sheet] = read_sheet(held.package, held.package.sheet(title))
        return quick(held, title)

    monkeypatch.setattr(HeldFile, "typed", laid)


def read(data: bytes) -> tuple[ClassFile, int]:
    """The class, and how many rows were left standing."""
    held = HeldFile(Package(Path("班.xlsx"), data))
    c = read_held(held, TODAY)
    return c, sum(ready.last + 1 - ready.first for one in held._contents.values() for ready in one.ready)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {PEOPLE: {(318, 2): "林远"}},
        {PEOPLE: {(500, 2): "林远", (500, 3): "120101199001010010"}},
        {RESULTS: {(300, 2): "林远"}},
        {RESULTS: {(310, 8): "是"}},
        {RESULTS: {(200, 2): Formula('"林"&"远"')}},
        {PEOPLE: {(250, 2): Formula("B4", "林远")}},
        {PEOPLE: {(250, 13): "是"}},
        {ATTENDANCE: {(318, 2): "林远", (318, 4): 3}},
        {PEOPLE: {(row, column): Formula(f"{letters}4") for row in range(56, 200) for column, letters in ((2, "B"), (3, "C"))}},
        {EXPENSES: {(301, 3): "资料费", (301, 8): 12}},
    ],
    ids=lambda changes: f"{len(str(changes))}",
)
def test_the_class_is_the_same(book: Package, changes: Changes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = changed(book, changes, tmp_path) if changes else book.data
    quick, standing = read(data)
    every_row(monkeypatch)
    slow, none = read(data)
    assert none == 0
    assert repr(quick) == repr(slow)
    assert check(quick) == check(slow)
    if not changes:
        assert standing > 500


@pytest.mark.parametrize("title", FORMS)
def test_a_sheet_laid_out_later_is_the_same(book: Package, title: str) -> None:
    sheet = book.sheet(title)
    reader = open_sheet(book, sheet)
    first = reader.typed(title)
    rows = len(first.grid.rows)
    assert repr(reader.content(title)) == repr(read_sheet(book, sheet))
    for ready in first.ready:
        assert ready.first > rows
        assert all(value in (None, "") for value in ready.values)


def test_what_is_written_after_reading_lands_in_all_rows(book: Package, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(book.data)
    held = HeldFile.open(tmp_path / "a.xlsx")
    before = read_held(held, TODAY)
    held.take({PEOPLE: {(310, 2): "林远"}})
    assert len(read_held(held, TODAY).people) == len(before.people) + 1
    held.save()
    assert HeldFile.open(tmp_path / "a.xlsx").content(PEOPLE).grid.value(310, 2) == "林远"


@pytest.mark.parametrize("sheet", [ATTENDANCE, EXPENSES, LECTURES])
def test_a_sheet_whose_rows_show_nothing_by_themselves_is_not_laid_out(book: Package, sheet: str) -> None:
    held = HeldFile(book)
    laid: dict[str, int] = {}
    filled = reading.fill

    def counted(name: str, shape: SheetBlock, known: ClassFile) -> None:
        laid[name] = len(shape.grid.rows)
        filled(name, shape, known)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reading, "fill", counted)
        read_held(held, TODAY)
    assert laid[sheet] == len(held.typed(held.package.sheet(sheet).title).grid.rows)
    assert laid[RESULTS] >= laid[PEOPLE]


@pytest.mark.parametrize("sheet", [name for name, form in FORMS.items() if form.table])
def test_what_is_stated_of_empty_rows_holds_in_every_row(book: Package, sheet: str) -> None:
    """The judge computes an empty row at many places."""
    form, c = FORMS[sheet], read(book.data)[0]
    assert form.table
    columns = {column.heading: at for at, column in enumerate(form.table.columns, start=1)}
    shape = Table(Grid(sheet, []), 3, columns, ())
    shown = []
    for row in (4, 5, 9, 40, 300):
        values: dict[str, Value] = dict.fromkeys(columns)
        for column in form.table.computing_order:
            assert column.computed
            values[column.heading] = column.computed.compute(c, RowView(values, row, row - 3, row // 2))
        shown.append(any(not blank(value) for value in values.values()))
    assert shows_nothing(sheet, shape, c) == (not any(shown))
    assert any(shown) == (sheet == RESULTS)
