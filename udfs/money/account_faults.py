"""Where the amounts of 附件3 are at fault by themselves, and where they disagree with 费用明细 and 师资费.

One slip is to give one message. So an item is compared with its details only where these are sound, and 合计 is not blamed for an
amount that another message already speaks of.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from udfs.fields.declared import amounts_of
from udfs.money.account_totals import ItemTotal, account_totals, expense_total, item_of, lectures_taxed, other_costs, row_of
from udfs.money.amounts import amount_fault, cents
from udfs.notice.parameters import Parameters
from udfs.records.class_file import EXPENSES, FACULTY, INCOME, ITEMS, LECTURES, TAX, ClassFile
from udfs.values import cells
from udfs.values.cells import Value

TOTAL = "合计"
OTHER_ITEMS = tuple(item for item in ITEMS if item not in (FACULTY, TAX))
"""The items that 费用明细 alone speaks of."""
LECTURE_AMOUNTS = amounts_of(LECTURES)
FACULTY_AMOUNTS = tuple(heading for heading in LECTURE_AMOUNTS if heading != TAX)


def stated_faults(c: ClassFile, p: Parameters) -> dict[str, str]:
    """Item of 附件3 (or 合计) -> what keeps its cell from being an amount."""
    faults = {item: amount_fault(c.accounts.get(item), p.amount_decimals) for item in (*ITEMS, TOTAL)}
    return {item: fault for item, fault in faults.items() if fault}


def detail_faults(c: ClassFile, p: Parameters) -> dict[str, set[str]]:
    """Item of 附件3 ('' for none of the list) -> what is at fault with the amounts it is added up from; '' for a row whose
    amount is missing. What trainees pay is added up into none."""
    found: dict[str, set[str]] = {}

    def note(item: str, value: Value) -> None:
        fault = amount_fault(value, p.amount_decimals)
        if fault:
            found.setdefault(item, set()).add(fault)

    for expense in c.expenses:
        item = row_of(expense, p)
        if item == INCOME:
            continue
        note(item, expense.amount)
        if cells.blank(expense.amount):
            found.setdefault(item, set()).add("")
    for lecture in c.lectures:
        for field in FACULTY_AMOUNTS:
            note(FACULTY, lecture.get(field))
        note(TAX, lecture.tax)
    return found


def own_faults(c: ClassFile, p: Parameters) -> dict[str, str]:
    """The stated faults that are not merely carried over from the details, or from an item into 合计."""
    stated, details = stated_faults(c, p), detail_faults(c, p)
    below = {fault for item, fault in stated.items() if item != TOTAL}.union(*details.values())
    return {
        item: fault
        for item, fault in stated.items()
        if (fault not in below if item == TOTAL else fault not in details.get(item, set()))
    }


def disagreements(c: ClassFile, p: Parameters) -> dict[str, ItemTotal]:
    """Item of 附件3 -> its total in the details, where that is sound and another amount is stated.

    税费 is compared where 费用明细 or 师资费 says anything of it. An item that is too large by just what stands in rows with no
    item of the list is left out: those rows have their own message.
    """
    totals = account_totals(c, p)
    details, stated = detail_faults(c, p), stated_faults(c, p)
    unassigned = expense_total(expense for expense in c.expenses if not item_of(expense))
    found: dict[str, ItemTotal] = {}
    for item, total in totals.items():
        if item in details or item in stated or (item == TAX and total.source != EXPENSES and not lectures_taxed(c)):
            continue
        over = cents(c.accounts.amount(item)) - total.amount
        if over and not (item != FACULTY and unassigned and over == cents(unassigned)):
            found[item] = total
    return found


def booked_gross(c: ClassFile, found: Mapping[str, ItemTotal]) -> bool:
    """True if 师资费 and 税费 disagree with their details only because the tax was booked with the fee: together they agree."""
    if FACULTY not in found or TAX not in found:
        return False
    stated = sum((cents(c.accounts.amount(item)) for item in (FACULTY, TAX)), Decimal(0))
    return stated == found[FACULTY].amount + found[TAX].amount


def other_costs_elsewhere(c: ClassFile, p: Parameters, found: Mapping[str, ItemTotal]) -> tuple[str, ...]:
    """The items that disagree only because 其他费用 stand in another one than the office puts them into: that one is short of
    just these costs, and one other is too large by them. Nothing says where they belong, so neither amount is wrong for that.
    """
    costs, place, totals = cents(expense_total(other_costs(c))), p.other_cost_item, account_totals(c, p)
    if not costs or place not in found or place not in OTHER_ITEMS:
        return ()

    def over(item: str) -> Decimal:
        return cents(c.accounts.amount(item)) - (totals[item].amount if item in totals else 0)

    faulty = stated_faults(c, p)
    free = (item for item in OTHER_ITEMS if item in found or (item not in totals and item not in faulty))
    there = tuple(item for item in free if item != place and over(item) == costs)
    return (place, *there) if over(place) == -costs and len(there) == 1 else ()


def stated_sum(c: ClassFile, instead: Mapping[str, ItemTotal] | None = None) -> Decimal:
    """The seven items of 附件3 together, those in ``instead`` with the amount given there."""
    given = instead or {}
    return sum((given[item].amount if item in given else c.accounts.amount(item) for item in ITEMS), Decimal(0))


def total_is_wrong(c: ClassFile, p: Parameters) -> bool:
    """True if 合计 is neither the sum of the items as stated nor as the details say, and no amount is at fault by itself."""
    if cells.blank(c.accounts.total) or stated_faults(c, p):
        return False
    total = cents(c.accounts.amount(TOTAL))
    return total not in (cents(stated_sum(c)), cents(stated_sum(c, disagreements(c, p))))


def sound_total(c: ClassFile, p: Parameters) -> Decimal | None:
    """合计 where it may be relied on; None if it is empty, wrong, or an amount is at fault by itself."""
    if cells.blank(c.accounts.total) or stated_faults(c, p) or total_is_wrong(c, p):
        return None
    return c.accounts.amount(TOTAL)
