"""Recognises the first and last day of a class in a text such as 办班时间, in many notations:

2025年7月14日至7月18日, 2025年7月14-18日, 2025.7.14-7.18, 2025-07-14至2025-07-18, 20250714-20250718, 7月14日—18日,
2025年7月（14日至18日）, 二〇二五年七月十四日至十八日.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.regex import regex

_MONTH, _DAY = r"(?:1[0-2]|0?[1-9])", r"(?:3[01]|[12][0-9]|0?[1-9])(?![0-9])"
# One group per part of a date; the letter suffix distinguishes the notations.
_NAMED = regex(
    rf"(?<![0-9])(?P<year_a>[0-9]{{4}}(?=[年./-])|[0-9]{{2}}(?=年))[年./-](?P<month_a>{_MONTH})[月./-](?P<day_a>{_DAY})"
    r"|(?<![0-9])(?P<year_b>[0-9]{4})(?P<month_b>0[1-9]|1[0-2])(?P<day_b>[0-2][0-9]|3[01])(?![0-9])"
    rf"|(?<![0-9])(?P<month_c>{_MONTH})[月./-](?P<day_c>{_DAY})"
    rf"|(?<![0-9])(?P<year_d>[0-9]{{4}})年(?P<month_d>{_MONTH})月"
    rf"|(?<=[-—–~至到、])(?P<day_e>{_DAY})(?![./月-])"
    rf"|(?<![0-9])(?P<day_f>{_DAY})(?=[日号])"
)
_TIME = regex(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?")
_CHINESE_NUMBER = regex("[〇零一二三四五六七八九十]+(?=[年月日号])")
_CHINESE_DIGITS = {"〇": "0"} | {digit: str(value) for value, digit in enumerate("零一二三四五六七八九")}


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day named in a text; ``year`` is None if it has none."""

    year: int | None
    month: int
    day: int

    def means(self, other: date) -> bool:
        return (self.month, self.day) == (other.month, other.day) and self.year in (None, other.year)


def names_period(value: Value, start: date, end: date) -> bool:
    """True if the cell names both days. A day without a year is assumed to be in the year of the class.

    >>> first, last = date(2025, 7, 14), date(2025, 7, 18)
    >>> names_period("2025.7.14-7.18", first, last), names_period("7月14日—18日", first, last), names_period("7月", first, last)
    (True, True, False)
    """
    days = list(named_days(value))
    return any(day.means(start) for day in days) and any(day.means(end) for day in days)


def named_days(value: Value) -> Iterator[NamedDay]:
    """The days named in a cell, in order; a day without a month belongs to the month of the previous one."""
    single = cells.day(value)
    if single is not None:
        yield NamedDay(single.year, single.month, single.day)
        return
    written = cells.plain(_TIME.sub("", unicodedata.normalize("NFKC", cells.text(value))))
    year: int | None = None
    month: int | None = None
    for found in _NAMED.finditer(_CHINESE_NUMBER.sub(arabic, written)):
        parts = {name[:-2]: part for name, part in found.groupdict().items() if part}
        if "month" in parts:
            year, month = full_year(parts.get("year")), int(parts["month"])
        if month and "day" in parts:
            yield NamedDay(year, month, int(parts["day"]))


def full_year(written: str | None) -> int | None:
    """The year in four digits; 25 is 2025."""
    if written is None:
        return None
    return int(written) + (2000 if len(written) == 2 else 0)


def arabic(found: re.Match[str]) -> str:
    """Regex replacement: a Chinese number of a date in Arabic digits, 二〇二五 by digits, 十四 and 三十一 by value."""
    written = found[0]
    if "十" not in written:
        return "".join(_CHINESE_DIGITS[digit] for digit in written)
    tens, _, ones = written.partition("十")
    if "十" in ones or len(tens) > 1 or len(ones) > 1:
        return written
    return f"{_CHINESE_DIGITS[tens] if tens else '1'}{_CHINESE_DIGITS[ones] if ones else '0'}"
