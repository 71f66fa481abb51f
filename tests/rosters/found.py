"""What strangers' files were read wrong as: each of them failed on the reader of its day."""

from __future__ import annotations

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
    Row,
    Source,
    but,
    lines,
    made_up,
    rows_of,
    saying,
    sheets,
    text,
    xlsx,
)

OFFICIAL = ["序号", "姓名", "身份证号", "联系电话", "工作单位", "专业技术职务↵（职称）", "是否↵收费", "签名"]


def broken(words: str) -> str:
    return words.replace("↵", "\n")


def heading_cases() -> list[Source]:
    p, q, r, s = made_up(200), made_up(201), made_up(202), made_up(203)
    upper = ["序号", "基本信息", "", "联系电话", "工作单位", "职称"]
    lower = ["", "姓名", "身份证号", "", "", ""]
    office = [[at, *(one[field] for field in FIVE), "否", ""] for at, one in enumerate(q, start=1)]
    yes = ["是", "不交", "免费", "×"]
    paid = [["姓名", "身份证号码", "手机", "部门/单位", "职称", "是否交费"]] + [
        [one[NAME], one[DOCUMENT], one[PHONE], one[EMPLOYER], one[TITLE], word] for one, word in zip(r, yes, strict=True)
    ]
    merged = [["序号", "姓名", "身份证号", "联系方式", "", "工作单位", "职称"], ["", "", "", "办公电话", "手机", "", ""]] + [
        [at, one[NAME], one[DOCUMENT], "022-88880000", one[PHONE], one[EMPLOYER], one[TITLE]] for at, one in enumerate(s, start=1)
    ]
    return [
        Source(
            "found_name_below.xlsx",
            "a heading of two rows with 姓名 in the second: the upper row alone tells phone, unit and title",
            xlsx([upper, lower, *rows_of(p, FIVE)]),
            p,
        ),
        Source(
            "found_broken_headings.xlsx",
            "office form whose heading cells break over lines",
            xlsx([["学员和工作人员签到表"], [broken(word) for word in OFFICIAL], *office]),
            [one | {"是否收费": "否"} for one in q],
        ),
        Source(
            "found_paid.xlsx",
            "是否交费 with 不交, 免费 and ×; the unit under 部门/单位",
            xlsx(paid),
            [one | {"是否收费": "是" if at == 0 else "否"} for at, one in enumerate(r)],
        ),
        Source("found_two_phones_below.xlsx", "two phones under 联系方式", xlsx(merged), s),
    ]


def cell_cases() -> list[Source]:
    p, q, r, s, t, u = (made_up(210 + at) for at in range(6))
    two = [HEADS, *rows_of(p, FIVE)]
    pair = [1, *(f"{p[0][field]}\n{p[1][field]}" for field in FOUR[:3]), p[0][EMPLOYER], p[0][TITLE]]
    shared = but(but(p, 1, 工作单位=p[0][EMPLOYER]), 1, **{TITLE: p[0][TITLE]})
    once = rows_of(q, FIVE)
    given_once = [one | {EMPLOYER: q[0][EMPLOYER]} for one in q]
    for row in once[1:]:
        row[4] = ""
    sites = rows_of(r, FIVE)
    sites[0][4], sites[1][5], sites[2][4] = "(空)", "(跳过)", "（空）"
    dressed = [
        [
            1,
            f"姓名：{s[0][NAME]}",
            f"身份证号：{s[0][DOCUMENT]}",
            f"电话：{s[0][PHONE]}",
            f"单位：{s[0][EMPLOYER]}。",
            f"{s[0][TITLE]}。",
        ],
        [2, f"{s[1][NAME]}。", f"{s[1][DOCUMENT]}。", f"{s[1][PHONE]}.", f"{s[1][EMPLOYER]}；", s[1][TITLE]],
        [3, "阿依示例 · 买买提", *(s[2][field] for field in FIVE[1:])],
    ]
    posts = rows_of(t, FIVE)
    posts[0][5], posts[1][5] = "科长/高级工程师", "高级工程师（副院长）"
    posted = but(but(t, 0, **{TITLE: "高级工程师"}), 1, **{TITLE: "高级工程师"})
    unit_post = [["姓名", "身份证号", "手机/办公电话", "工作单位及职务", "职称"]] + [
        [one[NAME], one[DOCUMENT], f"{one[PHONE]}/022-88880000", f"{one[EMPLOYER]}{post}", one[TITLE]]
        for one, post in zip(u, ["主任", "副处长", "", "技术部部长"], strict=True)
    ]
    return [
        Source(
            "found_two_in_a_cell.xlsx",
            "two people in one cell on two lines, their numbers likewise",
            xlsx([HEADS, pair, *two[3:]]),
            shared,
            named=[EMPLOYER, TITLE],
        ),
        Source("found_unit_once.xlsx", "a unit given once and blank below", xlsx([HEADS, *once]), given_once, named=[EMPLOYER]),
        Source(
            "found_site_words.xlsx",
            "(空) and (跳过) of survey sites",
            xlsx([HEADS, *sites]),
            but(but(but(r, 0, 工作单位=None), 1, **{TITLE: None}), 2, 工作单位=None),
        ),
        Source(
            "found_dressed.xlsx",
            "姓名： in front, a full stop behind, spaces around ·",
            xlsx([HEADS, *dressed]),
            but(s[:3], 2, 姓名="阿依示例·买买提"),
        ),
        Source("found_posts.xlsx", "post and title in the column of titles", xlsx([HEADS, *posts]), posted),
        Source(
            "found_unit_and_post.xlsx",
            "工作单位及职务 beside 职称; mobile and office phone in one cell",
            xlsx(unit_post),
            u,
            named=[EMPLOYER],
        ),
    ]


