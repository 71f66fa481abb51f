"""Absence as an exact fraction: the hours that may be missed, and the half hour that is too much."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sample import P
from udfs.schedule.absence import absence_fraction, is_withdrawn

LIMIT = P.absence_share


@pytest.mark.parametrize(("hours", "missable"), [(24, 3), (28, 4), (32, 4), (35, 5), (36, 5), (40, 5)])
def test_whole_hours_that_may_be_missed(hours: int, missable: int) -> None:
    assert not is_withdrawn(missable, 0, hours, LIMIT)
    assert not is_withdrawn(0, missable, hours, LIMIT)
    assert is_withdrawn(missable, 1, hours, LIMIT)


def test_exactly_the_limit_is_within_it() -> None:
    assert absence_fraction(2, 2, 28) == LIMIT == Fraction(1, 7)
    assert not is_withdrawn(2, 2, 28, LIMIT)
    assert is_withdrawn(2, Decimal("2.01"), 28, LIMIT)
    assert not is_withdrawn(Decimal("0.1"), Decimal("0.2"), Decimal("2.1"), LIMIT)


def test_a_class_without_hours_has_no_fraction() -> None:
    with pytest.raises(ValueError, match="above zero"):
        absence_fraction(1, 1, 0)


tenths = st.integers(0, 1000).map(lambda number: Decimal(number) / 10)


@given(tenths, tenths, st.integers(1, 1000).map(lambda number: Decimal(number) / 10))
def test_the_fraction_is_exact(leave: Decimal, missed: Decimal, hours: Decimal) -> None:
    assert absence_fraction(leave, missed, hours) * Fraction(hours) == Fraction(leave) + Fraction(missed)
    assert is_withdrawn(leave, missed, hours, LIMIT) == (7 * (leave + missed) > hours)
