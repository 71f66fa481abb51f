"""Due days: thirty and fifteen days before, one calendar month after, and what each matter falls under."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.cases import with_project
from tests.sample import P, sample_class
from udfs.schedule.deadlines import (
    claim_due,
    deadline,
    deadline_kind,
    filing_due,
    latest_end,
    months_later,
    period_words,
    report_due,
    subsidised,
    subsidy_last_end,
)

DAYS = st.dates(date(1900, 1, 1), date(9000, 12, 31))


@pytest.mark.parametrize(
    ("day", "later"),
    [
        ("2025-08-30", "2025-09-30"), ("2025-08-31", "2025-09-30"), ("2025-09-01", "2025-10-01"), ("2025-01-28", "2025-02-28"),
        ("2025-01-29", "2025-02-28"), ("2024-01-29", "2024-02-29"), ("2024-01-31", "2024-02-29"), ("2025-02-28", "2025-03-28"),
        ("2025-11-30", "2025-12-30"), ("2025-12-31", "2026-01-31"), ("9999-12-01", "9999-12-31"), ("9999-11-15", "9999-12-15"),
    ],
)  # fmt: skip
def test_one_month_later(day: str, later: str) -> None:
    assert months_later(date.fromisoformat(day), 1) == date.fromisoformat(later)


@given(DAYS, st.integers(0, 30))
def test_never_a_later_day_of_the_month_and_always_the_right_month(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
    assert later.day == day.day or later.day == monthrange(later.year, later.month)[1]


@given(DAYS, st.integers(0, 400), st.integers(0, 30))
def test_a_later_day_is_never_due_earlier(day: date, more: int, months: int) -> None:
    assert months_later(day, months) <= months_later(day + timedelta(days=more), months)


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(1, 2, 3), -1, date(1, 1, 3)), (date(1, 1, 3), -1, date.min), (date(1, 1, 3), 0, date(1, 1, 3)),
        (date(2, 1, 3), -12, date(1, 1, 3)), (date(9998, 12, 3), 12, date(9999, 12, 3)), (date(9999, 1, 3), 12, date.max),
    ],
)  # fmt: skip
def test_months_at_the_ends_of_the_calendar(day: date, months: int, found: date) -> None:
    assert months_later(day, months) == found


def test_filing() -> None:
    assert filing_due(date(2025, 4, 14), "国家级", P) == date(2025, 3, 15)
    assert filing_due(date(2025, 7, 14), "市级", P) == date(2025, 6, 29)
    with pytest.raises(KeyError):
        filing_due(date(2025, 7, 14), "省级", P)


def test_report_claim_and_last_days() -> None:
    assert report_due(date(2025, 8, 31), P) == claim_due(date(2025, 8, 31), P) == date(2025, 9, 30)
    assert latest_end(2025, P) == subsidy_last_end(2025, P) == date(2025, 11, 30)
    assert latest_end(2026, P) == date(2026, 11, 30)
    assert latest_end(None, P) == latest_end(99999, P) == latest_end(10000, P) == latest_end(0, P) == date(2025, 11, 30)
    assert (latest_end(1, P), latest_end(9999, P)) == (date(1, 11, 30), date(9999, 11, 30))


@pytest.mark.parametrize(
    ("matter", "level", "day", "due"),
    [
        ("开班通知", "国家级", "2025-04-14", "2025-03-15"), ("实施方案", "市级", "2025-07-14", "2025-06-29"),
        ("开班通知报送日期", "市级", "2025-07-14", "2025-06-29"), ("实施方案报送", "市级", "2025-07-14", "2025-06-29"),
        ("总结材料", "市级", "2025-07-18", "2025-08-18"), ("总结材料报送日期", "国家级", "2025-07-18", "2025-08-18"),
        ("经费报销材料", "国家级", "2025-08-31", "2025-09-30"), ("实施完成", "市级", "2025-07-18", "2025-11-30"),
        ("总结报告：基本情况", "市级", "2025-07-18", "2025-08-18"), ("附件3", "市级", "2025-07-18", "2025-08-18"),
        *((material, "市级", "2025-07-18", "2025-08-18") for material in P.materials),
    ],
)  # fmt: skip
def test_each_matter(matter: str, level: str, day: str, due: str) -> None:
    assert deadline(matter, date.fromisoformat(day), level, P) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("matter", "level", "reason"),
    [
        ("别的", "市级", "没有这个事项"), ("", "市级", "没有这个事项"), ("开班通知", "省级", "国家级或市级"),
        ("经费报销材料", "市级", "国家级"),
    ],
)  # fmt: skip
def test_what_has_no_deadline_says_why(matter: str, level: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        deadline(matter, date(2025, 7, 18), level, P)


def test_a_matter_nobody_knows_is_of_no_kind() -> None:
    assert deadline_kind("报送日期", P) is None


def test_a_period_as_people_say_it() -> None:
    assert [period_words("filing_days", P, level) for level in ("国家级", "市级")] == ["30天", "15天"]
    assert period_words("report_months", P) == "1个月"
    leaf = replace(P.leaves["report_months"], unit="工作日")
    own = replace(P, leaves={**P.leaves, "report_months": leaf}, report_months=15)
    assert period_words("report_months", own) == "15个工作日"


@pytest.mark.parametrize(("funding", "is_so"), [("财政资助", True), ("财政 资助", True), ("单位自筹", False), (None, False)])
def test_who_is_subsidised(funding: str | None, is_so: bool) -> None:
    assert subsidised(with_project(sample_class(), funding=funding)) == is_so
