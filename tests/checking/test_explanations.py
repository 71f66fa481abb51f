"""说明 by mark: with the person wherever the rows go, never for another person or another value; older rows as before."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from macros.checking.check import check as check_book
from tests.closed_cells import open_book
from tests.sample import sample_class
from udfs.records.class_file import ClassFile
from udfs.records.results_view import viewed
from udfs.rules.model import Finding
from udfs.rules.runner import check
from udfs.sample import results_beside
from workbooks.book.reading import read_file
from workbooks.templates.entering import entered

TODAY = date(2025, 8, 12)
WORDS = "在津工作，户口在京"


def with_region(*indexes: int) -> ClassFile:
    """People of a municipal class who come from elsewhere (A4-14, to be explained one by one)."""
    c = results_beside(sample_class(trainees=8, staff=1))
    people = [one.changed(region="北京") if at in indexes else one for at, one in enumerate(c.people)]
    return viewed(c.changed(people=tuple(people)))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Two people from elsewhere; the first one is explained."""
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(with_region(2, 5), rows=30))
    opened = open_book(path)
    check_book(opened, TODAY, write=True, ledger=str(tmp_path / "没有.sqlite3"))
    opened.save()
    explain(path, "附件4!L6")
    return path


def explain(path: Path, key: str, **more: Any) -> None:
    opened = open_book(path)
    sheet = opened.sheets["核验"]
    rows = {row[10]: at for at, row in enumerate(sheet.range("A4:L40").value, start=4)}
    sheet.range(f"F{rows[key]}").value = WORDS
    for address, value in more.items():
        sheet.range(f"{address}{rows[key]}").value = value
    opened.save()


def explained(path: Path) -> list[tuple[str, str | None]]:
    c = read_file(path, TODAY)
    return [(str(c.people_rows[one.row or 0].name), one.explained) for one in found(c)]


def found(c: ClassFile) -> list[Finding]:
    return [one for one in check(c).findings if one.code == "A4-14"]


def rows_turned(path: Path) -> None:
    opened = open_book(path)
    block = opened.sheets["附件4"].range("B4:O11")
    rows = block.value
    block.value = [*rows[3:], *rows[:3]]
    opened.save()


def test_an_explanation_goes_with_its_person(book: Path) -> None:
    c = with_region(2, 5)
    first, second = str(c.people[2].name), str(c.people[5].name)
    assert explained(book) == [(first, WORDS), (second, None)]
    rows_turned(book)
    assert sorted(explained(book)) == sorted([(first, WORDS), (second, None)])


def test_it_excuses_nobody_else_in_the_same_cell(book: Path) -> None:
    """The one who stands in that row now comes from the same place: by the cell and its value it would be excused."""
    opened = open_book(book)
    other = sample_class(trainees=3, staff=0, seed=9).people[2]
    opened.sheets["附件4"].range("B6:C6").value = [other.name, other.document]
    opened.save()
    assert (str(other.name), None) in explained(book)


def test_it_excuses_no_other_value(book: Path) -> None:
    opened = open_book(book)
    opened.sheets["附件4"].range("L6").value = "上海"
    opened.save()
    assert [words for _, words in explained(book)] == [None, None]


def test_writing_the_findings_again_keeps_it(book: Path, tmp_path: Path) -> None:
    rows_turned(book)
    opened = open_book(book)
    report = check_book(opened, TODAY, write=True, ledger=str(tmp_path / "没有.sqlite3"))
    opened.save()
    assert [one.explained for one in report.findings if one.code == "A4-14"].count(WORDS) == 1
    assert [words for _, words in explained(book)].count(WORDS) == 1


def test_rows_without_a_mark_go_by_place_and_value_as_before(book: Path) -> None:
    explain(book, "附件4!L6", L=None)
    assert [words for _, words in explained(book)] == [WORDS, None]


def test_a_result_keeps_its_explanation_when_it_goes_beside_the_person() -> None:
    """The mark of a typed 附件5 and of results beside the people is the same."""
    typed = sample_class()
    results = tuple(one.changed(certificate="津高研2025080006") if at == 5 else one for at, one in enumerate(typed.results))
    marks = [
        {one.mark for one in check(c).findings if one.code == "A5-14"}
        for c in (typed.changed(results=results), results_beside(typed.changed(results=results)))
    ]
    assert marks[0] == marks[1] != {""}


def test_marks_stay_in_the_workbook(book: Path) -> None:
    c = read_file(book, TODAY)
    finding = found(c)[0]
    assert finding.mark
    assert "mark" not in finding.document()
    assert openpyxl.load_workbook(book)["核验"].column_dimensions["L"].hidden
