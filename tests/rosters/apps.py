"""Rosters as apps and sites export them: 钉钉, 企业微信, 飞书, 问卷星, 问卷网, 腾讯问卷, 金数据, WPS, 接龙."""

from __future__ import annotations

import json
from typing import Any

from tests.rosters.model import (
    DOCUMENT,
    EMPLOYER,
    FIVE,
    FOUR,
    NAME,
    PHONE,
    TITLE,
    Source,
    StatedPerson,
    lines,
    made_up,
    saying,
    text,
    xlsx,
)

Rows = list[list[Any]]


def table(heads: list[Any], people: list[dict[str, str]], *columns: Any) -> Rows:
    """The people under headings; a column is a field, or a function of place and person, or what stands in every row."""
    return [heads, *([cell(one, at, column) for column in columns] for at, one in enumerate(people, start=1))]


def heads(words: str) -> list[Any]:
    """Headings parted by bars."""
    return [*words.split("|")]


def cell(one: StatedPerson, at: int, column: Any) -> Any:
    if callable(column):
        return column(at, one)
    return one.get(column, column)


def count(at: int, _: StatedPerson) -> int:
    return at


def site_cases() -> list[Source]:
    p, q, r, s, t, u, v, w = (made_up(300 + at, 5) for at in range(8))
    wjx = heads("序号|提交答卷时间|所用时间|来源|来源详情|来自IP|1、姓名|2、身份证号码|3、手机|4、单位|5、职称|总分")
    wjx_rows = table(
        wjx, p, count, "2025/6/1 9:12:01", "88秒", "微信", "N/A", "0.0.0.0(天津-未知)", NAME, DOCUMENT, PHONE, EMPLOYER, TITLE, 0
    )  # fmt: skip
    choice = heads(
        "序号|提交答卷时间|1、您的姓名：|2、证件号码：|3、您的手机号：|4、您的职称：(A.初级)|4、您的职称：(B.中级)|5、工作单位："
    )
    choice_rows = table(choice, q, count, "2025/6/1", NAME, DOCUMENT, PHONE, 1, 0, EMPLOYER)
    wj = heads("编号|开始答题时间|结束答题时间|答题时长|IP|Q1_姓名|Q2_身份证号|Q3_手机号码|Q4_工作单位|Q5_职称")
    tencent = heads("编号|开始填写时间|结束填写时间|1.您的姓名|2.您的身份证号|3.您的联系电话|4.您的工作单位|5.您的专业技术职务")
    jin = heads("序号|姓名|身份证号码|手机|工作单位|职称|提交人|提交时间|更新时间|填写设备|操作系统|浏览器|扩展属性")
    wps = ["答题人", "提交时间", "1. 姓名(必填)", "2. 身份证号(必填)", "3. 手机号码(必填)", "4. 单位全称(必填)", "5. 职称(选填)"]
    lark = heads("记录编号|姓名（必填）|证件号（必填）|联系电话（必填）|所在单位（必填）|职称|提交人|提交时间|附件")
    skipped = table(
        ["姓名", "手机", "单位", "职称"], w, NAME, PHONE, EMPLOYER, lambda at, one: "(跳过)" if at % 2 else one[TITLE]
    )
    skipped_people = [
        one if at % 2 == 0 else {k: x for k, x in one.items() if k != TITLE}
        for at, one in enumerate(saying(w, NAME, PHONE, EMPLOYER, TITLE), start=1)
    ]
    return [
        Source("app_wjx.xlsx", "问卷星, questions with numbers, IP and score around them", xlsx(wjx_rows), p),
        Source("app_wjx_options.xlsx", "问卷星, a column an option for the title: no column of titles", xlsx(choice_rows),
            saying(q, *FOUR)),
        Source("app_wj.csv", "问卷网, Q1_ before each question, GBK", text(lines(table(wj, r, count, "x", "y", "1分", "0.0.0.0",
            *FIVE)), "gbk"), r),
        Source("app_tencent.xlsx", "腾讯问卷, numbers with a dot", xlsx(table(tencent, s, count, "a", "b", *FIVE)), s),
        Source("app_jin.xlsx", "金数据, the submitter behind", xlsx(table(jin, t, count, *FIVE, "微信用户", "2025-06-01", "",
            "手机",
            "iOS", "微信", "")), t),
        Source("app_wps_form.xlsx", "WPS 表单, 必填 behind each", xlsx(table(wps, u, "匿名", "2025/6/1", *FIVE)), u),
        Source("app_lark.csv", "飞书多维表格", text(lines(table(lark, v, count, *FIVE, "甲", "2025/06/01", "")), "utf-8-sig"), v),
        Source("app_skipped.xlsx", "(跳过) in every other title", xlsx(skipped), skipped_people),
    ]  # fmt: skip


