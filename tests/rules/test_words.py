"""What the declarations of rules say in the words of a notice: numbers, names, clauses and quotes."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.sample import P
from udfs.notice.packs import packs
from udfs.notice.parameters import Leaf, Parameters, parameters_for
from udfs.rules import catalogue
from udfs.rules.model import as_noticed, in_words
from udfs.rules.words import clauses, filled, named_in, quoted, region_words, value_words, words_of


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Fraction(1, 10), "10%"), (Fraction(1, 7), "1/7"), (Fraction(1), "100%"), (Fraction(1, 200), "1/200"),
        (date(2025, 11, 30), "11月30日"), (Decimal("105000.00"), "105000"), (("甲", "乙"), "甲、乙"), (50, "50"),
        ("市人社局", "市人社局"),
    ],
)  # fmt: skip
def test_a_value_as_a_sentence_says_it(value: object, words: str) -> None:
    assert value_words(value) == words


@pytest.mark.parametrize(
    ("key", "entry", "words"),
    [
        ("min_trainees", "", "50"), ("min_trainees", "国家级", "50"),
        ("staff_share", "", "10%"), ("latest_end", "", "11月30日"), ("claim_months", "", "1个月"),
        ("filing_days", "国家级", "30天"), ("filing_days", "市级", "15天"), ("lecture_rates", "副高", "500"),
        ("short_class_days", "", "7"),
        ("reserved_words", "", "北京、河北、对口支援"), ("reserved_words", "地区", "京冀"),
        ("satisfied_levels", "", "很满意、满意"),
    ],
)  # fmt: skip
def test_a_parameter_in_words(key: str, entry: str, words: str) -> None:
    assert words_of(key, entry, P) == words


def in_units(key: str, unit: str) -> Parameters:
    """The parameters with one of them counted in something else, as another notice may have it."""
    leaf: Leaf = replace(P.leaves[key], unit=unit, units={})
    return replace(P, leaves=P.leaves | {key: leaf})


def test_a_period_says_what_it_is_counted_in_and_no_other_number_does() -> None:
    assert words_of("report_months", "", in_units("report_months", "工作日")) == "1个工作日"
    assert words_of("filing_days", "市级", in_units("filing_days", "工作日")) == "15个工作日"
    assert P.leaves["short_class_days"].unit_of("") == "天"
    assert words_of("min_trainees", "", in_units("min_trainees", "天")) == "50"


def test_regions_are_named_together_only_as_the_notice_does() -> None:
    assert region_words(P) == "京冀"
    silent = replace(P, silent=frozenset(), leaves={k: v for k, v in P.leaves.items() if k != "reserved_words"})
    assert region_words(silent) == "北京、河北"
    one = replace(P, reserved_words=("北京", "对口支援"))
    assert region_words(one) == "北京"


def test_what_stands_in_angles_is_filled_in() -> None:
    assert filled("<min_trainees>人，见<filing_days@>，<filing_days.市级>前", P) == "50人，见五(二)，15天前"
    assert filled("少于5天的不核", P) == "少于5天的不核"


def test_the_clauses_of_a_rule_are_each_named_once() -> None:
    assert named_in("{no_change}、附件3、{as_planned}") == ("no_change", "as_planned")
    assert clauses("{filing_days}、{as_planned}、附件3", P) == "五(二)、附件3"


def test_quotes_are_one_passage_only_where_they_stand_side_by_side() -> None:
    first, second = P.clause_and_quote("report_months")[1], P.clause_and_quote("claim_months")[1]
    assert quoted(("report_months", "claim_months"), P) == f"{first}……{second}"
    assert quoted(("report_months", "report_months"), P) == first
    assert quoted(("min_return_share",), P) == P.clause_and_quote("min_return_share")[1]
    assert quoted((), P) == ""
    passage = P.clause_and_quote("filing_days")[1]
    left, right = passage.split("，", 1)
    apart = replace(
        P,
        statements=P.statements
        | {
            "left": replace(next(iter(P.statements.values())), quote=left),
            "right": replace(next(iter(P.statements.values())), quote=right),
        },
    )
    assert quoted(("left", "right"), apart) == passage


@pytest.mark.parametrize("year", sorted({pack.year for pack in packs()}))
def test_the_words_of_a_day_are_those_of_the_day_from_which_they_hold(year: int) -> None:
    """Rules are reported in the words of the first day of those that share their values: on every day they are that day's own."""
    for day in (date(year, 1, 1), date(year, 6, 30), date(year, 12, 31), *starts(year)):
        p = parameters_for(year, day)
        assert [rule.worded(p) for rule in catalogue()] == [in_words(rule, p) for rule in catalogue()], day


def starts(year: int) -> list[date]:
    """The days on which a value begins, and those before."""
    found = {dated.start for leaf in parameters_for(year).leaves.values() for dated in leaf.dated}
    return sorted(found | {day - timedelta(days=1) for day in found if day > date(1900, 1, 1)})


@dataclass(frozen=True, eq=False)
class Counting(Parameters):
    """Parameters that count how often they are compared."""

    compared: int = 0

    def __eq__(self, other: object) -> bool:
        object.__setattr__(self, "compared", self.compared + 1)
        return Parameters.__eq__(P, other)


def test_whether_an_office_changed_the_parameters_is_asked_once_for_all_rules() -> None:
    """Compared for every rule they took three quarters of a check."""
    one = Counting(**{name: getattr(P, name) for name in (one.name for one in fields(P))})
    assert {rule.worded(one).code for rule in catalogue()} == {rule.code for rule in catalogue()}
    assert one.compared == 1


def test_the_answer_is_that_of_the_parameters_at_hand() -> None:
    changed = replace(P, min_trainees=P.min_trainees + 1)
    assert [as_noticed(one) for one in (P, changed, changed, P, changed, P)] == [True, False, False, True, False, True]
