"""What the formulas and the predicates say of class facts, and where they differ."""

from __future__ import annotations

from collections.abc import Mapping

from tests.parity.periods_made import UNREAD
from tests.parity.verdicts import Spots, checks, difference_text
from udfs.notice.parameters import notice_years
from udfs.records.class_file import ClassFile
from udfs.rules import catalogue, module_of
from udfs.values import cells

TOPICS = ("project", "formalities", "accounts", "details", "lectures", "expenses", "survey", "materials", "workbook")


def codes_of(topic: str) -> frozenset[str]:
    """The native rules of a topic."""
    native = {check.rule.code for check in checks()}
    return frozenset(rule.code for rule in catalogue() if rule.predicate.__module__ == module_of(topic) and rule.code in native)


def left_to_python(c: ClassFile) -> bool:
    """True if 办班时间 is written in a way that the formulas do not read: of it they never say that it is wrong."""
    return any(sign in str(c.accounts.period) for sign in UNREAD)


def of_unknown_year(c: ClassFile) -> bool:
    """True if the year agrees with the first day but no notice of it is known: the formulas cannot see which are."""
    agrees = c.start is None or cells.plain(c.project.year) in ("", str(c.start.year))
    return agrees and c.year is not None and c.year not in notice_years()


def differences(found: Mapping[int, tuple[ClassFile, Spots, Spots]], codes: frozenset[str]) -> list[str]:
    """Every cell on which the two do not agree, in words."""
    lines = []
    for seed, (c, native, python) in found.items():
        excused = {"A3-14"} if left_to_python(c) else set()
        excused |= {"PRJ-16"} if of_unknown_year(c) else set()
        stated = frozenset(spot for spot in python if spot.code in codes and spot.code not in excused)
        if words := difference_text(frozenset(spot for spot in native if spot.code in codes), stated):
            lines.append(f"class {seed}: {words}")
    return lines
