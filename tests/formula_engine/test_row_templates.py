"""Rows that are alike are read and written by one of them: the same bytes as cell by cell, and what openpyxl reads there."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.formula import ArrayFormula

from tests.made_once import made_anew
from tests.sample import YEAR, sample_class
from udfs.records.class_file import CHECKING
from udfs.sample import results_beside
from workbooks.formula_engine import row_templates, stored
from workbooks.formula_engine.book import TemplateRow
from workbooks.formula_engine.sheets import read_formula_book
from workbooks.ooxml.package import Package
from workbooks.templates.entering import entered

TODAY = date(YEAR, 6, 30)
ROWS = 60
WITH_FORMULA = re.compile(rb'(<c r="[A-Z]+\d+"(?: s="\d+")?)(?: t="\w+")?>(<f[^>]*/>|<f[^>]*>[^<]*</f>)(?:<v>[^<]*</v>|<v/>)?')


@pytest.fixture(scope="module")
def filled() -> bytes:
    return entered(results_beside(sample_class()).changed(today=TODAY), ROWS)


def package(data: bytes, folder: Path) -> Package:
    return Package(folder / "class.xlsx", data)


def part_of(book: Package, title: str = CHECKING) -> tuple[str, bytes]:
    part = next(sheet.part for sheet in book.sheets if sheet.title == title)
    return part, book.read(part)


def results(data: bytes, folder: Path) -> dict[str, bytes]:
    return made_anew(stored.parts_with_values)(package(data, folder), TODAY)


def cell_by_cell(data: bytes, folder: Path, patch: pytest.MonkeyPatch) -> dict[str, bytes]:
    with patch.context() as meanwhile:
        meanwhile.setattr(row_templates, "PATIENCE", 0)
        return results(data, folder)


def without_results(data: bytes, folder: Path) -> bytes:
    """The workbook with the number 7 beside every formula of 核对: each must be written anew."""
    book = package(data, folder)
    part, source = part_of(book)
    wrong = WITH_FORMULA.sub(rb"\1>\2<v>7</v>", source)
    assert wrong != source
    return book.archive.rewritten({part: wrong})


def test_most_rows_are_read_by_one_of_them(filled: bytes, tmp_path: Path) -> None:
    _, parts = read_formula_book(package(filled, tmp_path), TODAY)
    sheet = next(sheet for sheet, _ in parts.values() if sheet.title == CHECKING)
    assert sum(isinstance(cell, TemplateRow) for cell in sheet.cells) >= ROWS - 10


def test_the_same_bytes_as_cell_by_cell(filled: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = without_results(filled, tmp_path)
    written = results(wrong, tmp_path)
    assert part_of(package(wrong, tmp_path))[0] in written
    assert written == cell_by_cell(wrong, tmp_path, monkeypatch)


def test_openpyxl_reads_the_same_formulas_and_the_results_of_before(filled: bytes, tmp_path: Path) -> None:
    wrong = package(without_results(filled, tmp_path), tmp_path)
    mended = wrong.archive.rewritten(results(wrong.data, tmp_path))
    for values_only in (False, True):
        before, after = (load_workbook(BytesIO(data), data_only=values_only)[CHECKING] for data in (filled, mended))
        as_text = [[seen(cell.value) for cell in row] for row in before.iter_rows()]
        assert as_text == [[seen(cell.value) for cell in row] for row in after.iter_rows()]
        assert sum(value is not None for row in as_text for value in row) > ROWS * 100


def seen(value: object) -> object:
    return (value.ref, value.text) if isinstance(value, ArrayFormula) else value


SPOILT = {
    "another style": (rb'(<c r="D#")', rb'\1 s="1"'),
    "a kind that no result has": (rb'(<c r="D#")( t="\w+")?', rb'\1 t="zz"'),
    "a formula of its own": (rb'(<c r="D#"[^>]*>)<f>[^<]*</f>', rb"\1<f>1+1</f>"),
    "a formula with the number of its row": (rb'(<c r="D#"[^>]*>)<f>[^<]*</f>', rb"\1<f>$A#+1</f>"),
    "a typed number": (rb'(<c r="D#"[^>]*>)<f>[^<]*</f>', rb"\1"),
    "a typed text": (rb'<c r="D#"[^>]*>.*?</c>', rb'<c r="D#" t="inlineStr"><is><t>x</t></is></c>'),
    "no cell": (rb'<c r="D#"[^>]*>.*?</c>', rb""),
    "one cell more": (rb'(<row r="#"[^>]*>.*?)(</row>)', rb'\1<c r="XFD#"><v>3</v></c>\2'),
    "a cell of another row": (rb'<c r="D#"', rb'<c r="D3"'),
    "a serial number that is a text": (rb'<c r="A#"[^>]*><v>\d+</v>', rb'<c r="A#" t="str"><v>x</v>'),
    "another serial number": (rb'(<c r="A#"[^>]*><v>)\d+', rb"\g<1>1e2"),
    "a comment between the cells": (rb'(<c r="D#")', rb"<!-- % --></row>\1"),
    "white space between the cells": (rb'(<c r="D#")', b"\n\\1"),
    "a shared formula nobody has spoken": (rb'(<c r="L#"[^>]*>)<f t="shared" si="\d+"/>', rb'\1<f t="shared" si="999"/>'),
}  # fmt: skip
SPOKEN_ANEW = rb'(<c r="L55"[^>]*>)<f t="shared" si="(\d+)"/>', rb'\1<f t="shared" ref="L55:L65" si="\2">$A55*3</f>'
FIRST = 12
"""Of the rows that are spoilt; by then a pattern is made."""


def spoilt(source: bytes) -> bytes:
    """The part with every one of these rows in it."""
    for row, (old, new) in enumerate(SPOILT.values(), start=FIRST):
        source, times = re.subn(at(old, row), at(new, row), source, count=1, flags=re.DOTALL)
        assert times == 1, old
    return source


def at(pattern: bytes, row: int) -> bytes:
    return pattern.replace(b"#", b"%d" % row)


def test_rows_that_are_not_alike_are_read_as_what_they_are(
    filled: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = package(without_results(filled, tmp_path), tmp_path)
    part, source = part_of(book)
    data = book.archive.rewritten({part: spoilt(source)})
    assert results(data, tmp_path) == cell_by_cell(data, tmp_path, monkeypatch)
    _, parts = read_formula_book(package(data, tmp_path), TODAY)
    like = {cell.row for cell in parts[part][0].cells if isinstance(cell, TemplateRow)}
    taken = {how for row, how in enumerate(SPOILT, start=FIRST) if row in like}
    assert taken == {"a kind that no result has", "another serial number"}, "these differ in what may differ"
    assert {FIRST - 1, FIRST + len(SPOILT)} <= like


def test_a_formula_spoken_anew_holds_for_the_rows_below_it(filled: bytes, tmp_path: Path) -> None:
    """The judge is openpyxl's reading of what was written: column L of the rows from 55 is three times their number."""
    book = package(without_results(filled, tmp_path), tmp_path)
    part, source = part_of(book)
    data = book.archive.rewritten({part: re.sub(*SPOKEN_ANEW, source, count=1)})
    sheet = load_workbook(BytesIO(book.archive.rewritten(results(data, tmp_path))), data_only=True)[CHECKING]
    assert [sheet.cell(row, 12).value for row in range(55, 60)] == [3 * sheet.cell(row, 1).value for row in range(55, 60)]
