"""Attendance sheets as offices keep them, made by script: grids and exports of sign-ins, each with what must come out of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl

from udfs.records.class_file import ClassFile, Person

Cell = str | int | float | date | None
HALVES = ("上午", "下午")


@dataclass(frozen=True)
class Missed:
    """What must come out of one person: the sessions (counted from 0) on leave and without, and what 请假手续 says."""

    leave: tuple[int, ...] = ()
    absent: tuple[int, ...] = ()
    permission: str = ""


@dataclass
class Sheet:
    """One source. ``expected``: place of the trainee (from 0) -> what is missed; nobody else misses anything."""

    name: str
    rows: list[list[Cell]]
    expected: dict[int, Missed]
    merged: Sequence[str] = ()
    unclear: set[int] = field(default_factory=set)
    encoding: str = "utf-8-sig"
    more: Mapping[str, list[list[Cell]]] = field(default_factory=dict)
    """Further sheets, by their names."""

    def write(self, folder: Path) -> Path:
        path = folder / self.name
        if path.suffix == ".csv":
            text = io.StringIO(newline="")
            csv.writer(text).writerows([["" if cell is None else cell for cell in row] for row in self.rows])
            path.write_bytes(text.getvalue().encode(self.encoding))
            return path
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        for row in self.rows:
            sheet.append(row)
        for title, rows in self.more.items():
            added = book.create_sheet(title)
            for row in rows:
                added.append(row)
        for area in self.merged:
            sheet.merge_cells(area)
        book.save(path)
        return path


def days_of(c: ClassFile) -> list[date]:
    assert c.start is not None
    return [c.start + timedelta(days=at) for at in range(5)]


def cn(day: date) -> str:
    return f"{day.month}月{day.day}日"


def grid_of(c: ClassFile, signs: dict[tuple[int, int], Cell], usual: Cell = "√", sessions: int = 10) -> list[list[Cell]]:
    """The cells of a grid: who, session -> sign; ``usual`` everywhere else."""
    return [[signs.get((at, session), usual) for session in range(sessions)] for at in range(len(c.trainees))]


EXCEPTIONS: dict[tuple[int, int], Cell] = {
    (0, 3): "事假", (0, 4): "请假（有假条）", (1, 0): "×", (2, 9): "迟到10分钟", (3, 5): "旷课", (3, 6): "病假", (4, 7): "未请假",
}  # fmt: skip
EXPECTED = {0: Missed((3, 4), (), "有"), 1: Missed((), (0,)), 3: Missed((6,), (5,)), 4: Missed((), (7,))}


def two_row_grid(c: ClassFile) -> Sheet:
    """Days over 上午 and 下午, merged; a title above, a legend below."""
    days = days_of(c)
    first: list[Cell] = ["序号", "姓名", "工作单位", *(cell for day in days for cell in (cn(day), None)), "备注"]
    second: list[Cell] = [None, None, None, *(half for _ in days for half in HALVES), None]
    body = [
        [at + 1, person.name, person.employer, *row]
        for at, (person, row) in enumerate(zip(c.trainees, grid_of(c, EXCEPTIONS), strict=True))
    ]
    merged = ["A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:G2", "H2:I2", "J2:K2", "L2:M2"]
    return Sheet("两行表头.xlsx", [["高级研修班考勤表"], first, second, *body, [None, "注：√出勤 ×缺勤"]], EXPECTED, merged)


def flat_grid(c: ClassFile) -> Sheet:
    """One heading row with day and half in it, document numbers, and only the exceptions marked."""
    signs: dict[tuple[int, int], Cell] = {(0, 3): "假", (0, 4): "假", (1, 0): "缺"}
    headings: list[Cell] = [
        "姓名",
        "身份证号",
        *(f"{day.month}/{day.day}{half}" for day in days_of(c) for half in HALVES),
        "请假手续",
    ]
    body: list[list[Cell]] = [
        [p.name, p.document, *row, "有" if at == 0 else None]
        for at, (p, row) in enumerate(zip(c.trainees, grid_of(c, signs, None), strict=True))
    ]
    for row in body[5:]:
        row[11] = "缺席" if row is body[6] else None
    return Sheet("只记例外.csv", [headings, *body], {0: Missed((3, 4), (), "有"), 1: Missed((), (0,)), 6: Missed((), (9,))})


def dated_grid(c: ClassFile) -> Sheet:
    """Real dates over 上午/下午, carried on without merging; empty cells where somebody did not sign."""
    days = days_of(c)
    first: list[Cell] = ["姓名", *(cell for day in days for cell in (day, None))]
    second: list[Cell] = [None, *(half for _ in days for half in HALVES)]
    signs: dict[tuple[int, int], Cell] = {(2, 1): None, (5, 2): None, (5, 3): None}
    body = [[p.name, *row] for p, row in zip(c.trainees, grid_of(c, signs, "✓"), strict=True)]
    return Sheet("日期表头.xlsx", [first, second, *body], {2: Missed((), (1,)), 5: Missed((), (2, 3))})


def own_signs_grid(c: ClassFile) -> Sheet:
    """Signs that other offices use otherwise, explained by the sheet itself."""
    headings: list[Cell] = ["学员姓名", *(f"{cn(day)}{half}" for day in days_of(c) for half in HALVES)]
    signs: dict[tuple[int, int], Cell] = {(1, 1): "○", (2, 2): "△", (3, 3): "▲"}
    body = [[p.name, *row] for p, row in zip(c.trainees, grid_of(c, signs, "√"), strict=True)]
    legend: list[Cell] = ["说明：√ 出勤；○ 迟到；△ 请假；▲ 旷课"]
    return Sheet("自有符号.xlsx", [headings, *body, legend], {2: Missed((2,)), 3: Missed((), (3,))})


def unexplained_grid(c: ClassFile) -> Sheet:
    """The same signs without a legend: nobody can tell."""
    sheet = own_signs_grid(c)
    return Sheet("符号不明.xlsx", sheet.rows[:-1], {}, unclear={1, 2, 3})


def signature_grid(c: ClassFile) -> Sheet:
    """A sign-in sheet that was typed up: the names themselves, and nothing where somebody was missing."""
    headings: list[Cell] = ["序号", "姓名", *(f"{day.day}日{half}" for day in days_of(c) for half in HALVES)]
    body: list[list[Cell]] = [[at + 1, p.name, *([p.name] * 10)] for at, p in enumerate(c.trainees)]
    body[7][4] = None
    return Sheet("签名.xlsx", [headings, *body], {7: Missed((), (2,))})


def binary_grid(c: ClassFile) -> Sheet:
    """1 and 0, with a day that was not held (nothing filled in)."""
    headings: list[Cell] = ["姓名", *(f"{cn(day)}{half}" for day in days_of(c) for half in HALVES), f"{cn(days_of(c)[4])}晚上"]
    body: list[list[Cell]] = [[p.name, *([1] * 10), None] for p in c.trainees]
    body[2][3] = body[2][4] = 0
    return Sheet("一和零.xlsx", [headings, *body], {2: Missed((), (2, 3))})


def sign_in_moment(day: date, half: int, at: int) -> datetime:
    return datetime.combine(day, time(8 + 5 * half, 5 + at % 50, at % 60))


def sign_ins(c: ClassFile) -> Sheet:
    """An app's export in GBK: a row a person and time; strays, a stranger, a day outside the class, and times about noon."""
    rows: list[list[Cell]] = [["导出时间：2025-08-01"], ["姓名", "手机号码", "身份证号码", "签到时间", "签到方式"]]
    missing = {(4, 3), (4, 4), (9, 0)}
    for day_at, day in enumerate(days_of(c)):
        for half in (0, 1):
            for at, person in enumerate(c.trainees):
                if (at, 2 * day_at + half) not in missing:
                    moment = sign_in_moment(day, half, at).strftime("%Y-%m-%d %H:%M:%S")
                    rows.append([person.name, person.phone, person.document, moment, "扫码"])
    first, before = days_of(c)[0], days_of(c)[0] - timedelta(days=3)
    rows.append([c.trainees[0].name, None, c.trainees[0].document, f"{first} 19:40:00", "扫码"])
    rows.append([c.trainees[0].name, None, c.trainees[0].document, f"{before} 09:00:00", "扫码"])
    rows.append(["过路人", None, None, f"{first} 08:40:00", "扫码"])
    return Sheet("签到导出.csv", rows, {4: Missed((), (3, 4)), 9: Missed((), (0,))}, encoding="gbk")


