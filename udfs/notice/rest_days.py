"""Rest days and working days: weekends, changed by the yearly holiday notices of the 国务院办公厅.

Source: ``notice/rest_days.csv`` (made by docs/make_rest_days.py). Only a period counted after an event moves to the next
working day if it ends on a rest day, by analogy with 民法典第二百零三条. For a year without a table only weekends are known.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files

RESTING, WORKING = "休", "班"
SATURDAY = 5
LONGEST_REST = 12
"""Upper bound of consecutive rest days."""


@lru_cache(maxsize=1)
def exceptions() -> dict[date, str]:
    """{day: 休 or 班} for the days that differ from their weekday, in date order."""
    text = (files("udfs.notice") / "rest_days.csv").read_text(encoding="utf-8")
    return {date.fromisoformat(row["day"]): row["kind"] for row in csv.DictReader(text.splitlines())}


@lru_cache(maxsize=1)
def years_known() -> tuple[int, ...]:
    """The years with a table."""
    return tuple(sorted({day.year for day in exceptions()}))


RestDays = Mapping[date, str]
"""{day: 休 or 班}: exceptions of the years that an office has filled in itself."""
NO_CALENDAR: RestDays = {}


def is_rest_day(day: date, own: RestDays = NO_CALENDAR) -> bool:
    """True if offices are closed. ``own`` replaces the shipped exceptions in its years.

    >>> is_rest_day(date(2025, 10, 8)), is_rest_day(date(2025, 10, 11)), is_rest_day(date(2025, 10, 12))
    (True, False, True)
    """
    known = own if any(one.year == day.year for one in own) else exceptions()
    return known.get(day, RESTING if day.weekday() >= SATURDAY else WORKING) == RESTING


def next_working_day(day: date, own: RestDays = NO_CALENDAR) -> date:
    """The day itself, or the next working day after it.

    >>> next_working_day(date(2025, 10, 1)), next_working_day(date(2025, 8, 18))
    (datetime.date(2025, 10, 9), datetime.date(2025, 8, 18))
    """
    return moved(day, 1, own)


def last_working_day(day: date, own: RestDays = NO_CALENDAR) -> date:
    """The day itself, or the last working day before it.

    >>> last_working_day(date(2025, 11, 30))
    datetime.date(2025, 11, 28)
    """
    return moved(day, -1, own)


def working_days_later(day: date, count: int, own: RestDays = NO_CALENDAR) -> date:
    """The day ``count`` working days later; earlier if negative. The day itself is not counted.

    >>> working_days_later(date(2025, 9, 26), 3), working_days_later(date(2025, 10, 9), -3)
    (datetime.date(2025, 9, 30), datetime.date(2025, 9, 28))
    """
    found, left, step = day, abs(count), 1 if count > 0 else -1
    while left:
        if found in (date.min, date.max):
            return day
        found += timedelta(days=step)
        left -= not is_rest_day(found, own)
    return found


def known_days(own: RestDays = NO_CALENDAR) -> dict[date, str]:
    """All known exceptions in date order; ``own`` replaces the shipped ones in its years."""
    years = {day.year for day in own}
    return dict(sorted({**{day: kind for day, kind in exceptions().items() if day.year not in years}, **own}.items()))


def days_of(kind: str, own: RestDays = NO_CALENDAR) -> tuple[date, ...]:
    """The weekdays that are rest days (休), or the weekend days that are working days (班)."""
    return tuple(day for day, stated in known_days(own).items() if stated == kind)


def moved(day: date, step: int, own: RestDays = NO_CALENDAR) -> date:
    """The first working day from ``day`` on, in steps of ``step`` days; ``day`` itself at the ends of the calendar."""
    found = day
    while is_rest_day(found, own):
        if found in (date.min, date.max):
            return day
        found += timedelta(days=step)
    return found
