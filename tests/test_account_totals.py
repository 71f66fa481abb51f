"""What the items of 附件3 must be, and where the amounts are at fault."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from udfs.account_faults import disagreements, own_faults, sound_total, total_is_wrong
from udfs.account_totals import account_totals, item_of
from udfs.barred_words import barred_words
from udfs.notice.parameters import parameters_for
from udfs.records import ITEMS, ClassFile, Expense, LectureFee
from udfs.sample import sample_class

P = parameters_for(2025)


def expenses(*lines: tuple[str, object]) -> ClassFile:
    rows = tuple(Expense(row=4 + at, item=item, amount=amount) for at, (item, amount) in enumerate(lines))
    return sample_class().changed(expenses=rows, lectures=())


def test_the_sample_class(municipal: ClassFile) -> None:
    totals = account_totals(municipal)
    assert list(totals) == list(ITEMS)
    assert {item: total.amount for item, total in totals.items()} == {item: municipal.accounts.amount(item) for item in ITEMS}
    assert totals["师资费"].origin == totals["税费"].origin == "师资费第4、5行"
    assert totals["住宿费"].origin == "费用明细第4行"


def test_items_without_details_are_left_out() -> None:
    assert set(account_totals(expenses(("伙食费", 1), ("学员收费", 9), ("招待费", 9)))) == {"伙食费"}


def test_tax_of_the_expenses_goes_before_that_of_the_lectures(municipal: ClassFile) -> None:
    both = municipal.changed(expenses=(Expense(row=4, item="税费", amount=1),))
    assert (account_totals(both)["税费"].amount, account_totals(both)["税费"].source) == (1, "费用明细")
    assert (account_totals(municipal)["税费"].amount, account_totals(municipal)["税费"].source) == (850, "师资费")


def test_faculty_is_net_travel_lodging_and_meals() -> None:
    lecture = LectureFee(row=4, net=2000, tax=300, travel=1000.5, lodging=340, meals=130)
    assert account_totals(sample_class().changed(lectures=(lecture,)))["师资费"].amount == Decimal("3470.50")


def test_many_rows_are_counted_not_listed() -> None:
    assert account_totals(expenses(*[("伙食费", 1)] * 7))["伙食费"].origin == "费用明细第4、5、6、7、8行等7行"


@given(st.lists(st.integers(0, 10**9), min_size=1))
def test_totals_are_exact(counts: list[int]) -> None:
    total = account_totals(expenses(*(("资料费", count / 100) for count in counts)))["资料费"]
    assert total.amount == Decimal(sum(counts)) / 100


@pytest.mark.parametrize(
    ("stated", "item"), [("住宿费", "住宿费"), (" 住 宿费", "住宿费"), ("师资费", ""), (None, ""), ("杂费", "")]
)
def test_item_of(stated: str | None, item: str) -> None:
    assert item_of(Expense(row=4, item=stated)) == item


def test_a_sound_class_has_no_faults(municipal: ClassFile) -> None:
    assert own_faults(municipal, P) == {}
    assert disagreements(municipal, P) == {}
    assert not total_is_wrong(municipal, P)
    assert sound_total(municipal, P) == Decimal(65960)


def test_a_total_that_cannot_be_relied_on(municipal: ClassFile) -> None:
    for total in (None, "65960元", 1):
        assert sound_total(municipal.changed(accounts=municipal.accounts.changed(total=total)), P) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("酒店", ()), ("酒店用酒", ("酒",)), ("烟台旅游", ("旅游",)), ("现场教学", ()), ("烟酒店酒", ("烟", "酒")), (None, ()),
        (5, ()), ("招现场教学待", ()),
    ],
)  # fmt: skip
def test_barred_words(text: object, words: tuple[str, ...]) -> None:
    assert barred_words(text, P) == words  # type: ignore[arg-type]
