"""Writes udfs/notice/rest_days.csv: the days that are rest days although they are weekdays, and the other way round.

From PyPI ``chinesecalendar``, which carries the yearly notices of the 国务院办公厅 on holidays and swapped days. It is no part of
the project; run this where it is installed, once a year when the next notice is out::

    python docs/make_rest_days.py 2024 2025 2026
"""

from __future__ import annotations

import csv
import sys
from datetime import date, timedelta
from pathlib import Path

FILE = Path(__file__).parent.parent / "udfs" / "notice" / "rest_days.csv"
SATURDAY = 5


def rows(year: int) -> list[tuple[str, str, str]]:
    """(day, 休 or 班, what for) for the days that are not what their weekday says."""
    from chinese_calendar import get_holiday_detail, is_workday

    found = []
    day = date(year, 1, 1)
    while day.year == year:
        works, weekend = is_workday(day), day.weekday() >= SATURDAY
        if works == weekend:
            found.append((day.isoformat(), "班" if works else "休", str(get_holiday_detail(day)[1] or "")))
        day += timedelta(days=1)
    return found


def main(years: list[int]) -> None:
    with FILE.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(("day", "kind", "occasion"))
        for year in years:
            writer.writerows(rows(year))


if __name__ == "__main__":
    main([int(year) for year in sys.argv[1:]])
