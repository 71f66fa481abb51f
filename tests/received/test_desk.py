"""The desk as plain data, and 汇总.xlsx made from it: a row a class, what needs the officer first, links that lead somewhere."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.received.side_by_side import side_by_side
from tests.sample import YEAR, sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL, plan_of
from udfs.records.class_file import ClassFile
from udfs.report.desk_document import desk_document
from udfs.report.report_json import report_document
from udfs.report.reviewed import ANNEXES, PACKAGE, Contradiction, Reviewed, SubmittedFile, held_of, overview_of
from udfs.report.side_by_side import Review
from udfs.rules.runner import check
from workbooks.overview.review_book import review_book

TODAY = date(2025, 8, 30)
NINE = sample_class(MUNICIPAL, 9)


def came(c: ClassFile, file: str, **more: Any) -> Reviewed:
    return replace(Reviewed(file, overview_of(c), held_of(c), report_document(file, c, check(c))), **more)


def late(c: ClassFile, days: int) -> ClassFile:
    assert c.end is not None
    return c.changed(project=c.project.changed(report_filed=date(2025, 8, 18) + timedelta(days=days)))


@pytest.fixture(scope="module")
def review() -> Review:
    """One of each: late, national, wrong, unreadable, contradicting itself, loose, sent twice; and files that were not read."""
    wrong = sample_class(MUNICIPAL, 10, seed=2)
    wrong = wrong.changed(people=(wrong.people[0].changed(phone="141"), *wrong.people[1:]))
    other = sample_class(MUNICIPAL, 12, seed=3)
    files = (
        came(late(NINE, 3), "迟.xlsx", dated="2"),
        came(NINE, "迟的旧稿.xlsx", dated="1"),
        came(sample_class(NATIONAL, 2, seed=4), "国.xlsx"),
        came(wrong, "错.xlsx"),
        Reviewed("坏.xlsx", refused="文件已损坏"),
        came(other, "矛盾", package=True, differences=(Contradiction("合计不一致", "附件3.xlsx!C15为“2”", "附件3.pdf为“1”"),)),
        came(sample_class(MUNICIPAL, 13, seed=6), "散.xlsx", kind=ANNEXES),
    )
    return side_by_side(TODAY, files, (SubmittedFile("总结.docx", "Word 文档", "未读", "须人工审阅"),))


def test_what_needs_the_officer_comes_first(review: Review) -> None:
    classes = desk_document(review)["classes"]
    received = [one["file"] for one in classes if one["received"]]
    assert received[:3] == ["坏.xlsx", "矛盾", "错.xlsx"]
    assert set(received[3:5]) == {"散.xlsx", "迟.xlsx"}
    assert received[5:] == ["国.xlsx"]
    assert len(classes) == len(plan_of(YEAR)) + 1, "every class of the plan, and the file that cannot be read"
    assert {one["verdict"] for one in classes if not one["received"]} == {"未收到"}


def test_days_late_are_counted_from_the_last_working_day(review: Review) -> None:
    """The class ended on Friday 18 July: a month later is Monday 18 August."""
    days = {one["file"]: one["late_days"] for one in desk_document(review)["classes"]}
    assert days["迟.xlsx"] == 3
    assert days["国.xlsx"] == 0
    assert days["坏.xlsx"] is None


def test_the_desk_is_plain_json_and_masked(review: Review) -> None:
    reported_text = json.dumps(desk_document(review), ensure_ascii=False)
    assert not [one.document for one in NINE.people if str(one.document) in reported_text]
    assert json.loads(reported_text)["unread"] == [
        {"file": "总结.docx", "kind": "Word 文档", "status": "未读", "why": "须人工审阅"}
    ]


def test_totals_add_up(review: Review) -> None:
    totals = desk_document(review)["totals"]
    assert sum(one["classes"] for one in totals) == 5
    assert sum(Decimal(one["total"]) for one in totals) == 5 * Decimal("65960.00")
    assert [one["subsidy"] for one in totals if one["level"] == NATIONAL] == ["60000.00"]


def test_the_workbook(review: Review) -> None:
    desk = desk_document(review)
    book = load_workbook(BytesIO(review_book(desk)))
    assert book.sheetnames[:3] == ["汇总", "规则矩阵", "问题"]
    rows = list(book["汇总"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == len(desk["classes"])
    headings = [cell.value for cell in book["汇总"][1]]
    assert [row[headings.index("迟交（天）")] for row in rows if row[0] == NINE.project.topic] == [3]
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        widths = sum(
            sheet.column_dimensions[cell.column_letter].width for cell in sheet[1] if cell.column < 9 or sheet.title != "合计"
        )
        assert widths / max(1, sheet.page_setup.fitToWidth or 1) <= 175, f"{sheet.title} is too small to read on A4"
    assert len(book["合计"]._charts) == 2


def test_links_lead_to_the_class_and_the_rule(review: Review) -> None:
    desk = desk_document(review)
    book = load_workbook(BytesIO(review_book(desk)))
    links = [cell.hyperlink.location for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert links
    for location in links:
        sheet, _, cell = location.rpartition("!")
        assert book[sheet.strip("'")][cell].value is not None
    finding = next(row for row in book["问题"].iter_rows(min_row=2) if row[2].hyperlink)
    target = finding[2].hyperlink.location.rpartition("!")[2]
    assert book["汇总"][f"A{target[1:]}"].value == finding[2].value
    assert book["问题"].row_dimensions[finding[0].row].outlineLevel == 1


def test_people_and_lecturers_in_two_classes_on_the_same_days() -> None:
    other = sample_class(MUNICIPAL, 12, seed=1)  # the same people
    assert (NINE.start, other.start) != (None, None)
    moved = other.changed(project=other.project.changed(start=NINE.end, end=NINE.end + timedelta(days=4) if NINE.end else None))
    apart = other.changed(project=other.project.changed(start=date(2025, 9, 8), end=date(2025, 9, 12)))
    reported_text = {name: [one.what for one in side_by_side(TODAY, (came(NINE, "甲"), came(c, "乙"))).clashes]
            for name, c in (("moved", moved), ("apart", apart))}  # fmt: skip
    assert any("57人同时在日期重叠的两个班" in what for what in reported_text["moved"])
    assert not any("日期重叠" in what for what in reported_text["apart"])


def test_what_came_beside_a_package_is_reported_with_its_verdict() -> None:
    wrong = NINE.changed(people=(NINE.people[0].changed(phone="141"), *NINE.people[1:]))
    review = side_by_side(TODAY, (came(NINE, "包", package=True, kind=PACKAGE), came(wrong, "班.xlsx")))
    (entry,) = [one for one in desk_document(review)["classes"] if one["received"]]
    assert (entry["file"], entry["clean"]) == ("包", True)
    assert [(one["file"], one["verdict"]) for one in entry["others"]] == [("班.xlsx", review.files[1].verdict)]
    assert review.blocking
    assert not review.files[1].clean
    book = load_workbook(BytesIO(review_book(desk_document(review))))
    assert any(
        "另有工作簿“班.xlsx”：须退回：1处问题没有改正或说明" in str(cell.value)
        for row in book["汇总"].iter_rows()
        for cell in row
    )


def test_one_number_with_two_names() -> None:
    other = sample_class(MUNICIPAL, 12, seed=9)
    stranger = other.people[3].changed(document=NINE.people[5].document, name="王替代")
    other = other.changed(people=(*other.people[:3], stranger, *other.people[4:]))
    review = side_by_side(TODAY, (came(NINE, "甲"), came(other, "乙")))
    (clash,) = [one for one in review.clashes if "对应不同的姓名" in one.what]
    concluded = {one["file"]: (one["conclusion"], one["verdict"]) for one in desk_document(review)["classes"] if one["received"]}
    assert concluded["甲"] == ("须人工核对", "须人工核对：与别的班互相矛盾，见“相互核对”")
    assert clash.serious
    assert "王替代" in clash.what
    assert str(NINE.people[5].document) not in clash.what
