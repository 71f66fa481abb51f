"""WB-03: a column whose heading is gone or written otherwise is not read, and what others add up from it was silently less."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from macros.money.total import total
from tests.closed_cells import open_book
from tests.sample import sample_class
from udfs.money.account_totals import account_totals
from udfs.records.class_file import ClassFile
from udfs.rules.runner import check
from workbooks.book.reading import read_file
from workbooks.closed.held_file import HeldFile
from workbooks.files.errors import Unusable
from workbooks.ooxml.writing.patching import with_cells
from workbooks.templates.entering import entered

TODAY = date(2025, 8, 12)


def made(folder: Path) -> Path:
    """A class with an absence."""
    path = folder / "班.xlsx"
    path.write_bytes(entered(sample_class(plan=10, seed=31), rows=70))
    return path


def changed(folder: Path, sheet: str, change: Callable[[Worksheet], object]) -> Path:
    """A class whose sheet somebody has changed in a spreadsheet program."""
    path = made(folder)
    book = openpyxl.load_workbook(path)
    change(book[sheet])
    book.save(path)
    return path


def heading_written(folder: Path, sheet: str, old: str, new: str | None) -> Path:
    """A class in which somebody has typed over a heading."""
    held = HeldFile.open(made(folder))
    head = enumerate(held.content(sheet).grid.rows[:16], start=1)
    at = next((row, column) for row, cells in head for column, cell in enumerate(cells, start=1) if cell == old)
    held.path.write_bytes(with_cells(held.package, {sheet: {at: new}}))
    return held.path


def reported(c: ClassFile) -> list[tuple[str, str]]:
    return [(one.code, one.message) for one in check(c).findings if one.severity == "error"]


@pytest.mark.parametrize(
    ("sheet", "old", "new"),
    [
        ("师资费", "城市间交通费", "交通费"),
        ("师资费", "税费", "个税"),
        ("师资费", "税后讲课费", "税后讲课费（元）"),
        ("费用明细", "金额", "金额（元）"),
        ("费用明细", "项目", None),
        ("费用明细", "摘要", "用途"),
        ("考勤", "缺勤学时", "缺课"),
        ("考勤", "请假学时", "请假"),
        ("附件4", "人员类别", "类别"),
        ("附件4", "参训方式", "方式"),
        ("附件3", "交通费", "交通费（租车）"),
    ],
)
def test_a_column_that_is_not_read_is_reported_once_and_bars(sheet: str, old: str, new: str | None, tmp_path: Path) -> None:
    c = read_file(heading_written(tmp_path, sheet, old, new), TODAY)
    assert c.lost_columns == ((sheet, old),)
    findings = check(c).findings
    (lost,) = [one for one in findings if one.code == "WB-03"]
    assert lost.blocks
    assert f"“{sheet}”表的“{old}”栏缺失" in lost.message
    assert [one.code for one in findings if one.sheet == sheet and one.field == old] == ["WB-03"]


@pytest.mark.parametrize("sheet", ["师资费", "费用明细", "考勤"])
def test_a_sheet_without_its_heading_row_is_reported(sheet: str, tmp_path: Path) -> None:
    c = read_file(changed(tmp_path, sheet, lambda rows: rows.delete_rows(3)), TODAY)
    assert c.lost_sheets == (sheet,)
    assert [message for code, message in reported(c) if code == "WB-03"] == [
        f"“{sheet}”表缺失，或表头被改动、无法读取，由它算出的数都不可信"
    ]


@pytest.mark.parametrize(
    ("sheet", "old", "new"), [("师资费", "住宿费", "食宿"), ("费用明细", "金额", "金额（元）"), ("附件3", "交通费", "车费")]
)
def test_nothing_is_added_up_without_a_column_of_amounts(sheet: str, old: str, new: str, tmp_path: Path) -> None:
    path = heading_written(tmp_path, sheet, old, new)
    before = path.read_bytes()
    with pytest.raises(Unusable, match=f"“{sheet}”表的“{old}”栏"):
        total(open_book(path), TODAY)
    assert path.read_bytes() == before


def test_nothing_is_added_up_without_a_sheet_of_amounts(tmp_path: Path) -> None:
    path = changed(tmp_path, "费用明细", lambda rows: rows.delete_rows(3))
    with pytest.raises(Unusable, match="“费用明细”表"):
        total(open_book(path), TODAY)


def test_a_column_in_another_place_and_one_more_are_no_loss(tmp_path: Path) -> None:
    def moved(rows: Worksheet) -> None:
        rows.insert_cols(4)
        rows["D3"] = "部门"

    c = read_file(changed(tmp_path, "费用明细", moved), TODAY)
    assert (c.lost_sheets, c.lost_columns) == ((), ())
    assert account_totals(c)
