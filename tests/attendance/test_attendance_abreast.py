"""Attendance printed in two halves side by side: an absence of the right half is never counted for the person on the left."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from macros.attendance.registering import AttendanceSources, attendance
from tests.attendance.sheets import Cell, Sheet
from tests.closed_cells import open_book
from tests.sample import sample_class
from udfs.records.class_file import ClassFile
from workbooks.book.reading import read_file
from workbooks.files.errors import Unusable
from workbooks.templates.entering import entered

TODAY = date(2025, 8, 12)
SESSIONS = [f"7月{day}日{half}" for day in range(14, 19) for half in ("上午", "下午")]
TICKS: list[Cell] = ["√"] * len(SESSIONS)


@pytest.fixture
def c() -> ClassFile:
    return sample_class().changed(absences=())


@pytest.fixture
def path(c: ClassFile, tmp_path: Path) -> Path:
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(c, rows=80))
    return path


def missed(path: Path, rows: list[list[Cell]], folder: Path) -> dict[str, object]:
    """Name -> 缺勤学时, of those who missed anything, and that nobody was left aside."""
    book = open_book(path)
    result = attendance(book, AttendanceSources((Sheet("考勤.xlsx", rows, {}).write(folder),)), TODAY)
    assert not result.totals.unseen
    book.save()
    return {str(one.name): one.missed for one in read_file(path, TODAY).absences if one.missed}


@pytest.mark.parametrize("gap", [True, False])
def test_each_half_is_read_by_itself(gap: bool, c: ClassFile, path: Path, tmp_path: Path) -> None:
    names = [str(one.name) for one in c.trainees]
    half = len(names) // 2
    between: list[Cell] = [None] if gap else []
    heads: list[Cell] = ["序号", "姓名", *SESSIONS]
    right = [["缺", *TICKS[1:]], *[TICKS] * (half - 1)]
    rows = [[at + 1, names[at], *TICKS, *between, half + at + 1, names[half + at], *right[at]] for at in range(half)]
    assert list(missed(path, [heads + between + heads, *rows], tmp_path)) == [names[half]]


@pytest.mark.parametrize("titled", ["over both", "over each"])
def test_a_sheet_to_sign_for_one_half_day(titled: str, c: ClassFile, path: Path, tmp_path: Path) -> None:
    """The day stands in the title; who has not signed on the right is absent, the person on the left is not."""
    names = [str(one.name) for one in c.trainees]
    half = len(names) // 2
    heads: list[Cell] = ["序号", "姓名", "单位", "签到"]
    title: list[Cell] = ["7月14日上午签到表"] if titled == "over both" else ["7月14日上午", None, None, None, "7月14日上午"]
    rows: list[list[Cell]] = [
        [at + 1, names[at], "甲", "√", half + at + 1, names[half + at], "乙", "√" if at else None] for at in range(half)
    ]
    assert list(missed(path, [title, heads * 2, *rows], tmp_path)) == [names[half]]


def test_halves_that_begin_otherwise_are_refused(c: ClassFile, path: Path, tmp_path: Path) -> None:
    heads: list[Cell] = ["序号", "姓名", *SESSIONS, "组别", "姓名", *SESSIONS]
    row: list[Cell] = [1, str(c.trainees[0].name), *TICKS, "一", str(c.trainees[1].name), *TICKS]
    before = path.read_bytes()
    with pytest.raises(Unusable, match="并排"):
        missed(path, [heads, row], tmp_path)
    assert path.read_bytes() == before
