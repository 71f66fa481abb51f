"""Does a cell hold the error of a formula? As a formula over what 核对 takes over from it: the text of the error."""

from __future__ import annotations

from udfs.native.texts import quoted
from udfs.records.class_file import RESULTS

ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
"""In the order in which ERROR.TYPE counts them."""
MARK = "|"
HOLDS_ERROR = f'ISNUMBER(FIND("{MARK}"&{{.}}&"{MARK}",{quoted(MARK + MARK.join(ERRORS) + MARK)}))'


def of_sheet(sheet: str) -> str:
    """The formula for a sheet; where 附件5 is computed, its cells only show what 附件4 holds."""
    return f"AND(NOT(参数_附件5带出),{HOLDS_ERROR})" if sheet == RESULTS else HOLDS_ERROR
