"""Formulas for 费用明细: item, amount, faults and receipt of each row (``udfs.money.account_totals``)."""

from __future__ import annotations

from udfs.native.cells import amount_fault, dated, literal
from udfs.native.repeated import how_often, repeated
from udfs.native.running import Running, count
from udfs.native.texts import blank, plain
from udfs.records.class_file import EXPENSES, INCOME, OTHER_COST

SHEET = EXPENSES
UNLISTED, MISSING = "未列", "空"
"""Marks of a row with an unknown item, and of one without an amount."""
STATED_ITEM = plain("{项目}")
NOT_THE_PRODUCT = "IF(AND(ISNUMBER({金额}),ISNUMBER({数量}),ISNUMBER({单价})),ROUND({金额},2)<>ROUND({数量}*{单价},2))"
NO_FACTOR = f"IF(ISNUMBER({{.}}),{{.}}<0,NOT({blank('{.}')}))"
NO_REASON = f'AND({{#项目文字}}="{OTHER_COST}",{blank("{摘要}")})'
SPENT_OUTSIDE = (
    f'IF(AND({dated("{日期}")},{{#项目文字}}<>"{INCOME}"),'
    "OR(IF(ISNUMBER(参数_开始日),INT(N({日期}))<参数_开始日-参数_开支最早可在开班前的天数),"
    "IF(ISNUMBER(参数_总结报送期限),INT(N({日期}))>参数_总结报送期限)))"
)
RUNNING = (
    Running("项目文字", STATED_ITEM),
    # 附件3 has no row for 其他费用: the office chooses the item it is added to.
    Running(
        "列支项目",
        f'IF({{#项目文字}}="{OTHER_COST}",参数_其他费用列入,'
        f'IF(SUMPRODUCT(--(参数_费用项目={{#项目文字}}))>0,{{#项目文字}},"{UNLISTED}"))',
    ),
    Running("金额毛病", f'IF({blank("{金额}")},"{MISSING}",{amount_fault("{金额}")})'),
    Running("票据键", f"UPPER({plain('{票据号}')})"),
    count("票据首行", f'IF({{#票据键}}="",0,IFERROR(MATCH({literal("{#票据键}")},参数_费用明细_票据键,0),0))'),
    how_often(EXPENSES, "票据次数", "票据首行"),
)
FACTS = (repeated(EXPENSES, "票据首行"),)