def long_list(c: ClassFile) -> Sheet:
    """A row a person and half day, with what became of it."""
    rows: list[list[Cell]] = [["日期", "时段", "姓名", "证件号码", "考勤结果", "请假手续"]]
    for day_at, day in enumerate(days_of(c)):
        for half, words in enumerate(HALVES):
            for at, person in enumerate(c.trainees):
                result: Cell = {(0, 3): "请假", (1, 0): "未签到", (2, 5): "迟到"}.get((at, 2 * day_at + half), "正常")
                rows.append([day, words, person.name, person.document, result, "无" if result == "请假" else None])
    return Sheet("逐次记录.xlsx", rows, {0: Missed((3,), (), "无"), 1: Missed((), (0,))})


def about_noon(c: ClassFile) -> Sheet:
    """Somebody's only sign-in of a day is at half past twelve: morning or afternoon?"""
    sheet = sign_ins(c)
    who, day = c.trainees[11], days_of(c)[2]
    rows = [row for row in sheet.rows if not (len(row) > 3 and row[0] == who.name and str(row[3]).startswith(f"{day} 13"))]
    rows.append([who.name, None, who.document, f"{day} 12:30:00", "扫码"])
    return Sheet("中午签到.csv", rows, sheet.expected, unclear={11}, encoding="gb18030")


