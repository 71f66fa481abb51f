"""Formulas for all people of 附件4: invalid kinds, people left after withdrawals (``udfs.rules.about_people.enrolment``)."""

from __future__ import annotations

from udfs.native.cells import literal
from udfs.native.levels import HOURS, SHARE
from udfs.native.running import Running, SingleValue
from udfs.native.texts import plain
from udfs.records.class_file import PEOPLE

SHEET = PEOPLE
LITTLE = "0.000000001"
"""Larger than float errors, smaller than any hour typed."""
RUNNING: tuple[Running, ...] = ()
FACTS = (
    # Neither trainee nor staff: while there are any, both totals are unknown.
    SingleValue("类别有误人数", "SUM(参数_附件4_在册)-参数_学员总数-参数_工作人员总数"),
    SingleValue(
        "退学人数",
        f'COUNTIFS(参数_附件4_身份,">0",参数_附件4_身份,"<3",参数_附件4_缺课有误,0,参数_附件4_缺课合计,">"&({HOURS}*{SHARE}+{LITTLE}),'
        f'参数_附件4_缺课合计,"<="&({HOURS}+{LITTLE}))',
    ),
)
LEAST = "参数_每期最少学员人数"
TOO_FEW_LEFT = f"AND({HOURS}>0,参数_学员总数>={LEAST},参数_学员总数-参数_退学人数<{LEAST})"


def unlisted(entries: str) -> str:
    """Formula: TRUE if the cell is filled with something other than an entry of that list."""
    return f'IF({{.}}="",FALSE,ISERROR(MATCH({literal(plain("{.}"))},{entries},0)))'
