"""Phones: mobiles, landlines, and what is stated of the rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from udfs.people.phones import normal_phone, phone_fault

mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@pytest.mark.parametrize(
    "phone",
    [
        "13000000000", "19999999999", "022-83218426", "02283218426", "(022)83218426", "010-82345678", "0316-2345678",
        "0316-23456789", "03162345678", "022-83218426-801", "022-83218426转801", "(0451)82345678", "022-8321842",
    ],
)  # fmt: skip
def test_right(phone: str) -> None:
    assert phone_fault(phone) is None


@pytest.mark.parametrize(
    ("phone", "part"),
    [
        ("1300000000", "长度"), ("130000000000", "长度"), ("12000000000", "号段"), ("11000000000", "号段"),
        ("83218426", "区号"),
        ("022-0321842", "格式"), ("0122-83218426", "格式"), ("022-832184", "格式"), ("022-832184261", "格式"),
        ("(022-83218426", "字符"), ("138 0000 0000", "字符"), ("138-0000-0000", "字符"), ("+8613800000000", "字符"),
        ("１３８００００００００", "字符"), ("13800000000、13900000000", "字符"), ("无", "字符"), ("O2283218426", "字符"),
        ("—", "字符"),
        (13800000000, "存放方式"), (13800000000.0, "存放方式"), (" 13800000000", "字符"),
    ],
)  # fmt: skip
def test_wrong(phone: str | int | float, part: str) -> None:
    fault = phone_fault(phone)
    assert fault is not None
    assert fault.part == part


@pytest.mark.parametrize("nothing", [None, "", " "])
def test_nothing_is_not_wrong(nothing: str | None) -> None:
    assert phone_fault(nothing) is None
    assert normal_phone(nothing) == ""


@pytest.mark.parametrize(
    "phone", ["13800000000", "138 0000 0000", "138-0000-0000", "+86 138 0000 0000", "0086-13800000000", "8613800000000",
              13800000000, 13800000000.0, "１３８００００００００"],
)  # fmt: skip
def test_one_phone_written_in_many_ways(phone: str | int | float) -> None:
    assert normal_phone(phone) == "13800000000"


def test_landlines_written_in_many_ways() -> None:
    assert {normal_phone(phone) for phone in ("022-83218426", "(022)83218426", "02283218426", "（022）83218426")} == {
        "02283218426"
    }


@given(mobiles)
def test_every_mobile_is_right_and_no_shorter_one(phone: str) -> None:
    assert phone_fault(phone) is None
    assert phone_fault(phone[:-1]) is not None
    assert phone_fault(phone + "0") is not None


@given(st.text("0123456789-() +转", max_size=40) | mobiles.map(lambda phone: phone + "0"))
def test_a_fault_never_holds_the_phone(phone: str) -> None:
    fault = phone_fault(phone)
    if fault is not None and len(phone.strip()) > 4:
        assert phone.strip() not in fault.message


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("13000861234", "13000861234"), ("13010086234", "13010086234"), ("022-20086123", "02220086123"),
        ("+8613000861234", "13000861234"), ("0086-13000861234", "13000861234"), ("8613000861234", "13000861234"),
        ("手机：+86 13000861234", "13000861234"),
    ],
)  # fmt: skip
def test_the_country_code_stands_in_front_and_nowhere_else(written: str, digits: str) -> None:
    assert normal_phone(written) == digits
