"""Amounts to the cent, what is no amount, and capital characters read back."""

from __future__ import annotations

from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from udfs.money.amounts import DIGITS, amount_fault, capitals_of, cents, decimals, in_capitals, total, yuan
from udfs.values.cells import Value

CENTS = st.integers(0, 10**18 - 1).map(lambda count: Decimal(count) / 100)

# The examples of the regulation (支付结算办法 附一), then the corners.
WRITTEN = {
    "1409.50": "壹仟肆佰零玖元伍角",
    "6007.14": "陆仟零柒元壹角肆分",
    "16409.02": "壹万陆仟肆佰零玖元零贰分",
    "325.04": "叁佰贰拾伍元零肆分",
    "1680.32": "壹仟陆佰捌拾元叁角贰分",
    "107000.53": "壹拾万柒仟元伍角叁分",
    "0": "零元整",
    "0.01": "壹分",
    "0.10": "壹角",
    "0.11": "壹角壹分",
    "1": "壹元整",
    "10": "壹拾元整",
    "105000.00": "壹拾万伍仟元整",
    "100000.01": "壹拾万元零壹分",
    "10010": "壹万零壹拾元整",
    "1010": "壹仟零壹拾元整",
    "1100": "壹仟壹佰元整",
    "11000": "壹万壹仟元整",
    "10999": "壹万零玖佰玖拾玖元整",
    "1000001": "壹佰万零壹元整",
    "100010000": "壹亿零壹万元整",
    "1000000000000": "壹万亿元整",
    "1000000000001.01": "壹万亿零壹元零壹分",
    "1234500000000": "壹万贰仟叁佰肆拾伍亿元整",
    "1000100000000": "壹万零壹亿元整",
    "9999999999999999.99": "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
}


@pytest.mark.parametrize(("amount", "written"), WRITTEN.items())
def test_capitals(amount: str, written: str) -> None:
    assert in_capitals(Decimal(amount)) == written


@pytest.mark.parametrize(
    ("amount", "reason"),
    [("-0.01", "负数"), ("10000000000000000", "过大"), ("1.005", "两位小数"), ("NaN", "不是数字"), ("Infinity", "不是数字")],
)
def test_what_has_no_capitals_is_refused(amount: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        in_capitals(Decimal(amount))


UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def read_back(written: str) -> Decimal:
    """The amount that capitals name, by the plain meaning of each character."""
    whole, _, rest = written.partition("元") if "元" in written else ("", "", written)
    amount = Decimal(read_whole(whole))
    for unit, worth in (("角", "0.1"), ("分", "0.01")):
        if unit in rest:
            amount += DIGITS.index(rest[rest.index(unit) - 1]) * Decimal(worth)
    return amount


def read_whole(written: str) -> int:
    for unit, worth in (("亿", 10**8), ("万", 10**4)):
        if unit in written:
            before, _, after = written.rpartition(unit)
            return read_whole(before) * worth + read_whole(after)
    number = digit = 0
    for char in written:
        if char in UNITS:
            number, digit = number + digit * UNITS[char], 0
        else:
            digit = DIGITS.index(char)
    return number + digit


@given(CENTS)
def test_capitals_read_back_as_the_amount(amount: Decimal) -> None:
    written = in_capitals(amount)
    assert read_back(written) == amount
    assert "零零" not in written
    assert written.endswith("整") == (amount == int(amount))


@given(st.integers(0, 10**16 - 1))
def test_whole_yuan_are_read_back_by_another_library(amount: int) -> None:
    assert cn2an.cn2an(in_capitals(Decimal(amount)).removesuffix("元整"), "smart") == amount


@given(CENTS)
def test_no_two_amounts_are_written_alike(amount: Decimal) -> None:
    assert in_capitals(amount) != in_capitals(abs(amount - Decimal("0.01")))


@given(st.lists(st.integers(0, 10**11)))
def test_sums_are_exact_however_a_spreadsheet_holds_the_amounts(counts: list[int]) -> None:
    assert total(count / 100 for count in counts) == Decimal(sum(counts)) / 100


def test_total_leaves_text_and_nothing_aside() -> None:
    assert total([1, None, "2元", True, 0.5]) == Decimal("1.5")


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [("0.004", "0.00"), ("0.005", "0.01"), ("0.006", "0.01"), ("-0.005", "-0.01"), ("1E+300", "1E+300"), ("1E+616", "1E+616")],
)
def test_cents_round_half_up(amount: str, rounded: str) -> None:
    assert cents(Decimal(amount)) == Decimal(rounded)


@pytest.mark.parametrize(("amount", "shown"), [("0", "0.00"), ("1234567.891", "1,234,567.89"), ("1E+300", "1.000E+300")])
def test_yuan(amount: str, shown: str) -> None:
    assert yuan(Decimal(amount)) == shown


@pytest.mark.parametrize(("amount", "count"), [("1", 0), ("1.10", 1), ("1.01", 2), ("1.001", 3), ("100", 0), ("0", 0)])
def test_decimals(amount: str, count: int) -> None:
    assert decimals(Decimal(amount)) == count


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (None, None), ("  ", None), (0, None), (-0.0, None), (0.01, None), (0.1 + 0.2, None), (1e300, None), ("100", "不是数字"),
        (True, "不是数字"), (-0.01, "是负数"), (0.001, "超过2位小数"), (0.011, "超过2位小数"), (float("inf"), "不是数字"),
    ],
)  # fmt: skip
def test_amount_fault(value: Value, fault: str | None) -> None:
    assert amount_fault(value, 2) == fault


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("999999999999999.99", "999,999,999,999,999.99"), ("1000000000000000", "1.000E+15"),
        ("-999999999999999.99", "-999,999,999,999,999.99"), ("300000000000000", "300,000,000,000,000.00"),
    ],
)  # fmt: skip
def test_amounts_are_written_out_as_long_as_anybody_reads_them(amount: str, shown: str) -> None:
    assert yuan(Decimal(amount)) == shown


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("999999999999.99", True), ("1000000000000", False), ("300000000000", True), ("1.23", True), ("1.234", False),
        ("-1", False),
        ("0", True),
    ],
)  # fmt: skip
def test_only_an_amount_a_form_can_hold_is_put_into_capitals(amount: str, written: bool) -> None:
    assert bool(capitals_of(Decimal(amount))) == written


def test_what_is_no_number_has_no_decimals() -> None:
    assert decimals(Decimal("NaN")) == 0
    assert decimals(Decimal("0.10")) in (1, 2)