def worded_times(c: ClassFile) -> Sheet:
    """Times as phones and spreadsheets write them: 下午2:10, 09时05分, 2:10 PM, and a serial number."""
    rows: list[list[Cell]] = [["Name", "Time"]]
    for day_at, day in enumerate(days_of(c)):
        for half in (0, 1):
            for at, person in enumerate(c.trainees):
                if (at, 2 * day_at + half) in {(0, 0), (5, 3)}:
                    continue
                hour = 2 if half else 9
                written: list[Cell] = [
                    f"{day.year}年{cn(day)} {HALVES[half]}{hour}:10", f"{day} {14 if half else 9:02}时05分",
                    f"{day.month}/{day.day}/{day.year} {hour}:05 {'PM' if half else 'AM'}",
                    (day - date(1899, 12, 30)).days + (14 if half else 9) / 24,
                ]  # fmt: skip
                rows.append([person.name, written[at % 4]])
    return Sheet("各样时间.xlsx", rows, {0: Missed((), (0,)), 5: Missed((), (3,))})


def sheet_a_day(c: ClassFile) -> Sheet:
    """A sheet a day, its day in its name; the word of an app for who did not come."""
    more: dict[str, list[list[Cell]]] = {}
    for day_at, day in enumerate(days_of(c)):
        signs = [[EXCEPTIONS.get((at, 2 * day_at + half), "√") for half in (0, 1)] for at in range(len(c.trainees))]
        if day_at == 0:
            signs[6][1] = "旷工"
        more[cn(day)] = [["姓名", "单位", *HALVES], *([one.name, "", *sign] for one, sign in zip(c.trainees, signs, strict=True))]
    return Sheet("一天一表.xlsx", [], EXPECTED | {6: Missed((), (1,))}, more=more)


def sheet_a_half_day(c: ClassFile) -> Sheet:
    """A sheet to sign for each half day, which only its title tells."""
    more: dict[str, list[list[Cell]]] = {}
    for at in range(10):
        day = days_of(c)[at // 2]
        rows: list[list[Cell]] = [[f"{cn(day)}{HALVES[at % 2]}签到表"], ["序号", "姓名", "工作单位", "签名"]]
        rows += [[n, one.name, "", None if (n, at) == (3, 4) else one.name] for n, one in enumerate(c.trainees, start=1)]
        more[f"第{at + 1}张"] = rows
    return Sheet("半天一表.xlsx", [], {2: Missed((), (4,))}, more=more)


MAKERS = (
    two_row_grid, flat_grid, dated_grid, own_signs_grid, unexplained_grid, signature_grid, binary_grid, sign_ins, long_list,
    about_noon, worded_times, sheet_a_day, sheet_a_half_day,
)  # fmt: skip


def all_sheets(c: ClassFile) -> list[Sheet]:
    return [make(c) for make in MAKERS]


def named(person: Person) -> str:
    return str(person.name)
