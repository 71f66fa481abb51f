"""Rosters whose cells are the difficulty: numbers, scientific notation, two things in one cell; several sheets and classes."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from tests.rosters.model import (
    DOCUMENT,
    EMPLOYER,
    FIVE,
    FOUR,
    HEADS,
    NAME,
    PHONE,
    TITLE,
    Case,
    book,
    but,
    made_up,
    put,
    rows_of,
    saying,
    xls,
    xlsx,
)


def full_width(words: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in words)


def with_number(data: bytes, digits: str) -> bytes:
    """The workbook with the number 12345.5 written as these digits: as programs do that build the XML themselves."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, old.read(part).replace(b"<v>12345.5</v>", f"<v>{digits}</v>".encode()))
    return made.getvalue()


def stored_number_cases() -> list[Case]:
    n = made_up(50)
    numbers = rows_of(n, FIVE)
    for row in numbers:
        row[3] = int(row[3])
    lost_rows = rows_of(n, FIVE)
    lost_rows[1][2] = float(n[1][DOCUMENT][:15] + "000")
    whole = made_up(51)
    digits = [one for one in whole if one[DOCUMENT].isdecimal()][:1]
    assert digits
    whole_rows = rows_of(digits, FIVE)
    whole_rows[0][2] = 12345.5  # stands for the number in the file until the number itself is put there
    return [
        Case("phones_as_numbers.xlsx", "phones stored as numbers: nothing is lost", xlsx([HEADS, *numbers]), n),
        Case(
            "id_as_number.xlsx",
            "an ID stored as a number by a spreadsheet: its tail is lost, it stays empty and is named",
            xlsx([HEADS, *lost_rows]),
            but(n, 1, 身份证号=None),
            lost=[(n[1][NAME], DOCUMENT)],
        ),
        Case(
            "id_as_number.xls",
            "the same in an old workbook",
            xls([HEADS, *lost_rows]),
            but(n, 1, 身份证号=None),
            lost=[(n[1][NAME], DOCUMENT)],
        ),
        Case(
            "id_as_whole_number.xlsx",
            "an ID a program wrote as a number with all 18 digits in the file: taken, its check character holds",
            put(with_number(book({"Sheet1": [HEADS, *whole_rows]}), digits[0][DOCUMENT])),
            digits,
        ),
    ]


def name_and_phone() -> Case:
    both = made_up(52, 5)
    cells = [
        f"{both[0][NAME]} {both[0][PHONE]}",
        f"{both[1][NAME]}/{both[1][PHONE]}",
        f"{both[2][NAME]}（{both[2][PHONE]}）",
        f"{both[3][NAME]}{both[3][PHONE]}",
        f"{both[4][NAME]}，022-88880000",
    ]
    one_cell = [["序号", "姓名/电话", "证件号码", "单位"]] + [
        [at, cell, one[DOCUMENT], one[EMPLOYER]] for at, (cell, one) in enumerate(zip(cells, both, strict=True), start=1)
    ]
    return Case(
        "name_and_phone.xlsx",
        "name and phone in one cell, in five ways",
        xlsx(one_cell),
        but(saying(both, NAME, PHONE, DOCUMENT, EMPLOYER), 4, 联系电话="022-88880000"),
    )


def typed_sign_cases() -> list[Case]:
    w = made_up(53)
    wide_rows = [
        [
            row[0],
            f" {row[1][0]} {row[1][1:]}\u3000",
            full_width(row[2].lower()),
            f"+86 {row[3][:3]}-{row[3][3:7]}-{row[3][7:]} ",
            f"{row[4]}  ",
            f"\u200b{row[5]}",
        ]
        for row in rows_of(w, FIVE)
    ]
    quoted = [HEADS, *([row[0], row[1], f"'{row[2]}", f"'{row[3]}", *row[4:]] for row in rows_of(made_up(54), FIVE))]
    return [
        Case(
            "full_width.xlsx",
            "full-width digits, x, spaces in names, +86 and dashes, invisible characters",
            xlsx([HEADS, *wide_rows]),
            w,
        ),
        Case("apostrophes.xlsx", "numbers with a typed apostrophe before them", xlsx(quoted), made_up(54)),
    ]


