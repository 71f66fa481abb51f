"""``attendance``: what sheets and sign-ins say comes into 考勤, nothing is guessed, and 附件5 is changed only when asked."""

from __future__ import annotations

import json
import time
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from addin.demo.planting import project, row
from macros.attendance.registering import AttendanceResult, AttendanceSources, attendance
from tests.attendance.registered import TODAY, alone, in_sheet
from tests.attendance.sheets import Missed, Sheet, all_sheets, days_of, flat_grid, sign_ins, two_row_grid
from tests.closed_cells import open_book
from tests.command_line import DAY, LONG_NUMBER, CommandLine, is_one_chinese_line
from tests.sample import P, sample_class
from udfs.records.class_file import ClassFile
from udfs.schedule.attendance_signs import ABSENT, LATE, LEAVE
from udfs.schedule.sessions import Calendar, written_hours
from workbooks.book.reading import read_file
from workbooks.files.errors import Unusable
from workbooks.ooxml.package import Package
from workbooks.ooxml.writing.changes import CellChange
from workbooks.ooxml.writing.patching import patched
from workbooks.templates.entering import entered

CLASS = Calendar(date(2025, 7, 14), date(2025, 7, 18))


@pytest.fixture(scope="module")
def c() -> ClassFile:
    return alone(sample_class())


@pytest.fixture(scope="module")
def data(c: ClassFile) -> bytes:
    return entered(c, rows=80)


@pytest.fixture
def path(tmp_path: Path, data: bytes) -> Path:
    made = tmp_path / "班.xlsx"
    made.write_bytes(data)
    return made


def recorded(path: Path, *sources: Path, **more: object) -> AttendanceResult:
    given = AttendanceSources(sources, **{key: more.pop(key) for key in ("signs", "hours", "count_unseen") if key in more})  # type: ignore[arg-type]
    book = open_book(path)
    result = attendance(book, given, TODAY, **more)  # type: ignore[arg-type]
    if not more.get("dry_run"):
        book.save()
    return result


def wanted(c: ClassFile, expected: dict[int, Missed]) -> dict[str, tuple[object, object, object]]:
    each = Fraction(c.hours or 0) / 10

    def hours(count: int) -> str | None:
        return str(written_hours(each * count)) if count else None

    return {
        str(c.trainees[at].name): (hours(len(one.leave)), hours(len(one.absent)), one.permission or None)
        for at, one in sorted(expected.items())
    }


@pytest.mark.parametrize("at", range(13))
def test_every_kind_of_sheet(at: int, c: ClassFile, path: Path, tmp_path: Path) -> None:
    sheet: Sheet = all_sheets(c)[at]
    result = recorded(path, sheet.write(tmp_path))
    assert len(result.totals.hours) == 10
    assert in_sheet(path) == wanted(c, sheet.expected)
    unclear = {row for row, tally in result.totals.people.items() if tally.unclear}
    assert unclear == {c.trainees[at].row for at in sheet.unclear}
    assert len([note for note in result.totals.remarks if "无法判断" in note.what]) >= len(sheet.unclear)


def test_two_rows_that_disagree_are_reported(c: ClassFile, path: Path, tmp_path: Path) -> None:
    sheet = two_row_grid(c)
    last = next(at for at, row in reversed(list(enumerate(sheet.rows))) if c.trainees[5].name in row)
    again = list(sheet.rows[last])
    again[again.index("√")] = "×"
    sheet.rows.insert(last + 1, again)
    result = recorded(path, sheet.write(tmp_path))
    assert [note.person for note in result.totals.remarks if "不一致" in note.what] == [c.trainees[5].name]


def test_the_same_again_changes_nothing(c: ClassFile, path: Path, tmp_path: Path) -> None:
    source = two_row_grid(c).write(tmp_path)
    recorded(path, source)
    before = path.read_bytes()
    again = recorded(path, source)
    assert (again.written, again.disagreements) == (0, ())
    assert path.read_bytes() == before


def test_signs_the_user_explains(c: ClassFile, path: Path, tmp_path: Path) -> None:
    sheet = all_sheets(c)[4]
    recorded(path, sheet.write(tmp_path), signs={"○": LATE, "△": LEAVE, "▲": ABSENT})
    assert in_sheet(path) == wanted(c, {2: Missed((2,)), 3: Missed((), (3,))})


