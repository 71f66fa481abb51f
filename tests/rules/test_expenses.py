"""费用明细: FY-01 to FY-08."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from tests.rules.cases import fires, silent, with_accounts, with_row
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import ClassFile, Expense

Build = Callable[[], ClassFile]


def expense(index: int = 0, **fields: Any) -> ClassFile:
    """The sample class with other values in one row of 费用明细."""
    return with_row(sample_class(), "expenses", index, **fields)


fires("FY-01", "no date", partial(expense, day=None), at=("费用明细!B4",), says=("第4行", "日期"))
fires("FY-01", "no item", partial(expense, item=" "), at=("费用明细!C4",))
fires("FY-01", "no amount", partial(expense, amount=None), at=("费用明细!H4",))
fires(
    "FY-01", "an item that is not in the list", partial(expense, item="师资费"), at=("费用明细!C4",), says=("“师资费”不在列表中",)
)
fires("FY-01", "only a summary: one finding a cell", lambda: with_new_row(summary="待补"), count=3)
silent("FY-01", "all there", sample_class)
silent("FY-01", "width and space in the item", partial(expense, item=" 住宿费 "))
silent("FY-01", "no rows", lambda: sample_class().changed(expenses=()), skipped=True)


def with_new_row(**fields: Any) -> ClassFile:
    c = sample_class()
    blank = dict.fromkeys(type(c.expenses[0]).attributes().values())
    return c.changed(expenses=(*c.expenses, c.expenses[0].changed(row=9, **blank | fields)))


def priced(quantity: Any, price: Any, amount: Any) -> ClassFile:
    """A class whose 资料费 is this row, in 附件3 too."""
    c = expense(3, quantity=quantity, price=price, amount=amount)
    paid = Decimal(str(amount)).quantize(Decimal("0.01"))
    total = Decimal(65960) - 1710 + paid
    return with_accounts(c, papers=paid, total=total)


fires(
    "FY-02",
    "a cent too much",
    lambda: priced(57, 30, Decimal("1710.01")),
    at=("费用明细!H7",),
    says=("57", "30元", "1,710.00", "0.01元"),
)
fires("FY-02", "a cent too little", lambda: priced(57, 30, Decimal("1709.99")))
silent("FY-02", "the product", lambda: priced(57, 30, 1710))
silent("FY-02", "the product to the cent", lambda: priced(3, Decimal("33.333"), 100))
silent("FY-02", "half a cent goes up", lambda: priced(1, Decimal("0.125"), Decimal("0.13")))
silent("FY-02", "floats", lambda: priced(3, 0.1, 0.3))
silent("FY-02", "no price", lambda: priced(57, None, 1))
silent("FY-02", "an amount as text: stated there", partial(expense, amount="30000元"), also=("A3-05",))

fires("FY-03", "twice", partial(expense, receipt="SL000002"), at=("费用明细!I4", "费用明细!I5"), says=("SL000002", "第4、5行"))
fires("FY-03", "width, case and space differ", partial(expense, receipt="ｓｌ 000002"), count=2)
silent("FY-03", "all different", sample_class)
silent("FY-03", "none given", lambda: with_row(expense(receipt=None), "expenses", 1, receipt=None))


# FY-04
def national_expense(summary: str, **fields: Any) -> ClassFile:
    """A national class that pays for a bus, or for what ``summary`` says."""
    return with_row(sample_class(NATIONAL, plan=2), "expenses", 4, summary=summary, **fields)


for summary in ("学员往返交通费", "学员高铁票", "外地学员机票", "学员返程车票", "报销学员差旅费"):
    fires("FY-04", summary, lambda summary=summary: national_expense(summary), at=("费用明细!D8",), says=("由学员承担", summary))
for summary in ("学员往返大巴", "学员接送往返", "接站（学员高铁）", "学员现场教学往返租车", "专家往返机票", "学员用餐"):
    silent("FY-04", summary, lambda summary=summary: national_expense(summary))
silent("FY-04", "municipal", lambda: expense(4, summary="学员往返交通费"), skipped=True)

# FY-05: the class runs from 14 to 18 July, its report is due on 18 August.
FIRST, LAST = date(2025, 7, 14) - timedelta(days=60), date(2025, 8, 18)
fires(
    "FY-05", "61 days before", partial(expense, day=FIRST - timedelta(days=1)), at=("费用明细!B4",), says=("60天", "2025-05-15")
)
fires("FY-05", "the day after the report is due", partial(expense, day=LAST + timedelta(days=1)), says=("2025-08-18",))
silent("FY-05", "60 days before", partial(expense, day=FIRST))
silent("FY-05", "the day the report is due", partial(expense, day=LAST))
silent("FY-05", "no date: stated there", partial(expense, day=None), also=("FY-01",))


# FY-06
def with_income(amount: int, charged: int = 1) -> ClassFile:
    """A municipal class with income from trainees, of whom so many are stated to have paid."""
    c = sample_class(MUNICIPAL)
    row = Expense(row=9, number=6, day=date(2025, 7, 14), item="学员收费", summary="培训费", amount=amount)
    c = c.changed(expenses=(*c.expenses, row))
    for index in range(charged):
        c = with_row(c, "people", index, charged="是")
    return c


fires("FY-06", "a yuan more than the class cost", lambda: with_income(65961), at=("费用明细!H3",), severity="query",
      says=("65,961.00", "65,960.00"))  # fmt: skip
fires("FY-06", "income, and nobody paid", lambda: with_income(100, 0), at=("附件4!G3",), severity="hint")
fires("FY-06", "somebody paid, and no income", lambda: with_row(sample_class(), "people", 0, charged="是"), at=("费用明细!C3",),
      severity="hint", says=("1名学员",))  # fmt: skip
silent("FY-06", "as much as the class cost", lambda: with_income(65960))
silent("FY-06", "nothing charged", sample_class)
silent("FY-06", "national", lambda: sample_class(NATIONAL, plan=2), skipped=True)


# FY-07
def other_cost(summary: str | None) -> ClassFile:
    c = with_new_row(day=date(2025, 7, 14), item="其他费用", summary=summary, amount=100)
    return with_accounts(c, papers=1810, total=66060)


fires("FY-07", "no reason", lambda: other_cost(None), at=("费用明细!D9",), says=("第9行",))
fires("FY-07", "white space", lambda: other_cost("\u3000"))
silent("FY-07", "租用桌椅", lambda: other_cost("租用桌椅"))
silent("FY-07", "another item without a summary", partial(expense, summary=None))


# FY-08
def with_sum(**fields: Any) -> ClassFile:
    """A sum typed below the expenses, as clerks do; 附件3 counts it, and is right by that."""
    c = with_new_row(day=date(2025, 7, 14), item="资料费", amount=100, **fields)
    return with_accounts(c, papers=1810, total=66060)


for words in (
    "小计",
    "合 计",
    "总计：",
    "资料费合计",
    "以上合计",
    "伙食费累计",
    "本日合计",
    "合计金额（元）",
    "小计（14日至18日）",
):
    fires("FY-08", words, lambda words=words: with_sum(summary=words), at=("费用明细!D9",), count=1, says=("第9行",))
fires("FY-08", "stated in 收款单位", lambda: with_sum(payee="小计"), at=("费用明细!D9",), says=("“小计”",))
fires("FY-08", "stated in 序号", lambda: with_row(with_sum(), "expenses", -1, number="合计"), says=("“合计”",))
silent("FY-08", "a summary that speaks of a sum", lambda: with_sum(summary="三间合计两晚"))
silent("FY-08", "a summary that closes with one", lambda: with_sum(summary="教材三册累计"))
silent("FY-08", "none", sample_class)
