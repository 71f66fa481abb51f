"""Unambiguous numbers and dates written as text in a cell (32学时, 第9项, 2025年9月28日, 10.22)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from udfs.values.cells import Value, day, is_number, plain, text
from udfs.values.regex import regex

HOUR_UNITS = "个?学时"
"""Units of 学时. 课时 and 小时 may have another length and are not included."""
COUNT_UNITS = "[个人名位份项年间天日晚次张套本辆节场桌件批期元]|年度"
_HOURS = regex(rf"(?:共|计|总计)?([0-9]+(?:\.[0-9]+)?)(?:{HOUR_UNITS})?")
_COUNT = regex(rf"(?:第|共)?([0-9]+(?:\.[0-9]+)?)(?:{COUNT_UNITS})?")
_DAY = regex(r"(20[0-9]{2})(?:年|[-./])([0-9]{1,2})(?:月|[-./])([0-9]{1,2})日?")
_EIGHT = regex(r"(20[0-9]{2})([0-9]{2})([0-9]{2})")
_IN_YEAR = regex(r"([0-9]{1,2})(?:月|[-./])([0-9]{1,2})日?")


def stated_hours(value: Value) -> Value:
    """The number of 学时 that a text states; other values are returned unchanged.

    >>> stated_hours("32学时"), stated_hours(" ２８ "), stated_hours("32课时"), stated_hours("三十二")
    (Decimal('32'), Decimal('28'), '32课时', '三十二')
    """
    found = _HOURS.fullmatch(plain(value)) if isinstance(value, str) else None
    return Decimal(found[1]) if found else value


def stated_count(value: Value) -> Value:
    """The count that a text states, with or without its unit; other values are returned unchanged.

    >>> stated_count("第9项"), stated_count("2025年"), stated_count("50人"), stated_count("约50")
    (Decimal('9'), Decimal('2025'), Decimal('50'), '约50')
    """
    found = _COUNT.fullmatch(plain(value)) if isinstance(value, str) else None
    return Decimal(found[1]) if found else value


def stated_day(value: Value, year: int | None = None) -> Value:
    """The date that a text or a number states; ``year`` is that of the class, for dates without a year.

    Other values are returned unchanged.

    >>> [str(stated_day(one, 2025)) for one in ("2025年9月28日", "2025.9.28", "20250928", "10.22", "9月28日")]
    ['2025-09-28', '2025-09-28', '2025-09-28', '2025-10-22', '2025-09-28']
    >>> stated_day("10.22"), stated_day("2025-4-31", 2025), stated_day("昨天", 2025), stated_day(10.2, 2025)
    ('10.22', '2025-4-31', '昨天', 10.2)
    """
    if isinstance(value, datetime | date | bool) or day(value) is not None:
        return value
    written = plain(value) if isinstance(value, str) or is_number(value) else ""
    found = _DAY.fullmatch(written) or _EIGHT.fullmatch(written)
    if found:
        return _date(int(found[1]), found[2], found[3]) or value
    short = _IN_YEAR.fullmatch(written)
    # The number 10.2 may have been typed as 10.20; only numbers with two decimals are unambiguous.
    if short is None or year is None or (is_number(value) and len(text(value).partition(".")[2]) != len("22")):
        return value
    return _date(year, short[1], short[2]) or value


def _date(year: int, month: str, day_: str) -> date | None:
    try:
        return date(year, int(month), int(day_))
    except ValueError:
        return None
