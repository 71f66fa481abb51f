"""The head of a report: the notice that judged, and years whose holidays nobody knows; what is quoted and what is a gist."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from addin.terminal.presenting import show_report
from macros.desk.review import review
from tests.open_program import open_book_of
from tests.sample import YEAR
from udfs.notice.clauses import cited
from udfs.notice.packs import known_year, pack_of, register
from udfs.notice.rest_days import years_known
from udfs.records.class_file import ClassFile
from udfs.records.class_parameters import class_parameters
from udfs.records.settings import Setting, own_settings
from udfs.report.report_json import report_document
from udfs.rules import catalogue_of
from udfs.rules.basis import basis, of_sheets
from udfs.rules.runner import check
from workbooks.book.reading import read_book, read_file
from workbooks.printing.verification import verification_page
from workbooks.templates.entering import entered

UNKNOWN = years_known()[-1] + 1
"""A year whose holidays nobody knows yet."""


def sentences(c: ClassFile) -> tuple[str, ...]:
    """The head without the report below it: quick, and as the report has it (see the test of the printed report)."""
    return basis(c, class_parameters(c))


def held_in(c: ClassFile, start: date, end: date) -> ClassFile:
    return c.changed(project=c.project.changed(year=start.year, start=start, end=end))


def test_the_notice_of_the_class_judges_and_is_named(municipal: ClassFile) -> None:
    assert sentences(municipal) == (f"按{YEAR}年通知及其所依据的规定核验",)


def test_a_class_of_another_year_is_judged_by_the_notice_there_is_and_it_is_stated(municipal: ClassFile) -> None:
    assert sentences(held_in(municipal, date(2024, 7, 15), date(2024, 7, 19))) == (
        f"没有安装2024年度的通知，按{known_year()}年通知核验，期限和数额可能不同",
    )


def test_a_year_without_rest_days_is_named(municipal: ClassFile) -> None:
    day = date(UNKNOWN, 7, 10)
    assert sentences(held_in(municipal, day, day + timedelta(days=4)))[1:] == (
        f"没有{UNKNOWN}年的节假日安排，报送期限只按周六、周日顺延",
    )


def test_the_year_of_the_deadline_counts(municipal: ClassFile) -> None:
    """The class ends in a year whose holidays are known; its report is due in the next, whose are not."""
    day = date(UNKNOWN - 1, 12, 7)
    assert len(sentences(held_in(municipal, day, day + timedelta(days=4)))) == 2


def test_a_class_without_days_in_order_has_no_period(municipal: ClassFile) -> None:
    day = date(UNKNOWN, 7, 10)
    assert len(sentences(held_in(municipal, day, day))) == 2
    assert len(sentences(held_in(municipal, day, day - timedelta(days=3)))) == 1
    endless = municipal.changed(project=municipal.project.changed(end=None))
    assert len(sentences(endless)) == 1


def test_a_notice_that_was_installed_is_reported_by_name_and_title(municipal: ClassFile) -> None:
    """So that nobody takes the numbers of a notice somebody put in for those of the program."""
    own = replace(pack_of(YEAR), name="某省", shipped=False)
    register([own])
    try:
        (line,) = sentences(municipal.changed(notice="某省"))
    finally:
        register([])
    assert line == f"按{YEAR}年通知（某省：《{own.title}》）及其所依据的规定核验"


def test_a_notice_that_the_workbook_names_and_nobody_installed_is_reported(municipal: ClassFile) -> None:
    (line,) = sentences(municipal.changed(notice="某省" * 20))
    assert line == f"没有安装工作簿所依据的通知“{'某省' * 15}”，按{YEAR}年通知核验，期限和数额可能不同"


def test_what_the_office_changed_is_reported_and_what_cannot_be_used(municipal: ClassFile) -> None:
    rows = (("工作人员占学员人数的上限", "", "很多"), ("请假和缺勤占总学时的上限", "", 0.2), ("规则级别调整", "1", "A4-02 提示"))
    lines = sentences(municipal.changed(settings=own_settings(Setting(*row) for row in rows)))
    assert [line.partition("，")[0].partition("由")[0] for line in lines[1:3]] == [
        "参数工作人员占学员人数的上限的值“很多”无效", "本单位改动了参数：请假和缺勤占总学时的上限",
    ]  # fmt: skip
    assert len(lines) == 4  # the severity is reported by itself
    assert "A4-02" in lines[3]


def test_the_head_stands_in_the_printed_report_and_on_the_screen(
    municipal: ClassFile, capsys: pytest.CaptureFixture[str]
) -> None:
    c = held_in(municipal, date(2024, 7, 15), date(2024, 7, 19))
    report = check(c)
    page = verification_page(c, report, report_document("班.xlsx", c, report))
    assert ["采用参数", report.basis[0]] in page["facts"]
    show_report(c, report, "班.xlsx")
    assert capsys.readouterr().out.startswith("没有安装2024年度的通知")


def test_only_the_notice_is_quoted_word_for_word() -> None:
    marked = {rule.code for rule in catalogue_of(YEAR) if cited(rule.quote, YEAR).startswith("大意：")}
    assert {"A3-09", "A3-10", "SZ-01", "SZ-02", "SZ-03", "SZ-07"} == marked
    assert cited("每期上限10.5万元", YEAR) == "“每期上限10.5万元”"
    assert cited("") == ""


LOST = "“参数”表缺失"


def test_a_deleted_parameter_sheet_is_reported(municipal: ClassFile, tmp_path: Path) -> None:
    """As users delete it: the sheet goes, 核对 and all formulas stay."""
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(municipal, rows=70))
    assert not any(LOST in line for line in sentences(read_file(path, municipal.today)))
    book = openpyxl.load_workbook(path)
    del book["参数"]
    book.save(path)
    (line,) = [line for line in sentences(read_file(path, municipal.today)) if LOST in line]
    assert "gaoyan new --from" in line


def test_a_deleted_parameter_sheet_is_reported_of_an_open_book(tmp_path: Path) -> None:
    sheets: dict[str, list[list[Any]]] = {"项目信息": [["年度", YEAR]], "核对": [["1"]]}
    assert read_book(open_book_of(sheets, tmp_path / "开着.xlsx").book, date(YEAR, 9, 1)).lost_settings
    del sheets["核对"]
    assert not read_book(open_book_of(sheets, tmp_path / "别的.xlsx").book, date(YEAR, 9, 1)).lost_settings


def test_an_emptied_parameter_sheet_is_reported_and_one_that_never_was_is_not(municipal: ClassFile, tmp_path: Path) -> None:
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(municipal, rows=70))
    book = openpyxl.load_workbook(path)
    sheet = book["参数"]
    sheet.delete_cols(1, 2)
    book.save(path)
    assert any(LOST in line for line in sentences(read_file(path, municipal.today)))
    del book["参数"], book["核对"]
    book.save(path)
    assert not any(LOST in line for line in sentences(read_file(path, municipal.today)))


def test_a_copy_of_a_sheet_and_a_hidden_one_are_reported(municipal: ClassFile, tmp_path: Path) -> None:
    """People look at the copy in front; the one that is checked may be hidden behind it."""
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(municipal, rows=70))
    book = openpyxl.load_workbook(path)
    copy = book.copy_worksheet(book["附件5"])
    copy.title = "附件5（定稿）"
    book["附件5"].sheet_state = "hidden"
    book.create_sheet("说明")["A1"] = "说明"
    book.save(path)
    lines = sentences(read_file(path, municipal.today))
    assert [line.partition("：")[0] for line in of_sheets(lines)] == [
        "工作表“附件5（定稿）”没有核验", "“附件5”表是隐藏的，也核验了",
    ]  # fmt: skip
    (one,) = review(tmp_path, municipal.today).files
    assert of_sheets(one.remarks) == of_sheets(lines)


def test_a_copy_in_an_open_book_is_reported(tmp_path: Path) -> None:
    sheets: dict[str, list[list[Any]]] = {"项目信息": [["年度", YEAR]], "项目信息 (2)": [["年度", YEAR]]}
    c = read_book(open_book_of(sheets, tmp_path / "开着.xlsx").book, date(YEAR, 9, 1))
    assert c.look_alikes == (("项目信息 (2)", "项目信息"),)
