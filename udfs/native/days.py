"""Today, as one cell: whatever asks for it is computed anew all the time, so as little as possible should."""

from __future__ import annotations

from udfs.native.running import Fact

TODAY_NUMBER = "参数_今天数字"
FACTS = (
    Fact("今天", "TODAY()"),
    Fact("今天数字", "YEAR(参数_今天)*10000+MONTH(参数_今天)*100+DAY(参数_今天)"),
)


def is_day(year: str, month: str, day: str) -> str:
    """True if the three numbers name a day. The calendar repeats after 400 years, and a spreadsheet knows no year before 1900."""
    last = f"DAY(DATE(2000+MOD({year},400),{month}+1,0))"
    return f"AND({year}>=1,{month}>=1,{month}<=12,{day}>=1,{day}<={last})"
