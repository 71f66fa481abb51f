"""Strangers' rosters: tables, cards, turned tables, forms of the usual sites, several lists of which one counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from tests.strangers.model import Chance, Page, Row, Stranger, letters, names

NAME, DOCUMENT, PHONE, EMPLOYER, TITLE, KIND = "姓名", "身份证号", "联系电话", "工作单位", "专业技术职务（职称）", "人员类别"
STAFF = "工作人员"
Person = dict[str, str]
Maker = Callable[[Chance, list[Person]], Stranger]
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
EMPLOYERS = ("示例大学", "天津示例设备有限公司", "示例市人民医院", "示例职业技术学院", "天津市示例研究院", "示例集团股份有限公司")
TITLES = ("工程师", "高级工程师", "教授", "副教授", "讲师", "主治医师", "正高级工程师", "助理工程师")
HEADS: Mapping[str, Sequence[str]] = {
    NAME: ("姓名", "姓 名", "学员姓名", "参训人员姓名", "姓名（与身份证一致）", "参会人姓名"),
    DOCUMENT: ("身份证号", "身份证号码", "公民身份号码", "身份证件号码", "有效身份证号", "证件号码"),
    PHONE: ("联系电话", "手机号", "手机号码", "联系方式", "移动电话", "电话"),
    EMPLOYER: ("工作单位", "单位", "所在单位", "单位名称", "工作单位（全称）", "选送单位"),
    TITLE: ("职称", "专业技术职务", "专业技术职称", "现任专业技术职务", "技术职称"),
}
PLAIN: Mapping[str, str] = {field: words[0] for field, words in HEADS.items()}
FIELDS = (NAME, DOCUMENT, PHONE, EMPLOYER, TITLE)


def person(chance: Chance, name: str, at: int) -> Person:
    """Somebody who does not exist: county code 99, phone 1410."""
    born = date(1965, 1, 1) + timedelta(days=chance.randrange(11000))
    digits = f"120199{born:%Y%m%d}{chance.randrange(1000):03}"
    check = "10X98765432"[sum(int(one) * weight for one, weight in zip(digits, WEIGHTS, strict=True)) % 11]
    return {
        NAME: name, DOCUMENT: digits + check, PHONE: f"1410{chance.randrange(10**5):05}{at:02}", EMPLOYER: chance.choice(EMPLOYERS),
        TITLE: chance.choice(TITLES),
    }  # fmt: skip


def made(layout: str, pages: list[Page], truth: Sequence[Person], ending: str = "xlsx", encoding: str = "utf-8-sig") -> Stranger:
    return Stranger("名册", layout, 0, f"{layout}.{ending}", pages, list(truth), encoding)


def heads(chance: Chance, fields: Sequence[str]) -> list[str]:
    return [chance.choice(HEADS[field]) for field in fields]


def title_lines(chance: Chance) -> list[Row]:
    lines: list[Row] = []
    if chance.random() < 0.7:
        lines.append(["附件2"])
    lines.append([chance.choice(("示例领域高级研修班参训人员名单", "示例领域高级研修班报名回执表", "学员花名册"))])
    if chance.random() < 0.5:
        lines.append(["填报单位（盖章）：", None, None, "填报日期：2025年7月1日"])
    return lines


def table(chance: Chance, people: list[Person]) -> Stranger:
    """The usual table: titles, other columns between ours, an instruction or example row, totals and signatures below."""
    fields = list(FIELDS)
    chance.shuffle(fields)
    fields.remove(NAME)
    fields.insert(chance.choice((0, 0, 1)), NAME)
    others = {
        "性别": "女",
        "民族": "汉族",
        "学历": "本科",
        "职务": "科长",
        "备注": None,
        "年龄": 41,
        "邮箱": "a@example.com",
        "是否住宿": "是",
    }
    extra = chance.sample([*others], chance.randint(0, 4))
    rows = title_lines(chance)
    rows.append(["序号", *heads(chance, fields), *extra])
    if chance.random() < 0.25:
        rows.append(["例", *({NAME: "张三", DOCUMENT: "12010119900101××××", PHONE: "138××××××××", EMPLOYER: "××大学", TITLE: "教授"}[one]
                             for one in fields)])  # fmt: skip
    habit = chance.randrange(5)
    hidden = []
    for at, one in enumerate(people, start=1):
        shown = dict(one)
        if habit == 1 and len(one[NAME]) == 2:
            shown[NAME] = f"{one[NAME][0]}　{one[NAME][1]}"
        if habit == 2:
            shown[PHONE] = f"{one[PHONE][:3]} {one[PHONE][3:7]} {one[PHONE][7:]}"
        if habit == 3:
            shown[DOCUMENT] = one[DOCUMENT].lower()
        if habit == 4:
            shown[NAME] = f"{one[NAME]} "
        rows.append([at, *(shown[field] for field in fields), *(others[head] for head in extra)])
        if chance.random() < 0.05:
            hidden.append(len(rows))
    if chance.random() < 0.5:
        rows.append([f"合计：{len(people)}人"])
        rows.append(["经办人：", None, "联系电话：", None])
    plain = not hidden and chance.random() < 0.3
    return made("一行一人", [Page(rows, chance.choice(("Sheet1", "名单")), hidden=hidden)], people, "csv" if plain else "xlsx",
                chance.choice(("utf-8-sig", "gb18030")))  # fmt: skip


def grouped(chance: Chance, people: list[Person]) -> Stranger:
    """Headings in two rows, grouped and merged; one employer merged over its people."""
    people.sort(key=lambda one: one[EMPLOYER])
    rows = title_lines(chance)
    top = len(rows) + 1
    rows.append(["序号", "个人信息", None, None, "单位信息", None])
    rows.append([None, "姓名", "身份证号码", "手机号", "工作单位", "职称"])
    merged = [f"A{top}:A{top + 1}", f"B{top}:D{top}", f"E{top}:F{top}"]
    before = ""
    for at, one in enumerate(people, start=1):
        same = one[EMPLOYER] == before
        before = one[EMPLOYER]
        rows.append([at, one[NAME], one[DOCUMENT], one[PHONE], None if same else one[EMPLOYER], one[TITLE]])
        if same:
            last = merged[-1] if merged[-1].startswith("E") and merged[-1].endswith(f"E{len(rows) - 1}") else ""
            first = last.split(":")[0] if last and ":" in last else f"E{len(rows) - 1}"
            if last:
                merged.pop()
            merged.append(f"{first}:E{len(rows)}")
    return made("两行表头合并单位", [Page(rows, merged=merged)], people)


def sections(chance: Chance, people: list[Person]) -> Stranger:
    """Trainees, then staff under a line of their own."""
    cut = len(people) - 3
    rows: list[Row] = [*title_lines(chance), ["序号", *(PLAIN[field] for field in FIELDS)]]
    words = chance.choice(
        (
            ("一、学员", "二、工作人员"),
            ("参训学员名单", "工作人员名单"),
            (f"（一）学员（共{cut}人）", "（二）工作人员（共3人）"),
        )
    )
    truth = [dict(one) for one in people]
    for at, one in enumerate(people):
        if at in (0, cut):
            rows.append([words[at > 0]])
        rows.append([at + 1, *(one[field] for field in FIELDS)])
        truth[at][KIND] = STAFF if at >= cut else "学员"
    return made("分段学员工作人员", [Page(rows)], truth)


def by_employer(chance: Chance, people: list[Person]) -> Stranger:
    """Employers as lines over their people, no column for them."""
    people.sort(key=lambda one: one[EMPLOYER])
    fields = (NAME, DOCUMENT, PHONE, TITLE)
    rows: list[Row] = [*title_lines(chance)[:1], ["序号", *heads(chance, fields)]]
    before = ""
    for at, one in enumerate(people, start=1):
        if one[EMPLOYER] != before:
            before = one[EMPLOYER]
            count = sum(other[EMPLOYER] == before for other in people)
            rows.append([chance.choice((before, f"{before}（{count}人）"))])
        rows.append([at, *(one[field] for field in fields)])
    return made("单位分行", [Page(rows)], people)


def turned(chance: Chance, people: list[Person]) -> Stranger:
    """Headings down the side, a person a column; sex and people among them."""
    people = people[: chance.randint(3, 6)]
    fields: list[str] = [NAME, "性别", "民族", DOCUMENT, PHONE, EMPLOYER, TITLE]
    more = {"性别": "男", "民族": "汉族"}
    head = {**{field: chance.choice(words) for field, words in HEADS.items()}, "性别": "性别", "民族": "民族"}
    rows: list[Row] = [["示例研修班报名表"]] if chance.random() < 0.5 else []
    rows += [[head[field], *(one.get(field) or more[field] for one in people)] for field in fields]
    return made("竖排一列一人", [Page(rows)], people)


def cards(chance: Chance, people: list[Person]) -> Stranger:
    """One block a person, labels beside values, a blank line between; or a sheet a person."""
    people = people[: chance.randint(2, 5)]
    blocks = []
    for one in people:
        blocks.append([
            ["姓  名", one[NAME], "性  别", "男", "民  族", "汉族"],
            ["身份证号", one[DOCUMENT], None, "手  机", one[PHONE], None],
            ["工作单位", one[EMPLOYER], None, "职  称", one[TITLE], None],
            ["参加工作时间", "1999年7月", None, "最高学历", "本科", None],
        ])  # fmt: skip
    if chance.random() < 0.4:
        return made(
            "卡片", [Page([["学员登记表"], *block], one[NAME]) for block, one in zip(blocks, people, strict=True)], people
        )
    rows: list[Row] = [["学员登记卡"]]
    for block in blocks:
        rows += [*block, []]
    return made("卡片", [Page(rows)], people)


def two_names(chance: Chance, people: list[Person]) -> Stranger:
    """姓 and 名 in two columns."""
    fields = (DOCUMENT, PHONE, EMPLOYER, TITLE)
    rows: list[Row] = [["序号", "姓", "名", *heads(chance, fields)]]
    rows += [[at, one[NAME][0], one[NAME][1:], *(one[field] for field in fields)] for at, one in enumerate(people, start=1)]
    return made("姓和名两列", [Page(rows)], people, chance.choice(("xlsx", "csv")))


def swapped(chance: Chance, people: list[Person]) -> Stranger:
    """The headings of number and phone over each other's column."""
    fields = (NAME, PHONE, DOCUMENT, EMPLOYER, TITLE)
    rows: list[Row] = [["序号", *heads(chance, (NAME, DOCUMENT, PHONE, EMPLOYER, TITLE))]]
    rows += [[at, *(one[field] for field in fields)] for at, one in enumerate(people, start=1)]
    return made("证件电话列颠倒", [Page(rows)], people)


