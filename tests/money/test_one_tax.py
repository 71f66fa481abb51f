"""The tax on lecture fees is one sum everywhere: rule, ``total --tax``, button 讲课费测算; 附件3 adds it to the details."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from macros.money.lectures import reckoned
from tests.rules.cases import with_row
from tests.sample import sample_class
from udfs.money.account_totals import account_totals
from udfs.money.lecture_payments import payments, proposed_taxes
from udfs.records.class_file import ClassFile, Expense
from udfs.records.class_parameters import class_parameters
from udfs.rules.runner import check


def paid(net: int, tax: object = None, days_apart: int = 1) -> ClassFile:
    """Two fees of one lecturer, so many days apart."""
    c = sample_class()
    assert c.start is not None
    days = (c.start, c.start + timedelta(days=days_apart))
    first, second = (
        one.changed(name="示例甲", rank="副高", net=net, tax=None, day=day) for one, day in zip(c.lectures, days, strict=True)
    )
    return c.changed(lectures=(first.changed(tax=tax), second))


@pytest.mark.parametrize(("net", "tax"), [(700, "150.00"), (3000, "1142.86"), (400, "0.00"), (401, "0.50")])
def test_rule_command_and_button_agree(net: int, tax: str) -> None:
    c = paid(net)
    p = class_parameters(c)
    assert [one.tax_due for one in payments(c, p)] == [Decimal(tax)]
    assert sum(proposed_taxes(c, p).values()) == Decimal(tax)
    assert sum(line.tax for line in reckoned(c)) == Decimal(tax)


@pytest.mark.parametrize(
    ("tax", "fires"), [(150, False), (149, False), (148.99, True), (151, False), (151.01, True), (None, True)]
)
def test_the_rule_is_silent_on_just_that_sum(tax: object, fires: bool) -> None:
    found = [one for one in check(paid(700, tax)).findings if one.code == "SZ-06"]
    assert bool(found) == fires
    if fires:
        assert "推算预扣预缴个人所得税150.00元" in found[0].message
        assert "随工资计税" in found[0].fix
        assert "其他月份支付" in found[0].fix


@pytest.mark.parametrize(
    ("hours", "net", "listed"),
    [(0.5, 700, True), (1, 0, True), (0, 700, False), (-1, 700, False), ("半天", 700, False), (4, -1, False), (4, None, False)],
)
def test_the_button_takes_lectures_with_hours_and_a_fee(hours: object, net: object, listed: bool) -> None:
    c = sample_class()
    first, *others = c.lectures
    c = c.changed(lectures=(first.changed(hours=hours, net=net), *others))
    assert (first.row in {line.row for line in reckoned(c)}) == listed


def test_another_month_is_another_payment() -> None:
    c = paid(700, days_apart=31)
    assert [one.tax_due for one in payments(c, class_parameters(c))] == [Decimal(0), Decimal(0)]


def test_the_tax_of_annex_3_is_details_and_lecturers_and_says_so() -> None:
    c = sample_class()
    c = c.changed(expenses=(*c.expenses, Expense(row=20, day=c.start, item="税费", amount=100, summary="印花税")))
    total = account_totals(c)["税费"]
    assert total.amount == Decimal("950.00")
    assert total.origin == "费用明细第20行加师资费第4、5行"


def test_one_row_of_tax_in_the_details_hides_no_tax_of_a_lecturer() -> None:
    """附件3 with the tax of 费用明细 alone is short by that of the lecturers, and it is stated."""
    c = sample_class()
    c = c.changed(expenses=(*c.expenses, Expense(row=20, day=c.start, item="税费", amount=100, summary="印花税")))
    short = c.changed(accounts=c.accounts.changed(tax=100, total=c.accounts.amount("合计") - 750))
    (found,) = [one for one in check(short).findings if one.code == "A3-16"]
    assert found.severity == "error"
    assert "附件3税费100.00元，费用明细第20行加师资费第4、5行合计950.00元，相差850.00元" in found.message


def test_without_a_row_in_the_details_the_lecturers_decide() -> None:
    c = with_row(sample_class(), "lectures", 0, tax=None)
    assert account_totals(c)["税费"].amount == Decimal("550.00")
