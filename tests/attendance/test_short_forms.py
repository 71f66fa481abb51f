"""Short forms of offices: 9-23上, 事, Y; times of coming and leaving; cells merged over several groups."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.attendance.totals import Totals, totals_of
from tests.attendance.half_days import body, missed
from tests.attendance.registered import alone
from tests.attendance.sheets import Cell, Sheet, cn, days_of
from tests.sample import sample_class
from udfs.records.class_file import ClassFile
from udfs.schedule.attendance_signs import ABSENT, LATE, LEAVE, PRESENT, UNCLEAR, known_signs, legend, state_of
from udfs.schedule.sessions import Calendar, part_of
from udfs.values.cells import text
from workbooks.attendance.reading import read_registers
from workbooks.files.errors import Unusable

WEEKDAYS = "一二三四五"
HEADINGS = ("{day.month}-{day.day}{half}", "{day.month}.{day.day}（{half}）", "周{weekday}{half}", "第{count}天{half}")


@pytest.fixture(scope="module")
def c() -> ClassFile:
    return alone(sample_class())


def read(c: ClassFile, folder: Path, rows: list[list[Cell]], merged: tuple[str, ...] = ()) -> Totals:
    path = Sheet("考勤.xlsx", rows, {}, merged).write(folder)
    return totals_of(c, read_registers([path], Calendar(c.start, c.end)), None, count_unseen=False)


def name(c: ClassFile, at: int) -> str:
    return text(c.trainees[at].name)


@pytest.mark.parametrize("spelling", HEADINGS)
def test_a_half_day_of_one_character(spelling: str, c: ClassFile, tmp_path: Path) -> None:
    """Both halves of a day became one session: whoever missed one of them was only asked about."""
    halves: list[Cell] = [
        spelling.format(day=day, half=half, weekday=WEEKDAYS[day.weekday()], count=at)
        for at, day in enumerate(days_of(c), start=1)
        for half in "上下"
    ]
    found = read(c, tmp_path, [["学员", *halves], *body(c, 10, {(0, 1): "×", (1, 4): "事"})])
    assert missed(c, found, 0) == ([], ["7月14日下午"], [])
    assert missed(c, found, 1) == (["7月16日上午"], [], [])
    assert set(found.hours.values()) == {c.hours / 10}


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("9-23上", "上午"),
        ("7月14日(下)", "下午"),
        ("周三下 考勤", "下午"),
        ("7月14日上课", ""),
        ("9月23日下发", ""),
        ("以上", ""),
    ],
)
def test_the_half_day_behind_a_day(words: str, part: str) -> None:
    assert part_of(words) == part


def test_a_row_of_totals_is_nobody_and_does_not_spoil_ones_and_noughts(c: ClassFile, tmp_path: Path) -> None:
    halves: list[Cell] = [f"{cn(day)}{half}" for day in days_of(c) for half in ("上午", "下午")]
    rows = body(c, 10, {(at, column): int((at, column) != (2, 3)) for at in range(len(c.trainees)) for column in range(10)})
    found = read(c, tmp_path, [["学员", *halves], *rows, ["合计", *[len(rows)] * 10]])
    assert missed(c, found, 2) == ([], ["7月15日下午"], [])
    assert [note.what for note in found.skipped] == ["“合计”不像姓名，未读"]


@pytest.mark.parametrize("two_rows", [True, False])
def test_times_of_coming_and_leaving(two_rows: bool, c: ClassFile, tmp_path: Path) -> None:
    """Two columns a half day. Both empty: absent; one of them, or a time of another part of the day: asked."""
    halves = [f"{cn(day)}{half}" for day in days_of(c) for half in ("上午", "下午")]
    usual: list[Cell] = ["08:25", "11:58", "13:26", "17:02"] * 5
    people: list[list[Cell]] = [[name(c, at), *usual] for at in range(len(c.trainees))]
    people[0][3] = people[0][4] = None
    people[1][6] = None
    people[2][7] = "11:40"
    if two_rows:
        first: list[Cell] = ["姓名", *(cell for half in halves for cell in (half, None))]
        heading = [first, [None, *["签到时间", "签退时间"] * 10]]
    else:
        heading = [["姓名", *(f"{half}{what}" for half in halves for what in ("签到时间", "签退时间"))]]
    found = read(c, tmp_path, [*heading, *people])
    assert [missed(c, found, at) for at in range(4)] == [
        ([], ["7月14日下午"], []),
        ([], [], ["7月15日上午"]),
        ([], [], ["7月15日下午"]),
        ([], [], []),
    ]


def test_legends_of_single_words() -> None:
    """The signs of a legend were only those that are no characters."""
    assert legend(["说明：√出勤，事——事假，公＝公差请假，迟 表示 迟到"]) == {"√": PRESENT, "事": LEAVE, "公": LEAVE, "迟": LATE}
    assert legend(["张：请假"]) == {}
    assert legend(["注：缺勤者打√，请假打△"]) == legend(["缺勤者打√，请假打△"]) == {"√": ABSENT, "△": LEAVE}
    assert legend(["张三：请假，李四：旷课"]) == {}


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("事", LEAVE),
        ("病", LEAVE),
        ("迟", LATE),
        ("N", ABSENT),
        ("yes", PRESENT),
        ("扫二维码签到", PRESENT),
        ("老师签到", PRESENT),
    ]
    + [(words, UNCLEAR) for words in ("代签", "教师代签", "早", "出差", "未扫码签到", "应签到")],
)
def test_short_words(words: str, state: str) -> None:
    """Signed by somebody else may be fraud; 出差 may be leave: asked."""
    assert state_of(words, known_signs()) == state


def test_a_time_merged_over_several_groups_is_theirs(c: ClassFile, tmp_path: Path) -> None:
    """Only the first group of each session was read."""
    rows: list[list[Cell]] = [["日期", "时段", "组别", "缺勤人员"]]
    for day in days_of(c)[:2]:
        for half in ("上午", "下午"):
            rows += [[cn(day), half, "一组", "无"], [None, None, "二组", None]]
    rows[2][3], rows[8][3] = name(c, 0), f"{name(c, 1)}（病假）"
    merged = ("A2:A5", "A6:A9", "B2:B3", "B4:B5", "B6:B7", "B8:B9")
    found = read(c, tmp_path, rows, merged)
    assert [missed(c, found, at) for at in range(2)] == [([], ["7月14日上午"], []), (["7月15日下午"], [], [])]
    assert found.skipped == ()
    alone_ = read(c, tmp_path, rows)
    assert [note.what for note in alone_.skipped] == [
        f"“”无法判断是本期哪个半天，未读：{name(c, 0)}",
        f"“”无法判断是本期哪个半天，未读：{name(c, 1)}（病假）",
    ]


def test_a_whole_day_merged_over_several_groups(c: ClassFile, tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["日期", "组别", "缺勤人员"], [cn(days_of(c)[0]), "一组", name(c, 0)], [None, "二组", name(c, 1)]]
    found = read(c, tmp_path, rows, ("A2:A3",))
    assert [missed(c, found, at)[1] for at in range(2)] == [["7月14日上午", "7月14日下午"]] * 2


def test_a_session_outside_the_class_counts_nothing(c: ClassFile, tmp_path: Path) -> None:
    """Who was not at the registration the day before lost a half day of the class."""
    halves: list[Cell] = ["7月13日下午（报到）", *(f"{cn(day)}{half}" for day in days_of(c) for half in ("上午", "下午"))]
    found = read(c, tmp_path, [["姓名", *halves], *body(c, 11, {(0, 0): None, (1, 1): "×"})])
    assert [missed(c, found, at) for at in range(2)] == [([], [], []), ([], ["7月14日上午"], [])]
    assert "7月13日不在本期日期之内，未读" in [note.what for note in found.remarks]
    assert len(found.hours) == 10


def test_a_grid_of_other_days_alone_is_refused(c: ClassFile, tmp_path: Path) -> None:
    """Another class's sheet: the same names would have lost hours of this one."""
    with pytest.raises(Unusable, match=r"没有一次有人到的课.*日期是否是本期的"):
        read(c, tmp_path, [["姓名", "9月1日上午", "9月1日下午"], *body(c, 2, {(0, 0): "×"})])


def test_colours_that_mean_something_are_named(c: ClassFile, tmp_path: Path) -> None:
    halves: list[Cell] = [f"{cn(day)}{half}" for day in days_of(c) for half in ("上午", "下午")]
    found = read(c, tmp_path, [["姓名", *halves], *body(c, 10, {}), ["注：红色底纹为缺勤"]])
    assert [note.what for note in found.remarks] == ["“注：红色底纹为缺勤”说颜色有含义，颜色没有读，请核对"]
