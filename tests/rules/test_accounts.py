"""附件3: A3-01 to A3-15, each below, at and above its threshold, and that one mistake gives one message."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from tests.rules.cases import fires, silent, spent_on, with_accounts, with_project, with_row
from tests.rules.changed_accounts import municipal, national
from tests.sample import sample_class
from udfs.notice.plan import NATIONAL
from udfs.records.class_file import ITEMS, Accounts, ClassFile, Expense
from udfs.values import cells

Build = Callable[[], ClassFile]
START, END = date(2025, 7, 14), date(2025, 7, 18)
ROW = {label: at for at, label in enumerate(Accounts.attributes(), start=1)}


def cell(label: str) -> tuple[str]:
    return (f"附件3!B{ROW[label]}",)


def undetailed(c: ClassFile, **entries: Any) -> ClassFile:
    """The class with no details behind 附件3, with these amounts and a 合计 that is their sum (unless it is given)."""
    amounts = {name: c.accounts.get(item) for item, name in AMOUNTS.items()} | entries
    total = sum((cells.number(amounts[name]) or Decimal(0) for name in AMOUNTS.values()), Decimal(0))
    return with_accounts(c.changed(expenses=(), lectures=()), **({"total": total} | amounts))


AMOUNTS = dict(zip(ITEMS, ("lodging", "meals", "site", "faculty", "papers", "transport", "tax"), strict=True))
NOTHING: dict[str, Any] = dict.fromkeys(AMOUNTS.values(), None)

# A3-01
for label, field in (
    ("名称", "name"), ("地点", "place"), ("办班时间", "period"), ("学员人数", "trainees"), ("工作人员人数", "staff"),
    ("总计", "people"),
    ("申报单位", "applicant"), ("承办单位", "organiser"), ("合计", "total"),
):  # fmt: skip
    fires(
        "A3-01",
        f"{label} empty, and nothing else is stated of it",
        partial(municipal, **{field: " "}),
        at=cell(label),
        says=(label,),
    )
silent("A3-01", "all filled in", municipal)
silent("A3-01", "an amount may be empty", lambda: undetailed(municipal(), transport=None))
silent("A3-01", "the fact it copies is missing too: that is stated there",
       lambda: with_project(municipal(place=None), place=None), also=("PRJ-01",))  # fmt: skip
silent("A3-01", "the dates it copies are missing too",
       lambda: with_project(municipal(period=None), start=None), also=("PRJ-01",))  # fmt: skip
silent("A3-01", "nothing filled in before the class has ended",
       lambda: municipal(total=None, name=None).changed(stage="开班前"), skipped=True)  # fmt: skip
silent("A3-01", "no such sheet", lambda: without_accounts(), skipped=True)


def without_accounts() -> ClassFile:
    c = municipal()
    return c.changed(places={name: place for name, place in c.places.items() if name != "附件3"})


# A3-02, A3-03
fires("A3-02", "one too many", partial(municipal, people=58), at=cell("总计"), says=("58人", "52", "5", "57人"))
fires("A3-02", "one too few", partial(municipal, people=56))
fires("A3-02", "text", partial(municipal, people="57人"), says=("不是数字",))
silent("A3-02", "the sum", municipal)
silent("A3-02", "the sum as a decimal", partial(municipal, people=Decimal("57.0")))
fires("A3-03", "the trainees miscounted, the total right: one message", partial(municipal, trainees=51), at=cell("学员人数"),
      says=("51", "52人"))  # fmt: skip
fires("A3-03", "the trainees miscounted, the total with them", partial(municipal, trainees=51, people=56), count=1)
fires("A3-03", "the staff miscounted", partial(municipal, staff=6, people=58), at=cell("工作人员人数"))
fires("A3-03", "text", partial(municipal, trainees="52人"), at=cell("学员人数"))
silent("A3-03", "as signed in", municipal)

# A3-04
SUM = Decimal("65960.00")
fires("A3-04", "a cent too much", lambda: municipal(total=SUM + Decimal("0.01")), at=cell("合计"), says=("65,960.01", "0.01元"))
fires("A3-04", "a cent too little", lambda: municipal(total=SUM - Decimal("0.01")))
fires("A3-04", "nothing added up", lambda: undetailed(municipal(), **NOTHING, total=1))
silent("A3-04", "the sum", partial(municipal, total=SUM))
silent(
    "A3-04",
    "floats that add up on the screen",
    lambda: undetailed(municipal(), **NOTHING | {"lodging": 0.1, "meals": 0.2, "total": 0.3}),
)
silent("A3-04", "an item as text: only the text is blamed", partial(municipal, meals="20,000元"), also=("A3-05",))
silent("A3-04", "an item unlike its details: only the item is blamed", partial(municipal, meals=20001), also=("A3-12",))
silent("A3-04", "an item and the sum unlike the details", partial(municipal, meals=20001, total=SUM + 1), also=("A3-12",))
fires("A3-04", "a wrong sum beside a wrong item", partial(municipal, meals=20001, total=SUM + 2), also=("A3-12",))

# A3-05
fires("A3-05", "text in place of an amount", partial(municipal, lodging="30,000.00"), at=cell("住宿费"), says=("不是数字",))
fires(
    "A3-05", "a cent below nothing", lambda: undetailed(municipal(), site=Decimal("-0.01")), at=cell("场地费"), says=("是负数",)
)
fires("A3-05", "three decimals", lambda: undetailed(municipal(), site=Decimal("6000.001"), total=SUM), at=cell("场地费"),
      says=("超过2位小数",))  # fmt: skip
fires("A3-05", "three decimals that a formula carries into the sum: stated once", lambda: undetailed(municipal(), site=6000.001),
      at=cell("场地费"))  # fmt: skip
fires("A3-05", "the sum as text", partial(municipal, total="65960元"), at=cell("合计"))
fires("A3-05", "the subsidy as text", lambda: with_project(sample_class(NATIONAL, plan=2), subsidy="6万"), at=("项目信息!B13",))
fires("A3-05", "a net fee as text: 师资费 is not blamed too", lambda: with_row(municipal(), "lectures", 0, net="2000元"),
      at=("师资费!G4",))  # fmt: skip
fires("A3-05", "an expense as text: its item is not blamed too", lambda: with_row(municipal(), "expenses", 0, amount="30000元"),
      at=("费用明细!H4",))  # fmt: skip
fires("A3-05", "an expense below nothing, carried into its item: stated once", lambda: refund(), at=("费用明细!H6",))
silent("A3-05", "nothing at all is an amount", lambda: undetailed(municipal(), transport=0))
silent("A3-05", "two decimals", lambda: undetailed(municipal(), site=Decimal("6000.01")))
silent("A3-05", "zeros after two decimals", lambda: undetailed(municipal(), site=Decimal("6000.010")))
silent("A3-05", "a float with a tail that no screen shows", lambda: undetailed(municipal(), site=0.1 + 0.2))


fires("A3-05", "a fee of a trainee below nothing is not carried into the sum: both are reported",
      lambda: with_expense("学员收费", -1, None, total=-5), at=(*cell("合计"), "费用明细!H9"), also=("FY-06",))  # fmt: skip


def refund() -> ClassFile:
    c = with_row(municipal(), "expenses", 2, amount=-6000, quantity=None)
    return with_accounts(c, site=-6000, total=SUM - 12000)


# A3-06
for label, field in (("名称", "name"), ("申报单位", "applicant"), ("承办单位", "organiser")):
    fires("A3-06", f"another {label}", partial(municipal, **{field: "另一个"}), at=cell(label), says=("另一个",))
silent("A3-06", "the same", municipal)
silent("A3-06", "width and space differ", partial(municipal, name="工业智能化升级 高级研修班\u3000"))
silent("A3-06", "附件3 as planned, 项目信息 not: stated there", lambda: with_project(municipal(), topic="甲"), also=("PRJ-02",))
silent("A3-06", "项目信息 empty: stated there", lambda: with_project(municipal(), applicant=None), also=("PRJ-01",))

# A3-07
LIMIT = Decimal("105000.00")


def of_total(c: ClassFile, total: Decimal) -> ClassFile:
    return undetailed(c, **NOTHING | {"faculty": total})


fires(
    "A3-07", "a cent over", lambda: of_total(national(), LIMIT + Decimal("0.01")), at=cell("合计"), says=("105,000.01", "0.01元")
)
silent("A3-07", "the limit", lambda: of_total(national(), LIMIT))
silent("A3-07", "a cent below", lambda: of_total(national(), LIMIT - Decimal("0.01")))
silent(
    "A3-07", "self-funded", lambda: with_project(of_total(national(), LIMIT + 1), funding="单位自筹", subsidy=None), skipped=True
)
silent("A3-07", "municipal", lambda: of_total(municipal(), LIMIT + 1), skipped=True)


# A3-08
def of_subsidy(subsidy: Any, total: Decimal = Decimal(200000)) -> ClassFile:
    return with_project(of_total(national(), total), subsidy=subsidy)


fires("A3-08", "a cent over the limit", lambda: of_subsidy(LIMIT + Decimal("0.01")), at=("项目信息!B13",), also=("A3-07",),
      says=("每期上限", "0.01元"))  # fmt: skip
fires("A3-08", "a cent over 合计", lambda: of_subsidy(Decimal("60000.01"), Decimal(60000)), says=("附件3合计60,000.00",), count=1)
fires("A3-08", "over both: one message", lambda: of_subsidy(Decimal(200000), Decimal(60000)), count=1)
fires("A3-08", "subsidised in December", lambda: in_december(), at=("项目信息!B12",), also=("PRJ-04",), says=("2025-12-01",))
silent("A3-08", "the limit", lambda: of_subsidy(LIMIT), also=("A3-07",))
silent("A3-08", "all of 合计", lambda: of_subsidy(60000, Decimal(60000)))
silent("A3-08", "30 November", lambda: in_december(date(2025, 11, 30)))
silent("A3-08", "合计 is the mistake: stated there", lambda: with_project(national(total=1), subsidy=60000), also=("A3-04",))
silent(
    "A3-08", "self-funded in December", lambda: with_project(in_december(), funding="单位自筹", subsidy=None), also=("PRJ-04",)
)


def in_december(end: date = date(2025, 12, 1)) -> ClassFile:
    start = end - timedelta(days=4)
    c = with_project(
        national(period=f"{start}至{end}"), start=start, end=end, planned=None, report_filed=end, claim_filed=end,
        notice_filed=start - timedelta(days=40), scheme_filed=start - timedelta(days=40),
    )  # fmt: skip
    return spent_on(c, start).changed(today=end)


# A3-09, A3-10: 57 people, 5 days, 三类: 550 in all; 340, 130 and 50 by line.
QUOTA = Decimal(550 * 57 * 5)
LINES = {"lodging": 340 * 57 * 5, "meals": 130 * 57 * 5}
SITE_LINE = Decimal(50 * 57 * 5)


def over_lines(left: Decimal, **facts: Any) -> ClassFile:
    """A class that leaves so much of the quota of 57 people and 5 days; every line but the last within its own."""
    c = undetailed(municipal(), **NOTHING | LINES | {"site": QUOTA - sum(LINES.values()) - left, "faculty": 50000, "tax": 9000})
    return with_project(c, **facts)


ALSO_LINE = ("A3-10",)
fires("A3-09", "a cent over", lambda: over_lines(Decimal("-0.01")), at=cell("合计"), also=ALSO_LINE,
      says=("156,750.01", "156,750.00", "三类550元×57人×5天", "超出0.01元"))  # fmt: skip
silent("A3-09", "the quota; 师资费 and 税费 stand outside", lambda: over_lines(Decimal(0)), also=ALSO_LINE)
silent("A3-09", "a cent below", lambda: over_lines(Decimal("0.01")), also=ALSO_LINE)
silent("A3-09", "another category has another rate", lambda: over_lines(Decimal("-0.01"), category="二类"), also=ALSO_LINE)
silent("A3-09", "no people", lambda: unpeopled(over_lines(Decimal("-0.01"))), skipped=True)
fires("A3-09", "an online trainee takes no place", lambda: one_online(over_lines(Decimal("549.99") * 5)), also=ALSO_LINE,
      says=("×56人×",))  # fmt: skip
silent("A3-09", "an online trainee, and that much less", lambda: one_online(over_lines(Decimal(550 * 5))), also=ALSO_LINE)
fires("A3-09", "of 40 days 37 count", lambda: long_class(Decimal(550 * 57 * 37) + Decimal("0.01")), also=ALSO_LINE,
      says=("折合37天",))  # fmt: skip
silent("A3-09", "of 40 days 37, all spent", lambda: long_class(Decimal(550 * 57 * 37)), also=ALSO_LINE)


def unpeopled(c: ClassFile) -> ClassFile:
    """The class as if its workbook had neither people nor the sheets they stand on."""
    sheets = ("附件4", "附件5", "考勤")
    places = {name: place for name, place in c.places.items() if name not in sheets}
    return c.changed(people=(), results=(), absences=(), places=places)


def one_online(c: ClassFile) -> ClassFile:
    return with_project(with_row(c, "people", 3, mode="线上", region=None), online_means="直播平台签到", online_reason="抗洪抢险")


def long_class(spent: Decimal) -> ClassFile:
    end = START + timedelta(days=39)
    c = undetailed(municipal(), **NOTHING | {"site": spent})
    c = with_project(c, end=end, report_filed=end).changed(today=end)
    return with_accounts(c, period=f"{START}至{end}")


fires("A3-10", "住宿费 a cent over", lambda: on_line(lodging=LINES["lodging"] + Decimal("0.01")), at=cell("住宿费"),
      says=("96,900.01", "三类340元×57人×5天", "0.01元"))  # fmt: skip
fires("A3-10", "伙食费 a cent over", lambda: on_line(meals=LINES["meals"] + Decimal("0.01")), at=cell("伙食费"))
fires("A3-10", "场地、资料、交通费 together a cent over",
      lambda: on_line(site=SITE_LINE - 2, papers=1, transport=Decimal("1.01")), at=cell("场地费"))  # fmt: skip
silent("A3-10", "every line full", lambda: on_line(**LINES, site=SITE_LINE - 2, papers=1, transport=1))
silent("A3-10", "a cent below", lambda: on_line(lodging=LINES["lodging"] - Decimal("0.01")))


def on_line(**amounts: Any) -> ClassFile:
    return undetailed(municipal(), **NOTHING | amounts)


# A3-11, A3-12
fires("A3-11", "a cent more", lambda: municipal(faculty=Decimal("5000.01"), total=SUM + Decimal("0.01")), at=cell("师资费"),
      says=("5,000.01", "5,000.00", "师资费第4、5行"))  # fmt: skip
fires("A3-11", "empty", lambda: municipal(faculty=None, total=SUM - 5000))
fires("A3-11", "travel belongs to it", lambda: with_row(municipal(), "lectures", 0, travel=800), says=("5,800.00",))
silent("A3-11", "the total", municipal)
silent("A3-11", "net, travel, lodging and meals", lambda: with_row(
    municipal(faculty=6800, total=SUM + 1800), "lectures", 0, travel=1100, lodging=600, meals=100))  # fmt: skip
silent(
    "A3-11", "a fee that is no amount: stated there", lambda: with_row(municipal(), "lectures", 0, net="两千"), also=("A3-05",)
)
silent("A3-11", "no rows in 师资费", lambda: undetailed(municipal(), faculty=1), skipped=True)
fires("A3-12", "住宿费 a cent less", lambda: municipal(lodging=Decimal("29999.99"), total=SUM - Decimal("0.01")),
      at=cell("住宿费"), says=("29,999.99", "30,000.00", "费用明细第4行"))  # fmt: skip
fires("A3-12", "资料费 a yuan more, 师资费 too", lambda: municipal(papers=1711, faculty=5001, total=SUM + 2),
      at=cell("资料费"), also=("A3-11",), count=1)  # fmt: skip
silent("A3-12", "the totals", municipal)
silent("A3-12", "two rows of one item", lambda: with_row(
    municipal(lodging=50000, meals=None, total=SUM), "expenses", 1, item="住宿费"))  # fmt: skip
silent("A3-12", "an item without rows may be anything", lambda: without_row(4, transport=1, total=SUM - 2399))
fires("A3-12", "其他费用 belongs to 资料费", lambda: with_expense("其他费用", 100, summary="租用桌椅"), at=cell("资料费"),
      says=("1,810.00", "费用明细第7、9行"))  # fmt: skip
silent("A3-12", "其他费用 in 资料费", lambda: with_accounts(
    with_expense("其他费用", 100, summary="租用桌椅"), papers=1810, total=SUM + 100))  # fmt: skip
fires("A3-12", "其他费用 in 交通费: a query, since nothing says where they belong", lambda: with_accounts(
    with_expense("其他费用", 100, summary="租用桌椅"), transport=2500, total=SUM + 100), at=(*cell("资料费"), *cell("交通费")),
    severity="query", says=("1,810.00", "列入了交通费，而不是资料费"), tells=("其他费用列入",))  # fmt: skip
fires("A3-12", "其他费用 in an item without rows: a query", lambda: with_accounts(
    in_an_empty_item(), transport=100, total=SUM - 2300),
    at=cell("资料费"), severity="query", says=("列入了交通费",))  # fmt: skip
fires("A3-12", "其他费用 twice: an error", lambda: with_accounts(
    with_expense("其他费用", 100, summary="租用桌椅"), papers=1810, transport=2500, total=SUM + 200), at=cell("交通费"),
    severity="error")  # fmt: skip
fires("A3-12", "其他费用 in two items: two errors and one", lambda: with_accounts(
    with_expense("其他费用", 100, summary="租用桌椅"), site=6100, transport=2500, total=SUM + 200), count=3,
    severity="error")  # fmt: skip
fires("A3-12", "其他费用 in 交通费, a cent more: errors", lambda: with_accounts(
    with_expense("其他费用", 100, summary="租用桌椅"), transport=Decimal("2500.01"), total=SUM + Decimal("100.01")), count=2,
    severity="error")  # fmt: skip
fires("A3-12", "其他费用 beside a wrong amount: that one is an error", lambda: with_accounts(
    with_expense("其他费用", 100, summary="租用桌椅"), transport=2500, meals=1, total=SUM - 19899),
    at=(*cell("伙食费"), *cell("资料费"), *cell("交通费")))  # fmt: skip
fires("A3-12", "其他费用 where the details of 资料费 cannot be added up: nothing is compared with them", lambda: with_accounts(
    with_row(with_expense("其他费用", 100, summary="租用桌椅"), "expenses", 3, amount=None), papers=None, transport=2500,
    total=SUM - 1610), at=cell("交通费"), severity="error", also=("FY-01",))  # fmt: skip
silent("A3-12", "a row without 项目: stated there", lambda: with_row(municipal(), "expenses", 0, item=None), also=("FY-01",))
silent("A3-12", "a row without 金额: stated there", lambda: with_row(municipal(), "expenses", 0, amount=None), also=("FY-01",))
silent("A3-12", "no rows in 费用明细", lambda: undetailed(municipal(), meals=1), skipped=True)


def with_expense(item: str, amount: int, summary: str | None, **entries: Any) -> ClassFile:
    c = municipal(**entries)
    row = Expense(row=9, number=6, day=START, item=item, summary=summary, amount=amount, receipt="SL000009")
    return c.changed(expenses=(*c.expenses, row))


def in_an_empty_item() -> ClassFile:
    """The row of 交通费 is one of 其他费用, and 附件3 has them in 交通费."""
    return with_row(municipal(), "expenses", 4, item="其他费用", amount=100, quantity=None, price=None)


def with_tax_row(amount: int, **entries: Any) -> ClassFile:
    return with_expense("税费", amount, "代扣个人所得税", **entries)


# A3-16: the lecturers' tax is 850, the net fees are 5,000.
fires("A3-16", "a cent more", lambda: municipal(tax=Decimal("850.01"), total=SUM + Decimal("0.01")), at=cell("税费"),
      says=("850.01", "850.00", "师资费第4、5行", "0.01元"), severity="error")  # fmt: skip
fires("A3-16", "the lecturers' tax forgotten beside a row of 费用明细", lambda: with_tax_row(800, tax=800, total=SUM - 50),
      says=("1,650.00", "费用明细第9行加师资费第4、5行"), severity="error")  # fmt: skip
fires("A3-16", "booked gross with the fees: a query", partial(municipal, faculty=5850, tax=None), severity="query",
      says=("并入了师资费",), at=cell("税费"))  # fmt: skip
fires("A3-16", "booked gross, a cent off: two mistakes", partial(municipal, faculty=5850, tax=Decimal("0.01"),
      total=SUM + Decimal("0.01")), severity="error", also=("A3-11",))  # fmt: skip
silent("A3-16", "as in 师资费", municipal)
silent("A3-16", "both sheets together", lambda: with_tax_row(150, tax=1000, total=SUM + 150))
silent("A3-16", "no tax in either", lambda: untaxed(tax=300, total=SUM - 550), skipped=True, also=("SZ-06",))


def untaxed(**entries: Any) -> ClassFile:
    c = municipal(**entries)
    return c.changed(lectures=tuple(lecture.changed(tax=None) for lecture in c.lectures))


def without_row(index: int, **entries: Any) -> ClassFile:
    c = municipal(**entries)
    return c.changed(expenses=tuple(row for at, row in enumerate(c.expenses) if at != index))


# A3-14
fires(
    "A3-14",
    "another last day",
    partial(municipal, period="2025年7月14日至7月19日"),
    at=cell("办班时间"),
    says=("2025年7月14日至7月18日",),
)
fires("A3-14", "only the first day", partial(municipal, period="2025年7月14日"))
fires("A3-14", "another year", partial(municipal, period="2024年7月14日至7月18日"))
for written in ("2025年7月14日至7月18日", "2025.7.14-7.18", "2025-07-14至2025-07-18", "7月14日—18日", "2025年7月14-18日"):
    silent("A3-14", written, partial(municipal, period=written))
silent("A3-14", "no first day: stated there", lambda: with_project(municipal(), start=None), also=("PRJ-01",), skipped=True)

# A3-15
INCOME = Expense(row=9, number=6, day=START, item="学员收费", summary="培训费", amount=100)
fires("A3-15", "income in a national class", lambda: with_income(national()), at=("费用明细!C9",), says=("100.00",))
silent("A3-15", "none", national)
silent("A3-15", "a municipal class may charge", lambda: with_income(municipal()), skipped=True, also=("FY-06",))


def with_income(c: ClassFile) -> ClassFile:
    return c.changed(expenses=(*c.expenses, INCOME))
