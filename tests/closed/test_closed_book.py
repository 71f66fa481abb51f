"""A closed file in place of a book as argument of a macro."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.rich_workbook import SHEET, rich_workbook
from workbooks.book.formulas import formulas_within
from workbooks.book.writing import write
from workbooks.closed.closed_book import ClosedBook, open_book
from workbooks.closed.host import Host, held_file, known_names, named_area
from workbooks.files.errors import Unusable
from workbooks.ooxml.addresses import Area


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "名册.xlsm"
    made.write_bytes(rich_workbook())
    return made


def test_it_is_the_file(path: Path) -> None:
    book = open_book(path)
    assert isinstance(book, ClosedBook)
    assert book.name == path.name
    assert Host(book).file is book.file
    assert not Host(book).calculates
    write(book, {SHEET: {(3, 2): "王五"}}, "试")
    assert book.file.content(SHEET).grid.value(3, 2) == "王五"
    book.save()
    assert held_file(open_book(path)).content(SHEET).grid.value(3, 2) == "王五"


def test_formulas_and_names(path: Path) -> None:
    closed = open_book(path)
    found = formulas_within(closed, SHEET, 1, 1, 40, 12)
    assert found == held_file(closed).content(SHEET).grid.formulas
    assert found
    assert formulas_within(closed, SHEET, 5, 1, 4, 12) == {}
    assert named_area(closed, "附件4_姓名") == Area(3, 2, 12, 2)
    assert named_area(closed, "没有这个名称") is None
    assert known_names(closed, ["附件4_姓名", "没有这个名称"]) == {"附件4_姓名"}


def test_what_is_wrong_with_the_file_is_reported_when_it_is_opened(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="找不到文件"):
        open_book(tmp_path / "没有.xlsx")


def test_opening_a_file_loads_no_xlwings(path: Path) -> None:
    code = (
        "import sys\n"
        "from workbooks.closed.closed_book import open_book\n"
        "from workbooks.closed.host import Host\n"
        "book = open_book(sys.argv[1])\n"
        "print(book.name, Host(book).file.sheets[0].title, 'xlwings' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.split() == ["名册.xlsm", SHEET, "False"]
