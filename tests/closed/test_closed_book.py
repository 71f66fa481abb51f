"""A closed file as a book: what most macros ask is told without xlwings, and all the rest by the book of xlwings that it is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import xlwings as xw

from tests.rich_workbook import SHEET, rich_workbook
from workbooks.book.formulas import block_formulas, formulas_within
from workbooks.closed import engine
from workbooks.closed.closed_book import ClosedBook, open_book
from workbooks.closed.host import Host, named_area
from workbooks.files.errors import Unusable
from workbooks.ooxml.addresses import Area


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "名册.xlsm"
    made.write_bytes(rich_workbook())
    return made


def test_it_is_the_file_and_the_book_of_it(path: Path) -> None:
    book = open_book(path)
    assert isinstance(book, ClosedBook)
    assert book.name == path.name
    assert Host(book).file is book.file
    assert not Host(book).calculates
    sheet = book.sheets[SHEET]
    assert isinstance(sheet, xw.Sheet)
    assert Host(sheet.book).file is book.file
    sheet["B3"].value = "王五"
    assert book.file.content(SHEET).grid.value(3, 2) == "王五"
    book.save()
    assert engine.open_book(path).sheets[SHEET]["B3"].value == "王五"


def test_both_ways_tell_the_same_formulas_and_names(path: Path) -> None:
    closed, of_xlwings = open_book(path), engine.open_book(path)
    block = (1, 1, 40, 12)
    found = formulas_within(closed, SHEET, *block)
    assert found
    assert found == formulas_within(of_xlwings, SHEET, *block) == block_formulas(of_xlwings.sheets[SHEET], *block)
    assert formulas_within(closed, SHEET, 5, 1, 4, 12) == {}
    names = [name.name for name in of_xlwings.names if "!" not in name.name]
    assert names
    for name in names:
        try:
            area = of_xlwings.names[name].refers_to_range
        except KeyError:
            with pytest.raises(KeyError):
                named_area(closed, name)
            continue
        rows, columns = area.shape
        assert named_area(closed, name) == Area(area.row, area.column, area.row + rows - 1, area.column + columns - 1)
    assert named_area(closed, "没有这个名称") is None


def test_what_is_wrong_with_the_file_is_told_when_it_is_opened(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="找不到文件"):
        open_book(tmp_path / "没有.xlsx")


def test_opening_a_file_loads_no_xlwings(path: Path) -> None:
    code = (
        "import sys\n"
        "from workbooks.closed.closed_book import open_book\n"
        "from workbooks.closed.host import Host\n"
        "book = open_book(sys.argv[1])\n"
        "print(book.name, Host(book).file.sheets[0].title, 'xlwings' in sys.modules)\n"
        "print(book.sheets[0].name, 'xlwings' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines() == [f"名册.xlsm {SHEET} False", f"{SHEET} True"]
