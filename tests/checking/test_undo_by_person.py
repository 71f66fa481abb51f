"""Undo in an open workbook whose rows have moved since: a value goes back to its person, or is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.open_program import OpenBook, open_book_of
from workbooks.book.writing import undo, write_changes
from workbooks.closed import journal
from workbooks.ooxml.writing.changes import CellChange

HEADINGS = ["序号", "姓名", "身份证号", "结业考核"]
PEOPLE = [("甲", "120199197101115840"), ("乙", "12019919720111584X"), ("丙", "120199197301115842")]


def opened(folder: Path) -> OpenBook:
    rows: list[list[Any]] = [["附件4"], ["签到表"], HEADINGS]
    rows += [[at, name, document, "否"] for at, (name, document) in enumerate(PEOPLE, start=1)]
    return open_book_of({"附件4": rows, "说明": [["a", "b"]]}, folder / "班.xlsx")


def written(state: OpenBook, *changes: CellChange) -> None:
    write_changes(state.book, changes, "登记考勤")


def rows_now(state: OpenBook, *order: int) -> None:
    """The rows of the table stand in this order now."""
    before = {at: [state.cells.get(("附件4", 4 + at, column)) for column in range(2, 5)] for at in range(len(PEOPLE))}
    for row, at in enumerate(order, start=4):
        for column, cell in enumerate(before[at], start=2):
            state.cells["附件4", row, column] = cell or (None, None)


def results(state: OpenBook) -> dict[str, Any]:
    return {state.value("附件4", row, 2): state.value("附件4", row, 4) for row in range(4, 10) if state.value("附件4", row, 2)}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 0, 2)])
def test_a_value_goes_back_to_its_person(tmp_path: Path, order: tuple[int, ...]) -> None:
    state = opened(tmp_path)
    written(state, CellChange("附件4", 5, 4, "是"))
    rows_now(state, *order)
    assert results(state)["乙"] == "是"
    taken = undo(state.book)
    assert (taken.restored, taken.kept) == (1, ())
    assert results(state) == {"甲": "否", "乙": "否", "丙": "否"}


def test_who_is_gone_is_named(tmp_path: Path) -> None:
    state = opened(tmp_path)
    written(state, CellChange("附件4", 5, 4, "是"), CellChange("附件4", 6, 4, "是"))
    rows_now(state, 0, 2)
    for column in range(2, 5):
        state.cells["附件4", 6, column] = (None, None)
    taken = undo(state.book)
    assert taken.kept == ("附件4!D5（此人已不在表中）",)
    assert results(state) == {"甲": "否", "丙": "否"}


def test_who_stands_there_twice_is_named(tmp_path: Path) -> None:
    state = opened(tmp_path)
    written(state, CellChange("附件4", 5, 4, "是"))
    rows_now(state, 1, 0, 1)
    assert undo(state.book).kept == ("附件4!D5（此人有几行）",)
    assert results(state) == {"乙": "是", "甲": "否"}


def test_what_was_typed_since_stays(tmp_path: Path) -> None:
    state = opened(tmp_path)
    written(state, CellChange("附件4", 5, 4, "是"))
    rows_now(state, 1, 2, 0)
    state.cells["附件4", 4, 4] = ("合格", None)
    assert undo(state.book).kept == ("附件4!D4",)
    assert results(state)["乙"] == "合格"


def test_a_column_that_moved_is_found(tmp_path: Path) -> None:
    state = opened(tmp_path)
    written(state, CellChange("附件4", 5, 4, "是"))
    for row in range(3, 7):
        state.cells["附件4", row, 5] = state.cells["附件4", row, 4]
        state.cells["附件4", row, 4] = (None, None)
    undo(state.book)
    assert state.value("附件4", 5, 5) == "否"


def test_a_new_person_leaves_from_where_they_stand(tmp_path: Path) -> None:
    state = opened(tmp_path)
    written(
        state, CellChange("附件4", 7, 2, "丁"), CellChange("附件4", 7, 3, "120199197401115841"), CellChange("附件4", 7, 4, "是")
    )
    for column in range(2, 5):
        state.cells["附件4", 9, column] = state.cells["附件4", 7, column]
        state.cells["附件4", 7, column] = (None, None)
    assert undo(state.book).restored == 3
    assert results(state) == {"甲": "否", "乙": "否", "丙": "否"}


def test_other_sheets_go_by_place(tmp_path: Path) -> None:
    state = opened(tmp_path)
    written(state, CellChange("说明", 1, 2, "c"))
    assert [(one.person, one.heading) for one in journal.steps(tmp_path / "班.xlsx")[0].cells] == [("", "")]
    undo(state.book)
    assert state.value("说明", 1, 2) == "b"
