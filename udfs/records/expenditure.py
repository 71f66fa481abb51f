"""The costs of a class: 附件3 and the two tables it adds up, 师资费 and 费用明细."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from udfs.records.record import Record, Row
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.headings import ACCOUNTS, EXPENSES, LECTURES


@dataclass(frozen=True, slots=True)
class Accounts(Record):
    """附件3 高级研修项目经费决算表. ``notes``: {item: 备注}."""

    SHEET = ACCOUNTS

    name: Value = None
    place: Value = None
    period: Value = None
    trainees: Value = None
    staff: Value = None
    people: Value = None
    lodging: Value = None
    meals: Value = None
    site: Value = None
    faculty: Value = None
    papers: Value = None
    transport: Value = None
    tax: Value = None
    total: Value = None
    applicant: Value = None
    organiser: Value = None
    notes: Mapping[str, Value] = field(default_factory=dict)

    def amount(self, item: str) -> Decimal:
        """The amount of an item or of 合计 in yuan; 0 for an empty cell or text."""
        return cells.number(self.get(item)) or Decimal(0)


@dataclass(frozen=True, slots=True)
class LectureFee(Row):
    """师资费: one lecture and its cost in yuan."""

    SHEET = LECTURES

    name: Value = None
    rank: Value = None
    day: Value = None
    session: Value = None
    hours: Value = None
    net: Value = None
    tax: Value = None
    travel: Value = None
    lodging: Value = None
    meals: Value = None
    limit: Value = None

    @property
    def faculty_cost(self) -> Decimal:
        """The part that counts towards the item 师资费: net fee, travel, lodging and meals (税费 is an item of its own)."""
        parts = (self.net, self.travel, self.lodging, self.meals)
        return sum((cells.number(part) or Decimal(0) for part in parts), Decimal(0))


@dataclass(frozen=True, slots=True)
class Expense(Row):
    """费用明细: one expense, or income from trainees, in yuan."""

    SHEET = EXPENSES

    day: Value = None
    item: Value = None
    summary: Value = None
    payee: Value = None
    quantity: Value = None
    price: Value = None
    amount: Value = None
    receipt: Value = None
