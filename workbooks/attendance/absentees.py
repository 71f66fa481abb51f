"""Reads lists of absentees: one row per session, with the names of those who were missing or on leave in a cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from udfs.schedule.attendance_signs import ABSENT, LATE, LEAVE, State, permission_of, worded
from udfs.schedule.partly_missed import extent_of
from udfs.schedule.sessions import PARTS, Calendar, Session, part_of, session_of
from udfs.values.cells import Value, blank, number, plain, text
from udfs.values.regex import regex
from workbooks.attendance.model import Mark, Register, Who
from workbooks.attendance.tables import SEARCHED_ROWS, heading_words
from workbooks.rosters.layout.written import looks_like_person
from workbooks.sources.model import Note, SourceBlock, cell_of

_SESSION = regex(r"(?:上课|培训|授课)?(?:日期|时间|时段|半天)|午别|课次")
_NAMES = regex(
    r"(?:无故)?(缺[勤课席]|旷课|未到|请假|事假|病假|公假|迟到)(?:人员|学员|者|名单|姓名|人员名单|人员姓名|学员姓名|学员名单)"
)
_EXPECTED, _CAME = regex(r"应[到出].{0,4}"), regex(r"实[到出].{0,4}")
_NOBODY = regex(r"[无零0全到勤没有/\\\-—–]*")
_NAME = regex(r"([^\s、，,;；()（）]+)(?:[（(]([^（()）]*)[)）])?")


@dataclass(frozen=True)
class AbsenteeHeading:
    """``sessions``: columns that name the session; ``names``: {column of names: its state}; ``counts``: 应到 and 实到."""

    row: int
    sessions: tuple[int, ...]
    names: Mapping[int, State]
    counts: tuple[int, ...]


def absentee_heading(block: SourceBlock) -> AbsenteeHeading | None:
    """The heading of the list; None if the block is none."""
    for at, row in enumerate(block.rows[:SEARCHED_ROWS]):
        words = heading_words(row)
        sessions = tuple(column for column, word in enumerate(words) if _SESSION.fullmatch(word))
        names = {column: worded(found[1]) for column, word in enumerate(words) if (found := _NAMES.fullmatch(word))}
        if sessions and names:
            counts = [
                next((column for column, word in enumerate(words) if one.fullmatch(word)), -1) for one in (_EXPECTED, _CAME)
            ]
            return AbsenteeHeading(at, sessions, names, tuple(counts) if -1 not in counts else ())
    return None


def read_absentees(block: SourceBlock, heading: AbsenteeHeading, calendar: Calendar, register: Register) -> None:
    """Add a mark for each name. A day above only the first of its rows also applies to the following ones."""
    carried: list[Value] = [None for _ in heading.sessions]
    for at, row in enumerate(block.rows[heading.row + 1 :], start=heading.row + 1):
        stated = [cell_of(row, column) for column in heading.sessions]
        if all(map(blank, stated)):
            continue
        carried = [before if blank(cell) else cell for cell, before in zip(stated, carried, strict=True)]
        session = session_of([cell for cell in carried if not blank(cell)], calendar)
        if session is None or not calendar.holds(session.day):
            register.skipped.append(Note(block.at(at), "", f"“{text(stated[0])[:20]}”无法判断是本期哪次课，未读"))
            continue
        halves = [session] if session.part else [Session(session.day, order) for order in range(len(PARTS) - 1)]
        register.sessions |= {*halves}
        register.exceptions |= {*halves}
        people = [one for column, state in heading.names.items() for one in named(cell_of(row, column), state)]
        for name, state, remark in people:
            own = [half for half in halves if part_of(remark) in ("", half.part)]
            if looks_like_person(name) and len(name) > 1 and own:
                marks = (Mark(block.at(at), Who(name), half, state, remark, permission_of(remark)) for half in own)
                register.marks += [replace(mark, extent=extent_of(remark, half)) for mark, half in zip(marks, own, strict=True)]
            else:
                what = f"不是{session}" if looks_like_person(name) and len(name) > 1 else "不像姓名"
                register.skipped.append(Note(block.at(at), "", f"{session}的“{remark[:20]}”{what}，未读"))
        expected, came = (number(cell_of(row, column)) for column in heading.counts or (-1, -1))
        counted = sum(state != LATE for _, state, _ in people)
        if expected is not None and came is not None and expected - came != counted:
            what = f"{session}应到减实到是 {text(expected - came)} 人，名单里有 {counted} 人，请核对"
            register.remarks.append(Note(block.at(at), "", what))


def named(value: Value, state: State) -> Iterator[tuple[str, State, str]]:
    """(name, state, remark) of each name in a cell; the remark in brackets decides over the heading.

    >>> [(name, str(state)) for name, state, _ in named("王芳、李明（病假）", ABSENT)]
    [('王芳', '缺勤'), ('李明', '请假')]
    """
    if _NOBODY.fullmatch(plain(value)):
        return
    for found in _NAME.finditer(text(value)):
        remark = found[2] or ""
        stated = worded(plain(remark).lower()) if remark else state
        yield found[1], stated if stated in (ABSENT, LEAVE, LATE) else state, found[0]
