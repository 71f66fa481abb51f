"""Attendance sheets as a stranger brought them: every cell is right, or a line says which is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.attendance.totals import Totals, totals_of
from tests.attendance_sheets import Cell, Sheet, cn, days_of
from tests.sample import sample_class
from tests.schedule.test_attendance_macro import alone
from udfs.records.class_file import ClassFile
from udfs.schedule.sessions import Calendar
from workbooks.attendance.reading import read_registers

HALVES = ("上午", "下午")


@pytest.fixture(scope="module")
def c() -> ClassFile:
    return alone(sample_class())


def totals(c: ClassFile, folder: Path, *sheets: Sheet) -> Totals:
    register = read_registers([sheet.write(folder) for sheet in sheets], Calendar(c.start, c.end))
    return totals_of(c, register, None, count_unseen=False)


def missed(c: ClassFile, read: Totals, at: int) -> tuple[list[str], list[str], list[str]]:
    """The sessions on leave, those without and those that nobody can tell, of one trainee."""
    tally = read.people[c.trainees[at].row]
    return [*map(str, tally.leave)], [*map(str, tally.absent)], [*map(str, tally.unclear)]


def body(c: ClassFile, columns: int, signs: dict[tuple[int, int], Cell]) -> list[list[Cell]]:
    return [[one.name, *(signs.get((at, column), "√") for column in range(columns))] for at, one in enumerate(c.trainees)]


@pytest.mark.parametrize("halves", [HALVES, ("上", "下"), ("AM", "PM")])
@pytest.mark.parametrize("merged", [False, True])
def test_bare_days_over_two_halves_each(halves: tuple[str, str], merged: bool, c: ClassFile, tmp_path: Path) -> None:
    """Every second column was left out without a word."""
    days: list[Cell] = [cell for day in days_of(c) for cell in (day.day, None)]
    rows: list[list[Cell]] = [["2025年7月考勤表"], ["姓名", *days], [None, *halves * 5]]
    rows += body(c, 10, {(1, 1): "请假", **{(2, at): "旷课" for at in (1, 3, 5, 7, 9)}})
    areas = [f"{left}2:{right}2" for left, right in zip("BDFHJ", "CEGIK", strict=True)] if merged else []
    read = totals(c, tmp_path, Sheet("班.xlsx", rows, {}, merged=areas))
    assert len(read.hours) == 10
    assert missed(c, read, 1) == (["7月14日下午"], [], [])
    assert missed(c, read, 2) == ([], [f"{cn(day)}下午" for day in days_of(c)], [])


def test_sign_in_and_sign_out_under_a_bare_day_are_both_read(c: ClassFile, tmp_path: Path) -> None:
    days: list[Cell] = [cell for day in days_of(c) for cell in (day.day, None)]
    rows: list[list[Cell]] = [["姓名", *days], [None, *("签到", "签退") * 5], *body(c, 10, {(0, 1): "缺勤"})]
    assert missed(c, totals(c, tmp_path, Sheet("班.xlsx", rows, {})), 0) == ([], [], ["7月14日"])
