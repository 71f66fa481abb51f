"""Single values about the class: its level, its dates, by when what is due (``ClassFile``, ``udfs.deadlines``)."""

from __future__ import annotations

from collections.abc import Mapping

from udfs.native.cells import date_number, dated, in_year, says
from udfs.native.running import Fact, Running
from udfs.native.texts import blank, trimmed
from udfs.records import PROJECT, SUBSIDISED

SHEET = PROJECT
RUNNING: tuple[Running, ...] = ()
START, END, YEAR = "项目信息_开始日期", "项目信息_结束日期", "项目信息_年度"
LEVEL = trimmed("项目信息_项目级别")
FILING_DAYS, NOTICE_DAY = "参数_实施方案和开班通知提前报送天数", "参数_最迟实施完成日期"
REPORT_MONTHS, CLAIM_MONTHS = "参数_总结材料报送期限办班结束后", "参数_经费报销材料报送期限办班结束后"

LEAST_RESERVED: Mapping[str, str] = {
    "北京预留名额": "参数_北京预留名额下限国家级",
    "河北预留名额": "参数_河北预留名额下限国家级",
    "对口支援预留名额": "参数_对口支援地区预留名额下限国家级",
}


def after(limit: str) -> str:
    """A formula: does the class end after the day of ``limit`` in its plan year?"""
    return f"IF(ISNUMBER(参数_结束日),{date_number('参数_结束日')}>参数_计划年度*10000+{in_year(limit)})"


def late(cell: str, due: str) -> str:
    """A formula: was it filed after the day ``due``, or is the cell empty although that day is past?"""
    return f"IF(ISNUMBER({due}),IF({blank(cell)},参数_今天>{due},AND({dated(cell)},INT(N({cell}))>{due})))"


FACTS = (
    Fact("财政资助", says("项目信息_经费来源", SUBSIDISED)),
    Fact("开始日", f'IF({dated(START)},INT({START}),"")'),
    Fact("结束日", f'IF({dated(END)},INT({END}),"")'),
    Fact(
        "天数",
        'IF(AND(ISNUMBER(参数_开始日),ISNUMBER(参数_结束日)),IF(参数_结束日<参数_开始日,"",参数_结束日-参数_开始日+1),"")',
    ),
    # The last day, unless it lies before the first.
    Fact("有效结束日", 'IF(AND(ISNUMBER(参数_开始日),NOT(ISNUMBER(参数_天数))),"",参数_结束日)'),
    Fact(
        "计划年度",
        f"IF(ISNUMBER({YEAR}),IF(AND({YEAR}>=1,{YEAR}<10000),INT({YEAR}),YEAR({NOTICE_DAY})),"
        f"IF(ISNUMBER(参数_开始日),YEAR(参数_开始日),YEAR({NOTICE_DAY})))",
    ),
    Fact(
        "开班前报送期限",
        "IF(AND(ISNUMBER(参数_开始日),OR(参数_国家级,参数_市级)),"
        f'参数_开始日-INDEX({FILING_DAYS},MATCH({LEVEL},{FILING_DAYS}_项,0)),"")',
    ),
    Fact("总结报送期限", f'IF(ISNUMBER(参数_有效结束日),EDATE(参数_有效结束日,{REPORT_MONTHS}),"")'),
    Fact(
        "报销报送期限",
        f'IF(AND(ISNUMBER(参数_有效结束日),参数_国家级,参数_财政资助),EDATE(参数_有效结束日,{CLAIM_MONTHS}),"")',
    ),
    Fact("人员总数", "参数_学员总数+参数_工作人员总数"),
)
