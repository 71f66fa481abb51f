"""Rosters as text: encodings, separators, web forms, pasted lines; and files that are no rosters at all."""

from __future__ import annotations

import io
import zipfile

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
    lines,
    made_up,
    put,
    rows_of,
    saying,
    text,
    xlsx,
)


def table(seed: int) -> list[list[object]]:
    return [HEADS, *rows_of(made_up(seed), FIVE)]


def web_form() -> Case:
    people = made_up(10)
    heads = [
        "序号",
        "提交答卷时间",
        "所用时间",
        "来源",
        "来源详情",
        "来自IP",
        "1、您的姓名：",
        "2、您的身份证号码（用于制作证书）*",
        "3、手机号[填空题]",
        "4、请输入您所在的工作单位全称",
        "5、您的专业技术职称",
        "6、参训方式",
    ]
    rows = [
        [
            at,
            "2025/6/1 9:00:00",
            "95秒",
            "微信",
            "N/A",
            "0.0.0.0(天津-天津)",
            one[NAME],
            one[DOCUMENT],
            one[PHONE],
            one[EMPLOYER],
            one[TITLE],
            "线下参加",
        ]
        for at, one in enumerate(people, start=1)
    ]
    return Case(
        "web_form.xlsx",
        "export of a web form: question numbers, times and IPs around the answers",
        xlsx([heads, *rows]),
        [one | {"参训方式": "线下"} for one in people],
    )


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


def locked(data: bytes) -> bytes:
    """The workbook behind a password."""
    from msoffcrypto.format.ooxml import OOXMLFile

    made = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt("gaoyan", made)
    return made.getvalue()


def encoding_cases() -> list[Case]:
    return [
        Case("utf8.csv", "csv, UTF-8", text(lines(table(1))), made_up(1)),
        Case(
            "utf8_bom.csv",
            "csv, UTF-8 with byte order mark (Excel's “CSV UTF-8”)",
            text(lines(table(2)), "utf-8-sig"),
            made_up(2),
        ),
        Case("gbk.csv", "csv, GBK (Excel's plain “CSV” on a Chinese Windows)", text(lines(table(3)), "gbk"), made_up(3)),
        Case(
            "gb18030.csv",
            "csv, GB18030, with a name that GBK lacks (𬱖)",
            text(lines([HEADS, *rows_of(but(made_up(4), 0, 姓名="王𬱖"), FIVE)]), "gb18030"),
            but(made_up(4), 0, 姓名="王𬱖"),
        ),
        Case("utf16.txt", "tab-separated, UTF-16 (Excel's “Unicode text”)", text(lines(table(5), "\t"), "utf-16"), made_up(5)),
        Case(
            "utf16_no_mark.txt",
            "tab-separated, UTF-16 without a byte order mark",
            text(lines(table(15), "\t"), "utf-16-le"),
            made_up(15),
        ),
    ]


def guarded_number_cases() -> list[Case]:
    guarded = [[f"\t{cell}" if isinstance(cell, str) and cell.isdecimal() else cell for cell in row] for row in table(6)]
    formulas = [
        [f'="{cell}"' if isinstance(cell, str) and len(cell) > 10 and cell[:5].isdecimal() else cell for cell in row]
        for row in table(7)
    ]
    return [
        Case(
            "tab_guarded.csv", "csv where a tab before each number keeps Excel from cutting it", text(lines(guarded)), made_up(6)
        ),
        Case("formula_guarded.csv", 'csv where numbers are written ="…"', text(lines(formulas)), made_up(7)),
    ]


def separator_cases() -> list[Case]:
    pasted = made_up(9)
    quoted = but(made_up(11), 1, 工作单位="天津示例大学,附属医院")
    return [
        Case("semicolons.csv", "semicolons between the cells", text(lines(table(8), ";")), made_up(8)),
        Case(
            "pasted_lines.txt",
            "lines pasted from a chat, cells apart by spaces",
            text("姓名  身份证号  手机  单位\n" + "".join(f"{'   '.join(one[field] for field in FOUR)}\n" for one in pasted)),
            saying(pasted, *FOUR),
        ),
        Case(
            "quoted.csv",
            "a comma inside a quoted cell, and a line break inside a quoted heading",
            text(
                '序号,姓名,"身份证\n号码",手机号,工作单位,职称\r\n'
                + lines([[*row[:4], f'"{row[4]}"', row[5]] for row in rows_of(quoted, FIVE)])
            ),
            quoted,
        ),
    ]


