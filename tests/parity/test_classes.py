"""Class facts, accounts, lectures, expenses, survey, materials: the formulas and the predicates agree on every cell.

The classes are typed, one after the other, into one workbook that LibreOffice holds open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import pytest

from tests.parity.class_made import made_class
from tests.parity.class_verdicts import TOPICS, codes_of, differences, left_to_python
from tests.parity.typed_cases import native_verdicts
from tests.parity.verdicts import TODAY, Spots, raw_hits
from udfs.records.class_file import ClassFile

SEEDS = range(45, 105)
"""In these classes every rule speaks somewhere and is silent somewhere."""
MANY_SEEDS = range(1000, 2500)


@lru_cache(maxsize=1)
def quick() -> Mapping[int, tuple[ClassFile, Spots, Spots]]:
    return judged(SEEDS)


def judged(seeds: Sequence[int]) -> dict[int, tuple[ClassFile, Spots, Spots]]:
    """Seed -> the class, what the formulas say of it, what the predicates say."""
    wanted = frozenset().union(*map(codes_of, TOPICS))
    classes = [made_class(seed) for seed in seeds]
    spoken = native_verdicts(classes, ClassFile(today=TODAY))
    return {
        seed: (c, frozenset(spot for spot in native if spot.code in wanted), raw_hits(c, wanted))
        for seed, c, native in zip(seeds, classes, spoken, strict=True)
    }


@pytest.mark.parametrize("topic", TOPICS)
def test_formulas_and_predicates_agree(topic: str) -> None:
    assert differences(quick(), codes_of(topic)) == []


@pytest.mark.parametrize("topic", TOPICS)
def test_every_rule_speaks_and_is_silent(topic: str) -> None:
    for code in sorted(codes_of(topic)):
        speaking = [seed for seed, (_, native, _) in quick().items() if code in {spot.code for spot in native}]
        assert 0 < len(speaking) < len(SEEDS), code


def test_what_the_formulas_do_not_read_is_never_called_wrong() -> None:
    for seed, (c, native, _) in quick().items():
        assert not (left_to_python(c) and any(spot.code == "A3-14" for spot in native)), seed


@pytest.mark.large
def test_many_classes() -> None:
    found = judged(MANY_SEEDS)
    assert [line for topic in TOPICS for line in differences(found, codes_of(topic))] == []
