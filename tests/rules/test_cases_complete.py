"""Runs every case of every topic, and sees that no rule lacks one that fires and one that is silent."""

from __future__ import annotations

import pytest

from tests.rules.cases import Case, all_cases
from udfs.rules import catalogue, module_of
from udfs.rules.runner import check

CASES = all_cases()


def codes(prefix: str, first: int, last: int, without: tuple[int, ...] = ()) -> list[str]:
    return [f"{prefix}-{number:02}" for number in range(first, last + 1) if number not in without]


# What the catalogue promises, so that a rule that was never written is missed.
PROMISED = {
    "people": codes("A4", 0, 21),
    "enrolment": codes("A4", 22, 25),
    "cross_sheet": codes("A4", 26, 28),
    "results": codes("A5", 1, 6),
    "outcomes": codes("A5", 7, 17),
    "views": ["A5-18", "A5-20", "A5-21"],
    "attendance": codes("KQ", 1, 6),
    "project": codes("PRJ", 1, 12),
    "formalities": codes("PRJ", 13, 17),
    "accounts": codes("A3", 1, 14, without=(11, 12, 13)),
    "details": codes("A3", 11, 16, without=(14,)),
    "lectures": codes("SZ", 1, 10),
    "expenses": codes("FY", 1, 8),
    "survey": codes("A6", 1, 5),
    "materials": codes("CL", 1, 3),
    "workbook": codes("WB", 1, 3),
}
ALL = [code for topic in PROMISED.values() for code in topic]


@pytest.mark.parametrize("topic", PROMISED)
def test_topic_declares_what_is_promised(topic: str) -> None:
    declared = [rule.code for rule in catalogue() if rule.predicate.__module__ == module_of(topic)]
    assert sorted(declared) == PROMISED[topic]


@pytest.mark.parametrize("code", ALL)
def test_rule_has_a_case_that_fires_and_one_that_is_silent(code: str) -> None:
    own = [one for one in CASES if one.code == code]
    assert {one.fires for one in own} == {True, False}, [one.label for one in own]
    assert any(not one.fires and not one.skipped for one in own), f"{code} is only ever silent because it does not apply"


def test_labels_are_unique() -> None:
    labels = [one.label for one in CASES]
    assert sorted(set(labels)) == sorted(labels)


@pytest.mark.parametrize("one", CASES, ids=lambda one: one.label)
def test_case(one: Case) -> None:
    report = check(one.build())
    broken = [outcome for outcome in report.outcomes if outcome.status == "failed"]
    assert not broken
    found = {finding.code for finding in report.findings}
    expected = one.also | ({one.code} if one.fires else set())
    assert found == expected, [(finding.code, finding.key, finding.message) for finding in report.findings]
    status = next(outcome.status for outcome in report.outcomes if outcome.code == one.code)
    unjudged = one.skipped or any(left.code == one.code for left in report.unjudged)
    assert status == ("findings" if one.fires else "skipped" if unjudged else "passed")
    own = [finding for finding in report.findings if finding.code == one.code]
    if one.at is not None:
        assert tuple(finding.key for finding in own) == one.at
    if one.count is not None:
        assert len(own) == one.count
    if one.severity is not None:
        assert {finding.severity for finding in own} == {one.severity}
    for piece in one.says:
        assert piece in own[0].message, own[0].message
    for piece in one.tells:
        assert piece in f"{own[0].expected}\n{own[0].fix}", (own[0].expected, own[0].fix)
