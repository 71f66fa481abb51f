"""Exports of attendance as the usual offices and apps write them, made by script, each with what every trainee missed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tests.attendance.export_model import MISSED, UNKNOWN, Export, Truth, state
from tests.attendance.meeting_exports import ding_meeting, in_pieces, one_sitting, strangers_named_alike, tencent, zoom
from tests.attendance.sheets import Cell, cn, days_of
from udfs.records.class_file import ClassFile

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


MAKERS: Sequence[Callable[[ClassFile], Export]] = (
    ding_daily, wecom_daily, lark_daily, in_and_out, in_and_out_by_half, in_and_out_grid, ding_raw, wecom_raw, role_as_state,
    tencent, one_sitting, zoom, ding_meeting, in_pieces, month_grid, not_understood, strangers_named_alike,
)  # fmt: skip
