"""Working days counted by hand on the calendar of 2025: weekends, the October holiday, swapped days, an office's own days."""

from __future__ import annotations

from datetime import date

import pytest

from udfs.notice.rest_days import RESTING, WORKING, days_of, is_rest_day, last_working_day, next_working_day, working_days_later

FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2025, 8, at) for at in (15, 16, 17, 18))


@pytest.mark.parametrize(
    ("day", "before", "behind"),
    [
        (FRIDAY, FRIDAY, FRIDAY), (SATURDAY, FRIDAY, MONDAY), (SUNDAY, FRIDAY, MONDAY), (MONDAY, MONDAY, MONDAY),
        (date(2025, 9, 28), date(2025, 9, 28), date(2025, 9, 28)), (date(2025, 10, 1), date(2025, 9, 30), date(2025, 10, 9)),
        (date(2025, 10, 8), date(2025, 9, 30), date(2025, 10, 9)), (date(2025, 10, 12), date(2025, 10, 11), date(2025, 10, 13)),
        (date.max, date(9999, 12, 31), date(9999, 12, 31)), (date.min, date.min, date.min),
    ],
)  # fmt: skip
def test_the_working_day_before_and_behind(day: date, before: date, behind: date) -> None:
    """2025-09-28 and 2025-10-11 are a Sunday and a Saturday on which everybody works."""
    assert (last_working_day(day), next_working_day(day)) == (before, behind)


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        (FRIDAY, 1, MONDAY), (FRIDAY, 2, date(2025, 8, 19)), (MONDAY, -1, FRIDAY), (MONDAY, -2, date(2025, 8, 14)),
        (SATURDAY, 1, MONDAY), (SUNDAY, -1, FRIDAY), (FRIDAY, 0, FRIDAY), (SATURDAY, 0, SATURDAY),
        (date(2025, 9, 30), 1, date(2025, 10, 9)), (date(2025, 9, 30), 3, date(2025, 10, 11)),
        (date.max, 1, date.max), (date.min, -1, date.min),
    ],
)  # fmt: skip
def test_so_many_working_days_later(day: date, count: int, found: date) -> None:
    assert working_days_later(day, count) == found


def test_days_of_an_office_take_the_place_of_those_of_their_year() -> None:
    """Its 2025 has one day off and no others, 2024 stays as it was."""
    own = {MONDAY: RESTING}
    assert [is_rest_day(day, own) for day in (MONDAY, date(2025, 10, 1), date(2024, 10, 1))] == [True, False, True]
    assert next_working_day(SATURDAY, own) == date(2025, 8, 19)
    assert (working_days_later(FRIDAY, 1, own), working_days_later(date(2025, 8, 19), -1, own)) == (date(2025, 8, 19), FRIDAY)
    assert [day for day in days_of(RESTING, own) if day.year == 2025] == [MONDAY]
    assert [day.year for day in days_of(WORKING, own)].count(2025) == 0
