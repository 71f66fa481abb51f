"""Document numbers: the samples of the standards, each part that can be wrong, and properties of all numbers."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from udfs.notice.provinces import holders, province_names
from udfs.people.identity import (
    FOREIGNER_CARD,
    KINDS,
    MAINLAND_PERMIT,
    PASSPORT,
    RESIDENCE_PERMIT,
    RESIDENT_CARD,
    TAIWAN_PERMIT,
    Births,
    age,
    birth_date,
    births,
    check_character,
    document_fault,
    document_kind,
    normal_document,
    sex,
)
from udfs.sample import made_up_document

TODAY = date(2025, 7, 14)


def complete(body: str) -> str:
    return body + check_character(body)


documents = st.builds(made_up_document, st.integers(0, 10**6).map(random.Random), st.sampled_from(("11", "12", "13", "62")))


@pytest.mark.parametrize(
    ("number", "kind", "born", "who"),
    [
        ("11010519491231002X", RESIDENT_CARD, date(1949, 12, 31), "女"),
        ("440524188001010014", RESIDENT_CARD, date(1880, 1, 1), "男"),
        ("932682198501010017", FOREIGNER_CARD, date(1985, 1, 1), "男"),
        ("911124198108030024", FOREIGNER_CARD, date(1981, 8, 3), "女"),
        ("931586198001010028", FOREIGNER_CARD, date(1980, 1, 1), "女"),
        (complete("81000019900101001"), RESIDENCE_PERMIT, date(1990, 1, 1), "男"),
        (complete("82000019900101002"), RESIDENCE_PERMIT, date(1990, 1, 1), "女"),
        (complete("83000019900101003"), RESIDENCE_PERMIT, date(1990, 1, 1), "男"),
        ("XXX110080011210", FOREIGNER_CARD, None, None),
        ("H12345678", MAINLAND_PERMIT, None, None),
        ("M1234567890", MAINLAND_PERMIT, None, None),
        ("01234567", TAIWAN_PERMIT, None, None),
        ("E12345678", PASSPORT, None, None),
        ("12AB34567", PASSPORT, None, None),
    ],
)
def test_right_numbers(number: str, kind: str, born: date | None, who: str | None) -> None:
    assert document_kind(number) == kind
    assert document_fault(number, "", TODAY) is None
    assert document_fault(number, kind, TODAY) is None
    assert birth_date(number) == born
    assert sex(number) == who


@pytest.mark.parametrize(
    ("number", "kind", "part", "words"),
    [
        ("110105194912310021", "", "校验码", "校验码应为X"),
        ("11010519491231002", "", "长度", "17位"),
        ("11010519491231002XX", RESIDENT_CARD, "长度", "19位"),
        ("110105491231002", "", "长度", "15位"),
        ("110105491231002", RESIDENT_CARD, "长度", "停用"),
        ("1101051949123100OX", "", "字符", "第17位"),
        ("11010519491231X02X", "", "字符", "第15位"),
        ("11010519491231002Y", "", "字符", "末位"),
        (complete("99010519491231002"), RESIDENT_CARD, "省份", "外国人永久居留身份证"),
        (complete("77010519491231002"), "", "省份", "前两位"),
        (complete("91010519491231002"), RESIDENT_CARD, "省份", "以9开头"),
        (complete("12010519491231002"), RESIDENCE_PERMIT, "省份", "81、82或83"),
        (complete("99268219850101001"), FOREIGNER_CARD, "省份", "第2至3位"),
        (complete("12010519491231002"), FOREIGNER_CARD, "省份", "9开头"),
        (complete("11010519490229002"), "", "出生日期", "第7至14位"),
        (complete("11010519491331002"), "", "出生日期", "第7至14位"),
        (complete("11010500000101002"), "", "出生日期", "第7至14位"),
        (complete("11010520250715002"), "", "未来日期", "晚于今天"),
        ("１１０１０５１９４９１２３１００２Ｘ", "", "字符", "规范化"),
        ("110105 19491231 002X", "", "字符", "规范化"),
        (" 11010519491231002X", "", "字符", "规范化"),
        ("110105194912310021 ", "", "校验码", "规范化"),
        ("110105XX0112310021123", FOREIGNER_CARD, "长度", "21位"),
        ("XX0110080011210", FOREIGNER_CARD, "字符", "3个字母"),
        ("H1234567", MAINLAND_PERMIT, "格式", "H或M"),
        ("1234567", TAIWAN_PERMIT, "格式", "8位数字"),
        ("E123", PASSPORT, "格式", "5至12位"),
        ("E1234567890123", PASSPORT, "格式", "5至12位"),
        ("19900101", "", "长度", "8位"),
        ("123456789", "", "长度", "请选证件类型"),
        ("110119900X", "", "长度", "10位"),
        ("待补", "", "长度", "18位"),
        (110105194912310020, "", "存放方式", "文本"),
        (110105194912310020.0, "", "存放方式", "文本"),
    ],
)
def test_wrong_numbers(number: str | int | float, kind: str, part: str, words: str) -> None:
    fault = document_fault(number, kind, TODAY)
    assert fault is not None
    assert fault.part == part
    assert words in fault.message
    assert fault.message.startswith(part)


def test_born_today_is_not_in_the_future() -> None:
    assert document_fault(complete("11010520250714002"), "", TODAY) is None
    assert document_fault(complete("11010520250715002"), "", None) is None


@pytest.mark.parametrize("nothing", [None, "", "  ", "\u3000"])
def test_nothing_is_not_wrong(nothing: str | None) -> None:
    assert document_fault(nothing) is None
    assert birth_date(nothing) is None
    assert sex(nothing) is None


def test_x_in_lower_case_is_right() -> None:
    assert document_fault("11010519491231002x") is None
    assert normal_document("11010519491231002x") == "11010519491231002X"


def test_a_kind_nobody_knows_goes_by_the_look() -> None:
    assert document_kind("11010519491231002X", "军官证") == RESIDENT_CARD
    assert document_kind("H12345678", "身份证") == RESIDENT_CARD


def test_provinces() -> None:
    assert holders()["12"] == "居民"
    assert {code for code, who in holders().items() if who == "港澳台居民"} == {"81", "82", "83"}
    assert holders()["91"] == "外国人"
    assert province_names()["12"] == "天津"
    assert len(holders()) == 31 + 1 + 3 + 1


def test_age_changes_on_the_birthday() -> None:
    assert age(date(2007, 7, 14), date(2025, 7, 14)) == 18
    assert age(date(2007, 7, 15), date(2025, 7, 14)) == 17
    assert age(date(2004, 2, 29), date(2025, 2, 28)) == 20


@given(documents, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_every_single_change_is_caught(number: str, place: int, char: str) -> None:
    changed = number[:place] + char + number[place + 1 :]
    assert (document_fault(changed) is None) == (changed == number)


@given(documents, st.integers(0, 16))
def test_every_swap_of_neighbours_is_caught(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert (document_fault(swapped) is None) == (swapped == number)


@given(documents, st.integers(0, 17))
def test_a_lost_digit_is_caught(number: str, place: int) -> None:
    fault = document_fault(number[:place] + number[place + 1 :])
    assert fault is not None
    assert fault.part == "长度"


@given(st.text())
def test_normal_document_is_idempotent(typed: str) -> None:
    once = normal_document(typed)
    assert normal_document(once) == once


@given(documents)
def test_width_and_spaces_do_not_make_another_person(number: str) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) for char in number)
    assert normal_document(f" {wide[:6]} {wide[6:14]}-{wide[14:]}\u3000") == number


@given(
    st.text("0123456789Xx -ABab", max_size=30) | documents.map(lambda number: number[:-1] + "?"), st.sampled_from(("", *KINDS))
)
def test_a_fault_never_holds_the_number(typed: str, kind: str) -> None:
    fault = document_fault(typed, kind, TODAY)
    number = normal_document(typed)
    if fault is not None and len(number) > 4:
        assert number not in fault.message
        assert number not in fault.expected


@pytest.mark.parametrize(
    ("today", "years", "earliest"),
    [
        (date(2024, 2, 29), 120, date(1904, 2, 28)), (date(2024, 2, 28), 120, date(1904, 2, 28)),
        (date(2025, 2, 5), 1, date(2024, 2, 5)), (date(2025, 3, 29), 1, date(2024, 3, 29)),
        (date(2025, 8, 12), 0, date(2025, 8, 12)),
    ],
)  # fmt: skip
def test_nobody_is_older_than_so_many_years(today: date, years: int, earliest: date) -> None:
    assert births(today, None, years) == (today, None, earliest)


@pytest.mark.parametrize(
    ("born", "part"),
    [
        (Births(earliest=date(1990, 1, 1)), None), (Births(earliest=date(1990, 1, 2)), "出生日期"),
        (Births(earliest=date(1989, 12, 31)), None), (Births(), None),
        (Births(start=date(1990, 1, 1)), None), (Births(start=date(1989, 12, 31)), "未来日期"),
        (Births(start=date(1990, 1, 2)), None),
        (Births(today=date(1990, 1, 1)), None), (Births(today=date(1989, 12, 31)), "未来日期"),
    ],
)  # fmt: skip
def test_when_a_holder_may_have_been_born(born: Births, part: str | None) -> None:
    """Not before the earliest day, and on the first day of the class at the latest."""
    body = "12019919900101123"
    fault = document_fault(body + check_character(body), born=born)
    assert (fault.part if fault else None) == part


def test_a_check_character_closes_seventeen_digits() -> None:
    for body in ("1201991990010112", "120199199001011234"):
        with pytest.raises(ValueError, match="zip"):
            check_character(body)
