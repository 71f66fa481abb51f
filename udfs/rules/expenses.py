"""Rules of the topic expenses: 费用明细."""

from __future__ import annotations

from udfs import cells
from udfs.account_totals import item_of
from udfs.money import cents, yuan
from udfs.native import expenses as formulas
from udfs.native.texts import blank
from udfs.notice.parameters import Parameters
from udfs.records import EXPENSE_ITEMS, EXPENSES, ClassFile, Expense
from udfs.rules.model import ERROR, QUERY, Hits, Native, on, rule

FORM_QUOTE = "《高级研修项目经费决算表》（附件3）"
ITEM_LIST = "、".join(EXPENSE_ITEMS)


@rule(
    "FY-01", ERROR, "N", clause="附件3", quote=FORM_QUOTE, sheet=EXPENSES, fields=("日期", "项目", "金额"), needs=("expenses",),
    condition="有内容的行缺日期、项目或金额；或者项目不是列表中的一项",
    title="费用明细未填全",
    message="第{row}行{label}{problem}",
    fix="填写{label}：{expected}",
    native=(
        Native(blank("{.}"), fields=("日期",), message="费用明细未填全：本行还没有填写日期"),
        Native(f'{{#金额毛病}}="{formulas.MISSING}"', fields=("金额",), message="费用明细未填全：本行还没有填写金额"),
        Native(f'{{#列支项目}}="{formulas.UNLISTED}"', fields=("项目",), message=f"项目未填或不在列表中：从{ITEM_LIST}中选择"),
    ),
)  # fmt: skip
def expense_incomplete(c: ClassFile, p: Parameters) -> Hits:
    wanted = {"日期": "费用发生的日期", "项目": f"{ITEM_LIST}之一", "金额": "以元为单位的数字"}
    for expense in c.expenses:
        for field, expected in wanted.items():
            value = expense.get(field)
            if cells.blank(value):
                yield on(expense, field, expected, row=expense.row, label=field, problem="未填写")
            elif field == "项目" and not item_of(expense):
                problem = f"“{cells.text(value)[:30]}”不在列表中"
                yield on(expense, field, expected, row=expense.row, label=field, problem=problem)


@rule(
    "FY-02", ERROR, "N", clause="常识", sheet=EXPENSES, fields=("金额",), needs=("expenses",), after=("FY-01", "A3-05"),
    condition="数量、单价都有而金额≠数量×单价（精确到分）",
    title="金额不等于数量×单价",
    message="第{row}行金额{amount}元，数量{quantity}×单价{price}元＝{expected}元，相差{difference}元",
    fix="核对数量、单价和票据，改正有误的一项",
    native=Native(formulas.NOT_THE_PRODUCT),
)  # fmt: skip
def amount_not_product(c: ClassFile, p: Parameters) -> Hits:
    for expense in c.expenses:
        amount, quantity, price = (cells.number(value) for value in (expense.amount, expense.quantity, expense.price))
        if amount is None or quantity is None or price is None or cents(amount) == cents(quantity * price):
            continue
        right = quantity * price
        yield on(
            expense, "金额", yuan(right), row=expense.row, amount=yuan(amount), quantity=cells.text(quantity),
            price=cells.text(price), difference=yuan(abs(cents(amount) - cents(right))),
        )  # fmt: skip


@rule(
    "FY-03", QUERY, "N", clause="常识", sheet=EXPENSES, fields=("票据号",), needs=("expenses",),
    condition="同一票据号出现两次以上",
    title="票据号重复",
    message="票据号“{value}”共出现{count}次（第{rows}行）",
    fix="重复报销的删去；一张票据分几行列支的写明情况",
    native=Native("{#票据次数}>1", validation="SUMPRODUCT(--(费用明细_票据号={.}))<=1"),
)  # fmt: skip
def receipt_twice(c: ClassFile, p: Parameters) -> Hits:
    by_receipt: dict[str, list[Expense]] = {}
    for expense in c.expenses:
        receipt = cells.plain(expense.receipt).upper()
        if receipt:
            by_receipt.setdefault(receipt, []).append(expense)
    for expenses in by_receipt.values():
        if len(expenses) > 1:
            rows = "、".join(str(expense.row) for expense in expenses[:10])
            for expense in expenses:
                yield on(expense, "票据号", "每张票据一个号", count=len(expenses), rows=rows)