def layout_cases() -> list[Source]:
    p, q, r, s, t = (made_up(220 + at) for at in range(5))
    staff_sheet = sheets({"学员": [HEADS, *rows_of(p[:2], FIVE)], "会务人员": [HEADS, *rows_of(p[2:], FIVE)]})
    label = [HEADS, *rows_of(q, FIVE)]
    label[3][4] = "工作人员"
    turned: list[Row] = [
        [head, *(one[field] for one in r)]
        for head, field in zip(["姓名", "身份证号", "手机", "工作单位", "职称"], FIVE, strict=True)
    ]
    heads = ["姓名", "身份证号", "手机", "工作单位", "职称"]
    down = [[word] for word in [*heads, *(one[field] for one in s for field in FIVE)]]
    labelled = [[f"{head}：{one[field]}"] for one in t for head, field in zip(heads, FIVE, strict=True)]
    empty_heads: list[Row] = [["序号", "姓名", "", "", "工作单位", ""], *rows_of(made_up(225), FIVE)]
    wrong_way = [["姓名", "联系电话", "身份证号", "工作单位"]] + [[one[field] for field in FOUR] for one in made_up(226)]
    section: list[Row] = [
        HEADS,
        *rows_of(made_up(227)[:3], FIVE),
        ["", "", "", "", "工作人员", ""],
        *rows_of(made_up(227)[3:], FIVE),
    ]
    return [
        Source(
            "found_staff_sheet.xlsx",
            "a sheet 会务人员",
            staff_sheet,
            [*(one | TRAINEE for one in p[:2]), *(one | STAFF for one in p[2:])],
        ),
        Source(
            "found_staff_in_unit.xlsx",
            "工作人员 where the unit should stand",
            xlsx(label),
            [*q[:2], but(q, 2, 工作单位=None)[2] | STAFF, *q[3:]],
        ),
        Source("found_turned.xlsx", "headings down the side", xlsx(turned), r),
        Source("found_one_a_line.txt", "one cell a line, text out of a document", text(lines(down)), s),
        Source("found_labelled_lines.txt", "姓名：… on a line, then 身份证号：…", text(lines(labelled)), t),
        Source("found_no_headings_over_some.xlsx", "columns without a heading", xlsx(empty_heads), made_up(225)),
        Source(
            "found_headings_swapped.xlsx",
            "headings of phone and ID in each other's place: asked",
            xlsx(wrong_way),
            saying(made_up(226), *FOUR),
            named=[DOCUMENT, PHONE],
        ),
        Source(
            "found_section_in_unit.xlsx",
            "a line 工作人员 in the column of units",
            xlsx(section),
            [*made_up(227)[:3], made_up(227)[3] | STAFF],
        ),
    ]


