"""Reads half-day grids: people in rows, sessions in columns, a mark in each cell; one to three heading rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, groupby, pairwise

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
from udfs.schedule.sessions import (
    NOON_FROM,
    NOON_TO,
    PARTS,
    Calendar,
    Session,
    clock_of,
    is_heading_of_hours,
    part_at,
    part_of,
    session_of,
)
from udfs.values.cells import Value, blank, number, plain, text
from udfs.values.headings import NAME, SESSION
from udfs.values.regex import regex
from workbooks.attendance.model import Mark, Register, SignsByUser, Who
from workbooks.attendance.remarks import note_unread, several
from workbooks.attendance.tables import (
    MOST_HEADING_ROWS,
    PERMISSION,
    PERMISSION_HEADING,
    SEARCHED_ROWS,
    TableHeading,
    columns_headed,
    heading_cell,
    is_name,
    only_day,
    people_headings,
    shown_headings,
    who_of,
    with_spans,
)
from workbooks.files.errors import Unusable
from workbooks.rosters.layout.headings import meaning
from workbooks.rosters.layout.written import looks_like_person
from workbooks.rosters.lines import is_footer
from workbooks.sources.model import Note, SourceBlock, cell_of

SHORTEST_LEGEND, LONGEST_LEGEND = 4, 300
CellRows = Sequence[Sequence[Value]]
SIGN_WORDS = frozenset(("签到", "签名", "签字", "本人签名", "本人签字", "出勤", "出勤情况", "到课", "考勤", "是否到课"))
SIGN_WORDS |= {"签退", "签到时间", "签退时间"}
_CLOCK, _TIMES = regex(r"[0-9]{1,2}[:：][0-9]{2}"), regex(r"(?:[0-9]{1,2}[:：][0-9]{2}[\s、,，;；/]*)+")
_NTH_DAY = regex(r"第([0-9]{1,2}|[一二三四五六七八九十])[天日]")
BINARY: Mapping[str, State] = {"1": PRESENT, "0": ABSENT}


@dataclass(frozen=True)
class GridHeading(TableHeading):
    """``first``: first row of people; ``hours``: 学时 of a column. ``SESSION``: half days, where each has its own row."""

    first: int
    sessions: Mapping[int, Session]
    hours: Mapping[int, Value]


def grid_heading(block: SourceBlock, calendar: Calendar, one_day: bool = False) -> GridHeading | None:
    """The heading of the grid of a block; None if there is none. ``one_day``: its title or the sheet's name gives the day."""
    rows = with_spans(block)
    for at, people in people_headings(rows):
        end = at + 1
        while end < min(len(rows), at + MOST_HEADING_ROWS) and is_heading_too(rows[end], people):
            end += 1
        above = [rows[at - 1]] if at and blank(cell_of(rows[at - 1], people[NAME])) else []
        headings = [*above, *rows[at:end]]
        if one_day:
            sessions = sessions_of_one_day([*rows[:at], [block.sheet]], headings, people, calendar)
        else:
            sessions = sessions_in(with_counted_days(headings, calendar), people, calendar)
            sessions = sessions or sessions_in(with_numbered_days(headings, calendar), people, calendar)
        if sessions:
            hours_row = next((one for one in headings if any(map(is_heading_of_hours, one))), [])
            hours = {column: cell_of(hours_row, column) for column in sessions}
            columns = columns_headed(shown_headings(*headings), PERMISSION_HEADING)
            columns |= columns_of_halves(block.rows[end:], people, sessions)
            return GridHeading(at, people, columns, (), end, sessions, hours)
    return None


def is_heading_too(row: list[Value], people: Mapping[str, int]) -> bool:
    """True for a second or third heading row: it has no name, or repeats the heading (a merged cell)."""
    name = cell_of(row, people[NAME])
    if any(is_heading_of_hours(cell) for cell in row):
        return True
    again = isinstance(name, str) and meaning(name.strip()).field == NAME
    return (blank(name) or again) and any(not blank(cell) for cell in row)


def with_counted_days(headings: CellRows, calendar: Calendar) -> CellRows:
    """The headings with 第一天, 第二天 … as dates, where they number all days of the class; otherwise unchanged: lessons may
    begin on the second day."""
    stated = {found[0]: found[1] for row in headings for cell in row if (found := _NTH_DAY.match(plain(cell)))}
    numbers = {words: int(count) if count.isdecimal() else FIGURES.get(count, 0) for words, count in stated.items()}
    days = calendar.days()
    if not days or {*numbers.values()} != {*range(1, len(days) + 1)}:
        return headings

    def dated(cell: Value) -> Value:
        found = _NTH_DAY.match(plain(cell))
        return f"{days[numbers[found[0]] - 1]:%m月%d日}{plain(cell)[found.end() :]}" if found else cell

    return [[dated(cell) for cell in row] for row in headings]


