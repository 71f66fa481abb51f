"""Reads leave approvals and registers of absences: a row per person and time. They contain nothing about other people."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from udfs.schedule.attendance_signs import ABSENT, LATE, LEAVE, UNCLEAR, State, permission_of, worded
from udfs.schedule.named_dates import named_days
from udfs.schedule.partly_missed import Extent, away_between, extent_of
from udfs.schedule.sessions import AFTERNOON, EVENING, MORNING, PARTS, Calendar, Session, by_weekday, in_year, part_of
from udfs.values.cells import Value, day, plain, text
from udfs.values.headings import NAME
from udfs.values.regex import regex
from workbooks.attendance.model import Mark, Register
from workbooks.attendance.tables import SEARCHED_ROWS, TableHeading, heading_words, people_columns, rows_of_people
from workbooks.sources.model import Note, SourceBlock

WHO, BEGINS, ENDS, KIND, STATE = "人", "开始", "结束", "假别", "审批"
WHEN, HOURS, DAYS, PERMISSION = "时间", "学时", "天数", "手续"
_HEADINGS = {
    WHO: regex(r"(?:申请|发起|请假|提交)人(?:姓名)?"),
    BEGINS: regex(r"(?:请假|休假)?(?:开始|起始)(?:时间|日期)"),
    ENDS: regex(r"(?:请假|休假)?(?:结束|终止|截止)(?:时间|日期)"),
    KIND: regex(r"(?:请假|假期|休假|假别)(?:类型|事由|原因|天数|时长)?|假别"),
    STATE: regex(r"审批(?:结果|状态)|当前状态|申请状态"),
}
_REGISTER_HEADINGS = {
    WHEN: regex(r"(?:请假|休假|缺勤|缺课|缺席|旷课)?(?:起止)?(?:日期|时间|时段)(?:及时段|段)?"),
    KIND: regex(r"(?:请假|假期|休假|缺勤|缺课)?(?:类型|类别|事由|原因|情况)|假别|备注"),
    HOURS: regex(r"(?:请假|缺勤|缺课)?(?:学时|课时)数?"),
    DAYS: regex(r"(?:请假|缺勤|缺课)?(?:天数|时长)"),
    PERMISSION: regex(r"请假手续|假条|有无假条|请假条"),
}
_OF_LEAVE, _OF_ABSENCE = regex(r"请假|休假"), regex(r"缺[勤课席]|旷课")
_VOID = regex(r"取消|作废|未休|实际(?:已)?到|照常(?:上课|参加)")
_LENGTHS = {
    HOURS: regex(r"[0-9]+(?:\.[0-9]+)?个?(?:学时|课时|小时|节课)"),
    DAYS: regex(r"(?:[0-9]+(?:\.[0-9]+)?|半)个?天"),
}
_COUNT = regex(r"([0-9]+(?:\.[0-9]+)?|半)个?(?:天|学时|课时)?")
_LESSONS, _CLOCK = regex(r"第[0-9一二三四五六七八、,，\-—~～至到]+节"), regex(r"[0-9]{1,2}:[0-9]{2}")
_TO, _LIST = regex(r"[至到—–~～]+"), regex(r"[、,，;；和及\s]+")
_REFUSED = regex(r"拒绝|驳回|撤[销回]|未通过|不同意|审批中(?!心)|进行中|待审批|终止")


def leave_heading(block: SourceBlock) -> TableHeading | None:
    """The heading of the table; None if the block has none."""
    for at, row in enumerate(block.rows[:SEARCHED_ROWS]):
        words = heading_words(row)
        columns = {
            what: column
            for column, word in reversed(list(enumerate(words)))
            for what, pattern in _HEADINGS.items()
            if pattern.fullmatch(word)
        }
        people = people_columns(row) | ({NAME: columns[WHO]} if WHO in columns else {})
        if NAME in people and {BEGINS, ENDS, KIND} <= columns.keys():
            return TableHeading(at, people, columns)
    return None


def read_leaves(block: SourceBlock, heading: TableHeading, calendar: Calendar, register: Register) -> None:
    """Add a mark for each half day fully covered by an approved application; partly covered ones are ambiguous."""
    for at, row, who in rows_of_people(block, heading.row + 1, heading.people, register):
        state = text(heading.cell(row, STATE))
        if _REFUSED.search(state):
            register.skipped.append(Note(block.at(at), who.name, f"审批是“{state[:12]}”，未计请假"))
            continue
        begins, ends = heading.cell(row, BEGINS), heading.cell(row, ENDS)
        found = list(halves_between(begins, ends, calendar))
        if not found:
            register.skipped.append(Note(block.at(at), who.name, "无法判断从几时到几时请假，或不在本期日期之内，未计"))
        for session, whole in found:
            shown = f"{text(begins)} 至 {text(ends)}"
            register.marks.append(Mark(block.at(at), who, session, LEAVE if whole else UNCLEAR, shown))
            register.sessions.add(session)
            register.exceptions.add(session)


def halves_between(begins: Value, ends: Value, calendar: Calendar) -> Iterator[tuple[Session, bool]]:
    """The half days of the class between two moments, and whether each is fully covered."""
    span = f"{text(begins)[:16]} 到 {text(ends)[:16]}"
    for one in calendar.days():
        for part, covered in away_between(span, one).items():
            if covered is not False:
                yield Session(one, PARTS.index(part)), covered is True


def register_heading(block: SourceBlock) -> TableHeading | None:
    """The heading of a register of leaves or absences, whose time is one text (10月21日下午); None if the block is none."""
    for at, row in enumerate(block.rows[:SEARCHED_ROWS]):
        words = heading_words(row)
        columns = {
            what: column
            for column, word in reversed(list(enumerate(words)))
            for what, pattern in _REGISTER_HEADINGS.items()
            if pattern.fullmatch(word)
        }
        people = people_columns(row)
        if NAME in people and WHEN in columns and default_state(block, at) is not None:
            return TableHeading(at, people, columns)
    return None


def default_state(block: SourceBlock, heading: int) -> State | None:
    """What a row means that does not say more: LEAVE or ABSENT by the headings and titles, UNCLEAR if they name both."""
    words = " ".join([*heading_words(block.rows[heading]), *map(text, block.above(heading)), block.sheet])
    found = {state for state, pattern in ((LEAVE, _OF_LEAVE), (ABSENT, _OF_ABSENCE)) if pattern.search(words)}
    return None if not found else found.pop() if len(found) == 1 else UNCLEAR


def read_register(block: SourceBlock, heading: TableHeading, calendar: Calendar, register: Register) -> None:
    """Add a mark for each half day that a row names. A length that does not fit them leaves them open."""
    default = default_state(block, heading.row) or UNCLEAR
    for at, row, who in rows_of_people(block, heading.row + 1, heading.people, register):
        shown = when_shown(heading.cell(row, WHEN))
        halves = halves_stated(shown, calendar)
        void = next((words for words in map(text, row) if _REFUSED.search(words) or _VOID.search(words)), "")
        if void:
            register.skipped.append(Note(block.at(at), who.name, f"写着“{void[:20]}”，未计，请核对"))
            continue
        if not halves:
            what = f"“{shown[:20]}”无法判断是本期哪个半天，未计，请写成“10月21日下午”"
            register.skipped.append(Note(block.at(at), who.name, what))
            continue
        kind = heading.cell(row, KIND)
        permission = permission_of(heading.cell(row, PERMISSION)) or permission_of(kind)
        stated = worded(plain(kind).lower())
        state = stated if stated in (LEAVE, ABSENT, LATE) else LEAVE if permission == "有" else default
        lengths = {
            what: text(heading.cell(row, what)) or first_group(pattern, f"{shown} {text(kind)}")
            for what, pattern in _LENGTHS.items()
        }
        hours, days = (count_of(lengths[what]) for what in (HOURS, DAYS))
        if part_of(kind) not in ("", *({one.part for one in halves} if len(halves) == 1 else ())):
            state = UNCLEAR
        if (lengths[HOURS] and not hours) or (lengths[DAYS] and days != Fraction(len(halves), 2)):
            state = UNCLEAR
        for session in halves:
            extent = Extent(hours=hours / len(halves)) if hours else part_of_half(shown, session)
            register.marks.append(Mark(block.at(at), who, session, state, shown, permission, extent=extent))
            register.sessions.add(session)
            register.exceptions.add(session)


def first_group(pattern: re.Pattern[str], shown: str) -> str:
    found = pattern.search(shown)
    return found[0] if found else ""


def count_of(length: str) -> Fraction | None:
    """The number of days or 学时; None for any other unit or wording.

    >>> count_of("1.5天"), count_of("半天"), count_of("4"), count_of("2小时")
    (Fraction(3, 2), Fraction(1, 2), Fraction(4, 1), None)
    """
    found = _COUNT.fullmatch(plain(length))
    return (Fraction(1, 2) if found[1] == "半" else Fraction(found[1])) if found else None


def part_of_half(shown: str, session: Session) -> Extent | None:
    """Which part of a half day a text with clock times or lessons names; None if it names none of them."""
    return Extent() if _LESSONS.search(shown) else extent_of(shown, session) if _CLOCK.search(shown) else None


def when_shown(when: Value) -> str:
    found = day(when)
    return text(when).strip() if found is None else f"{found.month}月{found.day}日"


def halves_stated(when: str, calendar: Calendar) -> list[Session]:
    """The half days of the class that a text names: a day, a half day, several of them, from one to another.

    [] if one of them cannot be told or lies outside the class.

    >>> from datetime import date
    >>> july = Calendar(date(2025, 7, 14), date(2025, 7, 18))
    >>> [str(one) for one in halves_stated("7.15下午-7.16", july)], [str(one) for one in halves_stated("7月18日上午", july)]
    (['7月15日下午', '7月16日上午', '7月16日下午'], ['7月18日上午'])
    """
    shown = _LESSONS.sub("", unicodedata.normalize("NFKC", when))
    days = [in_year(one, calendar) for one in named_days(shown)] or by_weekday([shown], calendar)
    if _CLOCK.search(shown):
        away = {one: away_between(shown, one) for one in calendar.days()} if days else {}
        return [
            Session(one, PARTS.index(part)) for one, parts in away.items() for part, whole in parts.items() if whole is not False
        ]
    pieces = [one for one in _TO.split(shown) if one.strip()]
    if len(days) == 2 and len(pieces) != 2:
        pieces = [one for one in shown.split("-") if one.strip()]
    if len(days) == 2 and len(pieces) == 2:
        return between(days, [part_of(one) for one in pieces], calendar)
    pieces = [one for one in _LIST.split(shown) if one.strip()] if len(days) > 1 else [shown]
    parts = [part_of(one) for one in pieces]
    if len(pieces) != len(days) or ("" in parts and any(parts)):
        return []
    found = [between([one, one], [part, part], calendar) for one, part in zip(days, parts, strict=True)]
    return [session for halves in found for session in halves] if all(found) else []


def between(days: Sequence[date | None], parts: Sequence[str], calendar: Calendar) -> list[Session]:
    """The half days from the part of one day to the part of another; '' stands for the whole day."""
    first, last = days
    if first is None or last is None or first > last or not (calendar.holds(first) and calendar.holds(last)) or EVENING in parts:
        return []
    found = [Session(one, at) for one in calendar.days() if first <= one <= last for at in (0, 1)]
    return found[parts[0] == AFTERNOON : len(found) - (parts[1] == MORNING)]