def second_cases() -> list[Source]:
    """Of the second round of strangers."""
    p = [made_up(230 + at) for at in range(9)]
    unit = "天津示例检测研究院"
    above: list[Row] = [[f"单位名称（盖章）：{unit}  联系人：示例"], ["姓名", "身份证号", "手机"]]
    above += [[one[field] for field in FOUR[:3]] for one in p[0]]
    both: list[Row] = [["姓名", "证件号码及联系方式", "单位"]]
    both += [[one[NAME], f"身份证：{one[DOCUMENT]}\n手机：{one[PHONE]}", one[EMPLOYER]] for one in p[1]]
    titled: list[Row] = [["学员", "", "", "", "工作人员"], ["姓名", "身份证号", "电话", "", "姓名", "电话", "身份证号"]]
    titled += [
        [one[NAME], one[DOCUMENT], one[PHONE], "", other[NAME], other[PHONE], other[DOCUMENT]]
        for one, other in zip(p[2][:2], p[2][2:], strict=True)
    ]
    pairs: list[Row] = [["房号", "姓名", "电话", "身份证", "姓名", "电话", "身份证"]]
    pairs += [[f"80{at}", *(p[3][at + beside][field] for beside in (0, 1) for field in (NAME, PHONE, DOCUMENT))] for at in (0, 2)]
    online = [HEADS, *rows_of(p[4][:2], FIVE), ["以下为线上学员"], *rows_of(p[4][2:], FIVE)]
    noted = [HEADS, *rows_of(p[5], FIVE)]
    for row, note in zip(noted[1:], ("（David Wang）", "(曾用名：示例)", " 女 汉族", " Zhang San"), strict=True):
        row[1] += note
    order = (NAME, EMPLOYER, TITLE, PHONE, DOCUMENT)
    joined = [f"{at}. {'+'.join(one[field] for field in order)}" for at, one in enumerate(p[6], 1)]
    labels = {NAME: "姓名", EMPLOYER: "单位", DOCUMENT: "身份证", PHONE: "电话"}
    mixed = [
        sign.join(f"{labels[field]}：{one[field]}" for field in fields)
        for one, fields, sign in zip(p[7], (FOUR, FOUR[::-1], FOUR, (EMPLOYER, *FOUR[:3])), " ，；，", strict=True)
    ]
    return [
        Source("found_unit_stamped.xlsx", "单位名称（盖章）：… above the table", xlsx(above),
            [one | {EMPLOYER: unit} for one in saying(p[0], *FOUR[:3])]),
        Source("found_number_and_phone.xlsx", "ID and phone in one column", xlsx(both), saying(p[1], *FOUR)),
        Source("found_titled_beside.xlsx", "学员 and 工作人员 over two tables side by side", xlsx(titled),
            [one | kind for kind, some in ((TRAINEE, p[2][:2]), (STAFF, p[2][2:])) for one in saying(some, *FOUR[:3])]),
        Source("found_two_a_room.xlsx", "two people a row behind the room", xlsx(pairs), saying(p[3], *FOUR[:3])),
        Source("found_online_below.xlsx", "以下为线上学员", xlsx(online), [*p[4][:2],
            *(one | TRAINEE | {"参训方式": "线上"} for one in p[4][2:])]),
        Source("found_noted_names.xlsx", "notes of many kinds behind names", xlsx(noted),
            [one | ({"性别": "女"} if at == 2 else {}) for at, one in enumerate(p[5])]),
        Source("found_plus.txt", "接龙 with + between the parts", text("\n".join(["#接龙", "例 张三+单位+电话", *joined])), p[6]),
        Source("found_labels_any_order.txt", "labels in another order on each line", text("\n".join(mixed)), saying(p[7], *FOUR)),
    ]  # fmt: skip


def third_cases() -> list[Source]:
    """Columns that hold a piece, two things, or what was before."""
    q = [made_up(240 + at) for at in range(4)]
    counted: list[Row] = [["序号 姓名", "证件号 Passport/ID", "手机", "单位", "职称及取得时间"]]
    for at, one in enumerate(q[0], 1):
        counted.append([f"{at} {one[NAME]}", *(one[field] for field in FOUR[1:]), f"{one[TITLE]}/2015.12"])
    exchanged: list[Row] = [["原参训人员", "更换后人员", "更换后身份证号", "更换后手机", "单位"]]
    exchanged += [[other[NAME], *(one[field] for field in FOUR)] for one, other in zip(q[1][:2], q[1][2:], strict=True)]
    pieces: list[Row] = [["姓名", "身份证号", "", "", "手机", "", "单位"]]
    for one in q[2]:
        document, phone = one[DOCUMENT], one[PHONE]
        pieces.append([one[NAME], document[:6], document[6:14], document[14:], phone[:3], phone[3:], one[EMPLOYER]])
    below = "\n\n".join("\n".join(one[field] for field in (NAME, EMPLOYER, PHONE, DOCUMENT)) for one in q[3])
    return [
        Source("found_counted_names.xlsx", "序号 姓名 in one column, a title with its date", xlsx(counted), q[0]),
        Source("found_exchanged.xlsx", "who stood there before, and who comes", xlsx(exchanged), saying(q[1][:2], *FOUR)),
        Source("found_pieces.xlsx", "ID and phone over several columns each", xlsx(pieces), saying(q[2], *FOUR)),
        Source("found_below.txt", "a cell a line without labels", text(below), saying(q[3], *FOUR)),
    ]


def found_sources() -> list[Source]:
    """Every file of the list, as a stranger makes it."""
    return [*heading_cases(), *cell_cases(), *layout_cases(), *second_cases(), *third_cases()]
