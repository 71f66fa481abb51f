"""The buttons that ask for files, through LibreOffice's own file dialogs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from addin.buttons.tab import BUTTONS
from tests.libreoffice.buttons import CHANGING
from tests.libreoffice.session import Session
from tests.office_sources import answers, attendance, roster
from tests.sample import sample_class
from workbooks.templates.entering import entered

FIELD = "File name"
CLASS = sample_class(plan=10, seed=31)
"""Another class than that of the other tests: their numbers are in the ledger of the same office."""


@pytest.fixture
def book(office: Session, tmp_path: Path) -> Iterator[Session]:
    path = tmp_path / "本期.xlsx"
    path.write_bytes(entered(CLASS, rows=66))
    office.do("open", str(path))
    yield office
    office.do("close")


def ended(office: Session) -> str:
    """Answer what is still asked; the last text."""
    text = ""
    while (dialog := office.do("dialog")) is not None:
        text = str(dialog["text"])
        office.do("answer", "Yes" if "Yes" in dialog["buttons"] else "OK")
    assert office.do("pressed")
    return text


def changed(before: list[list[str]], after: list[list[str]]) -> list[str]:
    """What cells hold now that held something else."""
    pairs = zip(before, after, strict=True)
    return [new for old_row, new_row in pairs for old, new in zip(old_row, new_row, strict=True) if old != new]


def test_a_roster_is_imported_and_taken_back(book: Session, tmp_path: Path) -> None:
    source = roster(tmp_path / "roster.xlsx")
    before = book.do("formulas", "附件4", "A1:P80")
    book.do("press", "import")
    book.do("choose", str(source), FIELD, "Open")
    assert "新增3人" in ended(book)
    assert book.do("formulas", "附件4", "A1:P80") != before
    assert "已撤销“导入名册”" in book.pressed("undo")
    assert book.do("formulas", "附件4", "A1:P80") == before


def test_the_package_is_exported_into_the_folder_chosen(book: Session, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    book.do("press", "export")
    book.do("choose", str(folder), "Path", "Select")
    assert "已生成盖章稿" in ended(book)
    made = next(folder.iterdir())
    assert {"附件3.pdf", "附件5.xlsx", "SHA256SUMS"} <= {path.name for path in made.iterdir()}


def test_the_list_for_the_platform_is_written(book: Session, tmp_path: Path) -> None:
    book.do("press", "platform")
    book.do("choose", str(tmp_path / "list.xlsx"), FIELD, "Save")
    assert "已生成 list.xlsx" in ended(book)
    assert openpyxl.load_workbook(tmp_path / "list.xlsx").active.max_row > len(CLASS.trainees)


def test_a_new_workbook_is_made_and_opened(book: Session, tmp_path: Path) -> None:
    book.do("press", "new")
    book.do("choose", "市级 10", "项目级别", "确定")
    book.do("choose", str(tmp_path / "new.xlsx"), FIELD, "Save")
    assert "已建立 new.xlsx" in ended(book)
    assert (tmp_path / "new.xlsx").is_file()


def test_the_handbook_is_written_and_shown(book: Session) -> None:
    book.do("press", "rules")
    assert "规则手册" in ended(book)


def test_the_masked_copy_is_written(book: Session, tmp_path: Path) -> None:
    book.do("press", "mask")
    book.do("choose", str(tmp_path / "masked.xlsx"), FIELD, "Save")
    assert "已按上次保存的内容生成 masked.xlsx" in ended(book)


def test_attendance_goes_into_its_sheet_and_is_taken_back(book: Session, tmp_path: Path) -> None:
    source = attendance(tmp_path / "attendance.xlsx", CLASS)
    before = book.do("formulas", "考勤", "A1:H80")
    book.do("press", "attendance")
    book.do("choose", str(source), FIELD, "Open")
    assert "已登记" in ended(book)
    after = book.do("formulas", "考勤", "A1:H80")
    assert len(changed(before, after)) >= 3
    assert "已撤销" in book.pressed("undo")
    assert book.do("formulas", "考勤", "A1:H80") == before


def test_a_survey_is_counted_into_annex_6_and_taken_back(book: Session, tmp_path: Path) -> None:
    source = answers(tmp_path / "answers.xlsx")
    before = book.do("formulas", "附件6", "A1:H40")
    book.do("press", "survey")
    book.do("choose", str(source), FIELD, "Open")
    assert "已统计：有效20份" in ended(book)
    assert book.do("formulas", "附件6", "A1:H40") != before
    assert "已撤销" in book.pressed("undo")
    assert book.do("formulas", "附件6", "A1:H40") == before


def test_everybody_pays_nothing_and_back(book: Session) -> None:
    book.do("put", "附件4", "G5", "")
    before = book.do("formulas", "附件4", "G4:G40")
    book.do("press", "charged")
    book.do("choose", "否", "没有填的人都填：是 或 否", "确定")
    assert "是否收费填写1人" in ended(book)
    assert book.do("formulas", "附件4", "G4:G40") != before
    assert "已撤销" in book.pressed("undo")
    assert book.do("formulas", "附件4", "G4:G40") == before


def test_a_series_of_numbers_is_given_anew(book: Session) -> None:
    book.do("put", "附件5", "I5", "")
    assert "新分配1个编号" in book.pressed("number")
    before = book.do("values", "附件5", "I4:I40")
    book.do("press", "renew")
    book.do("choose", "编号规则写错", "为什么重编？原因记入台账，旧编号作废", "确定")
    assert "作废" in ended(book)
    after = book.do("values", "附件5", "I4:I40")
    assert sum(one != other for one, other in zip(before, after, strict=True)) > 0
    assert "已撤销" in book.pressed("undo")


def test_the_diagnosis_says_what_is_right_and_what_is_not(book: Session) -> None:
    assert book.pressed("doctor") == "正常：LibreOffice、Python、Python 库、自动计算、台账"
    book.do("call", "rows", "automatic", False)
    reported = book.pressed("doctor").splitlines()
    book.do("call", "rows", "automatic", True)
    assert reported[0].startswith("✗ 自动计算：已关闭")
    assert reported[1] == "正常：LibreOffice、Python、Python 库、台账"


def test_the_self_test_asks_first(book: Session) -> None:
    """What it does once the answer is yes: tests/selftest, by the command, which runs the same inside LibreOffice."""
    assert "已取消" in book.pressed("selftest", "No")


def test_every_button_is_pressed_in_this_folder() -> None:
    """``live`` in test_live_check.py; the rest in test_buttons.py and here."""
    here = {"import", "export", "platform", "new", "rules", "mask", "attendance", "survey", "doctor", "charged"}
    assert {*CHANGING, "ledger", "undo", "next", "previous", "live", "paper", "next_step", "parameters"} | here | {
        "selftest",
        "renew",
    } == set(BUTTONS)
