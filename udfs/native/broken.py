"""Formula: TRUE if a cell holds an error value, which 核对 copies as text."""

from __future__ import annotations

from udfs.native.texts import quoted
from udfs.records.class_file import RESULTS

ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
"""In the order of ERROR.TYPE."""
MARK = "|"
HOLDS_ERROR = f'ISNUMBER(FIND("{MARK}"&{{.}}&"{MARK}",{quoted(MARK + MARK.join(ERRORS) + MARK)}))'


def of_sheet(sheet: str) -> str:
    """The formula for a sheet; a computed 附件5 only repeats 附件4 and is skipped."""
    return f"AND(NOT(参数_附件5带出),{HOLDS_ERROR})" if sheet == RESULTS else HOLDS_ERROR
