"""Lecture fees against their caps, the tax on each payment, and what ``total --tax`` fills in."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.commands.workbook.total import lecture_words
from macros.money.total import total
from tests.closed_cells import open_book
from tests.command_line import CommandLine
from tests.sample import P, sample_class
from udfs.money.lecture_fee import tax_withheld
from udfs.money.lecture_payments import limit_of, payments, proposed_taxes, shared_taxes
from udfs.records.class_file import ClassFile
from workbooks.book.reading import read_file
from workbooks.templates.entering import entered

TODAY = date(2025, 8, 12)


def with_lectures(*changes: dict[str, object]) -> ClassFile:
    """A class with one lecture for each of these, on the class's first day unless they say otherwise."""
    c = sample_class()
    base = c.lectures[0].changed(tax=None)
    return c.changed(lectures=tuple(base.changed(row=base.row + at, number=at + 1, **one) for at, one in enumerate(changes)))


@pytest.mark.parametrize(("hours", "limit"), [(None, None), (0, None), (-2, None), (Decimal("0.5"), 250), (1, 500), (4, 2000)])
def test_the_cap_of_so_many_hours(hours: object, limit: int | None) -> None:
    """500 yuan an hour below 正高; without hours there is no cap."""
    assert limit_of(with_lectures({"hours": hours}).lectures[0], P) == limit


def test_a_lecture_for_nothing_is_a_payment_of_nothing() -> None:
    (one,) = payments(with_lectures({"net": 0, "tax": 50}), P)
    assert (one.net, one.tax, one.tax_due) == (0, 50, 0)


@pytest.mark.parametrize(("net", "over", "left"), [(1999, (), 1), (2000, (), 0), (2001, (4,), -1)])
def test_a_fee_around_its_cap(net: int, over: tuple[int, ...], left: int) -> None:
    (one,) = payments(with_lectures({"net": net}), P)
    assert (one.over, one.left, one.limit) == (over, Decimal(left), Decimal(2000))
    assert lecture_words(one) == {1999: "还可列支 1.00 元", 2000: "", 2001: "第4行超过上限"}[net]


def test_fees_of_one_month_are_one_payment() -> None:
    c = with_lectures({"net": 500}, {"net": 500}, {"net": 500, "name": "示例丙"}, {"net": 500, "day": date(2025, 8, 1)})
    found = payments(c, P)
    assert [one.rows for one in found] == [(4, 5), (6,), (7,)]
    assert [one.tax_due for one in found] == [tax_withheld(Decimal(1000), P), Decimal(0), Decimal(0)]


def test_without_a_day_or_a_name_rows_stay_apart() -> None:
    assert len(payments(with_lectures({"day": None}, {"day": None}, {"name": None}, {"name": " "}), P)) == 4


def test_without_hours_there_is_no_cap_and_without_a_fee_nothing() -> None:
    (one,) = payments(with_lectures({"hours": None}, {"net": None}, {"net": "待定"}, {"net": -1}), P)
    assert (one.limit, one.over) == (None, ())
    assert "学时未填" in lecture_words(one)


def test_a_row_without_a_fee_hides_none_of_those_behind_it() -> None:
    c = with_lectures({"net": None}, {"net": -0.5}, {"net": -1}, {"net": 0}, {"net": 100})
    assert [one.rows for one in payments(c, P)] == [(7, 8)]


def test_a_fee_of_nothing_is_over_no_cap_and_bears_no_tax() -> None:
    """However small the cap: 0.001 hours allow half a yuan."""
    (one,) = payments(with_lectures({"net": 0, "hours": Decimal("0.001")}), P)
    assert (one.limit, one.over) == (Decimal("0.50"), ())
    assert shared_taxes(with_lectures({"net": 0}, {"net": 2000}), P) == {4: 0, 5: 300}
    assert shared_taxes(with_lectures({"net": 2000}, {"net": 0}), P) == {4: 300, 5: 0}
    assert shared_taxes(with_lectures({"net": 0}, {"net": 0}), P) == {4: 0, 5: 0}


def test_a_row_over_its_cap_is_not_made_good_by_another() -> None:
    (one,) = payments(with_lectures({"net": 2500}, {"net": 100}), P)
    assert (one.over, one.left) == ((4,), Decimal(1400))


@given(st.lists(st.integers(1, 500_000), min_size=1, max_size=6))
def test_proposed_taxes_add_up_to_the_tax_of_the_payment(nets: list[int]) -> None:
    c = with_lectures(*({"net": Decimal(net) / 100} for net in nets))
    (one,) = payments(c, P)
    taxes = proposed_taxes(c, P)
    assert sum(taxes.values()) == one.tax_due
    assert all(tax == round(tax, 2) for tax in taxes.values())


def test_what_is_filled_in_is_never_changed() -> None:
    c = with_lectures({"net": 2000, "tax": 250}, {"net": 3000}, {"net": 3000, "name": "示例丙"})
    assert proposed_taxes(c, P) == {6: Decimal("550.00")}


def test_total_with_tax(tmp_path: Path) -> None:
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(with_lectures({"net": 2000}, {"net": 3000, "name": "示例丙", "rank": "正高"})))
    before = path.read_bytes()
    opened = open_book(path)
    assert total(opened, TODAY).taxes == {}
    opened = open_book(path)
    result = total(opened, TODAY, with_tax=True)
    opened.save()
    assert result.taxes == {4: Decimal("300.00"), 5: Decimal("550.00")}
    c = read_file(path, TODAY)
    assert [lecture.tax for lecture in c.lectures] == [300, 550]
    assert c.accounts.amount("税费") == 850
    assert next(line for line in result.lines if line.label == "税费").after == 850
    from workbooks.closed import journal

    journal.undo(path)
    assert path.read_bytes() == before


def test_the_command_tells_what_is_left(tmp_path: Path) -> None:
    run = CommandLine(tmp_path)
    run.book(with_lectures({"net": 2000}))
    reported = json.loads(run("total", "班.xlsx", "--json").out)
    assert reported["lectures"][0]["tax_due"] == "300.00"
    assert Decimal(reported["quota_left"]) == Decimal(reported["quota"]) - sum(
        Decimal(str(line["after"]))
        for line in reported["lines"]
        if line["label"] in ("住宿费", "伙食费", "场地费", "资料费", "交通费")
    )
    shown = run("total", "班.xlsx", "--tax").out
    assert "已在师资费填入推算的税费 1 处" in shown
    assert "还可列支" in shown
