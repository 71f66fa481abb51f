"""Attendance sheets as a stranger brought them: every cell is right, or a line says which is not."""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from macros.attendance.totals import Totals, totals_of
from tests.attendance.half_days import HALVES, body, half_day_grid, missed, totals
from tests.attendance.registered import alone
from tests.attendance.sheets import Cell, Sheet, cn, days_of
from tests.sample import sample_class
from udfs.records.class_file import ClassFile
from udfs.schedule.attendance_signs import LEAVE, PRESENT
from udfs.schedule.sessions import Calendar
from udfs.values.cells import Value
from workbooks.attendance.blank import blank_sheet
from workbooks.attendance.reading import read_registers
from workbooks.attendance.tables import with_spans
from workbooks.files.errors import Unusable
from workbooks.sources.model import MergedArea, SourceBlock


@pytest.fixture(scope="module")
def c() -> ClassFile:
    return alone(sample_class())


@pytest.mark.parametrize("sign", ["上午√下午请假", "上午到，下午事假", "√请假"])
def test_a_day_that_is_both_presence_and_leave_is_named(sign: str, c: ClassFile, tmp_path: Path) -> None:
    read = totals(c, tmp_path, day_grid(c, sign, "病假（假条√）"))
    assert [missed(c, read, at) for at in range(2)] == [([], [], ["7月14日"]), (["7月14日"], [], [])]
    assert f"“{sign}”无法判断" in notes_of(c, read, 0)


def test_the_words_of_punches_that_nobody_knows_are_shown(c: ClassFile, tmp_path: Path) -> None:
    day = str(days_of(c)[0])
    rows: list[list[Cell]] = [["姓名", "日期", "上班1打卡时间", "上班1打卡结果", "下班1打卡时间", "下班1打卡结果"]]
    rows += [[str(one.name), day, "08:20", "正常", "17:30", "正常"] for one in c.trainees[1:]]
    rows += [[str(c.trainees[0].name), day, "", "K7", "", "K8"]]
    assert "7月14日上午“K7、K8”无法判断" in notes_of(c, totals(c, tmp_path, Sheet("打卡.xlsx", rows, {})), 0)


def test_the_second_shift_of_a_day_is_its_afternoon(c: ClassFile, tmp_path: Path) -> None:
    day = str(days_of(c)[0])
    rows: list[list[Cell]] = [["姓名", "日期", *(f"{way}{shift}打卡结果" for shift in (1, 2) for way in ("上班", "下班"))]]
    rows += [[str(one.name), day, *["缺卡" if at == 0 else "正常"] * 2, "正常", "正常"] for at, one in enumerate(c.trainees)]
    assert missed(c, totals(c, tmp_path, Sheet("打卡.xlsx", rows, {})), 0) == ([], ["7月14日上午"], [])


def test_leave_of_some_hours_beside_sign_ins_is_of_so_many(c: ClassFile, tmp_path: Path) -> None:
    day = str(days_of(c)[0])
    rows: list[list[Cell]] = [["姓名", "签到时间", "状态"]]
    rows += [[str(one.name), f"{day} 08:20", "请假2学时" if at == 0 else "正常"] for at, one in enumerate(c.trainees)]
    read = totals(c, tmp_path, Sheet("签到.xlsx", rows, {}))
    tally = read.people[c.trainees[0].row]
    assert read.missed_hours(tally, tally.leave) == 2


def test_of_leave_applications_only_the_refused_are_named(c: ClassFile, tmp_path: Path) -> None:
    day = days_of(c)[0]
    rows: list[list[Cell]] = [["申请人", "请假类型", "开始时间", "结束时间", "审批结果"]]
    rows += [[str(c.trainees[at].name), "事假", f"{day} 08:30", f"{day} 12:00", ("通过", "拒绝")[at]] for at in (0, 1)]
    register = read_registers([Sheet("请假.xlsx", rows, {}).write(tmp_path)], Calendar(c.start, c.end))
    assert [(one.who.name, str(one.session), one.state) for one in register.marks] == [(c.trainees[0].name, "7月14日上午", LEAVE)]
    assert [(one.person, one.what) for one in register.skipped] == [(c.trainees[1].name, "审批是“拒绝”，未计请假")]


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
    assert missed(c, totals(c, tmp_path, Sheet("班.csv", rows, {})), 0) == ([], [], ["7月14日"])


