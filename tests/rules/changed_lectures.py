"""Classes with other lectures, taxed as they should be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from tests.rules.cases import with_accounts
from tests.sample import P, sample_class
from udfs.money.lecture_payments import proposed_taxes
from udfs.notice.plan import MUNICIPAL
from udfs.records.class_file import ClassFile, LectureFee
from udfs.values import cells

FITTING = "as computed"
"""Stands for the 税费 that belongs to a lecture."""
START, END = date(2025, 7, 14), date(2025, 7, 18)


def lecture(**fields: Any) -> LectureFee:
    """A lecture of four 学时 by an associate professor, with the tax that fits unless another is given."""
    values: dict[str, Any] = {
        "row": 4,
        "name": "示例甲",
        "rank": "副高",
        "day": START,
        "session": "上午",
        "hours": 4,
        "net": 2000,
    } | fields
    values.setdefault("tax", FITTING)
    return LectureFee(**values)


def lectures(*rows: LectureFee) -> ClassFile:
    """The sample class with these lectures, in rows 4, 5 …, and with 附件3 as they make it."""
    return holding(sample_class(MUNICIPAL), rows)


def holding(c: ClassFile, rows: Iterable[LectureFee]) -> ClassFile:
    """The class with these lectures, taxed as they should be where they do not say otherwise."""
    numbered = tuple(row.changed(row=4 + at) for at, row in enumerate(rows))
    untaxed = tuple(row.changed(tax=None) if row.tax == FITTING else row for row in numbered)
    due = proposed_taxes(c.changed(lectures=untaxed), P)
    taxed = tuple(
        row.changed(tax=due.get(row.row, Decimal(0))) if before.tax == FITTING else row
        for before, row in zip(numbered, untaxed, strict=True)
    )
    faculty = sum((row.faculty_cost for row in taxed), Decimal(0))
    tax = sum((amount for row in taxed if (amount := cells.number(row.tax)) is not None), Decimal(0))
    total = faculty + tax + sum((Decimal(str(expense.amount)) for expense in c.expenses), Decimal(0))
    return with_accounts(c.changed(lectures=taxed), faculty=faculty, tax=tax, total=total)
