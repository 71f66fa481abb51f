"""The quota of a class, now and before 2017, with its tiers; what is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sample import P, sample_class
from udfs.money.quota import LINES, category_of, counted_days, line_quotas, line_uses, quota, quota_people, quota_use
from udfs.notice.parameters import Parameters, parameters_for
from udfs.records.class_file import ClassFile

NOW, BEFORE = P, parameters_for(2016, date(2016, 12, 31))


def test_the_text_changed_on_the_first_of_january_2017() -> None:
    assert parameters_for(2016, date(2016, 12, 31)).quota_total["三类"] == 450
    assert parameters_for(2017, date(2017, 1, 1)).quota_total["三类"] == 550


@pytest.mark.parametrize(("days", "counted"), [(0, 0), (1, 1), (29, 29), (30, 30), (31, "30.7"), (40, 37)])
def test_days_beyond_thirty_count_seventy_percent(days: int, counted: int | str) -> None:
    assert counted_days(days, NOW.day_tiers) == Fraction(counted)


@pytest.mark.parametrize(("days", "counted"), [(14, 14), (15, 15), (16, "15.8"), (30, 27), (31, "27.7"), (40, 34)])
def test_before_2017_days_beyond_fifteen_count_eighty_and_beyond_thirty_seventy(days: int, counted: int | str) -> None:
    assert counted_days(days, BEFORE.day_tiers) == Fraction(counted)


@pytest.mark.parametrize(
    ("category", "people", "days", "p", "yuan"),
    [
        ("三类", 55, 5, NOW, "151250.00"), ("二类", 55, 5, NOW, "178750.00"), ("一类", 55, 5, NOW, "209000.00"),
        ("三类", 1, 31, NOW, "16885.00"), ("三类", 0, 5, NOW, "0.00"), ("三类", 55, 5, BEFORE, "123750.00"),
        ("三类", 1, 16, BEFORE, "7110.00"),
    ],
)  # fmt: skip
def test_quota(category: str, people: int, days: int, p: Parameters, yuan: str) -> None:
    assert quota(category, people, days, p) == Decimal(yuan)


def test_an_unknown_category_has_no_quota() -> None:
    with pytest.raises(KeyError):
        quota("四类", 1, 1, NOW)


@given(st.integers(0, 2000), st.integers(0, 200), st.sampled_from([NOW, BEFORE]))
def test_more_people_or_days_never_make_the_quota_less(people: int, days: int, p: Parameters) -> None:
    here = quota("三类", people, days, p)
    assert here <= quota("三类", people + 1, days, p)
    assert here <= quota("三类", people, days + 1, p)
    assert here <= p.quota_total["三类"] * people * days


def test_the_lines_of_the_sample_class(municipal: ClassFile) -> None:
    assert line_quotas("三类", 57, 5, NOW) == {
        "住宿费": Decimal(96900), "伙食费": Decimal(37050), "场地、资料、交通费": Decimal(14250),
    }  # fmt: skip
    uses = line_uses(municipal, NOW)
    assert list(uses) == list(LINES)
    assert uses["场地、资料、交通费"].spent == Decimal(10110)
    assert uses["场地、资料、交通费"].left == Decimal(4140)


def test_what_is_left_of_the_whole(municipal: ClassFile) -> None:
    use = quota_use(municipal, NOW)
    assert use is not None
    assert (use.limit, use.spent, use.left) == (Decimal(156750), Decimal(60110), Decimal(96640))
    assert use.working == "550元×57人×5天"


def test_people_are_trainees_and_staff_without_the_online_trainees() -> None:
    c = sample_class(trainees=50, staff=5)
    people = (c.people[0].changed(mode="线上"), *c.people[1:-1], c.people[-1].changed(mode="线上"))
    assert quota_people(c.changed(people=people)) == 54


@pytest.mark.parametrize(("stated", "category"), [("一类", "一类"), (" 二类", "二类"), (None, "三类"), ("四类", "三类")])
def test_category(stated: str | None, category: str, municipal: ClassFile) -> None:
    assert category_of(municipal.changed(project=municipal.project.changed(category=stated)), NOW) == category


def test_without_dates_there_is_no_quota(municipal: ClassFile) -> None:
    undated = municipal.changed(project=municipal.project.changed(end=None))
    assert quota_use(undated, NOW) is None
    assert line_uses(undated, NOW) == {}


def test_a_rate_that_seventy_percent_leaves_no_whole_number_of() -> None:
    """An office may have a rate of its own: 555 yuan for 30 days and 70 % of it for the 31st."""
    p = P
    own = replace(p, quota_total={**p.quota_total, "三类": Decimal(555)})
    assert quota("三类", 1, 31, own) == Decimal("17038.50")
