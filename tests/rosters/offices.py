"""Rosters as people in offices type them: typing mistakes, habits, layouts that grew."""

from __future__ import annotations

from typing import Any

from tests.rosters.apps import count, table
from tests.rosters.model import (
    DOCUMENT,
    EMPLOYER,
    FIVE,
    FOUR,
    HEADS,
    NAME,
    PHONE,
    STAFF,
    TITLE,
    TRAINEE,
    Source,
    but,
    lines,
    made_up,
    rows_of,
    saying,
    sheets,
    text,
    xls,
    xlsx,
)

Rows = list[list[Any]]


def typed(seed: int, *cells: tuple[int, int, Any], count_: int = 4) -> Rows:
    """A plain table of made-up people with some cells typed over: (person from 0, column from 0, what stands there)."""
    rows = rows_of(made_up(seed, count_), FIVE)
    for at, column, value in cells:
        rows[at][column] = value
    return [HEADS, *rows]


def mistake_cases() -> list[Source]:
    p = [made_up(400 + at) for at in range(16)]
    swapped = typed(400, (1, 2, p[0][1][PHONE]), (1, 3, p[0][1][DOCUMENT]))
    crossed = typed(401, (2, 4, p[1][2][TITLE]), (2, 5, p[1][2][EMPLOYER]))
    letters = typed(402, (0, 3, p[2][0][PHONE].replace("0", "O")))
    short = typed(403, (0, 2, p[3][0][DOCUMENT][:17]), (1, 2, p[3][1][DOCUMENT] + "1"), (2, 3, p[3][2][PHONE][:10]))
    below = typed(404, (1, 4, "同上单位"), (2, 4, "同上"), (3, 4, "〃"))
    same = [one | {EMPLOYER: p[4][0][EMPLOYER]} for one in p[4]]
    ours = typed(405, (1, 4, "本单位"), (2, 4, "我院"))
    department = typed(406, (1, 4, "人事处"), (2, 4, "财务科"))
    forms = typed(407, (0, 1, f"{p[7][0][NAME]}老师"), (1, 1, f"{p[7][1][NAME]} 教授"), (2, 1, f"1.{p[7][2][NAME]}"))
    grouped = typed(
        408,
        (0, 2, f"{p[8][0][DOCUMENT][:6]} {p[8][0][DOCUMENT][6:14]} {p[8][0][DOCUMENT][14:]}"),
        (1, 2, f"{p[8][1][DOCUMENT]} "),
    )
    placed = typed(
        409,
        (0, 3, f"86-{p[9][0][PHONE]}"),
        (1, 3, f"{p[9][1][PHONE]}（本人）"),
        (2, 3, f"手机{p[9][2][PHONE]}"),
        (3, 3, f"{p[9][3][PHONE]};"),
    )
    gone = typed(410, (1, 1, f"{p[10][1][NAME]}（已取消）"))
    titles = typed(411, (0, 5, "处长"), (1, 5, "副处长、高级工程师"), (2, 5, "高工"), (3, 5, "无"))
    titled = but(but(but(p[11], 1, **{TITLE: "高级工程师"}), 2, **{TITLE: "高级工程师"}), 3, **{TITLE: "无"})
    long_name = typed(412, (0, 1, "王示例李示例"), (1, 1, "测试"))
    wrapped = typed(
        413, (0, 4, f"{p[13][0][EMPLOYER][:4]}\n{p[13][0][EMPLOYER][4:]}"), (1, 1, f"{p[13][1][NAME][0]}\n{p[13][1][NAME][1:]}")
    )
    two_ids = typed(414, (0, 2, f"{p[14][0][DOCUMENT]}\n{p[14][1][DOCUMENT]}"))
    return [
        Source("wrong_row_swapped.xlsx", "in one row phone and ID in each other's place", xlsx(swapped), p[0], named=[DOCUMENT,
            PHONE]),
        Source("wrong_row_crossed.xlsx", "in one row employer and title in each other's place", xlsx(crossed), p[1],
            named=[EMPLOYER, TITLE]),
        Source("wrong_letters.xlsx", "the letter O for zero in a phone", xlsx(letters), p[2], named=[PHONE]),
        Source("wrong_lengths.xlsx", "a digit too few or too many", xlsx(short), p[3], named=[DOCUMENT, PHONE]),
        Source("wrong_same_unit.xlsx", "同上单位, 同上, 〃", xlsx(below), same),
        Source("wrong_our_unit.xlsx", "本单位 and 我院", xlsx(ours), p[5], named=[EMPLOYER]),
        Source("wrong_department.xlsx", "a department where the employer should stand", xlsx(department), p[6], named=[EMPLOYER]),
        Source("wrong_forms.xlsx", "老师 and 教授 behind names, a number before one", xlsx(forms), p[7]),
        Source("wrong_grouped_ids.xlsx", "IDs in groups, a space behind", xlsx(grouped), p[8]),
        Source("wrong_phones.xlsx", "phones with words and signs around them", xlsx(placed), p[9]),
        Source("wrong_gone.xlsx", "（已取消） behind a name", xlsx(gone), p[10], named=[NAME]),
        Source("wrong_titles.xlsx", "posts among titles, a short form, none", xlsx(titles), titled, named=[TITLE]),
        Source("wrong_names.xlsx", "two names grown together, 测试", xlsx(long_name), p[12], named=[NAME]),
        Source("wrong_wrapped.xlsx", "an employer and a name wrapped by hand", xlsx(wrapped), p[13]),
        Source("wrong_two_ids.xlsx", "two IDs in the cell of one person", xlsx(two_ids), p[14], named=[DOCUMENT]),
    ]  # fmt: skip