def english(chance: Chance, people: list[Person]) -> Stranger:
    head = chance.choice((["No.", "Name", "ID Card", "Mobile", "Company", "Title"], ["No", "Full Name", "ID Number", "Phone", "Organization",
                          "Professional Title"], ["No.", "Name 姓名", "ID No.", "Tel", "Employer", "Title"]))  # fmt: skip
    rows: list[Row] = [head, *([at, *(one[field] for field in FIELDS)] for at, one in enumerate(people, start=1))]
    return made("英文表头", [Page(rows)], people)


def void_too(chance: Chance, people: list[Person]) -> Stranger:
    """Several lists of one class: a void or older one with people who withdrew and other phones, and the one that counts."""
    gone = [person(chance, name, 90 + at) for at, name in enumerate(names(chance, 3)) if all(name != one[NAME] for one in people)]
    old = [dict(one) | {PHONE: f"1410000{at:04}"} for at, one in enumerate(people[:-2])] + gone
    head = ["序号", *(PLAIN[field] for field in FIELDS)]

    def page(title: str, listed: list[Person], above: str = "") -> Page:
        rows: list[Row] = [[above]] if above else []
        return Page([*rows, head, *([at, *(one[field] for field in FIELDS)] for at, one in enumerate(listed, start=1))], title)

    style = chance.randrange(5)
    titles_ = [
        ("名单（作废）", "名单"),
        ("初稿", "最新名单"),
        ("6月20日版", "7月5日版"),
        ("旧", "正式名单"),
        ("Sheet1", "Sheet2"),
    ][style]
    above = ("本表作废", "以本表为准") if style == 4 else ("", "")
    pages = [page(titles_[0], old, above[0]), page(titles_[1], people, above[1])]
    if chance.random() < 0.5:
        pages.reverse()
    return made("几张名单哪张算", pages, people)


