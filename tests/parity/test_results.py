"""附件5 and 考勤: the formulas and the predicates agree on every cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.parity.results_made import classes
from tests.parity.verdicts import TODAY, Spot, assert_equal, compared
from tests.sample import sample_class
from udfs.records.class_file import PEOPLE, ClassFile, Result
from udfs.sample import FIRST_ROW


def test_rows_of_every_kind(tmp_path: Path) -> None:
    assert_equal(compared(classes(range(2), 100), tmp_path, rows=120))


def namesakes() -> ClassFile:
    """Two trainees of one name, both with a wrong number in 附件4 and a right one in 附件5."""
    sample = sample_class()
    pair = sample.people[:2]
    people = tuple(one.changed(name="王示例", document=f"{str(one.document)[:-1]}A") for one in pair)
    results = tuple(
        Result(row=one.row, name="王示例", document=one.document, hours=28, passed="是", phone=one.phone) for one in pair
    )
    return ClassFile(today=TODAY, project=sample.project, people=people, results=results, places=sample.places)


def test_of_namesakes_with_wrong_numbers_the_first_are_partners(tmp_path: Path) -> None:
    both = compared({"namesakes": namesakes()}, tmp_path)
    assert_equal(both)
    _, python = both["namesakes"]
    rows = FIRST_ROW, FIRST_ROW + 1
    assert {Spot("A4-05", PEOPLE, "身份证号", row) for row in rows} <= python
    assert {spot.row for spot in python if spot.code in ("A5-04", "A5-05")} == {rows[1]}


@pytest.mark.large
def test_thousands_of_rows(tmp_path: Path) -> None:
    assert_equal(compared(classes((2, 3, *range(100, 130)), 300), tmp_path, rows=330))