def layout_cases() -> list[Source]:
    p = [made_up(420 + at) for at in range(24)]
    spaced = [HEADS, *(line for row in rows_of(p[0], FIVE) for line in (row, []))]
    numbered = [HEADS, ["栏次", 1, 2, 3, 4, 5], *rows_of(p[1], FIVE)]
    english = [HEADS, ["No.", "Name", "ID No.", "Mobile", "Employer", "Title"], *rows_of(p[2], FIVE)]
    three = [
        ["学员报名信息", "", "", "", "", ""],
        ["序号", "个人信息", "", "", "单位信息", ""],
        ["", "姓名", "证件", "联系方式", "工作单位", "职称"],
        ["", "", "身份证号", "手机", "", ""],
        *rows_of(p[3], FIVE),
    ]
    pages: Rows = [HEADS, *rows_of(p[4][:2], FIVE), ["第1页 共2页"], HEADS, *rows_of(p[4][2:], FIVE), ["第2页 共2页"]]
    subtotals: Rows = [HEADS, *rows_of(p[5][:2], FIVE), ["小计", "2人"], *rows_of(p[5][2:], FIVE), ["合计", "4人"]]
    by_sheet = {
        one[EMPLOYER]: [["姓名", "身份证号", "手机", "职称"], [one[f] for f in (NAME, DOCUMENT, PHONE, TITLE)]] for one in p[6]
    }
    employer_above: Rows = [
        ["填报单位：天津示例大学"],
        ["姓名", "身份证号", "手机"],
        *([one[f] for f in FOUR[:3]] for one in p[7]),
    ]
    return [
        Source("lay_spaced.xlsx", "an empty row behind every person", xlsx(spaced), p[0]),
        Source("lay_numbered.xlsx", "numbers of columns under the headings", xlsx(numbered), p[1]),
        Source("lay_english_below.xlsx", "English headings under the Chinese ones", xlsx(english), p[2]),
        Source("lay_three_rows.xlsx", "a heading in three rows under a title", xlsx(three), p[3]),
        Source("lay_pages.xlsx", "pages with headings and page numbers", xlsx(pages), p[4]),
        Source("lay_subtotals.xlsx", "subtotals between the people", xlsx(subtotals), p[5]),
        Source("lay_unit_sheets.xlsx", "a sheet an employer, no column for it", sheets(by_sheet), p[6]),
        Source("lay_unit_above.xlsx", "填报单位 above the table, no column for it", xlsx(employer_above),
            [one | {EMPLOYER: "天津示例大学"} for one in saying(p[7], *FOUR[:3])], named=[EMPLOYER]),
    ]  # fmt: skip


