"""The same rows and classes as in tests/parity, computed by IronCalc: formulas and predicates agree on every cell there too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import pytest

from tests import office
from tests.engines.verdicts_in_ironcalc import (
    Computed,
    cells_left_out,
    compared_rules,
    computed,
    left_out,
    mixed,
    of_typed,
    only,
    verdicts,
    verdicts_shown,
)  # fmt: skip
from tests.formula_comparison import formula_cells, value_at
from tests.parity import class_verdicts, people_made, results_made
from tests.parity.class_made import made_class
from tests.parity.levels import ADOPTED, changed_codes, levels_due, levels_shown
from tests.parity.verdicts import TODAY, Spots, assert_equal, checks, raw_hits
from udfs.records.class_file import PEOPLE, ClassFile
from workbooks.book.reading import read_file
from workbooks.forms.filling import same_value
from workbooks.native.checks import whole_checks

ROWS, DRAWN = 60, 80
"""Rows that are filled in, and rows that stand ready: the rest stay empty, and are compared too."""
SEED, CLASS_SEED = 0, 131
ENOUGH = 15_000
TYPED = (241, 61, 115)
"""In these classes, and the rows of ``SEED``, nearly every rule speaks."""
MANY_TYPED = range(2000, 2200)
Judged = Mapping[int, tuple[ClassFile, Spots, Spots]]


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Computed:
    return computed(mixed(SEED, ROWS, CLASS_SEED), tmp_path_factory.mktemp("rows"), DRAWN)


@pytest.fixture(scope="module")
def classes(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    return judged(TYPED, tmp_path_factory.mktemp("classes"))


@lru_cache(maxsize=1)
def class_rules() -> frozenset[str]:
    """The rules on sheets other than 附件4, 附件5 and 考勤, and those that judge 附件4 as a whole."""
    whole = frozenset(check.rule.code for check in whole_checks(PEOPLE))
    return whole.union(*map(class_verdicts.codes_of, class_verdicts.TOPICS)) & compared_rules()


def judged(seeds: Sequence[int], folder: Path) -> Judged:
    made = [made_class(seed) for seed in seeds]
    spoken = of_typed(made, folder)
    codes = class_rules()
    return {
        seed: (c, only(codes, native), raw_hits(c, codes)) for seed, c, native in zip(seeds, made, spoken, strict=True)
    }  # fmt: skip


def test_rows_of_every_kind(rows: Computed) -> None:
    assert_equal({"rows": verdicts(rows)})


def test_levels_that_an_office_has_softened(rows: Computed) -> None:
    shown = levels_shown(rows.path, verdicts_shown(rows.book, rows.path))
    assert shown == levels_due(read_file(rows.path, TODAY))
    assert changed_codes(read_file(rows.path, TODAY)) >= ADOPTED


def test_every_formula_has_the_same_value_in_libreoffice(rows: Computed) -> None:
    """Verdicts or not: counts, messages, totals, what fills itself in."""
    shown, left = office.recalculated(rows.path), cells_left_out(rows.path)
    different, same = [], 0
    for sheet, spots in formula_cells(rows.path).items():
        for row, column in spots:
            value, wanted = rows.book.value(sheet, row, column), value_at(shown[sheet], row, column)
            if same_value(None if value == "" else value, wanted):
                same += 1
            elif (sheet, row, column) not in left:
                different.append((sheet, row, column, value, wanted))
    assert different == []
    assert same > ENOUGH


def test_classes_of_every_kind(classes: Judged) -> None:
    assert class_verdicts.differences(classes, class_rules()) == []


def test_most_rules_are_compared_and_speak(rows: Computed, classes: Judged) -> None:
    """All rules but those that lean on a fault; and what is compared is not silence alone."""
    native = {check.rule.code for check in checks()}
    assert compared_rules() | left_out() == native
    assert len(left_out()) < len(native) / 10
    speaking = {spot.code for _, spots in (verdicts(rows), *((c, s) for _, c, s in classes.values())) for spot in spots}
    assert len(speaking) >= 0.85 * len(compared_rules()), sorted(compared_rules() - speaking)


@pytest.mark.large
@pytest.mark.parametrize("seed", range(200, 206))
def test_hundreds_of_people(tmp_path: Path, seed: int) -> None:
    (c,) = people_made.classes(range(seed, seed + 1), 300).values()
    assert_equal({"people": verdicts(computed(c, tmp_path, 300))})


@pytest.mark.large
@pytest.mark.parametrize(("seed", "count"), [*((seed, 100) for seed in range(4)), *((seed, 300) for seed in range(100, 104))])
def test_hundreds_of_results(tmp_path: Path, seed: int, count: int) -> None:
    """The same classes as in tests/parity, where the generator has none of those that may differ (see docs/native.md)."""
    (c,) = results_made.classes(range(seed, seed + 1), count).values()
    assert_equal({"results": verdicts(computed(c, tmp_path, count + 20))})


@pytest.mark.large
def test_many_classes(tmp_path: Path) -> None:
    assert class_verdicts.differences(judged(MANY_TYPED, tmp_path), class_rules()) == []
