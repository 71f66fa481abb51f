"""Reads half-day grids: people in rows, sessions in columns, a mark in each cell; one to three heading rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from udfs.records.tidying import tidy_amount
from udfs.schedule.attendance_signs import (
    ABSENT,
    EMPTY,
    LATE,
    LEAVE,
    PRESENT,
    THERE,
    UNCLEAR,
    State,
    known_signs,
    legend,
    permission_of,
    state_of,
)
from udfs.schedule.partly_missed import FIGURES, Extent, extent_of
from udfs.schedule.sessions import PARTS, Calendar, Session, clock_of, is_heading_of_hours, part_at, part_of, session_of
from udfs.values.cells import Value, blank, number, plain, text
from udfs.values.headings import NAME
from udfs.values.regex import regex
from workbooks.attendance.model import Mark, Register, SignsByUser, Who
from workbooks.attendance.remarks import remarks_of, unread_columns
from workbooks.attendance.tables import MOST_HEADING_ROWS, heading_cell, is_name, only_day, people_headings, who_of, with_spans
from workbooks.rosters.layout.headings import LONGEST_HEADING, meaning
from workbooks.rosters.layout.written import looks_like_person
from workbooks.rosters.lines import is_footer
from workbooks.sources.model import Note, SourceBlock, cell_of

SHORTEST_LEGEND, LONGEST_LEGEND = 4, 300
PERMISSION_WORDS = frozenset(("请假手续", "假条", "有无假条", "请假条"))
SIGN_WORDS = frozenset(("签到", "签名", "签字", "本人签名", "本人签字", "出勤", "出勤情况", "到课", "考勤", "是否到课"))
SIGN_WORDS |= {"签退", "签到时间", "签退时间"}
_NTH_DAY = regex(r"第([0-9]{1,2}|[一二三四五六七八九十])[天日]")
BINARY: Mapping[str, State] = {"1": PRESENT, "0": ABSENT}


@dataclass(frozen=True)
class GridHeading:
    """Position of a grid in its block; 0-based, ``first``: first row of people."""

    row: int
    first: int
    people: Mapping[str, int]
    sessions: Mapping[int, Session]
    permission: int | None
    hours: Mapping[int, Value]


def grid_heading(block: SourceBlock, calendar: Calendar, one_day: bool = False) -> GridHeading | None:
    """The heading of the grid of a block; None if there is none. ``one_day``: its title or the sheet's name gives the day."""
    rows = with_spans(block)
    for at, people in people_headings(rows):
        end = at + 1
        while end < len(rows) and end < at + MOST_HEADING_ROWS and is_heading_too(rows[end], people):
            end += 1
        above = [at - 1] if at and blank(cell_of(rows[at - 1], people[NAME])) else []
        headings = [rows[one] for one in (*above, *range(at, end))]
        if one_day:
            sessions = sessions_of_one_day(block, rows, at, headings, people, calendar)
        else:
            dated = with_dates(headings, calendar)
            sessions = sessions_in(dated, people, calendar) or bare_days(headings, people, calendar)
        if sessions:
            hours_row = next((one for one in headings if any(is_heading_of_hours(cell) for cell in one)), [])
            hours = {column: cell_of(hours_row, column) for column in sessions}
            permission = next(
                (column for one in headings for column, cell in enumerate(one) if plain(cell) in PERMISSION_WORDS), None
            )
            return GridHeading(at, end, people, sessions, permission, hours)
    return None


def is_heading_too(row: list[Value], people: Mapping[str, int]) -> bool:
    """True for a second or third heading row: it has no name, or repeats the heading (a merged cell)."""
    name = cell_of(row, people[NAME])
    if any(is_heading_of_hours(cell) for cell in row):
        return True
    again = isinstance(name, str) and meaning(name.strip()).field == NAME
    return (blank(name) or again) and any(not blank(cell) for cell in row)


def with_dates(headings: list[list[Value]], calendar: Calendar) -> list[list[Value]]:
    """The headings with 第一天, 第二天 … as dates, where they number all days of the class; otherwise unchanged: lessons may
    begin on the second day."""
    stated = {found[0]: found[1] for row in headings for cell in row if (found := _NTH_DAY.match(plain(cell)))}
    numbers = {words: int(count) if count.isdecimal() else FIGURES.get(count, 0) for words, count in stated.items()}
    days = calendar.days()
    if not days or {*numbers.values()} != {*range(1, len(days) + 1)}:
        return headings

    def dated(cell: Value) -> Value:
        shown = plain(cell)
        found = _NTH_DAY.match(shown)
        if found is None:
            return cell
        when = days[numbers[found[0]] - 1]
        return f"{when.month}月{when.day}日{shown[found.end() :]}"

    return [[dated(cell) for cell in row] for row in headings]