def test_what_stands_in_the_sheet_is_not_overwritten_unless_asked(c: ClassFile, path: Path, tmp_path: Path) -> None:
    source = two_row_grid(c).write(tmp_path)
    recorded(path, source)
    other = Sheet("改.xlsx", [list(line) for line in two_row_grid(c).rows], {})
    other.rows[3][3:13] = ["√"] * 10
    other.rows[4][5] = "×"
    changed = other.write(tmp_path)
    kept = in_sheet(path)
    result = recorded(path, changed)
    assert [(one.name, one.field, one.taken) for one in result.disagreements] == [
        (c.trainees[0].name, "请假学时", False), (c.trainees[1].name, "缺勤学时", False),
    ]  # fmt: skip
    assert in_sheet(path) == kept
    assert recorded(path, changed, take_new=True).written == 2
    first, second = str(c.trainees[0].name), str(c.trainees[1].name)
    assert in_sheet(path)[first][0] is None
    assert in_sheet(path)[second][1] == "6.4"


def test_a_later_leave_is_not_added_to_an_earlier_absence(c: ClassFile, path: Path, tmp_path: Path) -> None:
    """The same half day, first counted as missed and then excused: together they would be two, and more than a seventh."""
    grid = two_row_grid(c)
    grid.rows[3][3:13] = ["√", "×", *["√"] * 8]
    recorded(path, grid.write(tmp_path))
    other = Sheet("补.xlsx", [list(line) for line in grid.rows], {})
    other.rows[3][4] = "请假"
    later, kept, name = other.write(tmp_path), in_sheet(path), c.trainees[0].name
    result = recorded(path, later)
    reported = [(one.field, str(one.present or ""), str(one.offered or "")) for one in result.disagreements if one.name == name]
    assert reported == [("请假学时", "", "3.2"), ("缺勤学时", "3.2", "")]
    assert in_sheet(path) == kept
    recorded(path, later, take_new=True)
    assert in_sheet(path)[str(name)][:2] == ("3.2", None)


def test_annex_5_is_offered_not_forced(c: ClassFile, path: Path, tmp_path: Path) -> None:
    """6.4 of 32 hours are more than a seventh, 3.2 are not."""
    source = two_row_grid(c).write(tmp_path)
    typed = [CellChange("附件5", result.row, 3, 32) for result in c.results]
    path.write_bytes(patched(Package.open(path), typed))
    result = recorded(path, source)
    assert [(one.name, one.withdrawn) for one in result.effects] == [
        (c.trainees[0].name, True), (c.trainees[1].name, False), (c.trainees[3].name, True), (c.trainees[4].name, False),
    ]  # fmt: skip
    assert [(row.hours, row.passed) for row in read_file(path, TODAY).results[:2]] == [(32, "是"), (32, "是")]
    applied = recorded(path, source, apply=True)
    assert applied.written == 4 + 2
    rows = read_file(path, TODAY).results
    assert [(str(row.hours), row.passed) for row in rows[:5]] == [
        ("25.6", "否"), ("28.8", "是"), ("32", "是"), ("25.6", "否"), ("28.8", "是"),
    ]  # fmt: skip
    assert recorded(path, source, apply=True).written == 0


def test_hours_that_fill_themselves_are_left_to_their_formula(c: ClassFile, path: Path, tmp_path: Path) -> None:
    before = [one.hours for one in read_file(path, TODAY).results]
    recorded(path, two_row_grid(c).write(tmp_path), apply=True)
    sheet = openpyxl.load_workbook(path)["附件5"]
    assert str(sheet["C4"].value).startswith("=")
    after = [one.hours for one in read_file(path, TODAY).results]
    assert (float(str(before[0])), float(str(after[0]))) == (32, 25.6)


@pytest.mark.parametrize(("missed", "hours", "withdrawn"), [(1, 28, False), (1, 27, False), (2, 28, True)])
def test_exactly_the_limit_is_within_it(missed: int, hours: int, withdrawn: bool, c: ClassFile, tmp_path: Path) -> None:
    """Seven sessions: one of them is a seventh, whatever the hours; two decimals in the cell do not make it more."""
    assert P.absence_share == Fraction(1, 7)
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(project(hours=hours)(c), rows=80))
    headings = ["姓名", *(f"第{at + 1}次" for at in range(7))]
    rows = [[person.name, *(["√"] * 7)] for person in c.trainees]
    for at in range(missed):
        rows[0][1 + at] = "×"
    result = recorded(path, Sheet("七次.xlsx", [headings, *rows], {}).write(tmp_path))
    assert [one.withdrawn for one in result.effects if one.missed] == [withdrawn]


