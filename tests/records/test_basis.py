"""The head of a report: the notice that judged, and years whose holidays nobody knows; what is quoted and what is a gist."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from addin.terminal.presenting import show_report
from tests.sample import YEAR
from udfs.notice.clauses import cited
from udfs.notice.packs import known_year
from udfs.notice.rest_days import years_known
from udfs.records.class_file import ClassFile
from udfs.report.report_json import report_document
from udfs.rules import catalogue_of
from udfs.rules.runner import check
from workbooks.printing.verification import verification_page

UNKNOWN = years_known()[-1] + 1
"""A year whose holidays nobody knows yet."""


def held_in(c: ClassFile, start: date, end: date) -> ClassFile:
    return c.changed(project=c.project.changed(year=start.year, start=start, end=end))


def test_the_notice_of_the_class_judges_and_is_named(municipal: ClassFile) -> None:
    assert check(municipal).basis == ("按2025年通知及其所依据的规定核验",)


def test_a_class_of_another_year_is_judged_by_the_notice_there_is_and_it_is_said(municipal: ClassFile) -> None:
    report = check(held_in(municipal, date(2024, 7, 15), date(2024, 7, 19)))
    assert report.basis == (f"没有安装2024年度的通知，按{known_year()}年通知核验，期限和数额可能不同",)


def test_a_year_without_rest_days_is_named(municipal: ClassFile) -> None:
    day = date(UNKNOWN, 7, 10)
    report = check(held_in(municipal, day, day + timedelta(days=4)))
    assert report.basis[1:] == (f"没有{UNKNOWN}年的节假日安排，报送期限只按周六、周日顺延",)


def test_the_year_of_the_deadline_counts(municipal: ClassFile) -> None:
    """The class ends in a year whose holidays are known; its report is due in the next, whose are not."""
    day = date(UNKNOWN - 1, 12, 7)
    assert len(check(held_in(municipal, day, day + timedelta(days=4))).basis) == 2


def test_a_class_without_days_in_order_has_no_period(municipal: ClassFile) -> None:
    day = date(UNKNOWN, 7, 10)
    assert len(check(held_in(municipal, day, day)).basis) == 2
    assert len(check(held_in(municipal, day, day - timedelta(days=3))).basis) == 1
    endless = municipal.changed(project=municipal.project.changed(end=None))
    assert len(check(endless).basis) == 1


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
    assert cited("每期上限10.5万元") == "“每期上限10.5万元”"
    assert cited("") == ""
