"""Caps of lecture fees and the tax withheld, at every boundary, now and before 2017."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sample import P
from udfs.money.lecture_fee import fee_units, gross_fee, lecture_limit, lecture_rank, tax_withheld
from udfs.notice.parameters import Bracket, parameters_for
from udfs.values.cells import Value

NOW, BEFORE = P, parameters_for(2016, date(2016, 12, 31))


@pytest.mark.parametrize(
    ("rank", "hours", "yuan"),
    [
        ("副高", 4, 2000),
        ("正高", 4, 4000),
        ("院士/全国知名专家", 4, 6000),
        ("其他", 4, 2000),
        ("副高", 0, 0),
        ("副高", "1.5", 750),
    ],
)
def test_limit(rank: str, hours: int | str, yuan: int) -> None:
    assert lecture_limit(rank, Decimal(hours), NOW) == yuan


@pytest.mark.parametrize(("hours", "yuan"), [(1, 1000), (4, 1000), (5, 2000), (8, 2000)])
def test_before_2017_half_days_were_paid(hours: int, yuan: int) -> None:
    assert lecture_limit("副高", Decimal(hours), BEFORE) == yuan


def test_units() -> None:
    assert fee_units(Decimal("4.5"), 1) == Decimal("4.5")
    assert fee_units(Decimal("4.5"), 4) == 2


@pytest.mark.parametrize(
    ("stated", "rank"),
    [("副高", "副高"), (" 正 高", "正高"), ("院士／全国知名专家", "院士/全国知名专家"), (None, "其他"), ("讲师", "其他")],
)
def test_rank(stated: Value, rank: str) -> None:
    assert lecture_rank(stated, NOW) == rank


@pytest.mark.parametrize(
    ("net", "tax"),
    [
        ("0", "0.00"), ("799.99", "0.00"), ("800", "0.00"), ("800.01", "0.00"), ("804", "1.00"), ("2000", "300.00"),
        ("3000", "550.00"), ("3360", "640.00"), ("3360.01", "640.00"), ("6000", "1142.86"), ("21000", "4000.00"),
        ("21000.01", "4000.00"), ("25000", "5263.16"), ("49500", "13000.00"), ("49500.01", "13000.00"), ("60000", "17941.18"),
        ("100000", "36764.71"),
    ],
)  # fmt: skip
def test_tax(net: str, tax: str) -> None:
    """Each bracket meets the next: at its end both give the same tax, but for the cent of its first fee."""
    assert abs(tax_withheld(Decimal(net), NOW) - Decimal(tax)) <= Decimal("0.01")
    if "." not in net:
        assert tax_withheld(Decimal(net), NOW) == Decimal(tax)


def taxed(gross: Fraction) -> Fraction:
    """The tax on a gross fee as the tax law states it (公告2018年第61号): the way back, by other words."""
    base = gross - 800 if gross <= 4000 else gross * Fraction(80, 100)
    if base <= 0:
        return Fraction(0)
    for limit, rate, quick in ((20000, 20, 0), (50000, 30, 2000), (None, 40, 7000)):
        if limit is None or base <= limit:
            return base * Fraction(rate, 100) - quick
    raise AssertionError


@given(st.integers(0, 50_000_000).map(lambda count: Decimal(count) / 100))
def test_gross_less_its_tax_is_the_net_fee(net: Decimal) -> None:
    gross = gross_fee(net, NOW)
    assert gross - taxed(gross) == Fraction(net)


@given(st.integers(0, 50_000_000))
def test_a_higher_fee_is_never_taxed_less(count: int) -> None:
    assert tax_withheld(Decimal(count) / 100, NOW) <= tax_withheld(Decimal(count + 1) / 100, NOW)


def test_a_negative_fee_is_refused() -> None:
    with pytest.raises(ValueError, match="负数"):
        tax_withheld(Decimal("-0.01"), NOW)


@pytest.mark.parametrize(("net", "gross"), [("99.99", 99.99), ("100", 100), ("100.01", 200.02)])
def test_the_last_yuan_of_a_bracket_belongs_to_it(net: str, gross: float) -> None:
    """Those of the law meet at their ends; these do not."""
    steps = (
        Bracket(up_to=Decimal(100), subtract=Decimal(0), divisor=Decimal(1)),
        Bracket(up_to=None, subtract=Decimal(0), divisor=Decimal("0.5")),
    )
    assert gross_fee(Decimal(net), replace(P, tax_brackets=steps)) == Fraction(str(gross))
