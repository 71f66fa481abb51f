"""Strangers' attendance as hospitals, colleges and firms keep it: two rows a person, lists abreast, lectures, slips."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from tests.strangers.grids import ABSENT, LEAVE, Truth, made, titles
from tests.strangers.model import DAYS, HALVES, WEEK, Chance, Page, Row, Stranger, days

CELLS = [(day, half) for day in range(DAYS) for half in (0, 1)]
LECTURES = (
    "开班式", "政策解读", "《数字化转型》", "工程伦理", "现场教学", "案例研讨", "知识产权", "分组讨论", "成果汇报", "结业式",
)  # fmt: skip


def shown(day: date) -> str:
    return f"{day.month}月{day.day}日"


def line(name: str, truth: Truth, marks: Mapping[str, str | None]) -> Row:
    """The cells of one person, ten half days."""
    return [marks[truth.get((name, day, half), "")] for day, half in CELLS]


def gone(truth: Truth, day: int, half: int) -> dict[str, str]:
    return {name: kind for (name, *when), kind in truth.items() if when == [day, half]}


def hospital(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """Morning and afternoon of a person below each other, the day of the month above; the word of the legend before its sign."""
    leave, legend = chance.choice((("△", "出勤√ 事假△ 旷工× 病假○"), ("事", "出勤√ 旷工× 事假：事 病假：病")))
    marks = {"": "√", LEAVE: leave, ABSENT: "×"}
    rows: list[Row] = [["示例医院高级研修班考勤登记表（2025年7月）"], ["序号", "姓名", "时间", *(day.day for day in days())]]
    merged: list[str] = []
    for at, name in enumerate(people, start=1):
        top = len(rows) + 1
        for half in (0, 1):
            cells = [marks[truth.get((name, day, half), "")] for day in range(DAYS)]
            rows.append([None if half else at, None if half else name, HALVES[half], *cells])
        merged += [f"A{top}:A{top + 1}", f"B{top}:B{top + 1}"]
    rows += [[legend], ["班主任签字：", None, None, "日期：2025年7月18日"]]
    return made(chance, "一人两行", [Page(rows, "7月", merged)], truth)


def abreast(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """A list to sign for each half day, printed in two halves side by side; the day in a line above."""
    pages = []
    middle = (len(people) + 1) // 2
    for day, half in CELLS:
        missing = gone(truth, day, half)
        signed = [[at, name, {LEAVE: "请假", ABSENT: None, "": name}[missing.get(name, "")]] for at, name in enumerate(people, 1)]
        when = [f"时间：2025年{shown(days()[day])}{HALVES[half]}", None, None, "地点：图书馆报告厅"]
        rows: list[Row] = [["示例大学高级研修班签到表"], when, ["序号", "姓名", "签名"] * 2]
        rows += [[*one, *(signed[at + middle] if at + middle < len(people) else [])] for at, one in enumerate(signed[:middle])]
        pages.append(Page(rows, f"{days()[day].month}.{days()[day].day}{HALVES[half]}"))
    return made(chance, "签到表并排", pages, truth)


def arrival_too(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """The day of arrival before the class and that of departure behind it stand in the grid too."""
    marks = {"": "√", LEAVE: "事假", ABSENT: "×"}
    heads = [f"{shown(days()[day])}{HALVES[half]}" for day, half in CELLS]
    rows: list[Row] = [["姓名", "7月13日\n报到", *heads, "7月19日离会"]]
    for name in people:
        came, left = chance.choice("√√×"), chance.choice("√√×")
        rows.append([name, came, *line(name, truth, marks), left])
    return made(chance, "有报到日", [Page(rows)], truth)


def totals_too(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """Totals beside, named in the second heading row only, and below; signatures."""
    marks = {"": "√", LEAVE: "假", ABSENT: "缺"}
    rows: list[Row] = [["序号", "姓名", *(cell for day in days() for cell in (shown(day), None)), "统计", None, None]]
    rows.append([None, None, *HALVES * DAYS, "出勤", LEAVE, ABSENT])
    for at, name in enumerate(people, start=1):
        own = [truth.get((name, *when), "") for when in CELLS]
        rows.append([at, name, *line(name, truth, marks), *(own.count(kind) for kind in ("", LEAVE, ABSENT))])
    missing = [len(gone(truth, *when)) for when in CELLS]
    rows += [
        [None, "出勤人数", *(len(people) - count for count in missing)],
        [None, "缺勤人数", *missing],
        ["考勤员：", None, "审核："],
    ]
    return made(chance, "有统计栏", [Page(rows)], truth)


def with_reasons(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """A row for each half day; who was missing and why in one cell."""
    rows: list[Row] = [
        ["日期", "时段", "应到人数", "实到人数", chance.choice(("缺勤人员及原因", "未到人员（原因）", "缺席人员和事由"))]
    ]
    why = {LEAVE: "事假，有假条", ABSENT: "无故缺席"}
    for day, half in CELLS:
        missing = gone(truth, day, half)
        words = "；".join(f"{name}（{why[kind]}）" for name, kind in missing.items()) or chance.choice(("无", "全勤"))
        rows.append([shown(days()[day]), HALVES[half], len(people), len(people) - len(missing), words])
    return made(chance, "缺勤人员及原因", [Page(rows)], truth)


def slips(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """A row for each slip of leave, its time in every wording."""
    own, rows = dict.fromkeys(truth, LEAVE), [["请假条汇总"], ["姓名", "单位", "请假时间", "时长", "事由", "审批人"]]
    halves: dict[tuple[str, int], list[int]] = defaultdict(list)
    for name, at, half in sorted(own):
        halves[name, at].append(half)
    for (name, at), missed in halves.items():
        day = days()[at]
        when = chance.choice((shown(day), f"{day.month}.{day.day}", f"{day.day}号", f"周{WEEK[at]}"))
        if len(missed) == 2:
            when += chance.choice(("全天", "一天", "（全天）"))
        else:
            when += chance.choice((HALVES[missed[0]], f"{HALVES[missed[0]]}（半天）"))
        rows.append(
            [name, "示例大学", when, "1天" if len(missed) == 2 else "半天", chance.choice(("单位开会", "体检")), "杜某某"]
        )
    return made(chance, "请假条汇总", [Page(list(rows))], own)


def lectures(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """Course, lecturer and hours in the headings."""
    marks = {"": "√", LEAVE: "请假", ABSENT: "旷课"}
    heads = [
        f"{days()[day].month}.{days()[day].day}{HALVES[half]}\n{LECTURES[2 * day + half]}\n（张教授，4学时）"
        for day, half in CELLS
    ]
    rows: list[Row] = [["序号", "姓名", *heads]]
    rows += [[at, name, *line(name, truth, marks)] for at, name in enumerate(people, start=1)]
    return made(chance, "课程名表头", [Page(rows)], truth)


def words_in_cells(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """Remarks in the cells: late, early, with or without a slip, nobody answered the phone."""
    words = {
        "": ("√", "√", "√", "√迟到", "√（早退10分钟）", "到"),
        LEAVE: ("公假", "病假（有条）", "请假-家中有事", "产检请假"),
        ABSENT: ("未到", "×（电话未接）", "旷"),
    }
    rows: list[Row] = [
        *titles(chance, 12),
        ["姓名", "单位", *(f"{day.month}/{day.day} {half}" for day in days() for half in ("AM", "PM"))],
    ]
    rows += [[name, "示例大学", *(chance.choice(words[truth.get((name, *when), "")]) for when in CELLS)] for name in people]
    return made(chance, "格内有话", [Page(rows)], truth)


def in_groups(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """The heading again above each group, which its leader names."""
    marks = {"": "√", LEAVE: "假", ABSENT: "×"}
    rows: list[Row] = [["高级研修班分组考勤"]]
    for group in range(3):
        own = people[group * 5 : group * 5 + 5]
        rows.append([f"第{WEEK[group]}组（组长：{own[0]}）"])
        rows.append(["姓名", *(f"{shown(day)}{half}" for day in days() for half in HALVES)])
        rows += [[name, *line(name, truth, marks)] for name in own]
    return made(chance, "分组", [Page(rows)], truth)


def whole_month(chance: Chance, people: list[str], truth: Truth) -> Stranger:
    """Every day of the month above 上 and 下, only those of the class filled in."""
    marks = {"": "√", LEAVE: "△", ABSENT: "×"}
    rows: list[Row] = [["2025年7月考勤表"], ["姓名", *(cell for day in range(1, 32) for cell in (day, None)), "备注"]]
    rows.append([None, *("上", "下") * 31, None])
    rows += [[name, *[None] * 26, *line(name, truth, marks), *[None] * 27] for name in people]
    return made(chance, "整月", [Page([*rows, ["√出勤 △请假 ×缺勤"]], "7月")], truth)
