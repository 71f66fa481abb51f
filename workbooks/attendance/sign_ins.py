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
from udfs.schedule.sessions import AFTERNOON, MORNING, Calendar, Session, clock_of, day_of, part_at, part_of
from udfs.values.cells import Value, blank, text
from udfs.values.headings import SESSION
from udfs.values.regex import regex
from workbooks.attendance.grids import part_missed
from workbooks.attendance.model import Mark, Register, SignsByUser, Who, may_have_come
from workbooks.attendance.remarks import remarks_of
from workbooks.attendance.tables import (
    PERMISSION,
    PERMISSION_HEADING,
    TableHeading,
    only_day,
    people_headings,
    rows_of_people,
    said_in,
    shown_headings,
    who_of,
)
from workbooks.sources.model import Note, SourceBlock, cell_of

TIME, STATE = "时间", "状态"
_HEADINGS = {
    TIME: regex(
        r"(?:签到|打卡|考勤)?(?:日期|时间|日期时间)|(?:刷卡|扫码|提交|提交答卷|答题|填写)时间|(?:上课|缺勤|请假)日期"
        r"|(?:(?:check|sign)-?in)?(?:date|time)|datetime"
    ),
    SESSION: regex(r"(?:签到)?(?:时段|场次)|[节课]次|上下午|半天|签到(?:名称|项目)|(?:打卡|考勤)类型"),
    STATE: regex(
        r"(?:签到|考勤|打卡|出勤)?状态|(?:签到|考勤|打卡)?结果|(?:签到|考勤|出勤|缺勤)情况|(?:缺勤|请假)类型|请假类别|假别|缺勤原因"
    ),
} | PERMISSION_HEADING
_SPEAKS_OF_SHIFTS = {"上班": MORNING, "下班": AFTERNOON}


@dataclass(frozen=True)
class SignInHeading(TableHeading):
    """The time may be in several columns (date and time of day)."""

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
        said = said_in(row, _HEADINGS)
        times = tuple(column for column, what in said.items() if what == TIME)
        if times:
            columns = {what: column for column, what in reversed(said.items()) if what not in (TIME, STATE)}
            states = [column for column, what in said.items() if what == STATE]
            if (state := understood(block, at, states)) is not None:
                columns[STATE] = state
            signing = SESSION in columns or any(_SIGNING.search(text(row[column])) for column in times)
            free = TableHeading(at, people, columns, times).free(shown_headings(row))
            more = any(_MAY_SAY_MORE.search(words) and not _SAYS_NOTHING.search(words) for words in free.values())
            return SignInHeading(at, people, columns, times, signing and not more)
    return None


def understood(block: SourceBlock, heading: int, columns: Sequence[int]) -> int | None:
    """The possible state column with the most recognised cells; None if there is none.

    A column 状态 that contains only 学员 describes the kind of people, not their presence.
    """
    cells = {column: [cell_of(row, column) for row in block.rows[heading + 1 :]] for column in columns}
    signs = known_signs()
    known = {one: sum(state_of(cell, signs) not in (EMPTY, UNCLEAR) for cell in of_one) for one, of_one in cells.items()}
    if any(known.values()):
        return max(columns, key=lambda column: known[column])
    varies = len(columns) == 1 and len({*map(text, cells[columns[0]])} - {""}) > 1
    return columns[0] if varies else None


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
        when = next((found for cell in heading.when(row) if (found := day_of(cell, calendar))), None)
        if when is not None and not calendar.holds(when):
            register.skipped.append(Note(block.at(at), who.name, f"{when.isoformat()} 不在本期日期之内，未读"))
            continue
        mark = mark_of(block, at, heading, when, in_force)
        (undated if when is None else marks)[at] = mark
    register.remarks += remarks_of(block, heading.free(shown_headings(block.rows[heading.row])), people)
    sitting = one_sitting(block, heading.row, [who for _, who in people], marks.values(), calendar) if undated else None
    marks |= sorted_in(block, heading, undated, sitting, register)
    only_missing = STATE in heading.columns and {mark.state for mark in marks.values()} <= {LEAVE, ABSENT}
    for at, mark in sorted(marks.items()):
        stated = heading.cell(block.rows[at], STATE)
        extent = part_missed(stated, mark.state, mark.session, signs) if mark.session is not None else None
        register.add(replace(mark, extent=extent), register.exceptions if only_missing else register.from_sign_ins)


def sorted_in(
    block: SourceBlock, heading: SignInHeading, undated: Mapping[int, Mark], sitting: Session | None, register: Register
) -> dict[int, Mark]:
    """Assign rows without day to the single session of the list; others are reported."""
    found = {}
    for at, mark in undated.items():
        own = mark.session.part if mark.session is not None else ""
        fits = sitting is not None and own in ("", sitting.part) and (own or without_day(heading.when(block.rows[at])))
        if fits and mark.state != EMPTY:
            found[at] = replace(mark, session=sitting, noon=None)
            continue
        register.skipped.append(Note(block.at(at), mark.who.name, "无法判断是哪一天，未读"))
        if may_have_come(mark.state):
            register.undated.append(mark)
    return found


def mark_of(block: SourceBlock, at: int, heading: SignInHeading, when: date | None, signs: Mapping[str, State]) -> Mark:
    """The mark of one row; the half day is given by a column, else by the time. ``when``: its day, if it has one."""
    row = block.rows[at]
    stated, day = heading.cell(row, SESSION), when or date.min
    moments = [moment for cell in heading.when(row) if (moment := clock_of(cell)) is not None]
    part = part_of(stated) or _SPEAKS_OF_SHIFTS.get(text(stated)[:2], "")
    part = part or (part_at(moments[0]) if moments else next(filter(None, map(part_of, heading.when(row))), ""))
    known = when is not None or moments or not blank(heading.cell(row, STATE))
    state = state_in(row, heading, signs, bool(moments)) if known else EMPTY
    shown = text(heading.cell(row, STATE))[:20]
    mark = Mark(block.at(at), who_of(block, at, heading.people), Session.on(day, part), state, shown, permission_of(shown))
    if part or not moments:
        return mark
    return replace(mark, session=None, noon=(Session.on(day, MORNING), Session.on(day, AFTERNOON)))


def state_in(row: list[Value], heading: SignInHeading, signs: Mapping[str, State], moment: bool) -> State:
    """The state in its column; otherwise a time of day, or a line of a sign-in list, means a sign-in."""
    found = state_of(heading.cell(row, STATE), signs)
    if found != EMPTY:
        return found
    return PRESENT if moment or (heading.is_signing and STATE not in heading.columns) else UNCLEAR


def one_sitting(
    block: SourceBlock, heading: int, people: Sequence[Who], marks: Iterable[Mark], calendar: Calendar
) -> Session | None:
    """The single session of a list; None if there may be several. ``marks``: its rows with a day."""
    if max(Counter(people).values(), default=0) > 1:
        return None
    titles = [*chain(*(row for row in block.rows[:heading] if not any(_ABOUT_THE_FILE.search(text(cell)) for cell in row)))]
    named = only_day((*titles, block.sheet), calendar)
    sessions = {mark.session for mark in marks if mark.session is not None}
    if sessions:
        session = sessions.pop()
        return session if not sessions and named in (None, session.day) else None
    halves = {part_of(cell) for cell in (*titles, block.sheet)} - {""}
    return Session.on(named, halves.pop()) if named is not None and len(halves) == 1 else None


def without_day(cells: Iterable[Value]) -> bool:
    """True if the time cells are empty or contain a dash."""
    return all(blank(cell) or _NO_TIME.fullmatch(text(cell)) for cell in cells)
