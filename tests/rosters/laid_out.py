"""Rosters as workbooks: headings in two rows, titles, footers, merged units, numbers, sections, several sheets and tables."""

from __future__ import annotations

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
    but,
    made_up,
    rows_of,
    saying,
    xls,
    xlsx,
)


def two_row_cases() -> list[Case]:
    p = made_up(30)
    two = [
        ["序号", "姓名", "证件", "", "联系方式", "", "单位及职务", "", ""],
        ["", "", "类型", "号码", "手机", "邮箱", "单位名称", "部门", "专业技术职务"],
    ]
    two_rows = [
        [at, one[NAME], "居民身份证", one[DOCUMENT], one[PHONE], "a@example.org", one[EMPLOYER], "办公室", one[TITLE]]
        for at, one in enumerate(p, start=1)
    ]

    def merge(sheet: Any) -> None:
        for area in ("A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:I1"):
            sheet.merge_cells(area)

    return [
        Case(
            "two_row_heading.xlsx",
            "headings in two rows, merged across and down",
            xlsx([*two, *two_rows], then=merge),
            [one | {"证件类型": "居民身份证"} for one in p],
        ),
        Case(
            "two_row_heading.xls",
            "the same as an old workbook",
            xls([*two, *two_rows], [(0, 1, 0, 0), (0, 1, 1, 1), (0, 0, 2, 3)]),
            [one | {"证件类型": "居民身份证"} for one in p],
        ),
    ]


def heading_wording_cases() -> list[Case]:
    official = [
        ["附件4"],
        ["高级研修项目学员和工作人员签到表"],
        [],
        ["序号", "姓名", "身份证号", "联系电话", "工作单位", "专业技术职务（职称）", "是否收费", "签名"],
        *([at, *(one[field] for field in FIVE), "否", ""] for at, one in enumerate(made_up(31), start=1)),
    ]
    english = [["No.", "Name", "ID No.", "Mobile", "Employer", "Professional Title", "Gender", "Email"]] + [
        [at, *(one[field] for field in FIVE), "Male", "a@example.org"] for at, one in enumerate(made_up(32), start=1)
    ]
    noisy = [
        [
            "序 号",
            "姓  名\n（必填）",
            "居民身份证\n号码",
            "联系电话（手机）",
            "工作单位名称（全称，与公章一致）",
            "职称/职业资格*",
        ],
        *rows_of(made_up(33), FIVE),
    ]
    return [
        Case(
            "official_form.xlsx",
            "annex 4 as the notice prints it",
            xlsx(official),
            [one | {"是否收费": "否"} for one in made_up(31)],
            skipped={"表头上方的标题行": 1},
        ),
        Case("english.xlsx", "English headings", xlsx(english), [one | {"性别": "男"} for one in made_up(32)]),
        Case("noisy_headings.xlsx", "headings with spaces, line breaks, hints in brackets and stars", xlsx(noisy), made_up(33)),
    ]


def column_choice_cases() -> list[Case]:
    mixed = ["职称", "备注", "手机", "QQ", "工作单位", "邮箱", "证件号码", "性别", "学历", "姓名"]
    mixed_rows = [
        [one[TITLE], "", one[PHONE], "0", one[EMPLOYER], "", one[DOCUMENT], "男", "本科", one[NAME]] for one in made_up(34)
    ]
    q = made_up(35)
    office = [["姓名", "身份证号", "手机", "办公电话", "工作单位", "单位地址", "职务", "职称"]] + [
        [one[NAME], one[DOCUMENT], one[PHONE], "022-88880000", one[EMPLOYER], "示例路1号", "主任", one[TITLE]] for one in q
    ]
    post = [["姓名", "身份证号", "手机", "工作单位", "职务"]] + [[*(one[field] for field in FOUR), "主任"] for one in made_up(36)]
    doubt = [["姓名", "身份证号", "联系电话1", "联系电话2", "工作单位"]] + [
        [one[NAME], one[DOCUMENT], one[PHONE], "022-88880000", one[EMPLOYER]] for one in made_up(37)
    ]
    return [
        Case(
            "ten_columns_any_order.xlsx",
            "ten columns in another order, half of them not for us",
            xlsx([mixed, *mixed_rows]),
            [one | {"性别": "男"} for one in made_up(34)],
        ),
        Case(
            "office_phone_too.xlsx", "mobile and office phone, unit and its address, post and title side by side", xlsx(office), q
        ),
        Case(
            "post_only.xlsx", "职务 but no 职称: not guessed, reported", xlsx(post), saying(made_up(36), *FOUR), unclear=["职务"]
        ),
        Case(
            "post_stated.xlsx",
            "the same, with the user's word for it",
            xlsx(post),
            [one | {TITLE: "主任"} for one in saying(made_up(36), *FOUR)],
            options=("--map", "职务=职称"),
        ),
        Case(
            "two_phones.xlsx",
            "two phone columns of equal standing: neither taken, reported",
            xlsx(doubt),
            saying(made_up(37), NAME, DOCUMENT, EMPLOYER),
            unclear=["联系电话"],
        ),
    ]


