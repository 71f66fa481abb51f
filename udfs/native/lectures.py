"""Beside 师资费: the half day of each lecture, its cap, and what is wrong with its amounts (``udfs.rules.lectures``)."""

from __future__ import annotations

from udfs.account_faults import FACULTY_AMOUNTS, LECTURE_AMOUNTS
from udfs.lecture_fee import CAPPED_RANKS, OTHER_RANK
from udfs.native.cells import amount_fault, dated, literal, number_or_nothing
from udfs.native.running import Fact, Running, count
from udfs.native.texts import blank, plain, quoted
from udfs.records import LECTURES

SHEET = LECTURES
NO_DATE = "非日期"
RATES, UNIT = "参数_讲课费上限税后", "参数_讲课费一个计费单位的学时数"
DAY, NET = "{授课日期}", "{税后讲课费}"
RANK = plain("{职称类别}")
RATE = f"IFERROR(INDEX({RATES},MATCH({literal('{#职称}')},{RATES}_项,0)),{RATES}_{OTHER_RANK})"
HARD_CAP = f"OR({','.join(f'{{#职称}}={quoted(rank)}' for rank in CAPPED_RANKS)})"
UNITS = f"IF({UNIT}=1,{{#学时数}},-INT(-{{#学时数}}/{UNIT}))"
OVER_LIMIT = f"IF(ISNUMBER({NET}),{NET}>{{#讲课费限额}})"
OUTSIDE_CLASS = (
    'IF(AND(ISNUMBER(参数_天数),{#授课日}<>""),IF(ISNUMBER({#授课日}),OR({#授课日}<参数_开始日,{#授课日}>参数_结束日),TRUE))'
)
WITHIN_CLASS = (
    f"AND(ISNUMBER({DAY}),OR(NOT(ISNUMBER(参数_天数)),AND(INT(N({DAY}))>=N(参数_开始日),INT(N({DAY}))<=N(参数_结束日))))"
)
HOURS_WITHIN_HALF_DAY = (
    'IF(OR({姓名}="",{授课日期}="",{时段}=""),N({学时}),SUMPRODUCT(--EXACT(师资费_姓名,{姓名}),--(师资费_授课日期={授课日期}),'
    "--(师资费_时段={时段}),师资费_学时))<=参数_每半天最多计算的学时"
)
RUNNING = (
    Running("讲课人", plain("{姓名}")),
    Running("上课时段", plain("{时段}")),
    # The day, "" for an empty cell, a word for what is no date.
    Running("授课日", f'IF({dated(DAY)},INT({DAY}),IF({blank(DAY)},"","{NO_DATE}"))'),
    # Lecturer, day and session in one text; "" where one of them is not known.
    Running(
        "半天",
        'IF(AND({#讲课人}<>"",{#上课时段}<>"",ISNUMBER({#授课日})),{#讲课人}&"|"&{#授课日}&"|"&{#上课时段},"")',
    ),
    count("学时数", number_or_nothing("{学时}")),
    count("半天行数", 'IF({#半天}="",0,SUMPRODUCT(--EXACT(参数_师资费_半天,{#半天})))'),
    count(
        "半天学时",
        "IF({#半天行数}<2,{#学时数},ROUND(SUMPRODUCT(--EXACT(参数_师资费_半天,{#半天}),参数_师资费_学时数),9))",
    ),
    Running("职称", RANK),
    count("硬上限", f"IF({HARD_CAP},1,0)"),
    count("讲课费限额", f"ROUND({RATE}*{UNITS},2)"),
    *(Running(f"{heading}毛病", amount_fault(f"{{{heading}}}")) for heading in LECTURE_AMOUNTS),
    Running("师资费毛病", "&".join(f"{{#{heading}毛病}}" for heading in FACULTY_AMOUNTS)),
)
FACTS: tuple[Fact, ...] = ()
