"""Exports of online meetings: 腾讯会议, Zoom, 钉钉, with nicknames and with people who dropped out and came back."""

from __future__ import annotations

from datetime import datetime, time

from tests.attendance.export_model import MISSED, UNKNOWN, Export, Truth, state
from tests.attendance.sheets import Cell, days_of
from udfs.records.class_file import ClassFile


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
