"""Reads lists of absentees: one row per session, with the names of those who were missing or on leave in a cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from udfs.schedule.attendance_signs import ABSENT, LATE, LEAVE, State, permission_of, worded
from udfs.schedule.partly_missed import extent_of
from udfs.schedule.sessions import Calendar, Session, part_of
from udfs.schedule.stated_halves import as_text, halves_stated
from udfs.values.cells import Value, blank, number, plain, text
from udfs.values.regex import regex
from workbooks.attendance.model import Mark, Register, Who
from workbooks.attendance.remarks import several, unread_columns
from workbooks.attendance.tables import SEARCHED_ROWS, TableHeading, columns_headed, heading_words, said_in, shown_headings
from workbooks.rosters.layout.written import looks_like_person
from workbooks.sources.model import Note, SourceBlock, cell_of

WHEN, EXPECTED, CAME = "时间", "应到", "实到"
_HEADINGS = {
    WHEN: regex(r"(?:上课|培训|授课)?(?:日期|时间|时段|半天)|午别|课次"),
    EXPECTED: regex(r"应[到出].{0,4}"),
    CAME: regex(r"实[到出].{0,4}"),
}
_NAMES = regex(
    r"(?:无故)?(?:缺[勤课席]|旷课|未到|请假|事假|病假|公假|迟到|早退)"
    r"(?:人员|学员|者|名单|姓名|人员名单|人员姓名|学员姓名|学员名单)(?:[及和与、]?\(?(?:原因|事由|情况|说明)\)?)?"
)
_NOBODY = regex(r"无|没有|无人|零|0|全到|全勤|全部到齐|全员到齐|[/\\\-—–]*")
_NAME = regex(r"([^\s、，,;；()（）]+)(?:[（(]([^（()）]*)[)）])?")


class Absentee(NamedTuple):
    """A name in a cell; ``remark``: what stands in brackets behind it; ``shown``: both, as written."""

    name: str
    state: State
    remark: str
    shown: str


@dataclass(frozen=True)
class AbsenteeHeading(TableHeading):
    """``names``: {column of names: its state}."""

    names: Mapping[int, State]


def absentee_heading(block: SourceBlock) -> AbsenteeHeading | None:
    """The heading of the list; None if the block is none."""
    for at, row in enumerate(block.rows[:SEARCHED_ROWS]):
        times = tuple(column for column, what in said_in(row, _HEADINGS).items() if what == WHEN)
        names = {column: worded(word) for column, word in enumerate(heading_words(row)) if _NAMES.fullmatch(word)}
        if times and names:
            columns = columns_headed(row, _HEADINGS)
            return AbsenteeHeading(at, {}, columns if columns.keys() >= {EXPECTED, CAME} else {}, times, names)
    return None


def read_absentees(block: SourceBlock, heading: AbsenteeHeading, calendar: Calendar, register: Register) -> None:
    """Add a mark for each name. Rows whose half day cannot be told are reported: among them several of one day, each of which
    may be a part of it."""
    rows = dict(rows_with_times(block, heading))
    found = {at: halves_stated(when, calendar) for at, when in rows.items()}
    stated_at = {spanned(block, at, heading.times[0])[0]: halves for at, halves in found.items()}
    whole = Counter(day for halves in stated_at.values() if len(halves) > 1 for day in {half.day for half in halves})
    for at, halves in found.items():
        when, row = rows[at], block.rows[at]
        people = [one for column, state in heading.names.items() for one in named(cell_of(row, column), state)]
        if len({half.day for half in halves}) != 1 or (len(halves) > 1 and whole[halves[0].day] > 1):
            who = f"：{several([one.shown[:20] for one in people])}" if people else ""
            register.skipped.append(Note(block.at(at), "", f"“{when[:20]}”无法判断是本期哪个半天，未读{who}"))
            continue
        register.sessions |= {*halves}
        register.exceptions |= {*halves}
        for one in people:
            add(block, at, one, halves, register)
        expected, came = (number(heading.cell(row, what)) for what in (EXPECTED, CAME))
        counted = sum(one.state != LATE for one in people)
        if expected is not None and came is not None and expected - came != counted:
            what = f"{when}应到减实到是 {text(expected - came)} 人，名单里有 {counted} 人，请核对"
            register.remarks.append(Note(block.at(at), "", what))
    free = heading.free(shown_headings(block.rows[heading.row]), *heading.names)
    filled = [column for column in free if any(not blank(cell_of(block.rows[at], column)) for at in rows)]
    register.remarks += unread_columns(block.at(heading.row), free, filled)


def rows_with_times(block: SourceBlock, heading: AbsenteeHeading) -> Iterator[tuple[int, str]]:
    """(row, its day and half day as text) of the filled rows, merged cells with the text of their area. A row that begins with
    an empty cell belongs to the day above."""
    day: Value = None
    for at in range(heading.row + 1, len(block.rows)):
        places = [spanned(block, at, column) for column in heading.times]
        stated = [cell_of(block.rows[top], left) for top, left in places]
        if all(map(blank, stated)):
            if not all(blank(cell_of(block.rows[at], column)) for column in heading.names):
                yield at, ""
            continue
        if len(stated) > 1 and blank(stated[0]):
            stated[0] = day
        day = stated[0]
        yield at, " ".join(as_text(cell) for cell in stated if not blank(cell))


def spanned(block: SourceBlock, row: int, column: int) -> tuple[int, int]:
    """The cell that holds the text of this one: the first of a merged area, else itself."""
    for span in block.merged:
        if span.top <= row <= span.bottom and span.left <= column <= span.right:
            return span.top, span.left
    return row, column


def add(block: SourceBlock, at: int, one: Absentee, halves: Sequence[Session], register: Register) -> None:
    """Add the marks of a name; what is none, or names another half day, is reported."""
    own = [half for half in halves if part_of(one.remark) in ("", half.part)]
    if not looks_like_person(one.name) or len(one.name) < 2 or not own:
        what = "不是这个半天" if not own else "不像姓名"
        register.skipped.append(Note(block.at(at), "", f"{halves[0]}的“{one.shown[:20]}”{what}，未读"))
        return
    for half in own:
        mark = Mark(block.at(at), Who(one.name), half, one.state, one.shown, permission_of(one.remark))
        register.marks.append(replace(mark, extent=extent_of(one.remark, half)))


def named(value: Value, state: State) -> Iterator[Absentee]:
    """The names of a cell; a remark in brackets decides over the heading.

    >>> [(one.name, str(one.state)) for one in named("王芳、李明（病假）", ABSENT)]
    [('王芳', '缺勤'), ('李明', '请假')]
    """
    if _NOBODY.fullmatch(plain(value)):
        return
    for found in _NAME.finditer(text(value)):
        remark = found[2] or ""
        stated = worded(plain(remark).lower()) if remark else state
        yield Absentee(found[1], stated if stated in (ABSENT, LEAVE, LATE) else state, remark, found[0])
