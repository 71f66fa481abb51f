"""Reads daily statistics of attendance apps, and lists with sign-in and sign-out: one row per person and day with several
punches.

With one shift a day (上班, 下班) the first punch applies to the morning and the second to the afternoon; with two shifts,
or columns that name the half day, each half day has both. A missing punch beside an existing one is not presence but is
reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import chain

from udfs.schedule.attendance_signs import ABSENT, EMPTY, LATE, LEAVE, PRESENT, THERE, UNCLEAR, State, known_signs, state_of
from udfs.schedule.partly_missed import away_between, extent_of
from udfs.schedule.sessions import AFTERNOON, MORNING, NOON_FROM, NOON_TO, PARTS, Calendar, Session, clock_of, day_of, part_of
from udfs.values.cells import Value, plain, text
from udfs.values.headings import NAME
from udfs.values.regex import regex
from workbooks.attendance.model import Mark, Register, SignsByUser, may_have_come
from workbooks.attendance.remarks import remarks_of
from workbooks.attendance.tables import heading_words, only_day, people_headings, rows_of_people, with_spans
from workbooks.sources.model import Note, SourceBlock, cell_of

_IN = regex(r"上班|签到|上课|最早|首次|签入|到岗")
_OUT = regex(r"下班|签退|下课|最晚|末次|最后|签出|离岗")
_RESULT = regex(r"结果|状态|情况")
_NO_PUNCH = regex(r"次数|时长|地点|地址|备注|原因|方式|分钟|小时|天数|设备|经纬|凭证|规则|照片|图片|人$|^班次")
_NUMBER = regex(r"[1-3１-３一二三]")
_DAYS = regex(r"^(?:打卡|考勤|签到|上课|统计)?(?:日期|时间|workdate|date)$")
_WHOLE = regex(r"^(?:考勤|当日|打卡|出勤)?(?:结果|状态|情况)$")
_APPROVAL = regex(r"审批|假勤申请|请假")
_PART = regex(r"^(?:时段|半天|上下午|场次|节次|课次)$")
_REST = regex(r"休息|无需打卡|未排班|不打卡|节假日|非工作日")
WHOLE_DAY = Session(date.min, len(PARTS))
_COUNTED = {"1": 1, "１": 1, "一": 1, "2": 2, "２": 2, "二": 2, "3": 3, "３": 3, "三": 3}


@dataclass(frozen=True)
class Punch:
    """A column of one punch. ``part``: the half day in its heading; ``shift``: the number in it (default 1)."""

    column: int
    out: bool
    result: bool
    part: str
    shift: int


@dataclass(frozen=True)
class DailyHeading:
    """Position of the table; ``day``: the day of its title, if no column has it."""

    first: int
    people: Mapping[str, int]
    days: tuple[int, ...]
    punches: tuple[Punch, ...]
    whole: int | None
    approval: int | None
    part: int | None
    day: date | None
    unread: Mapping[int, str]
    """The headings of the other columns."""


def daily_heading(block: SourceBlock, calendar: Calendar) -> DailyHeading | None:
    """The heading of the table; None if the block has none with both a first and a last punch of a day."""
    rows = with_spans(block)
    for at, people in people_headings(rows):
        texts, first = stacked_texts(rows, at, people[NAME])
        punches = tuple(punch for column, words in enumerate(texts) if (punch := punch_of(column, words)))
        if not ({False, True} <= {punch.out for punch in punches}):
            continue
        taken = {punch.column for punch in punches} | set(people.values())
        free = [(column, words) for column, words in enumerate(texts) if column not in taken and words]
        days = tuple(column for column, words in free if _DAYS.search(words.lower()))
        day = None if days else only_day((*chain(*rows[:at]), block.sheet), calendar)
        if days or day is not None:
            whole, approval, part = (column_like(free, pattern) for pattern in (_WHOLE, _APPROVAL, _PART))
            unread = {column: words for column, words in free if column not in (*days, whole, approval, part)}
            return DailyHeading(first, people, days, punches, whole, approval, part, day, unread)
    return None


def stacked_texts(rows: Sequence[list[Value]], at: int, name: int) -> tuple[list[str], int]:
    """The combined heading of each column, including a second heading row; and the first row of people."""
    upper = heading_words(rows[at])
    below = rows[at + 1] if at + 1 < len(rows) else []
    again = plain(cell_of(below, name))
    if below and again in ("", upper[name]) and any(punch_words(plain(cell)) for cell in below):
        carried = ""
        lower = heading_words(below)
        texts = []
        for column in range(max(len(upper), len(lower))):
            over = upper[column] if column < len(upper) else ""
            under = lower[column] if column < len(lower) else ""
            carried = over or (carried if under else "")
            texts.append(carried if under in ("", carried) else carried + under)
        return texts, at + 2
    return upper, at + 1


def punch_words(words: str) -> bool:
    return bool(_IN.search(words) or _OUT.search(words) or _RESULT.search(words) or words.endswith("时间"))


def punch_of(column: int, words: str) -> Punch | None:
    """The punch named by a heading; None for any other column."""
    out, into = bool(_OUT.search(words)), bool(_IN.search(words))
    if out == into or _NO_PUNCH.search(words) or len(words) > 20:
        return None
    number = _NUMBER.search(words)
    return Punch(column, out, bool(_RESULT.search(words)), part_of(words), _COUNTED[number[0]] if number else 1)


def column_like(columns: Sequence[tuple[int, str]], pattern: re.Pattern[str]) -> int | None:
    return next((column for column, words in columns if pattern.search(words)), None)


def read_daily(block: SourceBlock, heading: DailyHeading, calendar: Calendar, signs: SignsByUser, register: Register) -> None:
    """Add the punches of the table as half-day marks."""
    in_force = known_signs() | dict(signs)
    rows = list(rows_of_people(block, heading.first, heading.people, register))
    register.remarks += remarks_of(block, heading.unread, [(at, who) for at, _, who in rows])
    for at, row, who in rows:
        when = heading.day or next(
            (found for column in heading.days if (found := day_written(cell_of(row, column), calendar))), None
        )
        if when is None or not calendar.holds(when):
            why = "无法判断是哪一天，未读" if when is None else f"{when.isoformat()} 不在本期日期之内，未读"
            register.skipped.append(Note(block.at(at), who.name, why))
            if when is None and any(
                may_have_come(state) for state in states_of(row, heading, in_force, who.name, date.min).values()
            ):
                register.undated.append(Mark(block.at(at), who, None, UNCLEAR))
            continue
        shown = "、".join(dict.fromkeys(text(cell_of(row, one.column))[:12] for one in heading.punches) if row else ()).strip(
            "、"
        )
        for part, state in states_of(row, heading, in_force, who.name, when).items():
            session = Session(when, PARTS.index(part))
            register.marks.append(Mark(block.at(at), who, session, state, shown[:30]))
            if state != UNCLEAR:
                register.sessions.add(session)
                register.from_sign_ins.add(session)


def day_written(value: Value, calendar: Calendar) -> date | None:
    """The day of a cell, including app formats: 25-07-14 星期一, 20250714."""
    return day_of(without_weekday(value), calendar)


def without_weekday(value: Value) -> Value:
    """25-07-14 星期一 as 2025-07-14."""
    if not isinstance(value, str):
        return value
    bare = re.sub(r"\s*(?:星期|周)[一二三四五六日天]|\(.*?\)|（.*?）", "", value).strip()
    if re.fullmatch(r"[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}", bare):
        return f"20{bare}"
    whole = re.fullmatch(r"(20[0-9]{2})([01][0-9])([0-3][0-9])", bare)
    return "-".join(whole.groups()) if whole else bare


def states_of(row: list[Value], heading: DailyHeading, signs: SignsByUser, name: str, when: date) -> dict[str, State]:
    """{half day: state} from the punches of a row."""
    stated = part_of(cell_of(row, heading.part)) if heading.part is not None else ""
    shifts = {(punch.part, punch.shift) for punch in heading.punches}
    whole = state_of(cell_of(row, heading.whole), signs) if heading.whole is not None else EMPTY
    if _REST.search("".join(text(cell_of(row, punch.column)) for punch in heading.punches)) or (
        heading.whole is not None and _REST.search(text(cell_of(row, heading.whole)))
    ):
        return dict.fromkeys(parts_of(shifts, stated), UNCLEAR)
    found: dict[str, State] = {}
    for shift in sorted(shifts, key=lambda one: one[1]):
        own = [punch for punch in heading.punches if (punch.part, punch.shift) == shift]
        first, last = (punched(row, [one for one in own if one.out == out], signs, name) for out in (False, True))
        part = stated or shift[0] or (PARTS[shift[1] - 1] if len(shifts) > 1 else "")
        if part:
            found[part] = both(first[0], last[0])
        else:
            found |= whole_day(first, last)
    if whole in (ABSENT, LEAVE) and all(state in (EMPTY, ABSENT, UNCLEAR) for state in found.values()):
        partly = extent_of(cell_of(row, heading.whole) if heading.whole is not None else None, WHOLE_DAY) is not None
        found = dict.fromkeys(found, UNCLEAR if partly else whole)
    stated_cells = cell_of(row, heading.approval) if heading.approval is not None else None
    on_leave = state_of(stated_cells, signs) == LEAVE
    away = away_between(stated_cells, when)
    return {part: settled(state, on_leave and away.get(part, True) is True) for part, state in found.items()}


def parts_of(shifts: set[tuple[str, int]], stated: str) -> Iterator[str]:
    if stated:
        yield stated
    elif len(shifts) == 1 and not next(iter(shifts))[0]:
        yield from (MORNING, AFTERNOON)
    else:
        yield from (part or PARTS[shift - 1] for part, shift in shifts)


def settled(state: State, on_leave: bool) -> State:
    """A missing punch is not presence; with approved leave it is leave."""
    if on_leave and state in (EMPTY, ABSENT, UNCLEAR):
        return LEAVE
    return ABSENT if state == EMPTY else state


def punched(row: list[Value], columns: Sequence[Punch], signs: SignsByUser, name: str) -> tuple[State, time | None]:
    """The state and time of one punch from its columns."""
    moment = next((found for one in columns if (found := clock_of(cell_of(row, one.column))) is not None), None)
    results = [state_of(cell_of(row, one.column), signs, name) for one in columns if one.result]
    others = [state_of(cell_of(row, one.column), signs, name) for one in columns if not one.result]
    stated_cells = [state for state in results if state != EMPTY]
    if stated_cells:
        return stated_cells[0], moment
    if moment is not None:
        return PRESENT, moment
    return next((state for state in others if state != EMPTY), EMPTY), None


def both(first: State, last: State) -> State:
    """The state of one half day with a punch at either end."""
    missing = (EMPTY, ABSENT)
    if first in THERE and last in THERE:
        return LATE if LATE in (first, last) else PRESENT
    if first in missing and last in missing:
        return ABSENT
    if LEAVE in (first, last) and {first, last} <= {LEAVE, *missing}:
        return LEAVE
    return UNCLEAR


def whole_day(first: tuple[State, time | None], last: tuple[State, time | None]) -> dict[str, State]:
    """A day with one punch at either end: the first gives the morning, the last the afternoon, if the times fit."""
    (came, at), (went, until) = first, last
    missing = (EMPTY, ABSENT)
    if came in missing and went in missing:
        return {MORNING: ABSENT, AFTERNOON: ABSENT}
    morning = came if came not in missing else UNCLEAR
    afternoon = went if went not in missing else UNCLEAR
    if at is not None and came in THERE and at >= NOON_FROM:
        morning = ABSENT if at >= NOON_TO else UNCLEAR
    if until is not None and went in THERE and until < NOON_TO:
        afternoon = ABSENT if until < NOON_FROM else UNCLEAR
    return {MORNING: morning, AFTERNOON: afternoon}
