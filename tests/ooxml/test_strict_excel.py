"""Whatever we write, Excel has nothing to mend in it: the strict judge is silent.

tests/ooxml/test_validity.py walks one class through every command. Here: workbooks of every length, the add-in, and files that
other programs have made and our commands have written into. And the mends are proven: without them the judge speaks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from addin.xlam.build import build_xlam
from tests import office
from tests.command_line import DAY, CommandLine
from tests.rich_workbook import rich_workbook
from tests.sample import YEAR, sample_class
from tests.validators.excel_judge import judge, judge_bytes, volatile_cells
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import PARAMETERS, PEOPLE, ClassFile, Person
from workbooks.forms import FORMS
from workbooks.ooxml.package import Package
from workbooks.ooxml.writing.changes import CellChange, Formula
from workbooks.ooxml.writing.patching import patched
from workbooks.ooxml.writing.shared_cells import RowCells
from workbooks.templates import saving
from workbooks.templates.entering import entered
from workbooks.templates.new_class import build_template

WRITING = (("tidy",), ("total",), ("number",), ("check", "--write", "--today", DAY), ("undo",))


@pytest.mark.large
@pytest.mark.parametrize("level", [MUNICIPAL, NATIONAL])
@pytest.mark.parametrize("rows", [20, 60, 300, 1000])
def test_templates_of_every_length(level: str, rows: int) -> None:
    """The ready ones, and one of 20 rows, ``test_validity`` judges in every run."""
    assert judge_bytes(build_template(level, 2, rows=rows, which=YEAR)) == []


def test_the_addin() -> None:
    assert judge_bytes(build_xlam(), ".xlam") == []


def test_one_cell_holds_today(tmp_path: Path) -> None:
    """Else Excel asks at every close whether to save, and computes every row anew at every keystroke."""
    path = tmp_path / "班.xlsx"
    path.write_bytes(build_template(MUNICIPAL, 9, rows=20, which=YEAR))
    assert [(sheet, function) for sheet, _, _, function in volatile_cells(path)] == [(PARAMETERS, "TODAY")]


def untidy() -> ClassFile:
    """A class that every command has something to write for."""
    c = sample_class(MUNICIPAL, 9)
    people = tuple(one.changed(phone=f"+86 {one.phone}", document=f" {one.document}") for one in c.people)
    return c.changed(people=people, results=tuple(one.changed(certificate=None) for one in c.results))


def from_libreoffice(folder: Path) -> Path:
    """A class, opened and saved by LibreOffice."""
    path = folder / "班.xlsx"
    path.write_bytes(entered(untidy(), rows=60))
    return office.convert(path, office.XLSX, folder / "另存")


def from_openpyxl(folder: Path) -> Path:
    """A class, loaded and saved by openpyxl."""
    path = folder / "班.xlsx"
    path.write_bytes(entered(untidy(), rows=60))
    openpyxl.load_workbook(path).save(path)
    return path


def from_xlsxwriter(folder: Path) -> Path:
    """附件4 alone, as a bureau's own program may write it: headings, people, and lists that drop down."""
    path = folder / "班.xlsx"
    table = FORMS[PEOPLE].table
    assert table
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet(PEOPLE)
    sheet.merge_range("A1:H1", "学员和工作人员签到表")
    headings = [column.heading for column in table.columns]
    sheet.write_row(2, 0, headings)
    for at, person in enumerate(untidy().people):
        values = {heading: person.get(heading) for heading in Person.attributes()}
        sheet.write_row(3 + at, 0, [values.get(heading) for heading in headings])
    sheet.data_validation(3, 6, 99, 6, {"validate": "list", "source": ["是", "否"]})
    book.close()
    return path


@pytest.mark.parametrize("make", [from_libreoffice, from_openpyxl, from_xlsxwriter])
def test_files_of_other_programs(make: object, tmp_path: Path) -> None:
    """Where the file had nothing to mend before a command, it has nothing to mend after it."""
    assert callable(make)
    path: Path = make(tmp_path)
    assert judge(path) == []
    gaoyan = CommandLine(path.parent)
    wrote = 0
    for command, *options in WRITING:
        before = path.read_bytes()
        ran = gaoyan(command, path.name, *options)
        assert ran.code in (0, 1, 2), (command, ran.err)
        if path.read_bytes() != before:
            wrote += 1
            assert judge(path) == [], command
    assert wrote > 1


def test_a_file_with_everything_that_excel_knows(tmp_path: Path) -> None:
    """Cells written where shared and array formulas, notes, tables and links stand around them."""
    path = tmp_path / "全.xlsm"
    path.write_bytes(rich_workbook())
    package = Package.open(path)
    changes = [CellChange(PEOPLE, row, column, value) for row in (1, 5, 40) for column, value in ((2, "字"), (9, 5), (30, None))]
    data = patched(package, [*changes, CellChange(PEOPLE, 41, 3, Formula("=SUM(A1:A3)", 6))])
    assert data != path.read_bytes()
    assert judge_bytes(data, ".xlsm") == []


def styled() -> Workbook:
    """A sheet with empty styled cells and an empty text, as every form of ours has them."""
    book = Workbook()
    sheet = book.active
    sheet["A2"].value, sheet["C2"].value = 1, ""
    for address in ("B2", "C3"):
        sheet[address].fill = PatternFill("solid", fgColor="EEEEEE")
    return book


MORE: Mapping[str, RowCells] = {"Sheet": {2: '<c r="B2"><f>A2+1</f></c>', 3: '<c r="B3"><v>3</v></c>'}}


def test_cells_that_are_added_stand_in_order_and_once() -> None:
    assert judge_bytes(saving.saved(styled(), MORE)) == []


def appended(part: bytes, cells: RowCells) -> bytes:
    """How cells were added once: behind whatever stood in their row."""
    for row, text in cells.items():
        part = re.sub(rb'(<row r="%d"[^>]*>.*?)(</row>)' % row, rb"\g<1>" + text.encode() + rb"\g<2>", part, flags=re.DOTALL)
    return part


def test_without_the_mend_of_the_order_the_judge_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "with_cells", appended)
    found = judge_bytes(saving.saved(styled(), MORE))
    assert any(line.startswith("Sheet: B2 stands behind column") for line in found), found
    assert any(line.startswith("Sheet: B3 stands behind column 3") for line in found), found


def test_without_the_mend_of_empty_texts_the_judge_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "without_empty_tags", lambda part: part)
    assert "Sheet: C2: inlineStr without <is>" in judge_bytes(saving.saved(styled(), MORE))
