"""Strangers' rosters from sites and address books, and with the odd habits of those who fill them in."""

from __future__ import annotations

from tests.strangers.model import Chance, Page, Row, Stranger, names
from tests.strangers.tables import (
    DOCUMENT,
    EMPLOYER,
    FIELDS,
    KIND,
    NAME,
    PHONE,
    PLAIN,
    STAFF,
    TITLE,
    Person,
    heads,
    made,
    person,
    title_lines,
)  # fmt: skip


def star_form(chance: Chance, people: list[Person]) -> Stranger:
    """问卷星 as 报名: six columns of the site, the questions numbered, then a total."""
    rows: list[Row] = [
        [
            "序号",
            "提交答卷时间",
            "所用时间",
            "来源",
            "来源详情",
            "来自IP",
            "1、您的姓名：",
            "2、您的身份证号码：",
            "3、您的手机号码：",
            "4、您的工作单位（全称）：",
            "5、您的职称：",
            "6、您的性别：",
            "总分",
        ]
    ]
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


def posts_behind(chance: Chance, people: list[Person]) -> Stranger:
    """A duty behind the employer (…财务处 处长), a space behind a two-character surname, —/讲师 as a title."""
    truth = [dict(one) for one in people]
    rows: list[Row] = [["序号", "姓名", "身份证号", "手机号", "单位及职务", "职称"]]
    for at, one in enumerate(people, start=1):
        rows.append([at, one[NAME], one[DOCUMENT], one[PHONE], f"{one[EMPLOYER]}财务处 处长", one[TITLE]])
        truth[at - 1][EMPLOYER] = f"{one[EMPLOYER]}财务处"
    return made("单位后有职务", [Page(rows)], truth)


def english(chance: Chance, people: list[Person]) -> Stranger:
    head = chance.choice((["No.", "Name", "ID Card", "Mobile", "Company", "Title"], ["No", "Full Name", "ID Number", "Phone",
                          "Organization",
                          "Professional Title"], ["No.", "Name 姓名", "ID No.", "Tel", "Employer", "Title"]))  # fmt: skip
    rows: list[Row] = [head, *([at, *(one[field] for field in FIELDS)] for at, one in enumerate(people, start=1))]
    return made("英文表头", [Page(rows)], people)


def swapped(chance: Chance, people: list[Person]) -> Stranger:
    """The headings of number and phone over each other's column."""
    fields = (NAME, PHONE, DOCUMENT, EMPLOYER, TITLE)
    rows: list[Row] = [["序号", *heads(chance, (NAME, DOCUMENT, PHONE, EMPLOYER, TITLE))]]
    rows += [[at, *(one[field] for field in fields)] for at, one in enumerate(people, start=1)]
    return made("证件电话列颠倒", [Page(rows)], people)


def two_names(chance: Chance, people: list[Person]) -> Stranger:
    """姓 and 名 in two columns."""
    fields = (DOCUMENT, PHONE, EMPLOYER, TITLE)
    rows: list[Row] = [["序号", "姓", "名", *heads(chance, fields)]]
    rows += [[at, one[NAME][0], one[NAME][1:], *(one[field] for field in fields)] for at, one in enumerate(people, start=1)]
    return made("姓和名两列", [Page(rows)], people, chance.choice(("xlsx", "csv")))