def test_stated_hours_and_their_sum(c: ClassFile, path: Path, tmp_path: Path) -> None:
    result = recorded(path, two_row_grid(c).write(tmp_path), hours=Decimal(4))
    assert set(result.totals.hours.values()) == {Fraction(4)}
    assert any("10 次课共 40 学时，与总学时 32 不同" in note.what for note in result.totals.remarks)
    assert in_sheet(path)[str(c.trainees[1].name)][1] == "4"


def test_trainees_nobody_says_anything_of(c: ClassFile, path: Path, tmp_path: Path) -> None:
    sheet = sign_ins(c)
    silent = c.trainees[20]
    few = Sheet("签到.csv", [line for line in sheet.rows if line[0] != silent.name], {}).write(tmp_path)
    result = recorded(path, few)
    assert [person.name for person in result.totals.unseen] == [silent.name]
    assert str(silent.name) not in in_sheet(path)
    recorded(path, few, count_unseen=True)
    assert in_sheet(path)[str(silent.name)][1] == "32"


def test_two_sources_add_up(c: ClassFile, path: Path, tmp_path: Path) -> None:
    """Three days in one grid, two in another."""
    whole = two_row_grid(c)
    first = Sheet("前三天.xlsx", [line[:9] for line in whole.rows[1:-1]], {}).write(tmp_path)
    second = Sheet("后两天.xlsx", [[*line[:3], *line[9:13]] for line in whole.rows[1:-1]], {}).write(tmp_path)
    recorded(path, first, second)
    assert in_sheet(path) == wanted(c, whole.expected)


def test_namesakes_are_not_guessed_but_distinguished_by_number(c: ClassFile, tmp_path: Path) -> None:
    same = row("people", 1, name=c.people[0].name)(c)
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(same, rows=80))
    result = recorded(path, two_row_grid(same).write(tmp_path))
    assert any("同名" in note.what for note in result.totals.skipped)
    assert str(same.trainees[0].name) not in in_sheet(path)
    recorded(path, flat_grid(same).write(tmp_path))
    leave = [one.leave for one in read_file(path, TODAY).absences if one.name == same.trainees[0].name]
    assert [float(str(one)) if one else None for one in leave] == [6.4, None]


def test_strays_strangers_and_days_outside_are_reported(c: ClassFile, path: Path, tmp_path: Path) -> None:
    result = recorded(path, sign_ins(c).write(tmp_path))
    reported = " ".join(note.what for note in (*result.totals.skipped, *result.totals.remarks))
    assert "7月14日晚上只有 1 人签到" in reported
    assert "2025-07-11 不在本期日期之内" in reported
    assert "不是附件4的学员" in reported


def test_a_day_without_a_record_is_reported(c: ClassFile, path: Path, tmp_path: Path) -> None:
    whole = two_row_grid(c)
    result = recorded(path, Sheet("三天.xlsx", [line[:9] for line in whole.rows[1:-1]], {}).write(tmp_path))
    assert any("7月17日、7月18日没有考勤记录" in note.what for note in result.totals.remarks)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (project(hours=None), "总学时"),
        (lambda c: c.changed(people=c.staff, results=()), "没有学员"),
    ],
)
def test_what_cannot_be_counted_is_refused(change, words: str, c: ClassFile, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(change(c), rows=80))
    before = path.read_bytes()
    with pytest.raises(Unusable, match=words):
        recorded(path, two_row_grid(c).write(tmp_path))
    assert path.read_bytes() == before


def test_a_source_that_is_no_attendance_is_refused(c: ClassFile, path: Path, tmp_path: Path) -> None:
    roster = Sheet("名册.xlsx", [["姓名", "工作单位"], ["张三", "某单位"]], {}).write(tmp_path)
    with pytest.raises(Unusable, match="无法识别考勤"):
        recorded(path, roster)
    nobody = Sheet(
        "空表.xlsx", [line if at < 3 else [*line[:3], *([None] * 10)] for at, line in enumerate(two_row_grid(c).rows)], {}
    )
    with pytest.raises(Unusable, match="没有一次有人到"):
        recorded(path, nobody.write(tmp_path))