def hidden_column_and_row() -> Case:
    h = made_up(55)

    def hide(sheet: Any) -> None:
        sheet.column_dimensions["C"].hidden = True
        sheet.row_dimensions[4].hidden = True

    return Case(
        "hidden_column_and_row.xlsx",
        "a hidden column of IDs and a filtered row: read all the same, and stated",
        xlsx([HEADS, *rows_of(h, FIVE)], then=hide),
        h,
        remarks=["隐藏或被筛选", "C 列“身份证号”是隐藏的"],
    )


def marked_old_workbook() -> Case:
    import xlwt

    h = made_up(68)

    def mark(sheet: Any) -> None:
        sheet.write(2, 1, h[1][NAME], xlwt.easyxf("font: struck_out on"))
        sheet.row(3).hidden = True

    return Case(
        "hidden_and_struck.xls",
        "an old workbook with a filtered row and a name struck through: read all the same, and stated",
        xls([HEADS, *rows_of(h, FIVE)], then=mark),
        h,
        remarks=["隐藏或被筛选", "“姓名”画有删除线"],
    )


def missing_result_cases() -> list[Case]:
    formula = rows_of(made_up(56), FIVE)
    formula[2][2] = "=VLOOKUP(B4,名单!A:B,2,0)"

    def error(sheet: Any) -> None:
        sheet["D3"] = "#N/A"
        sheet["D3"].data_type = "e"

    return [
        Case(
            "formula_not_calculated.xlsx",
            "an ID that is a formula without a stored result",
            xlsx([HEADS, *formula]),
            but(made_up(56), 2, 身份证号=None),
            lost=[(made_up(56)[2][NAME], DOCUMENT)],
        ),
        Case(
            "error_value.xlsx",
            "a phone that is #N/A",
            xlsx([HEADS, *rows_of(made_up(59), FIVE)], then=error),
            but(made_up(59), 1, 联系电话=None),
            lost=[(made_up(59)[1][NAME], PHONE)],
        ),
    ]


def office_words() -> Case:
    words = [[*HEADS[:5], "参训方式", "所在省市", "是否收费", "人员类别"]] + [
        [at, *(one[field] for field in FOUR), mode, place, fee, kind]
        for at, (one, (mode, place, fee, kind)) in enumerate(
            zip(
                made_up(57),
                [
                    ("现场", "天津市南开区", "免费", "参训学员"),
                    ("网络直播", "北京市", "不收费", "学员"),
                    ("线上", "河北省石家庄市", "N", "会务"),
                    ("线下", "甘肃", "否", "授课专家"),
                ],
                strict=True,
            ),
            start=1,
        )
    ]
    s = saying(made_up(57), *FOUR)
    stated = [
        s[0] | {"参训方式": "线下", "所属地区": "天津", "是否收费": "否", "人员类别": "学员"},
        s[1] | {"参训方式": "网络直播", "所属地区": "北京", "是否收费": "否", "人员类别": "学员"},
        s[2] | {"参训方式": "线上", "所属地区": "河北", "是否收费": "否", "人员类别": "工作人员"},
    ]
    return Case(
        "words.xlsx",
        "the words offices use for mode, region, fee and kind; a lecturer among them",
        xlsx(words),
        stated,
        skipped={"授课教师": 1},
    )


def formula_injection() -> Case:
    danger = but(made_up(58), 0, 工作单位="=cmd|'/c calc'!A1", **{TITLE: "@SUM(1)"})

    def as_text(sheet: Any) -> None:
        sheet["E2"].data_type = sheet["F2"].data_type = "s"

    return Case(
        "formula_injection.xlsx", "text that begins with = and @", xlsx([HEADS, *rows_of(danger, FIVE)], then=as_text), danger
    )


def value_cases() -> list[Case]:
    return [
        *stored_number_cases(),
        name_and_phone(),
        *typed_sign_cases(),
        hidden_column_and_row(),
        marked_old_workbook(),
        *missing_result_cases(),
        office_words(),
        formula_injection(),
    ]
