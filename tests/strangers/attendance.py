"""Strangers' attendance: grids, weeks, lessons, legends, and the exports everybody has, made by hand from their public columns.

Sources of the exports' columns: the fields of the report types that public integrations declare (钉钉 daily, monthly and raw
reports: littlebayo/penda on GitHub; 腾讯会议 sheets 成员参会概况 and 成员观看明细), and the help pages of 企业微信, 飞书, 学习通 and 雨课堂.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from tests.strangers.model import DAYS, HALVES, WEEK, Chance, Page, Row, Stranger, days, letters, names

LEAVE, ABSENT = "请假", "缺勤"
PEOPLE = 14
Truth = dict[tuple[str, int, int], str]
"""(name, day from 0, half from 0) -> 请假 or 缺勤; everybody else was there."""
Maker = Callable[[Chance, list[str], Truth], Stranger]


def truth_of(chance: Chance, people: list[str]) -> Truth:
    """Who missed what: three to five half days, never most of a session."""
    found: Truth = {}
    for name in chance.sample(people, chance.randint(2, 4)):
        day = chance.randrange(DAYS)
        kind = chance.choice((LEAVE, ABSENT))
        for half in chance.choice(((0,), (1,), (0, 1))):
            found[name, day, half] = kind
    return found


def made(chance: Chance, layout: str, pages: list[Page], truth: Truth, suffix: str = "") -> Stranger:
    plain = len(pages) == 1 and not pages[0].merged
    ending = suffix or (chance.choice(("xlsx", "xlsx", "csv")) if plain else "xlsx")
    encoding = chance.choice(("utf-8-sig", "gb18030"))
    return Stranger("考勤", layout, 0, f"{layout}.{ending}", pages, truth, encoding)


def shown_day(day: date, style: int) -> str:
    return [f"{day.month}月{day.day}日", f"{day.month}.{day.day}", f"{day.month}/{day.day}", f"{day:%Y-%m-%d}",
            f"{day.month}月{day.day}日（周{WEEK[day.weekday()]}）"][style]  # fmt: skip


def titles(chance: Chance, width: int) -> list[Row]:
    """Lines above a table, as offices print them."""
    lines: list[Row] = [["示例领域高级研修班考勤表"]]
    if chance.random() < 0.4:
        lines.append(["主办单位：示例大学继续教育学院", *[None] * (width - 2), "班主任：杜某某"])
    return lines if chance.random() < 0.75 else []


def signs(chance: Chance) -> tuple[Mapping[str, str], str]:
    """The signs of a grid ('' there, leave, absent) and the legend that explains them."""
    return chance.choice([
        ({"": "√", LEAVE: "请假", ABSENT: "缺勤"}, ""),
        ({"": "√", LEAVE: "△", ABSENT: "×"}, "注：√出勤　△请假　×缺勤"),
        ({"": "√", LEAVE: "○", ABSENT: "×"}, "备注：出勤打“√”，请假打“○”，缺勤打“×”。"),
        ({"": "出勤", LEAVE: "事假", ABSENT: "旷课"}, ""),
        ({"": "到", LEAVE: "病假", ABSENT: "未到"}, ""),
        ({"": None, LEAVE: "请假", ABSENT: "缺席"}, "说明：空白为到。"),
        ({"": None, LEAVE: "△", ABSENT: "√"}, "注：缺勤者打√，请假打△，到课不填。"),
        ({"": "○", LEAVE: "△", ABSENT: "×"}, "○：到课；△：请假；×：缺勤"),
        ({"": "1", LEAVE: "假", ABSENT: "0"}, "1=到，0=缺勤"),
    ])  # fmt: skip


def half_day_grid(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """Days over halves, in one row or two, merged or carried on; legends above or below; an employer and remarks beside."""
    marks, legend = signs(chance)
    style, halves = chance.randrange(5), chance.choice((HALVES, ("上", "下"), ("AM", "PM")))
    fixed = chance.choice((["序号", "姓名"], ["序号", "姓名", "单位"], ["姓名"]))
    rows = titles(chance, 12)
    if legend and chance.random() < 0.5:
        rows.append([legend])
    merged: list[str] = []
    if chance.random() < 0.6:
        top = len(rows) + 1
        rows.append([*fixed, *(cell for day in days() for cell in (shown_day(day, style), None)), "备注"])
        rows.append([*[None] * len(fixed), *halves * DAYS])
        if chance.random() < 0.7:
            merged = [f"{letters(at)}{top}:{letters(at + 1)}{top}" for at in range(len(fixed), len(fixed) + 10, 2)]
            merged += [f"{letters(at)}{top}:{letters(at)}{top + 1}" for at in range(len(fixed))]
    else:
        gap = chance.choice(("", " ", "\n"))
        rows.append([*fixed, *(f"{shown_day(day, style)}{gap}{half}" for day in days() for half in HALVES), "备注"])
    rows += body(people, truth, fixed, marks)
    if legend and [legend] not in rows:
        rows.append([legend])
    return made(chance, "半天考勤表", [Page(rows, "考勤", merged)], truth)


def body(
    people: list[str], truth: Truth, fixed: list[str], marks: Mapping[str, str | None], span: range = range(DAYS)
) -> list[Row]:
    found = []
    for at, name in enumerate(people, start=1):
        own = {"序号": at, "姓名": name, "单位": "示例大学"}
        found.append(
            [*(own[one] for one in fixed), *(marks[truth.get((name, day, half), "")] for day in span for half in (0, 1))]
        )
    return found


def day_grid(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """A column a day; who missed half of it has words in the cell."""
    rows = [*titles(chance, 7), ["序号", "姓名", *(shown_day(day, chance.choice((0, 4))) for day in days())]]
    for at, name in enumerate(people, start=1):
        cells = []
        for day in range(DAYS):
            said = [truth.get((name, day, half), "") for half in (0, 1)]
            word = {LEAVE: "事假", ABSENT: "缺勤"}
            cells.append(
                "√"
                if not any(said)
                else word[said[0]]
                if all(said)
                else f"{HALVES[0 if said[0] else 1]}{word[said[0] or said[1]]}"
            )
        rows.append([at, name, *cells])
    return made(chance, "一天一列", [Page(rows)], truth)


def week_grid(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """Weekdays under the range of their week, halves under them."""
    marks, legend = signs(chance)
    rows = titles(chance, 12)
    if legend:
        rows.append([legend])
    top = len(rows) + 1
    span = chance.choice(("第一周（7月14日—7月18日）", "7.14-7.18", "2025年7月14日至7月18日"))
    weekdays = chance.choice(("周", "星期"))
    rows.append(["序号", "姓名", span, *[None] * 9])
    rows.append([None, None, *(cell for at in range(DAYS) for cell in (f"{weekdays}{WEEK[at]}", None))])
    rows.append([None, None, *chance.choice((HALVES, ("上", "下"))) * DAYS])
    rows += body(people, truth, ["序号", "姓名"], marks)
    merged = [f"C{top}:L{top}", f"A{top}:A{top + 2}", f"B{top}:B{top + 2}"]
    merged += [f"{letters(at)}{top + 1}:{letters(at + 1)}{top + 1}" for at in range(2, 12, 2)]
    return made(chance, "周次星期", [Page(rows, "第一周", merged)], truth)


def lesson_grid(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """Lessons under each day: 第1-2节 … 第7-8节, four columns a day."""
    marks, legend = signs(chance)
    rows = titles(chance, 22)
    if legend:
        rows.append([legend])
    top = len(rows) + 1
    lessons = chance.choice((["第1-2节", "第3-4节", "第5-6节", "第7-8节"], ["1-2节", "3-4节", "5-6节", "7-8节"]))
    rows.append(["序号", "姓名", *(cell for day in days() for cell in (shown_day(day, 0), None, None, None))])
    rows.append([None, None, *lessons * DAYS])
    for at, name in enumerate(people, start=1):
        rows.append([at, name, *(marks[truth.get((name, day, half), "")] for day in range(DAYS) for half in (0, 0, 1, 1))])
    merged = [f"{letters(at)}{top}:{letters(at + 3)}{top}" for at in range(2, 22, 4)]
    merged += [f"A{top}:A{top + 1}", f"B{top}:B{top + 1}"]
    return made(chance, "节次", [Page(rows, "考勤", merged)], truth)


def sheet_a_day(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """A sheet for each day, its date in name and title."""
    marks, legend = signs(chance)
    pages = []
    for at, day in enumerate(days()):
        rows: list[Row] = [[f"{day.month}月{day.day}日签到表"], ["序号", "姓名", "上午", "下午"]]
        rows += body(people, truth, ["序号", "姓名"], marks, range(at, at + 1))
        pages.append(Page([*rows, [legend]] if legend else rows, f"{day.month}.{day.day}"))
    return made(chance, "一天一张", pages, truth)


def some_days(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """A grid of one or two days of the class only."""
    first = chance.randrange(DAYS - 1)
    span = range(first, first + chance.choice((1, 2)))
    marks, legend = signs(chance)
    kept = {key: kind for key, kind in truth.items() if key[1] in span}
    if not kept:
        kept[people[0], first, 0] = ABSENT
    rows = [["姓名", *(f"{days()[day].month}月{days()[day].day}日{half}" for day in span for half in HALVES)]]
    rows += body(people, kept, ["姓名"], marks, span)
    if legend:
        rows.append([legend])
    return made(chance, "只有几天", [Page(rows)], kept)


def clock(chance: Chance, half: int, out: bool) -> str:
    hour, minute = ((8, 0), (11, 30), (13, 20), (17, 0))[2 * half + out]
    return f"{hour:02}:{minute + chance.randrange(25):02}"


def day_words(day: date) -> str:
    return f"{day:%y-%m-%d} 星期{WEEK[day.weekday()]}"


def ding_daily(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """钉钉 每日统计: two shifts a day; 旷工, 请假 with its approval, 外勤 and 补卡审批通过 as presence."""
    rows: list[Row] = [[f"每日统计表  统计日期：{days()[0]} 至 {days()[-1]}"], ["报表生成时间：2025-07-18 20:05"]]
    rows.append(["姓名", "考勤组", "部门", "工号", "职位", "UserId", "日期", "班次", "上班1打卡时间", "上班1打卡结果", "下班1打卡时间",
                 "下班1打卡结果", "上班2打卡时间", "上班2打卡结果", "下班2打卡时间", "下班2打卡结果", "关联的审批单", "出勤天数",
                 "休息天数", "工作时长(分钟)", "迟到次数", "早退次数", "上班缺卡次数", "下班缺卡次数", "旷工天数"])  # fmt: skip
    for name in people:
        for at, day in enumerate(days()):
            cells: list[str] = []
            approval = ""
            for half in (0, 1):
                said = truth.get((name, at, half), "")
                if said == LEAVE:
                    approval = f"事假 {day:%m-%d} {('08:30', '13:30')[half]} 到 {day:%m-%d} {('12:00', '17:30')[half]} 0.5天"
                for out in (False, True):
                    good = chance.choice(("正常", "正常", "正常", "外勤", "补卡审批通过"))
                    cells += ["", {LEAVE: "请假", ABSENT: "缺卡"}[said]] if said else [clock(chance, half, out), good]
            if all(truth.get((name, at, half)) == ABSENT for half in (0, 1)):
                cells = ["", "旷工"] * 4
            rows.append(
                [name, "研修班", "学员", "", "", "u1", day_words(day), "A 08:30-12:00 13:30-17:30", *cells, approval, 1, 0, 420]
            )
    return made(chance, "钉钉每日统计", [Page(rows, "每日统计")], truth, "xlsx")


def ding_monthly(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """钉钉 月度汇总: bare days with the weekday below; counts before them; half a day in the words of an approval."""
    rows: list[Row] = [["月度汇总  统计日期：2025-07-14 至 2025-07-18"], ["报表生成时间：2025-07-18 20:05"]]
    fixed = ["姓名", "考勤组", "部门", "工号", "职位", "UserId", "出勤天数", "休息天数", "迟到次数", "上班缺卡次数", "旷工天数"]
    rows.append([*fixed, "考勤结果", *[None] * (DAYS - 1)])
    rows.append([*[None] * len(fixed), *(day.day for day in days())])
    rows.append([*[None] * len(fixed), *(WEEK[day.weekday()] for day in days())])
    for name in people:
        cells = []
        for at, day in enumerate(days()):
            said = [truth.get((name, at, half), "") for half in (0, 1)]
            if not any(said):
                cells.append(chance.choice(("正常", "正常", "正常（外勤）")))
            elif said == [ABSENT, ABSENT]:
                cells.append("旷工")
            elif said == [LEAVE, LEAVE]:
                cells.append(f"事假{day:%m-%d} 08:30到{day:%m-%d} 17:30 1天")
            elif LEAVE in said:
                cells.append(
                    f"事假{day:%m-%d} {'08:30' if said[0] else '13:30'}到{day:%m-%d} {'12:00' if said[0] else '17:30'} 0.5天"
                )
            else:
                cells.append("上班1缺卡，下班1缺卡" if said[0] else "上班2缺卡，下班2缺卡")
        rows.append([name, "研修班", "学员", "", "", "u1", DAYS, 0, 0, 0, 0, *cells])
    end = letters(len(fixed) + DAYS - 1)
    return made(chance, "钉钉月度汇总", [Page(rows, "月度汇总", [f"{letters(len(fixed))}3:{end}3"])], truth, "xlsx")


def ding_raw(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """钉钉 原始记录: a row a punch; who did not come has rows 未打卡, or none at all."""
    rows: list[Row] = [["原始记录表  统计日期：2025-07-14 至 2025-07-18"], ["报表生成时间：2025-07-18 20:05"]]
    rows.append(["姓名", "考勤组", "部门", "工号", "职位", "UserId", "考勤日期", "考勤时间", "打卡时间", "打卡结果", "打卡地址", "打卡备注",
                 "异常打卡原因", "打卡图片1", "打卡设备", "管理员修改备注"])  # fmt: skip
    rows_for_missing = chance.random() < 0.5
    for name in people:
        for at, day in enumerate(days()):
            for half in (0, 1):
                said = truth.get((name, at, half), "")
                if said == LEAVE or (said and rows_for_missing):
                    result, moment = ("请假" if said == LEAVE else "未打卡"), ""
                elif said:
                    continue
                else:
                    result, moment = "正常", f"{day} {clock(chance, half, False)}"
                rows.append([name, "研修班", "学员", "", "", "u1", day_words(day), f"{day} {('08:30', '13:30')[half]}", moment, result,
                             "示例路1号", "", "", "", "手机", ""])  # fmt: skip
    truth_here = truth
    return made(chance, "钉钉原始记录", [Page(rows, "原始记录")], truth_here, "xlsx")


def wecom_daily(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """企业微信 上下班打卡_日报: title lines, groups over the columns, one shift a day with the times of both ends."""
    rows: list[Row] = [["上下班打卡_日报"], ["统计时间：2025-07-14至2025-07-18    报表创建时间：2025-07-18 20:10"]]
    rows.append(
        [
            "时间",
            "姓名",
            "帐号",
            "部门",
            "职务",
            "所属规则",
            "概况",
            None,
            None,
            None,
            None,
            None,
            "上班1",
            None,
            "下班1",
            None,
            "假勤申请",
        ]
    )
    rows.append([None, None, None, None, None, None, "最早", "最晚", "打卡次数(次)", "标准工作时长(小时)", "实际工作时长(小时)",
                 "考勤结果", "打卡时间", "打卡状态", "打卡时间", "打卡状态", None])  # fmt: skip
    for at, day in enumerate(days()):
        for name in people:
            said = [truth.get((name, at, half), "") for half in (0, 1)]
            first = "--" if said == [ABSENT, ABSENT] or said == [LEAVE, LEAVE] else clock(chance, 1 if said[0] else 0, False)
            last = "--" if first == "--" else clock(chance, 0 if said[1] else 1, True)
            state = ["旷工" if said == [ABSENT, ABSENT] else "请假" if said == [LEAVE, LEAVE] else "正常"] * 2
            if said[0] and first != "--":
                state[0] = "请假" if said[0] == LEAVE else "迟到"
            if said[1] and last != "--":
                state[1] = "请假" if said[1] == LEAVE else "早退"
            result = "旷工" if said == [ABSENT, ABSENT] else "正常" if not any(said) else "异常"
            leave = "--"
            if LEAVE in said:
                span = ("08:30", "17:30") if all(said) else ("08:30", "12:00") if said[0] else ("13:30", "17:30")
                leave = f"事假 {day:%m/%d} {span[0]}-{span[1]}"
            rows.append([f"{day:%Y/%m/%d} 星期{WEEK[day.weekday()]}", name, "z1", "学员", "--", "研修班", first, last, 0 if first == "--" else 2,
                         8, 8, result, first, state[0], last, state[1], leave])  # fmt: skip
    merged = ["G3:L3", "M3:N3", "O3:P3", *(f"{letters(at)}3:{letters(at)}4" for at in (*range(6), 16))]
    return made(chance, "企业微信日报", [Page(rows, "上下班打卡_日报", merged)], truth, "xlsx")


def lark_daily(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """飞书 每日统计: 20250714, results 正常/缺卡/请假/外勤, two shifts."""
    rows: list[Row] = [["姓名", "工号", "部门", "日期", "班次", "上班1打卡时间", "上班1打卡结果", "下班1打卡时间", "下班1打卡结果",
                        "上班2打卡时间", "上班2打卡结果", "下班2打卡时间", "下班2打卡结果", "考勤结果", "应出勤时长"]]  # fmt: skip
    for at, day in enumerate(days()):
        for name in people:
            cells: list[str] = []
            for half in (0, 1):
                said = truth.get((name, at, half), "")
                for out in (False, True):
                    cells += ["-", {LEAVE: "请假", ABSENT: "缺卡"}[said]] if said else [clock(chance, half, out), "正常"]
            kinds = {truth.get((name, at, half), "") for half in (0, 1)}
            rows.append([name, "0001", "培训", f"{day:%Y%m%d}", "常白班", *cells, "正常" if kinds == {""} else "异常", "8小时"])
    return made(chance, "飞书每日统计", [Page(rows)], truth)


def tencent(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """腾讯会议: a preamble, 参会概况 (a row a person) or 明细 (a row a stay, re-joined and on two devices)."""
    day = chance.randrange(DAYS)
    kept = {key: ABSENT for key in truth if key[1] == day}
    when = days()[day]
    rows: list[Row] = [
        ["会议主题", "示例领域高级研修班"],
        ["会议号", "123 456 789"],
        ["会议时间", f"{when} 09:00-{when} 17:00"],
        [],
    ]
    rows.append(["用户昵称（入会昵称）", "手机号", "入会时间", "退会时间", "累计入会时长", "终端类型", "用户身份"])
    for name in people:
        for half, (begins, ends) in enumerate(((time(8, 55), time(11, 40)), (time(13, 50), time(16, 45)))):
            if truth.get((name, day, half)):
                continue
            start, end = datetime.combine(when, begins), datetime.combine(when, ends)
            start += timedelta(minutes=chance.randrange(5))
            nick = chance.choice((name, name, f"{name}-示例大学", f"示例大学{name}"))
            middle = start + (end - start) / 2
            split = chance.random()
            stays = [(start, end)] if split < 0.6 else [(start, middle), (middle + timedelta(minutes=2), end)] if split < 0.85 else [
                (start, end), (start + timedelta(minutes=9), end)]  # fmt: skip
            for one, other in stays:
                rows.append(
                    [
                        nick,
                        "",
                        f"{one:%Y-%m-%d %H:%M:%S}",
                        f"{other:%Y-%m-%d %H:%M:%S}",
                        str(other - one).split(".")[0],
                        "手机",
                        "成员",
                    ]
                )
    rows.append(["会务组小助手", "", f"{when} 08:30:00", f"{when} 17:00:00", "8:30:00", "电脑", "主持人"])
    return made(chance, "腾讯会议", [Page(rows, "成员参会明细")], kept)


def form_sign_in(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """问卷星 or 金数据: a row a sign-in of the whole class, with what the site adds; who was not there has no row."""
    star = chance.random() < 0.5
    head = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP", "1、您的姓名", "2、您的单位"] if star else [
        "序号", "姓名", "单位", "提交人", "提交时间", "更新时间", "微信昵称", "IP"]  # fmt: skip
    rows: list[Row] = [head]
    kept = dict.fromkeys(truth, ABSENT)
    for at, day in enumerate(days()):
        for half in (0, 1):
            for name in people:
                if (name, at, half) in truth:
                    continue
                moment = f"{day:%Y/%m/%d} {clock(chance, half, False)}:12" if star else f"{day} {clock(chance, half, False)}:12"
                number = len(rows)
                rows.append([number, moment, "12秒", "微信", "N/A", "0.0.0.0(天津-天津)", name, "示例大学"] if star else
                            [number, name, "示例大学", "游客", moment, moment, "昵称", "0.0.0.0"])  # fmt: skip
    return made(chance, "问卷星签到" if star else "金数据签到", [Page(rows)], kept)


def chaoxing(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """学习通 签到详情 of one sitting: 已签, 未签, 事假, 教师代签; -- as the time of who did not sign."""
    day, half = chance.randrange(DAYS), chance.randrange(2)
    kept = {key: kind for key, kind in truth.items() if key[1:] == (day, half)}
    if not kept:
        kept[people[0], day, half] = ABSENT
    when = days()[day]
    begin = f"{when} {('08:30', '13:30')[half]}"
    rows: list[Row] = [["签到详情"], [f"课程：示例领域高级研修班  班级：默认班级  签到时间：{begin}"]]
    rows.append(["姓名", "学号/工号", "学校", "院系", "班级", "签到状态", "签到时间", "签到地点"])
    for name in people:
        said = kept.get((name, day, half), "")
        state = {
            "": chance.choice(("已签", "已签", "已签", "教师代签")),
            LEAVE: chance.choice(("事假", "病假", "公假")),
            ABSENT: "未签",
        }[said]
        rows.append([name, "", "示例大学", "", "默认班级", state, "--" if said else f"{when} {clock(chance, half, False)}", "--"])
    return made(chance, "学习通签到", [Page(rows)], kept, "xlsx")


def rain(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """雨课堂 到课: a column a lesson with its time above."""
    rows: list[Row] = [
        ["学号", "姓名", "院系", *(f"{day} {moment}" for day in days() for moment in ("08:30", "13:30")), "签到次数"]
    ]
    for name in people:
        cells = [
            {"": "已签到", LEAVE: "请假", ABSENT: "未签到"}[truth.get((name, day, half), "")]
            for day in range(DAYS)
            for half in (0, 1)
        ]
        rows.append(["", name, "示例学院", *cells, sum(one == "已签到" for one in cells)])
    return made(chance, "雨课堂到课", [Page(rows)], truth)


def in_and_out(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """签到 and 签退 of every day, by the clock: who left at noon was not there in the afternoon."""
    rows: list[Row] = [["序号", "姓名", "日期", "签到时间", "签退时间", "备注"]]
    kept: Truth = {}
    for at, day in enumerate(days()):
        for name in people:
            said = [(name, at, half) in truth for half in (0, 1)]
            kept |= {(name, at, half): ABSENT for half in (0, 1) if said[half]}
            first = None if all(said) else clock(chance, 1 if said[0] else 0, False)
            last = None if all(said) else clock(chance, 0 if said[1] else 1, True)
            rows.append([len(rows), name, shown_day(day, 0), first, last, None])
    return made(chance, "签到签退时间", [Page(rows)], kept)


def weekday_grid(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """周一上午 … 周五下午 and no date at all; 迟到 and 早退 in some cells, a column of totals, staff below."""
    marks, legend = signs(chance)
    rows: list[Row] = [
        *titles(chance, 12),
        ["姓名", *(f"周{WEEK[at]}{half}" for at in range(DAYS) for half in HALVES), "缺勤合计"],
    ]
    table = body(people, truth, ["姓名"], marks)
    for line in table:
        free = [at for at in range(1, 11) if line[at] == marks[""]]
        if chance.random() < 0.2 and free and marks[""]:
            line[chance.choice(free)] = chance.choice(("迟到", "早退", "迟到5分钟"))
        line.append(sum(cell != marks[""] for cell in line[1:]) or None)
    rows += table
    if legend:
        rows.append([legend])
    return made(chance, "只有星期", [Page(rows)], truth)


def across(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """Sessions down, people across."""
    marks = chance.choice(({"": "√", LEAVE: "请假", ABSENT: "缺勤"}, {"": "到", LEAVE: "事假", ABSENT: "旷课"}))
    rows: list[Row] = [["日期", "时段", *people]]
    for at, day in enumerate(days()):
        for half in (0, 1):
            rows.append([shown_day(day, 0), HALVES[half], *(marks[truth.get((name, at, half), "")] for name in people)])
    return made(chance, "人名横排", [Page(rows)], truth)


def leave_list(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """Only who was missing: a row a person and half day, with what it was."""
    words = {LEAVE: chance.choice(("事假", "病假", "请假")), ABSENT: chance.choice(("旷课", "缺勤"))}
    rows: list[Row] = [["请假、缺勤登记表"], ["序号", "姓名", "日期", "时段", "考勤情况", "有无假条"]]
    for name, day, half in sorted(truth):
        kind = truth[name, day, half]
        rows.append([len(rows) - 1, name, shown_day(days()[day], 0), HALVES[half], words[kind], "有" if kind == LEAVE else "无"])
    return made(chance, "请假缺勤登记", [Page(rows)], truth)


def leave_approvals(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """Approved leave as apps export it: from when to when."""
    kept = dict.fromkeys(truth, LEAVE)
    rows: list[Row] = [["审批编号", "申请人", "请假类型", "开始时间", "结束时间", "时长", "审批结果"]]
    for name, day in sorted({key[:2] for key in kept}):
        halves = [half for half in (0, 1) if (name, day, half) in kept]
        begin, end = ("08:30", "13:30")[halves[0]], ("12:00", "17:30")[halves[-1]]
        rows.append(
            [
                f"2025{len(rows):04}",
                name,
                "事假",
                f"{days()[day]} {begin}",
                f"{days()[day]} {end}",
                f"{len(halves) / 2}天",
                "通过",
            ]
        )
    return made(chance, "请假审批导出", [Page(rows)], kept)


def counts_only(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """How often each was missing, and not when."""
    rows: list[Row] = [["姓名", "应到次数", "实到次数", "请假次数", "缺勤次数"]]
    for name in people:
        own = [kind for key, kind in truth.items() if key[0] == name]
        rows.append([name, 10, 10 - len(own), own.count(LEAVE), own.count(ABSENT)])
    return made(chance, "只有次数", [Page(rows)], truth)


def with_evening(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """A half-day grid with an evening on one day."""
    found = half_day_grid(chance, people, truth)
    rows = found.pages[0].rows
    top = next(at for at, row in enumerate(rows) if "姓名" in row)
    column = rows[top].index("备注")
    for row in rows[top:]:
        row.extend([None] * (column + 1 - len(row)))
    rows[top][column] = "7月18日晚上"
    if rows[top + 1][column - 1] in ("下午", "下", "PM"):
        rows[top][column], rows[top + 1][column] = None, "晚上"
    for row in rows[top + 1 :]:
        if "姓名" not in row and any(name in row for name in people):
            row[column] = row[column - 1] if (row[column - 1] in ("√", "到", "出勤", "1", "○", None)) else row[column]
    found.layout = "有晚上"
    return found


def two_sources(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """A paper grid and an app's list of sign-ins on two sheets: they disagree on some, in either direction."""
    marks = {"": "√", LEAVE: "请假", ABSENT: "×"}
    rows = [["姓名", *(f"{shown_day(day, 0)}{half}" for day in days() for half in HALVES)], *body(people, truth, ["姓名"], marks)]
    others = [name for name in people if all(key[0] != name for key in truth)]
    late, early = chance.sample(others, 2)
    missing = {(late, 1, 0)}
    extra = (early, 2, 1)
    rows[1 + people.index(early)][1 + 2 * 2 + 1] = "×"
    app: list[Row] = [["姓名", "签到时间"]]
    for at, day in enumerate(days()):
        for half in (0, 1):
            app += [
                [name, f"{day} {clock(chance, half, False)}"]
                for name in people
                if (name, at, half) not in truth and (name, at, half) not in missing
            ]
    found = made(chance, "纸质和打卡两份", [Page(rows, "纸质签到"), Page(app, "打卡导出")], truth)
    found.more = {"disagree": {late, extra[0]}}
    return found


MAKERS: tuple[Maker, ...] = (
    half_day_grid, half_day_grid, half_day_grid, day_grid, week_grid, lesson_grid, sheet_a_day, some_days, some_days, ding_daily,
    ding_monthly, ding_raw, wecom_daily, lark_daily, tencent, form_sign_in, chaoxing, rain, in_and_out, weekday_grid, across,
    leave_list, leave_approvals, counts_only, with_evening, two_sources,
)  # fmt: skip


def stranger(seed: int) -> Stranger:
    chance = Chance(f"考勤{seed}")
    people = names(chance, PEOPLE)
    found = MAKERS[seed % len(MAKERS)](chance, people, truth_of(chance, people))
    found.seed, found.more = seed, {"people": people, **found.more}
    found.name = f"{seed:04}{found.name}"
    return found
