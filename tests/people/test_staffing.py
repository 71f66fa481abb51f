"""Limits of staff and of online trainees."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sample import P
from udfs.people.staffing import online_share, staff_limit, staff_ratio


@pytest.mark.parametrize(
    ("trainees", "limit"), [(0, 0), (9, 0), (10, 1), (49, 4), (50, 5), (59, 5), (60, 6), (99, 9), (100, 10), (101, 10), (200, 10)]
)
def test_staff_limit(trainees: int, limit: int) -> None:
    assert staff_limit(trainees, P) == limit


@given(st.integers(0, 100_000))
def test_the_limit_is_the_most_that_both_bounds_allow(trainees: int) -> None:
    limit = staff_limit(trainees, P)
    assert limit * 10 <= trainees
    assert limit <= 10
    assert (limit + 1) * 10 > trainees or limit + 1 > 10


def test_shares_are_exact() -> None:
    assert staff_ratio(5, 50) == Fraction(1, 10)
    assert staff_ratio(1, 0) is None
    assert online_share(26, 51) == Fraction(26, 51)
    assert online_share(0, 0) is None
