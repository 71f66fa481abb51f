"""Which cells hold something in place of an amount: where they stand and whether tidying mends them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.rules.cases import with_accounts, with_row
from tests.sample import sample_class
from udfs.money.unread_amounts import unread_amounts
from udfs.records.class_file import ACCOUNTS, EXPENSES, LECTURES
from udfs.values.cells import Value

CLASS = sample_class()
AMOUNT, FIRST = CLASS.places[EXPENSES].columns["金额"], CLASS.expenses[0].row


def test_a_class_whose_amounts_are_numbers_has_none() -> None:
    assert list(unread_amounts(CLASS)) == []


@pytest.mark.parametrize("nothing", [None, "", "  ", 0, 0.5, -3])
def test_an_empty_cell_and_any_number_are_read(nothing: Value) -> None:
    c = with_row(with_row(CLASS, "expenses", 0, amount=nothing), "lectures", 0, travel=nothing)
    assert list(unread_amounts(with_accounts(c, lodging=nothing))) == []


@pytest.mark.parametrize(
    ("written", "is_text"), [("约4万元", False), ("43,560元", True), ("100", True), ("见票", False), (True, False)]
)
def test_what_is_written_in_place_of_an_amount(written: Value, is_text: bool) -> None:
    (one,) = unread_amounts(with_row(CLASS, "expenses", 0, amount=written))
    assert (one.sheet, one.cell, one.field, one.is_text) == (EXPENSES, f"{AMOUNT}{FIRST}", "金额", is_text)
    assert str(one) == f"费用明细{AMOUNT}{FIRST}的金额“{'TRUE' if written is True else written}”"


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("8000.00-", "-8000"), ("负300", "-300"), ("退1,200", "-1200"), ("退款￥1,200元", "-1200"), ("12 480.00", "12480"),
        ("500+300", "800"), ("5000（含税）", "5000"), ("壹万贰仟元整", "12000"), ("叁拾元伍角", "30.5"),
        ("人民币贰佰零陆圆正", "206"),
        ("-8-", None), ("(-8)", None), ("1,2480", None), ("1 2480", None), ("3000/2", None), ("500+", None), ("壹贰元", None),
        ("退", None), ("负-3", None), ("5000（估）", None),
    ],
)  # fmt: skip
def test_what_an_amount_in_text_comes_to(written: str, amount: str | None) -> None:
    (one,) = unread_amounts(with_row(CLASS, "expenses", 0, amount=written))
    assert one.number == (None if amount is None else Decimal(amount))


def test_every_such_cell_in_the_order_of_the_sheets() -> None:
    c = with_row(with_row(CLASS, "expenses", 2, amount="甲"), "expenses", 1, amount="乙")
    c = with_row(with_row(c, "lectures", 1, net="丙", meals="丁"), "lectures", 0, lodging="戊")
    c = with_accounts(c, transport="己", lodging="庚")
    places = [CLASS.places[sheet] for sheet in (EXPENSES, LECTURES, ACCOUNTS)]
    rows, lectures = CLASS.expenses, CLASS.lectures
    assert [(one.shown, one.cell) for one in unread_amounts(c)] == [
        ("乙", places[0].address("金额", rows[1].row)), ("甲", places[0].address("金额", rows[2].row)),
        ("戊", places[1].address("住宿费", lectures[0].row)), ("丙", places[1].address("税后讲课费", lectures[1].row)),
        ("丁", places[1].address("伙食费", lectures[1].row)), ("庚", places[2].cells["住宿费"]),
        ("己", places[2].cells["交通费"]),
    ]  # fmt: skip


def test_without_a_place_the_cell_is_named_by_what_is_known() -> None:
    """Rows that come from no sheet have a number, items of 附件3 not even that."""
    c = with_accounts(with_row(CLASS, "expenses", 0, amount="甲"), site="乙").changed(places={})
    assert [(one.sheet, one.cell) for one in unread_amounts(c)] == [(EXPENSES, str(FIRST)), (ACCOUNTS, "")]
