"""The costs of a class: 附件3 and the two tables it adds up, 师资费 and 费用明细."""

# Pydantic evaluates these annotations; as strings it would compile each at every start.

from decimal import Decimal

from pydantic import Field

from udfs.records.record import Cell, Record, Row
from udfs.values import cells
from udfs.values.headings import ACCOUNTS, EXPENSES, LECTURES


class Accounts(Record):
    """附件3 高级研修项目经费决算表. ``notes``: {item: 备注}."""

    SHEET = ACCOUNTS

    name: Cell = None
    place: Cell = None
    period: Cell = None
    trainees: Cell = None
    staff: Cell = None
    people: Cell = None
    lodging: Cell = None
    meals: Cell = None
    site: Cell = None
    faculty: Cell = None
    papers: Cell = None
    transport: Cell = None
    tax: Cell = None
    total: Cell = None
    applicant: Cell = None
    organiser: Cell = None
    notes: dict[str, Cell] = Field(default_factory=dict)

    def amount(self, item: str) -> Decimal:
        """The amount of an item or of 合计 in yuan; 0 for an empty cell or text."""
        return cells.number(self.get(item)) or Decimal(0)


class LectureFee(Row):
    """师资费: one lecture and its cost in yuan."""

    SHEET = LECTURES

    name: Cell = None
    rank: Cell = None
    day: Cell = None
    session: Cell = None
    hours: Cell = None
    net: Cell = None
    tax: Cell = None
    travel: Cell = None
    lodging: Cell = None
    meals: Cell = None
    limit: Cell = None

    @property
    def faculty_cost(self) -> Decimal:
        """The part that counts towards the item 师资费: net fee, travel, lodging and meals (税费 is an item of its own)."""
        parts = (self.net, self.travel, self.lodging, self.meals)
        return sum((cells.number(part) or Decimal(0) for part in parts), Decimal(0))


class Expense(Row):
    """费用明细: one expense, or income from trainees, in yuan."""

    SHEET = EXPENSES

    day: Cell = None
    item: Cell = None
    summary: Cell = None
    payee: Cell = None
    quantity: Cell = None
    price: Cell = None
    amount: Cell = None
    receipt: Cell = None