def day_grid(c: ClassFile, *signs: Cell) -> Sheet:
    """One column a day; the signs stand on the first day, one for each trainee from the first."""
    return Sheet(
        "班.csv",
        [["姓名", *map(cn, days_of(c))], *body(c, 5, {(at, 0): sign for at, sign in enumerate(signs)})],
        {},
    )


def hours_missed(c: ClassFile, read: Totals, at: int) -> Fraction:
    tally = read.people[c.trainees[at].row]
    return read.missed_hours(tally, (*tally.leave, *tally.absent))


def notes_of(c: ClassFile, read: Totals, at: int) -> str:
    return "；".join(note.what for note in read.remarks if note.person == c.trainees[at].name)


def test_half_a_day_of_leave_is_half_of_its_column(c: ClassFile, tmp_path: Path) -> None:
    """上午请假 in the column of a day counted as the whole day, and put people out of the class."""
    read = totals(
        c, tmp_path, day_grid(c, "上午请假", "请假半天", "√（下午请假）", "请假", "上午、下午请假", "事假1天", "下午缺勤")
    )
    (day,) = {read.hours[session] for session in read.hours}
    assert [hours_missed(c, read, at) / day for at in range(7)] == [*[Fraction(1, 2)] * 3, 1, 1, 1, Fraction(1, 2)]
    assert ["按半天" in notes_of(c, read, at) for at in range(7)] == [True, True, True, False, False, False, True]


def test_stated_hours_of_leave_are_counted_as_stated(c: ClassFile, tmp_path: Path) -> None:
    signs = ("请假2学时", "缺勤1学时", "事假半天", "上午请假", "病假（1.5课时）", "请假两学时")
    read = totals(c, tmp_path, half_day_grid(c, *signs))
    half = read.hours[min(read.hours)]
    assert half > 2
    assert [hours_missed(c, read, at) for at in range(6)] == [2, 1, half, half, Fraction(3, 2), 2]
    assert missed(c, read, 1) == ([], ["7月14日上午"], [])


@pytest.mark.parametrize(
    "sign", ["请假1节", "事假1小时", "请假（2h）", "请假30分钟", "请假99学时", "请假0学时", "中途请假", "10:00请假", "下午请假"]
)
def test_a_length_nobody_can_tell_in_hours_is_named(sign: str, c: ClassFile, tmp_path: Path) -> None:
    read = totals(c, tmp_path, half_day_grid(c, sign))
    assert missed(c, read, 0) == ([], [], ["7月14日上午"])
    assert f"“{sign}”无法判断缺几学时，未计" in notes_of(c, read, 0)


def test_as_many_hours_as_the_session_has_are_all_of_it(c: ClassFile, tmp_path: Path) -> None:
    read = totals(c, tmp_path, half_day_grid(c, "请假8小时"))
    assert hours_missed(c, read, 0) == read.hours[min(read.hours)]


def test_a_cell_the_user_explains_is_all_of_its_session(c: ClassFile, tmp_path: Path) -> None:
    register = read_registers([half_day_grid(c, "事假1小时").write(tmp_path)], Calendar(c.start, c.end), {"事假1小时": LEAVE})
    read = totals_of(c, register, None, count_unseen=False)
    assert hours_missed(c, read, 0) == read.hours[min(read.hours)]


def test_part_of_a_session_against_another_sheet_is_named(c: ClassFile, tmp_path: Path) -> None:
    other = Sheet("另.csv", half_day_grid(c, "√", "缺勤").rows, {})
    read = totals(c, tmp_path, half_day_grid(c, "请假1学时", "缺勤1学时"), other)
    assert [missed(c, read, at)[2] for at in range(2)] == [["7月14日上午"]] * 2
    assert ["请核对" in notes_of(c, read, 0), "无法判断缺几学时" in notes_of(c, read, 1)] == [True, True]