def heading_cases() -> list[Case]:
    return [*two_row_cases(), *heading_wording_cases(), *column_choice_cases()]


def dressed_table() -> Case:
    a = made_up(40, 6)
    dressed = [
        ["示例领域高级研修班学员名单"],
        ["承办单位：天津示例大学", "", "", "填表日期：2025年6月1日"],
        HEADS,
        *rows_of(a[:3], FIVE),
        [],
        HEADS,
        *rows_of(a[3:], FIVE),
        ["合计", "6人"],
        ["备注：以上人员均已确认"],
        ["制表人：示例甲", "", "审核人：示例乙"],
    ]
    return Case(
        "dressed.xlsx",
        "title rows, a repeated heading, an empty row, totals, remarks and signatures",
        xlsx(dressed),
        a,
        skipped={"表头上方的标题行": 1, "重复的表头": 1, "表尾": 3},
    )


def shared_unit_cases() -> list[Case]:
    b = but(but(made_up(41), 1, 工作单位=made_up(41)[0][EMPLOYER]), 3, 工作单位=made_up(41)[2][EMPLOYER])
    units = [HEADS, *rows_of(b, FIVE)]

    def merge_units(sheet: Any) -> None:
        sheet.merge_cells("E2:E3")
        sheet.merge_cells("E4:E5")

    ditto = rows_of(b, FIVE)
    ditto[1][4], ditto[3][4] = "同上", "〃"
    return [
        Case("merged_units.xlsx", "one merged unit cell for two people", xlsx(units, then=merge_units), b),
        Case("merged_units.xls", "the same as an old workbook", xls(units, [(1, 2, 4, 4), (3, 4, 4, 4)]), b),
        Case("ditto.xlsx", "同上 and 〃 instead of the unit", xlsx([HEADS, *ditto]), b),
    ]


def table_place_cases() -> list[Case]:
    c = made_up(42)
    aside = [[None] * 3, [None] * 3, *([None, None, None, *row] for row in [HEADS, *rows_of(c, FIVE)])]
    d = made_up(43, 5)
    sections = [["一、学员（3人）"], HEADS, *rows_of(d[:3], FIVE), ["二、工作人员（2人）"], HEADS, *rows_of(d[3:], FIVE)]
    e = made_up(44, 4)
    beside = [
        HEADS[:5] + HEADS[:5],
        [1, *(e[0][x] for x in FOUR), 3, *(e[2][x] for x in FOUR)],
        [2, *(e[1][x] for x in FOUR), 4, *(e[3][x] for x in FOUR)],
    ]
    return [
        Case("not_at_a1.xlsx", "the table begins in D3", xlsx(aside), c),
        Case(
            "staff_section.xlsx",
            "trainees, then a section of staff under its own heading",
            xlsx(sections),
            [*(one | TRAINEE for one in d[:3]), *(one | STAFF for one in d[3:])],
            skipped={"分节标题": 2},
        ),
        Case("side_by_side.xlsx", "two tables side by side to save paper", xlsx(beside), saying([e[0], e[1], e[2], e[3]], *FOUR)),
        *orders_side_by_side(),
    ]


