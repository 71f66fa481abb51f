"""Today as one cell. Cells that depend on it are recalculated constantly, so few should."""

from __future__ import annotations

from udfs.native.running import SingleValue

FACTS = (SingleValue("今天", "TODAY()"),)
"""Read only by dates, stages and counts, never by rows of people."""


def is_day(year: str, month: str, day: str) -> str:
    """Formula: TRUE if the three numbers form a date. The calendar repeats after 400 years; spreadsheets know no year before
    1900."""
    last = f"DAY(DATE(2000+MOD({year},400),{month}+1,0))"
    return f"AND({year}>=1,{month}>=1,{month}<=12,{day}>=1,{day}<={last})"
