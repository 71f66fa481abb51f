"""Rules on 费用明细."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

from udfs.fields.declared import columns_of
from udfs.money.account_totals import expense_total, item_of, other_costs
from udfs.money.amounts import cents, yuan
from udfs.money.sum_rows import sum_word
from udfs.native.about_money import expenses as formulas
from udfs.native.cells import dated
from udfs.notice.parameters import Parameters
from udfs.records.class_file import ACCOUNTS, EXPENSE_ITEMS, EXPENSES, INCOME, PEOPLE, PROJECT, TRAINEE, YES, ClassFile, Expense
from udfs.rules.kinds import date_fault, wrong_kind
from udfs.rules.model import ERROR, HINT, QUERY, Native, Violations, at, on, rule
from udfs.schedule.deadlines import report_due
from udfs.values import cells
from udfs.values.headings import CHARGED, KIND, PERIOD, PRICE, QUANTITY, RECEIPT, SUMMARY

FACTORS = (QUANTITY, PRICE)
COLUMNS = columns_of(EXPENSES)
ITEM_LIST = "、".join(EXPENSE_ITEMS)


@rule(
    "FY-01", ERROR, "N", clause="附件3", says="form_accounts", sheet=EXPENSES,
    fields=("日期", "项目", "金额"), needs=("expenses",),
    condition="有内容的行缺日期、项目或金额；或者日期不是日期（10.22、昨天），项目不是列表中的一项",
    title="费用明细未填全",
    message="第{row}行{label}{problem}",
    fix="填写{label}：{expected}",
    native=(
        Native(
            f"NOT({dated('{.}')})", fields=("日期",), validation=dated("{.}"),
            message="日期未填或不是日期：按2025-07-14的格式填写",
        ),
        Native(f'{{#金额毛病}}="{formulas.MISSING}"', fields=("金额",), message="费用明细未填全：本行尚未填写金额"),
        Native(f'{{#列支项目}}="{formulas.UNLISTED}"', fields=("项目",), message=f"项目未填或不在列表中：从{ITEM_LIST}中选择"),
    ),
)  # fmt: skip
def expense_incomplete(c: ClassFile, p: Parameters) -> Violations:
    wanted = {"日期": "费用发生的日期，如2025-07-14", "项目": f"{ITEM_LIST}之一", "金额": "以元为单位的数字"}
    for expense in c.expenses:
        for field, expected in wanted.items():
            value = expense.get(field)
            if cells.blank(value):
                yield on(expense, field, expected, row=expense.row, label=field, problem="未填写")
            elif (
                problem := "不在列表中"
                if field == "项目" and not item_of(expense)
                else date_fault(value)
                if field == "日期"
                else ""
            ):
                yield on(expense, field, expected, row=expense.row, label=field, problem=f"“{cells.text(value)[:30]}”{problem}")


def not_of_its_kind(expense: Expense, field: str) -> str:
    """The fault of a filled 项目 or 日期; amounts are covered by A3-05."""
    if field == "项目":
        return "" if item_of(expense) else "不在列表中"
    return date_fault(expense.day) if field == "日期" else ""


@rule(
    "FY-08", ERROR, "P", clause="常识", sheet=EXPENSES, fields=(SUMMARY,), needs=("expenses",),
    condition="一行是其他行的合计或小计（项目、摘要等为“小计”“合计”“住宿费合计”之类）",
    title="合计行混在明细里",
    message="第{row}行是“{words}”，它的金额会再加一次",
    fix="删去这一行；附件3自动合计",
)  # fmt: skip
def sum_among_expenses(c: ClassFile, p: Parameters) -> Violations:
    for expense in c.expenses:
        if words := sum_word(expense):
            yield on(expense, SUMMARY, row=expense.row, words=words)


@rule(
    "FY-02", ERROR, "N", clause="常识", sheet=EXPENSES, fields=("金额", *FACTORS), needs=("expenses",), after=("FY-01", "A3-05"),
    rests={EXPENSES: (*FACTORS, "金额")},
    condition="数量、单价都有而金额≠数量×单价（精确到分）；或者数量、单价不是数字或是负数",
    title="金额不等于数量×单价",
    message="第{row}行{problem}",
    fix="核对数量、单价和票据，改正有误的一项；数量、单价只填数字",
    native=(
        Native(formulas.NOT_THE_PRODUCT, fields=("金额",)),
        Native(
            formulas.NO_FACTOR, fields=FACTORS, message="不是数字或是负数：只填数字，不写“人”“元”等文字",
            validation="IF(ISNUMBER({.}),{.}>=0)",
        ),
    ),
)  # fmt: skip
def amount_not_product(c: ClassFile, p: Parameters) -> Violations:
    for expense in c.expenses:
        amount, quantity, price = (cells.number(value) for value in (expense.amount, expense.quantity, expense.price))
        for field in FACTORS:
            if fault := wrong_kind(COLUMNS[field], expense.get(field), p):
                shown = cells.text(expense.get(field))[:30]
                yield on(expense, field, "数字", row=expense.row, problem=f"{field}“{shown}”{fault}，金额无法核对")
        if amount is None or quantity is None or price is None or cents(amount) == cents(quantity * price):
            continue
        right = quantity * price
        working = f"{QUANTITY}{cells.text(quantity)}×单价{cells.text(price)}元＝{yuan(right)}元"
        problem = f"金额{yuan(amount)}元，{working}，相差{yuan(abs(cents(amount) - cents(right)))}元"
        yield on(expense, "金额", yuan(right), row=expense.row, problem=problem)


@rule(
    "FY-03", QUERY, "N", clause="常识", sheet=EXPENSES, fields=(RECEIPT,), needs=("expenses",),
    condition="同一票据号出现两次以上",
    title="票据号重复",
    message="票据号“{value}”共出现{count}次（第{rows}行）",
    fix="重复报销的删去；一张票据分几行列支的写明情况",
    native=Native("{#票据次数}>1", validation="SUMPRODUCT(--(费用明细_票据号={.}))<=1"),
)  # fmt: skip
def receipt_twice(c: ClassFile, p: Parameters) -> Violations:
    by_receipt: dict[str, list[Expense]] = {}
    for expense in c.expenses:
        receipt = cells.plain(expense.receipt).upper()
        if receipt:
            by_receipt.setdefault(receipt, []).append(expense)
    for expenses in by_receipt.values():
        if len(expenses) > 1:
            rows = "、".join(str(expense.row) for expense in expenses[:10])
            for expense in expenses:
                yield on(expense, RECEIPT, "每张票据一个号", count=len(expenses), rows=rows)


@rule(
    "FY-04", QUERY, "P", clause="{no_fees}", 
    sheet=EXPENSES, fields=(SUMMARY,), uses=("journey_words", "local_journey_words"), needs=("expenses", "national"),
    condition="国家级：摘要写明学员的往返交通（学员，以及往返、返程、机票、车票、火车票、高铁、路费、差旅之一）；接送、接站、送站、大巴、班车、"
    "租车、租赁、现场教学除外",
    title="可能列支了学员的往返交通费",
    message="第{row}行摘要“{shown}”：学员的往返交通费由学员承担，不在决算中列支",
    fix="学员往返的予以剔除；确为班内统一用车的，在摘要中写明",
)  # fmt: skip
def trainees_journey(c: ClassFile, p: Parameters) -> Violations:
    for expense in c.expenses:
        summary = cells.plain(expense.summary)
        travels = TRAINEE in summary and any(word in summary for word in p.journey_words)
        if travels and item_of(expense) != INCOME and not any(word in summary for word in p.local_journey_words):
            yield on(expense, SUMMARY, row=expense.row, shown=cells.text(expense.summary)[:40])


@rule(
    "FY-05", HINT, "N", clause="常识", sheet=EXPENSES, fields=("日期",), uses=("expense_days_before", "report_months"),
    rests={EXPENSES: ("日期",), PROJECT: PERIOD},
    needs=("expenses", "project"), after=("FY-01",),
    condition="费用的日期早于开始日期前60天，或者晚于总结材料的报送期限（学员收费不计）",
    title="费用日期不在办班前后",
    message="第{row}行日期{day}，{problem}",
    fix="核对日期；确属本期费用的不必处理",
    native=Native(formulas.SPENT_OUTSIDE),
)  # fmt: skip
def spent_outside(c: ClassFile, p: Parameters) -> Violations:
    first = c.start - timedelta(days=p.expense_days_before) if c.start else None
    last = report_due(c.end, p) if c.end and (c.start is None or c.start <= c.end) else None
    for expense in c.expenses:
        day = cells.day(expense.day)
        if day is None or item_of(expense) == INCOME:
            continue
        if first and day < first:
            problem = f"早于开班前{p.expense_days_before}天即{first}"
            yield on(expense, "日期", f"不早于{first}", row=expense.row, day=day, problem=problem)
        elif last and day > last:
            yield on(expense, "日期", f"不晚于{last}", row=expense.row, day=day, problem=f"晚于总结材料的报送期限{last}")


@rule(
    "FY-06", QUERY, "P", clause="{municipal_fees}", 
    rests={EXPENSES: ("项目", "金额"), ACCOUNTS: ("合计",), PEOPLE: (KIND, CHARGED)},
    sheet=EXPENSES, fields=("金额",), needs=("municipal", "people", "expenses"),
    condition="市级：费用明细的学员收费合计>附件3合计，作核实；有学员收费而附件4没有人是否收费为“是”，或者相反，作提示",
    title="学员收费与其他表不符",
    message="{problem}",
    fix="{todo}",
)  # fmt: skip
def income_unlike_the_rest(c: ClassFile, p: Parameters) -> Violations:
    """The amounts of income; invalid amounts have their own message."""
    rows = [expense for expense in c.expenses if item_of(expense) == INCOME]
    income = expense_total(rows)
    charged = [person for person in c.trainees if cells.text(person.charged) == YES]
    cost = c.accounts.amount("合计")
    if rows and cost and income > cost:
        problem = f"学员收费共{yuan(income)}元，超过附件3合计{yuan(cost)}元；培训费用应根据办班成本收取"
        yield at(
            EXPENSES, "金额", f"{yuan(income)}", f"不超过{yuan(cost)}", problem=problem, todo="核对学员收费和决算；多收的退还"
        )
    if rows and not charged:
        problem = f"费用明细有学员收费{yuan(income)}元，附件4没有学员的是否收费为“{YES}”"
        todo = "核对附件4的是否收费和费用明细的学员收费"
        yield dataclasses.replace(at(PEOPLE, CHARGED, expected=YES, problem=problem, todo=todo), severity=HINT)
    elif charged and not rows:
        problem = f"附件4有{len(charged)}名学员的是否收费为“{YES}”，费用明细没有{INCOME}"
        todo = f"在费用明细登记{INCOME}；没有收费的改正附件4"
        yield dataclasses.replace(at(EXPENSES, "项目", expected=INCOME, problem=problem, todo=todo), severity=HINT)


@rule(
    "FY-07", ERROR, "N", clause="{other_costs}", sheet=EXPENSES, fields=(SUMMARY,),
    rests={EXPENSES: ("项目",)},
    needs=("expenses",), condition="项目为其他费用而摘要为空",
    title="其他费用没有写明用途",
    message="第{row}行其他费用没有摘要；附件3没有这一栏，要写明是什么必要费用",
    fix="在摘要中写明用途；属于附件3某一项的改选该项目",
    native=Native(formulas.NO_REASON),
)  # fmt: skip
def other_cost_unexplained(c: ClassFile, p: Parameters) -> Violations:
    for expense in other_costs(c):
        if cells.blank(expense.summary):
            yield on(expense, SUMMARY, "是什么必要费用", row=expense.row)
