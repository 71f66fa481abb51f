"""附件4: the formulas and the predicates agree on every cell, and say the same of every wrong document number."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.parity.people_made import classes
from tests.parity.verdicts import TODAY, Spots, assert_equal, compared, texts
from udfs.people.document_faults import FLAWS
from udfs.people.identity import document_fault
from udfs.records.class_file import PEOPLE
from workbooks.book.reading import read_file
from workbooks.forms import FORMS

Found = Mapping[str, tuple[Spots, Spots]]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Found]:
    """Two classes of 150 rows: the folder of their workbooks, and both verdicts on each."""
    folder = tmp_path_factory.mktemp("people")
    return folder, compared(classes(range(2), 150), folder, rows=150)


def test_rows_of_every_kind(judged: tuple[Path, Found]) -> None:
    assert_equal(judged[1])


def test_the_words_beside_a_wrong_number_are_those_of_the_check(judged: tuple[Path, Found]) -> None:
    """Word for word in the column 核验 of each row that says nothing else first; every flaw comes up."""
    folder, found = judged
    column = list(FORMS[PEOPLE].table.letters).index("核验")  # type: ignore[union-attr]
    named, beside = set(), 0
    for book, (native, _) in found.items():
        shown = texts(folder, book, PEOPLE)
        rows = {spot.row for spot in native if spot.code == "A4-05"}
        c = read_file(folder / f"{book}.xlsx", TODAY)
        for person in c.people:
            if person.row not in rows:
                continue
            fault = document_fault(person.document, person.document_kind, c.matching.births)
            assert fault is not None
            named.add(fault.part)
            stated = shown[person.row - 1][column]
            if stated.startswith("【错误】证件号码有误"):
                beside += 1
                assert stated == f"【错误】证件号码有误，{fault.message}；对照证件原件逐位核对后改正"
    assert named == {flaw.part for flaw in FLAWS}
    assert beside


def test_rows_pasted_beyond_the_ready_ones(tmp_path: Path) -> None:
    """A sheet made for 60 rows, 70 of them pasted: names, verdicts and counts go on into the rows for growth."""
    found = compared(classes(range(50, 51), 70), tmp_path, rows=60)
    assert_equal(found)
    last_ready = 63
    assert {spot.row > last_ready for native, _ in found.values() for spot in native if spot.row} == {True, False}


@pytest.mark.large
def test_thousands_of_rows(tmp_path: Path) -> None:
    assert_equal(compared(classes((2, 3, *range(100, 112)), 1000), tmp_path, rows=1000))
