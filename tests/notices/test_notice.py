"""The notice of 2025 as data: the plan lists, and every number with the words it was read from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from udfs.notice.clauses import notice_text
from udfs.notice.parameters import DatedValue, known_year, notice_years, parameters_for, parse_value
from udfs.notice.plan import MUNICIPAL, NATIONAL, plan_of, plan_row, planned_months
from udfs.values.cells import plain

NOTICE = plain(notice_text())
QUOTED = {key: entry for key, leaf in parameters_for().leaves.items() for entry in leaf.dated if entry.confidence == "N"}
# Where the notice says it in other words than the parameter.
STATED_AS = {"reserved_words": "京冀", "reserved_3": "一定", "lowest_title": "中高级", "municipal_region": "本市"}


def test_the_plan_holds_28_classes() -> None:
    plan = plan_of(2025)
    assert [row.number for row in plan if row.level == NATIONAL] == list(range(1, 9))
    assert [row.number for row in plan if row.level == MUNICIPAL] == list(range(1, 21))
    counts = parameters_for(2025).class_counts
    assert sum(counts.values()) == len(plan) == 28
    assert all(sum(row.level == level for row in plan) == count for level, count in counts.items())


def test_names_broken_over_lines_are_joined() -> None:
    for row in plan_of(2025):
        assert row.topic.endswith("高级研修班"), row
        assert not set(row.topic + row.organiser) & set("\n\t "), row
        assert planned_months(row.months), row
    first, tenth = plan_row(NATIONAL, 1), plan_row(MUNICIPAL, 10)
    assert first is not None
    assert first.topic == "数字技术赋能产业高质量发展高级研修班"
    assert tenth is not None
    assert tenth.topic == "数字技术工程师培育（云计算）高级研修班"
    organisers = {row.organiser for row in plan_of(2025)}
    assert {"天津市工业和信息化研究院", "天津市职业技能公共实训中心", "现代中医药海河实验室、天津中医药大学"} <= organisers


def test_the_note_under_a_table_is_no_month() -> None:
    assert [row.months for row in plan_of(2025) if row.number in (8, 20)] == ["3月", "7月", "11月"]


def test_no_plan_row_outside_the_list() -> None:
    assert plan_row(NATIONAL, 9) is None
    assert plan_row(MUNICIPAL, 21) is None
    assert plan_row("区级", 1) is None


@pytest.mark.parametrize(
    ("text", "months"), [("11月", {11}), ("4-11月", set(range(4, 12))), (" 7-8月 ", {7, 8}), ("下半年", set()), ("", set())]
)
def test_planned_months(text: str, months: set[int]) -> None:
    assert planned_months(text) == months


@pytest.mark.parametrize("key", QUOTED)
def test_a_quote_from_the_notice_stands_in_it(key: str) -> None:
    assert QUOTED[key].quote
    assert plain(QUOTED[key].quote) in NOTICE


@pytest.mark.parametrize("key", QUOTED)
def test_a_quote_says_the_value(key: str) -> None:
    quote = plain(QUOTED[key].quote)
    for ways in [(plain(STATED_AS[key]),)] if key in STATED_AS else ways_to_say(QUOTED[key].value):
        assert any(words in quote for words in ways), f"none of {ways} in {quote}"


DIGITS = "零一二三四五六七八九"


def in_characters(number: int) -> str:
    """十二 for 12, up to 99."""
    tens, ones = divmod(number, 10)
    return (DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (DIGITS[ones] if ones or not tens else "")


def ways_to_say(value: Any) -> list[tuple[str, ...]]:
    """The words of which a quote must hold some, for each number in a value: in figures, or in characters."""
    match value:
        case bool() | float():
            raise AssertionError("a parameter is exact")
        case Mapping():
            return [ways for part in value.values() for ways in ways_to_say(part)]
        case tuple():
            return [(plain(word),) for part in value for word in part.split(" ")]
        case Fraction():
            of, part = value.denominator, value.numerator
            share = f"{value * 100}%" if (value * 100).denominator == 1 else str(value)
            stated = (f"{in_characters(of)}分之{in_characters(part)}",) if of < 100 else ()
            return [(share, *stated, *((f"百分之{in_characters(int(value * 100))}",) if share.endswith("%") else ()))]
        case Decimal():
            return [(f"{(value / 10000).normalize()}万元",)]
        case date():
            return [(f"{value.month}月{value.day}日",)]
    return [(str(value), *((in_characters(value),) if isinstance(value, int) and value < 100 else ()))]


@pytest.mark.parametrize(
    ("value", "ways"),
    [
        (Fraction(1, 7), [("1/7", "七分之一")]), (Fraction(1, 2), [("50%", "二分之一", "百分之五十")]),
        (Fraction(2, 25), [("8%", "二十五分之二", "百分之八")]), (Decimal("105000.00"), [("10.5万元",)]),
        ({"a": 3, "b": 14}, [("3", "三"), ("14", "十四")]), (50, [("50", "五十")]),
    ],
)  # fmt: skip
def test_ways_to_say(value: Any, ways: list[tuple[str, ...]]) -> None:
    assert ways_to_say(value) == ways


def test_every_value_says_how_sure_it_is() -> None:
    for key, leaf in parameters_for().leaves.items():
        assert leaf.name, key
        assert leaf.unit, key
        starts = [entry.start for entry in leaf.dated]
        assert starts == sorted(set(starts)), key
        for entry in leaf.dated:
            assert entry.source, key
            assert entry.clause, key
            assert entry.quote or entry.confidence in ("K", "?", "S"), key


def test_no_value_is_a_float() -> None:
    def parts(value: Any) -> list[Any]:
        if isinstance(value, Mapping):
            return [part for item in value.values() for part in parts(item)]
        if isinstance(value, tuple):
            return [part for item in value for part in parts(item)]
        return [value]

    entries: list[DatedValue] = [entry for leaf in parameters_for().leaves.values() for entry in leaf.dated]
    assert not [part for entry in entries for part in parts(entry.value) if isinstance(part, float)]


@pytest.mark.parametrize(
    ("day", "rate", "tiers"),
    [
        (date(2016, 12, 31), Decimal("450.00"), 3),
        (date(2017, 1, 1), Decimal("550.00"), 2),
        (date(2025, 7, 1), Decimal("550.00"), 2),
    ],
)
def test_the_date_of_the_class_picks_the_fee_regulation(day: date, rate: Decimal, tiers: int) -> None:
    p = parameters_for(2025, day)
    assert p.quota_total["三类"] == rate
    assert len(p.day_tiers) == tiers


def test_a_year_without_a_notice_is_served_by_the_one_before() -> None:
    assert notice_years()[-1] == known_year(None)
    assert known_year(2031) == notice_years()[-1]
    assert known_year(1999) == notice_years()[-1]


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="colour"):
        parse_value("colour", "red")
