"""A filter that hides rows while a button writes: every cell comes out as without a filter, or none is touched.

The program is the stand-in with Excel's own rule for writing under a filter (``tests.open_program``).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from addin.buttons.registry import BUTTONS
from macros.checking import live
from tests.buttons.desks import DAY
from tests.buttons.filtered import WRITING, opened, pressed
from tests.checking.live_program import LiveBook, Sheet
from tests.checking.live_program import Range as LiveRange
from tests.native_interface import Filter
from workbooks.book import filters, writing
from workbooks.book.filters import SHOW_FIRST
from workbooks.forms.sheets.results import FORM as RESULTS_VIEW
from workbooks.ooxml.addresses import Area
from workbooks.ooxml.writing.changes import CellChange

assert RESULTS_VIEW.table
SHEETS = ("附件3", "附件4", "附件5", "考勤", "师资费", "费用明细", "核验", "项目信息", "附件6")
Cells = dict[tuple[str, int, int], tuple[Any, str | None]]


def filtered(book: LiveBook) -> dict[str, Filter]:
    """A filter on every sheet that hides each second row of the people, findings, amounts that stand there."""
    for title in SHEETS:
        book.filters[title] = Filter(Area(3, 1, 60, 4), {1, 2}, set(range(5, 60, 2)))
    return dict(book.filters)


def prepared(id: str, given: dict[str, list[Path]]) -> LiveBook:
    """The book with what the button needs: findings to clear."""
    book = opened()
    if id == "clear":
        pressed(book, "check", given)
    if id == "passed":
        for row in range(4, 24):
            book.cells.pop(("附件5", row, 8), None)
    return book


@pytest.mark.parametrize("id", WRITING)
def test_what_a_button_writes_under_a_filter_is_what_it_writes_without(
    id: str, given: dict[str, list[Path]], tmp_path: Path
) -> None:
    plain, book = prepared(id, given), prepared(id, given)
    before = dict(book.cells)
    held = filtered(book)
    free = pressed(plain, id, given)
    (tmp_path / "ledger.sqlite3").unlink(missing_ok=True)
    bound = pressed(book, id, given)
    assert book.cells == plain.cells
    assert plain.cells != before, free.heard
    changed = {cell[0] for cell in {*book.cells, *before} if book.cells.get(cell) != before.get(cell)}
    assert changed
    assert not changed & set(book.filters)
    assert set(held) - set(book.filters) <= {*changed}, "a sheet that nothing is written to keeps its filter"
    (message,) = bound.messages("notice")
    (unfiltered,) = free.messages("notice")
    first, _, rest = message.partition("\n")
    assert rest == unfiltered
    assert first.startswith("已先取消筛选、显示全部行，原来筛选的是：")
    assert all(title in first for title in changed)


def shown_cells(cells: Cells) -> Cells:
    """What is not empty, by any of the ways in which a program says so."""
    return {at: held for at, held in cells.items() if held not in {(None, None), ("", None)}}


def shown(book: LiveBook) -> Cells:
    return shown_cells(book.cells)


@pytest.mark.parametrize("id", [one for one in WRITING if one != "live"])
def test_undo_under_a_filter_gives_every_cell_back(id: str, given: dict[str, list[Path]]) -> None:
    book = prepared(id, given)
    before = dict(book.cells)
    pressed(book, id, given)
    assert book.cells != before
    filtered(book)
    desk = pressed(book, "undo", given)
    assert shown(book) == shown_cells(before)
    assert "保留" not in desk.messages("notice")[0]
    assert "已先取消筛选" in desk.messages("notice")[0]


def test_live_off_under_a_filter(given: dict[str, list[Path]]) -> None:
    plain, book = opened(), opened()
    for one in (plain, book):
        pressed(one, "live", given)
        one.calculate(DAY)
    filtered(book)
    for one in (plain, book):
        pressed(one, "live", given)
        assert not live.is_on(one.book)
    assert book.cells == plain.cells


def unable(book: LiveBook) -> None:
    book.protected = set(SHEETS)


def on_a_mac(book: LiveBook) -> None:
    book.on_mac = True


@pytest.mark.parametrize(("id", "barred"), [*((id, unable) for id in (*WRITING, "undo")), ("live", on_a_mac), ("undo", on_a_mac)])
def test_a_filter_that_cannot_be_taken_off_is_a_refusal_and_nothing_is_written(
    id: str, barred: Callable[[LiveBook], None], given: dict[str, list[Path]], tmp_path: Path
) -> None:
    book = prepared(id, given)
    if id == "undo":
        pressed(book, "tidy", given)
    before, names = dict(book.cells), dict(book.names)
    filtered(book)
    barred(book)
    desk = pressed(book, id, given)
    assert (book.cells, book.names) == (before, names)
    assert desk.messages("notice") == []
    (line,) = desk.messages("wrong")
    assert line.endswith(SHOW_FIRST)
    assert "正在筛选" in line
    assert "\n" not in line
    assert not (tmp_path / "ledger.sqlite3").exists()


@pytest.mark.usefixtures("given")
def test_rows_hidden_by_hand_and_filters_elsewhere_are_left_alone() -> None:
    book = opened()
    book.filters["别的表"] = Filter(Area(1, 1, 9, 9), {1}, {2})
    writing.write_changes(book.book, [CellChange("附件4", 5, 2, "张三")], "试")
    assert "别的表" in book.filters
    assert filters.taken_off() == ""


@pytest.mark.usefixtures("given")
def test_the_line_names_the_columns() -> None:
    book = opened()
    book.filters["附件4"] = Filter(Area(3, 1, 60, 4), {1, 4}, {5})
    writing.write_changes(book.book, [CellChange("附件4", 5, 2, "张三")], "试")
    assert filters.taken_off() == "已先取消筛选、显示全部行，原来筛选的是：附件4（序号、联系电话）"
    assert filters.taken_off() == ""


def test_every_button_that_writes_is_pressed() -> None:
    silent = {
        "new", "next", "next_step", "previous", "ledger", "export", "paper", "mask", "platform", "rules", "doctor", "selftest",
        "parameters",
    }  # fmt: skip
    assert set(BUTTONS) - silent == {*WRITING, "undo"}


def test_where_no_filter_is_reported_of_each_row_is_written_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser: what is seen is right, what is hidden is untouched."""

    class NotProvided(NotImplementedError):
        """How an engine says that its program does not tell."""

    def unrecorded(*_: object) -> None:
        raise NotProvided

    book = opened()
    book.filters["附件4"] = Filter(Area(3, 1, 60, 4), {1}, {5})
    before = book.value("附件4", 5, 2)
    monkeypatch.setattr(LiveRange, "formula", property(unrecorded))
    monkeypatch.setattr(Sheet, "api", property(unrecorded))
    writing.write_changes(book.book, [CellChange("附件4", row, 2, f"某{row}") for row in (4, 5, 6)], "试")
    assert [book.value("附件4", row, 2) for row in (4, 5, 6)] == ["某4", before, "某6"]
