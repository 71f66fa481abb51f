"""A workbook opened, typed into and saved as xlsx in LibreOffice is still ours: names, lists, paint, page set-up, and the same
findings as Python has for the same entries in the file that LibreOffice never saw."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.closed_cells import open_book
from tests.libreoffice.session import Session, running
from tests.sample import sample_class
from udfs.notice.plan import LEVELS
from udfs.records.class_file import ACCOUNTS, EXPENSES, PEOPLE, ClassFile
from udfs.rules.runner import check
from workbooks.book.reading import read_file
from workbooks.templates.entering import entered

ROWS = 70
TYPED = ((PEOPLE, "B7", "张三1"), (PEOPLE, "E8", "  示例 单位"), (EXPENSES, "H4", "900000"))
"""Typed by a user; wrong, but nothing that a validation refuses: a digit in a name, stray spaces, a sum that does not add up."""


def faulty(level: str) -> ClassFile:
    """A class with faults in several sheets."""
    c = sample_class(level, 2)
    people = (c.people[0].changed(document="120101199001011234"), c.people[1].changed(phone="12345"), *c.people[2:])
    expenses = (c.expenses[0].changed(amount=-5), *c.expenses[1:])
    return c.changed(people=people, expenses=expenses)


@pytest.fixture(scope="module")
def window() -> Iterator[Session]:
    with running(None) as session:
        yield session


@pytest.fixture(scope="module", params=LEVELS)
def both(
    request: pytest.FixtureRequest, window: Session, tmp_path_factory: pytest.TempPathFactory
) -> tuple[ClassFile, Path, Path]:
    """A class; its workbook with the entries put in by us; the workbook that was typed into and saved in LibreOffice."""
    folder = tmp_path_factory.mktemp("round_trip")
    c = faulty(request.param)
    ours, theirs = folder / "班.xlsx", folder / "另存.xlsx"
    ours.write_bytes(entered(c, ROWS))
    window.do("open", str(ours))
    for sheet, cell, text in TYPED:
        window.do("typed", sheet, cell, text)
    window.do("store", str(theirs))
    window.do("close")
    book = open_book(ours)
    for sheet, cell, text in TYPED:
        book.sheets[sheet].range(cell).value = int(text) if text.isdigit() else text
    book.save()
    return c, ours, theirs


@pytest.fixture(scope="module")
def books(both: tuple[ClassFile, Path, Path]) -> tuple[Workbook, Workbook]:
    _, ours, theirs = both
    return openpyxl.load_workbook(ours), openpyxl.load_workbook(theirs)


def test_the_same_findings(both: tuple[ClassFile, Path, Path]) -> None:
    c, *paths = both
    found = [
        {(one.code, one.sheet, one.cell, one.message) for one in check(read_file(path, c.today)).findings} for path in paths
    ]  # fmt: skip
    typed = {("A4-16", PEOPLE, "B7"), ("FY-02", EXPENSES, "H4"), ("A3-12", ACCOUNTS, "B8")}
    assert {one[:3] for one in found[0]} >= typed | {("A4-07", PEOPLE, "D5")}
    assert found[0] == found[1]


def as_written(text: str) -> str:
    """LibreOffice writes the names of sheets in quotation marks, truth values as functions, and small numbers in full."""
    written = text.replace("'", "").replace("TRUE()", "TRUE").replace("FALSE()", "FALSE")
    return re.sub(r"\b0\.(0+)1\b", lambda found: f"1E-{len(found[1]) + 1}", written)


def test_names_are_kept(books: tuple[Workbook, Workbook]) -> None:
    ours, theirs = ({name: as_written(one.attr_text) for name, one in book.defined_names.items()} for book in books)
    assert len(ours) > 100
    assert {name: theirs.get(name) for name in ours} == ours


def test_formulas_are_kept(books: tuple[Workbook, Workbook]) -> None:
    for ours, theirs in zip(books[0], books[1], strict=True):
        if ours.title == "参数":
            continue  # shared formulas there come back written out, cell by cell
        before, after = (
            {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"} for sheet in (ours, theirs)
        )
        assert before == after, ours.title


def validated(sheet: Worksheet) -> dict[str, tuple[object, ...]]:
    """Every tenth cell of the columns that has a validation -> what kind it is and what it says."""
    found = {}
    for one in sheet.data_validations.dataValidation:
        for area in one.sqref.ranges:
            for row in (area.min_row, min(area.min_row + 20, area.max_row)):
                found[f"{row}/{area.min_col}"] = (one.type or "none", one.errorStyle or "stop", one.prompt, one.error)
    return found


def test_validations_are_kept(books: tuple[Workbook, Workbook]) -> None:
    for ours, theirs in zip(books[0], books[1], strict=True):
        before, after = validated(ours), validated(theirs)
        assert {spot: after.get(spot) for spot in before} == before, ours.title


def painted(sheet: Worksheet) -> set[tuple[str, str]]:
    """(first cell, formula) of each conditional format."""
    return {
        (str(area.sqref).split(":")[0], "".join(rule.formula[0].split()))
        for area in sheet.conditional_formatting
        for rule in area.rules
    }


def test_paint_is_kept(books: tuple[Workbook, Workbook]) -> None:
    for ours, theirs in zip(books[0], books[1], strict=True):
        assert painted(ours) <= painted(theirs), ours.title


def set_up(sheet: Worksheet) -> tuple[object, ...]:
    areas = str(sheet.print_area).replace("'", "").replace("$", "")
    return sheet.page_setup.orientation, str(sheet.page_setup.paperSize), sheet.print_title_rows, areas


def test_page_set_up_is_kept(books: tuple[Workbook, Workbook]) -> None:
    printed = 0
    for ours, theirs in zip(books[0], books[1], strict=True):
        if ours.print_area:
            printed += 1
            assert set_up(ours) == set_up(theirs), ours.title
    assert printed >= 4
