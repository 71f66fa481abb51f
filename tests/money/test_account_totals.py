"""What the items of 附件3 must be, and where the amounts are at fault."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sample import P, sample_class
from udfs.money.account_faults import (
    booked_gross,
    detail_faults,
    disagreements,
    other_costs_elsewhere,
    own_faults,
    sound_total,
    total_is_wrong,
)  # fmt: skip
from udfs.money.account_totals import account_totals, item_of, other_costs
from udfs.records.class_file import ITEMS, ClassFile, Expense, LectureFee


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


def test_tax_of_the_expenses_and_of_the_lectures_together(municipal: ClassFile) -> None:
    both = account_totals(municipal.changed(expenses=(Expense(row=4, item="税费", amount=1),)))["税费"]
    assert (both.amount, both.origin) == (851, "费用明细第4行加师资费第4、5行")
    assert (account_totals(municipal)["税费"].amount, account_totals(municipal)["税费"].source) == (850, "师资费")


def test_faculty_is_net_travel_lodging_and_meals() -> None:
    lecture = LectureFee(row=4, net=2000, tax=300, travel=1000.5, lodging=340, meals=130)
    assert account_totals(sample_class().changed(lectures=(lecture,)))["师资费"].amount == Decimal("3470.50")


def test_many_rows_are_counted_not_listed() -> None:
    assert account_totals(expenses(*[("伙食费", 1)] * 7))["伙食费"].origin == "费用明细第4、5、6、7、8行等7行"
    assert account_totals(expenses(*[("伙食费", 1)] * 6))["伙食费"].origin == "费用明细第4、5、6、7、8行等6行"
    assert account_totals(expenses(*[("伙食费", 1)] * 5))["伙食费"].origin == "费用明细第4、5、6、7、8行"


def test_other_costs_are_those_and_no_others() -> None:
    c = expenses(("其他费用", 1), ("伙食费", 2), ("其他费用", 3))
    assert [one.amount for one in other_costs(c)] == [1, 3]


def test_the_parameters_that_are_given_decide() -> None:
    """The office puts other costs elsewhere."""
    own = replace(P, other_cost_item="场地费")
    assert set(account_totals(expenses(("其他费用", 1)), own)) == {"场地费"}
    assert set(account_totals(expenses(("其他费用", 1)))) == {"资料费"}


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


def stating(c: ClassFile, **amounts: object) -> ClassFile:
    """The class with these amounts in 附件3."""
    return c.changed(accounts=c.accounts.changed(**amounts))


@pytest.mark.parametrize(
    ("spent", "taxed", "reported"),
    [(None, None, False), (None, 300, True), (1, None, True), (1, 300, True)],
    ids=["nobody speaks of it", "师资费", "费用明细", "both"],
)
def test_tax_is_compared_where_something_is_stated_of_it(spent: int | None, taxed: int | None, reported: bool) -> None:
    lecture = LectureFee(row=4, net=2000, tax=taxed, travel=0, lodging=0, meals=0)
    lines = () if spent is None else (Expense(row=4, item="税费", amount=spent),)
    c = stating(sample_class().changed(lectures=(lecture,), expenses=lines), faculty=2000, tax=99)
    assert set(disagreements(c, P)) == ({"税费"} if reported else set())


def test_an_item_too_large_by_what_has_no_item_is_left_out_but_the_fees_of_lecturers_are_not() -> None:
    lecture = LectureFee(row=4, net=2000, tax=None, travel=0, lodging=0, meals=0)
    lines = (Expense(row=4, item="伙食费", amount=100), Expense(row=5, item="杂费", amount=7))
    c = sample_class().changed(lectures=(lecture,), expenses=lines)
    assert set(disagreements(stating(c, meals=107, faculty=2000), P)) == set()
    assert set(disagreements(stating(c, meals=108, faculty=2000), P)) == {"伙食费"}
    assert set(disagreements(stating(c, meals=93, faculty=2000), P)) == {"伙食费"}
    assert set(disagreements(stating(c, meals=100, faculty=2007), P)) == {"师资费"}
    named = c.changed(expenses=lines[:1])
    assert set(disagreements(stating(named, meals=107, faculty=2000), P)) == {"伙食费"}


def test_what_trainees_paid_hides_no_fault_of_the_rows_behind_it() -> None:
    assert detail_faults(expenses(("学员收费", "七"), ("伙食费", "八")), P).keys() == {"伙食费"}


@pytest.mark.parametrize(
    ("lodging", "site", "transport", "elsewhere"),
    [
        (57, 53, 0, ("资料费", "住宿费")), (50, 53, 7, ("资料费", "交通费")), (57, 60, 0, ()), (57, 53, 7, ()), (50, 53, 0, ()),
    ],
    ids=["an item with rows", "an item without rows", "two with rows", "one with rows and one without", "none"],
)  # fmt: skip
def test_other_costs_in_another_item(lodging: int, site: int, transport: int, elsewhere: tuple[str, ...]) -> None:
    """资料费 is short of them, and one other item is too large by them."""
    c = stating(
        expenses(("资料费", 3), ("其他费用", 7), ("住宿费", 50), ("场地费", 53)),
        papers=3, lodging=lodging, site=site, transport=transport,
    )  # fmt: skip
    assert other_costs_elsewhere(c, P, disagreements(c, P)) == elsewhere


def test_other_costs_are_not_where_a_row_without_an_item_explains_the_amount() -> None:
    c = stating(expenses(("资料费", 3), ("其他费用", 7), ("住宿费", 50), ("杂费", 7)), papers=3, lodging=57, site=0, transport=0)
    assert other_costs_elsewhere(c, P, disagreements(c, P)) == ()


TEXT, NEGATIVE = "不是数字", "是负数"


@pytest.mark.parametrize(
    ("stated", "spent", "own"),
    [
        ({"lodging": "多"}, 50, {"住宿费": TEXT}), ({"lodging": "多"}, "多", {}), ({"lodging": -1}, "多", {"住宿费": NEGATIVE}),
        ({"meals": "多"}, "多", {"伙食费": TEXT}), ({"total": "多"}, 50, {"合计": TEXT}), ({"total": "多"}, "多", {}),
        ({"total": "多", "site": "多"}, 50, {"场地费": TEXT}),
        ({"total": -1, "site": "多"}, 50, {"合计": NEGATIVE, "场地费": TEXT}),
    ],
)  # fmt: skip
def test_a_fault_is_reported_where_it_comes_from(stated: dict[str, object], spent: object, own: dict[str, str]) -> None:
    """One that an item has from its details is theirs, one that 合计 has from an item is that item's."""
    assert own_faults(stating(expenses(("住宿费", spent)), **stated), P) == own