def with_numbered_days(headings: CellRows, calendar: Calendar) -> CellRows:
    """The headings with a row of day numbers (14, 15, 16 …), as in monthly statistics, as dates, where they count all days of
    a class in one month; otherwise unchanged: 1 may be that of the month before."""
    held = {when.day: when for when in calendar.days()}
    in_one_month = len({when.month for when in calendar.days()}) == 1
    for depth, row in enumerate(headings):
        days = [int(shown) if (shown := plain(cell)).isdecimal() and len(shown) < 3 else 0 for cell in row]
        numbers = [day for day, _ in groupby(filter(None, days))]
        in_a_row = all(later - before == 1 for before, later in pairwise(numbers))
        if len(numbers) >= 2 and in_a_row and in_one_month and held.keys() <= set(numbers):
            dated = [held.get(day, cell) for day, cell in zip(days, row, strict=True)]
            return [*headings[:depth], dated, *headings[depth + 1 :]]
    return headings


def sessions_in(headings: CellRows, people: Mapping[str, int], calendar: Calendar) -> dict[int, Session]:
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


def sessions_of_one_day(above: CellRows, headings: CellRows, people: Mapping[str, int], calendar: Calendar) -> dict[int, Session]:
    """{column: session} of a sheet for one day or half day, given by its title or name (7月14日上午签到表)."""
    titles = [words for row in above for column in range(len(row)) if not blank(words := heading_cell(row, column))]
    when, part = only_day(titles, calendar), next(filter(None, map(part_of, titles)), "")
    found: dict[Session, int] = {}
    for column, cell in (place for row in headings for place in enumerate(row)):
        own = part_of(heading_cell([cell], 0))
        if when and column not in people.values() and (own or plain(cell) in SIGN_WORDS):
            found.setdefault(Session.on(when, own or part), column)
    return {column: session for session, column in found.items()}


def columns_of_halves(rows: CellRows, people: Mapping[str, int], sessions: Mapping[int, Session]) -> dict[str, int]:
    """The column before whole days that gives the half day of each row (上午, 下午, 上午 …); {} if there is none."""
    for column in range(min(sessions)) if not any(session.part for session in sessions.values()) else ():
        stated = [part_of(cell) for row in rows if not blank(cell := cell_of(row, column))]
        if column not in people.values() and len({*stated} - {""}) > 1 and stated.count("") * 2 < len(stated):
            return {SESSION: column}
    return {}


def says_something_else(headings: list[Value]) -> bool:
    """True for a column with a subject of its own under a title with a day: 序号, 工作单位, 备注."""
    lowest = next((cell for cell in reversed(headings) if not blank(cell)), None)
    if not isinstance(lowest, str) or part_of(lowest) or plain(lowest) in SIGN_WORDS:
        return False
    return meaning(lowest.strip()).field is not None


def read_grid(block: SourceBlock, heading: GridHeading, calendar: Calendar, signs: SignsByUser, register: Register) -> None:
    """Add the marks of a grid. The meaning of empty cells depends on their column (``meaning_of_empty``)."""
    block = with_merged_marks(block, heading)
    columns = columns_in_class(block, heading, calendar, register)
    lines = (cell for row in block.rows for cell in row if isinstance(cell, str))
    explained = legend(line for line in lines if SHORTEST_LEGEND < len(line) < LONGEST_LEGEND)
    people = list(people_of(block, heading, register))
    in_force = known_signs() | explained | dict(signs)
    in_force |= binary_signs(block, heading, people, in_force)
    states = {
        (row, column): UNCLEAR if is_at_another_time(cell, session) else state_of(cell, in_force, who.name)
        for row, who, _ in people
        for column in chain(*columns.values())
        for cell, session in ((cell_of(block.rows[row], column), heading.sessions[column]),)
    }
    states |= punched_days(block, heading, states)
    blank_is_there = "" in explained
    marks_presence = not blank_is_there and (any(state in THERE for state in states.values()) or set(states.values()) <= {EMPTY})
    for stated, own in columns.items():
        for part in sorted({part for _, _, part in people}, key=(*PARTS, "").index):
            session = Session.on(stated.day, part) if part else stated
            rows = [(row, who) for row, who, of_row in people if of_row == part]
            empty = {at: meaning_of_empty([states[row, at] for row, _ in rows], marks_presence) for at in own}
            filled = [at for at in own if empty[at] is not None]
            if not filled:
                register.remarks.append(Note(block.at(heading.row), "", f"{session}一列没有填，未作为一次课"))
                continue
            register.sessions.add(session)
            for column in own:
                hours = number(tidy_amount(heading.hours[column]))  # text in csv
                if hours is not None and hours > 0:
                    register.hours[session] = hours
            for row, who in rows:
                cells = [cell_of(block.rows[row], at) for at in filled]
                found = {at: empty[at] if states[row, at] == EMPTY else states[row, at] for at in filled}
                shown = "、".join(filter(None, (text(cell)[:20] for cell in cells)))
                state = together([one for one in found.values() if one is not None])
                extents = {part_missed(cell, states[row, at], session, signs) for at, cell in zip(filled, cells, strict=True)}
                alike = len(extents) == 1
                mark = Mark(block.at(row), who, session, state if alike else UNCLEAR, shown, permission_of(shown))
                register.marks.append(replace(mark, extent=extents.pop() if alike else None))
    named = [(row, who) for row, who, _ in people]
    headings = shown_headings(*with_spans(block)[heading.row : heading.first])
    width = max((len(block.rows[row]) for row, _ in named), default=0)
    headings += [""] * (width - len(headings))
    note_unread(block, heading.row, heading.free(headings, *heading.sessions), named, register)
    for row, who in named:
        if permission := permission_of(heading.cell(block.rows[row], PERMISSION)):
            register.permissions[who] = permission


