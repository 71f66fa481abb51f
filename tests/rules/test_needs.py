"""What a rule must know first: each need is met by a class that has it, and by no class that lacks it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.rules.cases import with_project, with_row
from tests.sample import sample_class
from udfs.notice.plan import NATIONAL
from udfs.records.class_file import (
    ACCOUNTS,
    AFTER,
    ATTENDANCE,
    BEFORE,
    EXPENSES,
    LECTURES,
    MATERIALS,
    PEOPLE,
    PROJECT,
    RESULTS,
    SUBSIDISED,
    SURVEY,
    ClassFile,
)
from udfs.rules.needs import NEEDS

C = sample_class()
EMPTY = ClassFile(today=C.today)


def without(*sheets: str) -> ClassFile:
    return C.changed(places={sheet: place for sheet, place in C.places.items() if sheet not in sheets})


def no_tax() -> ClassFile:
    untaxed = tuple(one.changed(tax=None) for one in C.lectures)
    return C.changed(lectures=untaxed, expenses=tuple(one for one in C.expenses if one.item != "税费"))


def uncounted() -> ClassFile:
    """附件6 with its items and no number in it."""
    items = tuple(one.changed(**dict.fromkeys(("very_satisfied", "satisfied", "neutral", "dissatisfied"))) for one in C.survey)
    return C.changed(survey=items, forms=C.forms.changed(issued=None, returned=None, valid=None))


def dated(**changes: object) -> ClassFile:
    return with_project(C, **changes)


MET: list[tuple[str, ClassFile]] = [
    ("kinds", C), ("known place", C), ("survey", C), ("survey begun", C.changed(survey=())),
    ("taxed", C), ("taxed", no_tax().changed(lectures=C.lectures)), ("remarks", without(ACCOUNTS)),
    ("remarks", without(EXPENSES)),
    ("amounts", without(ACCOUNTS, LECTURES, EXPENSES)), ("amounts", without(PROJECT, ACCOUNTS, LECTURES)),
    ("counted", C.changed(people=tuple(one for one in C.people if one.is_staff))), ("counted", C),
    ("national", sample_class(NATIONAL, 2)), ("municipal", C), ("level", C), ("subsidised", dated(funding=SUBSIDISED)),
    ("end in order", dated(start=None)), ("end in order", dated(start=C.end)), ("end in order", C),
    ("ended", C.changed(stage=AFTER)), ("ended", C.changed(today=C.end + timedelta(days=1))),  # type: ignore[operator]
    ("filed or ended", dated(report_filed=date(2025, 7, 1)).changed(stage=BEFORE)),
    ("filed or ended", dated(report_filed=None, claim_filed=date(2025, 7, 1)).changed(stage=BEFORE)),
    ("filed or ended", dated(report_filed=None, claim_filed=None).changed(stage=AFTER)),
    ("plan list", C), ("plan", C), ("ledger", C.changed(ledger=())), ("validations", C.changed(wiped=())),
    ("pattern", dated(number_pattern="津{流水:04}")), ("answers", C.changed(answers=(("满意",),))),
    ("start", C), ("end", C), ("days", C), ("hours", C),
    *((need, C) for need in ("project", "accounts", "people sheet", "people", "trainees", "results sheet", "results", "absences",
                             "attendance sheet", "lectures", "lectures sheet", "expenses", "expenses sheet", "survey sheet",
                             "materials")),
]  # fmt: skip
LACKING: list[tuple[str, ClassFile]] = [
    ("project", without(PROJECT)), ("accounts", without(ACCOUNTS)), ("people sheet", without(PEOPLE)),
    ("results sheet", without(RESULTS)), ("attendance sheet", without(ATTENDANCE)), ("lectures sheet", without(LECTURES)),
    ("expenses sheet", without(EXPENSES)), ("survey sheet", without(SURVEY)), ("materials", without(MATERIALS)),
    ("people", C.changed(people=())), ("trainees", C.changed(people=tuple(one for one in C.people if one.is_staff))),
    ("kinds", with_row(C, "people", 3, kind="其他")), ("counted", C.changed(people=())),
    ("known place", dated(place="南开大学")), ("results", C.changed(results=())), ("absences", C.changed(absences=())),
    ("lectures", C.changed(lectures=())), ("expenses", C.changed(expenses=())), ("survey", C.changed(survey=())),
    ("survey begun", EMPTY), ("survey", uncounted()),
    ("survey begun", uncounted()), ("answers", C), ("amounts", without(PROJECT, ACCOUNTS, LECTURES, EXPENSES)),
    ("remarks", without(ACCOUNTS, EXPENSES)), ("taxed", no_tax()), ("level", dated(level="省级")), ("national", C),
    ("municipal", sample_class(NATIONAL, 2)), ("subsidised", C), ("start", dated(start=None)), ("end", dated(end=None)),
    ("end in order", dated(end=None)), ("end in order", dated(start=C.end + timedelta(days=1))),  # type: ignore[operator]
    ("ended", C.changed(stage=BEFORE)), ("ended", C.changed(today=C.end)),
    ("filed or ended", dated(report_filed=None, claim_filed=None).changed(stage=BEFORE)),
    ("days", dated(start=None)), ("days", dated(start=C.end + timedelta(days=1))),  # type: ignore[operator]
    ("hours", dated(hours=0)), ("plan list", dated(year=2019)), ("plan", dated(plan_number=None)), ("ledger", C),
    ("validations", C), ("pattern", dated(number_pattern=" ")),
]  # fmt: skip


@pytest.mark.parametrize(("need", "c"), MET, ids=lambda one: one if isinstance(one, str) else "")
def test_a_class_that_has_it(need: str, c: ClassFile) -> None:
    assert NEEDS[need][0](c)


@pytest.mark.parametrize(("need", "c"), LACKING, ids=lambda one: one if isinstance(one, str) else "")
def test_a_class_that_lacks_it(need: str, c: ClassFile) -> None:
    assert not NEEDS[need][0](c)
    assert NEEDS[need][1]


def test_every_need_is_looked_at_both_ways() -> None:
    assert {need for need, _ in MET} == {need for need, _ in LACKING} == set(NEEDS)
