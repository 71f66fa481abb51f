"""A formatted roster from another workbook, pasted with Ctrl+V: what then still speaks, and what 规范化 puts back."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Border, Font, PatternFill, Side

from macros.people.tidy import tidy
from tests.closed_cells import open_book
from tests.libreoffice.session import Session
from tests.sample import sample_class
from udfs.records.class_file import FINDINGS, PEOPLE
from udfs.rules.runner import check
from workbooks.book.reading import read_file
from workbooks.closed.held_file import HeldFile
from workbooks.closed.validated_fields import wiped_fields
from workbooks.forms.model import GROWTH_ROWS
from workbooks.native.painting import PAINT
from workbooks.templates.entering import entered

ROWS, FIRST, LAST = 70, 61, 62
END = 3 + ROWS + GROWTH_ROWS
"""The last row that the validations of 附件4 cover."""
"""Ready rows of 附件4, and the rows that are pasted into: the first free ones."""
WRONG, TWICE = "120101199001011234", "120199197101115840"
OWNER = 14
"""The place of 归属 among the columns of 附件4, which 规范化 fills in."""
NAMES = ("张三示", "李四示")
COLUMNS = ("姓名", "身份证号", "联系电话", "工作单位", "专业技术职务（职称）", "是否收费")


def roster(path: Path) -> None:
    """Two people in bold red letters on green, with double lines: nothing of our form."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "名册"
    for name, number in zip(NAMES, (WRONG, TWICE), strict=True):
        sheet.append([name, number, "14100000100", "示例单位", "工程师", "否"])
    for row in sheet.iter_rows():
        for cell in row:
            cell.font = Font(name="黑体", bold=True, color="800000", size=14)
            cell.fill = PatternFill("solid", fgColor="CCFFCC")
            cell.border = Border(top=Side("double"), bottom=Side("double"))
            cell.number_format = "@"
    book.save(path)


