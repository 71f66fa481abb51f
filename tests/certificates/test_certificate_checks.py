"""Certificate numbers of a class against each other: what most of them say is told once, what one of them says on its row."""

from __future__ import annotations

import pytest

from tests.rules.cases import with_project
from tests.sample import sample_class
from udfs.certificates.checks import disagreements, gaps, misfits
from udfs.records.class_file import ClassFile


def with_numbers(numbers: list[str | None], pattern: str = "津高研{年}{流水:04}") -> ClassFile:
    c = with_project(sample_class(), number_pattern=pattern)
    results = zip(c.results, numbers, strict=False)
    return c.changed(results=tuple(one.changed(certificate=number) for one, number in results))


OURS, OTHERS = "津高研2025{:04}", "津高研2024{:04}"


@pytest.mark.parametrize(
    ("ours", "others", "found"),
    [(0, 3, {"年": "2024"}), (1, 2, {"年": "2024"}), (2, 2, {}), (2, 1, {}), (3, 0, {})],
)
def test_more_than_half_of_the_numbers_are_believed(ours: int, others: int, found: dict[str, str]) -> None:
    numbers = [*(OTHERS.format(at) for at in range(1, others + 1)), *(OURS.format(at) for at in range(5, 5 + ours))]
    c = with_numbers([*numbers])
    assert disagreements(c) == found
    assert len(list(misfits(c))) == (ours if found else others)


def test_a_level_that_all_numbers_tell_is_told_once() -> None:
    c = with_numbers([f"国家级{at:04}" for at in range(1, 5)], "{级别}{流水:04}")
    assert disagreements(c) == {"级别": "国家级"}
    assert list(misfits(c)) == []


def test_a_single_number_that_tells_nothing_is_wrong_itself() -> None:
    c = with_numbers(["待定"])
    assert disagreements(c) == {}
    assert [result.certificate for result, _ in misfits(c)] == ["待定"]


def test_one_without_a_number_explains_one_gap() -> None:
    """Two serials are missing and one person has no number: one of them is nowhere."""
    assert gaps(with_numbers([OURS.format(at) for at in (1, 2, 4, 5, 7)] + [None])) == "3、6"
    assert gaps(with_numbers([OURS.format(at) for at in (1, 2, 4, 5, 6)] + [None])) == ""
