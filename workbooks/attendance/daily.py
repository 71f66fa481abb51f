"""Reads daily statistics of attendance apps, and lists with sign-in and sign-out: one row per person and day with several
punches.

With one shift a day (上班, 下班) the first punch applies to the morning and the second to the afternoon; with two shifts,
or columns that name the half day, each half day has both. A missing punch beside an existing one is not presence but is
reported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import chain, zip_longest

from udfs.schedule.attendance_signs import ABSENT, EMPTY, LATE, LEAVE, PRESENT, THERE, UNCLEAR, State, known_signs, state_of
from udfs.schedule.partly_missed import away_between, extent_of, number_of
from udfs.schedule.sessions import AFTERNOON, MORNING, NOON_FROM, NOON_TO, PARTS, Calendar, Session, clock_of, day_of, part_of
from udfs.values.cells import Value, text
from udfs.values.headings import NAME, SESSION
from udfs.values.regex import regex
from workbooks.attendance.model import Mark, Register, SignsByUser, may_have_come
from workbooks.attendance.remarks import remarks_of
from workbooks.attendance.tables import (
    TableHeading,
    heading_words,
    only_day,
    people_headings,
    rows_of_people,
    said_in,
    with_spans,
)
from workbooks.sources.model import Note, SourceBlock, cell_of

_IN = regex(r"上班|签到|上课|最早|首次|签入|到岗")
_OUT = regex(r"下班|签退|下课|最晚|末次|最后|签出|离岗")
_RESULT = regex(r"结果|状态|情况")
_NO_PUNCH = regex(r"次数|时长|地点|地址|备注|原因|方式|分钟|小时|天数|设备|经纬|凭证|规则|照片|图片|人$|^班次")
_SHIFT = regex(r"[1-3一二三]")
DAY, WHOLE, APPROVAL = "日期", "结果", "审批"
_HEADINGS = {
    DAY: regex(r"(?:打卡|考勤|签到|上课|统计)?(?:日期|时间|workdate|date)"),
    WHOLE: regex(r"(?:考勤|当日|打卡|出勤)?(?:结果|状态|情况)"),
    APPROVAL: regex(r".*(?:审批|假勤申请|请假).*"),
    SESSION: regex(r"时段|半天|上下午|场次|节次|课次"),
}
_REST = regex(r"休息|无需打卡|未排班|不打卡|节假日|非工作日")
WHOLE_DAY = Session.on(date.min, "")
MISSING = (EMPTY, ABSENT)


@dataclass(frozen=True)
class Punch:
    """A column of one punch. ``part``: the half day in its heading; ``shift``: the number in it (default 1)."""

    column: int
    out: bool
    result: bool
    part: str
    shift: int


@dataclass(frozen=True)
class DailyHeading(TableHeading):
    """``first``: first row of people; ``day``: the day of the title, if no column has it; ``unread``: headings of the other
    columns."""

    first: int
    punches: tuple[Punch, ...]
    day: date | None
    unread: Mapping[int, str]

    @property
    def shifts(self) -> dict[tuple[str, int], str]:
        """{part and number of a shift: its half day}; '' for the only shift of a day."""
        shifts = sorted({(punch.part, punch.shift) for punch in self.punches}, key=lambda one: one[1])
        return {(part, shift): part or (PARTS[shift - 1] if len(shifts) > 1 else "") for part, shift in shifts}


def daily_heading(block: SourceBlock, calendar: Calendar) -> DailyHeading | None:
    """The heading of the table; None if the block has none with both a first and a last punch of a day."""
    rows = with_spans(block)
    for at, people in people_headings(rows):
        texts, first = stacked_texts(rows, at, people[NAME])
        punches = tuple(punch for column, words in enumerate(texts) if (punch := punch_of(column, words)))
        if {punch.out for punch in punches} != {False, True}:
            continue
        columns = [punch.column for punch in punches]
        free = TableHeading(at, people, {}, ()).free(texts, *columns)
        said = said_in([free.get(column, "") for column in range(len(texts))], _HEADINGS)
        days = tuple(column for column, what in said.items() if what == DAY)
        day = None if days else only_day((*chain(*rows[:at]), block.sheet), calendar)
        if days or day is not None:
            others = {what: column for column, what in reversed(said.items()) if what != DAY}
            unread = TableHeading(at, people, others, days).free(texts, *columns)
            return DailyHeading(at, people, others, days, first, punches, day, unread)
    return None


def stacked_texts(rows: Sequence[list[Value]], at: int, name: int) -> tuple[list[str], int]:
    """The combined heading of each column, including a second heading row; and the first row of people."""
    upper, lower = heading_words(rows[at]), heading_words(rows[at + 1]) if at + 1 < len(rows) else []
    if cell_of(lower, name) not in (None, "", upper[name]) or not any(map(is_of_punch, lower)):
        return upper, at + 1
    carried, texts = "", list[str]()
    for over, under in zip_longest(upper, lower, fillvalue=""):
        carried = over or (carried if under else "")
        texts.append(carried if under in ("", carried) else carried + under)
    return texts, at + 2


def is_of_punch(words: str) -> bool:
    return words.endswith("时间") or any(pattern.search(words) for pattern in (_IN, _OUT, _RESULT))


def punch_of(column: int, words: str) -> Punch | None:
    """The punch named by a heading; None for any other column."""
    out, into = bool(_OUT.search(words)), bool(_IN.search(words))
    if out == into or _NO_PUNCH.search(words) or len(words) > 20:
        return None
    shift = _SHIFT.search(words)
    return Punch(column, out, bool(_RESULT.search(words)), part_of(words), int(number_of(shift[0])) if shift else 1)


def read_daily(block: SourceBlock, heading: DailyHeading, calendar: Calendar, signs: SignsByUser, register: Register) -> None:
    """Add the punches of the table as half-day marks."""
    in_force = known_signs() | dict(signs)
    rows = list(rows_of_people(block, heading.first, heading.people, register))
    register.remarks += remarks_of(block, heading.unread, [(at, who) for at, _, who in rows])
    for at, row, who in rows:
        when = heading.day or next((found for cell in heading.when(row) if (found := day_of(cell, calendar))), None)
        states = states_of(row, heading, in_force, who.name, when or date.min)
        if when is None:
            register.skipped.append(Note(block.at(at), who.name, "无法判断是哪一天，未读"))
            if any(map(may_have_come, states.values())):
                register.undated.append(Mark(block.at(at), who, None, UNCLEAR))
        elif not calendar.holds(when):
            register.skipped.append(Note(block.at(at), who.name, f"{when.isoformat()} 不在本期日期之内，未读"))
        else:
            shown = "、".join(dict.fromkeys(text(cell_of(row, one.column))[:12] for one in heading.punches)).strip("、")
            for part, state in states.items():
                mark = Mark(block.at(at), who, Session.on(when, part), state, shown[:30])
                register.add(mark, register.from_sign_ins)


def states_of(row: list[Value], heading: DailyHeading, signs: SignsByUser, name: str, when: date) -> dict[str, State]:
    """{half day: state} from the punches of a row."""
    stated, words = part_of(heading.cell(row, SESSION)), heading.cell(row, WHOLE)
    found: dict[str, State] = {}
    for shift, half in heading.shifts.items():
        own = [punch for punch in heading.punches if (punch.part, punch.shift) == shift]
        first, last = (punched(row, [one for one in own if one.out == out], signs, name) for out in (False, True))
        part = stated or half
        found |= {part: both(first[0], last[0])} if part else whole_day(first, last)
    if any(_REST.search(text(cell)) for cell in (words, *(cell_of(row, punch.column) for punch in heading.punches))):
        return dict.fromkeys(found, UNCLEAR)
    whole = state_of(words, signs)
    if whole in (ABSENT, LEAVE) and {*found.values()} <= {*MISSING, UNCLEAR}:
        found = dict.fromkeys(found, UNCLEAR if extent_of(words, WHOLE_DAY) is not None else whole)
    approval = heading.cell(row, APPROVAL)
    away, on_leave = away_between(approval, when), state_of(approval, signs) == LEAVE
    return {part: settled(state, on_leave and away.get(part, True) is True) for part, state in found.items()}


def settled(state: State, on_leave: bool) -> State:
    """A missing punch is not presence; with approved leave it is leave."""
    if on_leave and state in (*MISSING, UNCLEAR):
        return LEAVE
    return ABSENT if state == EMPTY else state


def punched(row: list[Value], columns: Sequence[Punch], signs: SignsByUser, name: str) -> tuple[State, time | None]:
    """The state and time of one punch: its result, else its time, else what stands in the place of the time."""
    moment = next((found for one in columns if (found := clock_of(cell_of(row, one.column))) is not None), None)
    states = [(one.result, state_of(cell_of(row, one.column), signs, name)) for one in columns]
    result, other = (next((state for of, state in states if of == kind and state != EMPTY), EMPTY) for kind in (True, False))
    return result if result != EMPTY else PRESENT if moment is not None else other, moment


def both(first: State, last: State) -> State:
    """The state of one half day with a punch at either end."""
    if first in THERE and last in THERE:
        return LATE if LATE in (first, last) else PRESENT
    if first in MISSING and last in MISSING:
        return ABSENT
    if LEAVE in (first, last) and {first, last} <= {LEAVE, *MISSING}:
        return LEAVE
    return UNCLEAR


def whole_day(first: tuple[State, time | None], last: tuple[State, time | None]) -> dict[str, State]:
    """A day with one punch at either end: the first gives the morning, the last the afternoon, if the times fit."""
    (came, at), (went, until) = first, last
    if came in MISSING and went in MISSING:
        return {MORNING: ABSENT, AFTERNOON: ABSENT}
    morning = came if came not in MISSING else UNCLEAR
    afternoon = went if went not in MISSING else UNCLEAR
    if at is not None and came in THERE and at >= NOON_FROM:
        morning = ABSENT if at >= NOON_TO else UNCLEAR
    if until is not None and went in THERE and until < NOON_TO:
        afternoon = ABSENT if until < NOON_FROM else UNCLEAR
    return {MORNING: morning, AFTERNOON: afternoon}