def test_what_is_at_fault_with_the_fees_of_lecturers() -> None:
    rows = (LectureFee(row=4, net="两千", tax=-1), LectureFee(row=5, net=2000, travel=-5, tax=0), LectureFee(row=6, meals=0.001))
    assert detail_faults(sample_class().changed(lectures=rows, expenses=()), P) == {
        "师资费": {TEXT, NEGATIVE, "超过2位小数"}, "税费": {NEGATIVE},
    }  # fmt: skip
    assert detail_faults(expenses(("住宿费", None), ("伙食费", 1)), P) == {"住宿费": {""}}


def test_an_item_at_fault_hides_no_other_that_disagrees() -> None:
    c = expenses(("住宿费", "多"), ("伙食费", 10), ("场地费", 20))
    assert set(disagreements(stating(c, lodging=9, meals=11, site=20), P)) == {"伙食费"}
    assert set(disagreements(stating(expenses(("住宿费", 1), ("伙食费", 10)), lodging="多", meals=11), P)) == {"伙食费"}


@pytest.mark.parametrize(
    ("faculty", "tax", "gross"),
    [
        (2300, 0, True),
        (2000, 300, False),
        (2301, 0, False),
        (2299, 0, False),
        (2100, 200, True),
        (2001, 300, False),
        (2000, 299, False),
    ],
)
def test_tax_that_was_booked_with_the_fee(faculty: int, tax: int, gross: bool) -> None:
    lecture = LectureFee(row=4, net=2000, tax=300, travel=0, lodging=0, meals=0)
    c = stating(sample_class().changed(lectures=(lecture,), expenses=()), faculty=faculty, tax=tax)
    assert booked_gross(c, disagreements(c, P)) == gross


@pytest.mark.parametrize(("cost", "papers", "place"), [(0, 4, "资料费"), (7, 10, "资料费"), (7, 3, "师资费")])
def test_other_costs_are_elsewhere_only_if_there_are_some_and_they_are_missing_where_they_belong(
    cost: int, papers: int, place: str
) -> None:
    own = replace(P, other_cost_item=place)
    c = stating(expenses(("资料费", 3), ("其他费用", cost), ("住宿费", 50)), papers=papers, lodging=57, faculty=0)
    assert other_costs_elsewhere(c, own, disagreements(c, own)) == ()


def test_other_costs_are_not_looked_for_where_a_row_beside_them_cannot_be_read() -> None:
    """资料费 seems short of just these costs, but nobody knows what it should be."""
    c = stating(expenses(("资料费", "多"), ("其他费用", 7), ("住宿费", 50)), papers=0, lodging=57)
    assert other_costs_elsewhere(c, P, disagreements(c, P)) == ()


def test_no_total_is_not_a_wrong_one(municipal: ClassFile) -> None:
    for total in (None, "", " "):
        assert not total_is_wrong(stating(municipal, total=total), P)
    assert not total_is_wrong(stating(municipal, total=1, lodging="多"), P)
    assert total_is_wrong(stating(municipal, total=1), P)
