"""费用明细: one row per expense, or per income from trainees."""

from __future__ import annotations

from udfs.records.class_file import EXPENSES, Expense
from udfs.values.headings import ITEM, NUMBER_HEADING
from workbooks.forms.columns import with_message
from workbooks.forms.model import FixedText, Form, Page, TableForm, numbering

TABLE = TableForm(with_message(EXPENSES, {NUMBER_HEADING: numbering(Expense.TYPED)}), styled_by_column=True)
FORM = Form(
    sheet=EXPENSES,
    page=Page(areas=(TABLE.pages(),), landscape=True),
    texts=(
        FixedText(TABLE.across(1), EXPENSES, "title"),
        FixedText(
            TABLE.across(2),
            "单位：元。按项目自动汇总到附件3；讲课费等师资费用填“师资费”页。直接打印预设前15行，更多的点“打印区域”。",
            "hint",
        ),
    ),
    table=TABLE,
    filtered=True,
    heights={1: 36, 2: 22},
    freeze=TABLE.frozen(ITEM),
    painted=TABLE.painted(),
    tab="548235",
    zoom=80,
)