def star_form(chance: Chance, people: list[Person]) -> Stranger:
    """问卷星 as 报名: six columns of the site, the questions numbered, then a total."""
    rows: list[Row] = [["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP", "1、您的姓名：", "2、您的身份证号码：", "3、您的手机号码：",
                        "4、您的工作单位（全称）：", "5、您的职称：", "6、您的性别：", "总分"]]  # fmt: skip
    for at, one in enumerate(people, start=1):
        rows.append(
            [
                at,
                f"2025/6/20 10:{at:02}:11",
                f"{60 + at}秒",
                "微信",
                "N/A",
                "0.0.0.0(天津-天津)",
                *(one[field] for field in FIELDS),
                "女",
                0,
            ]
        )
    return made("问卷星报名", [Page(rows)], people, chance.choice(("xlsx", "csv")))


def gold_form(chance: Chance, people: list[Person]) -> Stranger:
    """金数据: 序号 … 提交人 提交时间 更新时间 and the WeChat fields behind."""
    rows: list[Row] = [
        ["序号", "姓名", "身份证号", "手机", "工作单位", "职称", "提交人", "提交时间", "更新时间", "微信昵称", "微信性别", "IP"]
    ]
    for at, one in enumerate(people, start=1):
        rows.append(
            [
                at,
                *(one[field] for field in FIELDS),
                "游客",
                "2025-06-20 10:11:12",
                "2025-06-20 10:11:12",
                f"昵称{at}",
                "女",
                "0.0.0.0",
            ]
        )
    return made("金数据报名", [Page(rows)], people)


