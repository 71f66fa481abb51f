"""Tables made longer by a command: the workbook is then the one that was made with so many rows from the start.

- names, formulas, values, validations, paint, looks and filter are those of the longer template
- what is typed, behind the ready rows too, stays; undo gives the bytes before
- so is one that another program has saved, and LibreOffice computes what is stored in it
- a workbook that is built otherwise is refused as before, and nothing is written
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from addin.cli import run
from tests import office
from tests.formula_engine.stored_compared import differences
from tests.rosters.model import FIVE, HEADS, made_up, rows_of, xlsx
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL
from udfs.records.class_file import CHECKING
from udfs.sample import results_beside
from workbooks.book.reading import read_file
from workbooks.closed.held_file import HeldFile
from workbooks.forms.model import GROWTH_ROWS
from workbooks.formula_engine.stored import with_values
from workbooks.native.enlarging import enlarged
from workbooks.ooxml.looks import styles_of
from workbooks.ooxml.package import Package
from workbooks.ooxml.reading.sheets import read_sheet
from workbooks.returned.rebuilt import same
from workbooks.returned.sheet_parts import sheet_contents
from workbooks.templates.entering import entered

FEW, MANY = 60, 100


@pytest.mark.parametrize("beside", [True, False], ids=["beside", "typed"])
def test_a_longer_workbook_is_the_one_made_with_so_many_rows(beside: bool, tmp_path: Path) -> None:
    c = results_beside(sample_class(MUNICIPAL, 9)) if beside else sample_class(MUNICIPAL, 9)
    few, many = (Package(tmp_path / "班.xlsx", entered(c, rows)) for rows in (FEW, MANY))
    data = enlarged(few, MANY + GROWTH_ROWS)
    assert data is not None
    made = Package(few.path, with_values(Package(few.path, data), c.today))
    assert {(one.name, one.sheet): one.refers_to for one in made.names} == {
        (one.name, one.sheet): one.refers_to for one in many.names
    }
    for sheet in many.sheets:
        ours, theirs = (read_sheet(one, one.sheet(sheet.title)).grid for one in (made, many))
        assert ours.formulas == theirs.formulas, sheet.title
        height, width = (max(f(one.rows) for one in (ours, theirs)) for f in (len, lambda rows: max(map(len, rows), default=0)))
        unlike = [
            (row, column)
            for row in range(1, height + 1)
            for column in range(1, width + 1)
            if not same(ours.value(row, column), theirs.value(row, column))
        ]
        assert unlike == [], sheet.title
        stated, wanted = (sheet_contents(one, one.sheet(sheet.title), styles_of(one)) for one in (made, many))
        assert stated == wanted, sheet.title


def test_enough_rows_are_left_alone(tmp_path: Path) -> None:
    package = Package(tmp_path / "班.xlsx", entered(sample_class(), FEW))
    assert enlarged(package, FEW + GROWTH_ROWS) is None


def test_an_import_beyond_the_ready_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "班.xlsx"
    assert run(["new", str(book), "--level", "市级", "--plan", "9", "--rows", "20"]) == 0
    file = HeldFile.open(book)
    file.take({"附件4": {(30, 8): "备注一"}})  # a row for growth, in use
    assert file.save(command="测试")
    before = book.read_bytes()
    xlsx([HEADS, *rows_of(made_up(1, 60), FIVE)])(tmp_path / "名册.xlsx")
    assert run(["import", str(book), str(tmp_path / "名册.xlsx"), "--yes"]) == 0
    assert "各表已加到 100 行" in capsys.readouterr().out
    c = read_file(book, date(2025, 6, 1))
    assert len(c.people) >= 60
    shown = openpyxl.load_workbook(book, data_only=True)
    assert shown["附件4"]["A60"].value == 31  # people from row 30 on: the row for growth counts as one
    assert shown["附件4"].print_area
    assert shown.defined_names["附件4_姓名"].attr_text == f"附件4!$B$4:$B${3 + 100 + GROWTH_ROWS}"
    assert shown[CHECKING].max_row >= 3 + 100 + GROWTH_ROWS
    assert shown["附件4"]["H30"].value == "备注一"
    assert run(["undo", str(book)]) == 0
    assert book.read_bytes() == before


def test_libreoffice_computes_what_is_stored_in_one_that_it_saved(tmp_path: Path) -> None:
    """It spells every formula out, and writes names, areas and styles its own way."""
    fresh = tmp_path / "班.xlsx"
    fresh.write_bytes(entered(results_beside(sample_class()).changed(today=date.today()), FEW))
    saved = office.convert(fresh, office.XLSX, tmp_path / "saved")
    file = HeldFile.open(saved)
    assert file.enlarge(MANY + GROWTH_ROWS)
    file.take({"附件4": {(3 + MANY, 2): "林远", (3 + MANY, 3): "120101199001011234"}})
    assert file.save(command="测试")
    stored = office.read_values(saved)
    (computed,) = office.recalculated_all([saved])
    assert differences(stored, computed) == []
    assert "序号不连续" in str(stored["附件4"][2 + MANY])


def test_a_workbook_without_helper_cells_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "班.xlsx"
    assert run(["new", str(book), "--level", "市级", "--plan", "9", "--rows", "20"]) == 0
    made = openpyxl.load_workbook(book)
    del made[CHECKING]
    made.save(book)
    before = book.read_bytes()
    xlsx([HEADS, *rows_of(made_up(1, 60), FIVE)])(tmp_path / "名册.xlsx")
    assert run(["import", str(book), str(tmp_path / "名册.xlsx"), "--yes"]) == 2
    assert "备有 35 行，导入后需要 60 行" in capsys.readouterr().err
    assert book.read_bytes() == before
    xlsx([HEADS, *rows_of(made_up(1, 35), FIVE)])(tmp_path / "名册.xlsx")
    assert run(["import", str(book), str(tmp_path / "名册.xlsx"), "--yes"]) == 0
