"""Exports of attendance as the usual offices and apps write them, made by script, each with what every trainee missed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path

from tests.attendance.sheets import Cell, Sheet, cn, days_of
from udfs.records.class_file import ClassFile

Truth = dict[tuple[int, int], str]
"""(place of the trainee, session counted from 0) -> 缺勤 or 请假; everybody else was there."""
MISSED: Truth = {(1, 0): "缺勤", (1, 1): "缺勤", (2, 3): "缺勤", (4, 4): "请假", (4, 5): "请假"}
UNKNOWN = "不明"


@dataclass
class Export:
    """One file. ``truth`` of whoever missed something; ``days`` it covers; ``strangers``: rows that are nobody's."""

    file: str
    what: str
    rows: list[list[Cell]]
    truth: Truth = field(default_factory=lambda: dict(MISSED))
    days: int = 5
    refused: str = ""
    more: Mapping[str, list[list[Cell]]] = field(default_factory=dict)
    encoding: str = "utf-8-sig"

    def write(self, folder: Path) -> Path:
        return Sheet(self.file, self.rows, {}, encoding=self.encoding, more=self.more).write(folder)


def state(truth: Truth, at: int, day: int, half: int) -> str:
    return truth.get((at, 2 * day + half), "")


Punches = tuple[str, str, str, str]
"""Time and result of the first punch of a day, and of the last."""


def punches(truth: Truth, at: int, day: int, words: Mapping[str, str], blank: str = "") -> Punches:
    """What an app writes for one trainee and day."""
    found: list[str] = []
    for half, clock in ((0, f"08:{20 + at % 30:02}"), (1, f"17:{10 + at % 40:02}")):
        stated = state(truth, at, day, half)
        found += [blank if stated else clock, words[stated]]
    return found[0], found[1], found[2], found[3]


DING = {"": "正常", "缺勤": "缺卡", "请假": "请假", UNKNOWN: "缺卡"}
WEEK = "一二三四五六日"


def ding_daily(c: ClassFile) -> Export:
    """钉钉 每日统计: one shift a day; whoever missed both punches is 旷工."""
    days = days_of(c)
    rows: list[list[Cell]] = [[f"每日统计表 统计日期：{days[0]} 至 {days[-1]}"], [f"报表生成时间：{days[-1]} 20:00"]]
    rows.append(
        ["姓名", "考勤组", "部门", "工号", "职位", "UserId", "日期", "班次", "上班1打卡时间", "上班1打卡结果",
         "下班1打卡时间", "下班1打卡结果",
         "关联的审批单", "出勤天数", "迟到次数", "旷工天数"]
    )  # fmt: skip
    for at, one in enumerate(c.trainees):
        for day_at, day in enumerate(days):
            p = punches(MISSED, at, day_at, DING)
            results = [p[1], p[3]]
            if results == ["缺卡", "缺卡"]:
                results = ["旷工", "旷工"]
            shown = f"{day:%y-%m-%d} 星期{WEEK[day.weekday()]}"
            rows.append(
                [
                    one.name,
                    "研修班",
                    "学员",
                    "",
                    "",
                    f"u{at}",
                    shown,
                    "A 08:30-17:00",
                    p[0],
                    results[0],
                    p[2],
                    results[1],
                    "",
                    1,
                    0,
                    0,
                ]
            )
    truth = dict(MISSED)
    truth[2, 3] = UNKNOWN
    return Export("钉钉每日统计.xlsx", "钉钉 daily statistics, 缺卡 and 旷工", rows, truth)


def wecom_daily(c: ClassFile) -> Export:
    """企业微信 打卡日报: two heading rows."""
    upper: list[Cell] = ["时间", "姓名", "账号", "部门", "职务", "班次", "概况", None, "上班1", None, "下班1", None, "假勤申请"]
    lower: list[Cell] = [
        None,
        None,
        None,
        None,
        None,
        None,
        "打卡次数(次)",
        "考勤结果",
        "打卡时间",
        "打卡状态",
        "打卡时间",
        "打卡状态",
        None,
    ]
    rows: list[list[Cell]] = [["打卡日报"], upper, lower]
    for day_at, day in enumerate(days_of(c)):
        for at, one in enumerate(c.trainees):
            p = punches(MISSED, at, day_at, {"": "正常", "缺勤": "缺卡", "请假": "请假", UNKNOWN: "缺卡"}, "--")
            leave = "事假 1天" if p[1] == "请假" else "--"
            rows.append(
                [f"{day:%Y/%m/%d} 星期{WEEK[day.weekday()]}", one.name, f"a{at}", "学员", "", "白班", 2, "--", *p, leave]
            )  # fmt: skip
    truth = dict(MISSED)
    truth[2, 3] = UNKNOWN
    return Export("企业微信打卡日报.xlsx", "企业微信 daily report in two heading rows", rows, truth)


