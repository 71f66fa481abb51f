"""Amounts that nobody can add up: a cell that holds something, but no number. What a total would leave out without a word."""

from __future__ import annotations

from collections.abc import Iterator

from udfs.fields.declared import amounts_of
from udfs.notice.parameters import Frozen
from udfs.records.class_file import ACCOUNTS, EXPENSES, ITEMS, LECTURES, ClassFile
from udfs.records.tidying import tidy_amount
from udfs.values import cells

AMOUNT = "金额"


class UnreadAmount(Frozen):
    """A cell with an amount that is no number: where it stands, and what it shows."""

    sheet: str
    cell: str
    field: str
    shown: str
    is_text: bool = False
    """True for a number that is stored as text: tidying makes it one."""

    def __str__(self) -> str:
        return f"{self.sheet}{self.cell}的{self.field}“{self.shown}”"


def unread_amounts(c: ClassFile) -> Iterator[UnreadAmount]:
    """Every such cell of 费用明细, of 师资费 and of the items of 附件3, in their order."""
    for sheet, rows, fields in ((EXPENSES, c.expenses, (AMOUNT,)), (LECTURES, c.lectures, amounts_of(LECTURES))):
        place = c.places.get(sheet)
        for row in rows:
            for field in fields:
                value = row.get(field)
                if cells.number(value) is None and not cells.blank(value):
                    letters = place.columns.get(field, "") if place is not None else ""
                    yield unread(sheet, f"{letters}{row.row}", field, value)
    accounts = c.places.get(ACCOUNTS)
    for item in ITEMS:
        value = c.accounts.get(item)
        if cells.number(value) is None and not cells.blank(value):
            cell = accounts.cells.get(item, "") if accounts is not None else ""
            yield unread(ACCOUNTS, cell, item, value)


def unread(sheet: str, cell: str, field: str, value: cells.Value) -> UnreadAmount:
    is_text = cells.number(tidy_amount(value)) is not None
    return UnreadAmount(sheet=sheet, cell=cell, field=field, shown=cells.text(value)[:20], is_text=is_text)
