"""Rows come, go, move and hide in a real LibreOffice: which checks still hold. docs/row-growth.md says the same in Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.libreoffice.session import Session, running
from tests.sample import sample_class
from udfs.records.class_file import PEOPLE
from workbooks.forms.model import GROWTH_ROWS
from workbooks.templates.entering import entered

ROWS, FIRST, LAST = 70, 4, 60
"""Ready rows; the first and the last row of 附件4 with a person in it."""
WRONG = "120101199001011234"
FAULT = "【错误】证件号码有误"


@pytest.fixture(scope="module")
def office() -> Iterator[Session]:
    with running(None) as session:
        yield session


@pytest.fixture
def book(office: Session, tmp_path: Path) -> Iterator[Session]:
    """A fresh workbook with one wrong number, in row 10."""
    c = sample_class()
    people = tuple(one.changed(document=WRONG) if one.row == 10 else one for one in c.people)
    right = next(one.document for one in c.people if one.row == 10)
    # 附件5 goes on to take everybody from 附件4 by its formulas.
    results = tuple(one.changed(document=WRONG) if one.document == right else one for one in c.results)
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(c.changed(people=people, results=results), ROWS))
    office.do("open", str(path), True)
    yield office
    office.do("close")


def spoken(book: Session, last: int = LAST + 5) -> dict[int, str]:
    """Row -> message, where the column 核验 of 附件4 says something."""
    reported_rows = book.do("texts", PEOPLE, f"Q{FIRST}:Q{last}")
    return {row: words for row, (words,) in enumerate(reported_rows, start=FIRST) if words}


def band(book: Session) -> str:
    return str(book.do("texts", PEOPLE, "I1:I1")[0][0])


def test_at_first(book: Session) -> None:
    assert {row: words[: len(FAULT)] for row, words in spoken(book).items()} == {10: FAULT}
    assert "错误 1" in band(book)


def test_inserted_rows(book: Session) -> None:
    """The message moves with its row; a new row has list, prompt and paint, and is judged by the count of the band."""
    book.do("call", "rows", "insert", PEOPLE, 6, 2)
    assert "错误 1" in band(book)
    new = book.do("call", "rows", "validation", PEOPLE, "C6:C7")
    assert new["alert"]
    assert new["style"] == "STOP"
    assert book.do("call", "rows", "formats", PEOPLE, "C6:C7") > 0
    book.do("call", "rows", "fill", PEOPLE, "B6:C6", [["张三示", WRONG]])
    book.do("call", "rows", "recalculate")  # LO-2
    assert int(band(book).partition("错误 ")[2].split()[0]) > 1
    book.do("call", "rows", "fill_down", PEOPLE, "Q5:Q7")
    assert next(iter(spoken(book))) == 6


def test_deleted_rows(book: Session) -> None:
    book.do("call", "rows", "delete", PEOPLE, 5, 2)
    assert "错误 1" in band(book)
    assert {row: words[: len(FAULT)] for row, words in spoken(book).items()} == {8: FAULT}
    book.do("call", "rows", "fill", PEOPLE, "C20:C20", [[WRONG[:-1]]])
    book.do("call", "rows", "recalculate")  # LO-2
    assert int(band(book).partition("错误 ")[2].split()[0]) >= 2


def test_sorted_rows(book: Session) -> None:
    """Whoever sorts the typed columns finds each fault in the row to which it went."""
    before = [row[0] for row in book.do("texts", PEOPLE, f"C{FIRST}:C{LAST}")]
    book.do("call", "rows", "sort", PEOPLE, f"B{FIRST}:L{LAST}", 1)
    after = [row[0] for row in book.do("texts", PEOPLE, f"C{FIRST}:C{LAST}")]
    assert before != after
    assert sorted(before) == sorted(after)
    assert list(spoken(book)) == [FIRST + after.index(WRONG)]
    assert "错误 1" in band(book)


def test_filtered_and_hidden_rows(book: Session) -> None:
    """What is hidden is checked all the same."""
    book.do("call", "rows", "hide", PEOPLE, 10, 10)
    assert list(spoken(book)) == [10]
    book.do("call", "rows", "keep", PEOPLE, f"A3:Q{LAST}", 8, "工作人员")
    assert book.do("call", "rows", "visible", PEOPLE, 4, 4) == [False]
    assert list(spoken(book)) == [10]
    assert "错误 1" in band(book)


def test_more_rows_than_were_made_ready(book: Session) -> None:
    """Behind the ready rows, rows for growth are painted, counted, validated, and have their messages."""
    ready, end = FIRST + ROWS - 1, FIRST + ROWS - 1 + GROWTH_ROWS
    count = end - LAST
    rows = [[f"示例{at}", WRONG] for at in range(count)]
    book.do("call", "rows", "fill", PEOPLE, f"B{LAST + 1}:C{end}", rows)
    assert int(band(book).partition("错误 ")[2].split()[0]) > count
    assert book.do("call", "rows", "validation", PEOPLE, f"C{FIRST}:C{end}")["alert"]
    assert book.do("call", "rows", "validation", PEOPLE, f"G{FIRST}:G{end}")["kind"] == "LIST"
    assert book.do("call", "rows", "formats", PEOPLE, f"C{end}:C{end}") > 0
    assert spoken(book, end).keys() >= set(range(ready, end + 1))
