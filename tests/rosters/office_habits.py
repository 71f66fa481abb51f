"""What offices do to a roster: notes beside names and numbers, two things under one heading, people who sign under the table."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

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
    Case,
    Row,
    but,
    lines,
    made_up,
    put,
    rows_of,
    saying,
    sheets,
    text,
    xlsx,
)


def changed(rows: list[list[Any]], column: int, cells: list[Any]) -> list[list[Any]]:
    """The rows with other cells in a column; where there are fewer cells than rows, the rest stays."""
    new = [list(row) for row in rows]
    for row, cell in zip(new, cells, strict=False):
        row[column] = cell
    return new


def name_cases() -> list[Case]:
    p = made_up(80)
    rows = rows_of(p, FIVE)
    names = [f"{p[0][NAME]}（女）", f"{p[1][NAME]}(工作人员)", f"{p[2][NAME]}*", f"{p[3][NAME]}（组长）"]
    noted = but(but(p, 0, 性别="女"), 1, 人员类别="工作人员")
    q = made_up(81)
    foreign = ["阿依示例·买买提", "迪丽示例•迪力木拉提", "John Sample", "诺\u3000敏"]
    meant = ["阿依示例·买买提", "迪丽示例·迪力木拉提", "John Sample", "诺敏"]  # look-alikes of the dot become the dot
    named = [one | {NAME: name} for one, name in zip(q, meant, strict=True)]
    spelled = [["姓名", "姓名（拼音）", "身份证号", "手机", "单位"]] + [
        [one[NAME], "Zhang Shili", *(one[field] for field in FOUR[1:])] for one in made_up(82)
    ]
    return [
        Case(
            "notes_behind_names.xlsx",
            "names with a bracket behind them: sex and staff are taken, a group leader and a star are stated",
            xlsx([HEADS, *changed(rows, 1, names)]),
            noted,
            remarks=["“（女）”没有填入姓名", "“(工作人员)”没有填入姓名", "“*”没有填入姓名", "“（组长）”没有填入姓名"],
        ),
        Case(
            "names_of_all_kinds.xlsx",
            "names with · and •, a Latin one, one spaced out",
            xlsx([HEADS, *changed(rows_of(q, FIVE), 1, foreign)]),
            named,
        ),
        Case("name_and_spelling.xlsx", "a column of names in pinyin beside the names", xlsx(spelled), saying(made_up(82), *FOUR)),
    ]


def number_cases() -> list[Case]:
    p = made_up(83, 6)
    rows = rows_of(p, FIVE)
    phones = [
        f"{p[0][PHONE]}/022-88880000", "022-83218426转801", f"{p[2][PHONE]}（微信同号）", f"手机：{p[3][PHONE]}", "无", "—",
    ]  # fmt: skip
    phoned = but(but(but(p, 1, 联系电话="022-83218426-801"), 4, 联系电话=None), 5, 联系电话=None)
    q = made_up(84, 6)
    cells: list[Any] = [f"身份证：{q[0][DOCUMENT]}", f"#{q[1][DOCUMENT]}", "护照E12345678", "无", "待补", date(1990, 1, 1)]
    documents = but(but(but(but(q, 2, 身份证号="E12345678"), 3, 身份证号=None), 4, 身份证号=None), 5, 身份证号=None)
    r = made_up(85)
    passport = [["姓名", "身份证号", "护照号", "手机", "工作单位"]] + [
        [one[NAME], "" if at == 2 else one[DOCUMENT], "E12345678" if at == 2 else "", one[PHONE], one[EMPLOYER]]
        for at, one in enumerate(r)
    ]
    s = made_up(86)
    office = [["姓名", "身份证号", "手机", "办公电话", "工作单位"]] + [
        [one[NAME], one[DOCUMENT], "" if at == 1 else one[PHONE], "022-88880000", one[EMPLOYER]] for at, one in enumerate(s)
    ]
    return [
        Case(
            "phones_with_words.xlsx",
            "phones with words around them, an extension, two in one cell, and none",
            xlsx([HEADS, *changed(rows, 3, phones)]),
            phoned,
            lost=[(p[4][NAME], "联系电话"), (p[5][NAME], "联系电话")],
            remarks=["几个电话"],
        ),
        Case(
            "documents_with_words.xlsx",
            "document numbers with words before them; 无 and 待补, which nobody is known by; a date",
            xlsx([HEADS, *changed(rows_of(q, FIVE), 2, cells)]),
            documents,
            lost=[(q[at][NAME], "身份证号") for at in (3, 4, 5)],
        ),
        Case(
            "passport_column.xlsx",
            "a column of passports for those without an ID",
            xlsx(passport),
            saying(but(r, 2, 身份证号="E12345678"), *FOUR),
        ),
        Case(
            "office_phone_instead.xlsx",
            "an office phone where the mobile is missing",
            xlsx(office),
            saying(but(s, 1, 联系电话="022-88880000"), *FOUR),
        ),
    ]


def shared_cell_cases() -> list[Case]:
    p = made_up(87, 5)
    both = [
        f"{p[0][EMPLOYER]} {p[0][TITLE]}", f"{p[1][EMPLOYER]}{p[1][TITLE]}", f"{p[2][EMPLOYER]}（{p[2][TITLE]}）", p[3][EMPLOYER],
        f"{p[4][EMPLOYER]} 示例处 处长",
    ]  # fmt: skip
    rows = [["姓名", "身份证号", "手机", "单位及职务"]] + [
        [*(one[field] for field in FOUR[:3]), cell] for one, cell in zip(p, both, strict=True)
    ]
    notes = but(but(p, 3, **{TITLE: None}), 4, **{EMPLOYER: None, TITLE: None})
    q = made_up(88)
    boxes = [["姓名", "手机", "单位", "参训方式", "是否收费"]] + [
        [one[NAME], one[PHONE], one[EMPLOYER], *(("☑线下 □线上", "☑是 □否") if at % 2 else ("线下□ 线上☑", "√"))]
        for at, one in enumerate(q)
    ]
    ticked = [
        one | {"参训方式": "线下" if at % 2 else "线上", "是否收费": "是"}
        for at, one in enumerate(saying(q, NAME, PHONE, EMPLOYER))
    ]
    r = made_up(89)
    merged_rows = [[*HEADS, "地区"], *([*row, "天津"] for row in rows_of(but(r, 1, **{TITLE: r[0][TITLE]}), FIVE))]

    def merge(sheet: Any) -> None:
        sheet.merge_cells("F2:F3")
        sheet.merge_cells("G2:G5")

    return [
        Case(
            "unit_and_title.xlsx",
            "employer and title in one cell: parted where the title is one of the table, else stated",
            xlsx(rows),
            notes,
            lost=[(p[4][NAME], EMPLOYER)],
        ),
        Case("boxes.xlsx", "boxes to tick instead of words", xlsx(boxes), ticked),
        Case(
            "merged_titles.xlsx",
            "one merged title for two people, one merged region for all",
            xlsx(merged_rows, then=merge),
            [one | {"所属地区": "天津"} for one in but(r, 1, **{TITLE: r[0][TITLE]})],
        ),
    ]


def around_cases() -> list[Case]:
    p = made_up(90)
    signed = [
        HEADS, *rows_of(p, FIVE), ["合计", "共肆人"], ["制表人", "示例甲", "", "14100000000"],
        ["联系人", "示例乙", "", "022-88880000", "示例单位"], ["审核", "示例丙"],
    ]  # fmt: skip
    q = made_up(91, 5)
    stacked: list[Row] = [
        ["示例领域高级研修班名册"], ["一、学员名单（3人）"], HEADS, *rows_of(q[:3], FIVE), [], ["二、会务组工作人员"],
        ["序号", "姓名", "手机", "职务"], *([at, one[NAME], one[PHONE], "联络员"] for at, one in enumerate(q[3:], start=1)),
        ["说明：以签到为准"],
    ]  # fmt: skip
    r = made_up(92)
    heads = ["序号", "姓名", "身份证号", "手机", "职称"]
    fields = (NAME, DOCUMENT, PHONE, TITLE)
    by_unit: list[Row] = [
        heads, ["天津示例大学（2人）"], *rows_of(r[:2], fields), ["二、天津示例研究院"], *rows_of(r[2:], fields),
    ]  # fmt: skip
    units = [one | {EMPLOYER: "天津示例大学" if at < 2 else "天津示例研究院"} for at, one in enumerate(saying(r, *fields))]
    s = made_up(93)
    twice = {
        "报名表": [HEADS, *rows_of(s, FIVE)],
        "签到表": [["姓名", "工作单位", "签名"], *([one[NAME], one[EMPLOYER], ""] for one in s)],
    }
    t = made_up(94)
    above = [
        ["示例领域高级研修班报名汇总"], ["报送单位：", "天津示例大学", "联系人：", "示例甲", "联系电话：", "022-88880000"],
        *([f"{at}. 填表须知"] for at in range(1, 10)), HEADS, *rows_of(t, FIVE),
    ]  # fmt: skip
    return [
        Case(
            "signed_below.xlsx",
            "totals and signatures whose names stand in the column of names",
            xlsx(signed),
            p,
            skipped={"表尾": 4},
        ),
        Case(
            "staff_under_their_own_heading.xlsx",
            "trainees, then 会务组工作人员 with other columns",
            xlsx(stacked),
            [*(one | TRAINEE for one in q[:3]), *(one | STAFF for one in saying(q[3:], NAME, PHONE))],
            skipped={"分节标题": 2, "标题行": 1, "表尾": 1},
            unclear=["职务"],
        ),
        Case("lines_of_employers.xlsx", "employers as lines between their people", xlsx(by_unit), units, skipped={"单位名称": 2}),
        Case(
            "signed_up_and_signed_in.xlsx",
            "the same people on two sheets, once with everything and once to sign: one person each in the workbook",
            sheets(twice),
            [*s, *saying(s, NAME, EMPLOYER)],
        ),
        Case("row_twelve.xlsx", "the heading in row 12, labels and values above it", xlsx(above), t, skipped={"标题行": 1}),
    ]


def upright(words: str) -> str:
    return "\n".join(words)


def form_cases() -> list[Case]:
    p = made_up(95)
    standing = [[upright(head) for head in HEADS], *rows_of(p, FIVE)]
    one = p[0]
    form = [
        ["学员登记表"], ["姓名", one[NAME], "身份证号", one[DOCUMENT]], ["工作单位", one[EMPLOYER], "联系电话", one[PHONE]],
        ["职称", one[TITLE], "性别", "女"],
    ]  # fmt: skip
    turned = [[field, *(one[field] for one in p)] for field in FOUR]
    quoted = io.StringIO()
    r = but(made_up(96), 0, **{EMPLOYER: '天津"示例",大学（南院）'})
    csv.writer(quoted, quoting=csv.QUOTE_ALL).writerows([HEADS, *changed(rows_of(r, FIVE), 4, ['天津"示例",大学\n（南院）'])])
    return [
        Case("upright.xlsx", "headings written from top to bottom", xlsx(standing), p),
        Case(
            "one_form_a_person.xlsx", "a form for one person, labels beside values", xlsx(form), [one | {"性别": "女"}],
            remarks=["登记卡"],
        ),
        Case(
            "turned.xlsx", "the headings down the left side, a person a column", xlsx(turned), saying(p, *FOUR),
            remarks=["名册竖排"],
        ),
        Case(
            "separator_named.csv", "a first line that names the separator, for Excel",
            text("\ufeffsep=;\r\n" + lines([HEADS, *rows_of(p, FIVE)], ";")), p, skipped={"标题行": 1},
        ),
        Case("named_xlsx.xlsx", "a csv that calls itself xlsx", text("\ufeff" + lines([HEADS, *rows_of(p, FIVE)])), p),
        Case("old_mac.csv", "lines that end as on an old Mac, GBK", text(lines([HEADS, *rows_of(p, FIVE)], end="\r"), "gbk"), p),
        Case(
            "all_quoted.csv", "every cell in quotes, quotes, commas and a line break inside one, GBK",
            put(quoted.getvalue().encode("gbk")), r,
        ),
    ]  # fmt: skip


def pasted_cases() -> list[Case]:
    p = made_up(97, 5)
    spaced = [
        f"{at} {one[NAME][0]} {one[NAME][1:]} {one[DOCUMENT]} {one[PHONE]} {one[EMPLOYER]}" for at, one in enumerate(p, start=1)
    ]
    gaps = [
        f"{p[0][NAME]} {p[0][DOCUMENT]} {p[0][EMPLOYER]}", f"{p[1][NAME][0]} {p[1][NAME][1:]} {p[1][DOCUMENT]} {p[1][EMPLOYER]}",
        f"{p[2][NAME]} {p[2][PHONE]} {p[2][EMPLOYER]}", f"{p[3][NAME]} {p[3][DOCUMENT]} {p[3][PHONE]}",
        f"{p[4][NAME]} {p[4][DOCUMENT]} 示例 分部 {p[4][PHONE]} 示例单位",
    ]  # fmt: skip
    notes = but(but(but(but(saying(p, *FOUR), 0, 联系电话=None), 1, 联系电话=None), 2, 身份证号=None), 3, 工作单位=None)
    return [
        Case(
            "pasted_spaced_names.txt",
            "lines apart by spaces, with a space inside every name",
            text("序号 姓名 身份证号 手机号 工作单位\n" + "\n".join(spaced)),
            saying(p, *FOUR),
        ),
        Case(
            "pasted_with_gaps.txt",
            "lines apart by spaces, a cell missing here and there: numbers tell themselves, what does not add up is left out",
            text("姓名 身份证号 手机号 工作单位\n" + "\n".join(gaps)),
            notes[:4],
            skipped={"无法确定哪段": 1},
        ),
    ]


def more_layout_cases() -> list[Case]:
    p = made_up(98)
    remarks = ["工作人员（班主任）", "会务组成员", "少数民族", ""]
    remarked = [[*HEADS, "备注"], *([*row, word] for row, word in zip(rows_of(p, FIVE), remarks, strict=True))]
    q = made_up(99)
    below = [
        ["姓名", "身份证号", "手机", "单位"], *([one[field] for field in FOUR] for one in q), ["请各单位认真核对"],
        ["1.以上人员均已缴费"], ["（加盖公章）"], ["2025年6月1日"], ["共计4人"],
    ]  # fmt: skip
    r = made_up(100)
    kinds = [["姓名", "身份证", "手机", "单位"], *([one[NAME], "居民身份证", one[PHONE], one[EMPLOYER]] for one in r)]
    s = made_up(101)
    posts = [["姓名", "性别", "民族", "身份证号码", "工作单位、职务", "专业技术职务任职资格", "联系方式"]] + [
        [one[NAME], "男", "汉", one[DOCUMENT], f"天津示例大学{at}部、主任", one[TITLE], one[PHONE]] for at, one in enumerate(s)
    ]
    return [
        Case(
            "staff_by_remark.xlsx",
            "remarks that say who is staff, in other words too",
            xlsx(remarked),
            but(but(p, 0, 人员类别="工作人员"), 1, 人员类别="工作人员"),
        ),
        Case(
            "notes_in_the_name_column.xlsx",
            "notes, a date and a stamp under the table, in the column of names",
            xlsx(below),
            saying(q, *FOUR),
            skipped={"无法判断是否为人员": 3, "填写说明": 1, "表尾": 1},
        ),
        Case(
            "kind_for_number.xlsx",
            "the kind of the document where its number should stand",
            xlsx(kinds),
            saying(r, NAME, PHONE, EMPLOYER),
            lost=[(one[NAME], "身份证号") for one in r],
        ),
        Case(
            "unit_and_post.xlsx",
            "employer and post in one cell beside a column of titles: the post is stated, not filled in",
            xlsx(posts),
            [one | {"性别": "男", EMPLOYER: f"天津示例大学{at}部"} for at, one in enumerate(s)],
            remarks=["“、主任”没有填入"],
        ),
    ]


def prepared_cases() -> list[Case]:
    p = made_up(103)
    hints = ["（数字）", "（与身份证一致）", "（18位）", "（11位手机）", "（全称）", "（如：高级工程师）"]
    named = [f"1. {p[0][NAME]}", f"2、{p[1][NAME]}", f"{p[2][NAME]}\n示例甲", f"{p[3][NAME]}、示例乙"]
    q = made_up(104)
    remarked = [[*HEADS, "备注"], *([*row, word] for row, word in zip(rows_of(q, FIVE), ["", "取消", "", "已退"], strict=True))]
    r = made_up(105)
    over = [["序号", "姓名", "身份证", "", "手机", "单位"], ["", "", "证件类型", "证件号码", "", ""]] + [
        [at, one[NAME], "居民身份证", one[DOCUMENT], one[PHONE], one[EMPLOYER]] for at, one in enumerate(r, start=1)
    ]
    return [
        Case(
            "kind_and_number_below.xlsx",
            "one heading over the kind and the number of the document",
            xlsx(over, then=lambda sheet: sheet.merge_cells("C1:D1")),
            [one | {"证件类型": "居民身份证"} for one in saying(r, *FOUR)],
        ),
        Case(
            "hints_below_headings.xlsx",
            "two rows of hints under the headings, one in brackets, one of 必填",
            xlsx([HEADS, hints, ["", "必填", "必填", "必填", "必填", "选填"], *rows_of(p, FIVE)]),
            p,
            skipped={"填写说明": 2},
        ),
        Case(
            "counted_names.xlsx",
            "numbers before names: taken off; two people in one cell: filled in as it stands, and stated",
            xlsx([HEADS, *changed(rows_of(p, FIVE), 1, named)]),
            but(but(p, 2, 姓名=f"{p[2][NAME]} 示例甲"), 3, 姓名=named[3]),
            remarks=["“1.”没有填入姓名", "“2、”没有填入姓名", "是不是一个人", "有“、”"],
        ),
        Case("withdrawn.xlsx", "remarks by which somebody does not come", xlsx(remarked), q, remarks=["“取消”", "“已退”"]),
    ]


def calc_cases() -> list[Case]:
    """As LibreOffice saves text: exponents of three digits, headings broken into lines."""
    p = made_up(102)
    cells = ["1.20199198902263E+017", "1990-01-01"]
    phones = [p[0][PHONE], f"1.{p[1][PHONE][1:]}E+010"]
    heads = [upright(head) for head in HEADS]
    written = io.StringIO()
    csv.writer(written).writerows([heads, *changed(changed(rows_of(p, FIVE), 2, cells), 3, phones)])
    return [
        Case(
            "calc.csv",
            "a csv of LibreOffice's: headings in many lines, an ID as 1.2…E+017, a date for an ID",
            put(written.getvalue().encode("gbk")),
            but(but(p, 0, 身份证号=None), 1, 身份证号=None),
            lost=[(p[0][NAME], "身份证号"), (p[1][NAME], "身份证号")],
        )
    ]


def habit_cases() -> list[Case]:
    layouts = [*around_cases(), *form_cases(), *more_layout_cases()]
    return [*name_cases(), *number_cases(), *shared_cell_cases(), *layouts, *pasted_cases(), *calc_cases(), *prepared_cases()]