def test_part_of_a_session_signed_out_of_is_named(c: ClassFile, tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["姓名", *(cell for day in days_of(c) for cell in (cn(day), None))], [None, *("签到", "签退") * 5]]
    rows += body(c, 10, {(0, 0): "请假2学时", (0, 1): "请假"})
    read = totals(c, tmp_path, Sheet("班.csv", rows, {}))
    assert missed(c, read, 0) == ([], [], ["7月14日"])
    assert "无法判断" in notes_of(c, read, 0)


def test_a_part_of_a_numbered_session_is_named(c: ClassFile, tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["姓名", *(f"第{at}次" for at in range(1, 11))],
        *body(c, 10, {(0, 0): "上午请假", (1, 0): "请假半天"}),
    ]
    read = totals(c, tmp_path, Sheet("班.csv", rows, {}))
    assert [missed(c, read, at)[2] for at in range(2)] == [["第1次"]] * 2


def test_half_a_day_of_leave_in_daily_statistics_is_not_both_halves(c: ClassFile, tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["姓名", "日期", "上班打卡时间", "下班打卡时间", "考勤结果"]]
    for at, one in enumerate(c.trainees):
        stated = {0: "事假半天", 1: "事假"}.get(at)
        rows += [
            [one.name, day, *((None, None, stated) if stated and not place else ("08:30", "17:30", "正常"))]
            for place, day in enumerate(days_of(c))
        ]
    read = totals(c, tmp_path, Sheet("班.csv", rows, {}))
    halves = ["7月14日上午", "7月14日下午"]
    assert [missed(c, read, at) for at in range(2)] == [([], [], halves), (halves, [], [])]


def sign_in_list(c: ClassFile, name: str, clock: str, stated: dict[int, str], titles: tuple[str, ...] = ()) -> Sheet:
    """As 学习通 writes it: whoever did not sign in has -- for a time."""
    day = days_of(c)[0]
    rows: list[list[Cell]] = [[title] for title in titles]
    rows.append(["姓名", "签到状态", "签到时间"])
    rows += [
        [one.name, stated.get(at, "已签"), "--" if at in stated or not clock else f"{day} {clock}"]
        for at, one in enumerate(c.trainees)
    ]
    return Sheet(name, rows, {})


STATES = {0: "事假", 1: "迟到", 2: "教师代签", 3: "未签"}


@pytest.mark.parametrize("titles", [(), ("签到活动：示例班14日上午", "发起时间 2025-07-14 08:30")])
def test_signs_without_a_time_in_a_list_of_one_sitting(titles: tuple[str, ...], c: ClassFile, tmp_path: Path) -> None:
    """Leave, lateness and a sign given by the teacher all became absence."""
    morning = sign_in_list(c, "上午.csv", "08:31", STATES, titles)
    read = totals(c, tmp_path, morning, sign_in_list(c, "下午.csv", "13:31", {0: "迟到"}))
    assert read.unseen == ()
    where = "7月14日上午"
    assert [missed(c, read, at) for at in range(4)] == [([where], [], []), ([], [], []), ([], [], [where]), ([], [where], [])]
    assert [read.people[c.trainees[at].row].late for at in range(2)] == [1, 1]


def test_a_title_tells_the_sitting_of_a_list_without_any_time(c: ClassFile, tmp_path: Path) -> None:
    read = totals(c, tmp_path, sign_in_list(c, "一.csv", "", STATES, ("14日上午签到", "导出时间：2025-07-18 20:00")))
    assert [*map(str, read.hours)] == ["7月14日上午"]
    assert missed(c, read, 0) == (["7月14日上午"], [], [])


