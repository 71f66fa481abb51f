"""附件5 and 考勤: the formulas and the predicates agree on every cell."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest

from tests.parity.results_made import absences, following, people, results
from tests.parity.verdicts import assert_equal, compared
from udfs.notice.plan import LEVELS
from udfs.records import ClassFile
from udfs.sample import sample_class

HOURS = (28, 32, 24.5, 40, 7)


def classes(seeds: range, count: int) -> dict[str, ClassFile]:
    """One class a seed, of either level and of several total hours."""
    found = {}
    for seed in seeds:
        chance = random.Random(seed)
        whole = Decimal(str(HOURS[seed % len(HOURS)]))
        sample = sample_class(LEVELS[seed % 2], 2)
        persons = people(chance, count)
        rows = results(chance, persons, whole)
        missed = absences(chance, persons, whole)
        found[f"results_{seed}"] = ClassFile(
            today=sample.today,
            project=sample.project.changed(hours=float(whole)),
            people=tuple(persons),
            results=following(chance, rows, missed, whole),
            absences=missed,
            places=sample.places,
        )
    return found


def test_rows_of_every_kind(tmp_path: Path) -> None:
    assert_equal(compared(classes(range(4), 100), tmp_path, rows=120))


@pytest.mark.large
def test_thousands_of_rows(tmp_path: Path) -> None:
    assert_equal(compared(classes(range(100, 130), 300), tmp_path, rows=330))
