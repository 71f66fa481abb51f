"""Wiped validations of a workbook open in a spreadsheet program: found with few questions, copied from where they were spared.

The program is the stand-in of ``open_program``; ``tests/libreoffice/test_pasted_roster.py`` does the same in a real one.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import xlwings as xw

from tests.open_program import OpenBook, open_book_of
from workbooks.closed.open_validations import Restored, lacking, restore, wiped_in

DOCUMENTS, NAMES, YEAR = ("附件4", "身份证号"), ("附件4", "姓名"), ("项目信息", "年度")


@pytest.fixture
def state(tmp_path: Path) -> OpenBook:
    """附件4 with 200 rows, where 身份证号 is C and 姓名 B, and a label of 项目信息."""
    made = open_book_of({"项目信息": [["年度", 2025]], "附件4": [["姓名"]], "参数": [["参数"]]}, tmp_path / "开着.xlsx")
    made.names = {
        "附件4_身份证号": "=附件4!$C$4:$C$203", "附件4_姓名": "=附件4!$B$4:$B$203", "项目信息_年度": "=项目信息!$B$5",
        "别的": "=附件4!$A$1", "坏了": "=#REF!",
    }  # fmt: skip
    for row in range(4, 204):
        made.validations["附件4", row, 3] = "custom"
        made.validations["附件4", row, 2] = "unknown"  # a prompt alone
    made.validations["项目信息", 5, 2] = "list"
    return made


def restored(book: xw.Book) -> Restored:
    return restore(book, lacking(book))


def wipe(state: OpenBook, column: int, *rows: int) -> None:
    for row in rows:
        del state.validations["附件4", row, column]


def test_nothing_is_missing(state: OpenBook) -> None:
    assert wiped_in(state.book) == ()
    assert restored(state.book) == Restored()
    assert state.pasted == []


def test_what_is_missing_is_reported_by_field(state: OpenBook) -> None:
    wipe(state, 3, 10, *range(40, 60))
    del state.validations["项目信息", 5, 2]
    assert wiped_in(state.book) == ((*YEAR, 0, 1), (*DOCUMENTS, 10, 21))


def test_it_is_copied_from_the_longest_run_and_looks_from_the_neighbour(state: OpenBook) -> None:
    wipe(state, 3, 4, 5, 10, *range(40, 60))
    before = dict(state.cells)
    assert restored(state.book) == Restored((DOCUMENTS,))
    assert state.pasted == [
        ("C6", "formats", "C4:C5"), ("C203", "validation", "C4:C5"),
        ("C9", "formats", "C10"), ("C203", "validation", "C10"),
        ("C39", "formats", "C40:C59"), ("C203", "validation", "C40:C59"),
    ]  # fmt: skip
    assert wiped_in(state.book) == ()
    assert state.cells == before
    assert state.book.app.impl.cut_copy_mode is False


def test_a_list_of_the_user_s_own_is_left_alone(state: OpenBook) -> None:
    wipe(state, 3, *range(10, 30))
    state.validations["附件4", 15, 3] = "list"
    restored(state.book)
    assert state.validations["附件4", 15, 3] == "list"
    assert [over for _, what, over in state.pasted if what == "validation"] == ["C10:C14", "C16:C29"]


def test_what_nothing_is_left_of(state: OpenBook) -> None:
    wipe(state, 2, *range(4, 204))
    del state.validations["项目信息", 5, 2]
    assert restored(state.book) == Restored((), (YEAR, NAMES))
    assert state.pasted == []


def test_a_workbook_of_others(tmp_path: Path) -> None:
    other = open_book_of({"附件4": [["姓名"]]}, tmp_path / "别的.xlsx")
    assert wiped_in(other.book) is None
    assert restored(other.book) == Restored()
