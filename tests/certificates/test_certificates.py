"""Certificate numbers: patterns that can and cannot be used, numbers made and read, and what is wrong with a number."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from udfs.certificates.numbers import (
    LONGEST,
    UNKNOWN,
    ClassFacts,
    PatternError,
    certificate_fault,
    common_shape,
    far_from_rest,
    parse_pattern,
    pattern_fault,
    split_tail,
)

FACTS = ClassFacts(year=2025, level="市级", plan=9, month=7)


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("津高研{年}{计划:02}{流水:04}", "津高研2025090012"),
        ("津高研〔{年}〕第{流水}号", "津高研〔2025〕第12号"),
        ("{年:02}-{级别}-{计划}-{流水:03}", "25-市级-9-012"),
        ("{年}{月:02}{流水:04}", "2025070012"),
        ("{{{年}}}{流水:02}", "{2025}12"),
        ("A｛年｝｛流水：04｝", "A20250012"),
        (" GY{流水:06} ", "GY000012"),
    ],
)
def test_numbers_are_made_and_read(pattern: str, number: str) -> None:
    parsed = parse_pattern(pattern)
    assert parsed.format(FACTS, 12) == number
    assert parsed.serial(number, FACTS) == 12
    assert parsed.fault(number, FACTS) is None
    assert certificate_fault(number, pattern) is None


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("津高研{年}", "{流水}"), ("{流水}{流水:04}", "{流水}"), ("{年}{年}{流水}", "一次"), ("{届}{流水}", "届"),
        ("{流水:4}", "位数"),
        ("{流水:00}", "位数"), ("{流水:}", "位数"), ("{级别:02}{流水}", "位数"), ("{年:03}{流水}", "年的位数"),
        ("{流水", "花括号"),
        ("流水}", "花括号"), ("津 高{流水}", "空格"), ("津\u200b高{流水}", "不可见"), ("{计划}{流水:04}", "写明位数"),
        ("{流水}2025", "写明位数"), ("{流水}" + "长" * 60, "超过"), ("{}{流水}", "不认识"),
    ],
)  # fmt: skip
def test_patterns_that_cannot_be_used(pattern: str, words: str) -> None:
    with pytest.raises(PatternError) as raised:
        parse_pattern(pattern)
    assert words in str(raised.value)
    fault = pattern_fault(pattern)
    assert fault is not None
    assert words in fault.message
    assert certificate_fault("津高研2025090012", pattern) == fault


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_no_pattern_is_not_wrong(nothing: str | None) -> None:
    assert pattern_fault(nothing) is None
    assert certificate_fault("津高研2025090012", nothing) is None
    assert certificate_fault(nothing, "津高研{流水}") is None
    with pytest.raises(PatternError):
        parse_pattern(nothing or "")


@pytest.mark.parametrize(
    ("number", "part", "words"),
    [
        ("津高研2024090012", "年", "年应为2025"), ("津高研2025080012", "计划", "计划应为09"),
        ("津高研202509012", "格式", "不符"),
        ("京高研2025090012", "格式", "不符"), ("津高研20250900123", "格式", "不符"), ("津高研2025090012 号", "格式", "不符"),
        ("津高研２０２５０９００１２", "格式", "不符"), ("津高研2025090000", "格式", "不符"), (20250900012, "格式", "不符"),
    ],
)  # fmt: skip
def test_wrong_numbers(number: str | int, part: str, words: str) -> None:
    fault = parse_pattern("津高研{年}{计划:02}{流水:04}").fault(number, FACTS)
    assert fault is not None
    assert fault.part == part
    assert words in fault.message
    assert fault.expected == "形如津高研2025090001"


def test_serials_end_where_the_width_ends() -> None:
    pattern = parse_pattern("A{流水:02}")
    assert pattern.last_serial == 99
    assert pattern.format(UNKNOWN, 99) == "A99"
    for serial in (100, 0, -1):
        with pytest.raises(PatternError, match="流水号"):
            pattern.format(UNKNOWN, serial)
    assert parse_pattern("A{流水}").last_serial is None


def test_a_fact_that_is_missing_is_named() -> None:
    pattern = parse_pattern("{年}{计划:02}{流水:04}")
    assert pattern.missing(ClassFacts(year=2025)) == ("计划",)
    with pytest.raises(PatternError, match="缺少计划"):
        pattern.format(ClassFacts(year=2025), 1)
    assert pattern.serial("2025310007", ClassFacts(year=2025)) == 7


names = st.sampled_from(("{年}", "{年:02}", "{级别}", "{计划:02}", "{月:02}"))
texts = st.text(st.sampled_from("津高研-〔〕第号AB"), max_size=6)


@given(st.lists(st.tuples(texts, names), max_size=3, unique_by=lambda pair: pair[1][1]), texts, st.integers(1, 9), st.data())
def test_round_trip(parts: list[tuple[str, str]], end: str, width: int, data: st.DataObject) -> None:
    pattern = "".join(text + name for text, name in parts) + f"{{流水:0{width}}}{end}"
    parsed = parse_pattern(pattern)
    assert str(parse_pattern(str(parsed))) == str(parsed)
    serial = data.draw(st.integers(1, 10**width - 1))
    number = parsed.format(FACTS, serial)
    assert parsed.serial(number, FACTS) == serial
    assert parsed.serial(number) == serial
    assert parsed.fault(number, FACTS) is None
    other = data.draw(st.integers(1, 10**width - 1))
    assume(other != serial)
    assert parsed.format(FACTS, other) != number


@given(
    st.text(max_size=80) | st.lists(st.sampled_from(("{", "}", "{{", "}}", "{年}", "{流水}", "{流水:03}", "A", "1"))).map("".join)
)
def test_a_pattern_is_read_or_refused(pattern: str) -> None:
    if pattern_fault(pattern) is None and pattern.strip():
        parsed = parse_pattern(pattern)
        assert parsed.serial(parsed.format(FACTS, 1), FACTS) == 1
    else:
        with pytest.raises(PatternError):
            parse_pattern(pattern)


def test_shapes() -> None:
    assert common_shape(["A01", "A02", "B001"]) is not None
    assert common_shape(["A01", "B02"]) is None
    assert common_shape([]) is None
    assert split_tail("津高研2025090012") == ("津高研", 2025090012)
    assert split_tail("无") == ("无", None)
    assert far_from_rest({1: 2025090001, 2: 2025090002, 3: 2024090003}) == {3}
    assert far_from_rest({at: 2025090095 + at for at in range(12)}) == frozenset()
    assert far_from_rest({}) == frozenset()


def test_a_number_of_the_greatest_length_is_still_read() -> None:
    assert split_tail("9" * LONGEST) == ("", int("9" * LONGEST))
    assert split_tail("9" * (LONGEST + 1)) == ("", None)


def test_the_few_lie_far_from_the_many() -> None:
    assert far_from_rest({1: 1, 2: 2, 3: 100, 4: 101, 5: 102}) == {1, 2}


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("A{年}{流水}", "A{年}{流水}"), ("A{年:04}{流水:04}", "A{年}{流水:04}"), ("{年:02}A{流水:03}", "{年:02}A{流水:03}"),
        ("{计划}A{流水:05}", "{计划}A{流水:05}"), ("{计划:04}{流水:02}", "{计划:04}{流水:02}"),
        ("{{{级别}}}{流水}", "{{{级别}}}{流水}"),
    ],
)  # fmt: skip
def test_a_pattern_is_shown_as_it_is_typed(typed: str, shown: str) -> None:
    assert str(parse_pattern(typed)) == shown


def test_text_behind_a_part_stays_behind_it() -> None:
    pattern = parse_pattern("{流水}甲{{乙}}丙")
    assert pattern.format(UNKNOWN, 12) == "12甲{乙}丙"
    assert pattern.serial("12甲{乙}丙") == 12


def test_an_example_names_what_is_not_known() -> None:
    pattern = parse_pattern("津{年}{计划:02}{级别}{流水:03}")
    assert pattern.example() == "津〔年〕〔计划〕〔级别〕001"
    assert pattern.example(FACTS) == "津202509市级001"


def test_what_a_part_has_to_say() -> None:
    pattern = parse_pattern("津{年:02}{计划:03}{级别}{流水:03}")
    assert [pattern.written(name, FACTS) for name in ("年", "计划", "级别")] == ["25", "009", "市级"]
    assert pattern.written("计划", ClassFacts(year=2025)) == ""


@pytest.mark.parametrize(("length", "usable"), [(59, True), (60, True), (61, False)])
def test_a_pattern_has_sixty_characters_at_most(length: int, usable: bool) -> None:
    assert (pattern_fault("长" * (length - 4) + "{流水}") is None) == usable


def test_one_digit_at_the_end_is_a_serial() -> None:
    assert split_tail("甲5") == ("甲", 5)


@pytest.mark.parametrize(("others", "near"), [(2, 10), (9, 100)])
def test_how_far_a_number_may_lie_from_the_middle_one(others: int, near: int) -> None:
    """Of three numbers ten, of ten a hundred: what a class of that size can have left out."""
    rest = dict.fromkeys(range(others), 1000)
    for off in (near, -near):
        assert far_from_rest({**rest, 99: 1000 + off}) == frozenset()
    for off in (near + 1, -near - 1):
        assert far_from_rest({**rest, 99: 1000 + off}) == {99}
