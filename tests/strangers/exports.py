"""Strangers' attendance as programs export it, made by hand from the columns that are publicly known.

Sources: the fields of the report types that public integrations declare (钉钉 daily, monthly and raw reports: littlebayo/penda on
GitHub; 腾讯会议 sheets 成员参会概况 and 成员观看明细), and the help pages of 企业微信, 飞书, 学习通 and 雨课堂.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from tests.strangers.grids import ABSENT, LEAVE, Truth, clock, made
from tests.strangers.model import DAYS, WEEK, Chance, Page, Row, Stranger, days, letters


def day_words(day: date) -> str:
    return f"{day:%y-%m-%d} 星期{WEEK[day.weekday()]}"


def ding_daily(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """钉钉 每日统计: two shifts a day; 旷工, 请假 with its approval, 外勤 and 补卡审批通过 as presence."""
    rows: list[Row] = [[f"每日统计表  统计日期：{days()[0]} 至 {days()[-1]}"], ["报表生成时间：2025-07-18 20:05"]]
    rows.append(
        [
            "姓名",
            "考勤组",
            "部门",
            "工号",
            "职位",
            "UserId",
            "日期",
            "班次",
            "上班1打卡时间",
            "上班1打卡结果",
            "下班1打卡时间",
            "下班1打卡结果",
            "上班2打卡时间",
            "上班2打卡结果",
            "下班2打卡时间",
            "下班2打卡结果",
            "关联的审批单",
            "出勤天数",
            "休息天数",
            "工作时长(分钟)",
            "迟到次数",
            "早退次数",
            "上班缺卡次数",
            "下班缺卡次数",
            "旷工天数",
        ]
    )
    for name in people:
        for at, day in enumerate(days()):
            cells: list[str] = []
            approval = ""
            for half in (0, 1):
                stated = truth.get((name, at, half), "")
                if stated == LEAVE:
                    approval = f"事假 {day:%m-%d} {('08:30', '13:30')[half]} 到 {day:%m-%d} {('12:00', '17:30')[half]} 0.5天"
                for out in (False, True):
                    good = chance.choice(("正常", "正常", "正常", "外勤", "补卡审批通过"))
                    cells += ["", {LEAVE: "请假", ABSENT: "缺卡"}[stated]] if stated else [clock(chance, half, out), good]
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
            stated = [truth.get((name, at, half), "") for half in (0, 1)]
            if not any(stated):
                cells.append(chance.choice(("正常", "正常", "正常（外勤）")))
            elif stated == [ABSENT, ABSENT]:
                cells.append("旷工")
            elif stated == [LEAVE, LEAVE]:
                cells.append(f"事假{day:%m-%d} 08:30到{day:%m-%d} 17:30 1天")
            elif LEAVE in stated:
                cells.append(
                    f"事假{day:%m-%d} {'08:30' if stated[0] else '13:30'}到{day:%m-%d} {'12:00' if stated[0] else '17:30'} 0.5天"
                )
            else:
                cells.append("上班1缺卡，下班1缺卡" if stated[0] else "上班2缺卡，下班2缺卡")
        rows.append([name, "研修班", "学员", "", "", "u1", DAYS, 0, 0, 0, 0, *cells])
    end = letters(len(fixed) + DAYS - 1)
    return made(chance, "钉钉月度汇总", [Page(rows, "月度汇总", [f"{letters(len(fixed))}3:{end}3"])], truth, "xlsx")


def ding_raw(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """钉钉 原始记录: a row a punch; who did not come has rows 未打卡, or none at all."""
    rows: list[Row] = [["原始记录表  统计日期：2025-07-14 至 2025-07-18"], ["报表生成时间：2025-07-18 20:05"]]
    rows.append(
        [
            "姓名",
            "考勤组",
            "部门",
            "工号",
            "职位",
            "UserId",
            "考勤日期",
            "考勤时间",
            "打卡时间",
            "打卡结果",
            "打卡地址",
            "打卡备注",
            "异常打卡原因",
            "打卡图片1",
            "打卡设备",
            "管理员修改备注",
        ]
    )
    rows_for_missing = chance.random() < 0.5
    for name in people:
        for at, day in enumerate(days()):
            for half in (0, 1):
                stated = truth.get((name, at, half), "")
                if stated == LEAVE or (stated and rows_for_missing):
                    result, moment = ("请假" if stated == LEAVE else "未打卡"), ""
                elif stated:
                    continue
                else:
                    result, moment = "正常", f"{day} {clock(chance, half, False)}"
                rows.append(
                    [
                        name,
                        "研修班",
                        "学员",
                        "",
                        "",
                        "u1",
                        day_words(day),
                        f"{day} {('08:30', '13:30')[half]}",
                        moment,
                        result,
                        "示例路1号",
                        "",
                        "",
                        "",
                        "手机",
                        "",
                    ]
                )
    truth_here = truth
    return made(chance, "钉钉原始记录", [Page(rows, "原始记录")], truth_here, "xlsx")


WECOM_UPPER: Row = [
    "时间", "姓名", "帐号", "部门", "职务", "所属规则", "概况", None, None, None, None, None, "上班1", None, "下班1", None,
    "假勤申请",
]  # fmt: skip
WECOM_LOWER: Row = [
    None, None, None, None, None, None, "最早", "最晚", "打卡次数(次)", "标准工作时长(小时)", "实际工作时长(小时)", "考勤结果",
    "打卡时间", "打卡状态", "打卡时间", "打卡状态", None,
]  # fmt: skip


def wecom_daily(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """企业微信 上下班打卡_日报: title lines, groups over the columns, one shift a day with the times of both ends."""
    rows: list[Row] = [["上下班打卡_日报"], ["统计时间：2025-07-14至2025-07-18    报表创建时间：2025-07-18 20:10"]]
    rows += [WECOM_UPPER, WECOM_LOWER]
    for at, day in enumerate(days()):
        rows += [wecom_line(chance, name, day, [truth.get((name, at, half), "") for half in (0, 1)]) for name in people]
    merged = ["G3:L3", "M3:N3", "O3:P3", *(f"{letters(at)}3:{letters(at)}4" for at in (*range(6), 16))]
    return made(chance, "企业微信日报", [Page(rows, "上下班打卡_日报", merged)], truth, "xlsx")


def wecom_line(chance: Chance, name: str, day: date, stated: list[str]) -> Row:
    """One person and day: who missed a half has the time of the other half, or the word of the app."""
    away = stated[0] == stated[1] != ""
    first = "--" if away else clock(chance, 1 if stated[0] else 0, False)
    last = "--" if away else clock(chance, 0 if stated[1] else 1, True)
    state = ["旷工" if stated[0] == ABSENT else "请假"] * 2 if away else ["正常", "正常"]
    for half, late in enumerate(("迟到", "早退")):
        if stated[half] and not away:
            state[half] = "请假" if stated[half] == LEAVE else late
    result = "旷工" if away and stated[0] == ABSENT else "正常" if not any(stated) else "异常"
    leave = "--"
    if LEAVE in stated:
        span = ("08:30", "17:30") if all(stated) else ("08:30", "12:00") if stated[0] else ("13:30", "17:30")
        leave = f"事假 {day:%m/%d} {span[0]}-{span[1]}"
    return [
        f"{day:%Y/%m/%d} 星期{WEEK[day.weekday()]}", name, "z1", "学员", "--", "研修班", first, last, 0 if away else 2, 8, 8,
        result,
        first, state[0], last, state[1], leave,
    ]  # fmt: skip


def lark_daily(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """飞书 每日统计: 20250714, results 正常/缺卡/请假/外勤, two shifts."""
    rows: list[Row] = [
        [
            "姓名",
            "工号",
            "部门",
            "日期",
            "班次",
            "上班1打卡时间",
            "上班1打卡结果",
            "下班1打卡时间",
            "下班1打卡结果",
            "上班2打卡时间",
            "上班2打卡结果",
            "下班2打卡时间",
            "下班2打卡结果",
            "考勤结果",
            "应出勤时长",
        ]
    ]
    for at, day in enumerate(days()):
        for name in people:
            cells: list[str] = []
            for half in (0, 1):
                stated = truth.get((name, at, half), "")
                for out in (False, True):
                    cells += ["-", {LEAVE: "请假", ABSENT: "缺卡"}[stated]] if stated else [clock(chance, half, out), "正常"]
            kinds = {truth.get((name, at, half), "") for half in (0, 1)}
            rows.append([name, "0001", "培训", f"{day:%Y%m%d}", "常白班", *cells, "正常" if kinds == {""} else "异常", "8小时"])
    return made(chance, "飞书每日统计", [Page(rows)], truth)


def tencent(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """腾讯会议: a preamble, 参会概况 (a row a person) or 明细 (a row a stay, re-joined and on two devices)."""
    day = chance.choice([key[1] for key in truth])
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
            stays = (
                [(start, end)]
                if split < 0.6
                else [(start, middle), (middle + timedelta(minutes=2), end)]
                if split < 0.85
                else [(start, end), (start + timedelta(minutes=9), end)]
            )
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
    head = (
        ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP", "1、您的姓名", "2、您的单位"]
        if star
        else ["序号", "姓名", "单位", "提交人", "提交时间", "更新时间", "微信昵称", "IP"]
    )
    rows: list[Row] = [head]
    kept = dict.fromkeys(truth, ABSENT)
    for at, day in enumerate(days()):
        for half in (0, 1):
            for name in people:
                if (name, at, half) in truth:
                    continue
                moment = f"{day:%Y/%m/%d} {clock(chance, half, False)}:12" if star else f"{day} {clock(chance, half, False)}:12"
                number = len(rows)
                rows.append(
                    [number, moment, "12秒", "微信", "N/A", "0.0.0.0(天津-天津)", name, "示例大学"]
                    if star
                    else [number, name, "示例大学", "游客", moment, moment, "昵称", "0.0.0.0"]
                )
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
        stated = kept.get((name, day, half), "")
        state = {
            "": chance.choice(("已签", "已签", "已签", "教师代签")),
            LEAVE: chance.choice(("事假", "病假", "公假")),
            ABSENT: "未签",
        }[stated]
        rows.append(
            [name, "", "示例大学", "", "默认班级", state, "--" if stated else f"{when} {clock(chance, half, False)}", "--"]
        )
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
