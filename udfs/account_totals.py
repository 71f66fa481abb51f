"""What each item of 附件3 must be, from 费用明细 and 师资费.

师资费 is the net fees with the lecturers' travel, lodging and meals. 税费 is what 费用明细 says under 税费 if it says anything,
else the column 税费 of 师资费. Every other item is its rows of 费用明细.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from udfs import cells
from udfs.money import cents, total
from udfs.notice.parameters import Frozen
from udfs.records import EXPENSE_ITEMS, EXPENSES, FACULTY, ITEMS, LECTURES, TAX, ClassFile, Expense

Source = Literal["费用明细", "师资费"]


class ItemTotal(Frozen):
    """The amount of one item in yuan, the sheet it comes from, and the rows of that sheet it was added up from."""

    item: str
    amount: Decimal
    source: Source
    rows: tuple[int, ...]

    @property
    def origin(self) -> str:
        """Where it came from, in words: 费用明细第4、5行."""
        shown = "、".join(str(row) for row in self.rows[:5])
        return f"{self.source}第{shown}行" + (f"等{len(self.rows)}行" if len(self.rows) > 5 else "")


def item_of(expense: Expense) -> str:
    """The item a row of 费用明细 belongs to, '' if 项目 names none of the list."""
    stated = cells.plain(expense.item)
    return stated if stated in EXPENSE_ITEMS else ""


def expense_total(expenses: Iterable[Expense]) -> Decimal:
    """The exact total of 金额."""
    return total(expense.amount for expense in expenses)


def account_totals(c: ClassFile) -> dict[str, ItemTotal]:
    """Item of 附件3 -> what it must be; an item that neither sheet says anything about is left out. Order of 附件3."""
    by_item: dict[str, list[Expense]] = {}
    for expense in c.expenses:
        by_item.setdefault(item_of(expense), []).append(expense)
    found: dict[str, ItemTotal] = {}
    for item in ITEMS:
        if item == FACULTY:
            if c.lectures:
                amount = sum((lecture.faculty_cost for lecture in c.lectures), Decimal(0))
                found[item] = lecture_item(item, amount, c)
        elif item in by_item:
            rows = by_item[item]
            numbers = tuple(expense.row for expense in rows)
            found[item] = ItemTotal(item=item, amount=cents(expense_total(rows)), source=EXPENSES, rows=numbers)
        elif item == TAX and c.lectures:
            found[item] = lecture_item(item, total(lecture.tax for lecture in c.lectures), c)
    return found


def lecture_item(item: str, amount: Decimal, c: ClassFile) -> ItemTotal:
    """An item that is added up from all rows of 师资费."""
    return ItemTotal(item=item, amount=cents(amount), source=LECTURES, rows=tuple(lecture.row for lecture in c.lectures))
