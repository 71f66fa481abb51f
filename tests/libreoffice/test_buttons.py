"""Every entry of the menu 高研项目, chosen once in a window on a real class; then 撤销 gives the cells back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from addin.buttons.tab import BUTTONS
from tests.libreoffice.buttons import CHANGING
from tests.libreoffice.session import Session
from tests.sample import sample_class
from workbooks.templates.entering import entered

WATCHED = ("项目信息", "附件3", "附件4", "附件5", "师资费", "核验")
AREA = "A1:P60"
MISTAKES: dict[str, tuple[str, str, Any]] = {
    "plan": ("项目信息", "B7", "别的选题"),
    "tidy": ("附件4", "B5", "　刘　芳玉"),
    "results": ("附件5", "B6", ""),
    "total": ("附件3", "B8", 1.0),
    "lectures": ("师资费", "H4", ""),
    "number": ("附件5", "I6", ""),
    "passed": ("附件5", "H5", ""),
}
"""Button -> the cell that is made wrong for it, and what is put there."""


@pytest.fixture
def book(office: Session, tmp_path: Path) -> Iterator[Session]:
    path = tmp_path / "本期.xlsx"
    path.write_bytes(entered(sample_class(trainees=8), rows=20))
    office.do("open", str(path))
    yield office
    office.do("close")


def contents(office: Session) -> dict[str, Any]:
    return {sheet: office.do("formulas", sheet, AREA) for sheet in WATCHED}


def test_each_changes_its_sheet_tells_so_and_is_taken_back(book: Session) -> None:
    for sheet, cell, value in MISTAKES.values():
        book.do("put", sheet, cell, value)
    first = contents(book)
    for button in CHANGING:
        before = contents(book)
        message = book.pressed(button)
        after = contents(book)
        changed = [sheet for sheet in WATCHED if after[sheet] != before[sheet]]
        assert CHANGING[button] in changed, (button, message)
        assert "程序出错" not in message, button
        if button == "check":
            continue  # there is something to clear now
        assert "已撤销" in book.pressed("undo"), button
        assert contents(book) == before, button
    assert "已撤销" in book.pressed("undo")
    assert contents(book) == first


@pytest.mark.parametrize("button", ["ledger", "undo"])
def test_it_says_what_there_is_to_say(book: Session, button: str) -> None:
    before = contents(book)
    message = book.pressed(button)
    assert {"ledger": "台账", "undo": "没有可以撤销的步骤"}[button] in message
    assert contents(book) == before


def test_the_next_step_is_reported_and_changes_nothing(book: Session) -> None:
    book.do("put", "项目信息", "B14", "")
    before = contents(book)
    message = book.pressed("next_step")
    assert message.startswith("下一步：在“项目信息”填写总学时"), message
    assert len(message.splitlines()) <= 7
    assert contents(book) == before


def test_the_sheet_of_parameters_is_shown_and_put_away(book: Session) -> None:
    assert "已显示" in book.pressed("parameters")
    assert "已收起" in book.pressed("parameters")


def test_next_and_previous_go_along_the_findings(book: Session) -> None:
    book.do("put", "附件4", "D5", "123")
    assert "核验完毕" in book.pressed("check")
    keys = [row[10] for row in book.do("texts", "核验", "A4:K60") if row[10]]
    assert book.pressed("next") == ""
    assert book.do("selected") == keys[0]
    book.pressed("next")
    assert book.do("selected") == keys[1]
    book.pressed("previous")
    assert book.do("selected") == keys[0]


def test_no_is_no(book: Session) -> None:
    before = contents(book)
    assert "已取消" in book.pressed("check", "No")
    assert contents(book) == before


def printed(book: Session, sheet: str) -> list[int]:
    """The last row of each print area of a sheet."""
    return list(book.do("call", "rows", "printed", sheet))


def test_the_print_area_goes_down_to_the_last_row(book: Session) -> None:
    """8 trainees and the staff, and one who is typed below by hand; a macro that writes does the same by itself."""
    (people,), (results,) = printed(book, "附件4"), printed(book, "附件5")
    book.do("put", "附件4", f"B{people + 3}", "晚到")
    assert printed(book, "附件4") == [people]
    message = book.pressed("paper")
    assert "已设置打印区域：附件4、附件5" in message
    assert printed(book, "附件4") == [people + 3]
    assert printed(book, "附件5") == [results + 1]
    assert "未作改动" in book.pressed("paper")


def test_a_macro_that_writes_sets_the_print_area_too(book: Session) -> None:
    (last,) = printed(book, "附件4")
    book.do("put", "附件4", f"B{last + 2}", "　晚　到")
    assert "已规范" in book.pressed("tidy")
    assert printed(book, "附件4") == [last + 2]


def test_the_check_fits_every_sheet_to_what_was_typed_since_and_shows_the_rows_of_the_level(book: Session) -> None:
    (last,) = printed(book, "附件4")
    municipal = book.do("call", "rows", "hidden", "项目信息", 40)
    assert municipal
    book.do("put", "附件4", f"B{last + 2}", "晚到")
    book.do("put", "项目信息", "B4", "国家级")
    assert "核验完毕" in book.pressed("check")
    assert printed(book, "附件4") == [last + 2]
    assert book.do("call", "rows", "hidden", "项目信息", 40) == []
    book.do("put", "项目信息", "B4", "市级")
    assert "核验完毕" in book.pressed("check")
    assert book.do("call", "rows", "hidden", "项目信息", 40) == municipal


def test_without_a_workbook_of_ours_it_says_so(office: Session) -> None:
    office.do("open")
    assert "找不到可以识别的工作表" in office.pressed("total")
    office.do("close")


def test_the_buttons_with_file_dialogs_are_the_rest() -> None:
    tried = {*CHANGING, "ledger", "undo", "next", "previous", "live", "paper", "next_step", "parameters"}
    assert all(BUTTONS[name].files for name in set(BUTTONS) - tried), set(BUTTONS) - tried