def office_app_cases() -> list[Source]:
    p, q, r, s, t, u = (made_up(310 + at, 4) for at in range(6))
    ding = ["员工UserID", "姓名", "部门", "职位", "手机号", "工号", "是否此部门主管", "身份证号", "企业邮箱", "备注"]
    ding_rows = [
        ["钉钉通讯录导出"],
        *table(ding, p, lambda at, _: f"u{at}", NAME, "技术部", "工程师", PHONE, "", "否", DOCUMENT, "", ""),
    ]
    wecom = [
        ["企业微信通讯录"],
        ["填写须知：", "1、账号必填"],
        *table(
            ["姓名", "帐号", "职务", "部门", "性别", "手机", "座机", "个人邮箱"],
            q,
            NAME,
            lambda at, _: f"a{at}",
            "主任",
            "学员/一组",
            "男",
            PHONE,
            "",
            "",
        ),
    ]
    jielong = [
        "#接龙",
        "请填写姓名 身份证号 手机 单位",
        *(f"{at}. {one[NAME]} {one[DOCUMENT]} {one[PHONE]} {one[EMPLOYER]}" for at, one in enumerate(r, start=1)),
    ]
    labelled = [
        f"{at}、姓名：{one[NAME]}，身份证号：{one[DOCUMENT]}，手机：{one[PHONE]}，单位：{one[EMPLOYER]}"
        for at, one in enumerate(s, start=1)
    ]
    spaced = [
        f"姓名：{one[NAME]}\n身份证号：{one[DOCUMENT]}\n手机号：{one[PHONE]}\n工作单位：{one[EMPLOYER]}\n职称：{one[TITLE]}\n"
        for one in t
    ]
    system = heads("ID|STATUS|姓名|证件类型|证件号码|手机号码|所在单位|单位性质|职称名称|职称级别|审核状态")
    system_rows = table(
        system, u, count, "ACTIVE", NAME, "居民身份证", DOCUMENT, PHONE, EMPLOYER, "事业单位", TITLE, "中级", "已通过"
    )
    return [
        Source("app_ding_contacts.xlsx", "钉钉 contacts: post and department, no title, no employer", xlsx(ding_rows), saying(p,
            NAME, DOCUMENT, PHONE)),
        Source("app_wecom_contacts.xlsx", "企业微信 contacts", xlsx(wecom), [one | {"性别": "男"} for one in saying(q, NAME,
            PHONE)]),
        Source("app_jielong.txt", "接龙 in a chat: a number before each line, no heading", text("\n".join(jielong)), saying(r,
            *FOUR), refused="找不到|无法识别|表头"),
        Source("app_labelled.txt", "a chat with labels and commas on each line", text("\n".join(labelled)), saying(s, *FOUR)),
        Source("app_cards.txt", "cards with labels, an empty line between two people", text("\n".join(spaced)), t),
        Source("app_system.xlsx", "an office system: kind of document, level, state", xlsx(system_rows),
            [one | {"证件类型": "居民身份证"} for one in u]),
    ]  # fmt: skip