def orders_side_by_side() -> list[Case]:
    """Two tables with their columns in different orders: a phone of one beside a name of the other would be wrong in silence."""
    g = made_up(61)
    left, right = ["姓名", "身份证号", "电话", "单位"], ["单位", "姓名", "手机", "证件号码"]
    other = (EMPLOYER, NAME, PHONE, DOCUMENT)
    pairs = [([one[x] for x in FOUR], [beside[x] for x in other]) for one, beside in zip(g[:2], g[2:], strict=True)]
    gap = [[*left, None, *right], *([*one, None, *beside] for one, beside in pairs)]
    numbered = [
        ["序号", *left, "序号", *right],
        *([at, *one, at + 2, *beside] for at, (one, beside) in enumerate(pairs, start=1)),
    ]
    neither = [[*left, *right], *([*one, *beside] for one, beside in pairs)]
    every = saying([g[0], g[1], g[2], g[3]], *FOUR)
    stated = ("--map", "A=姓名", "--map", "B=身份证号", "--map", "C=联系电话", "--map", "D=工作单位")
    return [
        Case("side_by_side_other_order.xlsx", "two tables side by side, their columns in another order", xlsx(gap), every),
        Case("side_by_side_numbered.xlsx", "the same without a gap, each with 序号", xlsx(numbered), every),
        Case(
            "side_by_side_mixed.xlsx",
            "the same with neither: whose phone is whose, nobody can tell",
            xlsx(neither),
            refused="并排",
        ),
        Case(
            "side_by_side_one_named.xlsx",
            "the same, one column of names given",
            xlsx(neither),
            refused="并排",
            options=("--map", "A=姓名"),
        ),
        Case(
            "side_by_side_all_named.xlsx", "the same, all columns of the left one given", xlsx(neither), every[:2], options=stated
        ),
    ]


def prepared_rows() -> Case:
    f = made_up(45)
    prepared = [
        HEADS,
        ["例：", "示例人", "120199199001010000", "14100000000", "示例单位", "工程师"],
        *rows_of(f, FIVE),
        *([at] for at in range(5, 31)),
    ]
    return Case(
        "prepared_rows.xlsx",
        "an example row, and 26 numbered rows nobody filled in",
        xlsx(prepared),
        f,
        skipped={"填写示例": 1, "只有序号的空行": 1},
    )


def table_below_cases() -> list[Case]:
    g = made_up(46, 4)
    two_orders = [
        ["姓名", "手机", "单位"],
        *([one[NAME], one[PHONE], one[EMPLOYER]] for one in g[:2]),
        [],
        ["工作人员"],
        ["单位", "姓名", "电话"],
        *([one[EMPLOYER], one[NAME], one[PHONE]] for one in g[2:]),
    ]
    late = [[f"说明第 {at} 条"] for at in range(1, 131)] + [HEADS, *rows_of(made_up(47), FIVE)]
    return [
        Case(
            "second_table_other_order.xlsx",
            "a second table further down, its columns in another order",
            xlsx(two_orders),
            [*saying(g[:2], NAME, PHONE, EMPLOYER), *saying(g[2:], NAME, PHONE, EMPLOYER, **STAFF)],
            skipped={"分节标题": 1},
        ),
        Case(
            "far_down.xlsx",
            "the table begins in row 131, under the rules of registration",
            xlsx(late),
            made_up(47),
            skipped={"标题行": 1},
        ),
    ]


def row_without_name() -> Case:
    split_name = [HEADS, *rows_of(made_up(48, 2), FIVE), ["", "", "", "022-88880000", "", ""]]
    return Case(
        "row_without_name.xlsx", "a row with a phone and no name", xlsx(split_name), made_up(48, 2), skipped={"没有姓名": 1}
    )


def layout_cases() -> list[Case]:
    return [
        dressed_table(),
        *shared_unit_cases(),
        *table_place_cases(),
        prepared_rows(),
        *table_below_cases(),
        row_without_name(),
    ]
