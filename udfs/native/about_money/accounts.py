"""Formulas for 附件3: stated amounts, amounts by details, disagreements (``udfs.money.account_faults``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from udfs.money.account_faults import FACULTY_AMOUNTS, OTHER_ITEMS, TOTAL
from udfs.native.about_money.expenses import MISSING, UNLISTED
from udfs.native.cells import FAULTS, amount_fault, number_or_nothing
from udfs.native.running import Running, SingleValue
from udfs.native.texts import blank
from udfs.records.class_file import ACCOUNTS, FACULTY, ITEMS, OTHER_COST, TAX

SHEET = ACCOUNTS
RUNNING: tuple[Running, ...] = ()
ITEM_COLUMN, FAULT_COLUMN, AMOUNT_COLUMN = "参数_费用明细_列支项目", "参数_费用明细_金额毛病", "参数_费用明细_所填_金额"
UNLISTED_TOTAL = "参数_未列项目金额"

TRAINEES, STAFF, PEOPLE_TOTAL = "附件3_学员人数", "附件3_工作人员人数", "附件3_总计"
NOBODY = "参数_人员总数=0"
SOURCES: Mapping[str, str] = {
    "名称": blank("项目信息_选题名称"),
    "地点": blank("项目信息_举办地点"),
    "办班时间": "NOT(AND(ISNUMBER(参数_开始日),ISNUMBER(参数_结束日)))",
    "学员人数": NOBODY,
    "工作人员人数": NOBODY,
    "总计": NOBODY,
    "申报单位": blank("项目信息_申报单位"),
    "承办单位": blank("项目信息_承办单位"),
    TOTAL: "FALSE",
}
"""{label of 附件3: formula, TRUE if the sheet it is filled from is still empty}."""
WRONG_PEOPLE_TOTAL = (
    f"IF(AND(NOT({blank(PEOPLE_TOTAL)}),ISNUMBER({TRAINEES}),ISNUMBER({STAFF})),"
    f"AND({PEOPLE_TOTAL}<>{TRAINEES}+{STAFF},"
    f"NOT(AND(参数_人员总数>0,{TRAINEES}+{STAFF}<>参数_人员总数,{PEOPLE_TOTAL}=参数_人员总数))))"
)
RIGHT_PEOPLE_TOTAL = (
    "OR(COUNT({学员人数},{工作人员人数})<2,{总计}=SUM({学员人数},{工作人员人数}),AND(参数_人员总数>0,{总计}=参数_人员总数))"
)


def own_fault(item: str) -> str:
    """Formula: TRUE if the stated amount has a fault that is not carried over from details or from an item into 合计."""
    below = "参数_各项毛病&参数_明细毛病" if item == TOTAL else f"参数_{item}明细毛病"
    return f'AND(参数_{item}毛病<>"",ISERROR(FIND(参数_{item}毛病,{below})))'


def present(conditions: Iterable[tuple[str, str]]) -> str:
    """Formula: the words whose condition holds, concatenated."""
    return "&".join(f'IF({condition},"{word}","")' for condition, word in conditions)


def expense_faults(item: str) -> str:
    """Formula: the faults of the amounts in 费用明细 for that item."""
    return present((f'COUNTIFS({ITEM_COLUMN},"{item}",{FAULT_COLUMN},"{word}")>0', word) for word in (*FAULTS, MISSING))


def detail_faults(item: str) -> str:
    """Formula: the faults of everything the item is added up from; 税费 has two sources."""
    found = [expense_faults(item)]
    for of, column in ((FACULTY, "参数_师资费_师资费毛病"), (TAX, "参数_师资费_税费毛病")):
        if item == of:
            found.append(present((f'COUNTIF({column},"*{word}*")>0', word) for word in FAULTS))
    return "&".join(found)


def detail_total(item: str) -> str:
    """Formula: the due amount of the item by its details, "" if there are none. 税费 is on both sheets."""
    if item == FACULTY:
        return f'IF(参数_师资费行数=0,"",ROUND(SUM({",".join(f"参数_师资费_所填_{heading}" for heading in FACULTY_AMOUNTS)}),2))'
    entries, amount = f'COUNTIF({ITEM_COLUMN},"{item}")', f'SUMIF({ITEM_COLUMN},"{item}",{AMOUNT_COLUMN})'
    if item == TAX:
        entries, amount = f"{entries}+COUNT(参数_师资费_所填_税费)", f"{amount}+SUM(参数_师资费_所填_税费)"
    return f'IF({entries}=0,"",ROUND({amount},2))'


def differs(item: str) -> str:
    """Formula: TRUE if stated and detailed amount are both sound and differ.

    Not reported: an item that is too large by exactly the amount of rows without a valid item; those rows have their own message.
    """
    over = f"ROUND(ROUND(参数_{item}所填,2)-参数_{item}明细合计,2)"
    excused = "" if item == FACULTY else f",NOT(AND({UNLISTED_TOTAL}<>0,{over}=ROUND({UNLISTED_TOTAL},2)))"
    sound = f'AND(ISNUMBER(参数_{item}明细合计),参数_{item}明细毛病="",参数_{item}毛病="")'
    return f"IF({sound},AND({over}<>0{excused}))"


SHORT, MORE = 1, 10
"""Flags of an item that lacks the other costs, and of one that contains them instead."""


def holds_other_costs(item: str) -> str:
    """Formula: SHORT, MORE or 0 (``udfs.money.account_faults.other_costs_elsewhere``)."""
    over = f"ROUND(ROUND(参数_{item}所填,2)-IF(ISNUMBER(参数_{item}明细合计),参数_{item}明细合计,0),2)"
    free = f'OR(参数_{item}不符,AND(NOT(ISNUMBER(参数_{item}明细合计)),参数_{item}毛病=""))'
    short = f"IF(AND(参数_{item}不符,{over}=-参数_其他费用合计),{SHORT},0)"
    more = f"IF(AND({free},{over}=参数_其他费用合计),{MORE},0)"
    return f'IF(参数_其他费用合计=0,0,IF(参数_其他费用列入="{item}",{short},{more}))'


def declared() -> Iterator[SingleValue]:
    yield SingleValue("未列项目金额", f'ROUND(SUMIF({ITEM_COLUMN},"{UNLISTED}",{AMOUNT_COLUMN}),6)')
    yield SingleValue(f"{UNLISTED}明细毛病", expense_faults(UNLISTED))
    for item in (*ITEMS, TOTAL):
        yield SingleValue(f"{item}所填", number_or_nothing(f"附件3_{item}"))
        yield SingleValue(f"{item}毛病", amount_fault(f"附件3_{item}"))
    for item in ITEMS:
        yield SingleValue(f"{item}明细毛病", detail_faults(item))
        yield SingleValue(f"{item}明细合计", detail_total(item))
        yield SingleValue(f"{item}不符", differs(item))
    yield SingleValue("其他费用合计", f'ROUND(SUMIF(参数_费用明细_项目文字,"{OTHER_COST}",{AMOUNT_COLUMN}),2)')
    for item in OTHER_ITEMS:
        yield SingleValue(f"{item}其他费用", holds_other_costs(item))
    yield SingleValue("其他费用另列", f"{'+'.join(f'参数_{item}其他费用' for item in OTHER_ITEMS)}={SHORT + MORE}")
    # The tax was booked with the fee: both items disagree with their details, their sum agrees.
    yield SingleValue(
        "税费并入师资费",
        f"IF(AND(参数_{FACULTY}不符,参数_{TAX}不符),"
        f"ROUND(ROUND(参数_{FACULTY}所填,2)+ROUND(参数_{TAX}所填,2)-参数_{FACULTY}明细合计-参数_{TAX}明细合计,2)=0,FALSE)",
    )
    yield SingleValue("各项毛病", "&".join(f"参数_{item}毛病" for item in ITEMS))
    yield SingleValue("明细毛病", "&".join(f"参数_{item}明细毛病" for item in (*ITEMS, UNLISTED)))
    yield SingleValue("各项之和", f"ROUND({'+'.join(f'参数_{item}所填' for item in ITEMS)},2)")
    as_detailed = "+".join(f"IF(参数_{item}不符,参数_{item}明细合计,参数_{item}所填)" for item in ITEMS)
    yield SingleValue("各项按明细之和", f"ROUND({as_detailed},2)")
    yield SingleValue("合计可核", f'AND(NOT({blank("附件3_合计")}),参数_各项毛病="",参数_合计毛病="")')
    stated = "ROUND(参数_合计所填,2)"
    yield SingleValue("合计有误", f"AND(参数_合计可核,{stated}<>参数_各项之和,{stated}<>参数_各项按明细之和)")
    yield SingleValue("可靠合计", 'IF(AND(参数_合计可核,NOT(参数_合计有误)),参数_合计所填,"")')


FACTS = tuple(declared())