def until(asked: Callable[[], Any], wanted: Any, seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while (found := asked()) != wanted:
        assert time.monotonic() < end, (found, wanted)
        time.sleep(0.1)


def copied(office: Session) -> bool:
    """Press Ctrl+C; True once the cells are in the clipboard of the X server."""
    office.keys("ctrl+c")
    command = ["xclip", "-selection", "clipboard", "-t", "TARGETS", "-o"]
    reported = subprocess.run(command, env=office.environment, capture_output=True, text=True, timeout=20, check=False).stdout
    return "text/html" in reported


def put_in(office: Session, area: str) -> bool:
    """Press Ctrl+V, which a window that just opened may miss; True once the names stand there."""
    office.keys("ctrl+v")
    end = time.monotonic() + 5
    while time.monotonic() < end:
        if office.do("texts", PEOPLE, area) == [[name] for name in NAMES]:
            return True
        time.sleep(0.1)
    return False


def kinds(office: Session, area: str) -> str:
    return str(office.do("call", "rows", "validation", PEOPLE, area)["kind"])


def text(office: Session, sheet: str, cell: str) -> str:
    return str(office.do("texts", sheet, cell)[0][0])


@pytest.fixture(scope="module")
def pasted(office: Session, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Our workbook in a window, with the roster pasted over its first free rows by a true keystroke."""
    folder = tmp_path_factory.mktemp("pasted")
    source, path = folder / "名册.xlsx", folder / "班.xlsx"
    roster(source)
    path.write_bytes(entered(sample_class(), ROWS))
    office.do("open", str(source))
    office.do("go", "名册", "A1:F2")
    until(lambda: copied(office), True)
    office.do("open", str(path))
    office.do("go", PEOPLE, f"B{FIRST}")
    until(lambda: put_in(office, f"B{FIRST}:B{LAST}"), True, 120)
    assert office.do("call", "rows", "close_others") >= 1
    yield office
    office.do("close")


def test_the_paste_took_the_validations_away(pasted: Session) -> None:
    assert [kinds(pasted, f"{letter}{FIRST}:{letter}{LAST}") for letter in "BCDEFG"] == ["ANY"] * 6
    assert kinds(pasted, f"C{FIRST - 1}") == "CUSTOM"


def looks(office: Session, area: str) -> Any:
    return office.do("call", "rows", "looks", PEOPLE, area)


def test_the_paste_took_paint_and_looks_away(pasted: Session) -> None:
    assert looks(pasted, f"C{FIRST}") != looks(pasted, f"C{FIRST - 1}")
    assert pasted.do("call", "rows", "formats", PEOPLE, f"C{FIRST}") == 0


def test_messages_and_band_speak_all_the_same(pasted: Session) -> None:
    assert text(pasted, PEOPLE, f"Q{FIRST}").startswith("【错误】证件号码有误")
    assert text(pasted, PEOPLE, f"Q{LAST}").startswith("【错误】证件号码重复")
    assert text(pasted, PEOPLE, "Q4").startswith("【错误】证件号码重复")
    assert "错误 3" in text(pasted, PEOPLE, "I1")


def paint_of(book: Path, cell: str) -> list[str]:
    """The conditions under which a cell is painted."""
    formats = openpyxl.load_workbook(book)[PEOPLE].conditional_formatting
    return sorted(rule.formula[0] for one in formats if cell in one for rule in one.rules)


def wb_01(book: Path) -> list[str]:
    return [one.message for one in check(read_file(book, date(2025, 9, 1))).findings if one.code == "WB-01"]


def test_the_hint_is_reported_in_the_window_and_of_the_file(pasted: Session, tmp_path: Path) -> None:
    stated = f"粘贴覆盖了下拉列表和输入检查：姓名、身份证号、联系电话等6栏（第{FIRST}行起，共2行）"
    pasted.do("store", str(tmp_path / "粘贴后.xlsx"))
    assert wb_01(tmp_path / "粘贴后.xlsx") == [stated]
    assert "提示1条" in pasted.pressed("check")
    assert stated in [row[0] for row in pasted.do("texts", FINDINGS, "D4:D20")]


def test_the_closed_file_gets_them_back_too(pasted: Session, tmp_path: Path) -> None:
    stored = tmp_path / "粘贴后.xlsx"
    pasted.do("store", str(stored))
    book = open_book(stored)
    assert tidy(book, date(2025, 9, 1)).restored == 6
    book.save()
    assert wb_01(stored) == []
    assert paint_of(stored, f"C{FIRST}") == paint_of(stored, f"C{FIRST - 1}")
    sheet = openpyxl.load_workbook(stored)[PEOPLE]
    for letter in "BCDEFG":
        assert sheet[f"{letter}{FIRST}"].style_id == sheet[f"{letter}{FIRST - 1}"].style_id


def test_the_button_puts_them_back(pasted: Session, tmp_path: Path) -> None:
    before = pasted.do("formulas", PEOPLE, "A1:Q300")
    red = PAINT["error"][0]
    pasted.do("go", PEOPLE, "B58")
    painted = pasted.settled(red)
    message = pasted.pressed("tidy")
    assert pasted.paints(red, 2, painted)
    assert "已恢复6栏的格式、下拉列表和输入检查" in message
    after = pasted.do("formulas", PEOPLE, "A1:Q300")
    owned = [row for row in after[3:80] if row[OWNER]]
    assert owned
    assert [row[OWNER] for row in owned] == [row[2] for row in owned]
    assert [[*row[:OWNER], *row[OWNER + 1 :]] for row in after[:80]] == [[*row[:OWNER], *row[OWNER + 1 :]] for row in before[:80]]
    for letter in "BCDEFG":
        own = pasted.do("call", "rows", "validation", PEOPLE, f"{letter}{FIRST - 1}")
        back = pasted.do("call", "rows", "validation", PEOPLE, f"{letter}{FIRST}:{letter}{LAST}")
        assert back == own
        assert looks(pasted, f"{letter}{FIRST}:{letter}{LAST}") == looks(pasted, f"{letter}{FIRST - 1}")
    stored = tmp_path / "恢复后.xlsx"
    pasted.do("store", str(stored))
    assert wiped_fields(HeldFile.open(stored)) == ()
    assert wb_01(stored) == []
    assert paint_of(stored, f"C{FIRST}") == paint_of(stored, f"C{FIRST - 1}")


def test_then_a_wrong_number_is_refused_again(pasted: Session) -> None:
    pasted.do("go", PEOPLE, f"C{LAST}")
    pasted.type(WRONG)
    pasted.keys("Return")
    until(lambda: (pasted.do("dialog", 1) or {}).get("title"), "身份证号有误")
    pasted.do("answer", "OK")
    pasted.keys("Escape")
    assert text(pasted, PEOPLE, f"C{LAST}") == TWICE


def test_again_there_is_nothing_to_put_back(pasted: Session) -> None:
    assert "下拉列表" not in pasted.pressed("tidy")


def test_several_gaps_of_a_column(pasted: Session, tmp_path: Path) -> None:
    """The first rows, one row, the last ones: in the stored file the formula speaks of the first of its rows again."""
    for area in ("C4:C9", "C40", f"C{END - 10}:C{END}"):
        pasted.do("call", "rows", "bare", PEOPLE, area)
    assert "已恢复1栏" in pasted.pressed("tidy")
    stored = tmp_path / "几处.xlsx"
    pasted.do("store", str(stored))
    assert wiped_fields(HeldFile.open(stored)) == ()
    formulas = {
        str(one.sqref): one.formula1
        for one in openpyxl.load_workbook(stored)[PEOPLE].data_validations.dataValidation
        if str(one.sqref).startswith("C")
    }
    assert list(formulas) == [f"C4:C{END}"]
    assert "LEN($C4)=18" in formulas[f"C4:C{END}"]
    # LibreOffice's own undo takes the button back as one step.
    pasted.keys("ctrl+z")
    until(lambda: [kinds(pasted, cell) for cell in ("C4", "C40", "C41", f"C{END}")], ["ANY", "ANY", "CUSTOM", "ANY"])


def test_what_nothing_is_left_of_is_named(pasted: Session) -> None:
    """A label has one cell: once that is pasted over, only the closed file gets it back from the template."""
    pasted.do("call", "rows", "bare", "项目信息", "B4")
    message = pasted.pressed("tidy")
    assert "项目信息“" in message
    assert "请保存并关闭后用 gaoyan tidy 恢复" in message
