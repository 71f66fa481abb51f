"""Reads sign-in exports of attendance apps and web forms: one row per person and time (or session).

Rows without day (学习通 exports -- as the time of people on leave) belong to the session of the list if it is about one session
only: all sign-ins are in one session and nobody occurs twice; or nobody signed in and the title gives day and half day.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from udfs.schedule.attendance_signs import ABSENT, EMPTY, LEAVE, PRESENT, UNCLEAR, State, known_signs, permission_of, state_of
from udfs.schedule.sessions import AFTERNOON, MORNING, PARTS, Calendar, Session, clock_of, part_at, part_of
from udfs.values.cells import Value, blank, text
from udfs.values.regex import regex
from workbooks.attendance.daily import day_written
from workbooks.attendance.grids import PERMISSION_WORDS, part_missed
from workbooks.attendance.model import Mark, Register, SignsByUser, Who, may_have_come
from workbooks.attendance.remarks import remarks_of
from workbooks.attendance.tables import TableHeading, only_day, people_headings, rows_of_people, who_of
from workbooks.rosters.layout.headings import words_of
from workbooks.sources.model import Note, SourceBlock, cell_of

TIME, PART, STATE, PERMISSION = "时间", "时段", "状态", "手续"
_SPELLINGS = {
    TIME: "签到时间 打卡时间 考勤时间 时间 日期 签到日期 打卡日期 考勤日期 刷卡时间 扫码时间 提交时间 提交答卷时间 签到日期时间 "
    "上课日期 日期时间 打卡日期时间 答题时间 填写时间 缺勤日期 请假日期 time date datetime checkintime check-intime signintime "
    "sign-intime",
    PART: "时段 场次 节次 课次 签到场次 签到时段 上下午 半天 签到名称 签到项目 打卡类型 考勤类型",
    STATE: "状态 签到状态 考勤状态 考勤结果 打卡结果 打卡状态 出勤情况 出勤状态 签到结果 结果 签到情况 "
    "考勤情况 缺勤情况 缺勤类型 请假类型 请假类别 假别 缺勤原因",
}
WORDS: Mapping[str, frozenset[str]] = {field: frozenset(words.split()) for field, words in _SPELLINGS.items()} | {
    PERMISSION: PERMISSION_WORDS
}


@dataclass(frozen=True)
class SignInHeading(TableHeading):
    """The time may be in several columns (date and time of day)."""

    times: tuple[int, ...]
    is_signing: bool
    """True if the headings themselves mean a sign-in, and no other column may contradict."""

    def says_who_came(self, of_absence: bool) -> bool:
        """False for a list whose rows are absences; ``of_absence``: its headings say so."""
        return STATE in self.columns or (self.is_signing and not of_absence)


_NO_TIME = regex(r"[-—–―/\s无空()（）]*")
_ABOUT_THE_FILE = regex(r"导出|生成|打印|制表|下载|统计")
_SIGNING = regex(r"签到|打卡|刷卡|扫码|签名|check|sign|答题|填写|提交", re.IGNORECASE)
_MAY_SAY_MORE = regex(r"打卡|签到|签退|考勤|出勤|结果|状态|到课|缺勤|旷")
_SAYS_NOTHING = regex(r"地点|地址|备注|方式|设备|时间|日期|次数|排名|序号|编号|经纬|人$|组$|规则|班次|名称|项目")


def sign_in_heading(block: SourceBlock) -> SignInHeading | None:
    """The heading of the table; None if the block has none."""
    for at, people in people_headings(block.rows):
        row = block.rows[at]
        fields = {column: field for column, cell in enumerate(row) if (field := field_of(cell))}
        times = tuple(column for column, field in fields.items() if field == TIME)
        if times:
            other = {field: column for column, field in reversed(fields.items()) if field not in (TIME, STATE)}
            states = [column for column, field in fields.items() if field == STATE]
            if (state := understood(block, at, states)) is not None:
                other[STATE] = state
            free = [text(cell) for column, cell in enumerate(row) if column not in (*times, *other.values(), *people.values())]
            signing = PART in other or any(_SIGNING.search(text(row[column])) for column in times)
            more = any(_MAY_SAY_MORE.search(words) and not _SAYS_NOTHING.search(words) for words in free)
            return SignInHeading(at, people, other, times, signing and not more)
    return None


def understood(block: SourceBlock, heading: int, columns: Sequence[int]) -> int | None:
    """The possible state column with the most recognised cells; None if there is none.

    A column 状态 that contains only 学员 describes the kind of people, not their presence.
    """
    signs, best = known_signs(), (0, -1)
    for column in columns:
        cells = [cell_of(row, column) for row in block.rows[heading + 1 :]]
        known = sum(state_of(cell, signs) not in (EMPTY, UNCLEAR) for cell in cells)
        best = max(best, (known, -column - 1))
    if best[0]:
        return -best[1] - 1
    return columns[0] if len(columns) == 1 and not is_constant(block, heading, columns[0]) else None


def is_constant(block: SourceBlock, heading: int, column: int) -> bool:
    """True if all cells of a column are equal."""
    return len({text(cell_of(row, column)) for row in block.rows[heading + 1 :]} - {""}) < 2


def field_of(cell: Value) -> str:
    found = words_of(cell)
    return next((field for field, words in WORDS.items() if found & words), "")


def read_sign_ins(block: SourceBlock, heading: SignInHeading, calendar: Calendar, signs: SignsByUser, register: Register) -> None:
    """Add the marks of a table of sign-ins."""
    in_force = known_signs() | dict(signs)
    people: list[tuple[int, Who]] = []
    marks: dict[int, Mark] = {}
    undated: dict[int, Mark] = {}
    for at, row, who in rows_of_people(block, heading.row + 1, heading.people, register):
        people.append((at, who))
        if permission := permission_of(heading.cell(row, PERMISSION)):
            register.permissions[who] = permission
        when = day_in(row, heading.times, calendar)
        moment = any(clock_of(cell_of(row, column)) is not None for column in heading.times)
        if when is None:
            state = state_in(row, heading, in_force, moment) if moment or says_state(row, heading) else EMPTY
            undated[at] = mark_of(block, at, heading, date.min, state)
        elif not calendar.holds(when):
            register.skipped.append(Note(block.at(at), who.name, f"{when.isoformat()} 不在本期日期之内，未读"))
        else:
            marks[at] = mark_of(block, at, heading, when, state_in(row, heading, in_force, moment))
    register.remarks += remarks_of(block, free_headings(block, heading), people)
    sitting = one_sitting(block, heading.row, [who for _, who in people], marks.values(), calendar) if undated else None
    marks |= sorted_in(block, heading, undated, sitting, register)
    only_missing = STATE in heading.columns and {mark.state for mark in marks.values()} <= {LEAVE, ABSENT}
    for at, mark in sorted(marks.items()):
        add(with_extent(mark, block.rows[at], heading, signs), register)
        if only_missing and mark.session is not None:
            register.exceptions.add(mark.session)
            register.from_sign_ins.discard(mark.session)


def free_headings(block: SourceBlock, heading: SignInHeading) -> dict[int, str]:
    """The headings of the unread columns."""
    taken = {*heading.people.values(), *heading.times, *heading.columns.values()}
    return {column: text(cell) for column, cell in enumerate(block.rows[heading.row]) if column not in taken}


def says_state(row: list[Value], heading: SignInHeading) -> bool:
    return not blank(heading.cell(row, STATE))


def sorted_in(
    block: SourceBlock, heading: SignInHeading, undated: Mapping[int, Mark], sitting: Session | None, register: Register
) -> dict[int, Mark]:
    """Assign rows without day to the single session of the list; others are reported."""
    found = {}
    for at, mark in undated.items():
        row = block.rows[at]
        times = [cell_of(row, column) for column in heading.times]
        own = mark.session.part if mark.session is not None else ""
        fits = sitting is not None and own in ("", sitting.part) and (without_day(times) or own)
        if fits and sitting is not None and mark.state != EMPTY:
            found[at] = replace(mark, session=sitting, noon=None)
            continue
        register.skipped.append(Note(block.at(at), mark.who.name, "无法判断是哪一天，未读"))
        if may_have_come(mark.state):
            register.undated.append(mark)
    return found


def with_extent(mark: Mark, row: list[Value], heading: SignInHeading, signs: SignsByUser) -> Mark:
    """The mark with the extent missed, if a column states it."""
    if STATE not in heading.columns or mark.session is None:
        return mark
    stated_cell = heading.cell(row, STATE)
    return replace(mark, extent=part_missed(stated_cell, mark.state, mark.session, signs))


def add(mark: Mark, register: Register) -> None:
    register.marks.append(mark)
    if mark.session is not None and mark.state != UNCLEAR:
        register.sessions.add(mark.session)
        register.from_sign_ins.add(mark.session)


def day_in(row: list[Value], columns: tuple[int, ...], calendar: Calendar) -> date | None:
    for column in columns:
        found = day_written(cell_of(row, column), calendar)
        if found is not None:
            return found
    return None


def state_in(row: list[Value], heading: SignInHeading, signs: SignsByUser, moment: bool) -> State:
    """The state in its column; otherwise a time of day, or a line of a sign-in list, means a sign-in."""
    if STATE in heading.columns:
        found = state_of(heading.cell(row, STATE), signs)
        if found != EMPTY:
            return found
        return PRESENT if moment else UNCLEAR
    return PRESENT if moment or heading.is_signing else UNCLEAR


def mark_of(block: SourceBlock, at: int, heading: SignInHeading, when: date, state: State) -> Mark:
    """The mark of one row; the half day is given by a column, else by the time."""
    row = block.rows[at]
    stated = heading.cell(row, PART)
    part = part_of(stated) or {"上班": MORNING, "下班": AFTERNOON}.get(text(stated)[:2], "")
    moments = [moment for column in heading.times if (moment := clock_of(cell_of(row, column))) is not None]
    if not part and moments:
        part = part_at(moments[0])
    elif not part:
        part = next((found for column in heading.times if (found := part_of(cell_of(row, column)))), "")
    who = who_of(block, at, heading.people)
    shown = text(heading.cell(row, STATE))[:20]
    if not part and moments:
        noon = (Session(when, PARTS.index(MORNING)), Session(when, PARTS.index(AFTERNOON)))
        return Mark(block.at(at), who, None, state, shown, permission_of(shown), noon)
    session = Session(when, PARTS.index(part) if part else len(PARTS))
    return Mark(block.at(at), who, session, state, shown, permission_of(shown))


def one_sitting(
    block: SourceBlock, heading: int, people: Sequence[Who], marks: Iterable[Mark], calendar: Calendar
) -> Session | None:
    """The single session of a list; None if there may be several. ``marks``: its rows with a day."""
    if max(Counter(people).values(), default=0) > 1:
        return None
    titles = [row for row in block.rows[:heading] if not any(_ABOUT_THE_FILE.search(text(cell)) for cell in row)]
    named = only_day((*chain(*titles), block.sheet), calendar)
    sessions = {mark.session for mark in marks if mark.session is not None}
    if sessions:
        session = sessions.pop()
        return session if not sessions and named in (None, session.day) else None
    halves = {part for row in titles for cell in row if not blank(cell) and (part := part_of(cell))} | {part_of(block.sheet)} - {
        ""
    }
    return Session(named, PARTS.index(halves.pop())) if named is not None and len(halves) == 1 else None


def without_day(cells: Iterable[Value]) -> bool:
    """True if the time cells are empty or contain a dash."""
    return all(blank(cell) or _NO_TIME.fullmatch(text(cell)) for cell in cells)
