"""The sheets printed down to their last used row, and the computation of their print area."""

from __future__ import annotations

from udfs.reading.assembly import SHEETS_OF_ROWS
from udfs.records.class_file import SURVEY
from udfs.values.regex import regex

SHEETS = tuple(sheet for sheet in SHEETS_OF_ROWS if sheet != SURVEY)
"""Sheets with a variable number of rows. 附件6 always has the same number."""
_AREA = regex(r"(.*\$?[A-Z]{1,3}\$?\d+:\$?[A-Z]{1,3}\$?)(\d+)")


def moved(area: str, last: int) -> str:
    """The print area ending at row ``last``; unchanged if it is not one plain area.


    >>> moved("'附件4'!$A$1:$H$503", 55), moved("附件6!$A$1:$G$19,附件6!$I$1:$N$21", 9), moved("$A:$H", 9)
    ("'附件4'!$A$1:$H$55", '附件6!$A$1:$G$19,附件6!$I$1:$N$21', '$A:$H')
    """
    found = _AREA.fullmatch(area) if "," not in area else None
    return f"{found[1]}{last}" if found else area
