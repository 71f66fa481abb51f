"""Formulas for 师资费: half day and cap of each lecture, lodging and meals, faults of amounts
(``udfs.rules.about_money.lectures``)."""

from __future__ import annotations

from udfs.money.account_faults import FACULTY_AMOUNTS, LECTURE_AMOUNTS
from udfs.money.lecture_fee import CAPPED_RANKS, OTHER_RANK
from udfs.native.cells import amount_fault, dated, literal, number_or_nothing
from udfs.native.repeated import how_often, repeated
from udfs.native.running import Running, SingleValue, count
from udfs.native.texts import blank, plain, quoted
from udfs.records.class_file import LECTURES
from udfs.values.headings import LODGING, MEALS, NAME, RANK, SESSION

SHEET = LECTURES
NO_DATE = "非日期"
RATES, UNIT = "参数_讲课费上限税后", "参数_讲课费一个计费单位的学时数"
HALF_DAY = "参数_每半天最多计算的学时"
DAY, NET, HOURS = "{授课日期}", "{税后讲课费}", "{学时}"
RATE = f"IFERROR(INDEX({RATES},MATCH({literal('{#职称}')},{RATES}_项,0)),{RATES}_{OTHER_RANK})"
UNLISTED_RANK = f"ISERROR(MATCH({literal('{#职称}')},{RATES}_项,0))"
HARD_CAP = f"OR({','.join(f'{{#职称}}={quoted(rank)}' for rank in CAPPED_RANKS)})"


def units(hours: str) -> str:
    """Formula: the units of the rate for that many 学时; half days are rounded up."""
    return f"IF({UNIT}=1,{hours},-INT(-{hours}/{UNIT}))"


def place(key: str) -> str:
    """Formula: the first row with the same key, wildcards escaped; 0 if empty or too long."""
    return f'IF({{#{key}}}="",0,IFERROR(MATCH({literal(f"{{#{key}}}")},参数_师资费_{key},0),0))'


def of_lecturer(heading: str) -> str:
    """Formula: the sum under a heading over all lectures of the same lecturer; texts count as 0."""
    return f"SUMIF(参数_师资费_讲课人首行,{{#讲课人首行}},参数_师资费_所填_{heading})"


def at_the_edge(sign: str) -> str:
    """Formula: 1 if no other lecture of the lecturer is earlier (<) or later (>), else 0; 0 without a date."""
    known = 'COUNTIFS(参数_师资费_讲课人首行,{#讲课人首行},参数_师资费_授课日数,">0"'
    return f'IF({{#授课日数}}=0,0,IF({known},参数_师资费_授课日数,"{sign}"&{{#授课日数}})=0,1,0))'


def edge(flag: str) -> str:
    """Formula: the first or last day of the lecturer; an error if unknown."""
    where = f"参数_师资费_讲课人首行,{{#讲课人首行}},参数_师资费_{flag},1"
    return f"SUMIFS(参数_师资费_授课日数,{where})/COUNTIFS({where})"


def too_dear(heading: str, line: str, more: str) -> str:
    """Formula: TRUE if the lecturer costs more than the daily line for the days of the lectures plus ``more``."""
    limit = f"参数_{line}日定额*({{#授课跨度}}+{more})"
    return f"IF(AND(N({{{heading}}})>0,{{#授课跨度}}>=0),ROUND({of_lecturer(heading)}-{limit},6)>0)"


