"""Sheets of half days, and the sessions that a trainee missed in them."""

from __future__ import annotations

from pathlib import Path

from macros.attendance.totals import Totals, totals_of
from tests.attendance.sheets import Cell, Sheet, cn, days_of
from udfs.records.class_file import ClassFile
from udfs.schedule.sessions import Calendar
from workbooks.attendance.reading import read_registers

HALVES = ("上午", "下午")


def totals(c: ClassFile, folder: Path, *sheets: Sheet) -> Totals:
    """What the sheets say, read from files."""
    register = read_registers([sheet.write(folder) for sheet in sheets], Calendar(c.start, c.end))
    return totals_of(c, register, None, count_unseen=False)


def missed(c: ClassFile, read: Totals, at: int) -> tuple[list[str], list[str], list[str]]:
    """The sessions on leave, those without and those that nobody can tell, of one trainee."""
    tally = read.people[c.trainees[at].row]
    return [*map(str, tally.leave)], [*map(str, tally.absent)], [*map(str, tally.unclear)]


def body(c: ClassFile, columns: int, signs: dict[tuple[int, int], Cell]) -> list[list[Cell]]:
    return [[one.name, *(signs.get((at, column), "√") for column in range(columns))] for at, one in enumerate(c.trainees)]


def half_day_grid(c: ClassFile, *signs: Cell) -> Sheet:
    headings: list[Cell] = [f"{cn(day)}{half}" for day in days_of(c) for half in HALVES]
    return Sheet("班.csv", [["姓名", *headings], *body(c, 10, {(at, 0): sign for at, sign in enumerate(signs)})], {})
