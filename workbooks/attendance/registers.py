"""Reads registers of leaves and absences: a row per person, whose time is a text (10月21日下午). Nobody else is named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from udfs.schedule.attendance_signs import ABSENT, LATE, LEAVE, UNCLEAR, State, permission_of, worded
from udfs.schedule.partly_missed import Extent, extent_of
from udfs.schedule.sessions import Calendar, Session, part_of
from udfs.schedule.stated_halves import CLOCK, LESSONS, as_text, halves_stated
from udfs.values.cells import Value, blank, plain, text
from udfs.values.headings import NAME
from udfs.values.regex import regex
from workbooks.attendance.leaves import REFUSED
from workbooks.attendance.model import Mark, Register
from workbooks.attendance.remarks import note_unread
from workbooks.attendance.tables import (
    PERMISSION,
    PERMISSION_HEADING,
    SEARCHED_ROWS,
    TableHeading,
    columns_headed,
    heading_words,
    people_columns,
    rows_of_people,
    said_in,
    shown_headings,
)
from workbooks.sources.model import Note, SourceBlock

KIND, HOURS, DAYS, WHEN = "假别", "学时", "天数", "时间"
_HEADINGS = {
    KIND: regex(r"(?:请假|假期|休假|缺勤|缺课)?(?:类型|类别|事由|原因|情况)|假别|备注"),
    HOURS: regex(r"(?:请假|缺勤|缺课)?(?:学时|课时)数?"),
    DAYS: regex(r"(?:请假|缺勤|缺课)?(?:天数|时长)"),
    WHEN: regex(
        r"(?:请假|休假|缺勤|缺课|缺席|旷课)?(?:起止)?(?:日期|时间|时段)(?:及时段|段)?|(?:开始|结束|起始|截止)(?:日期|时间)|节次|课次|半天|上下午|午别"
    ),
} | PERMISSION_HEADING
_OF_LEAVE, _OF_ABSENCE = regex(r"请假|休假"), regex(r"缺[勤课席]|旷课")
_VOID = regex(r"取消|作废|未休|实际(?:已)?到|照常(?:上课|参加)")
_LENGTHS = {
    HOURS: regex(r"[0-9]+(?:\.[0-9]+)?个?(?:学时|课时|小时|节课)"),
    DAYS: regex(r"(?:[0-9]+(?:\.[0-9]+)?|半)个?天"),
}
_COUNT = regex(r"([0-9]+(?:\.[0-9]+)?|半)个?(?:天|学时|课时)?")


def register_heading(block: SourceBlock) -> TableHeading | None:
    """The heading of the register; None if the block is none."""
    for at, row in enumerate(block.rows[:SEARCHED_ROWS]):
        times = tuple(column for column, what in said_in(row, _HEADINGS).items() if what == WHEN)
        people = people_columns(row)
        if NAME in people and times and default_state(block, at) is not None:
            return TableHeading(at, people, columns_headed(row, _HEADINGS), times)
    return None


def is_of_absence(block: SourceBlock, heading: TableHeading) -> bool:
    """True if the headings of its times say so (请假日期): then no row of it is a sign-in."""
    words = [plain(cell) for cell in heading.when(block.rows[heading.row])]
    return any(_OF_LEAVE.search(word) or _OF_ABSENCE.search(word) for word in words)


def default_state(block: SourceBlock, heading: int) -> State | None:
    """What a row means that does not say more: LEAVE or ABSENT by the headings and titles, UNCLEAR if they name both."""
    words = " ".join([*heading_words(block.rows[heading]), *map(text, block.above(heading)), block.sheet])
    found = {state for state, pattern in ((LEAVE, _OF_LEAVE), (ABSENT, _OF_ABSENCE)) if pattern.search(words)}
    return None if not found else found.pop() if len(found) == 1 else UNCLEAR


def read_register(block: SourceBlock, heading: TableHeading, calendar: Calendar, register: Register) -> None:
    """Add a mark for each half day that a row names. A length or a reason that does not fit them leaves them open."""
    default = default_state(block, heading.row) or UNCLEAR
    rows = list(rows_of_people(block, heading.row + 1, heading.people, register))
    for at, row, who in rows:
        shown = " ".join(as_text(cell) for cell in heading.when(row) if not blank(cell))
        halves = halves_stated(shown, calendar)
        void = next((words for words in map(text, row) if REFUSED.search(words) or _VOID.search(words)), "")
        if void:
            register.skipped.append(Note(block.at(at), who.name, f"写着“{void[:20]}”，未计，请核对"))
            continue
        if not halves:
            what = f"“{shown[:20]}”无法判断是本期哪个半天，未计，请写成“10月21日下午”"
            register.skipped.append(Note(block.at(at), who.name, what))
            continue
        kind = heading.cell(row, KIND)
        permission = permission_of(heading.cell(row, PERMISSION)) or permission_of(kind)
        lengths = {what: text(heading.cell(row, what)) or found_in(f"{shown} {text(kind)}", by) for what, by in _LENGTHS.items()}
        state = state_of_row(kind, permission, default) if fits(kind, lengths, halves) else UNCLEAR
        hours = count_of(lengths[HOURS])
        for session in halves:
            extent = Extent(hours=hours / len(halves)) if hours else part_of_half(shown, session)
            register.add(Mark(block.at(at), who, session, state, shown, permission, extent=extent), register.exceptions)
    free = heading.free(shown_headings(block.rows[heading.row]))
    note_unread(block, heading.row, free, [(at, who) for at, _, who in rows], register)


def state_of_row(kind: Value, permission: str, default: State) -> State:
    stated = worded(plain(kind).lower())
    return stated if stated in (LEAVE, ABSENT, LATE) else LEAVE if permission == "有" else default


def fits(kind: Value, lengths: dict[str, str], halves: Sequence[Session]) -> bool:
    """True if the reason names no other half day, and days and 学时, where stated, can be those of the half days."""
    own = {halves[0].part} if len(halves) == 1 else set[str]()
    if part_of(kind) not in ("", *own) or (lengths[HOURS] and not count_of(lengths[HOURS])):
        return False
    return not lengths[DAYS] or count_of(lengths[DAYS]) == Fraction(len(halves), 2)


def found_in(words: str, pattern: re.Pattern[str]) -> str:
    found = pattern.search(words)
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
    return Extent() if LESSONS.search(shown) else extent_of(shown, session) if CLOCK.search(shown) else None
