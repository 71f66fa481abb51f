"""Reads exports of online meetings with times of joining and leaving. A session is a half day of the meeting; presence
requires a minimum share of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import repeat
from statistics import median_low

from udfs.schedule.attendance_signs import ABSENT, PRESENT, UNCLEAR
from udfs.schedule.sessions import EVENING_FROM, NOON_FROM, NOON_TO, Calendar, Session, clock_of, day_of
from udfs.values.cells import Value, plain, text
from udfs.values.headings import NAME
from udfs.values.regex import regex
from workbooks.attendance.model import Mark, Register, Stay, Who
from workbooks.attendance.tables import SEARCHED_ROWS, TableHeading, only_day, people_columns, rows_of_people
from workbooks.rosters.layout.headings import column_called
from workbooks.sources.model import Note, Origin, SourceBlock

MINIMUM_SHARE = Fraction(4, 5)
"""Default minimum share of a session for presence."""
WITHOUT_GAPS = 0.9
SHORTEST_SESSION = timedelta(minutes=30)
PARTS_OF_DAY = ((time(0), NOON_FROM), (NOON_TO, EVENING_FROM), (EVENING_FROM, time(23, 59, 59)))
JOINED, LEFT, LASTED = "入会", "退会", "时长"
_SPELLINGS = {
    NAME: "姓名 昵称 用户昵称 入会昵称 参会者 参会人 参会人员 参会者姓名 参会成员 成员 成员姓名 成员名称 名称 用户名 用户名称 "
    "显示名称 与会者 与会人 学员姓名 用户 观众昵称 name username 原始名称 name(originalname) 名称(原始名称)",
    JOINED: "入会时间 加入时间 首次入会时间 进入时间 首次加入时间 加入会议时间 入会时刻 进入会议时间 首次进入时间 进会时间 "
    "进入直播间时间 首次观看时间 开始观看时间 jointime",
    LEFT: "退会时间 离开时间 离会时间 最后离开时间 最后退会时间 退出时间 离开会议时间 最后离会时间 末次离开时间 退出会议时间 "
    "最后观看时间 结束观看时间 leavetime",
    LASTED: "时长 入会时长 参会时长 累计时长 在会时长 会议时长 参会总时长 累计参会时长 累计入会时长 持续时间 在线时长 观看时长 "
    "累计观看时长 总时长 时长(分钟) 入会时长(分钟) 参会时长(分钟) 累计时长(分钟) 持续时间(分钟) 观看时长(分钟) 在线时长(分钟) "
    "duration duration(minutes) totalduration(minutes)",
}
_WORDS = {field: words.split() for field, words in _SPELLINGS.items()}
_UNITS = [regex(rf"([0-9]+(?:\.[0-9]+)?)(?:{unit})") for unit in ("小时|时|h", "分钟|分|min", "秒|s")]
_AMOUNT, _CLOCK = regex(r"[0-9]+(?:\.[0-9]+)?"), regex(r"(?:([0-9]{1,3}):(?=.*:))?([0-9]{1,3}):([0-5]?[0-9])")


def meeting_heading(block: SourceBlock) -> TableHeading | None:
    """The heading of the table; None if the block has none."""
    for at, row in enumerate(block.rows[:SEARCHED_ROWS]):
        columns = {what: column for what, words in _WORDS.items() if (column := column_called(row, words)) is not None}
        if NAME in columns and (LEFT in columns or {JOINED, LASTED} <= columns.keys()):
            return TableHeading(at, people_columns(row) | {NAME: columns[NAME]}, columns, ())
    return None


def read_meeting(block: SourceBlock, heading: TableHeading, calendar: Calendar, register: Register) -> None:
    """Add every stay in the meeting within the class."""
    unit = text(heading.cell(block.rows[heading.row], LASTED))
    day_above = only_day((*block.above(heading.row), block.sheet, block.source), calendar)
    for at, row, who in rows_of_people(block, heading.row + 1, heading.people, register):
        stay = stay_of(row, heading, unit, calendar, day_above)
        if stay is None:
            register.skipped.append(Note(block.at(at), who.name, "看不出入会时间，未读"))
        elif not calendar.holds(stay[0].date()):
            register.skipped.append(Note(block.at(at), who.name, f"{stay[0].date().isoformat()} 不在本期日期之内，未读"))
        else:
            register.stays.append(Stay(block.at(at), who, *stay))


def with_meetings(register: Register, whose: Callable[[Who], Who], share: Fraction) -> Register:
    """The register with one mark per person and session of its meetings: present for at least ``share`` of it, else absent;
    minutes are reported. ``whose`` maps devices and nicknames to one person."""
    found = replace(
        register, marks=list(register.marks), sessions=set(register.sessions), from_sign_ins=set(register.from_sign_ins),
        remarks=list(register.remarks),
    )  # fmt: skip
    by_day: dict[date, list[Stay]] = defaultdict(list)
    for stay in register.stays:
        by_day[stay.start.date()].append(replace(stay, who=whose(stay.who)))
    for when, of_day in sorted(by_day.items()):
        for order, (begins, ends) in enumerate(PARTS_OF_DAY):
            limits = (datetime.combine(when, begins), datetime.combine(when, ends))
            read_part(Session(when, order), of_day, limits, share, found)
    return found


def stay_of(
    row: Sequence[Value], heading: TableHeading, unit: str, calendar: Calendar, day: date | None
) -> tuple[datetime, datetime | None] | None:
    """(begin, end) of a stay; None if it is unreadable, an unknown end is None. ``unit``: the heading of the duration."""
    joined, left = (moment_of(heading.cell(row, what), calendar, day) for what in (JOINED, LEFT))
    lasted = length_of(heading.cell(row, LASTED), unit)
    if joined is None and left is not None and lasted is not None:
        joined = left - lasted
    if joined is None:
        return None
    if left is None:
        left = joined + lasted if lasted is not None else None
    elif left < joined or (lasted is not None and lasted < (left - joined) * WITHOUT_GAPS):
        left = None  # absent in between (首次入会, 最后退会, 累计时长), at unknown times
    return joined, left


def moment_of(value: Value, calendar: Calendar, day: date | None) -> datetime | None:
    """Date and time of a cell; the date of the title if the cell has only a time."""
    if isinstance(value, datetime):
        return value
    clock = clock_of(value)
    if clock is None:
        return None
    if isinstance(value, str) and (seconds := re.search(r":[0-5][0-9]:([0-5][0-9])", value)):
        clock = clock.replace(second=int(seconds[1]))
    when = day_of(value, calendar) or day
    return datetime.combine(when, clock) if when is not None else None


def length_of(value: Value, heading: str) -> timedelta | None:
    """A duration: 01:35:10, 35:10 (minutes and seconds), 95分钟, 1小时35分, or a number in the unit of the heading (default
    minutes).

    >>> {str(length_of(one, "时长")) for one in ("01:35:00", "95:00", "95分钟", "1小时35分", "95", 95)}
    {'1:35:00'}
    """
    shown = value.isoformat() if isinstance(value, time) else plain(value).lower()
    if _AMOUNT.fullmatch(shown):
        shown += "小时" if "小时" in heading else "秒" if "秒" in heading else "分"
    found = clock.groups() if (clock := _CLOCK.fullmatch(shown)) else [*map(amount_of, _UNITS, repeat(shown))]
    hours, minutes, seconds = (float(one or 0) for one in found)
    return timedelta(hours=hours, minutes=minutes, seconds=seconds) if any(found) else None


def amount_of(unit: re.Pattern[str], shown: str) -> str | None:
    found = unit.search(shown)
    return found[1] if found else None


def read_part(
    session: Session,
    sittings: Sequence[Stay],
    limits: tuple[datetime, datetime],
    share: Fraction,
    register: Register,
) -> None:
    """The marks of one half day; it lasts from the arrival of half of the participants to the departure of half of them."""
    stays: dict[Who, list[tuple[datetime, datetime]]] = defaultdict(list)
    rows: dict[Who, Origin] = {}
    open_ended: set[Who] = set()
    for sitting in sittings:
        rows.setdefault(sitting.who, sitting.origin)
        if sitting.end is None:
            open_ended.add(sitting.who)
        elif max(sitting.start, limits[0]) < min(sitting.end, limits[1]):
            stays[sitting.who].append((max(sitting.start, limits[0]), min(sitting.end, limits[1])))
    if not stays:
        return
    begins = median_low([min(start for start, _ in own) for own in stays.values()])
    ends = median_low([max(end for _, end in own) for own in stays.values()])
    if ends - begins < SHORTEST_SESSION:
        return
    register.sessions.add(session)
    register.from_sign_ins.add(session)
    for who, at in rows.items():
        there = covered(stays.get(who, ()), begins, ends)
        part = Fraction(int(there.total_seconds()), int((ends - begins).total_seconds()))
        state = PRESENT if part >= share else UNCLEAR if who in open_ended else ABSENT
        minutes = int(there.total_seconds()) // 60
        register.marks.append(Mark(at, who, session, state, f"在会{minutes}分钟"))
        if state == ABSENT and minutes:
            whole = int((ends - begins).total_seconds()) // 60
            what = f"{session}在会 {minutes} 分钟，不足全场 {whole} 分钟的 {float(share):.0%}，按缺勤计"
            register.remarks.append(Note(at, who.name, what))


def covered(stays: Iterable[tuple[datetime, datetime]], begins: datetime, ends: datetime) -> timedelta:
    """The part of a span covered by the stays, overlaps counted once."""
    found, until = timedelta(0), begins
    for start, end in sorted(stays):
        start, end = max(start, until), min(end, ends)
        if start < end:
            found, until = found + (end - start), end
    return found