def lark_daily(c: ClassFile) -> Export:
    """飞书 每日统计: 20250714, 无打卡 as words."""
    rows: list[list[Cell]] = [
        ["姓名", "工号", "部门", "日期", "班次", "上班打卡时间", "上班打卡结果", "下班打卡时间", "下班打卡结果", "工作时长"]
    ]
    for day_at, day in enumerate(days_of(c)):
        for at, one in enumerate(c.trainees):
            p = punches(MISSED, at, day_at, DING, "-")
            rows.append([one.name, f"{at:05}", "培训", f"{day:%Y%m%d}", "常白班", *p, "8小时"])
    truth = dict(MISSED)
    truth[2, 3] = UNKNOWN
    return Export("飞书每日统计.csv", "飞书 daily statistics", rows, truth, encoding="utf-8-sig")


def in_and_out(c: ClassFile) -> Export:
    """A list with 签到 and 签退 a day: times, nothing where somebody did not come."""
    rows: list[list[Cell]] = [["序号", "姓名", "单位", "日期", "签到", "签退"]]
    for day_at, day in enumerate(days_of(c)):
        for at, one in enumerate(c.trainees):
            stated = [state(MISSED, at, day_at, half) for half in (0, 1)]
            shown: list[Cell] = ["08:31" if not stated[0] else None, "17:20" if not stated[1] else None]
            rows.append(
                [
                    at + 1,
                    one.name,
                    one.employer,
                    cn(day),
                    *(
                        word if word else cell
                        for cell, word in zip(shown, ["请假" if s == "请假" else "" for s in stated], strict=True)
                    ),
                ]
            )
    truth = dict(MISSED)
    truth[2, 3] = UNKNOWN
    return Export("签到签退.xlsx", "签到 and 签退 of every day, blank for who did not come", rows, truth)


def in_and_out_by_half(c: ClassFile) -> Export:
    """签到 and 签退 of every half day, in words."""
    rows: list[list[Cell]] = [["姓名", "日期", "时段", "签到", "签退"]]
    for day_at, day in enumerate(days_of(c)):
        for half, words in enumerate(("上午", "下午")):
            for at, one in enumerate(c.trainees):
                stated = state(MISSED, at, day_at, half)
                shown = {"": "已签到", "缺勤": "未签到", "请假": "请假"}[stated]
                rows.append([one.name, day, words, shown, shown.replace("签到", "签退")])
    return Export("半天签到签退.xlsx", "签到 and 签退 of every half day", rows)


def in_and_out_grid(c: ClassFile) -> Export:
    """Days over 签到 and 签退: one of them alone is nobody's day."""
    days = days_of(c)
    upper: list[Cell] = ["序号", "姓名", *(cell for day in days for cell in (cn(day), None))]
    lower: list[Cell] = [None, None, *(word for _ in days for word in ("签到", "签退"))]
    rows: list[list[Cell]] = [upper, lower]
    for at, one in enumerate(c.trainees):
        rows.append([at + 1, one.name, *(None if state(MISSED, at, day, half) else "√" for day in range(5) for half in (0, 1))])
    truth: Truth = {(1, 0): "缺勤", (4, 2): "缺勤", (2, 1): UNKNOWN}
    return Export("签到签退表.xlsx", "a grid with 签到 and 签退 a day, nothing stated of half days", rows, truth, days=-5)


def ding_raw(c: ClassFile) -> Export:
    """钉钉 原始记录: a row a punch; whoever did not punch has a row 未打卡."""
    rows: list[list[Cell]] = [
        ["原始记录表"],
        ["姓名", "考勤组", "部门", "工号", "UserId", "考勤日期", "考勤时间", "打卡时间", "打卡结果", "打卡地址", "打卡备注"],
    ]
    for day_at, day in enumerate(days_of(c)):
        for at, one in enumerate(c.trainees):
            for half, clock in ((0, "08:25"), (1, "13:40")):
                stated = state(MISSED, at, day_at, half)
                moment = "" if stated else f"{day} {clock}"
                result = {"": "正常", "缺勤": "未打卡", "请假": "请假"}[stated]
                rows.append(
                    [
                        one.name,
                        "研修班",
                        "学员",
                        "",
                        f"u{at}",
                        f"{day:%y-%m-%d} 星期{WEEK[day.weekday()]}",
                        f"{day} {clock[:2]}:30",
                        moment,
                        result,
                        "示例路",
                        "",
                    ]
                )
    return Export("钉钉原始记录.xlsx", "钉钉 raw records", rows, {**MISSED})


