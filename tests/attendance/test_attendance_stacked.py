"""Lists, and half days of one person, below each other in one sheet; and what beside the marks must not be passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attendance.half_days import HALVES, missed, totals
from tests.attendance.registered import alone
from tests.attendance.sheets import Cell, Sheet, cn, days_of
from tests.sample import sample_class
from udfs.records.class_file import ClassFile
from workbooks.files.errors import Unusable


@pytest.fixture(scope="module")
def c() -> ClassFile:
    return alone(sample_class())


def stage(c: ClassFile, first: int, end: int, absent: tuple[int, int], *, sign: str = "缺勤") -> list[list[Cell]]:
    """The list of some days; (trainee, column) of its absence."""
    heads = [f"{cn(day)}{half}" for day in days_of(c)[first:end] for half in HALVES]
    rows: list[list[Cell]] = [["姓名", *heads]]
    for at, person in enumerate(c.trainees):
        rows.append([str(person.name), *(sign if (at, column) == absent else "√" for column in range(len(heads)))])
    return rows


@pytest.mark.parametrize("between", [[], [[None]], [["第二阶段："]], [["（7月16日至18日）"]]])
def test_a_list_of_later_days_below_the_first_is_read_under_its_own_heading(
    between: list[list[Cell]], c: ClassFile, tmp_path: Path
) -> None:
    """Its marks were counted for the days of the list above."""
    rows = [*stage(c, 0, 2, (0, 2)), *between, *stage(c, 2, 5, (1, 5))]
    read = totals(c, tmp_path, Sheet("班.xlsx", rows, {}))
    assert len(read.hours) == 10
    assert missed(c, read, 0) == ([], [f"{cn(days_of(c)[1])}上午"], [])
    assert missed(c, read, 1) == ([], [f"{cn(days_of(c)[4])}下午"], [])


def test_one_legend_explains_the_signs_of_every_list(c: ClassFile, tmp_path: Path) -> None:
    rows = [*stage(c, 0, 2, (0, 0), sign="△"), *stage(c, 2, 5, (1, 0), sign="△"), ["说明：√出勤，△事假"]]
    read = totals(c, tmp_path, Sheet("班.xlsx", rows, {}))
    assert [missed(c, read, at) for at in (0, 1)] == [([f"{cn(days_of(c)[day])}上午"], [], []) for day in (0, 2)]


def test_lists_with_one_heading_are_told_apart_by_the_titles_above_them(c: ClassFile, tmp_path: Path) -> None:
    rows: list[list[Cell]] = []
    for at, half in enumerate(HALVES * 5):
        rows += [[f"{cn(days_of(c)[at // 2])}{half}签到表"], ["序号", "姓名", "签名"]]
        rows += [[n, str(one.name), None if (n, at) == (2, 3) else str(one.name)] for n, one in enumerate(c.trainees)]
    read = totals(c, tmp_path, Sheet("班.xlsx", rows, {}))
    assert len(read.hours) == 10
    assert missed(c, read, 2) == ([], [f"{cn(days_of(c)[1])}下午"], [])


def test_a_heading_on_the_next_page_begins_no_list(c: ClassFile, tmp_path: Path) -> None:
    rows = stage(c, 0, 5, (9, 3))
    read = totals(c, tmp_path, Sheet("班.xlsx", [*rows[:6], rows[0], *rows[6:]], {}))
    assert missed(c, read, 9) == ([], [f"{cn(days_of(c)[1])}下午"], [])
    assert len(read.hours) == 10


def day_by_day(c: ClassFile, *, repeated: bool) -> list[list[Cell]]:
    """A row for each half day of a person, the name in the first or in both."""
    rows: list[list[Cell]] = [["序号", "姓名", "时段", *map(cn, days_of(c))]]
    for at, person in enumerate(c.trainees):
        for half in HALVES:
            name = str(person.name) if repeated or half == HALVES[0] else None
            marks = ["×" if (at, half, day) == (4, "下午", 1) else "√" for day in range(5)]
            rows.append([at + 1 if name else None, name, half, *marks])
    return rows


@pytest.mark.parametrize("repeated", [False, True])
def test_half_days_of_a_person_below_each_other(repeated: bool, c: ClassFile, tmp_path: Path) -> None:
    """The row without a name, and with it the absence, was left out without a word."""
    read = totals(c, tmp_path, Sheet("班.xlsx", day_by_day(c, repeated=repeated), {}))
    assert len(read.hours) == 10
    assert [missed(c, read, at) for at in (3, 4)] == [([], [], []), ([], [f"{cn(days_of(c)[1])}下午"], [])]


def test_a_row_without_its_half_day_is_named(c: ClassFile, tmp_path: Path) -> None:
    rows = day_by_day(c, repeated=True)
    rows[4][2] = None
    read = totals(c, tmp_path, Sheet("班.xlsx", rows, {}))
    assert [(note.person, note.what) for note in read.skipped] == [(str(c.trainees[1].name), "无法判断是上午还是下午，未读")]


def test_names_may_stand_behind_the_days(c: ClassFile, tmp_path: Path) -> None:
    rows = [[half, *marks, name] for _, name, half, *marks in day_by_day(c, repeated=True)]
    read = totals(c, tmp_path, Sheet("班.xlsx", rows, {}))
    assert missed(c, read, 4) == ([], [f"{cn(days_of(c)[1])}下午"], [])


def test_two_rows_for_one_half_day_of_a_person_are_refused(c: ClassFile, tmp_path: Path) -> None:
    rows = day_by_day(c, repeated=True)
    with pytest.raises(Unusable, match="第 4 行：同一人的上午有两行"):
        totals(c, tmp_path, Sheet("班.xlsx", [*rows[:3], list(rows[1]), *rows[3:]], {}))


def test_marks_without_a_name_are_named(c: ClassFile, tmp_path: Path) -> None:
    rows = stage(c, 0, 5, (0, 0))
    rows.insert(3, [None, *("√" if at else "缺勤" for at in range(10))])
    read = totals(c, tmp_path, Sheet("班.xlsx", rows, {}))
    assert [(note.origin.row, note.what) for note in read.skipped if note.origin] == [(4, "没有姓名，未读")]


def test_a_sheet_without_attendance_beside_one_with_it_is_named(c: ClassFile, tmp_path: Path) -> None:
    other: list[list[Cell]] = [["教室", "使用人"], ["三楼报告厅", str(c.trainees[0].name)]]
    read = totals(c, tmp_path, Sheet("班.xlsx", stage(c, 0, 5, (0, 0)), {}, more={"缺勤": other}))
    assert [note.origin.sheet for note in read.remarks if "没有认出考勤" in note.what and note.origin] == ["缺勤"]


def test_what_a_daily_list_remarks_about_a_punch_is_quoted(c: ClassFile, tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["日期", "姓名", "首次打卡", "末次打卡", "异常说明"]]
    for day in days_of(c):
        for at, person in enumerate(c.trainees):
            once = (at, day) == (4, days_of(c)[4])
            rows.append([day.isoformat(), str(person.name), "08:55", "08:55" if once else "17:03", "漏打卡" if once else None])
    read = totals(c, tmp_path, Sheet("班.csv", rows, {}))
    assert [note.person for note in read.remarks if "漏打卡" in note.what] == [str(c.trainees[4].name)]


@pytest.mark.parametrize("stated", ["周四下午公出", "家中有事", "单位开会", "生病"])
def test_a_remark_that_may_explain_an_empty_cell_is_quoted(stated: str, c: ClassFile, tmp_path: Path) -> None:
    rows = [[*row, "备注" if not at else stated if at == 6 else None] for at, row in enumerate(stage(c, 0, 5, (5, 7), sign=""))]
    read = totals(c, tmp_path, Sheet("班.xlsx", rows, {}))
    assert [note.person for note in read.remarks if stated in note.what] == [str(c.trainees[5].name)]
