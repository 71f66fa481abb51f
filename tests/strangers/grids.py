"""Strangers' attendance as offices keep it: grids, weeks, lessons, legends, lists of who was missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from tests.strangers.model import DAYS, HALVES, WEEK, Chance, Page, Row, Stranger, days, letters

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
    return [
        f"{day.month}月{day.day}日",
        f"{day.month}.{day.day}",
        f"{day.month}/{day.day}",
        f"{day:%Y-%m-%d}",
        f"{day.month}月{day.day}日（周{WEEK[day.weekday()]}）",
    ][style]


def titles(chance: Chance, width: int) -> list[Row]:
    """Lines above a table, as offices print them."""
    lines: list[Row] = [["示例领域高级研修班考勤表"]]
    if chance.random() < 0.4:
        lines.append(["主办单位：示例大学继续教育学院", *[None] * (width - 2), "班主任：杜某某"])
    return lines if chance.random() < 0.75 else []


def signs(chance: Chance) -> tuple[Mapping[str, str], str]:
    """The signs of a grid ('' there, leave, absent) and the legend that explains them."""
    return chance.choice(
        [
            ({"": "√", LEAVE: "请假", ABSENT: "缺勤"}, ""),
            ({"": "√", LEAVE: "△", ABSENT: "×"}, "注：√出勤　△请假　×缺勤"),
            ({"": "√", LEAVE: "○", ABSENT: "×"}, "备注：出勤打“√”，请假打“○”，缺勤打“×”。"),
            ({"": "出勤", LEAVE: "事假", ABSENT: "旷课"}, ""),
            ({"": "到", LEAVE: "病假", ABSENT: "未到"}, ""),
            ({"": None, LEAVE: "请假", ABSENT: "缺席"}, "说明：空白为到。"),
            ({"": None, LEAVE: "△", ABSENT: "√"}, "注：缺勤者打√，请假打△，到课不填。"),
            ({"": "○", LEAVE: "△", ABSENT: "×"}, "○：到课；△：请假；×：缺勤"),
            ({"": "1", LEAVE: "假", ABSENT: "0"}, "1=到，0=缺勤"),
            ({"": None, LEAVE: "请假", ABSENT: "√"}, "注：√表示缺勤"),
            ({"": "√", LEAVE: "事", ABSENT: "×"}, "说明：√出勤，事——事假，×旷课"),
            ({"": "Y", LEAVE: "病", ABSENT: "N"}, ""),
        ]
    )


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
        rows.append([*fixed, *(f"{shown_day(day, style)}{gap}{half}" for day in days() for half in halves), "备注"])
    rows += body(people, truth, fixed, marks)
    if legend and [legend] not in rows:
        rows.append([legend])
    return made(chance, "半天考勤表", [Page(rows, "考勤", merged)], truth)


def coming_and_leaving(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """Two columns of times a half day, in one row of headings or two; leave stands as a word."""
    style, words = chance.randrange(5), chance.choice((("签到", "签退"), ("签到时间", "签退时间")))
    halves = [f"{shown_day(day, style)}{half}" for day in days() for half in HALVES]
    if chance.random() < 0.5:
        heading: list[Row] = [["姓名", *(f"{half}{word}" for half in halves for word in words)]]
    else:
        heading = [["姓名", *(cell for half in halves for cell in (half, None))], [None, *words * DAYS * 2]]
    rows = [*titles(chance, 21), *heading]
    for name in people:
        cells: list[str | None] = []
        for day in range(DAYS):
            for half, (hour, end) in enumerate(((8, 11), (13, 17))):
                missed = truth.get((name, day, half), "")
                times = (f"{hour:02}:{chance.randrange(10, 59)}", f"{end}:{chance.randrange(30, 59)}")
                cells += {"": times, LEAVE: ("请假", "请假"), ABSENT: (None, None)}[missed]
        rows.append([name, *cells])
    return made(chance, "签到签退两列", [Page(rows)], truth)


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
            stated = [truth.get((name, day, half), "") for half in (0, 1)]
            word = {LEAVE: "事假", ABSENT: "缺勤"}
            cells.append(
                "√"
                if not any(stated)
                else word[stated[0]]
                if all(stated)
                else f"{HALVES[0 if stated[0] else 1]}{word[stated[0] or stated[1]]}"
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


def clock(chance: Chance, half: int, out: bool) -> str:
    hour, minute = ((8, 0), (11, 30), (13, 20), (17, 0))[2 * half + out]
    return f"{hour:02}:{minute + chance.randrange(25):02}"


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


def in_and_out(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """签到 and 签退 of every day, by the clock: who left at noon was not there in the afternoon."""
    rows: list[Row] = [["序号", "姓名", "日期", "签到时间", "签退时间", "备注"]]
    kept: Truth = {}
    for at, day in enumerate(days()):
        for name in people:
            stated = [(name, at, half) in truth for half in (0, 1)]
            kept |= {(name, at, half): ABSENT for half in (0, 1) if stated[half]}
            first = None if all(stated) else clock(chance, 1 if stated[0] else 0, False)
            last = None if all(stated) else clock(chance, 0 if stated[1] else 1, True)
            rows.append([len(rows), name, shown_day(day, 0), first, last, None])
    return made(chance, "签到签退时间", [Page(rows)], kept)
