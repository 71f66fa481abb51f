"""Deadlines: the opening notice before a class, the report and the claim after it (四(一), 五(二), 五(三))."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import MAXYEAR, MINYEAR, date, timedelta

from udfs.notice.parameters import Parameters
from udfs.notice.plan import NATIONAL
from udfs.notice.rest_days import next_working_day, working_days_later
from udfs.records.class_file import SUBSIDISED, ClassFile
from udfs.values.cells import plain

FILING, REPORT, CLAIM, COMPLETION = "开班前报送", "总结材料报送", "经费报销材料报送", "实施完成"
MATTERS: Mapping[str, str] = {
    "开班通知": FILING,
    "实施方案": FILING,
    "总结材料": REPORT,
    "研修总结报告": REPORT,
    "总结报告": REPORT,
    "经费报销材料": CLAIM,
    "经费报销": CLAIM,
    "实施完成": COMPLETION,
}
"""Everyday names of what is filed, besides the materials of the notice."""


def filing_due(start: date, level: str, p: Parameters) -> date:
    """The last day for filing 实施方案 and 开班通知. Errors: KeyError for an unknown level.

    >>> from udfs.notice.parameters import parameters_for
    >>> filing_due(date(2025, 7, 14), "市级", parameters_for(2025))
    datetime.date(2025, 6, 29)
    """
    return counted(start, -p.filing_days[level], p.leaves["filing_days"].unit_of(level), p)


DAYS, WORKING_DAYS, MONTHS = "天", "工作日", "个月"
PERIOD_UNITS = (DAYS, WORKING_DAYS, MONTHS)
"""The units of periods."""


def counted(day: date, amount: int, unit: str, p: Parameters) -> date:
    """The day ``amount`` days, working days or months after ``day``; before it if negative."""
    if unit == WORKING_DAYS:
        return working_days_later(day, amount, p.rest_days)
    return months_later(day, amount) if unit == MONTHS else day + timedelta(days=amount)


def period_words(key: str, p: Parameters, entry: str = "") -> str:
    """A period in words: 1个月, 15个工作日, 30天."""
    amount = getattr(p, key)[entry] if entry else getattr(p, key)
    unit = p.leaves[key].unit_of(entry)
    return f"{amount}{'个' if unit == WORKING_DAYS else ''}{unit}"


def months_later(day: date, months: int) -> date:
    """The same day that many calendar months later; the last day of the month if it has no such day.

    >>> months_later(date(2025, 8, 31), 1), months_later(date(2025, 12, 15), 2)
    (datetime.date(2025, 9, 30), datetime.date(2026, 2, 15))
    """
    over, month = divmod(day.month - 1 + months, 12)
    year = day.year + over
    if not MINYEAR <= year <= MAXYEAR:
        return date.max if months > 0 else date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def report_due(end: date, p: Parameters) -> date:
    """The last day for the report and what is submitted with it: a working day.

    >>> from udfs.notice.parameters import parameters_for
    >>> report_due(date(2025, 9, 1), parameters_for(2025)), report_due(date(2025, 8, 31), parameters_for(2025))
    (datetime.date(2025, 10, 9), datetime.date(2025, 9, 30))
    """
    return after_class("report_months", end, p)


def subsidised(c: ClassFile) -> bool:
    """True if 经费来源 is 财政资助, ignoring white space."""
    return plain(c.project.funding) == SUBSIDISED


def claim_due(end: date, p: Parameters) -> date:
    """The last day for the claim of a subsidised national class: a working day."""
    return after_class("claim_months", end, p)


def after_class(key: str, end: date, p: Parameters) -> date:
    """The last day of a period counted after the class: a working day."""
    return next_working_day(counted(end, getattr(p, key), p.leaves[key].unit_of(), p), p.rest_days)


def latest_end(year: int | None, p: Parameters) -> date:
    """The last day on which a class of that plan year may end; without a valid year that of the notice."""
    return in_year(p.latest_end, year)


def subsidy_last_end(year: int | None, p: Parameters) -> date:
    """The last day on which a subsidised class of that plan year may end."""
    return in_year(p.subsidy_last_end, year)


def in_year(day: date, year: int | None) -> date:
    """The same day of the year in another year."""
    return day if year is None or not MINYEAR <= year <= MAXYEAR else day.replace(year=year)


def deadline_kind(matter: str, p: Parameters) -> str | None:
    """The kind of deadline of a matter: by ``MATTERS`` (with or without 报送 …), or as one of the materials; None if unknown."""
    named = plain(matter)
    for ending in ("报送日期", "报送", "日期"):
        named = named.removesuffix(ending)
    if named in MATTERS:
        return MATTERS[named]
    materials = [plain(material) for material in p.materials]
    listed = any(named and material.startswith(named) for material in materials)
    return REPORT if listed or named.startswith("总结报告:") else None


def deadline(matter: str, day: date, level: str, p: Parameters) -> date:
    """The last day for a matter. ``day``: the first day of the class for filings before it, else its last day.

    Errors: ValueError (in Chinese) for an unknown matter or level, or a claim of a municipal class.

    >>> from udfs.notice.parameters import parameters_for
    >>> deadline("研修总结报告", date(2025, 8, 31), "市级", parameters_for(2025))
    datetime.date(2025, 9, 30)
    """
    kind = deadline_kind(matter, p)
    if kind is None:
        raise ValueError(f"没有这个事项，可填：{'、'.join(MATTERS)}，或者材料清单中的材料")
    if plain(level) not in p.filing_days:
        raise ValueError(f"级别应为{'或'.join(p.filing_days)}")
    if kind == FILING:
        return filing_due(day, plain(level), p)
    if kind == COMPLETION:
        return latest_end(day.year, p)
    if kind == CLAIM:
        if plain(level) != NATIONAL:
            raise ValueError("经费报销材料只适用于国家级项目")
        return claim_due(day, p)
    return report_due(day, p)