def column_cases() -> list[Source]:
    p = [made_up(440 + at) for at in range(24)]
    fees = table(
        ["姓名", "身份证号", "单位", "是否收费"], p[8], NAME, DOCUMENT, EMPLOYER, lambda at, _: [800, "免", "√", "待定"][at - 1]
    )
    charged = [
        one | {"是否收费": word} for one, word in zip(saying(p[8], NAME, DOCUMENT, EMPLOYER), ["是", "否", "是", ""], strict=True)
    ]
    kinds = table(
        ["姓名", "身份证号", "手机", "学员", "工作人员"],
        p[9],
        NAME,
        DOCUMENT,
        PHONE,
        lambda at, _: "√" if at < 4 else "",
        lambda at, _: "√" if at == 4 else "",
    )
    modes = table(
        ["姓名", "手机", "单位", "线下", "线上"],
        p[10],
        NAME,
        PHONE,
        EMPLOYER,
        lambda at, _: "√" if at < 3 else "",
        lambda at, _: "√" if at > 2 else "",
    )
    days = table(["姓名", "身份证号", "手机", "单位", "7月14日", "7月15日"], p[11], *FOUR, "√", "")
    posts = table(
        ["姓名", "身份证号", "手机", "工作单位", "职务/职称"],
        p[12],
        *FOUR,
        lambda at, one: f"主任/{one[TITLE]}" if at % 2 else one[TITLE],
    )
    two_units = table(["姓名", "身份证号", "手机", "单位", "部门", "职称"], p[13], *FOUR, "技术部", TITLE)
    digit = [["姓名", "身份证号", *[""] * 17, "手机", "工作单位"]] + [
        [one[NAME], *one[DOCUMENT], one[PHONE], one[EMPLOYER]] for one in p[14]
    ]
    surname = table(
        ["姓", "名", "身份证号", "手机"], p[15], lambda _, one: one[NAME][0], lambda _, one: one[NAME][1:], DOCUMENT, PHONE
    )
    checked = table(["姓名", "身份证号", "身份证号（核对）", "手机"], p[16], NAME, DOCUMENT, DOCUMENT, PHONE)
    return [
        Source("lay_fees.xlsx", "是否收费 with an amount, 免, √ and 待定", xlsx(fees), charged, named=["是否收费"]),
        Source("lay_kind_ticks.xlsx", "ticks under 学员 and 工作人员", xlsx(kinds), [one | (STAFF if at == 3 else TRAINEE) for at,
            one in enumerate(saying(p[9], *FOUR[:3]))], named=["人员类别"]),
        Source("lay_mode_ticks.xlsx", "ticks under 线下 and 线上", xlsx(modes),
            [one | {"参训方式": "线下" if at < 2 else "线上"} for at,
            one in enumerate(saying(p[10], NAME, PHONE, EMPLOYER))], named=["参训方式"]),
        Source("lay_days.xlsx", "days to sign behind the people", xlsx(days), saying(p[11], *FOUR)),
        Source("lay_posts.xlsx", "职务/职称 in one column", xlsx(posts), p[12]),
        Source("lay_departments.xlsx", "unit and department side by side", xlsx(two_units), p[13]),
        Source("lay_digit_a_cell.xlsx", "a cell for every digit of the ID", xlsx(digit), saying(p[14], *FOUR), named=[DOCUMENT]),
        Source("lay_surname.xlsx", "surname and name in two columns", xlsx(surname), saying(p[15], *FOUR[:3]), refused="姓名"),
        Source("lay_checked.xlsx", "the ID twice, to compare", xlsx(checked), saying(p[16], *FOUR[:3]), refused="都像"),
    ]  # fmt: skip


def word_cases() -> list[Source]:
    p = [made_up(470 + at) for at in range(24)]
    regions = table(
        ["姓名", "手机", "单位", "所在地区"],
        p[17],
        NAME,
        PHONE,
        EMPLOYER,
        lambda at, _: ["天津市", "河北省石家庄市", "和平区", "新疆"][at - 1],
    )
    placed = [
        one | {"所属地区": word}
        for one, word in zip(saying(p[17], NAME, PHONE, EMPLOYER), ["天津", "河北", "天津", "新疆"], strict=True)
    ]
    remarks = table(
        ["姓名", "身份证号", "手机", "单位", "备注"], p[18], *FOUR, lambda at, _: ["会务", "班主任", "", "素食"][at - 1]
    )
    staff = [one | (STAFF if at < 2 else {}) for at, one in enumerate(saying(p[18], *FOUR))]
    roles = table(["姓名", "身份证号", "手机", "单位", "身份"], p[19], *FOUR, lambda at, _: "工作人员" if at == 2 else "学员")
    kinded = [one | (STAFF if at == 1 else TRAINEE) for at, one in enumerate(saying(p[19], *FOUR))]
    unknown = table(["姓名", "证号", "号码", "供职机构", "级别"], p[20], NAME, DOCUMENT, PHONE, EMPLOYER, TITLE)
    doubled = table(["姓名", "身份证号", "手机1", "手机2", "单位"], p[21], NAME, DOCUMENT, PHONE, "", EMPLOYER)
    return [
        Source("lay_regions.xlsx", "regions in several spellings, a district of the city", xlsx(regions), placed,
            named=["所属地区"]),
        Source("lay_remarks.xlsx", "会务 and 班主任 among the remarks", xlsx(remarks), staff, named=["人员类别"]),
        Source("lay_roles.xlsx", "a column 身份", xlsx(roles), kinded),
        Source("lay_unknown_words.xlsx", "headings that say little: 证号, 号码, 级别", xlsx(unknown), p[20], named=[DOCUMENT,
            PHONE,
            TITLE, EMPLOYER]),
        Source("lay_second_phone.xlsx", "two phone columns, the second empty", xlsx(doubled), saying(p[21], *FOUR)),
    ]  # fmt: skip