def lost_digit_cases() -> list[Case]:
    sci = made_up(12)
    sci_rows = rows_of(sci, FIVE)
    sci_rows[0][2] = "1.20199E+17"
    sci_rows[1][3] = "1.41E+10"
    sci_rows[2][3] = f"{sci[2][PHONE][0]}.{sci[2][PHONE][1:]}E+10"
    zeros = made_up(13)
    zero_rows = rows_of(zeros, FIVE)
    zero_rows[3][2] = zeros[3][DOCUMENT][:15] + "000"
    return [
        Case(
            "scientific.csv",
            "numbers Excel has turned into 1.20199E+17: one lost ID, one lost phone, one phone whose digits are all there",
            text(lines([HEADS, *sci_rows])),
            but(but(sci, 0, 身份证号=None), 1, 联系电话=None),
            lost=[(sci[0][NAME], DOCUMENT), (sci[1][NAME], PHONE)],
        ),
        Case(
            "tail_zero.csv",
            "an ID whose last three digits a spreadsheet has turned to 000",
            text(lines([HEADS, *zero_rows])),
            but(zeros, 3, 身份证号=None),
            lost=[(zeros[3][NAME], DOCUMENT)],
        ),
    ]


def columns_named_by_the_user() -> Case:
    headless = made_up(14)
    return Case(
        "no_heading.csv",
        "no heading row, columns named by the user",
        text(lines(rows_of(headless, FOUR, numbered=False))),
        saying(headless, *FOUR),
        options=("--map", "1=姓名", "--map", "2=身份证号", "--map", "3=手机", "--map", "D=工作单位"),
    )


def text_cases() -> list[Case]:
    return [
        *encoding_cases(),
        *guarded_number_cases(),
        *separator_cases(),
        *lost_digit_cases(),
        columns_named_by_the_user(),
        web_form(),
    ]


def headless_and_empty_cases() -> list[Case]:
    return [
        Case(
            "no_heading_alone.csv",
            "no heading row, and nothing stated about the columns: names, numbers and employers tell themselves",
            text(lines(rows_of(made_up(22), FOUR, numbered=False))),
            saying(made_up(22), *FOUR),
            remarks=["没有表头"],
        ),
        Case("empty.xlsx", "a workbook with empty sheets", xlsx([]), refused="里面没有内容"),
        Case("nothing.csv", "a file of nothing", put(b""), refused="空"),
    ]


def foreign_file_cases() -> list[Case]:
    return [
        Case("letter.docx", "a Word document", put(zipped("[Content_Types].xml", "word/document.xml")), refused="损坏"),
        Case("scan.pdf", "a scan", put(b"%PDF-1.7\n%"), refused="PDF"),
        Case("photo.xlsx", "a picture that calls itself xlsx", put(b"\x89PNG\r\n\x1a\n" + bytes(64)), refused="图片"),
        Case("open_document.ods", "an OpenDocument spreadsheet", put(zipped("content.xml")), refused="ods"),
        Case("rosters.zip", "a zip of rosters", put(zipped("名册.xlsx")), refused="压缩包"),
    ]


def unreadable_file_cases() -> list[Case]:
    good = book({"Sheet1": table(20)})
    broken = lines(table(21)).encode()
    at = broken.index("工作单位".encode())
    return [
        Case("password.xlsx", "a workbook with a password", put(locked(good)), refused="密码"),
        Case("cut_short.xlsx", "a workbook whose download broke off", put(good[: len(good) // 2]), refused="损坏"),
        Case(
            "cut_short.xls",
            "an old workbook whose download broke off",
            put(bytes.fromhex("d0cf11e0a1b11ae1") + b"Workbook".ljust(600, b"\x00")),
            refused="损坏",
        ),
        Case(
            "broken_utf8.csv",
            "UTF-8 with two broken bytes: not to be read as wrong characters",
            put(broken[:at] + b"\xe5\xff" + broken[at:]),
            refused="损坏的字节",
        ),
        Case(
            "xml2003.xls",
            "an XML spreadsheet of 2003 that calls itself xls",
            put(
                b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook '
                b'xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
            ),
            refused="XML 表格 2003",
        ),
    ]


def unclear_table_cases() -> list[Case]:
    return [
        Case(
            "agenda.xlsx",
            "a workbook that holds no roster",
            xlsx([["日程安排"], ["时间", "内容", "地点"], ["9:00", "开班式", "示例厅"]]),
            refused="找不到名册的表头",
        ),
        Case(
            "two_names.xlsx",
            "two columns that both claim to be the name",
            xlsx([["姓名", "姓名", "身份证号"], [made_up(23)[0][NAME], made_up(23)[1][NAME], made_up(23)[0][DOCUMENT]]]),
            refused="都像“姓名”",
        ),
        Case(
            "several_classes.xlsx",
            "a column 班次 with two classes, and nothing stated which one",
            xlsx(
                [["姓名", "身份证号", "电话", "班次"]]
                + [[one[NAME], one[DOCUMENT], one[PHONE], "第一期" if at < 2 else "第二期"] for at, one in enumerate(made_up(24))]
            ),
            refused="2 个班次",
        ),
        Case(
            "wrong_map.csv",
            "a --map for a column that is not there",
            text(lines(table(25))),
            refused="没有这一列",
            options=("--map", "手机号吗=联系电话"),
        ),
    ]


def refused_cases() -> list[Case]:
    return [*headless_and_empty_cases(), *foreign_file_cases(), *unreadable_file_cases(), *unclear_table_cases()]
