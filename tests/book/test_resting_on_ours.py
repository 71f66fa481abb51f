"""Formulas of somebody else that rest on what ours compute, in a workbook without results: as LibreOffice has them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.office import convert
from tests.sample import sample_class
from udfs.records.class_file import CHECKING, EXPENSES, PARAMETERS
from udfs.values.cells import UNCOMPUTED
from workbooks.book.evaluating import evaluator
from workbooks.book.reading import read_file
from workbooks.closed.engine import open_book
from workbooks.closed.host import held_file
from workbooks.templates.entering import entered

TODAY = date(2025, 8, 12)
RESTING = (
    "附件3!B5*150", "参数_学员总数*200", "IF(参数_师资费行数>0,参数_师资费明细合计,0)", "SUM(附件3_学员人数,附件3_工作人员人数)",
    "IFERROR(参数_综合定额额度*0.1,7)", "COUNTIF(参数_附件4_身份,3)*100", "IF(ISNUMBER(附件3!B14),附件3!B14,8)",
)  # fmt: skip
BESIDE = ("VLOOKUP(1,A4:C60,1,FALSE)*0+20*15", "SUM(F4:G4)")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Without results, and as LibreOffice saves it."""
    path = tmp_path_factory.mktemp("resting") / "班.xlsx"
    path.write_bytes(entered(sample_class()))
    book = load_workbook(path)
    sheet: Any = book[EXPENSES]
    for row, formula in enumerate((*RESTING, *BESIDE), start=4):
        sheet[f"H{row}"] = f"={formula}"
    sheet["A4"] = 1
    book.save(path)
    return path, convert(path, "xlsx", path.parent / "saved")


def test_what_rests_on_ours_is_not_guessed(both: tuple[Path, Path]) -> None:
    """The engine made 0 of the first, and hid from the others that it did not know."""
    assert [one.amount for one in read_file(both[0], TODAY).expenses[: len(RESTING)]] == [UNCOMPUTED] * len(RESTING)


def test_what_is_told_is_what_libreoffice_makes_of_it(both: tuple[Path, Path]) -> None:
    judge = load_workbook(both[1], data_only=True)
    with open_book(both[0]) as book:
        file = held_file(book)
        assert file is not None
        evaluate = evaluator(file)
        told = {
            (sheet.title, *at): evaluate(sheet.title, *at)
            for sheet in file.sheets
            if sheet.title not in (CHECKING, PARAMETERS)
            for at in file.content(sheet.title).grid.formulas
        }
    known = {at: value for at, value in told.items() if value is not None}
    right = {(title, row, column): judge[title].cell(row, column).value for title, row, column in known}
    assert {at: (value, right[at]) for at, value in known.items() if (value or 0) != (right[at] or 0)} == {}
    first = 4 + len(RESTING)
    assert [row for title, row, column in known if (title, column) == (EXPENSES, 8)] == [first, first + 1]
