"""Filled amount cells that hold no number, which a total would silently omit."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from udfs.fields.declared import amounts_of
from udfs.records.class_file import ACCOUNTS, EXPENSES, ITEMS, LECTURES, ClassFile, Expense, LectureFee
from udfs.records.tidying import tidy_amount
from udfs.values import cells

AMOUNT = "金额"
Numbered = TypeVar("Numbered", Expense, LectureFee)


@dataclass(frozen=True, slots=True)
class UnreadAmount:
    """An amount cell without a number: its place and text."""

    sheet: str
    cell: str
    field: str
    shown: str
    number: Decimal | None = None
    """The number that the text denotes; None if there is none."""

    @property
    def is_text(self) -> bool:
        """True for a number stored as text, which tidying converts."""
        return self.number is not None

    def __str__(self) -> str:
        return f"{self.sheet}{self.cell}的{self.field}“{self.shown}”"


def unread_amounts(c: ClassFile) -> Iterator[UnreadAmount]:
    """All such cells of 费用明细, 师资费 and the items of 附件3, in order."""
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


def as_numbers(c: ClassFile, formulas: Container[tuple[str, str]] = ()) -> tuple[ClassFile, tuple[UnreadAmount, ...]]:
    """The class with numbers stored as text converted, and the converted cells. ``formulas``: (sheet, cell) of cells not to
    overwrite."""
    found = tuple(one for one in unread_amounts(c) if one.is_text and (one.sheet, one.cell) not in formulas)
    spots = {(one.sheet, one.cell) for one in found}

    def read(sheet: str, rows: Sequence[Numbered], fields: Iterable[str]) -> tuple[Numbered, ...]:
        place = c.places.get(sheet)
        made = []
        for row in rows:
            numbers = {
                row.attributes()[field]: tidy_amount(row.get(field))
                for field in fields
                if (sheet, f"{place.columns.get(field, '') if place else ''}{row.row}") in spots
            }
            made.append(row.changed(**numbers) if numbers else row)
        return tuple(made)

    accounts = c.places.get(ACCOUNTS)
    items = {
        type(c.accounts).attributes()[item]: tidy_amount(c.accounts.get(item))
        for item in ITEMS
        if (ACCOUNTS, accounts.cells.get(item, "") if accounts else "") in spots
    }
    read_class = c.changed(
        expenses=read(EXPENSES, c.expenses, (AMOUNT,)),
        lectures=read(LECTURES, c.lectures, amounts_of(LECTURES)),
        accounts=c.accounts.changed(**items) if items else c.accounts,
    )
    return read_class, found


def unread(sheet: str, cell: str, field: str, value: cells.Value) -> UnreadAmount:
    return UnreadAmount(
        sheet=sheet, cell=cell, field=field, shown=cells.text(value)[:20], number=cells.number(tidy_amount(value))
    )
