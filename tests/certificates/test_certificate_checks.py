"""Certificate numbers of a class against each other: what most of them say is reported once, what one of them says on its row."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.cases import with_project
from tests.sample import sample_class
from udfs.certificates.checks import class_facts, class_pattern, disagreements, gaps, misfits
from udfs.certificates.numbers import ClassFacts
from udfs.records.class_file import ClassFile, LedgerEntry
from udfs.values.verdict import Fault


def with_numbers(numbers: list[str | None], pattern: str = "津高研{年}{流水:04}") -> ClassFile:
    c = with_project(sample_class(), number_pattern=pattern)
    results = zip(c.results, numbers, strict=False)
    return c.changed(results=tuple(one.changed(certificate=number) for one, number in results))


OURS, OTHERS = "津高研2025{:04}", "津高研2024{:04}"


@pytest.mark.parametrize(
    ("ours", "others", "found"),
    [(0, 3, {"年": "2024"}), (1, 2, {"年": "2024"}), (2, 2, {}), (2, 1, {}), (3, 0, {})],
)
def test_more_than_half_of_the_numbers_are_believed(ours: int, others: int, found: dict[str, str]) -> None:
    numbers = [*(OTHERS.format(at) for at in range(1, others + 1)), *(OURS.format(at) for at in range(5, 5 + ours))]
    c = with_numbers([*numbers])
    assert disagreements(c) == found
    assert len(list(misfits(c))) == (ours if found else others)


def test_a_level_that_all_numbers_tell_is_reported_once() -> None:
    c = with_numbers([f"国家级{at:04}" for at in range(1, 5)], "{级别}{流水:04}")
    assert disagreements(c) == {"级别": "国家级"}
    assert list(misfits(c)) == []


def test_a_single_number_that_tells_nothing_is_wrong_itself() -> None:
    c = with_numbers(["待定"])
    assert disagreements(c) == {}
    assert [result.certificate for result, _ in misfits(c)] == ["待定"]


def test_one_without_a_number_explains_one_gap() -> None:
    """Two serials are missing and one person has no number: one of them is nowhere."""
    assert gaps(with_numbers([OURS.format(at) for at in (1, 2, 4, 5, 7)] + [None])) == "3、6"
    assert gaps(with_numbers([OURS.format(at) for at in (1, 2, 4, 5, 6)] + [None])) == ""


def with_void(c: ClassFile, *numbers: str, **other: object) -> ClassFile:
    """The class with a ledger that knows these numbers of it as void."""
    entries = [LedgerEntry(certificate=one, person="", this_class=True, state="void") for one in numbers]
    return c.changed(ledger=tuple(replace(one, **other) for one in entries))


def serials(*found: int, extra: tuple[str | None, ...] = ()) -> ClassFile:
    return with_numbers([*(OURS.format(at) for at in found), *extra, *[None] * (52 - len(found) - len(extra))])


def nobody_else(c: ClassFile) -> ClassFile:
    """Of those without a number nobody has passed, so that they explain no gap."""
    return c.changed(results=tuple(one.changed(passed="否") if one.certificate is None else one for one in c.results))


@pytest.mark.parametrize(
    ("found", "missing"),
    [
        ((), ""), ((7,), ""), ((1, 2), ""), ((1, 3), "2"), ((1, 4), "2–3"), ((5, 2, 9), "3–4、6–8"),
        ((1, 3, 5, 7, 9, 11), "2、4、6、8、10"), ((1, 3, 5, 7, 9, 11, 13), "2、4、6、8、10等6处"),
    ],
)  # fmt: skip
def test_the_gaps_between_the_first_and_the_last(found: tuple[int, ...], missing: str) -> None:
    assert gaps(nobody_else(serials(*found))) == missing


def test_the_same_number_twice_explains_one_gap() -> None:
    assert gaps(nobody_else(serials(1, 2, 2, 4))) == ""
    assert gaps(nobody_else(serials(1, 2, 2, 5))) == "3–4"


def test_a_number_out_of_form_explains_one_gap() -> None:
    assert gaps(nobody_else(serials(1, 2, 4, extra=("待定",)))) == ""
    assert gaps(nobody_else(serials(1, 2, 5, extra=("待定",)))) == "3–4"


@pytest.mark.parametrize(
    ("void", "missing"), [((), "2–4"), ((2,), "3–4"), ((2, 3, 4), ""), ((5,), "2–4"), ((6,), "2–4"), ((1, 7), "2–4")]
)
def test_a_void_number_of_the_class_is_no_gap(void: tuple[int, ...], missing: str) -> None:
    c = nobody_else(serials(1, 5))
    assert gaps(with_void(c, *(OURS.format(at) for at in void))) == missing


def test_only_void_numbers_of_this_class_count() -> None:
    c, three = nobody_else(serials(1, 5)), OURS.format(3)
    assert gaps(with_void(c, three)) == "2、4"
    for other in ({"state": "issued"}, {"this_class": False}):
        assert gaps(with_void(c, three, **other)) == "2–4"
    assert gaps(with_void(c, "待定")) == "2–4"


@pytest.mark.parametrize("pattern", ["", "{流水:04}{流水:04}"])
def test_without_a_pattern_that_can_be_used_the_last_digits_count(pattern: str) -> None:
    c = with_numbers(["甲0001", "甲0003", "甲0004", *[None] * 49], pattern)
    assert gaps(nobody_else(c)) == "2"
    assert (class_pattern(c), disagreements(c)) == (None, {})


@pytest.mark.parametrize(
    ("odd", "fault"),
    [
        ("甲00005", ("长度", "长6位，其余编号长5位", "5位")), ("乙0005", ("前缀", "前缀与其余编号不同", "以“甲”开头")),
        ("甲9005", ("前缀", "前缀与其余编号不同", "与其余编号相近")), ("甲0005", None),
        ("甲乙丙丁戊", ("前缀", "前缀与其余编号不同", "以“甲”开头")),
    ],
)  # fmt: skip
def test_one_that_differs_from_the_rest(odd: str, fault: tuple[str, str, str] | None) -> None:
    c = with_numbers([*(f"甲{at:04}" for at in range(1, 5)), odd, *[None] * 47], "")
    assert [(result.certificate, fault) for result, fault in misfits(c)] == ([(odd, Fault(*fault))] if fault else [])


def test_numbers_that_are_digits_alone() -> None:
    c = with_numbers(["0001", "0002", "甲003", *[None] * 49], "")
    assert [(result.certificate, fault.expected) for result, fault in misfits(c)] == [("甲003", "全为数字")]


def test_a_national_class_is_given_its_numbers_from_outside() -> None:
    """So they need not lie close together; their form is asked for all the same."""
    c = with_project(with_numbers(["甲0001", "甲0002", "甲9005", "乙0004", *[None] * 48], ""), level="国家级")
    assert [result.certificate for result, _ in misfits(c)] == ["乙0004"]


def test_numbers_of_no_common_form_tell_nothing() -> None:
    assert list(misfits(with_numbers(["甲1", "乙12", "丙123", *[None] * 49], ""))) == []


def test_the_facts_that_a_number_tells() -> None:
    c = with_numbers([])
    assert class_facts(c) == ClassFacts(year=2025, level="市级", plan=9, month=7)
    assert class_facts(with_project(c, level=None, start=None, plan_number=None)) == ClassFacts(year=2025)


def test_half_of_the_numbers_are_not_most() -> None:
    """Two years of which each has half, and one third that fits: nobody can say which is meant."""
    c = with_numbers([*(f"津高研2024{at:04}" for at in (1, 2)), *(f"津高研2023{at:04}" for at in (3, 4)), *[None] * 48])
    assert disagreements(c) == {}
    c = with_numbers([*(f"津高研2024{at:04}" for at in (1, 2, 3)), *(f"津高研2023{at:04}" for at in (4, 5)), *[None] * 47])
    assert disagreements(c) == {"年": "2024"}


def test_what_is_most_frequent_counts_and_not_what_comes_first() -> None:
    c = with_numbers([OTHERS.format(1), *(f"津高研2023{at:04}" for at in (2, 3, 4)), *[None] * 48])
    assert disagreements(c) == {"年": "2023"}