def wecom_raw(c: ClassFile) -> Export:
    """企业微信 打卡详情: a row a punch, 上班打卡 and 下班打卡."""
    rows: list[list[Cell]] = [["日期", "姓名", "账号", "部门", "打卡类型", "打卡时间", "打卡地点", "打卡状态"]]
    for day_at, day in enumerate(days_of(c)):
        for at, one in enumerate(c.trainees):
            for half, (kind, clock) in enumerate((("上班打卡", "08:25"), ("下班打卡", "17:31"))):
                stated = state(MISSED, at, day_at, half)
                rows.append(
                    [
                        f"{day:%Y/%m/%d}",
                        one.name,
                        f"a{at}",
                        "学员",
                        kind,
                        "--" if stated else clock,
                        "--",
                        {"": "正常", "缺勤": "未打卡", "请假": "请假"}[stated],
                    ]
                )
    return Export("企业微信打卡详情.csv", "企业微信 raw punches", rows, {**MISSED}, encoding="gb18030")


def role_as_state(c: ClassFile) -> Export:
    """A clock whose column 状态 says 学员 in every row: who stands there with a time was there."""
    rows: list[list[Cell]] = [["姓名", "状态", "打卡时间"]]
    for day_at, day in enumerate(days_of(c)):
        for at, one in enumerate(c.trainees):
            for half, clock in ((0, "08:25"), (1, "13:40")):
                if not state(MISSED, at, day_at, half):
                    rows.append([one.name, "学员", f"{day} {clock}:00"])
    truth = dict.fromkeys(MISSED, "缺勤")
    return Export("状态是学员.xlsx", "a column 状态 that says 学员 everywhere", rows, truth)


def nicknames(c: ClassFile) -> list[str]:
    """How people call themselves in meetings: with unit, with number, alone."""
    made = []
    for at, one in enumerate(c.trainees):
        name, employer = str(one.name), str(one.employer)
        made.append(
            [name, f"{name}({employer[:4]})", f"{at:02}{name}", f"{name}-{employer}", f"{employer[:6]}{name}", f"{name}老师"][
                at % 6
            ]
        )
    return made


Stay = tuple[time, time]


def stays(truth: Truth, at: int, day: int) -> list[Stay]:
    """When somebody was in a meeting that goes on from nine to half past eleven and from two to half past four."""
    found = []
    for half, (begins, ends) in enumerate(((time(8, 55), time(11, 32)), (time(13, 58), time(16, 33)))):
        stated = state(truth, at, day, half)
        if not stated:
            found.append((begins.replace(minute=begins.minute - at % 5), ends.replace(minute=ends.minute + at % 4)))
        elif stated == "缺勤":
            found.append((begins, begins.replace(minute=59)))
    return found


def tencent(c: ClassFile) -> Export:
    """腾讯会议 参会记录: a preamble, a row a stay, 退会时间 and 时长."""
    days = days_of(c)
    rows: list[list[Cell]] = [
        ["会议主题", "示例领域高级研修班"],
        ["会议号", "123 456 789"],
        ["预定开始时间", f"{days[0]} 09:00:00"],
        [],
    ]
    rows.append(["用户昵称（入会昵称）", "手机号", "入会时间", "退会时间", "入会时长", "终端类型", "用户身份"])
    for day_at, day in enumerate(days):
        for at, name in enumerate(nicknames(c)):
            for begins, ends in stays(MISSED, at, day_at):
                lasted = datetime.combine(day, ends) - datetime.combine(day, begins)
                rows.append([name, "", f"{day} {begins}", f"{day} {ends}", str(lasted), "手机", "成员"])
    rows.append(["路过的人", "", f"{days[0]} 09:00:00", f"{days[0]} 09:20:00", "00:20:00", "手机", "成员"])
    return Export("腾讯会议参会记录.xlsx", "腾讯会议, a row a stay, nicknames, five minutes", rows, dict.fromkeys(MISSED, "缺勤"))


def one_sitting(c: ClassFile) -> Export:
    """One meeting goes on all day; some leave at noon."""
    day = days_of(c)[0]
    rows: list[list[Cell]] = [["姓名", "入会时间", "退会时间", "时长"]]
    for at, one in enumerate(c.trainees):
        end = time(11, 50) if at == 3 else time(17, 0)
        start = time(13, 20) if at == 5 else time(8, 50)
        rows.append([one.name, datetime.combine(day, start), datetime.combine(day, end), "x分钟"])
    return Export("一次会开一天.xlsx", "one meeting all day, some left at noon", rows, {(3, 1): "缺勤", (5, 0): "缺勤"}, days=1)