def lark_form(chance: Chance, people: list[Person]) -> Stranger:
    """飞书表单: 提交时间 and 提交人 (somebody else) before our columns."""
    rows: list[Row] = [["提交时间", "提交人", "姓名", "身份证号码", "手机号码", "单位名称", "专业技术职称"]]
    rows += [["2025/06/20 10:11", "会务小杜", *(one[field] for field in FIELDS)] for one in people]
    return made("飞书表单", [Page(rows)], people)


def ding_contacts(chance: Chance, people: list[Person]) -> Stranger:
    """钉钉 通讯录: no number, no employer but a department."""
    rows: list[Row] = [["通讯录导出"], ["员工UserID", "姓名", "手机号", "部门", "职位", "工号", "邮箱", "备注"]]
    rows += [[f"u{at}", one[NAME], f"+86-{one[PHONE]}", "研修班/学员", "学员", "", "", ""] for at, one in enumerate(people)]
    return made("钉钉通讯录", [Page(rows)], [{field: one[field] for field in (NAME, PHONE)} for one in people])


def wecom_contacts(chance: Chance, people: list[Person]) -> Stranger:
    """企业微信 通讯录: an instruction above, 帐号, 别名, 手机."""
    rows: list[Row] = [
        ["填写须知：请勿修改表头；手机号和邮箱不能同时为空"],
        ["姓名", "帐号", "别名", "职务", "部门", "性别", "手机", "座机", "个人邮箱"],
    ]
    rows += [[one[NAME], f"z{at}", "", "学员", "研修班", "男", one[PHONE], "", ""] for at, one in enumerate(people)]
    return made("企业微信通讯录", [Page(rows)], [{field: one[field] for field in (NAME, PHONE)} for one in people])


