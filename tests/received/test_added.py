"""What somebody puts into an annex beside the form, or takes out of sight, is reported: the rules do not read it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from tests.received.forging import sheet_changed, with_fresh_checksums
from tests.received.packages import exported, looked_at, reported_text
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL

OTHERS_NUMBER = "120199198001011239"


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported(sample_class(MUNICIPAL, 9), tmp_path_factory.mktemp("honest"))


def decoy(sheet: Worksheet) -> None:
    """The true list out of sight, an altered one in its place."""
    book = sheet.parent
    copied = book.copy_worksheet(sheet)
    copied.title, copied["B9"] = "附件5（定稿）", "王小二"
    sheet.sheet_state, book.active = "hidden", 1


def another_sheet(sheet: Worksheet) -> None:
    sheet.parent.create_sheet("补充名单")["A1"] = f"李四 {OTHERS_NUMBER}"


def hidden_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[10].hidden = True


def flat_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[10].height = 1


def hidden_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["H"].hidden = True


def narrow_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["D"].width = 9


def without_widths(sheet: Worksheet) -> None:
    sheet.column_dimensions.clear()


def beside_the_form(sheet: Worksheet) -> None:
    sheet["K4"] = f"另有 {OTHERS_NUMBER}"


def commented(sheet: Worksheet) -> None:
    sheet["B9"].comment = Comment("此人实为代签", "x")


def painted(sheet: Worksheet) -> None:
    sheet.conditional_formatting.add("A4:I9", FormulaRule(formula=["TRUE"], font=Font(color="FFFFFF")))


def amount_as(code: str) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "合计")
        sheet.cell(cell.row, cell.column + 1).number_format = code

    return change


CASES: dict[str, tuple[str, Callable[[Worksheet], None], str]] = {
    "藏起来的真名单": ("附件5", decoy, "附件5.xlsx的工作表“附件5”是隐藏的"),
    "多一张表": ("附件5", another_sheet, "附件5.xlsx多出工作表“补充名单”"),
    "隐藏行": ("附件5", hidden_row, "附件5.xlsx的第10行是隐藏的"),
    "压扁行": ("附件5", flat_row, "附件5.xlsx的第10行是隐藏的"),
    "隐藏列": ("附件4", hidden_column, "附件4.xlsx的H列是隐藏的"),
    "窄列": ("附件5", narrow_column, "附件5.xlsx的D列宽9，显示不全"),
    "拿掉列宽": ("附件5", without_widths, "附件5.xlsx的D列宽8.43，显示不全"),
    "表外的格": ("附件5", beside_the_form, "附件5.xlsx!K4"),
    "批注": ("附件4", commented, "附件4.xlsx有批注（B9）"),
    "条件格式": ("附件5", painted, "附件5.xlsx有条件格式"),
    "假的金额格式": ("附件3", amount_as('"35,000.00"'), "附件3.xlsx!B15"),
    "另一种金额格式": ("附件3", amount_as("#,##0.00,"), "附件3.xlsx!B15"),
    "金额格式按百分比": ("附件3", amount_as("0%"), "附件3.xlsx!B15"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_was_added_is_reported(case: str, honest: Path, tmp_path: Path) -> None:
    name, change, says = CASES[case]
    package = tmp_path / "收到" / "包"
    shutil.copytree(honest, package)
    sheet_changed(name, change)(package, package)
    with_fresh_checksums(package)
    one = looked_at(package, tmp_path)
    assert not one.clean
    assert any(says in difference.line for difference in one.differences), reported_text(one)
    assert OTHERS_NUMBER not in reported_text(one)


def test_an_annex_that_was_only_saved_again_is_as_it_was(honest: Path, tmp_path: Path) -> None:
    """By another program, in other words of the same file format."""
    package = tmp_path / "收到" / "包"
    shutil.copytree(honest, package)
    for name in ("附件3", "附件4", "附件5", "附件6"):
        load_workbook(package / f"{name}.xlsx").save(package / f"{name}.xlsx")
    with_fresh_checksums(package)
    one = looked_at(package, tmp_path)
    assert one.clean, reported_text(one)
