"""Checks of the 学时数 stated in 附件5 against 总学时 and 考勤."""

from __future__ import annotations

from fractions import Fraction

from udfs.notice.parameters import Parameters
from udfs.records.class_file import ClassFile, Result
from udfs.values.cells import Value, number, text


def follows_absence(result: Result, c: ClassFile) -> bool:
    """True if 学时数 equals 总学时 minus the hours in 考勤: faulty hours are then reported in 考勤.

    A result of 0 is not a fault of 考勤, so it is reported here.
    """
    hours, absence = number(result.hours), c.absence_keys.get(result.key)
    if not hours or absence is None or c.hours is None:
        return False
    return hours == c.hours - (number(absence.leave) or 0) - (number(absence.missed) or 0)


def hours_problem(stated: Value, c: ClassFile) -> str:
    hours = number(stated)
    if hours is None:
        return "不是数字"
    if hours <= 0:
        return "应大于0"
    return f"超过总学时{text(c.hours)}" if c.hours is not None and hours > c.hours else ""


def too_few_hours(result: Result, c: ClassFile, p: Parameters) -> bool:
    hours = number(result.hours)
    if hours is None or c.hours is None or not 0 < hours < c.hours or not result.has_passed:
        return False
    return Fraction(c.hours - hours) > p.absence_share * Fraction(c.hours)