def with_merged_marks(block: SourceBlock, heading: GridHeading) -> SourceBlock:
    """The block with a merged mark in each cell of its area: leave of several half days is often one cell across."""
    rows = [row.copy() for row in block.rows]
    for top, left, bottom, right in block.merged:
        columns = [column for column in heading.sessions if left <= column <= right and left in heading.sessions]
        for row in rows[top : min(bottom + 1, top + SEARCHED_ROWS)] if top >= heading.first else ():
            row.extend([None] * (right + 1 - len(row)))
            for column in columns:
                row[column] = cell_of(block.rows[top], left)
    return replace(block, rows=rows)


def punched_days(
    block: SourceBlock, heading: GridHeading, states: Mapping[tuple[int, int], State]
) -> dict[tuple[int, int], State]:
    """The states of cells of nothing but times, in columns of a whole day where some hold several (08:25 17:02): present from
    the morning to the afternoon, otherwise unclear."""
    words = {at: text(cell_of(block.rows[at[0]], at[1])) for at in states if not heading.sessions[at[1]].part}
    clocks = {at: _CLOCK.findall(shown) for at, shown in words.items() if _TIMES.fullmatch(shown)}
    times = {at: [moment for one in found if (moment := clock_of(one))] for at, found in clocks.items()}
    several = {column for (_, column), found in times.items() if len(found) > 1}
    return {
        at: PRESENT if min(found) < NOON_FROM and max(found) >= NOON_TO else UNCLEAR
        for at, found in times.items()
        if found and at[1] in several
    }


def columns_in_class(
    block: SourceBlock, heading: GridHeading, calendar: Calendar, register: Register
) -> Mapping[Session, Sequence[int]]:
    """{session: its columns}; days outside the class, such as that of arrival, are reported."""
    columns: dict[Session, list[int]] = defaultdict(list)
    outside: dict[str, None] = {}
    for column, session in heading.sessions.items():
        if session.day == date.min or calendar.holds(session.day):
            columns[session].append(column)
        else:
            outside[str(Session.on(session.day, ""))] = None
    if outside:
        register.remarks.append(Note(block.at(heading.row), "", f"{several([*outside])}不在本期日期之内，未读"))
    return columns


def people_of(block: SourceBlock, heading: GridHeading, register: Register) -> Iterator[tuple[int, Who, str]]:
    """(row, person, its half day) below the heading, up to the legend or the signatures below the grid; '' if the columns give
    the half days. Errors: ``Unusable`` if somebody has two rows for one half day."""
    before, halves = Who(""), set[str]()
    for at in range(heading.first, len(block.rows)):
        row = block.rows[at]
        who = who_of(block, at, heading.people)
        part = part_of(heading.cell(row, SESSION))
        if part and who.name in ("", before.name):
            who = before
        if not who.name and not who.document:
            if any(state_of(cell_of(row, column), known_signs()) not in (EMPTY, UNCLEAR) for column in heading.sessions):
                register.skipped.append(Note(block.at(at), "", "没有姓名，未读"))
            continue
        if is_name(row, heading.people[NAME]):
            continue  # heading repeated on the next printed page
        if who.name and (is_footer(who.name) or not looks_like_person(who.name)):
            register.skipped.append(Note(block.at(at), "", f"“{who.name[:20]}”不像姓名，未读"))
            continue
        if SESSION in heading.columns and not part:
            register.skipped.append(Note(block.at(at), who.name, "无法判断是上午还是下午，未读"))
            continue
        if who != before:
            before, halves = who, set()
        if part and part in halves:
            raise Unusable(str(block.at(at)), f"同一人的{part}有两行", "请每人每个半天只留一行，再登记")
        halves.add(part)
        yield at, who, part


def binary_signs(
    block: SourceBlock, heading: GridHeading, people: Sequence[tuple[int, Who, str]], signs: Mapping[str, State]
) -> Mapping[str, State]:
    """1 and 0 are marks only if the grid otherwise contains only words for absence and leave."""
    shown = {text(cell_of(block.rows[row], column)) for row, _, _ in people for column in heading.sessions} - {""}
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
