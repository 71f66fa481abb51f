"""Lists that name only who was absent, and grids whose days are numbered or stand beside their half days."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from macros.attendance.totals import Totals, totals_of
from tests.attendance.half_days import missed, totals
from tests.attendance.registered import alone
from tests.attendance.sheets import Cell, Sheet, cn, days_of
from tests.sample import sample_class
from udfs.records.class_file import ClassFile
from udfs.schedule.sessions import Calendar
from udfs.values.cells import text
from workbooks.attendance.reading import read_registers
from workbooks.files.errors import Unusable

Missing = tuple[list[str], list[str]]


@pytest.fixture(scope="module")
def c() -> ClassFile:
    """Five days from Monday, 14 July 2025."""
    return alone(sample_class())


def listed(c: ClassFile, folder: Path, rows: list[list[Cell]], more: dict[str, list[list[Cell]]] | None = None) -> Totals:
    return totals(c, folder, Sheet("考勤.xlsx", rows, {}, more=more or {}))


def name(c: ClassFile, at: int) -> str:
    return text(c.trainees[at].name)


@pytest.mark.parametrize(
    ("when", "more", "leave", "absent"),
    [
        ("7月15日下午", [None, None, None], ["7月15日下午"], []),
        ("7.15", [None, None, "1天"], ["7月15日上午", "7月15日下午"], []),
        ("2025年7月15日", [None, "6.4", None], ["7月15日上午", "7月15日下午"], []),
        ("7.15-7.16", ["无故旷课", None, 2], [], ["7月15日上午", "7月15日下午", "7月16日上午", "7月16日下午"]),
        ("7月15日下午至16日上午", ["未请假", None, None], [], ["7月15日下午", "7月16日上午"]),
        ("7月15日上午、7月17日下午", [None, None, None], ["7月15日上午", "7月17日下午"], []),
        ("周三上午", [None, None, None], ["7月16日上午"], []),
        ("7月15日上午", ["上午事假", None, None], ["7月15日上午"], []),
        ("周三上午（半天）", [None, None, None], ["7月16日上午"], []),
        ("17号全天", [None, None, None], ["7月17日上午", "7月17日下午"], []),
        ("17号下午", [None, None, None], ["7月17日下午"], []),
        ("7月15日14:00-17:30", [None, None, None], ["7月15日下午"], []),
    ],
)
def test_a_register_of_leaves(
    when: str, more: list[Cell], leave: list[str], absent: list[str], c: ClassFile, tmp_path: Path
) -> None:
    read = listed(c, tmp_path, [["请假登记表"], ["姓名", "请假时间", "事由", "学时", "天数"], [name(c, 2), when, *more]])
    assert missed(c, read, 2) == (leave, absent, [])
    assert (read.unseen, read.remarks, read.skipped) == ((), (), ())


@pytest.mark.parametrize(("heading", "part"), [("时段", "下午"), ("半天", "PM"), ("上下午", "下")])
def test_a_half_day_in_a_column_of_its_own_is_not_a_whole_day(heading: str, part: str, c: ClassFile, tmp_path: Path) -> None:
    read = listed(c, tmp_path, [["姓名", "请假日期", heading, "事由"], [name(c, 0), "7月15日", part, "家中有事"]])
    assert missed(c, read, 0) == (["7月15日下午"], [], [])


def test_lessons_beside_a_date_are_not_a_whole_day(c: ClassFile, tmp_path: Path) -> None:
    rows = [["姓名", "请假日期", "节次"], [name(c, 0), "7月15日", "第1节"], [name(c, 1), "7月15日上午", None]]
    read = listed(c, tmp_path, rows)
    assert missed(c, read, 0)[:2] == ([], [])
    assert name(c, 0) in [note.person for note in read.remarks]


def test_columns_that_are_not_read_are_named(c: ClassFile, tmp_path: Path) -> None:
    rows = [["姓名", "请假时间", "事由", "备注"], [name(c, 0), "7月15日", "看病", "下午已到课，有签到"]]
    read = listed(c, tmp_path, rows)
    assert [note.what for note in read.remarks] == ["未读的列：D列“备注”，与考勤有关的请核对"]
    rows = [["日期", "缺席人员", "备注"], ["7月15日上午", name(c, 0), "后到"], [None, name(c, 1), None]]
    read = listed(c, tmp_path, rows)
    assert [note.what for note in read.remarks] == ["未读的列：C列“备注”，与考勤有关的请核对"]
    assert [note.what for note in read.skipped] == [f"“”无法判断是本期哪个半天，未读：{name(c, 1)}"]


def test_several_rows_of_one_day_without_its_half_count_nothing(c: ClassFile, tmp_path: Path) -> None:
    """Each may be one lecture of that day; a day that stands once is the whole day."""
    rows = [
        ["日期", "课程", "缺席人员"],
        ["7月15日", "云计算", name(c, 0)],
        ["7月15日", "数据", name(c, 1)],
        ["7月16日", "制图", name(c, 2)],
    ]
    read = listed(c, tmp_path, rows)
    assert [c.trainees[at].row in read.people for at in range(3)] == [False, False, True]
    assert missed(c, read, 2)[1] == ["7月16日上午", "7月16日下午"]
    assert len(read.skipped) == 2


def test_the_half_of_a_row_is_not_carried_to_the_next_day(c: ClassFile, tmp_path: Path) -> None:
    rows = [["日期", "时段", "缺席人员"], ["7月14日", "下午", "无"], ["7月15日", None, name(c, 0)]]
    assert missed(c, listed(c, tmp_path, rows), 0)[1] == ["7月15日上午", "7月15日下午"]


def test_half_a_half_day_counts_its_hours_only(c: ClassFile, tmp_path: Path) -> None:
    read = listed(c, tmp_path, [["姓名", "缺课时间", "课时"], [name(c, 0), "7月15日上午第3、4节", "2课时"]])
    tally = read.people[c.trainees[0].row]
    assert [str(one) for one in tally.absent] == ["7月15日上午"]
    assert read.missed_hours(tally, tally.absent) == 2


@pytest.mark.parametrize(
    ("when", "more", "named"),
    [
        ("7月15日", "半天", "无法判断是否到课"),
        ("7月15日（周五）", None, "无法判断是本期哪个半天"),
        ("7月15日开班式", None, "无法判断是本期哪个半天"),
        ("7月15日下午、晚上", None, "无法判断是本期哪个半天"),
        ("7月15日3-4节", None, "无法判断是本期哪个半天"),
        ("7月15日", "下午发烧", "无法判断是否到课"),
        ("7月15日下午", "请假2小时", "无法判断是否到课"),
        ("7月15日上午", "2天", "无法判断是否到课"),
        ("7月15日上午第1节", None, "无法判断缺几学时"),
        ("第二天上午", None, "无法判断是本期哪个半天"),
        ("8月1日", None, "无法判断是本期哪个半天"),
        ("7月15日、7月16日上午", None, "无法判断是本期哪个半天"),
        ("7月15日晚上", None, "无法判断是本期哪个半天"),
    ],
)
def test_a_time_that_does_not_decide_is_named_and_counts_nothing(
    when: str, more: Cell, named: str, c: ClassFile, tmp_path: Path
) -> None:
    rows: list[list[Cell]] = [
        ["姓名", "请假时间", "天数" if "天" in str(more) else "事由"],
        [name(c, 0), when, more],
        [name(c, 1), "7月14日上午", None],
    ]
    read = listed(c, tmp_path, rows)
    assert c.trainees[0].row not in read.people or missed(c, read, 0)[:2] == ([], [])
    assert next(note.person for note in (*read.skipped, *read.remarks) if named in note.what) == name(c, 0)
    assert missed(c, read, 1) == (["7月14日上午"], [], [])


@pytest.mark.parametrize("void", ["已取消", "审批未通过", "实际到课"])
def test_an_entry_that_is_void_counts_nothing(void: str, c: ClassFile, tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["姓名", "请假时间", "状态"], [name(c, 0), "7月15日", void], [name(c, 1), "7月15日", "已批准"]]
    read = listed(c, tmp_path, rows)
    assert c.trainees[0].row not in read.people
    assert [note.what for note in read.skipped] == [f"写着“{void}”，未计，请核对"]
    assert len(missed(c, read, 1)[0]) == 2


def test_a_register_of_both_kinds_needs_a_word_for_each(c: ClassFile, tmp_path: Path) -> None:
    head: list[list[Cell]] = [["请假、缺勤情况登记"], ["姓名", "日期", "原因"]]
    rows = [[name(c, 0), "7月15日", "病假"], [name(c, 1), "7月15日", "旷课"], [name(c, 2), "7月15日", "家中有事"]]
    read = listed(c, tmp_path, [*head, *rows])
    day = ["7月15日上午", "7月15日下午"]
    assert [missed(c, read, at) for at in range(3)] == [(day, [], []), ([], day, []), ([], [], day)]


def test_absentees_of_each_session(c: ClassFile, tmp_path: Path) -> None:
    first, second = name(c, 0), name(c, 1)
    rows: list[list[Cell]] = [
        ["日期", "时段", "应到人数", "实到人数", "缺席人员", "请假人员"],
        ["7月14日", "上午", 50, 50, "无", None],
        [None, "下午", 50, 48, f"{first}、{second}（病假，有假条）", "—"],
        ["7月15日", "上午", 50, 48, None, f"{second} {name(c, 2)}"],
        ["7月15日", "下午", 50, 48, first, None],
        ["8月15日", "下午", 50, 49, first, None],
    ]
    read = listed(c, tmp_path, rows)
    assert [missed(c, read, at)[:2] for at in range(3)] == [
        ([], ["7月14日下午", "7月15日下午"]),
        (["7月14日下午", "7月15日上午"], []),
        (["7月15日上午"], []),
    ]
    assert [note.what for note in read.remarks] == ["7月15日 下午应到减实到是 2 人，名单里有 1 人，请核对"]
    assert [note.what for note in read.skipped] == [f"“8月15日 下午”无法判断是本期哪个半天，未读：{first}"]
    assert read.unseen == ()


def test_what_stands_behind_a_name_says_how_much(c: ClassFile, tmp_path: Path) -> None:
    first, second, third = (name(c, at) for at in range(3))
    rows: list[list[Cell]] = [
        ["日期", "缺席人员"],
        ["7月14日", f"{first}（上午）、{second}（下午2学时，事假）"],
        ["7月15日上午", f"{third}（下午）"],
        ["7月16日", "无"],
    ]
    read = listed(c, tmp_path, rows)
    assert [missed(c, read, at)[:2] for at in range(2)] == [([], ["7月14日上午"]), (["7月14日下午"], [])]
    tally = read.people[c.trainees[1].row]
    assert read.missed_hours(tally, tally.leave) == 2
    assert [note.what for note in read.skipped] == [f"7月15日上午的“{third}（下午）”不是这个半天，未读"]


@pytest.mark.parametrize("numbers", ["一二三四五", "12345"])
def test_days_that_are_numbered_are_those_of_the_class(numbers: str, c: ClassFile, tmp_path: Path) -> None:
    head: list[Cell] = ["姓名", *(f"第{one}天" for one in numbers)]
    rows = [[text(one.name), *["出勤"] * 5] for one in c.trainees]
    rows[0][2], rows[1][4] = "病假", "上午缺"
    read = listed(c, tmp_path, [head, *rows])
    days = [*map(cn, days_of(c))]
    assert missed(c, read, 0) == ([days[1]], [], [])
    tally = read.people[c.trainees[1].row]
    assert ([str(one) for one in tally.absent], read.missed_hours(tally, tally.absent)) == ([days[3]], c.hours / 10)  # type: ignore[operator]


def test_days_numbered_otherwise_than_those_of_the_class_are_refused(c: ClassFile, tmp_path: Path) -> None:
    """The first day of five may be for arriving: then the first day of four lessons is the second."""
    rows: list[list[Cell]] = [["姓名", *(f"第{one}天" for one in "一二三四")], *([text(one.name), *"√√√√"] for one in c.trainees)]
    with pytest.raises(Unusable, match="列名应含日期"):
        listed(c, tmp_path, rows)


def test_a_row_for_each_day_with_a_column_for_each_half(c: ClassFile, tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["姓名", "日期", "上午", "下午"]]
    for day in days_of(c):
        rows += [[text(one.name), day, "正常", "正常"] for one in c.trainees]
    rows[1][3], rows[2][2], rows[3][2] = "缺勤", "病假", None
    read = listed(c, tmp_path, rows)
    assert [missed(c, read, at) for at in range(3)] == [
        ([], ["7月14日下午"], []), (["7月14日上午"], [], []), ([], [], ["7月14日上午"]),
    ]  # fmt: skip


def test_sheets_named_by_weekday_and_half(c: ClassFile, tmp_path: Path) -> None:
    def signed(without: int | None) -> list[list[Cell]]:
        return [
            ["序号", "姓名", "签名"],
            *([at, name(c, at), None if at == without else name(c, at)] for at in range(len(c.trainees))),
        ]

    read = listed(c, tmp_path, [[None]], {"周一上午": signed(None), "周三下午": signed(4)})
    assert missed(c, read, 4) == ([], ["7月16日下午"], [])
    assert sorted(map(str, read.hours)) == ["7月14日上午", "7月16日下午"]


def test_hours_without_their_sessions_are_refused_with_what_to_bring(c: ClassFile, tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="只有次数、天数或学时"):
        listed(c, tmp_path, [["姓名", "应修学时", "实修学时", "请假学时"], [name(c, 0), 40, 32, 8]])


def test_what_is_struck_hidden_or_commented_is_named(c: ClassFile, tmp_path: Path) -> None:
    path = Sheet("考勤.xlsx", [["姓名", "请假时间", "事由"], *([name(c, at), "7月15日", None] for at in range(4))], {}).write(
        tmp_path
    )
    book = load_workbook(path)
    sheet = book.worksheets[0]
    sheet["B3"].font = Font(strike=True)
    sheet["B4"].comment = Comment("已补课", "教务")
    sheet.row_dimensions[5].hidden = sheet.column_dimensions["C"].hidden = True
    book.save(path)
    read = totals_of(c, read_registers([path], Calendar(c.start, c.end)), None, count_unseen=False)
    assert [(note.origin.row, note.what) for note in read.remarks if note.origin] == [
        (3, "第 3 行有画删除线的内容，仍按原样计，请核对"),
        (5, "第 5 行是隐藏的或被筛选掉的，仍按原样计，请核对"),
        (1, "C 列是隐藏的，仍按原样计，请核对"),
        (4, "B4 有批注“已补课”，没有读入，请核对"),
    ]


@pytest.mark.parametrize("heading", ["缺勤人员", "缺勤人员及原因", "未到人员（原因）"])
def test_absentees_with_their_reasons(heading: str, c: ClassFile, tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["日期", "时段", heading],
        ["7月15日", "上午", f"{name(c, 1)}（事假，有假条）；{name(c, 2)}（无故缺席）"],
    ]
    read = listed(c, tmp_path, rows)
    assert [missed(c, read, at) for at in (1, 2)] == [(["7月15日上午"], [], []), ([], ["7月15日上午"], [])]


def test_a_row_of_two_days_and_a_row_of_one_of_them_count_nothing(c: ClassFile, tmp_path: Path) -> None:
    """Which half days the second row means beside the first, nobody can tell."""
    rows: list[list[Cell]] = [["日期", "缺勤人员"], ["7月15日至7月16日", name(c, 1)], ["7月16日", name(c, 2)]]
    with pytest.raises(Unusable, match="没有一次有人到的课"):
        listed(c, tmp_path, rows)


def test_a_hidden_sheet_is_named_and_not_read(c: ClassFile, tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["姓名", "请假时间"], [name(c, 1), "7月15日上午"]]
    path = Sheet("考勤.xlsx", rows, {}, more={"旧": [["姓名", "请假时间"], [name(c, 2), "7月16日上午"]]}).write(tmp_path)
    book = load_workbook(path)
    book["旧"].sheet_state = "hidden"
    book.save(path)
    read = totals_of(c, read_registers([path], Calendar(c.start, c.end)), None, count_unseen=False)
    assert [str(note.origin) + note.what for note in read.remarks] == ["考勤.xlsx“旧”第 1 行工作表是隐藏的，未读"]
    assert missed(c, read, 1) == (["7月15日上午"], [], [])
