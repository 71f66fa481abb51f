"""Today, as one cell: whatever asks for it is computed anew all the time, so as little as possible should."""

from __future__ import annotations

from udfs.native.running import Fact

FACTS = (Fact("今天", "TODAY()"),)
"""Only dates, stages and counts read it, never a row of people."""


def is_day(year: str, month: str, day: str) -> str:
    """True if the three numbers name a day. The calendar repeats after 400 years, and a spreadsheet knows no year before 1900."""
    last = f"DAY(DATE(2000+MOD({year},400),{month}+1,0))"
    return f"AND({year}>=1,{month}>=1,{month}<=12,{day}>=1,{day}<={last})"
