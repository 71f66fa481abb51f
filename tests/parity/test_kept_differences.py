"""The few differences between formulas and predicates that stay: just how far they go, and that something speaks all the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest

from tests.parity.verdicts import TODAY, Spot, Spots, compared
from tests.rules.changed_people import numbered
from tests.sample import sample_class
from udfs.records.class_file import ATTENDANCE, PEOPLE, Absence, ClassFile, Person
from udfs.rules.runner import check
from udfs.sample import FIRST_ROW

WORDS_BEFORE = "家里的电话号码是很久很久以前就有的："
SHARED_PHONE = f"{WORDS_BEFORE}14100000001"


def hours_class() -> ClassFile:
    """Three trainees who missed 1/7 of 28 hours, and 10⁻¹⁰ and 2×10⁻⁹ hours more."""
    sample = sample_class()
    people = sample.people[:3]
    absences = tuple(
        Absence(row=FIRST_ROW + at, name=one.name, document=one.document, leave=0, missed=missed)
        for at, (one, missed) in enumerate(zip(people, (4, 4.0000000001, 4.000000002), strict=True))
    )
    return ClassFile(
        today=TODAY, project=sample.project.changed(hours=28), people=people, absences=absences, places=sample.places
    )


def phone_class() -> ClassFile:
    """Two people with one phone behind many words."""
    sample = sample_class()
    people: tuple[Person, ...] = tuple(one.changed(phone=SHARED_PHONE) for one in sample.people[:2])
    return ClassFile(today=TODAY, project=sample.project, people=people, places=sample.places)


def aged_class() -> ClassFile:
    """Two who were 120 years old on the first day to the day, and a day older than that."""
    sample = sample_class()
    assert sample.start is not None
    oldest = sample.start.replace(year=sample.start.year - 120)
    people: tuple[Person, ...] = tuple(
        one.changed(document=numbered(f"{day:%Y%m%d}"))
        for one, day in zip(sample.people[:2], (oldest, oldest - timedelta(days=1)), strict=True)
    )
    return ClassFile(today=TODAY, project=sample.project, people=people, places=sample.places)


CLASSES = {"hours": hours_class, "phones": phone_class, "aged": aged_class}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[Spots, Spots]]:
    return compared({name: made() for name, made in CLASSES.items()}, tmp_path_factory.mktemp("kept"))


def test_hours_closer_than_a_thousand_millionth(found: Mapping[str, tuple[Spots, Spots]]) -> None:
    """Python compares exactly and speaks; the formula goes along from 10⁻⁹ hours on, and is silent at just 1/7."""
    native, python = found["hours"]
    assert python ^ native == {Spot("KQ-02", ATTENDANCE, "缺勤率", FIRST_ROW + 1)} <= python
    assert Spot("KQ-02", ATTENDANCE, "缺勤率", FIRST_ROW + 2) in native & python
    assert Spot("KQ-02", ATTENDANCE, "缺勤率", FIRST_ROW) not in native | python


def test_who_is_older_than_anybody_is_counted_from_the_first_day(found: Mapping[str, tuple[Spots, Spots]]) -> None:
    """No row of people reads today's date; between the first day and today nobody turns 121 but a mistyped number."""
    native, python = found["aged"]
    assert python ^ native == {Spot("A4-05", PEOPLE, "身份证号", FIRST_ROW)} <= python
    assert Spot("A4-05", PEOPLE, "身份证号", FIRST_ROW + 1) in native & python


def test_digits_far_back_in_a_phone(found: Mapping[str, tuple[Spots, Spots]]) -> None:
    """Both call the phone wrong, and nobody is reported that two have the same one: A4-08 is silent behind A4-07."""
    native, python = found["phones"]
    both = {Spot("A4-08", PEOPLE, "联系电话", row) for row in (FIRST_ROW, FIRST_ROW + 1)}
    assert python ^ native == both <= python
    assert {Spot("A4-07", PEOPLE, "联系电话", row) for row in (FIRST_ROW, FIRST_ROW + 1)} <= native & python
    assert "A4-08" not in {finding.code for finding in check(phone_class()).findings}