def text_cases() -> list[Source]:
    p, q, r, s, t = (made_up(320 + at, 4) for at in range(5))
    heads = ["姓名", "身份证号", "手机号", "工作单位", "职称"]
    pipes = "\n".join(["| " + " | ".join(row) + " |" for row in [heads, ["---"] * 5, *([one[f] for f in FIVE] for one in p)]])
    page = "<html><body><table><tr>" + "".join(f"<th>{head}</th>" for head in heads) + "</tr>"
    page += "".join("<tr>" + "".join(f"<td>{one[f]}</td>" for f in FIVE) + "</tr>" for one in q) + "</table></body></html>"
    wrapped = (
        "<table><tr><td>姓<br>名</td><td>身份<br/>证号</td><td>手机</td><td>工作单位</td><td>专业技术职务<br>（职称）</td></tr>"
    )
    wrapped += "".join("<tr>" + "".join(f"<td><p>{one[f]}</p></td>" for f in FIVE) + "</tr>" for one in r) + "</table>"
    two_spaces = "\n".join("    ".join(row) for row in [heads, *([one[f] for f in FIVE] for one in s)])
    commas = "\n".join("，".join(row) for row in [heads, *([one[f] for f in FIVE] for one in t)])
    return [
        Source("text_pipes.md", "a table with bars between the cells", text(pipes), p, named=[*FIVE], refused="找不到|表头|分隔"),
        Source("text_page.html", "a web page", text(page), q),
        Source("text_page_wrapped.xls", "a web page that calls itself xls, headings broken by <br>", text(wrapped), r),
        Source("text_spaces.txt", "four spaces between the cells", text(two_spaces), s),
        Source("text_commas.txt", "Chinese commas between the cells", text(commas), t, refused="找不到|表头"),
        Source("text_json.txt", "JSON, which is no roster file", text(json.dumps(t, ensure_ascii=False)), t,
            refused="找不到|表头"),
    ]  # fmt: skip


def wording_cases() -> list[Source]:
    """Headings as they are worded, one set a file."""
    sets = [
        ["学员姓名", "居民身份证号码", "联系手机", "工作单位名称", "现任专业技术职务"],
        heads(
            "姓名\n（与身份证一致）|身份证号\n（18位）|移动电话\n（接收通知）|单位全称\n（与公章一致）|职称\n（如：高级工程师）"
        ),
        ["参训人员姓名", "公民身份号码", "本人手机号", "所在单位（全称）", "专业技术职务任职资格"],
        ["姓    名", "身 份 证 号", "电    话", "单    位", "职    称"],
        ["*姓名", "*身份证号码", "*手机号码", "*工作单位", "职称"],
        ["姓名（中文）", "证件号码（身份证）", "联系方式（手机）", "工作单位（填写全称）", "专业技术职称"],
        ["报名人姓名", "有效证件号码", "手机号（微信同号）", "任职单位", "专业职称"],
        ["1.姓名", "2.身份证号", "3.手机", "4.工作单位", "5.职称"],
        ["(1)姓名", "(2)身份证号码", "(3)联系电话", "(4)工作单位", "(5)专业技术职务"],
        ["姓名 Name", "身份证号 ID No.", "手机 Mobile", "单位 Employer", "职称 Title"],
        ["请填写您的真实姓名", "请填写您的身份证号码", "请填写您的手机号码", "请填写您的工作单位全称", "请选择您的职称"],
        ["【姓名】", "【身份证号】", "【手机】", "【工作单位】", "【职称】"],
        ["姓名：", "身份证号：", "联系电话：", "工作单位：", "专业技术职务（职称）："],
        ["人员姓名", "身份证件号码", "手机电话", "现工作单位", "专业技术职称名称"],
        ["姓名Name", "ID card", "Phone number", "Work Unit", "Professional Title"],
    ]
    return [
        Source(f"worded_{at:02}.xlsx", "headings worded: " + "、".join(" ".join(head.split()) for head in heads), xlsx([heads,
            *([one[f] for f in FIVE] for one in made_up(330 + at, 3))]), made_up(330 + at, 3))
        for at, heads in enumerate(sets, start=1)
    ]  # fmt: skip


def app_sources() -> list[Source]:
    return [*site_cases(), *office_app_cases(), *text_cases(), *wording_cases()]
