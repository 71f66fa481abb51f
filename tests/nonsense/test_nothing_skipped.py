"""A rule that spoke of a class and is silent once a field holds nonsense says so: as not judged because of that cell, which is
itself an error. For every rule, every field and every kind of nonsense."""

from __future__ import annotations

from functools import cache

import pytest

from tests.nonsense.planting import Planted, planted
from tests.nonsense.table import WRITTEN, written
from tests.rules.cases import all_cases
from udfs.records.class_file import ClassFile
from udfs.records.class_parameters import class_parameters
from udfs.rules import catalogue
from udfs.rules.model import Finding, Rule
from udfs.rules.needs import NEEDS
from udfs.rules.runner import FindingPlace, check

OF_BROKEN_CELLS = "WB-02"
"""Speaks of the cell that the nonsense takes the place of."""


@cache
def firing(code: str) -> tuple[ClassFile, ...]:
    """Two classes on which the rule speaks: the first case, and the first with another severity or the last."""
    found = [one for one in all_cases() if one.code == code and one.fires]
    return tuple(one.build() for one in (found[0], found[-1])[: len(found)])


def spots(findings: tuple[Finding, ...]) -> set[tuple[str, str]]:
    return {(one.sheet, one.cell) for one in findings}


def hits(rule: Rule, c: ClassFile) -> set[FindingPlace]:
    """Where the predicate alone hits: a twentieth of the work of a check. Nowhere if it is not asked, or breaks."""
    if not all(NEEDS[need][0](c) for need in rule.needs):
        return set()
    try:
        return {(hit.sheet, hit.row, hit.field) for hit in rule.predicate(c, class_parameters(c))}
    except Exception:
        return set()


def silent(rule: Rule, before: set[tuple[str, str]], one: Planted) -> str:
    """What is wrong with how the nonsense is taken; '' if nothing is. ``before``: where the rule spoke without it."""
    code = rule.code
    after = check(one.c, rules=[rule])
    lost = before - spots(after.findings)
    if not lost:
        return ""
    report = check(one.c)
    errors = {(found.sheet, found.cell) for found in report.findings if found.severity == "error"}
    reported = [left for left in after.unjudged if (left.sheet, left.field) == (one.sheet, one.field.heading)]
    named = {(found.sheet, found.cell) for found in report.findings if "规则未能核对" in found.message}
    if reported:
        places = {(left.sheet, one.c.places[left.sheet].address(left.field, left.row)) for left in reported}
        return "" if places & named else f"{code}: not judged, and no error says so at {places}"
    if any((found.sheet, found.field, found.severity) == (one.sheet, one.field.heading, "error") for found in after.findings):
        return ""  # the rule itself refuses the cell
    # Where the rule spoke of the very cell, an error of that cell has taken its place.
    return "" if lost <= errors else f"{code} was passed over at {lost - errors}: {one.sheet} {one.field.heading} {one.name}"


@pytest.mark.parametrize("code", [rule.code for rule in catalogue() if rule.code != OF_BROKEN_CELLS])
def test_no_rule_is_passed_over_in_silence(code: str) -> None:
    rule = next(rule for rule in catalogue() if rule.code == code)
    found: set[str] = set()
    for c in firing(code):
        before = spots(check(c, rules=[rule]).findings)
        assert before, f"{code} says nothing of a class on which it should speak"
        hit_before = hits(rule, c)
        found |= {words for one in planted(c) if hit_before - hits(rule, one.c) and (words := silent(rule, before, one))}
    assert not found, "\n".join(sorted(found))


def test_the_table_in_the_documentation_is_what_is_stated() -> None:
    assert WRITTEN.read_text(encoding="utf-8") == written(), "python -m tests.nonsense.table"