def zoom(c: ClassFile) -> Export:
    """Zoom: 名称（原始名称）, minutes as a number."""
    rows: list[list[Cell]] = [["名称（原始名称）", "用户邮箱", "加入时间", "离开时间", "持续时间(分钟)", "访客"]]
    for day_at, day in enumerate(days_of(c)):
        for at, name in enumerate(nicknames(c)):
            for begins, ends in stays(MISSED, at, day_at):
                lasted = datetime.combine(day, ends) - datetime.combine(day, begins)
                rows.append([name, "", f"{day:%m/%d/%Y} {begins}", f"{day:%m/%d/%Y} {ends}", lasted.seconds // 60, "是"])
    return Export("zoom.csv", "Zoom, minutes as numbers", rows, dict.fromkeys(MISSED, "缺勤"))


def ding_meeting(c: ClassFile) -> Export:
    """钉钉会议: 首次加入 and 参会时长 only."""
    rows: list[list[Cell]] = [["姓名", "部门", "首次加入时间", "最后离开时间", "参会时长"]]
    for day_at, day in enumerate(days_of(c)):
        for at, one in enumerate(c.trainees):
            for begins, ends in stays(MISSED, at, day_at):
                lasted = (datetime.combine(day, ends) - datetime.combine(day, begins)).seconds
                rows.append(
                    [
                        one.name,
                        "学员",
                        f"{day:%Y年%m月%d日} {begins:%H:%M}",
                        f"{day:%Y年%m月%d日} {ends:%H:%M}",
                        f"{lasted // 3600}小时{lasted % 3600 // 60}分",
                    ]
                )
    return Export("钉钉会议.xlsx", "钉钉 meeting, days in Chinese", rows, dict.fromkeys(MISSED, "缺勤"))


def in_pieces(c: ClassFile) -> Export:
    """A meeting in which some dropped out and came back: the stays count together."""
    day = days_of(c)[1]
    rows: list[list[Cell]] = [["昵称", "入会时间", "退会时间"]]
    for at, one in enumerate(c.trainees):
        if at == 2:
            rows += [[one.name, f"{day} 09:0{n}:00" if n == 0 else f"{day} 1{n - 1}:10:00", f"{day} 1{n}:05:00"] for n in (0, 1)]
        elif at == 6:
            rows.append([one.name, f"{day} 09:00:00", f"{day} 09:40:00"])
        else:
            rows.append([one.name, f"{day} 09:00:00", f"{day} 11:05:00"])
    return Export("断线重连.xlsx", "dropped out and came back", rows, {(6, 0): "缺勤"}, days=-11)


def month_grid(c: ClassFile) -> Export:
    """钉钉 月度汇总: bare days over what the app found."""
    days = days_of(c)
    rows: list[list[Cell]] = [["月度汇总"], ["姓名", "考勤组", "部门", "出勤天数", *(day.day for day in days)]]
    for at, one in enumerate(c.trainees):
        cells: list[Cell] = []
        for day in range(5):
            stated = [state(MISSED, at, day, half) for half in (0, 1)]
            cells.append(
                "正常"
                if stated == ["", ""]
                else "旷工"
                if stated == ["缺勤", "缺勤"]
                else "请假"
                if "请假" in stated
                else "下班缺卡"
            )
        rows.append([one.name, "研修班", "学员", 5, *cells])
    truth: Truth = {(1, 0): "缺勤", (2, 1): UNKNOWN, (4, 2): "请假"}
    return Export("钉钉月度汇总.xlsx", "钉钉 monthly statistics, bare days", rows, truth, days=-5)


def not_understood(c: ClassFile) -> Export:
    """A list of people and days with a word of its own in every row: nobody was there for all anybody can tell."""
    rows: list[list[Cell]] = [["姓名", "日期", "考勤编码"]]
    rows += [[one.name, day, "K7"] for day in days_of(c) for one in c.trainees]
    return Export("无法识别.xlsx", "a code in every row that nobody knows", rows, refused="无法判断|没有一次有人到")


def strangers_named_alike(c: ClassFile) -> Export:
    """Nicknames that only look like a trainee's: longer by a character of the employer's name; two names in one."""
    day = days_of(c)[0]
    names = [str(one.name) for one in c.trainees]
    rows: list[list[Cell]] = [["昵称", "入会时间", "退会时间"]]
    shown = [*names[:-2], f"{names[-2]}{str(c.trainees[-2].employer)[0]}", f"{names[-1]}{names[0]}"]
    rows += [[name, f"{day} 09:00:00", f"{day} 11:30:00"] for name in shown]
    return Export(
        "像名字.xlsx",
        "nicknames that only look like somebody's",
        rows,
        {(len(names) - 2, 0): UNKNOWN, (len(names) - 1, 0): UNKNOWN},
        days=-1,
    )


MAKERS: Sequence[Callable[[ClassFile], Export]] = (
    ding_daily, wecom_daily, lark_daily, in_and_out, in_and_out_by_half, in_and_out_grid, ding_raw, wecom_raw, role_as_state,
    tencent, one_sitting, zoom, ding_meeting, in_pieces, month_grid, not_understood, strangers_named_alike,
)  # fmt: skip
