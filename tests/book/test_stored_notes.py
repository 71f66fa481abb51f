"""The 说明 that the live check keeps beside 核验 are read from a file in which no formula shows them any more."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from macros.checking.live import NOTES
from tests.command_line import DAY, CommandLine
from tests.sample import sample_class
from udfs.records.class_file import FINDINGS
from workbooks.book.stored_notes import stored
from workbooks.closed.held_file import HeldFile
from workbooks.templates.entering import entered

NOTE, WHERE = "已报告主办单位", "A4-01 附件4!B3"


@pytest.fixture
def gaoyan(tmp_path: Path) -> CommandLine:
    """班.xlsx: a class so small that it asks for an explanation, and a store with one for it, one for another value, one for
    nothing."""
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(sample_class(trainees=8)))
    book = openpyxl.load_workbook(path)
    kept = ("A4-01|附件4!B3|8", NOTE), ("A4-01|附件4!B3|9|另一个值", "不相干"), ("", "没有归属")
    for row, (identity, text) in enumerate(kept, start=4):
        book[FINDINGS].cell(row, 22).value, book[FINDINGS].cell(row, 23).value = identity, text
    book.defined_names[NOTES] = DefinedName(NOTES, attr_text=f"{FINDINGS}!$V$4:$W$9")
    book.save(path)
    return CommandLine(tmp_path)


def explained(gaoyan: CommandLine) -> dict[str, str]:
    found = json.loads(gaoyan("check", "班.xlsx", "--json", "--today", DAY).out)["findings"]
    return {f"{one['code']} {one['sheet']}!{one['cell']}": one["explained"] for one in found if one["explained"]}


def test_a_stored_note_explains_its_finding_and_no_other(gaoyan: CommandLine) -> None:
    assert explained(gaoyan) == {WHERE: NOTE}


def test_writing_the_findings_puts_it_beside_its_finding(gaoyan: CommandLine) -> None:
    gaoyan("check", "班.xlsx", "--write", "--today", DAY)
    assert explained(gaoyan) == {WHERE: NOTE}
    sheet = openpyxl.load_workbook(gaoyan.folder / "班.xlsx")[FINDINGS]
    assert [row[5].value for row in sheet.iter_rows(min_row=4, max_row=40) if row[5].value] == [NOTE]


def test_a_note_typed_beside_the_finding_goes_before_the_stored_one(gaoyan: CommandLine) -> None:
    gaoyan("check", "班.xlsx", "--write", "--today", DAY)
    path = gaoyan.folder / "班.xlsx"
    book = openpyxl.load_workbook(path)
    row = next(row for row in book[FINDINGS].iter_rows(min_row=4, max_row=40) if row[5].value)
    row[5].value = "另有说法"
    book.save(path)
    assert explained(gaoyan) == {WHERE: "另有说法"}


def test_a_file_without_a_store_has_no_stored_notes(tmp_path: Path) -> None:
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(sample_class(trainees=2)))
    assert stored(HeldFile.open(path)) == []
    book = openpyxl.load_workbook(path)
    book.defined_names[NOTES] = DefinedName(NOTES, attr_text="#REF!")
    book.save(path)
    assert stored(HeldFile.open(path)) == []
