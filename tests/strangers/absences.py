"""Strangers' attendance that names absences only, and grids whose days are counted, named by sheets or stand in rows."""

from __future__ import annotations

from collections import defaultdict

from tests.strangers.grids import ABSENT, LEAVE, Truth, body, made, shown_day, signs
from tests.strangers.model import DAYS, HALVES, WEEK, Chance, Page, Row, Stranger, days


def spans_of(truth: Truth) -> dict[tuple[str, int], dict[int, str]]:
    """(name, day) -> half -> 请假 or 缺勤."""
    found: dict[tuple[str, int], dict[int, str]] = defaultdict(dict)
    for name, day, half in sorted(truth):
        found[name, day][half] = truth[name, day, half]
    return found


def register(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """A row for each absence, its time in words, sometimes with its length; who was away two days running has one row."""
    kind = chance.choice((LEAVE, ABSENT))
    style, own = chance.randrange(5), dict.fromkeys(truth, kind)
    heading = {LEAVE: "请假时间", ABSENT: chance.choice(("缺勤时间", "缺课时间", "旷课日期"))}[kind]
    length, reason = chance.choice((None, "天数", "学时")), chance.choice(("事由", "原因", "备注"))
    rows: list[Row] = [["某某班情况登记"], ["序号", "姓名", heading, *([length] if length else []), reason]]
    long = people[-1]
    own = {key: one for key, one in own.items() if key[0] != long}
    for (name, day), halves in spans_of(own).items():
        when = shown_day(days()[day], style)
        if len(halves) == 1:
            when += HALVES[next(iter(halves))]
        elif chance.random() < 0.4:
            when += "全天"
        count = {"天数": len(halves) / 2, "学时": len(halves) * 4, None: None}[length]
        why = chance.choice((None, "家中有事", "发烧")) if kind == LEAVE else chance.choice((None, "无故"))
        rows.append([len(rows) - 1, name, when, *([count] if length else []), why])
    if style < 3:
        to = chance.choice(("至", "到", "—", "~"))
        half = chance.choice((0, 1))
        when = f"{shown_day(days()[1], style)}{HALVES[half]}{to}{shown_day(days()[2], style)}"
        taken = [(1, one) for one in range(half, 2)] + [(2, 0), (2, 1)]
        own |= {(long, day, one): kind for day, one in taken}
        count = {"天数": len(taken) / 2, "学时": len(taken) * 4, None: None}[length]
        rows.append([len(rows) - 1, long, when, *([count] if length else []), None])
    return made(chance, "请假登记簿", [Page(rows)], own)


def absentees(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """A row for each half day, with the names of who was missing."""
    between, nobody = chance.choice(("、", "，", " ", "\n")), chance.choice(("无", None, "—"))
    counts = chance.random() < 0.5
    rows: list[Row] = [["日期", "时段", *(["应到", "实到"] if counts else []), "缺勤人员", "请假人员"]]
    for at, day in enumerate(days()):
        for half in (0, 1):
            own = {
                kind: [key[0] for key, one in truth.items() if key[1:] == (at, half) and one == kind] for kind in (ABSENT, LEAVE)
            }
            gone = len(own[ABSENT]) + len(own[LEAVE])
            shown = [between.join(own[kind]) or nobody for kind in (ABSENT, LEAVE)]
            rows.append(
                [
                    None if half and chance.random() < 0.5 else shown_day(day, 0), HALVES[half],
                    *([len(people), len(people) - gone] if counts else []), *shown,
                ]
            )  # fmt: skip
    return made(chance, "各次缺勤名单", [Page(rows)], truth)


def counted_days(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """第一天 … 第五天 over their halves."""
    marks, legend = signs(chance)
    numbers = chance.choice(("一二三四五", "12345"))
    rows: list[Row] = [["姓名", *(f"第{one}天{half}" for one in numbers for half in HALVES)]]
    rows += body(people, truth, ["姓名"], marks)
    return made(chance, "第几天", [Page([*rows, [legend]] if legend else rows)], truth)


def halves_beside_a_day(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """A row a person and day, with a column for each half."""
    words = {
        "": chance.choice(("正常", "出勤", "√")),
        LEAVE: chance.choice(("请假", "病假")),
        ABSENT: chance.choice(("缺勤", "旷课")),
    }
    rows: list[Row] = [["日期", "姓名", "上午", "下午"]]
    style = chance.choice((0, 2, 3))
    for at, day in enumerate(days()):
        rows += [[shown_day(day, style), name, *(words[truth.get((name, at, half), "")] for half in (0, 1))] for name in people]
    return made(chance, "一天一行", [Page(rows)], truth)


def sheet_a_half_day(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """A sheet for each half day, named by its weekday; who was there signed."""
    own = dict.fromkeys(truth, ABSENT)
    pages = []
    for at in range(DAYS):
        for half in (0, 1):
            rows: list[Row] = [["序号", "姓名", "签名"]]
            rows += [[len(rows), name, None if (name, at, half) in own else name] for name in people]
            pages.append(Page(rows, f"{chance.choice(('周', '星期'))}{WEEK[at]}{HALVES[half]}"))
    return made(chance, "半天一张", pages, own)
