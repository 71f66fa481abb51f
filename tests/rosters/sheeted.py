"""Rosters whose sheets matter: several of them, classes beside each other, formats of other programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.rosters.model import (
    DOCUMENT,
    FIVE,
    HEADS,
    NAME,
    PHONE,
    STAFF,
    TRAINEE,
    Case,
    StatedPerson,
    lines,
    made_up,
    put,
    rows_of,
    saying,
    sheets,
    text,
    xls,
    xlsx,
)


def rich_text(people: Sequence[StatedPerson]) -> Callable[[Path], None]:
    """A workbook with shared texts, names in two colours, and a number format that shows phones in groups."""

    def write(path: Path) -> None:
        import xlsxwriter

        with xlsxwriter.Workbook(path) as made:
            sheet = made.add_worksheet("名单")
            red, grouped = made.add_format({"font_color": "red"}), made.add_format({"num_format": "000-0000-0000"})
            sheet.write_row(0, 0, HEADS)
            for at, one in enumerate(people, start=1):
                sheet.write_row(at, 0, rows_of([one], FIVE)[0])
                sheet.write_rich_string(at, 1, red, one[NAME][0], one[NAME][1:])
                sheet.write_number(at, 3, int(one[PHONE]), grouped)

    return write


def staff_sheet_cases() -> list[Case]:
    a, b = made_up(60, 3), made_up(61, 2)
    several = {
        "学员": [HEADS, *rows_of(a, FIVE)],
        "工作人员": [HEADS, *rows_of(b, FIVE)],
        "说明": [["填写说明"], ["请如实填写"]],
        "Sheet3": [],
    }
    return [
        Case(
            "several_sheets.xlsx",
            "trainees and staff on two sheets, notes on a third, an empty fourth",
            sheets(several),
            [*(one | TRAINEE for one in a), *(one | STAFF for one in b)],
            remarks=["没有名册"],
        ),
        Case(
            "sheets_of_annexes.xlsx",
            "trainees and staff on two sheets whose names say more than that",
            sheets({"附件1学员名单": [HEADS, *rows_of(a, FIVE)], "附件2 会务工作人员名单": [HEADS, *rows_of(b, FIVE)]}),
            [*(one | TRAINEE for one in a), *(one | STAFF for one in b)],
        ),
        Case(
            "本期工作人员.csv",
            "a file whose name alone says that it holds staff",
            text(lines([HEADS, *rows_of(b, FIVE)])),
            [one | STAFF for one in b],
            remarks=["文件名说是工作人员"],
        ),
    ]


def class_cases() -> list[Case]:
    a, b = made_up(60, 3), made_up(61, 2)
    classes = {"第一期": [HEADS, *rows_of(a, FIVE)], "第二期": [HEADS, *rows_of(b, FIVE)]}
    chosen = [["姓名", "身份证号", "电话", "培训班名称"]] + [
        [one[NAME], one[DOCUMENT], one[PHONE], "甲领域高级研修班" if at < 2 else "乙领域高级研修班"]
        for at, one in enumerate(made_up(62))
    ]
    return [
        Case(
            "one_sheet_a_class.xlsx",
            "a sheet for each class; the user says which",
            sheets(classes),
            b,
            options=("--class", "第二期"),
            skipped={"属于别的班次": 3},
        ),
        Case("one_sheet_asked_for.xlsx", "the same, by the name of the sheet", sheets(classes), a, options=("--sheet", "第一期")),
        Case(
            "class_column.xlsx",
            "a column of classes; the user says which",
            xlsx(chosen),
            saying(made_up(62)[2:], NAME, DOCUMENT, PHONE),
            options=("--class", "乙领域"),
            skipped={"属于别的班次": 2},
        ),
    ]


def sheet_beside_cases() -> list[Case]:
    a, b = made_up(60, 3), made_up(61, 2)
    teachers = {
        "学员名单": [HEADS, *rows_of(a, FIVE)],
        "授课安排": [
            ["姓名", "工作单位", "职称", "授课题目", "联系电话"],
            ["示例甲", "天津示例大学", "教授", "示例课程", "14100009999"],
        ],
    }

    def hide(made: Any) -> None:
        made["旧名单"].sheet_state = "hidden"

    hidden = {"名单": [HEADS, *rows_of(a, FIVE)], "旧名单": [HEADS, *rows_of(b, FIVE)]}
    return [
        Case(
            "lecturers_too.xlsx",
            "a sheet of lecturers beside the roster",
            sheets(teachers),
            saying(a, *FIVE, **TRAINEE),
            skipped={"授课教师": 1},
        ),
        Case(
            "hidden_sheet.xlsx",
            "an old roster on a hidden sheet: not read, and stated",
            sheets(hidden, hide),
            a,
            remarks=["隐藏"],
        ),
    ]


def person_twice() -> Case:
    a = made_up(60, 3)
    twice = [HEADS, *rows_of([*a, a[1]], FIVE)]
    return Case("person_twice.xlsx", "a person twice in one file: once in the workbook", xlsx(twice), [*a, a[1]])


def workbook_format_cases() -> list[Case]:
    page = (
        "<html><head><meta charset='gbk'></head><body><table border=1><tr>"
        + "".join(f"<th>{one}</th>" for one in HEADS)
        + "</tr>"
        + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows_of(made_up(63), FIVE))
        + "</table></body></html>"
    )
    return [
        Case(
            "web_page.xls", "a web page that calls itself xls (as many systems export), GBK", put(page.encode("gbk")), made_up(63)
        ),
        Case("old.xls", "a plain old workbook", xls([HEADS, *rows_of(made_up(64), FIVE)]), made_up(64)),
        Case(
            "rich_text.xlsx",
            "names in two colours, phones as numbers with a number format",
            rich_text(made_up(66)),
            made_up(66),
        ),
    ]


def listener() -> Case:
    return Case(
        "listener.xlsx",
        "a kind of person that is neither trainee nor staff: kept as it is, and stated",
        xlsx([[*HEADS, "人员类别"], *([*row, "旁听"] for row in rows_of(made_up(67, 1), FIVE))]),
        saying(made_up(67, 1), *FIVE, 人员类别="旁听"),
        remarks=["“旁听”不是学员或工作人员"],
    )


def wps_spreadsheet() -> Case:
    return Case(
        "wps.et",
        "a WPS spreadsheet: an old workbook under its own ending",
        xls([HEADS, *rows_of(made_up(65), FIVE)]),
        made_up(65),
    )


def sheet_cases() -> list[Case]:
    return [
        *staff_sheet_cases(),
        *class_cases(),
        *sheet_beside_cases(),
        person_twice(),
        *workbook_format_cases(),
        listener(),
        wps_spreadsheet(),
    ]
