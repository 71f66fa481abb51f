"""``tidy`` mends numbers and dates that stand in a cell as text, where the meaning is plain, and leaves the rest."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from macros.people.tidy import tidy
from tests.closed_cells import open_book
from tests.rules.cases import with_project, with_row
from tests.sample import sample_class
from udfs.records.class_file import ClassFile
from udfs.rules.runner import check
from udfs.values import cells
from workbooks.book.reading import read_file
from workbooks.templates.entering import entered

TODAY = date(2025, 8, 12)


def mended(folder: Path, c: ClassFile) -> ClassFile:
    """The class as its workbook says it after ``tidy``."""
    path = folder / "班.xlsx"
    path.write_bytes(entered(c, rows=70))
    book = open_book(path)
    tidy(book, TODAY)
    book.save()
    return read_file(path, TODAY)


def test_what_is_plain_becomes_what_it_is(tmp_path: Path) -> None:
    right = sample_class()
    start, end = right.start, right.end
    assert start is not None
    assert end is not None
    c = with_project(
        right, hours=f"{right.hours}学时", plan_number="第9项", year="2025年", start=f"{start:%Y年%m月%d日}",
        end=f"{end.year}.{end.month}.{end.day}",
    )  # fmt: skip
    c = with_row(with_row(c, "expenses", 0, day=f"{end.month}.{end.day}"), "expenses", 1, quantity="50人")
    c = with_row(c, "absences", 0, leave="2学时")
    found = mended(tmp_path, c)
    assert (found.hours, found.plan_number, found.year, found.start, found.end) == (
        right.hours, 9, 2025, right.start, right.end
    )  # fmt: skip
    assert cells.day(found.expenses[0].day) == end
    assert (cells.number(found.expenses[1].quantity), cells.number(found.absences[0].leave)) == (50, 2)


def test_what_is_not_plain_stays_and_is_named(tmp_path: Path) -> None:
    c = with_project(sample_class(), hours="三十二", start="去年夏天")
    c = with_row(with_row(c, "expenses", 0, day="昨天"), "expenses", 1, day="2025-4-31")
    found = mended(tmp_path, c)
    assert (found.project.hours, found.project.start) == ("三十二", "去年夏天")
    assert [one.day for one in found.expenses[:2]] == ["昨天", "2025-4-31"]
    reported = {finding.key: finding.message for finding in check(found).findings if finding.severity == "error"}
    for field in ("总学时", "开始日期"):
        at = f"项目信息!{found.places['项目信息'].cells[field]}"
        assert "条规则未能核对" in reported[at], reported