def sessions_in(headings: list[list[Value]], people: Mapping[str, int], calendar: Calendar) -> dict[int, Session]:
    """{column: session}. A day above only the first of its columns also applies to the following ones."""
    found: dict[int, Session] = {}
    carried: dict[int, Value] = {}
    for column in range(max(len(row) for row in headings)):
        if column in people.values():
            continue
        cells = [heading_cell(row, column) for row in headings]
        if all(blank(cell) for cell in cells):
            carried.clear()
            continue
        for depth, cell in enumerate(cells):
            if not blank(cell):
                carried[depth] = cell
            elif not blank(cells[-1]):
                cells[depth] = carried.get(depth)
        if says_something_else(cells):
            continue
        session = session_of([cell for cell in cells if not blank(cell)], calendar)
        if session is not None:
            found[column] = session
    return found


def bare_days(rows: list[list[Value]], people: Mapping[str, int], calendar: Calendar) -> dict[int, Session]:
    """{column: session} under a row of day numbers (14, 15, 16 …) as in monthly statistics: each is the next such day of the
    class.

    A day may cover several columns, merged or only above the first: a row below gives the half day.
    """
    held = {when.day: when for when in calendar.days()}
    if len(held) != len(calendar.days()):
        return {}
    for depth, row in enumerate(rows):
        below = rows[depth + 1 :]
        days = days_over(row, below, people)
        numbers = [day for day, _ in groupby(days.values())]
        in_a_row = all(later - before == 1 for before, later in pairwise(numbers))
        if len(numbers) >= 2 and in_a_row and held.keys() & set(numbers) == held.keys():
            return {column: Session(held[day], half_below(below, column)) for column, day in days.items() if day in held}
    return {}


def days_over(row: list[Value], below: list[list[Value]], people: Mapping[str, int]) -> dict[int, int]:
    """{column: day number above it}; one above only the first of its columns also applies to the half days beside it."""
    found: dict[int, int] = {}
    carried: int | None = None
    for column in range(max(len(row), *(len(one) for one in below), 0)):
        shown = plain(cell_of(row, column))
        if shown.isdecimal() and len(shown) < 3 and int(shown) in range(1, 32):
            carried = int(shown)
        elif shown or column in people.values() or not any(is_half(cell_of(one, column)) for one in below):
            carried = None
        if carried is not None:
            found[column] = carried
    return found


def is_half(value: Value) -> bool:
    return bool(part_of(value) if len(text(value)) <= LONGEST_HEADING else "") or plain(value) in (*SIGN_WORDS, "签退")


def half_below(below: list[list[Value]], column: int) -> int:
    """The index of the half day given by the rows below; beyond the last if none."""
    stated_words = next((part for one in below if (part := part_of(heading_cell(one, column)))), "")
    return PARTS.index(stated_words) if stated_words else len(PARTS)


def sessions_of_one_day(
    block: SourceBlock,
    rows: list[list[Value]],
    at: int,
    headings: list[list[Value]],
    people: Mapping[str, int],
    calendar: Calendar,
) -> dict[int, Session]:
    """{column: session} of a sheet for one day or half day, given by its title or name (7月14日上午签到表)."""
    titles = [heading_cell(row, column) for row in rows[:at] for column in range(len(row))]
    stated_words = [words for words in (*titles, block.sheet) if not blank(words)]
    when, part = only_day(stated_words, calendar), next((part for words in stated_words if (part := part_of(words))), "")
    if when is None:
        return {}
    found: dict[int, Session] = {}
    for row in headings:
        for column, cell in enumerate(row):
            own = part_of(heading_cell(row, column))
            if column not in people.values() and (own or plain(cell) in SIGN_WORDS):
                order = PARTS.index(own or part) if own or part else len(PARTS)
                if (session := Session(when, order)) not in found.values():
                    found[column] = session
    return found


def says_something_else(headings: list[Value]) -> bool:
    """True for a column with a subject of its own under a title with a day: 序号, 工作单位, 备注."""
    lowest = next((cell for cell in reversed(headings) if not blank(cell)), None)
    if not isinstance(lowest, str) or part_of(lowest) or plain(lowest) in SIGN_WORDS:
        return False
    return meaning(lowest.strip()).field is not None