def test_an_unread_row_is_not_counted_as_absence(c: ClassFile, tmp_path: Path) -> None:
    """Of a list of two sittings nobody knows which one a row without a time is about."""
    rows = sign_in_list(c, "", "08:31", STATES).rows + sign_in_list(c, "", "13:31", dict.fromkeys((0, 1), "事假")).rows[1:]
    del rows[rows.index([c.trainees[1].name, "事假", "--"])]
    read = totals(c, tmp_path, Sheet("全.csv", rows, {}))
    both = ["7月14日上午", "7月14日下午"]
    assert [missed(c, read, at)[1:] for at in range(4)] == [([], both), ([], both), ([], both[:1]), ([both[0]], [])]
    assert "“事假”没有日期，无法判断是哪次；7月14日上午等 2 次没有别的记录，未计缺勤" in notes_of(c, read, 0)
    assert read.unseen == ()
    assert [note.person for note in read.skipped] == [c.trainees[at].name for at in (0, 1, 2, 3, 0)]


def test_a_sitting_is_not_taken_from_a_title_that_says_another_day(c: ClassFile, tmp_path: Path) -> None:
    read = totals(c, tmp_path, sign_in_list(c, "一.csv", "08:31", STATES, ("7月15日签到",)))
    assert missed(c, read, 0) == ([], [], ["7月14日上午"])


def test_an_unread_row_of_daily_statistics_is_not_counted_as_absence(c: ClassFile, tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["姓名", "日期", "上班打卡时间", "下班打卡时间"]]
    days: list[Cell] = [*days_of(c)]
    rows += [[one.name, day, "08:30", "17:30"] for one in c.trainees for day in days]
    rows[1][1] = rows[2][1] = "昨天"
    rows[2][2:] = [None, None]
    del rows[7]
    read = totals(c, tmp_path, Sheet("班.csv", rows, {}))
    assert missed(c, read, 0)[1:] == ([], ["7月14日上午", "7月14日下午", "7月15日上午", "7月15日下午"])
    assert missed(c, read, 1)[1:] == (["7月15日上午", "7月15日下午"], [])


def test_a_remark_beside_the_signature_is_named(c: ClassFile, tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["签到表（7月14日上午）"], ["序号", "姓名", "签名", "备注"]]
    rows += [[at + 1, one.name, one.name, None] for at, one in enumerate(c.trainees)]
    rows[2][2:] = [None, "病假，有假条"]
    rows[3][3] = "班长"
    read = totals(c, tmp_path, Sheet("班.csv", rows, {}))
    assert missed(c, read, 0) == ([], ["7月14日上午"], [])
    assert "“备注”栏写着“病假，有假条”，没有读入" in notes_of(c, read, 0)
    assert [note.what for note in read.remarks if "未读的列" in note.what] == ["未读的列：D列“备注”，与考勤有关的请核对"]
    assert notes_of(c, read, 1) == ""


def test_totals_of_the_sheet_and_signs_under_no_day_are_named(c: ClassFile, tmp_path: Path) -> None:
    sheet = day_grid(c, "请假")
    sheet.rows[0] += ["请假次数", "缺勤次数", "部门", None]
    for at, row in enumerate(sheet.rows[1:]):
        row += [3 if at == 0 else None, 0, "正常", "√"]
    read = totals(c, tmp_path, sheet)
    (reported,) = [note.what for note in read.remarks if "未读的列" in note.what]
    assert reported == "未读的列：G列“请假次数”、J列（没有标题），与考勤有关的请核对"


def test_a_remark_in_a_list_of_sign_ins_is_named(c: ClassFile, tmp_path: Path) -> None:
    sheet = sign_in_list(c, "上午.csv", "08:31", {0: "未签"})
    for at, row in enumerate(sheet.rows):
        row.append("备注" if not at else "公假" if at == 1 else "")
    read = totals(c, tmp_path, sheet)
    assert "“备注”栏写着“公假”，没有读入" in notes_of(c, read, 0)


def test_people_across_the_top(c: ClassFile, tmp_path: Path) -> None:
    """日期 | 时段 | a column a person."""
    names = [one.name for one in c.trainees]
    rows: list[list[Cell]] = [["日期", "时段", *names]]
    for day in days_of(c):
        rows += [[cn(day), half, *(["√"] * len(names))] for half in HALVES]
    rows[2][3] = "旷课"
    read = totals(c, tmp_path, Sheet("班.csv", rows, {}))
    assert len(read.hours) == 10
    assert [missed(c, read, at) for at in range(3)] == [([], [], []), ([], ["7月14日下午"], []), ([], [], [])]


