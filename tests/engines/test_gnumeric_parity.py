"""The cases of every rule, and rows of every kind, computed by Gnumeric: formulas and predicates agree on every cell there too.

Gnumeric takes some array tricks otherwise than LibreOffice (docs/engines.md); the formulas of the forms must not need them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.engines.verdicts_in_gnumeric import Judged, first_firing, native_cases, native_codes, verdicts
from tests.engines.verdicts_in_ironcalc import mixed
from tests.parity import class_verdicts
from tests.parity.class_made import made_class
from tests.rules.cases import Case

ROWS = 60
SEED, CLASS_SEED = 0, 131
MADE = (241, 61, 115)
"""In these classes, and the rows of ``SEED``, most rules speak."""


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    return verdicts({"rows": mixed(SEED, ROWS, CLASS_SEED)}, tmp_path_factory.mktemp("rows"))


@pytest.fixture(scope="module")
def classes(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """Whole classes; their people are no subject of theirs, so the rules of 附件4 and 附件5 are left to the rows."""
    return verdicts({f"class {seed}": made_class(seed) for seed in MADE}, tmp_path_factory.mktemp("classes"))


def class_codes() -> frozenset[str]:
    return frozenset().union(*map(class_verdicts.codes_of, class_verdicts.TOPICS))


def speaking(*found: Judged) -> frozenset[str]:
    return frozenset(spot.code for judged in found for _, _, python in judged.values() for spot in python)


def test_rows_of_every_kind(rows: Judged) -> None:
    assert class_verdicts.differences(rows, native_codes()) == []


def test_classes_of_every_kind(classes: Judged) -> None:
    assert class_verdicts.differences(classes, class_codes()) == []


def compared(cases: Sequence[Case], folder: Path) -> None:
    found = verdicts({case.label: case.build() for case in cases}, folder)
    assert class_verdicts.differences(found, native_codes()) == []


@pytest.mark.large
def test_every_rule_fires_somewhere(rows: Judged, classes: Judged, tmp_path: Path) -> None:
    """A case of every rule that keeps silent above. In each workbook every other rule is compared too, most of them silent."""
    compared(first_firing(native_codes() - speaking(rows) - (speaking(classes) & class_codes())), tmp_path)


@pytest.mark.large
def test_every_case_of_every_rule(tmp_path: Path) -> None:
    compared(native_cases(), tmp_path)
