"""Strangers' rosters as offices lay them out: tables, cards, turned tables, several lists of which one counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from tests.strangers.model import Chance, Page, Row, Stranger, names

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
        NAME: name,
        DOCUMENT: digits + check,
        PHONE: f"1410{chance.randrange(10**5):05}{at:02}",
        EMPLOYER: chance.choice(EMPLOYERS),
        TITLE: chance.choice(TITLES),
    }


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
        rows.append(
            [
                "例",
                *(
                    {NAME: "张三", DOCUMENT: "12010119900101××××", PHONE: "138××××××××", EMPLOYER: "××大学", TITLE: "教授"}[one]
                    for one in fields
                ),
            ]
        )
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
        blocks.append(
            [
                ["姓  名", one[NAME], "性  别", "男", "民  族", "汉族"],
                ["身份证号", one[DOCUMENT], None, "手  机", one[PHONE], None],
                ["工作单位", one[EMPLOYER], None, "职  称", one[TITLE], None],
                ["参加工作时间", "1999年7月", None, "最高学历", "本科", None],
            ]
        )
    if chance.random() < 0.4:
        return made(
            "卡片", [Page([["学员登记表"], *block], one[NAME]) for block, one in zip(blocks, people, strict=True)], people
        )
    rows: list[Row] = [["学员登记卡"]]
    for block in blocks:
        rows += [*block, []]
    return made("卡片", [Page(rows)], people)


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
