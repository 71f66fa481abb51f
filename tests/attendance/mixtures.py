"""Attendance by chance: layouts, dates, words, signs and columns of apps mixed at random, with who missed what known."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date, datetime, time

from tests.attendance.export_model import UNKNOWN, Export, Truth
from tests.attendance.exports import WEEK
from tests.attendance.sheets import Cell, days_of
from udfs.records.class_file import ClassFile

Rows = list[list[Cell]]
DAYS: Sequence[Callable[[date], Cell]] = (
    lambda day: day, lambda day: f"{day:%Y-%m-%d}", lambda day: f"{day:%Y/%m/%d}", lambda day: f"{day.month}月{day.day}日",
    lambda day: f"{day:%Y年%m月%d日}", lambda day: f"{day:%y-%m-%d} 星期{WEEK[day.weekday()]}", lambda day: f"{day:%Y%m%d}",
)  # fmt: skip
PLAIN_DAYS = DAYS[:5]
NAMES = ("姓名", "学员姓名", "姓 名", "人员姓名")
OTHERS: Sequence[tuple[str, Sequence[Cell]]] = (
    ("部门", ("学员", "一组")), ("考勤组", ("研修班",)), ("工号", ("", "A1")), ("单位", ("天津示例大学",)), ("备注", ("",
        "备注一")),
    ("身份", ("学员",)), ("打卡地址", ("示例路1号",)), ("工作时长", ("8小时", 480)), ("迟到次数", (0, 1)), ("UserId", ("u1",
        "u2")),
)  # fmt: skip


def random_truth(chance: random.Random, people: int, sessions: int, leave: bool) -> Truth:
    """Everybody has a chance of a tenth to miss a session; of every session most were there."""
    found: Truth = {}
    for at in range(people):
        for session in range(sessions):
            if chance.random() < 0.1:
                found[at, session] = chance.choice(("缺勤", "请假")) if leave else "缺勤"
    return found


def with_others(heads: list[Cell], body: Rows, chance: random.Random) -> Rows:
    """The table with columns that are not ours, in any place."""
    for words, values in chance.sample(OTHERS, chance.randint(0, 4)):
        at = chance.randint(0, len(heads))
        heads.insert(at, words)
        for row in body:
            row.insert(at, chance.choice(values))
    return [heads, *body]


def grid(c: ClassFile, chance: random.Random) -> Export:
    """Half days across, signs in the cells."""
    truth = random_truth(chance, len(c.trainees), 10, leave=True)
    there, missing = chance.choice((("√", "×"), ("到", "缺勤"), ("正常", "旷课"), ("✓", ""), ("已到", "未到")))
    written = chance.choice(PLAIN_DAYS)
    words = {"": there, "缺勤": missing or None, "请假": chance.choice(("请假", "事假", "病假"))}
    body: Rows = [[one.name, *(words[truth.get((at, place), "")] for place in range(10))] for at, one in enumerate(c.trainees)]
    days = days_of(c)
    if chance.random() < 0.5:
        return Export("grid.xlsx", "grid", [[chance.choice(NAMES), *(cell for day in days for cell in (written(day), None))],
            [None, *(half for _ in days for half in ("上午", "下午"))], *body], truth)  # fmt: skip
    heads: list[Cell] = [chance.choice(NAMES), *(f"{day.month}月{day.day}日{half}" for day in days for half in ("上午", "下午"))]
    return Export("flat.xlsx", "flat grid", [heads, *body], truth)


def daily(c: ClassFile, chance: random.Random) -> Export:
    """A row a person and day, a punch at either end, in words or times."""
    truth = random_truth(chance, len(c.trainees), 10, leave=True)
    written = chance.choice(DAYS)
    first, last, more = chance.choice(
        (("上班1打卡时间", "下班1打卡时间", ("上班1打卡结果", "下班1打卡结果")), ("签到", "签退", ()), ("签到时间", "签退时间",
            ()),
         ("上班打卡时间", "下班打卡时间", ("上班打卡状态", "下班打卡状态")))
    )  # fmt: skip
    blank = chance.choice(("", "--", "未打卡")) if more else chance.choice(("", None))
    body: Rows = []
    for day_at, day in enumerate(days_of(c)):
        for at, one in enumerate(c.trainees):
            stated = [truth.get((at, 2 * day_at + half), "") for half in (0, 1)]
            times = [blank if word else f"{8 + 9 * half:02}:{chance.randint(10, 29)}" for half, word in enumerate(stated)]
            if more:
                results = [{"": "正常", "缺勤": "缺卡", "请假": "请假"}[word] for word in stated]
                body.append([one.name, written(day), times[0], results[0], times[1], results[1]])
            else:
                shown = ["请假" if word == "请假" else cell for cell, word in zip(times, stated, strict=True)]
                body.append([one.name, written(day), *shown])
            for half in (0, 1):
                # One punch of a day is missing beside another that is there, or leave: nobody can tell.
                if stated[half] == "缺勤" and stated[1 - half] != "缺勤":
                    truth[at, 2 * day_at + half] = UNKNOWN
    heads: list[Cell] = [chance.choice(NAMES), chance.choice(("日期", "考勤日期", "打卡日期")), first]
    heads += [more[0], last, more[1]] if more else [last]
    return Export("daily.xlsx", "daily", with_others(heads, body, chance), truth)


def raw(c: ClassFile, chance: random.Random) -> Export:
    """A row a punch; who did not come has none, or one that says so."""
    truth = random_truth(chance, len(c.trainees), 10, leave=False)
    says_so = chance.random() < 0.5
    body: Rows = []
    for day_at, day in enumerate(days_of(c)):
        for at, one in enumerate(c.trainees):
            for half in (0, 1):
                missed = (at, 2 * day_at + half) in truth
                moment = f"{day} {8 if half == 0 else 13}:{chance.randint(15, 55)}:00"
                if says_so:
                    body.append(
                        [
                            one.name,
                            day,
                            "上午" if half == 0 else "下午",
                            "未签到" if missed else chance.choice(("已签到", "正常")),
                        ]
                    )
                elif not missed:
                    body.append([one.name, moment])
    chance.shuffle(body)
    heads: list[Cell] = (
        ["姓名", "日期", "时段", "签到状态"] if says_so else ["姓名", chance.choice(("签到时间", "打卡时间", "扫码时间"))]
    )
    return Export("raw.csv", "raw", with_others(heads, body, chance), truth)


def meeting(c: ClassFile, chance: random.Random) -> Export:
    """Stays in a meeting of each half day; some dropped out for good after a while."""
    truth = random_truth(chance, len(c.trainees), 10, leave=False)
    body: Rows = []
    for day_at, day in enumerate(days_of(c)):
        for at, one in enumerate(c.trainees):
            name = chance.choice(
                (f"{one.name}", f"{at + 1:02}{one.name}", f"{one.name}（{str(one.employer)[:4]}）", f"{one.name} 手机")
            )
            for half, (begins, ends) in enumerate(((time(9, 0), time(11, 30)), (time(14, 0), time(16, 30)))):
                start, end = datetime.combine(day, begins), datetime.combine(day, ends)
                if (at, 2 * day_at + half) in truth:
                    if chance.random() < 0.5:
                        body.append([name, str(start), str(start.replace(minute=chance.randint(5, 59)))])
                elif chance.random() < 0.3:
                    middle = start.replace(hour=start.hour + 1)
                    body += [[name, str(start), str(middle)], [name, str(middle.replace(minute=4)), str(end)]]
                else:
                    body.append(
                        [name, str(start.replace(minute=chance.randint(0, 8))), str(end.replace(minute=chance.randint(20, 40)))]
                    )
    heads: list[Cell] = [
        *chance.choice((("昵称", "入会时间", "退会时间"), ("姓名", "加入时间", "离开时间"), ("参会者", "入会时间", "离会时间")))
    ]
    before: Rows = [["会议主题", "示例"], ["会议号", "1"]] if chance.random() < 0.5 else []
    return Export("meeting.xlsx", "meeting", [*before, heads, *body], truth)


KINDS = (grid, daily, raw, meeting)


def mixture(c: ClassFile, seed: int) -> Export:
    chance = random.Random(seed)
    return chance.choice(KINDS)(c, chance)
