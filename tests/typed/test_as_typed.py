"""What a clerk sees while typing into the plain workbook, in a real LibreOffice window: prompts, alerts, paint, messages.

No extension and no Python is in this LibreOffice: everything comes from the workbook itself. Keys come from the X server.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.libreoffice.session import Session, running
from tests.sample import sample_class
from udfs.records.class_file import ACCOUNTS, EXPENSES, PEOPLE, SUBSIDISED, ClassFile
from workbooks.native.painting import PAINT
from workbooks.templates.entering import entered

ROWS = 70
WRONG, RIGHT = "120101199001011234", "120199197101115840"
NEXT = "61"
"""The first free row of 附件4."""


@pytest.fixture(scope="module")
def made_up() -> ClassFile:
    """A class with a subsidy, so that the fee regulation binds it."""
    c = sample_class()
    return c.changed(project=c.project.changed(funding=SUBSIDISED, subsidy=60000))


@pytest.fixture(scope="module")
def window(made_up: ClassFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    path = tmp_path_factory.mktemp("typed") / "班.xlsx"
    path.write_bytes(entered(made_up, ROWS))
    with running(None) as session:
        session.do("open", str(path))
        yield session


def until(asked: Callable[[], Any], wanted: Any, seconds: float = 20.0) -> None:
    """Wait until the window has done what was typed."""
    end = time.monotonic() + seconds
    while (found := asked()) != wanted:
        assert time.monotonic() < end, (found, wanted)
        time.sleep(0.1)


def text(window: Session, sheet: str, cell: str) -> str:
    return str(window.do("texts", sheet, cell)[0][0])


def test_the_prompt_stands_beside_the_cell(window: Session) -> None:
    for area, words in ((f"C4:C{NEXT}", "按证件逐位填写"), (f"D4:D{NEXT}", "11位手机号"), (f"G4:G{NEXT}", "下拉清单")):
        assert words in window.do("call", "rows", "validation", PEOPLE, area)["prompt"]


def test_a_wrong_document_number_is_refused(window: Session) -> None:
    window.do("go", PEOPLE, "C4")
    window.type(WRONG)
    window.keys("Return")
    alert = window.do("dialog", 20)
    assert alert["title"] == "身份证号有误"
    assert "对照证件原件逐位核对" in alert["text"]
    window.do("answer", "OK")
    window.keys("Escape")
    assert text(window, PEOPLE, "C4") == RIGHT


def test_a_right_document_number_is_taken(window: Session) -> None:
    window.do("go", PEOPLE, "C4")
    window.type(RIGHT)
    window.keys("Return")
    assert window.do("dialog", 1) is None
    assert text(window, PEOPLE, "C4") == RIGHT


def test_a_wrong_phone_is_refused(window: Session) -> None:
    window.do("go", PEOPLE, "D7")
    window.type("12345")
    window.keys("Return")
    assert window.do("dialog", 20)["title"] == "联系电话有误"
    window.do("answer", "OK")
    window.keys("Escape")
    assert text(window, PEOPLE, "D7") == "14100000003"


def test_a_word_is_chosen_from_the_list(window: Session) -> None:
    window.do("go", PEOPLE, "G5")
    window.keys("alt+Down")
    time.sleep(0.5)
    window.keys("Up", "Return")
    until(lambda: text(window, PEOPLE, "G5"), "是")


def test_a_chinese_name_is_pasted(window: Session) -> None:
    window.do("go", PEOPLE, "B6")
    window.clipboard("欧阳示例")
    window.keys("F2", "ctrl+a", "ctrl+v")
    time.sleep(0.3)
    window.keys("Return")
    until(lambda: text(window, PEOPLE, "B6"), "欧阳示例")


def test_a_roster_pasted_over_validations_is_painted_and_reported(window: Session) -> None:
    """Values that were pasted pass no validation: paint, the column 核验 and the band speak instead."""
    window.do("go", PEOPLE, f"B{NEXT}")
    red = PAINT["error"][0]
    time.sleep(1)
    before = window.pixels(red)
    roster = [
        [name, number, "14100000100", "示例单位", "工程师", "否"] for name, number in (("张三示", WRONG), ("李四示", RIGHT))
    ]
    window.do("call", "rows", "fill", PEOPLE, f"B{NEXT}:G62", roster)
    messages = [row[0] for row in window.do("texts", PEOPLE, f"Q{NEXT}:Q62")]
    assert messages[0].startswith("【错误】证件号码有误")
    assert messages[1].startswith("【错误】证件号码重复")
    assert text(window, PEOPLE, "Q4").startswith("【错误】证件号码重复")
    assert "错误 3" in text(window, PEOPLE, "I1")
    assert window.paints(red, 2, before)


def test_mending_takes_paint_and_message_away(window: Session) -> None:
    red = PAINT["error"][0]
    window.do("call", "rows", "fill", PEOPLE, f"B{NEXT}:G62", [[""] * 6] * 2)
    assert [text(window, PEOPLE, cell) for cell in ("Q4", f"Q{NEXT}", "Q62")] == ["", "", ""]
    assert "错误 0" in text(window, PEOPLE, "I1")
    assert window.paints(red, 0, 0)


def row_of(window: Session, sheet: str, area: str, word: str) -> int:
    """The row in which a column says ``word``."""
    first = int(area.split(":")[0][1:])
    return next(at for at, (reported_rows,) in enumerate(window.do("texts", sheet, area), start=first) if reported_rows == word)


def type_amount(window: Session, row: int, amount: str) -> None:
    window.do("go", EXPENSES, f"H{row}")
    window.type(amount)
    window.keys("Return")
    until(lambda: text(window, EXPENSES, f"H{row}").replace(",", ""), f"{amount}.00")


def test_expenses_are_typed_until_a_limit_breaks(window: Session) -> None:
    """First the line of 伙食费 is exceeded, which may be balanced by others; then the quota as a whole, which may not."""
    typed_in = row_of(window, EXPENSES, "C4:C60", "伙食费")
    item, total = (f"I{row_of(window, ACCOUNTS, 'A8:A15', word)}" for word in ("伙食费", "合计"))
    assert [text(window, ACCOUNTS, cell)[:1] for cell in (item, total)] != ["【", "【"]
    type_amount(window, typed_in, "90000")
    assert text(window, ACCOUNTS, item).startswith("【提示】伙食费超过本项定额")
    assert not text(window, ACCOUNTS, total).startswith("【")
    type_amount(window, typed_in, "900000")
    assert text(window, ACCOUNTS, total).startswith("【核实】超过培训费综合定额")
    window.do("go", ACCOUNTS, "A1")
    assert window.paints(PAINT["query"][0], 1, 0)