def test_on_the_command_line(c: ClassFile, tmp_path: Path) -> None:
    gaoyan = CommandLine(tmp_path)
    path = gaoyan.book(c)
    before = path.read_bytes()
    flat_grid(c).write(tmp_path)
    dry = gaoyan("attendance", "班.xlsx", "只记例外.csv", "--dry-run")
    assert (dry.code, path.read_bytes() == before) == (0, True)
    assert "试运行" in dry.out
    document = json.loads(gaoyan("attendance", "班.xlsx", "只记例外.csv", "--json", "--apply").out)
    assert [one["session"] for one in document["sessions"]][:2] == ["7月14日上午", "7月14日下午"]
    assert next(one["leave_sessions"] for one in document["people"]) == ["7月15日下午", "7月16日上午"]
    shown = gaoyan("attendance", "班.xlsx", "只记例外.csv")
    assert "按退学处理 1 人" in shown.out
    assert "考勤已是这样" in shown.out
    assert not LONG_NUMBER.search(shown.out + dry.out)
    assert "A5-12" in gaoyan("check", "班.xlsx", "--codes", "--today", DAY).out
    assert "已撤销“登记考勤”" in gaoyan("undo", "班.xlsx").out
    assert path.read_bytes() == before
    for arguments in (["--hours-per-session", "-1"], ["--sign", "○"], ["--sign", "○=走了"]):
        found = gaoyan("attendance", "班.xlsx", "只记例外.csv", *arguments)
        assert found.code == 2
        assert is_one_chinese_line(found.err)


def test_days_of_the_class(c: ClassFile) -> None:
    assert days_of(c) == CLASS.days()


def test_the_sheet_to_sign_comes_back_as_it_is_typed_up(c: ClassFile, path: Path, tmp_path: Path) -> None:
    """Two sheets for a class of seven days; names as signatures, some words for those who were missing."""
    path.write_bytes(entered(project(end=date(2025, 7, 20))(c), rows=80))
    gaoyan = CommandLine(tmp_path)
    assert gaoyan("attendance", "班.xlsx", "--blank", "签到表.xlsx").code == 0
    assert gaoyan("attendance", "班.xlsx", "--blank", "签到表.xlsx").code == 2
    assert gaoyan("attendance", "班.xlsx", "--blank", "签到表.pdf").code == 2
    assert "没有给出来源" in gaoyan("attendance", "班.xlsx").err
    book = openpyxl.load_workbook(tmp_path / "签到表.xlsx")
    assert [(sheet.title, sheet.max_column) for sheet in book.worksheets] == [("7月14日起", 13), ("7月19日起", 7)]
    assert {sheet.print_title_rows for sheet in book.worksheets} == {"$2:$3"}
    for sheet in book.worksheets:
        for at, person in enumerate(c.trainees):
            for column in range(4, sheet.max_column + 1):
                sheet.cell(4 + at, column).value = person.name
    book.worksheets[0]["E4"].value = "请假"
    book.worksheets[1]["D5"].value = None
    book.save(tmp_path / "签好.xlsx")
    result = recorded(path, tmp_path / "签好.xlsx")
    assert len(result.totals.hours) == 14
    assert in_sheet(path) == {c.trainees[0].name: ("2.28", None, None), c.trainees[1].name: (None, "2.28", None)}


def test_a_class_without_dates_has_no_sheet_to_sign(c: ClassFile, tmp_path: Path) -> None:
    gaoyan = CommandLine(tmp_path)
    gaoyan.book(project(start=None)(c))
    found = gaoyan("attendance", "班.xlsx", "--blank", "签到表.xlsx")
    assert (found.code, is_one_chinese_line(found.err)) == (2, True)


@pytest.mark.parametrize("filler", ["-", "*", " ", "√—", "请", "12", "7月14日"])
def test_cells_filled_to_the_brim_cost_nothing(filler: str, c: ClassFile, path: Path, tmp_path: Path) -> None:
    """What a cell can hold, in every heading and in every sign."""
    brim = (filler * 32_000)[:32_000]
    sheet = two_row_grid(c)
    rows = [[brim, brim], *sheet.rows, [brim] * 10]
    rows[8][5] = brim
    begun = time.perf_counter()
    result = recorded(path, Sheet("满.csv", [list(line) for line in rows], {}).write(tmp_path))
    assert time.perf_counter() - begun < 20
    assert len(result.totals.hours) == 10
