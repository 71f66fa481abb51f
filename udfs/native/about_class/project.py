"""Single values of the class: level, dates, deadlines (``ClassFile``, ``udfs.schedule.deadlines``)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from udfs.native.cells import date_number, dated, in_year, says
from udfs.native.rest_days import counted_on, moved
from udfs.native.running import Running, SingleValue
from udfs.native.texts import blank, plain, quoted, trimmed
from udfs.notice.parameters import RESERVED_KEYS, Parameters
from udfs.notice.plan import LEVELS
from udfs.records.approval import DIGITS, PENDING
from udfs.records.class_file import PROJECT, SUBSIDISED
from udfs.schedule.deadlines import MONTHS, WORKING_DAYS

SHEET = PROJECT
RUNNING: tuple[Running, ...] = ()
START, END, YEAR = "项目信息_开始日期", "项目信息_结束日期", "项目信息_年度"
LEVEL = trimmed("项目信息_项目级别")
FILING_DAYS, NOTICE_DAY = "参数_实施方案和开班通知提前报送天数", "参数_最迟实施完成日期"
REPORT_MONTHS, CLAIM_MONTHS = "参数_总结材料报送期限办班结束后", "参数_经费报销材料报送期限办班结束后"

LEAST_RESERVED = tuple(f"参数_预留名额下限_{at}" for at in range(1, len(RESERVED_KEYS) + 1))
"""The minimums of the reserved quotas, one per row of 项目信息; 0 for unused rows."""
RESERVED_REGIONS = tuple(f"参数_预留名额地区_{at}" for at in range(1, len(RESERVED_KEYS) + 1))
"""The regions of the reserved quotas; empty if a quota has none."""


def after(limit: str) -> str:
    """Formula: TRUE if the class ends after the day of ``limit`` in its plan year."""
    return f"IF(ISNUMBER(参数_结束日),{date_number('参数_结束日')}>参数_计划年度*10000+{in_year(limit)})"


def late(cell: str, due: str) -> str:
    """Formula: TRUE if filed after ``due``, or not filed although ``due`` is past."""
    return f"IF(ISNUMBER({due}),IF({blank(cell)},参数_今天>{due},AND({dated(cell)},INT(N({cell}))>{due})))"


def late_after(cell: str, due: str) -> str:
    """Formula: TRUE if filed before the end of the class or after ``due``, or not filed although ``due`` is past."""
    filed = f"INT(N({cell}))"
    typed = f"AND({dated(cell)},OR({filed}<参数_有效结束日,{filed}>{due}))"
    return f"IF(ISNUMBER({due}),IF({blank(cell)},AND(参数_结班后,参数_今天>{due}),{typed}))"


LONGEST_LIFE = "参数_证件出生日期最早可在今天之前的年数"
STATED_APPROVAL = "参数_变更批准文字"
APPROVED = (
    f"AND(OR({','.join(f'ISNUMBER(FIND({digit},{STATED_APPROVAL}))' for digit in DIGITS)}),"
    f"{','.join(f'ISERROR(FIND({quoted(word)},{STATED_APPROVAL}))' for word in PENDING)})"
)
FACTS = (
    SingleValue("财政资助", says("项目信息_经费来源", SUBSIDISED)),
    SingleValue("开始日", f'IF({dated(START)},INT({START}),"")'),
    SingleValue("结束日", f'IF({dated(END)},INT({END}),"")'),
    # Whether entries that follow the class are required. Without a last day they are.
    SingleValue("结班后", "IF(ISNUMBER(参数_结束日),参数_今天>参数_结束日,TRUE)"),
    SingleValue("变更批准文字", plain("项目信息_变更批准文号")),
    SingleValue("变更已批准", APPROVED),
    SingleValue(
        "天数",
        'IF(AND(ISNUMBER(参数_开始日),ISNUMBER(参数_结束日)),IF(参数_结束日<参数_开始日,"",参数_结束日-参数_开始日+1),"")',
    ),
    # Eight digits, to compare birth dates with; later than any birth date if unknown.
    SingleValue("开始日数字", f"IF(ISNUMBER(参数_开始日),{date_number('参数_开始日')},99999999)"),
    # The last day, unless it is before the first.
    SingleValue("有效结束日", 'IF(AND(ISNUMBER(参数_开始日),NOT(ISNUMBER(参数_天数))),"",参数_结束日)'),
    SingleValue(
        "计划年度",
        f"IF(IF(ISNUMBER({YEAR}),AND({YEAR}>0,{YEAR}=INT({YEAR}))),IF({YEAR}<10000,{YEAR},YEAR({NOTICE_DAY})),"
        f"IF(ISNUMBER(参数_开始日),YEAR(参数_开始日),YEAR({NOTICE_DAY})))",
    ),
    # The earliest plausible birth date, relative to the first day or else to the start of the plan year.
    SingleValue("最早生日数字", f"IF(ISNUMBER(参数_开始日),参数_开始日数字,参数_计划年度*10000+101)-{LONGEST_LIFE}*10000"),
    SingleValue("人员总数", "参数_学员总数+参数_工作人员总数"),
)


def deadline_facts(p: Parameters) -> Iterator[SingleValue]:
    """The deadlines, each period in the unit used by the notice of the class."""
    yield from filing_facts(p)
    yield from moved("开班前最后工作日", "参数_开班前报送期限", "-1")
    for name, key, months, known in (
        ("总结报送期限", "report_months", REPORT_MONTHS, "ISNUMBER(参数_有效结束日)"),
        ("报销报送期限", "claim_months", CLAIM_MONTHS, "AND(ISNUMBER(参数_有效结束日),参数_国家级,参数_财政资助)"),
    ):
        day = f'IF({known},参数_有效结束日,"")'
        unit = p.leaves[key].unit_of()
        if unit == WORKING_DAYS:
            yield from counted_on(name, day, months)
        else:
            yield from moved(name, f'IF({known},{plain_count("参数_有效结束日", months, unit)},"")')


def filing_facts(p: Parameters) -> Iterator[SingleValue]:
    """The filing deadline before a class by level; the two levels may use different units."""
    amount = f"INDEX({FILING_DAYS},MATCH({LEVEL},{FILING_DAYS}_项,0))"
    known = "AND(ISNUMBER(参数_开始日),OR(参数_国家级,参数_市级))"
    units = {level: p.leaves["filing_days"].unit_of(level) for level in LEVELS}
    working = [f"参数_{level}" for level in LEVELS if units[level] == WORKING_DAYS]
    if working:
        yield from counted_on("开班前工作日", f'IF({known},参数_开始日,"")', amount, back=True)
    due = plain_count("参数_开始日", f"-{amount}", units[LEVELS[1]])
    if units[LEVELS[0]] != units[LEVELS[1]]:
        due = f"IF(参数_{LEVELS[0]},{plain_count('参数_开始日', f'-{amount}', units[LEVELS[0]])},{due})"
    if working:
        due = f"IF(OR({','.join(working)}),参数_开班前工作日,{due})"
    yield SingleValue("开班前报送期限", f'IF({known},{due},"")')


def plain_count(day: str, amount: str, unit: str) -> str:
    """Formula: the day that many days or months later."""
    if unit == MONTHS:
        return f"EDATE({day},{amount})"
    return f"{day}{amount}" if amount.startswith("-") else f"{day}+{amount}"


def reserved_facts(p: Parameters) -> Iterator[SingleValue]:
    """The minimums and regions of the reserved quotas, for every row of 项目信息."""
    for at, (least, region) in enumerate(zip(LEAST_RESERVED, RESERVED_REGIONS, strict=True)):
        place = p.reserved[at] if at < len(p.reserved) else None
        yield SingleValue(least.removeprefix("参数_"), parameter_name(p.leaves[place.key].name) if place else "0")
        yield SingleValue(region.removeprefix("参数_"), quoted(place.region if place else ""))


def parameter_name(name: str) -> str:
    """The defined name of a parameter's cell."""
    return "参数_" + re.sub(r"[^\w]", "", name)
