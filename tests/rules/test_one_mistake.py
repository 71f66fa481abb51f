"""One mistake, one message: every cell of the three rosters is typed wrongly in every way that happens, one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.rules.cases import with_row, with_trainee
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import ClassFile
from udfs.records.results_view import viewed
from udfs.rules.runner import check
from udfs.sample import results_beside
from udfs.values.cells import Value

COMPUTED = ("签名", "职称级别", "性别", "缺勤率", "按退学处理")
TOGETHER = {"A5-09", "KQ-02", "KQ-05"}
"""Too much absence is a state of the person in 考勤, whatever 附件5 says; and two rows of one person are added up."""


def mistakes(value: Value, others: Value) -> Iterator[tuple[str, Any]]:
    """What may be typed instead of ``value``; ``others`` is what the cell holds three rows below."""
    yield "nothing", None
    yield "another row's", others
    if not isinstance(value, str) or len(value) < 2:
        yield from (("text", "x"), ("below zero", -1), ("too much", 999), ("as text", str(value)))
        return
    yield "space at the end", f"{value} "
    yield "space inside", f"{value[0]} {value[1:]}"
    yield "full-width", "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in value)
    yield "last but one mistyped", value[:-2] + ("3" if value[-2] == "7" else "7") + value[-1]
    yield "eleventh mistyped", value[:10] + ("3" if value[10:11] == "7" else "7") + value[11:]
    yield "last lost", value[:-1]
    yield "one too many", f"{value}0"
    yield "words", "待定"
    if value.isdigit():
        yield "a number", int(value)


def typed_wrongly(c: ClassFile, table: str, index: int) -> Iterator[tuple[str, ClassFile]]:
    rows = getattr(c, table)
    for field, attribute in type(rows[index]).attributes().items():
        if field in COMPUTED:
            continue
        value, others = getattr(rows[index], attribute), getattr(rows[(index + 3) % len(rows)], attribute)
        for mistake, instead in mistakes(value, others):
            if instead == value:
                continue
            wrong = with_row(c, table, index, **{attribute: instead})
            if c.results_beside:
                yield f"{field}: {mistake}", viewed(wrong)
                continue
            yield f"{field}: {mistake}", wrong
            if table == "people":
                yield f"{field}: {mistake}, mirrored", with_trainee(c, index, **{attribute: instead})


FIRST = [("people", 0), ("results", 0), ("absences", 0)]
FURTHER = [pytest.param(table, 5, marks=pytest.mark.large) for table in ("people", "results")]
"""Somebody further down: the same mistakes of the same fields."""


@pytest.mark.parametrize(("level", "plan"), [(MUNICIPAL, 9), (NATIONAL, 2)])
@pytest.mark.parametrize(("table", "index"), [*FIRST, *FURTHER])
def test_one_mistake_one_message(level: str, plan: int, table: str, index: int) -> None:
    assert reported_twice(sample_class(level, plan=plan), table, index) == {}


@pytest.mark.parametrize(("table", "index"), [FIRST[0], FURTHER[0], FIRST[2]])
def test_one_mistake_one_message_where_results_stand_beside_the_people(table: str, index: int) -> None:
    assert reported_twice(results_beside(sample_class()), table, index) == {}


def reported_twice(c: ClassFile, table: str, index: int) -> dict[str, list[tuple[str, str]]]:
    """The mistakes that are reported in two ways, with what is reported."""
    reported_twice = {}
    for mistake, wrong in typed_wrongly(c, table, index):
        findings = check(wrong).findings
        codes = {finding.code for finding in findings}
        # What two rows share is reported on both of them, and never on more.
        if not codes <= TOGETHER and (len(codes) > 1 or len(findings) > 2):
            reported_twice[mistake] = [(finding.code, finding.key) for finding in findings]
    return reported_twice


@pytest.mark.parametrize(
    ("attribute", "mistake"),
    [
        ("document", "last but one mistyped"), ("document", "eleventh mistyped"), ("document", "last lost"),
        ("document", "one too many"), ("document", "another row's"), ("document", "a number"), ("document", "space inside"),
        ("document", "full-width"), ("phone", "last lost"), ("phone", "one too many"), ("phone", "another row's"),
        ("phone", "a number"),
        ("name", "space inside"), ("name", "one too many"), ("title", "last lost"), ("charged", "words"),
        ("employer", "nothing"),
    ],
)  # fmt: skip
def test_these_mistakes_are_always_seen(attribute: str, mistake: str) -> None:
    c = sample_class(MUNICIPAL)
    for index in (0, 5, 20):
        value, others = getattr(c.people[index], attribute), getattr(c.people[index + 3], attribute)
        instead = dict(mistakes(value if attribute != "charged" else "否决", others))[mistake]
        assert check(with_trainee(c, index, **{attribute: instead})).findings
