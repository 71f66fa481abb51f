"""The ways in which offices write the dates of a class, and texts that do not name both days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from udfs.schedule.named_dates import names_period
from udfs.schedule.period import period_text

FIRST, LAST = date(2025, 7, 14), date(2025, 7, 18)

NAMES_BOTH = (
    "2025年7月14日至7月18日", "2025年7月14日至2025年7月18日", "2025年7月14日——7月18日", "2025年7月14日-18日",
    "2025年7月14-18日", "2025年7月14日到18日", "2025年7月14号至18号", "2025年07月14日-07月18日", "25年7月14日-18日",
    "2025年 7 月 14 日至 7 月 18 日", "２０２５年７月１４日－１８日", "2025.7.14-7.18", "2025.7.14-18", "7.14-7.18",
    "2025.07.14—2025.07.18", "2025-07-14至2025-07-18", "2025-7-14--2025-7-18", "2025/7/14～2025/7/18", "20250714-20250718",
    "7月14日—18日", "7月14日至7月18日", "2025年7月14日（周一）8:30至7月18日（周五）17:30", "2025年7月14日、15日、18日",
    "2025-07-14 00:00:00 至 2025-07-18 00:00:00", "2025年7月（14日至18日）",
    "二〇二五年七月十四日至十八日", "2025年度：7月14日—18日",
)  # fmt: skip

DOES_NOT = (
    None, "", "2025年7月", "5天",
    "2025年7月14日", "7月18日", "2025年7月14日至17日", "2025年7月15日至18日", "2025年7月14日至8月18日",
    "2024年7月14日至7月18日", "2025年7月14日至2024年7月18日", "2025年7月4日至7月18日", "2025年7月14日至7月8日",
    "2025年7月14日至1月18日", "2025年17月14日至18日", "七月十四日", date(2025, 7, 14), 20250714,
)  # fmt: skip


@pytest.mark.parametrize("written", NAMES_BOTH)
def test_both_days_are_named(written: str) -> None:
    assert names_period(written, FIRST, LAST)


@pytest.mark.parametrize("written", DOES_NOT)
def test_a_day_is_missing_or_another(written: str | date | int | None) -> None:
    assert not names_period(written, FIRST, LAST)


def test_a_class_over_new_year() -> None:
    first, last = date(2025, 12, 29), date(2026, 1, 2)
    assert names_period("2025年12月29日至2026年1月2日", first, last)
    assert names_period("2025年12月29日至1月2日", first, last)
    assert not names_period("2025年12月29日至2025年1月2日", first, last)


def test_one_day_needs_one_date_and_may_be_a_date_cell() -> None:
    assert names_period(datetime(2025, 7, 14), FIRST, FIRST)
    assert names_period("七月三十一日", date(2025, 7, 31), date(2025, 7, 31))
    assert names_period("七月二十日", date(2025, 7, 20), date(2025, 7, 20))
    assert not names_period("七月十十日", date(2025, 7, 10), date(2025, 7, 10))
    for nothing in ("七月二三十日", "七月十二三日", "七月二三十四五日"):
        assert not any(names_period(nothing, date(2025, 7, at), date(2025, 7, at)) for at in range(1, 32))


DAYS = st.dates(date(2014, 1, 1), date(2035, 12, 31))


@given(DAYS, st.integers(0, 60))
def test_our_own_way_of_writing_is_always_read(first: date, more: int) -> None:
    last = first + timedelta(days=more)
    assert names_period(period_text(first, last), first, last)


@given(DAYS, st.integers(1, 40), st.integers(1, 200))
def test_another_first_day_is_always_noticed(first: date, more: int, off: int) -> None:
    last = first + timedelta(days=more)
    other = last + timedelta(days=off)
    assert not names_period(period_text(other, other + timedelta(days=more)), first, last)
