"""By when what must be filed: the opening notice before a class, the report and the claim after it (四(一), 五(二), 五(三))."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import MAXYEAR, MINYEAR, date, timedelta

from udfs.cells import plain
from udfs.notice.parameters import Parameters
from udfs.notice.plan import NATIONAL
from udfs.records import SUBSIDISED, ClassFile

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
"""What people call the things to file, besides the materials of the notice itself."""


def filing_due(start: date, level: str, p: Parameters) -> date:
    """The last day on which 实施方案 and 开班通知 are in time. Errors: KeyError for an unknown level.

    >>> from udfs.notice.parameters import parameters_for
    >>> filing_due(date(2025, 7, 14), "市级", parameters_for(2025))
    datetime.date(2025, 6, 29)
    """
    return start - timedelta(days=p.filing_days[level])


def months_later(day: date, months: int) -> date:
    """The same day so many calendar months later; a day that month has not becomes its last one.

    >>> months_later(date(2025, 8, 31), 1), months_later(date(2025, 12, 15), 2)
    (datetime.date(2025, 9, 30), datetime.date(2026, 2, 15))
    """
    over, month = divmod(day.month - 1 + months, 12)
    year = day.year + over
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def report_due(end: date, p: Parameters) -> date:
    """The last day for the report and everything that is handed in with it."""
    return months_later(end, p.report_months)


def subsidised(c: ClassFile) -> bool:
    """True if 经费来源 says so, white space aside."""
    return plain(c.project.funding) == SUBSIDISED


def claim_due(end: date, p: Parameters) -> date:
    """The last day for the claim of a subsidised national class."""
    return months_later(end, p.claim_months)


def latest_end(year: int | None, p: Parameters) -> date:
    """The last day on which a class of that plan year may end (no year, or none a calendar has: the notice's own)."""
    return in_year(p.latest_end, year)


def subsidy_last_end(year: int | None, p: Parameters) -> date:
    """The last day on which a class of that plan year may end and still be subsidised."""
    return in_year(p.subsidy_last_end, year)


def in_year(day: date, year: int | None) -> date:
    """The same day of the year in another year."""
    return day if year is None or not MINYEAR <= year <= MAXYEAR else day.replace(year=year)


def deadline_kind(matter: str, p: Parameters) -> str | None:
    """Which of the deadlines a matter falls under: by the names above (with or without 报送 …), or as one of the materials."""
    named = plain(matter)
    for ending in ("报送日期", "报送", "日期"):
        named = named.removesuffix(ending)
    if named in MATTERS:
        return MATTERS[named]
    materials = [plain(material) for material in p.materials]
    listed = any(named and material.startswith(named) for material in materials)
    return REPORT if listed or named.startswith("总结报告:") else None


def deadline(matter: str, day: date, level: str, p: Parameters) -> date:
    """The last day for a matter. ``day``: the first day of the class for what is filed before it, else its last day.

    Errors: ValueError (in Chinese) for a matter or level that the notice does not know, or a claim of a municipal class.

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
