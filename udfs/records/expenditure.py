"""What a class cost: 附件3 and the two tables that it adds up, 师资费 and 费用明细."""

# Annotations are values here: of texts, pydantic would compile each whenever the program starts.

from decimal import Decimal

from pydantic import Field

from udfs.records.record import Cell, Record, Row
from udfs.values import cells
from udfs.values.headings import ACCOUNTS, EXPENSES, LECTURES


class Accounts(Record):
    """附件3 高级研修项目经费决算表. ``notes`` holds 备注 by item."""

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
        """The amount of an item or 合计 in yuan; an empty cell or text counts as nothing."""
        return cells.number(self.get(item)) or Decimal(0)


class LectureFee(Row):
    """师资费: one lecture and what it cost, in yuan."""

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
        """What of it goes into 师资费: the net fee and the lecturer's travel, lodging and meals (税费 is an item of its own)."""
        parts = (self.net, self.travel, self.lodging, self.meals)
        return sum((cells.number(part) or Decimal(0) for part in parts), Decimal(0))


class Expense(Row):
    """费用明细: one expense (or income from trainees), in yuan."""

    SHEET = EXPENSES

    day: Cell = None
    item: Cell = None
    summary: Cell = None
    payee: Cell = None
    quantity: Cell = None
    price: Cell = None
    amount: Cell = None
    receipt: Cell = None
