"""Level and hours of the class as single values, the way ``ClassFile`` reads them."""

from __future__ import annotations

from udfs.native.running import Fact
from udfs.native.texts import trimmed
from udfs.notice.plan import MUNICIPAL, NATIONAL

FINE = 9
"""Decimals a difference of shares or hours is rounded to: far finer than any entry, far coarser than what binary fractions
are off by."""
# Truth values: Excel holds TRUE and 1 to be different, so nothing compares them with a number.
NATIONAL_CLASS, MUNICIPAL_CLASS, HOURS = "参数_国家级", "参数_市级", "参数_有效总学时"
SHARE = "参数_请假和缺勤占总学时的上限"
ENDED = "参数_结班后"
"""The class has ended: only now is asked for what could not exist before."""
FACTS = (
    Fact("国家级", f'{trimmed("项目信息_项目级别")}="{NATIONAL}"'),
    Fact("市级", f'{trimmed("项目信息_项目级别")}="{MUNICIPAL}"'),
    Fact("有效总学时", "IF(ISNUMBER(项目信息_总学时),MAX(项目信息_总学时,0),0)"),
)


def exceeds(value: str, limit: str) -> str:
    """A formula: is the value more than the limit, by more than binary fractions can be off?"""
    return f"ROUND({value}-{limit},{FINE})>0"
