"""Sheets of half days, and the sessions that a trainee missed in them."""

from __future__ import annotations

from macros.attendance.totals import Totals
from tests.attendance.sheets import Cell, Sheet, cn, days_of
from udfs.records.class_file import ClassFile

HALVES = ("上午", "下午")


def missed(c: ClassFile, read: Totals, at: int) -> tuple[list[str], list[str], list[str]]:
    """The sessions on leave, those without and those that nobody can tell, of one trainee."""
    tally = read.people[c.trainees[at].row]
    return [*map(str, tally.leave)], [*map(str, tally.absent)], [*map(str, tally.unclear)]


def body(c: ClassFile, columns: int, signs: dict[tuple[int, int], Cell]) -> list[list[Cell]]:
    return [[one.name, *(signs.get((at, column), "√") for column in range(columns))] for at, one in enumerate(c.trainees)]


def half_day_grid(c: ClassFile, *signs: Cell) -> Sheet:
    headings: list[Cell] = [f"{cn(day)}{half}" for day in days_of(c) for half in HALVES]
    return Sheet("班.csv", [["姓名", *headings], *body(c, 10, {(at, 0): sign for at, sign in enumerate(signs)})], {})
