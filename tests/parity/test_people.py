"""附件4: the formulas and the predicates agree on every cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.parity.people_made import people
from tests.parity.verdicts import assert_equal, compared
from udfs.notice.plan import LEVELS
from udfs.records import ClassFile
from udfs.sample import sample_class


def classes(seeds: range, count: int) -> dict[str, ClassFile]:
    """One class a seed, of either level, with nothing but people in it."""
    found = {}
    for seed in seeds:
        sample = sample_class(LEVELS[seed % 2], 2)
        found[f"people_{seed}"] = ClassFile(
            today=sample.today, project=sample.project, people=people(seed, count), places=sample.places
        )
    return found


def test_rows_of_every_kind(tmp_path: Path) -> None:
    assert_equal(compared(classes(range(4), 300), tmp_path, rows=300))


def test_rows_pasted_beyond_the_ready_ones(tmp_path: Path) -> None:
    """A sheet made for 60 rows, 200 of them pasted: names, verdicts and counts go on into the rows for growth."""
    found = compared(classes(range(50, 51), 200), tmp_path, rows=60)
    assert_equal(found)
    last_ready = 63
    assert {spot.row > last_ready for native, _ in found.values() for spot in native if spot.row} == {True, False}


@pytest.mark.large
def test_thousands_of_rows(tmp_path: Path) -> None:
    assert_equal(compared(classes(range(100, 112), 1000), tmp_path, rows=1000))
