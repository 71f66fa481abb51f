"""Single values for the quota of the class and its use (``udfs.money.quota``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from udfs.money.quota import LINES
from udfs.native.cells import number_or_nothing
from udfs.native.running import Running, SingleValue
from udfs.native.texts import plain
from udfs.records.class_file import ACCOUNTS, QUOTA_ITEMS

SHEET = ACCOUNTS
RUNNING: tuple[Running, ...] = ()
WHOLE_RATES = "参数_培训费综合定额"
LINE_RATES: Mapping[str, str] = dict(
    zip(LINES, ("参数_综合定额之住宿费", "参数_综合定额之伙食费", "参数_综合定额之场地资料交通费"), strict=True)
)
LAST_DAYS, SHARES = "参数_定额按天数的折扣_至", "参数_定额按天数的折扣_比例"
MOST_TIERS = 3
WHOLE = "综合定额"


def line_name(line: str) -> str:
    """A line of the quota in defined names: 场地、资料、交通费 -> 场地资料交通费."""
    return line.replace("、", "")


def counted_days() -> str:
    """Formula: the days as counted by the quota, tier by tier; missing tiers count 0."""
    parts = []
    for at in range(1, MOST_TIERS + 1):
        last = f"MIN(参数_天数,IF(ISNUMBER(INDEX({LAST_DAYS},{at})),INDEX({LAST_DAYS},{at}),参数_天数))"
        before = f"INDEX({LAST_DAYS},{at - 1})" if at > 1 else "0"
        parts.append(f"IFERROR(MAX(0,{last}-{before})*INDEX({SHARES},{at}),0)")
    return f'IF(ISNUMBER(参数_天数),{"+".join(parts)},"")'


def limit(rates: str) -> str:
    """Formula: rate × people × days, to the cent."""
    rate = f"INDEX({rates},MATCH(参数_定额类别,{rates}_项,0))"
    return f'IF(ISNUMBER(参数_天数),ROUND({rate}*参数_定额人数*参数_折算天数,2),"")'


def spent(items: Iterable[str]) -> str:
    """Formula: the sum that 附件3 states for these items."""
    return f"ROUND({'+'.join(number_or_nothing(f'附件3_{item}') for item in items)},6)"


def exceeded(name: str) -> str:
    """Formula: TRUE if that line of the quota is exceeded, for a class with people and days."""
    return f"IF(AND(参数_人员总数>0,ISNUMBER(参数_{name}额度)),参数_{name}已用>参数_{name}额度)"


STATED_CATEGORY = plain("项目信息_培训类别")
FACTS = (
    SingleValue(
        "定额类别",
        f"IF(SUMPRODUCT(--({WHOLE_RATES}_项={STATED_CATEGORY}))>0,{STATED_CATEGORY},参数_培训类别的默认值)",
    ),
    *(
        SingleValue(f"{line_name(line)}日定额", f"INDEX({rates},MATCH(参数_定额类别,{rates}_项,0))")
        for line, rates in LINE_RATES.items()
    ),
    SingleValue("定额人数", "参数_人员总数-参数_线上学员总数"),
    SingleValue("折算天数", counted_days()),
    SingleValue(f"{WHOLE}额度", limit(WHOLE_RATES)),
    SingleValue(f"{WHOLE}已用", spent(QUOTA_ITEMS)),
    *(SingleValue(f"{line_name(line)}额度", limit(rates)) for line, rates in LINE_RATES.items()),
    *(SingleValue(f"{line_name(line)}已用", spent(items)) for line, items in LINES.items()),
)
