"""Faulty amounts of 附件3, and its disagreements with 费用明细 and 师资费.

One error must give one message: an item is compared with its details only if these are sound, and 合计 is not reported for an
amount that already has a message.
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
"""The items covered by 费用明细 alone."""
LECTURE_AMOUNTS = amounts_of(LECTURES)
FACULTY_AMOUNTS = tuple(heading for heading in LECTURE_AMOUNTS if heading != TAX)


def stated_faults(c: ClassFile, p: Parameters) -> dict[str, str]:
    """{item of 附件3, or 合计: fault of its cell}."""
    faults = {item: amount_fault(c.accounts.get(item), p.amount_decimals) for item in (*ITEMS, TOTAL)}
    return {item: fault for item, fault in faults.items() if fault}


def detail_faults(c: ClassFile, p: Parameters) -> dict[str, set[str]]:
    """{item of 附件3 ('' for none): faults of the amounts it is added up from}; '' as a fault means that the amount is missing.

    Income from trainees is not added to any item.
    """
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
    """{item of 附件3: total of its details} where the details are sound and the stated amount differs.

    税费 is compared only if 费用明细 or 师资费 mentions it. Not reported: an item that is too large by exactly the amount of
    rows without a valid item, since those rows have their own message.
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
    """True if 师资费 and 税费 disagree only because the tax was booked with the fee: their sum agrees."""
    if FACULTY not in found or TAX not in found:
        return False
    stated = sum((cents(c.accounts.amount(item)) for item in (FACULTY, TAX)), Decimal(0))
    return stated == found[FACULTY].amount + found[TAX].amount


def other_costs_elsewhere(c: ClassFile, p: Parameters, found: Mapping[str, ItemTotal]) -> tuple[str, ...]:
    """The items that disagree only because 其他费用 was added to another item than the office's.

    Then the office's item is short by exactly these costs and one other is too large by them. The notice assigns them to no
    item, so neither amount is wrong.
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
    """The sum of the seven items of 附件3, with the amounts of ``instead`` where given."""
    given = instead or {}
    return sum((given[item].amount if item in given else c.accounts.amount(item) for item in ITEMS), Decimal(0))


def total_is_wrong(c: ClassFile, p: Parameters) -> bool:
    """True if 合计 equals neither the sum of the stated items nor that of the details, and no amount is faulty by itself."""
    if cells.blank(c.accounts.total) or stated_faults(c, p):
        return False
    total = cents(c.accounts.amount(TOTAL))
    return total not in (cents(stated_sum(c)), cents(stated_sum(c, disagreements(c, p))))


def sound_total(c: ClassFile, p: Parameters) -> Decimal | None:
    """合计 if it can be relied on; None if it is empty or wrong, or an amount is faulty by itself."""
    if cells.blank(c.accounts.total) or stated_faults(c, p) or total_is_wrong(c, p):
        return None
    return c.accounts.amount(TOTAL)