def read_grid(block: SourceBlock, heading: GridHeading, signs: SignsByUser, register: Register) -> None:
    """Add the marks of a grid. The meaning of empty cells depends on their column (``meaning_of_empty``)."""
    register.sessions |= set(heading.sessions.values())
    for column, value in heading.hours.items():
        stated = number(tidy_amount(value))  # text in csv
        if stated is not None and stated > 0:
            register.hours[heading.sessions[column]] = stated
    lines = (cell for row in block.rows for cell in row if isinstance(cell, str))
    explained = legend(line for line in lines if SHORTEST_LEGEND < len(line) < LONGEST_LEGEND)
    in_force = known_signs() | explained | dict(signs)
    people = list(people_of(block, heading, register))
    in_force |= binary_signs(block, heading, people, in_force)
    states = {
        (row, column): UNCLEAR if is_at_another_time(cell, session) else state_of(cell, in_force, who.name)
        for row, who in people
        for column, session in heading.sessions.items()
        for cell in (cell_of(block.rows[row], column),)
    }
    blank_is_there = "" in explained
    marks_presence = not blank_is_there and (any(state in THERE for state in states.values()) or set(states.values()) <= {EMPTY})
    columns: dict[Session, list[int]] = {}
    for column, session in heading.sessions.items():
        columns.setdefault(session, []).append(column)
    for session, own in columns.items():
        empty = {at: meaning_of_empty([states[row, at] for row, _ in people], marks_presence) for at in own}
        filled = [at for at in own if empty[at] is not None]
        if not filled:
            register.remarks.append(Note(block.at(heading.row), "", f"{session}一列没有填，未作为一次课"))
            register.sessions.discard(session)
            continue
        for row, who in people:
            stated_words = [empty[at] if states[row, at] == EMPTY else states[row, at] for at in filled]
            shown = "、".join(filter(None, (text(cell_of(block.rows[row], at))[:20] for at in filled)))
            state = together([one for one in stated_words if one is not None])
            extents = {part_missed(cell_of(block.rows[row], at), states[row, at], session, signs) for at in filled}
            alike = len(extents) == 1
            mark = Mark(block.at(row), who, session, state if alike else UNCLEAR, shown, permission_of(shown))
            register.marks.append(replace(mark, extent=extents.pop() if alike else None))
    note_unread(block, heading, people, register)
    if heading.permission is not None:
        register.permissions |= {
            who: permission for row, who in people if (permission := permission_of(cell_of(block.rows[row], heading.permission)))
        }


def note_unread(block: SourceBlock, heading: GridHeading, people: Sequence[tuple[int, Who]], register: Register) -> None:
    """Report the content of unread columns."""
    rows = with_spans(block)[heading.row : heading.first]
    taken = {*heading.people.values(), *heading.sessions, *([] if heading.permission is None else [heading.permission])}
    width = max((len(block.rows[at]) for at, _ in people), default=0)
    lowest = {column: [text(cell) for row in rows if not blank(cell := cell_of(row, column))] for column in range(width)}
    headings = {column: " ".join(found[-1].split()) if found else "" for column, found in lowest.items() if column not in taken}
    titled = {column for column, shown in headings.items() if meaning(shown).field is not None}
    register.remarks += [
        *remarks_of(block, headings, people),
        *unread_columns(block, heading.row, headings, people, titled),
    ]


def people_of(block: SourceBlock, heading: GridHeading, register: Register) -> Iterator[tuple[int, Who]]:
    """(row, person) below the heading, up to the legend or the signatures below the grid."""
    for at in range(heading.first, len(block.rows)):
        row = block.rows[at]
        who = who_of(block, at, heading.people)
        if not who.name and not who.document:
            if any(state_of(cell_of(row, column), known_signs()) not in (EMPTY, UNCLEAR) for column in heading.sessions):
                register.skipped.append(Note(block.at(at), "", "没有姓名，未读"))
            continue
        if is_name(row, heading.people[NAME]):
            continue  # heading repeated on the next printed page
        if who.name and (is_footer(who.name) or not looks_like_person(who.name)):
            register.skipped.append(Note(block.at(at), "", f"“{who.name[:20]}”不像姓名，未读"))
            continue
        yield at, who


def binary_signs(
    block: SourceBlock, heading: GridHeading, people: list[tuple[int, Who]], signs: Mapping[str, State]
) -> Mapping[str, State]:
    """1 and 0 are marks only if the grid otherwise contains only words for absence and leave."""
    shown = {text(cell_of(block.rows[row], column)) for row, _ in people for column in heading.sessions} - {""}
    others = {state_of(one, signs) for one in shown - BINARY.keys()}
    return BINARY if "1" in shown and others <= {LEAVE, ABSENT} else {}


def part_missed(value: Value, state: State, session: Session, signs: SignsByUser) -> Extent | None:
    """The extent missed according to a cell of leave or absence; marks explained by the user mean the whole session."""
    if state not in (LEAVE, ABSENT) or plain(value).lower() in signs:
        return None
    return extent_of(value, session)


def is_at_another_time(value: Value, session: Session) -> bool:
    """True for the time of a sign-in in a column of another part of the day."""
    moment = clock_of(value)
    return moment is not None and bool(session.part) and part_at(moment) not in ("", session.part)


def together(states: list[State]) -> State:
    """The combined state of the columns of one session (签到 and 签退): one of them alone is not presence."""
    kinds = set(states)
    if kinds <= set(THERE):
        return LATE if LATE in kinds else PRESENT
    return states[0] if len(kinds) == 1 else UNCLEAR


def meaning_of_empty(states: list[State], marks_presence: bool) -> State | None:
    """The meaning of empty cells in a column: present if the grid marks only exceptions; missing if most cells are marked.

    None: the column is not filled in. In between it is ambiguous.
    """
    if not marks_presence:
        return PRESENT
    if all(state == EMPTY for state in states):
        return None
    there = sum(state in THERE for state in states)
    return ABSENT if EMPTY not in states or there * 2 >= len(states) else UNCLEAR