def test_times_of_day_under_a_title_that_tells_the_day(c: ClassFile, tmp_path: Path) -> None:
    """A time alone is a sign-in; who has none is reported, as nobody can say whether they came."""
    rows: list[list[Cell]] = [["7月14日上午签到表"], ["姓名", "签到时间"]]
    rows += [[one.name, "08:55"] for one in c.trainees[:-1]] + [[c.trainees[-1].name, None]]
    register = read_registers([Sheet("班.csv", rows, {}).write(tmp_path)], Calendar(c.start, c.end))
    assert [mark.who.name for mark in register.marks if mark.state == PRESENT] == [one.name for one in c.trainees[:-1]]
    assert [note.person for note in register.skipped] == [c.trainees[-1].name]


def test_rows_of_punches_without_a_name_hide_none_of_those_below(c: ClassFile, tmp_path: Path) -> None:
    days = days_of(c)
    heads: list[Cell] = ["姓名", "日期", "上班打卡时间", "下班打卡时间"]
    rows: list[list[Cell]] = [heads, ["", f"{days[0]:%Y-%m-%d}", "08:50", "17:05"], [None], heads]
    rows += [[one.name, f"{day:%Y-%m-%d}", "08:50", "17:05"] for one in c.trainees for day in days]
    register = read_registers([Sheet("班.csv", rows, {}).write(tmp_path)], Calendar(c.start, c.end))
    assert [note.what for note in register.skipped] == ["没有姓名，未读"]
    assert len({mark.who for mark in register.marks}) == len(c.trainees)


def test_merged_headings_fill_all_that_they_span() -> None:
    """Over columns and over rows, also of a row that ends before them; a span as large as a sheet is a frame around it."""
    rows: list[list[Value]] = [["姓名", "7月14日", None, "签到"], ["", "上午"], ["林远"]]
    block = SourceBlock(
        "考勤.xlsx", "考勤", rows, merged=(MergedArea(0, 1, 0, 2), MergedArea(0, 3, 1, 3), MergedArea(0, 0, 10_000, 0))
    )
    assert with_spans(block) == [["姓名", "7月14日", "7月14日", "签到"], ["", "上午", None, "签到"], ["林远"]]


@pytest.mark.parametrize(("other", "taken"), [("请假", "未计缺勤"), ("缺勤", "按到计")])
def test_what_is_taken_of_two_sources_that_disagree(other: str, taken: str, c: ClassFile, tmp_path: Path) -> None:
    """Nobody was both there and on leave; a sign-in outweighs an absence."""
    again = half_day_grid(c, other)
    again.name = "又一张.csv"
    reported = notes_of(c, totals(c, tmp_path, half_day_grid(c), again), 0)
    assert f"几处记录不一致（{'、'.join(sorted(('到', other)))}），{taken}，请核对" in reported


@pytest.mark.parametrize("short", [0, 1])
def test_a_list_of_who_was_missing_tells_of_a_session_unless_it_names_half_of_them(
    short: int, c: ClassFile, tmp_path: Path
) -> None:
    """With half of the class away the list may be of something else: no session is made of it."""
    away = c.trainees[: (len(c.trainees) + 1) // 2 - short]
    rows: list[list[Cell]] = [["姓名", "日期", "时段", "考勤结果"], *([one.name, "2025-07-14", "上午", "缺勤"] for one in away)]
    if short:
        assert [*map(str, totals(c, tmp_path, Sheet("缺勤.csv", rows, {})).hours)] == ["7月14日上午"]
        return
    with pytest.raises(Unusable, match="没有一次有人到的课"):
        totals(c, tmp_path, Sheet("缺勤.csv", rows, {}))


def test_the_sheet_to_sign_is_one_page_wide_and_as_long_as_it_must_be(c: ClassFile) -> None:
    sheet = load_workbook(BytesIO(blank_sheet(c))).worksheets[0]
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert [sheet.cell(row, 1).value for row in (4, 5)] == [1, 2]