def file_cases() -> list[Source]:
    p = [made_up(450 + at) for at in range(12)]
    pasted = lines([HEADS, *rows_of(p[0], FIVE)], "\t", "\n")
    quoted = (
        "\t".join(HEADS)
        + "\n"
        + "".join("\t".join([str(row[0]), *(f'"{cell}"' for cell in row[1:])]) + "\n" for row in rows_of(p[1], FIVE))
    )
    blank_lines = "\n\n" + lines([HEADS, *rows_of(p[2], FIVE)]).replace("\r\n", "\r\n\r\n")
    padded = lines([[f"  {cell} " for cell in row] for row in [HEADS, *rows_of(p[3], FIVE)]])
    floats = rows_of(p[4], FIVE)
    for row in floats:
        row[3] = float(row[3])
    text_floats = lines([HEADS, *([*row[:3], f"{row[3]}.0", *row[4:]] for row in rows_of(p[5], FIVE))])
    ragged = lines([HEADS, *(row[: 6 - at % 2] for at, row in enumerate(rows_of(p[6], FIVE)))])
    short = [one if at % 2 == 0 else {k: v for k, v in one.items() if k != TITLE} for at, one in enumerate(p[6])]
    wide = lines([[*HEADS, "", "", ""], *([*row, "", "", ""] for row in rows_of(p[7], FIVE))])
    no_serial = [["姓名", "身份证号", "手机号", "工作单位", "职称"], *rows_of(p[8], FIVE, numbered=False)]
    merged = xls(
        [
            ["序号", "姓名", "身份证号", "手机", "工作单位"],
            *(
                [at, *(one[f] for f in FOUR)]
                for at, one in enumerate(
                    [one | {EMPLOYER: p[9][0][EMPLOYER] if at == 0 else ""} for at, one in enumerate(p[9])], start=1
                )
            ),
        ],
        [(1, 4, 4, 4)],
    )
    return [
        Source("file_pasted.txt", "copied out of a spreadsheet, tabs", text(pasted), p[0]),
        Source("file_pasted_quoted.txt", "tabs and quotes", text(quoted), p[1]),
        Source("file_blank_lines.csv", "an empty line between all lines", text(blank_lines), p[2]),
        Source("file_padded.csv", "spaces about every cell", text(padded), p[3]),
        Source("file_float_phones.xlsx", "phones as numbers with a fraction of nothing", xlsx([HEADS, *floats]), p[4]),
        Source("file_float_text.csv", "phones that end in .0", text(text_floats), p[5]),
        Source("file_ragged.csv", "rows that end early", text(ragged), short),
        Source("file_wide.csv", "empty cells behind every row", text(wide), p[7]),
        Source("file_no_serial.xlsx", "no column of serial numbers", xlsx(no_serial), p[8]),
        Source("file_merged_unit.xls", "one merged employer in an old workbook", merged,
            [one | {EMPLOYER: p[9][0][EMPLOYER]} for one in saying(p[9], *FOUR)]),
        Source("file_one_person.xlsx", "one person", xlsx(table(HEADS, p[10][:1], count, *FIVE)), p[10][:1]),
        Source("file_gb_txt.txt", "tabs, GB18030", text(lines([HEADS, *rows_of(p[11], FIVE)], "\t"), "gb18030"), p[11]),
    ]  # fmt: skip


def office_sources() -> list[Source]:
    return [*mistake_cases(), *layout_cases(), *column_cases(), *word_cases(), *file_cases()]
