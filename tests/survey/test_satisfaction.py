"""满意率: exact shares, and stated rates compared at their own number of decimals."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sample import P
from udfs.records.class_file import SurveyItem
from udfs.survey.satisfaction import StatedRate, agrees, level_counts, rounded, satisfaction, stated_rate
from udfs.values.cells import Value

COUNTS = st.tuples(*[st.integers(0, 500)] * 4).filter(any)


def counts(*numbers: int) -> dict[str, int]:
    return dict(zip(("很满意", "满意", "一般", "不满意"), numbers, strict=True))


@pytest.mark.parametrize(
    ("numbers", "rate"),
    [((1, 0, 0, 0), 1), ((0, 1, 0, 0), 1), ((0, 0, 1, 1), 0), ((1, 1, 1, 0), Fraction(2, 3)), ((0, 0, 0, 0), None)],
)
def test_satisfaction(numbers: tuple[int, ...], rate: Fraction | None) -> None:
    assert satisfaction(counts(*numbers), P) == rate


@pytest.mark.parametrize(
    ("value", "stated"),
    [
        ("95.8%", ("0.958", 3)), ("95.80%", ("0.958", 4)), ("100%", ("1", 2)), ("0.96", ("0.96", 2)), ("96", ("0.96", 2)),
        ("1", ("1", 0)), ("1.5", ("0.015", 3)), ("2", ("0.02", 2)), (1.5, ("0.015", 3)), (2, ("0.02", 2)),
        (0.958, ("0.958", 3)), (1, ("1", 0)), (0, ("0", 0)), (95.8, ("0.958", 3)), (100, ("1", 2)), (" 95.8 ％", ("0.958", 3)),
    ],
)  # fmt: skip
def test_stated(value: Value, stated: tuple[str, int]) -> None:
    assert stated_rate(value) == StatedRate(Decimal(stated[0]), stated[1])


@pytest.mark.parametrize("value", [None, "", "很高", "101%", 101, -0.01, "-5%", "95,8%", True])
def test_what_states_no_rate(value: Value) -> None:
    assert stated_rate(value) is None


@pytest.mark.parametrize(
    ("stated", "right"),
    [("96%", True), ("95%", False), ("95.8%", True), ("95.83%", True), ("95.84%", False), ("95.833%", True), ("95.830%", True)],
)
def test_twenty_three_of_twenty_four(stated: str, right: bool) -> None:
    found = stated_rate(stated)
    assert found is not None
    assert agrees(found, Fraction(23, 24)) is right


@pytest.mark.parametrize(
    ("stated", "rate", "right"),
    [
        ("0.50000000000001", Fraction(1, 2), False), ("0.500000000000005", Fraction(1, 2), True),
        ("0.49999999999999", Fraction(1, 2), False), ("0.66666666666665", Fraction(2, 3), False),
        ("0.66666666666666", Fraction(2, 3), True), ("0.66666666666667", Fraction(2, 3), True),
        ("0.6666666666666", Fraction(2, 3), False), ("0.6666666666667", Fraction(2, 3), True),
    ],
)  # fmt: skip
def test_the_last_digit_of_a_float_decides_nothing(stated: str, rate: Fraction, right: bool) -> None:
    """From fourteen decimals on a formula left the number: within one of the fourteenth it agrees."""
    value = Decimal(stated)
    assert agrees(StatedRate(value, len(stated) - 2), rate) is right


def test_halves_go_up_as_in_a_spreadsheet() -> None:
    assert rounded(Fraction(1, 8), 2) == Decimal("0.13")
    assert rounded(Fraction(1, 200), 2) == Decimal("0.01")


@given(COUNTS, st.integers(2, 8))
def test_the_computed_rate_always_agrees_with_itself(numbers: tuple[int, ...], places: int) -> None:
    rate = satisfaction(counts(*numbers), P)
    assert rate is not None
    assert agrees(StatedRate(rounded(rate, places), places), rate)
    assert not agrees(StatedRate(rounded(rate, 2) + Decimal("0.01"), 2), rate)


@given(COUNTS)
def test_the_float_a_formula_leaves_in_the_cell_agrees(numbers: tuple[int, ...]) -> None:
    rate = satisfaction(counts(*numbers), P)
    assert rate is not None
    found = stated_rate((numbers[0] + numbers[1]) / sum(numbers))
    assert found is not None
    assert agrees(found, rate)


@pytest.mark.parametrize(
    ("value", "fine"), [(0, True), (3, True), (3.0, True), (None, True), (2.5, False), (-1, False), ("3", False)]
)
def test_level_counts(value: Value, fine: bool) -> None:
    found = level_counts(SurveyItem(row=4, item="课程设置", very_satisfied=value))
    assert (found is not None) is fine


def test_an_empty_cell_counts_no_form() -> None:
    assert level_counts(SurveyItem(row=4, item="课程设置", satisfied=5)) == counts(0, 5, 0, 0)
