"""The due amount of each item of 附件3, from 费用明细 and 师资费.

师资费 is the net fees plus travel, lodging and meals of the lecturers. 税费 is the sum of the 税费 rows of 费用明细 and the
column 税费 of 师资费. Every other item is the sum of its rows in 费用明细; 其他费用, which has no row in 附件3, is added to
the item that the office chose.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from udfs.money.amounts import cents, total
from udfs.notice.parameters import Parameters
from udfs.records.class_file import EXPENSE_ITEMS, EXPENSES, FACULTY, ITEMS, LECTURES, OTHER_COST, TAX, ClassFile, Expense
from udfs.records.class_parameters import class_parameters
from udfs.values import cells


@dataclass(frozen=True, slots=True)
class ItemTotal:
    """The amount of one item in yuan with its source sheet and rows."""

    item: str
    amount: Decimal
    source: str
    """费用明细 or 师资费."""
    rows: tuple[int, ...]
    lecture_rows: tuple[int, ...] = ()
    """The rows of 师资费 that were added to those of 费用明细."""

    @property
    def origin(self) -> str:
        """The source in words: 费用明细第4、5行."""
        return origin(self.source, self.rows) + (f"加{origin(LECTURES, self.lecture_rows)}" if self.lecture_rows else "")


def origin(sheet: str, rows: tuple[int, ...]) -> str:
    shown = "、".join(str(row) for row in rows[:5])
    return f"{sheet}第{shown}行" + (f"等{len(rows)}行" if len(rows) > 5 else "")


def item_of(expense: Expense) -> str:
    """The item of a row of 费用明细; '' if 项目 is not in the list."""
    stated = cells.plain(expense.item)
    return stated if stated in EXPENSE_ITEMS else ""


def row_of(expense: Expense, p: Parameters) -> str:
    """The item of 附件3 to which a row of 费用明细 is added; '' for none."""
    item = item_of(expense)
    return p.other_cost_item if item == OTHER_COST else item


def other_costs(c: ClassFile) -> tuple[Expense, ...]:
    """The rows of 其他费用."""
    return tuple(expense for expense in c.expenses if item_of(expense) == OTHER_COST)


def lectures_taxed(c: ClassFile) -> bool:
    """True if 师资费 states any 税费."""
    return any(cells.number(lecture.tax) is not None for lecture in c.lectures)


def expense_total(expenses: Iterable[Expense]) -> Decimal:
    """The exact total of 金额."""
    return total(expense.amount for expense in expenses)


def account_totals(c: ClassFile, p: Parameters | None = None) -> dict[str, ItemTotal]:
    """{item of 附件3: due amount} in the order of 附件3, without items that neither sheet mentions.

    ``p``: the parameters of the class; default: those of its year.
    """
    in_force = p or class_parameters(c)
    by_item: dict[str, list[Expense]] = {}
    for expense in c.expenses:
        by_item.setdefault(row_of(expense, in_force), []).append(expense)
    found: dict[str, ItemTotal] = {}
    for item in ITEMS:
        if item == FACULTY:
            if c.lectures:
                amount = sum((lecture.faculty_cost for lecture in c.lectures), Decimal(0))
                found[item] = lecture_item(item, amount, c)
        elif item in by_item:
            rows = by_item[item]
            taxed = tuple(lecture for lecture in c.lectures if item == TAX and cells.number(lecture.tax) is not None)
            found[item] = ItemTotal(
                item=item,
                amount=cents(expense_total(rows) + total(lecture.tax for lecture in taxed)),
                source=EXPENSES,
                rows=tuple(expense.row for expense in rows),
                lecture_rows=tuple(lecture.row for lecture in taxed),
            )
        elif item == TAX and c.lectures:
            found[item] = lecture_item(item, total(lecture.tax for lecture in c.lectures), c)
    return found


def lecture_item(item: str, amount: Decimal, c: ClassFile) -> ItemTotal:
    """An item added up from all rows of 师资费."""
    return ItemTotal(item=item, amount=cents(amount), source=LECTURES, rows=tuple(lecture.row for lecture in c.lectures))