def posts_behind(chance: Chance, people: list[Person]) -> Stranger:
    """A duty behind the employer (…财务处 处长), a space behind a two-character surname, —/讲师 as a title."""
    truth = [dict(one) for one in people]
    rows: list[Row] = [["序号", "姓名", "身份证号", "手机号", "单位及职务", "职称"]]
    for at, one in enumerate(people, start=1):
        rows.append([at, one[NAME], one[DOCUMENT], one[PHONE], f"{one[EMPLOYER]}财务处 处长", one[TITLE]])
        truth[at - 1][EMPLOYER] = f"{one[EMPLOYER]}财务处"
    return made("单位后有职务", [Page(rows)], truth)


def beside(chance: Chance, people: list[Person]) -> Stranger:
    """Two halves side by side."""
    people = people[: len(people) // 2 * 2]
    half = len(people) // 2
    head = ["序号", "姓名", "身份证号", "电话", "单位"]
    gap = [None] if chance.random() < 0.5 else []
    rows: list[Row] = [["签到册"], [*head, *gap, *head]]
    fields = (NAME, DOCUMENT, PHONE, EMPLOYER)
    for at in range(half):
        one, other = people[at], people[half + at]
        rows.append([at + 1, *(one[f] for f in fields), *gap, half + at + 1, *(other[f] for f in fields)])
    return made("左右并排", [Page(rows)], [{field: one[field] for field in fields} for one in people])


def several_sheets(chance: Chance, people: list[Person]) -> Stranger:
    """A sheet an employer, with a summary of counts before them."""
    pages = [
        Page(
            [
                ["单位", "人数"],
                *([one, sum(p[EMPLOYER] == one for p in people)] for one in sorted({p[EMPLOYER] for p in people})),
            ],
            "汇总",
        )
    ]
    for one in sorted({p[EMPLOYER] for p in people}):
        own = [p for p in people if p[EMPLOYER] == one]
        rows: list[Row] = [[f"{one}报名表"], ["序号", *(PLAIN[field] for field in FIELDS)]]
        rows += [[at, *(p[field] for field in FIELDS)] for at, p in enumerate(own, start=1)]
        pages.append(Page(rows, one))
    return made("一单位一张", pages, people)


def remarked(chance: Chance, people: list[Person]) -> Stranger:
    """Who does what in brackets behind the name or in 备注: 组长, 工作人员, 女; a person of the staff among them."""
    truth = [dict(one) for one in people]
    rows: list[Row] = [*title_lines(chance)[:1], ["序号", "姓名", "证件号码", "手机", "单位", "职称", "备注"]]
    for at, one in enumerate(people, start=1):
        shown, remark = one[NAME], None
        if at == 2:
            shown = f"{one[NAME]}（女）"
        if at == 3:
            remark, truth[2][KIND] = "工作人员", STAFF
        if at == 4:
            remark = "素食"
        rows.append([at, shown, *(one[field] for field in FIELDS[1:]), remark])
    return made("姓名后括号和备注", [Page(rows)], truth)


def two_lines_each(chance: Chance, people: list[Person]) -> Stranger:
    """Two rows a person under two rows of headings."""
    rows: list[Row] = [["姓名", "身份证号", "手机号"], ["职称", "工作单位", None]]
    for one in people:
        rows += [[one[NAME], one[DOCUMENT], one[PHONE]], [one[TITLE], one[EMPLOYER], None]]
    return made("两行一人", [Page(rows)], people)


def lost_digits(chance: Chance, people: list[Person]) -> Stranger:
    """Numbers stored as numbers: the last digits of a document are gone, a phone's are not."""
    rows: list[Row] = [["序号", *(PLAIN[field] for field in FIELDS)]]
    for at, one in enumerate(people, start=1):
        shown: dict[str, object] = dict(one)
        if at % 3 == 0 and one[DOCUMENT].isdigit():
            shown[DOCUMENT] = float(int(one[DOCUMENT]))
        shown[PHONE] = int(one[PHONE])
        rows.append([at, *(shown[field] for field in FIELDS)])
    return made("号码存成数字", [Page(rows)], people)


def ditto(chance: Chance, people: list[Person]) -> Stranger:
    """同上 or 〃 for the employer of the person above; the heading again on the next page; a class section line."""
    people.sort(key=lambda one: one[EMPLOYER])
    word = chance.choice(("同上", "〃", "″"))
    head = ["序号", *(PLAIN[field] for field in FIELDS)]
    rows: list[Row] = [*title_lines(chance), head]
    before = ""
    for at, one in enumerate(people, start=1):
        shown = dict(one) | ({EMPLOYER: word} if one[EMPLOYER] == before else {})
        before = one[EMPLOYER]
        if at == len(people) // 2 + 1:
            rows.append(head)
            shown[EMPLOYER] = one[EMPLOYER]
        rows.append([at, *(shown[field] for field in FIELDS)])
    return made("同上和重复表头", [Page(rows)], people)


def hidden_list(chance: Chance, people: list[Person]) -> Stranger:
    """An old list on a hidden sheet; trainees and staff on sheets of their own."""
    head = ["序号", *(PLAIN[field] for field in FIELDS)]

    def page(title: str, own: list[Person], unseen: bool = False) -> Page:
        return Page(
            [head, *([at, *(one[field] for field in FIELDS)] for at, one in enumerate(own, start=1))], title, invisible=unseen
        )

    gone = [person(chance, name, 80 + at) for at, name in enumerate(names(chance, 4)) if all(name != one[NAME] for one in people)]
    cut = len(people) - 2
    truth = [dict(one) | {KIND: STAFF if at >= cut else "学员"} for at, one in enumerate(people)]
    return made("隐藏表和分表", [page("往期", gone, True), page("学员", people[:cut]), page("工作人员", people[cut:])], truth)


def mode_words(chance: Chance, people: list[Person]) -> Stranger:
    """On-site/Online in English, posts and titles as —/讲师."""
    rows: list[Row] = [["No.", "Name", "ID Card", "Mobile", "Employer", "Title", "On-site/Online"]]
    truth = [dict(one) for one in people]
    for at, one in enumerate(people):
        online = at % 3 == 0
        rows.append(
            [
                at + 1,
                *(one[field] for field in FIELDS[:4]),
                f"—/{one[TITLE]}" if at == 1 else one[TITLE],
                "Online" if online else "On-site",
            ]
        )
        truth[at]["参训方式"] = "线上" if online else "线下"
    return made("英文参训方式", [Page(rows)], truth)


MAKERS: tuple[Maker, ...] = (
    table, table, table, grouped, sections, by_employer, turned, cards, two_names, swapped, english, void_too, star_form, gold_form,
    lark_form, ding_contacts, wecom_contacts, posts_behind, beside, several_sheets, remarked,
    two_lines_each, lost_digits, ditto, hidden_list, mode_words,
)  # fmt: skip


def stranger(seed: int) -> Stranger:
    chance = Chance(f"名册{seed}")
    people = [person(chance, name, at) for at, name in enumerate(names(chance, chance.randint(6, 12)))]
    found = MAKERS[seed % len(MAKERS)](chance, people)
    found.seed, found.name = seed, f"{seed:04}{found.name}"
    return found


__all__ = ["letters", "stranger"]
