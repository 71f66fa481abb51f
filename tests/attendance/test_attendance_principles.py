"""A number that decides over a person is never estimated; a heading is understood with what stands around it; advice helps."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from macros.attendance.registering import AttendanceSources, attendance
from macros.attendance.totals import Totals, totals_of
from tests.attendance.half_days import body, half_day_grid, missed
from tests.attendance.registered import TODAY, alone, in_sheet
from tests.attendance.sheets import Cell, Sheet, cn, days_of
from tests.closed_cells import open_book
from tests.sample import sample_class
from udfs.records.class_file import ClassFile
from udfs.schedule.attendance_signs import ABSENT
from udfs.schedule.partly_missed import away_between
from udfs.schedule.sessions import Calendar, Session, shared_hours
from workbooks.attendance.grids import grid_heading
from workbooks.attendance.reading import read_registers
from workbooks.files.errors import Unusable
from workbooks.sources.model import SourceBlock
from workbooks.templates.entering import entered

HALF = Fraction(32, 10)


@pytest.fixture(scope="module")
def c() -> ClassFile:
    return alone(sample_class())


def totals(c: ClassFile, *paths: Path) -> Totals:
    return totals_of(c, read_registers(paths, Calendar(c.start, c.end)), None, count_unseen=False)


def days_grid(c: ClassFile, name: str, span: range, absent: dict[int, int]) -> Sheet:
    """Some of the days; ``absent``: place of the trainee -> column of the half day missed."""
    headings: list[Cell] = [f"{cn(day)}{half}" for day in days_of(c)[span.start : span.stop] for half in ("上午", "下午")]
    return Sheet(name, [["姓名", *headings], *body(c, len(headings), dict.fromkeys(absent.items(), "缺勤"))], {})


@pytest.mark.parametrize("span", [range(5), range(2), range(1)])
def test_a_half_day_is_as_long_however_many_a_file_covers(span: range, c: ClassFile, tmp_path: Path) -> None:
    read = totals(c, days_grid(c, "班.csv", span, {0: 1}).write(tmp_path))
    assert set(read.hours.values()) == {HALF}


def test_lessons_share_their_day_and_evenings_have_no_share() -> None:
    day = date(2025, 7, 14)
    lessons = [Session(day, 3, f"第{at}节") for at in range(1, 5)]
    assert set(shared_hours(lessons, c_hours(), 5).values()) == {Fraction(8, 5)}
    assert shared_hours([Session(day, 2)], c_hours(), 5) == {}


def c_hours():  # type: ignore[no-untyped-def]
    return sample_class().hours


def test_an_evening_is_asked_and_the_advice_helps(c: ClassFile, tmp_path: Path) -> None:
    """The refusal says to add a row 学时 to the sheet: so it is read."""
    sheet = half_day_grid(c, "缺勤")
    for at, line in enumerate(sheet.rows):
        line.append("7月18日晚上" if at == 0 else "√")
    with pytest.raises(Unusable, match=r"7月18日晚上.*一行“学时”"):
        totals(c, sheet.write(tmp_path))
    sheet.rows.insert(1, ["学时", *([3] * 10), 2])
    read = totals(c, sheet.write(tmp_path))
    assert sum(read.hours.values()) == 32
    assert missed(c, read, 0) == ([], ["7月14日上午"], [])


def test_what_a_file_of_other_days_says_is_not_lost_and_the_advice_adds_it_up(c: ClassFile, tmp_path: Path) -> None:
    """The second file names the same hours: of another day. Taken for the same, one absence went without a word."""
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(c, rows=80))
    one, other = (days_grid(c, f"{at}.csv", range(at, at + 1), {0: 0, 1 + at: 1}).write(tmp_path) for at in (0, 1))
    name = str(c.trainees[0].name)

    def recorded(*sources: Path, **more: bool) -> list[str]:
        book = open_book(path)
        result = attendance(book, AttendanceSources(sources), TODAY, **more)
        book.save()
        return [note.what for note in result.totals.remarks if note.person == name]

    recorded(one)
    reported = recorded(other)
    assert any("没有相加；请把各天的考勤一起给出，加 --take-new" in what for what in reported)
    assert in_sheet(path)[str(c.trainees[1].name)][1] == "3.2"
    recorded(one, other, take_new=True)
    assert in_sheet(path) == {name: (None, "6.4", None), **{str(c.trainees[at].name): (None, "3.2", None) for at in (1, 2)}}


def test_who_has_hours_and_was_present_on_the_days_of_a_later_file_is_named(c: ClassFile, tmp_path: Path) -> None:
    """The hours may be of the days that the file lacks, or wrong: they stay, and are not passed over in silence."""
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(c, rows=80))
    name = str(c.trainees[0].name)

    def run(span: range, absent: dict[int, int]) -> list[str]:
        book = open_book(path)
        result = attendance(book, AttendanceSources((days_grid(c, f"{span}.csv", span, absent).write(tmp_path),)), TODAY)
        book.save()
        return [note.what for note in result.totals.remarks if "没有缺课，未改动" in note.what]

    assert run(range(1), {0: 0}) == []  # nobody has hours yet
    before = in_sheet(path)
    (reported,) = run(range(3), {})
    assert f"：{name}（3.2学时）；" in reported
    assert in_sheet(path) == before
    assert run(range(3), {0: 0}) == []  # absent there as well: named by itself


def test_a_date_with_another_weekday_is_not_taken_and_its_column_is_named(c: ClassFile, tmp_path: Path) -> None:
    sheet = days_grid(c, "班.csv", range(5), {0: 0, 1: 3})
    sheet.rows[0][1] = "7月14日（周三）上午"
    read = totals(c, sheet.write(tmp_path))
    assert "7月14日上午" not in map(str, read.hours)
    assert any("未读的列：B列“7月14日（周三）" in note.what for note in read.remarks)


def test_two_sources_that_disagree_are_named_in_either_direction(c: ClassFile, tmp_path: Path) -> None:
    paper = days_grid(c, "纸质.csv", range(1), {0: 0})
    app = [
        [one.name, f"{days_of(c)[0]} {clock}"]
        for at, one in enumerate(c.trainees)
        for clock in ("08:20", "13:20")
        if (at, clock) != (1, "13:20")
    ]
    read = totals(c, paper.write(tmp_path), Sheet("打卡.csv", [["姓名", "签到时间"], *app], {}).write(tmp_path))
    reported = {note.person: note.what for note in read.remarks if "不一致" in note.what}
    assert reported.keys() == {str(c.trainees[at].name) for at in (0, 1)}
    assert "“打卡.csv”里没有" in reported[str(c.trainees[1].name)]


def test_a_day_and_its_halves_of_two_sources_are_one_day(c: ClassFile, tmp_path: Path) -> None:
    whole = Sheet("整天.csv", [["姓名", *map(cn, days_of(c))], *body(c, 5, {(0, 0): "请假"})], {})
    read = totals(c, whole.write(tmp_path), days_grid(c, "半天.csv", range(1), {}).write(tmp_path))
    assert sum(read.hours.values()) == 32
    assert missed(c, read, 0)[2] == ["7月14日上午", "7月14日下午"]


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        ("事假 07-16 13:30到07-16 17:30 0.5天", {"上午": False, "下午": True}), ("08:30-12:00", {"上午": True, "下午": False}),
        ("病假 07-15 08:30 至 07-17 17:30", {"上午": True, "下午": True}),
        ("10:00-10:30", {"上午": None, "下午": False}), ("事假", {}),
    ],
)  # fmt: skip
def test_which_half_days_a_span_of_leave_covers(shown: str, found: dict[str, bool | None]) -> None:
    assert away_between(shown, date(2025, 7, 16)) == found


def test_days_outside_the_class_are_named_and_not_counted(c: ClassFile, tmp_path: Path) -> None:
    """Who arrived late the day before had missed hours of the class."""
    sheet = days_grid(c, "班.csv", range(5), {0: 3})
    for at, row in enumerate(sheet.rows):
        row.insert(1, "7月13日报到" if not at else "×" if at == 2 else "√")
        row.append("7月19日离会" if not at else "×" if at == 3 else "√")
    read = totals(c, sheet.write(tmp_path))
    assert [missed(c, read, at)[1] for at in range(3)] == [["7月15日下午"], [], []]
    assert (len(read.hours), sum(read.hours.values())) == (10, 32)
    assert [note.what for note in read.remarks] == ["7月13日、7月19日不在本期日期之内，未读"]


def test_a_column_of_names_may_be_headed_by_what_they_are(c: ClassFile, tmp_path: Path) -> None:
    sheet = days_grid(c, "班.csv", range(5), {0: 3})
    sheet.rows[0][0] = "学员"
    assert missed(c, totals(c, sheet.write(tmp_path)), 0)[1] == ["7月15日下午"]


def test_the_first_shift_may_have_no_number(c: ClassFile, tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["姓名", "日期", "签到", "签退", "签到2", "签退2"]]
    for day in days_of(c):
        for at, one in enumerate(c.trainees):
            gone = (at, day) == (3, days_of(c)[1])
            rows.append([str(one.name), str(day), *([None, None] if gone else ["08:20", "11:40"]), "13:20", "17:10"])
    assert missed(c, totals(c, Sheet("打卡.xlsx", rows, {}).write(tmp_path)), 3) == ([], ["7月15日上午"], [])


def test_a_day_above_three_sessions_across_from_the_people(c: ClassFile, tmp_path: Path) -> None:
    """日期 stands in the first of the rows of its day only."""
    rows: list[list[Cell]] = [["日期", "时段", *(str(one.name) for one in c.trainees)]]
    for day in days_of(c):
        for half in ("上午", "下午", "晚上"):
            marks = ["×" if (at, day, half) == (5, days_of(c)[3], "晚上") else "√" for at in range(len(c.trainees))]
            rows.append([cn(day) if half == "上午" else None, half, *marks])
    register = read_registers([Sheet("横排.xlsx", rows, {}).write(tmp_path)], Calendar(c.start, c.end))
    gone = [(mark.who.name, str(mark.session)) for mark in register.marks if mark.state == ABSENT]
    assert gone == [(str(c.trainees[5].name).replace(" ", ""), "7月17日晚上")]


def test_who_left_a_meeting_early_is_told_how_long_it_was(c: ClassFile, tmp_path: Path) -> None:
    day = days_of(c)[0]
    rows: list[list[Cell]] = [["姓名", "入会时间", "退会时间"]]
    rows += [
        [str(one.name), f"{day} 09:00:00", f"{day} {'10:40:00' if at == 2 else '11:30:00'}"] for at, one in enumerate(c.trainees)
    ]
    read = totals(c, Sheet("会议.xlsx", rows, {}).write(tmp_path))
    left = [(note.person, note.what) for note in read.remarks if "在会" in note.what]
    assert left == [(str(c.trainees[2].name), "7月14日上午在会 100 分钟，不足全场 150 分钟的 80%，按缺勤计")]
    assert missed(c, read, 2) == ([], ["7月14日上午"], [])


def test_a_row_of_totals_is_nobody(c: ClassFile, tmp_path: Path) -> None:
    sheet = days_grid(c, "班.csv", range(5), {0: 3})
    read = totals(c, Sheet("班.csv", [*sheet.rows, ["缺勤人数：", *[1] * 10]], {}).write(tmp_path))
    assert [note.what for note in read.skipped] == ["“缺勤人数:”不像姓名，未读"]
    assert missed(c, read, 0)[1] == ["7月15日下午"]


def test_day_numbers_of_one_month_are_none_of_a_class_in_two() -> None:
    """In the sheet of July, 1 is not the first of August."""
    july: list[list[Cell]] = [["2025年7月考勤表"], ["姓名", *range(1, 32)], ["王芳", *["√"] * 31]]
    block = SourceBlock("班.xlsx", "7月", [list(row) for row in july])
    in_july = grid_heading(block, Calendar(date(2025, 7, 28), date(2025, 7, 31)))
    assert in_july is not None
    assert [str(one) for one in in_july.sessions.values()] == ["7月28日", "7月29日", "7月30日", "7月31日"]
    assert grid_heading(block, Calendar(date(2025, 7, 30), date(2025, 8, 2))) is None


def test_a_leave_of_several_half_days_may_be_one_cell_across(c: ClassFile, tmp_path: Path) -> None:
    """Its empty cells were counted as absence."""
    sheet = days_grid(c, "班.xlsx", range(5), {})
    sheet.rows[3][3:6] = ["请假", None, None]
    read = totals(c, Sheet("班.xlsx", sheet.rows, {}, ["D4:F4"]).write(tmp_path))
    assert missed(c, read, 2) == (["7月15日上午", "7月15日下午", "7月16日上午"], [], [])


def test_one_time_of_a_day_beside_cells_with_two_is_not_the_whole_day(c: ClassFile, tmp_path: Path) -> None:
    days = [cn(day) for day in days_of(c)]
    rows: list[list[Cell]] = [["姓名", *days], *([str(one.name), *["08:25\n17:02"] * 5] for one in c.trainees)]
    rows[1][1], rows[2][1], rows[3][1] = "08:25", None, "13:20 17:02"
    read = totals(c, Sheet("打卡.xlsx", rows, {}).write(tmp_path))
    assert [missed(c, read, at) for at in range(4)] == [([], [], days[:1]), ([], days[:1], []), ([], [], days[:1]), ([], [], [])]
