"""Level and hours of the class as single values, as read by ``ClassFile``."""

from __future__ import annotations

from udfs.native.running import SingleValue
from udfs.native.texts import trimmed
from udfs.notice.plan import MUNICIPAL, NATIONAL

FINE = 9
"""Decimals to which differences of shares or hours are rounded: much finer than any entry, much coarser than float errors."""
# These cells are booleans: in Excel TRUE differs from 1, so they must not be compared with numbers.
NATIONAL_CLASS, MUNICIPAL_CLASS, HOURS = "参数_国家级", "参数_市级", "参数_有效总学时"
SHARE = "参数_请假和缺勤占总学时的上限"
ENDED = "参数_结班后"
"""The class has ended: only then are entries that follow it required."""
FACTS = (
    SingleValue("国家级", f'{trimmed("项目信息_项目级别")}="{NATIONAL}"'),
    SingleValue("市级", f'{trimmed("项目信息_项目级别")}="{MUNICIPAL}"'),
    SingleValue("有效总学时", "IF(ISNUMBER(项目信息_总学时),MAX(项目信息_总学时,0),0)"),
)


def exceeds(value: str, limit: str) -> str:
    """Formula: TRUE if the value exceeds the limit by more than float errors."""
    return f"ROUND({value}-{limit},{FINE})>0"
