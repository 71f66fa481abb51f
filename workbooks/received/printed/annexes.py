"""The expected text of a printed annex, in pieces, in the typesetting order of ``printing/annexes.typ``.

Each piece knows the cell it comes from; '' is what the form itself says. What a page says can so be held against the workbook
beside it, and both places be named.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from udfs.records.class_file import ACCOUNTS, PEOPLE, RESULTS, SURVEY, ClassFile, Row
from udfs.values.cells import plain
from udfs.values.headings import SURVEY_ITEM, SURVEY_RATE
from workbooks.printing.annexes import annexes
from workbooks.printing.pages import PrintedPart

Printed = tuple[str, str]
"""(the cell, or '' for what the form says; the text)."""
FIGURES = {
    "name": "名称",
    "place": "地点",
    "period": "办班时间",
    "trainees": "学员人数",
    "staff": "工作人员人数",
    "people": "总计",
}
DAY = "年　　　月　　　日"
BARS = "各测评项目满意程度分布"


def printed_annexes(c: ClassFile) -> dict[str, list[Printed]]:
    """附件3 … -> what its pages say, for the annexes that hold anything."""
    makers = {ACCOUNTS: accounts, PEOPLE: roster, RESULTS: roster, SURVEY: survey}
    return {sheet: [piece for piece in makers[sheet](c, sheet, part) if piece[1]] for sheet, part in annexes(c).items()}


def compared(text: str) -> str:
    """The text without white space and invisible characters, so that line breaks do not count as differences."""
    return plain(text)


def accounts(c: ClassFile, sheet: str, part: PrintedPart) -> Iterator[Printed]:
    at = c.places[sheet].cells
    yield from form(part["annex"], part["title"])
    for key, label in FIGURES.items():
        yield "", label
        yield at.get(label, label), part[key]
    yield from form("项目资金决算", "项目", "金额", "备注")
    for item in part["items"]:
        yield "", item["item"]
        yield at.get(item["item"], item["item"]), item["amount"]
        yield at.get(f"{item['item']}备注", item["item"]), item["note"]
    yield "", "组织实施"
    for key, label in (("applicant", "申报单位"), ("organiser", "承办单位")):
        yield "", label
        yield at.get(label, label), part[key]
        yield "", part["plan_note"]
    yield from form("审批情况", part["sign"], part["seal"])


def roster(c: ClassFile, sheet: str, part: PrintedPart) -> Iterator[Printed]:
    rows = c.people if sheet == PEOPLE else c.results
    yield from form(part["annex"], part["title"])
    yield from table(c, sheet, part, rows)
    yield from form(part["sign"], part["seal"], DAY)


def survey(c: ClassFile, sheet: str, part: PrintedPart) -> Iterator[Printed]:
    at = c.places[sheet].cells
    yield from form(part["annex"], part["title"], "选题名称：", part["name"])
    for label, value in part["counts"]:
        yield "", f"{label}："
        yield at.get(label, label), value
    yield from table(c, sheet, part, c.survey)
    yield from form(BARS, *part["levels"])
    for row, bar in zip(c.survey, part["bars"], strict=True):
        if sum(bar["counts"]) > 0:
            yield c.places[sheet].address(SURVEY_ITEM, row.row), bar["item"]
            yield c.places[sheet].address(SURVEY_RATE, row.row), bar["rate"]
    yield from form(part["sign"], part["seal"], DAY)


def table(c: ClassFile, sheet: str, part: PrintedPart, rows: tuple[Row, ...]) -> Iterator[Printed]:
    place = c.places[sheet]
    yield from form(*(column["heading"] for column in part["columns"]))
    for row, shown in zip(rows, part["rows"], strict=True):
        for heading, value in zip(type(row).OFFICIAL, shown["cells"], strict=True):
            yield place.address(heading, row.row), value


def form(*texts: Any) -> Iterator[Printed]:
    """What the form itself says."""
    yield from (("", text) for text in texts)
