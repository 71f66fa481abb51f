"""Names taken out of a closed file, and whole array formulas cleared in it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula

from tests.closed_cells import open_book
from workbooks.files.errors import Unusable
from workbooks.ooxml.package import Package
from workbooks.ooxml.writing.defined_names import without_names


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet["A1"] = 1
    sheet["C2"] = ArrayFormula("C2:D40", "=A1:B39")
    for name in ("GY_LIVE", "GY_LIVE_NOTES", "A&B"):
        made.defined_names[name] = DefinedName(name, attr_text="Sheet!$A$1")
    sheet.defined_names["GY_LIVE"] = DefinedName("GY_LIVE", attr_text="Sheet!$B$1")
    made.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def listed(path: Path) -> list[tuple[str, str | None]]:
    return [(one.name, one.sheet) for one in Package.open(path).names]


def test_a_name_of_the_workbook_goes_and_all_others_stay(path: Path) -> None:
    before = listed(path)
    data = without_names(Package.open(path), {"GY_LIVE", "A&B", "NOTHING"})
    other = path.with_name("b.xlsx")
    other.write_bytes(data)
    assert listed(other) == [one for one in before if one not in (("GY_LIVE", None), ("A&B", None))]
    assert ("GY_LIVE", "Sheet") in listed(other)


def test_a_deleted_name_is_gone_at_once_and_in_the_saved_file(path: Path) -> None:
    book = open_book(path)
    book.file.dropped_names.add("GY_LIVE")
    assert ("GY_LIVE", None) not in [(one.name, one.sheet) for one in book.file.names]
    assert ("GY_LIVE", None) in listed(path)
    book.save()
    assert ("GY_LIVE", None) not in listed(path)


def test_a_whole_array_formula_is_cleared_and_no_part_of_it(path: Path) -> None:
    book = open_book(path)
    sheet = book.sheets[0]
    with pytest.raises(Unusable, match="属于数组公式"):
        sheet.range("C2").value = None
    sheet.range("C2:D40").value = None
    book.save()
    assert not open_book(path).file.content(sheet.name).arrays
    cell = openpyxl.load_workbook(path)["Sheet"]["C2"]
    assert cell.value is None