OVER_LIMIT = f"IF(ISNUMBER({NET}),AND({{#职称有误}}=0,{{#学时数}}>0,{NET}>{{#讲课费限额}}))"
OVER_HALF_DAY = (
    f"AND({{#职称有误}}=0,{{#半天行数}}=1,{{#整行次数}}<2,"
    f"ROUND(MIN({number_or_nothing(NET)},{{#讲课费限额}})-{RATE}*{units(HALF_DAY)},6)>0)"
)
REPEATED = f"OR({{#整行次数}}>1,AND({{#半天行数}}>1,ROUND({{#半天学时}}-{HALF_DAY},9)>0))"
LODGING_TOO_DEAR = too_dear(LODGING, LODGING, "参数_讲课人住宿比授课首末日之差多算的天数")
MEALS_TOO_DEAR = too_dear(MEALS, MEALS, "参数_讲课人伙食比授课首末日之差多算的天数")
NO_DAY = f'OR({{#授课日}}="",{{#授课日}}="{NO_DATE}")'
NO_SESSION = f"SUMPRODUCT(--(参数_{SESSION}={{#上课时段}}))=0"
NO_HOURS = f"IF(ISNUMBER({HOURS}),{HOURS}<=0,TRUE)"
RIGHT_HOURS = f"IF(ISNUMBER({HOURS}),{HOURS}>0)"
OUTSIDE_CLASS = "IF(AND(ISNUMBER(参数_天数),ISNUMBER({#授课日})),OR({#授课日}<参数_开始日,{#授课日}>参数_结束日))"
WITHIN_CLASS = (
    f"AND(ISNUMBER({DAY}),OR(NOT(ISNUMBER(参数_天数)),AND(INT(N({DAY}))>=N(参数_开始日),INT(N({DAY}))<=N(参数_结束日))))"
)
WHOLE_ROW = '&"|"&'.join(
    ("{#讲课人}", "{#职称}", "{#授课日}", "{#上课时段}", HOURS, *(f"{{{heading}}}" for heading in LECTURE_AMOUNTS))
)
"""All typed cells of a row, concatenated."""
RUNNING = (
    Running("讲课人", plain("{姓名}"), of=NAME),
    Running("上课时段", plain("{时段}"), of=SESSION),
    # The day, "" for an empty cell, a word if it is no date.
    Running("授课日", f'IF({dated(DAY)},INT({DAY}),IF({blank(DAY)},"","{NO_DATE}"))'),
    Running("职称", plain("{职称类别}"), of=RANK),
    count("职称有误", f"IF({UNLISTED_RANK},1,0)"),
    # Lecturer, day and session as one text; "" unless all are known.
    Running(
        "半天",
        'IF(AND({#讲课人}<>"",{#上课时段}<>"",ISNUMBER({#授课日})),{#讲课人}&"|"&{#授课日}&"|"&{#上课时段},"")',
    ),
    count("半天首行", place("半天")),
    how_often(LECTURES, "半天行数", "半天首行"),
    count("学时数", f"MAX(0,{number_or_nothing(HOURS)})"),
    count("半天学时", "IF({#半天行数}<2,{#学时数},SUMIF(参数_师资费_半天首行,{#半天首行},参数_师资费_学时数))"),
    Running("整行", WHOLE_ROW),
    count("整行首行", place("整行")),
    how_often(LECTURES, "整行次数", "整行首行"),
    count("硬上限", f"IF({HARD_CAP},1,0)"),
    count("讲课费限额", f"ROUND({RATE}*{units('{#学时数}')},2)"),
    count("讲课人首行", place("讲课人")),
    count("授课日数", "IF(ISNUMBER({#授课日}),{#授课日},0)"),
    count("首日行", at_the_edge("<")),
    count("末日行", at_the_edge(">")),
    # Days from the first to the last lecture of the lecturer; -1 if unknown.
    count("授课跨度", f"IF({{#讲课人首行}}=0,-1,IFERROR({edge('末日行')}-{edge('首日行')},-1))"),
    *(Running(f"{heading}毛病", amount_fault(f"{{{heading}}}")) for heading in LECTURE_AMOUNTS),
    Running("师资费毛病", "&".join(f"{{#{heading}毛病}}" for heading in FACULTY_AMOUNTS)),
)
FACTS = (
    SingleValue("师资费行数", "SUM(参数_师资费_在册)"),
    *(repeated(LECTURES, first) for first in ("半天首行", "整行首行")),
)
