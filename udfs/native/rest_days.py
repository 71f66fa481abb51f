"""Working days as formulas: a rest day is moved by one day per cell (``udfs.notice.rest_days``)."""

from __future__ import annotations

from collections.abc import Iterator

from udfs.native.running import SingleValue
from udfs.notice.rest_days import LONGEST_REST

REST_DAYS, SWAPPED_DAYS = "参数_休息日", "参数_调休上班日"
"""Weekdays that are rest days, and weekend days that are working days."""


def is_rest_day(day: str) -> str:
    """Formula: TRUE if that day (a number) is a rest day."""
    return f"IF(COUNTIF({REST_DAYS},{day})>0,TRUE,IF(WEEKDAY({day},2)>5,COUNTIF({SWAPPED_DAYS},{day})=0))"


def moved(name: str, day: str, step: str = "+1") -> Iterator[SingleValue]:
    """Cells ending in ``name``: the given day, or the next working day ("-1": the previous one); "" if there is none."""
    before = f"{name}之0"
    yield SingleValue(before, day)
    for at in range(1, LONGEST_REST + 1):
        held = f"参数_{before}"
        after = name if at == LONGEST_REST else f"{name}之{at}"
        yield SingleValue(after, f'IF(ISNUMBER({held}),IF({is_rest_day(held)},{held}{step},{held}),"")')
        before = after


COUNTING_STEPS = 18
"""The number of steps for a period of working days; enough for two months that end in the longest holiday."""


def working_days(day: str) -> str:
    """Formula: the number of working days up to that day (a number), from a fixed origin."""
    return f'(5*INT(({day}-2)/7)+MIN(MOD({day}-2,7)+1,5)-COUNTIF({REST_DAYS},"<="&({day}))+COUNTIF({SWAPPED_DAYS},"<="&({day})))'


def counted_on(name: str, day: str, amount: str, back: bool = False) -> Iterator[SingleValue]:
    """Cells ending in ``name``: the day ``amount`` working days after the given day (``back``: before it).

    Starting that many calendar days later, each step adds the number of working days still missing; a day adds at most one, so
    the result is never overshot.
    """
    start, begun = f"参数_{name}之起", f"参数_{name}之数"
    sign, shift = ("-", "-1") if back else ("+", "")
    yield SingleValue(f"{name}之起", day)
    yield SingleValue(f"{name}之数", f'IF(ISNUMBER({start}),{working_days(f"{start}{shift}")},"")')
    yield SingleValue(f"{name}之0", f'IF(ISNUMBER({start}),{start}{sign}{amount},"")')
    for at in range(1, COUNTING_STEPS + 1):
        held = f"参数_{name}之{at - 1}"
        after = name if at == COUNTING_STEPS else f"{name}之{at}"
        reached = working_days(f"{held}{shift}")
        passed = f"({begun}-{reached})" if back else f"({reached}-{begun})"
        yield SingleValue(after, f'IF(ISNUMBER({held}),{held}{sign}({amount}-{passed}),"")')
