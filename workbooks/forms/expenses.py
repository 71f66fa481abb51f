"""费用明细: one row an expense, or an income from trainees."""

from __future__ import annotations

from udfs.records import EXPENSES, Expense
from workbooks.forms import choices
from workbooks.forms.model import Column, Form, Page, TableForm, Text, message_column, numbering

COLUMNS = (
    Column("序号", 6, "integer", computed=numbering(Expense.TYPED)),
    Column("日期", 13, "date", prompt="例如 2025-07-14。"),
    Column("项目", 12, "choice", choices=choices.EXPENSE_ITEM),
    Column("摘要", 32, centred=False, prompt="写明用途，例如“学员住宿 50人4晚”。"),
    Column("收款单位", 30, centred=False),
    Column("数量", 10, "number"),
    Column("单价", 12, "money"),
    Column("金额", 14, "money", prompt="填数量和单价时，金额应等于数量×单价。"),
    Column("票据号", 18, prompt="发票或票据号码；本列为文本，可保留前面的0。"),
    message_column(EXPENSES),
)
FORM = Form(
    sheet=EXPENSES,
    page=Page(areas=("A1:I{last}",), landscape=True),
    texts=(
        Text("A1:I1", "费用明细", "title"),
        Text("A2:I2", "单位：元。按项目自动汇总到附件3；讲课费等师资费用填“师资费”页。", "hint"),
    ),
    table=TableForm(COLUMNS, styled_by_column=True),
    filtered=True,
    heights={1: 36, 2: 22},
    freeze="D4",
    painted="A3:I{last}",
    tab="548235",
)
