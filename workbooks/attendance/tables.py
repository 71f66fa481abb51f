"""Where a table of people begins in a source of attendance, whose row is whose, and which day its title gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from udfs.people.identity import normal_document
from udfs.people.phones import normal_phone
from udfs.schedule.sessions import Calendar, by_weekday, day_of
from udfs.values.cells import Value, blank, plain, text
from udfs.values.headings import DOCUMENT, NAME, PHONE
from udfs.values.regex import regex
from workbooks.attendance.model import Register, Who
from workbooks.rosters.layout.headings import LONGEST_HEADING, SECOND_RANK, UNKNOWN, columns_saying, meaning, words_of
from workbooks.rosters.layout.written import digits_of
from workbooks.sources.model import Note, SourceBlock, cell_of

SEARCHED_ROWS, MOST_HEADING_ROWS = 60, 3
MOST_SPANS = 2000
"""Maximum number of merged cells inspected; headings have fewer."""
PERMISSION = "手续"
PERMISSION_HEADING = {PERMISSION: regex(r"请假手续|(?:有无|请)?假条")}


@dataclass(frozen=True)
class TableHeading:
    """Position of a table of people, 0-based; ``columns``: {what a column says: column}; ``times``: those that say when."""

    row: int
    people: Mapping[str, int]
    columns: Mapping[str, int]
    times: Sequence[int]

    def cell(self, row: Sequence[Value], what: str) -> Value:
        """The cell of a row that says this; None without such a column."""
        return cell_of(row, self.columns[what]) if what in self.columns else None

    def when(self, row: Sequence[Value]) -> list[Value]:
        """The cells of a row that say when."""
        return [cell_of(row, column) for column in self.times]

    def free(self, headings: Sequence[str], *others: int) -> dict[int, str]:
        """{column: heading} of the columns not read; ``others`` are read as well."""
        taken = {*self.people.values(), *self.columns.values(), *self.times, *others}
        return {column: words for column, words in enumerate(headings) if column not in taken}


def heading_cell(row: Sequence[Value], column: int) -> Value:
    """A cell as heading; empty if its text is too long."""
    value = cell_of(row, column)
    return None if isinstance(value, str) and len(value) > LONGEST_HEADING else value


def heading_words(row: Sequence[Value]) -> list[str]:
    """The words of a heading row, normalised."""
    return [plain(heading_cell(row, column)) for column in range(len(row))]


def shown_headings(*rows: Sequence[Value]) -> list[str]:
    """The lowest heading of each column in one or more heading rows, as written in one line."""
    width = max(map(len, rows))
    filled = ([text(cell) for row in rows if not blank(cell := cell_of(row, column))] for column in range(width))
    return [" ".join(words[-1].split()) if words else "" for words in filled]


def with_spans(block: SourceBlock) -> list[list[Value]]:
    """The top rows, with every merged cell filled with the value of its area."""
    rows = [list(row) for row in block.rows[: SEARCHED_ROWS + MOST_HEADING_ROWS]]
    for span in block.merged[:MOST_SPANS]:
        if span.top >= len(rows) or (span.bottom - span.top + 1) * (span.right - span.left + 1) > SEARCHED_ROWS * SEARCHED_ROWS:
            continue
        value = cell_of(rows[span.top], span.left)
        for row in rows[span.top : span.bottom + 1]:
            row.extend([None] * (span.right + 1 - len(row)))
            row[span.left : span.right + 1] = [value] * (span.right - span.left + 1)
    return rows


def is_name(row: Sequence[Value], column: int) -> bool:
    """True for a heading of names, such as 姓名; 学员 may be a value."""
    shown = heading_cell(row, column)
    stated = meaning(shown.strip()) if isinstance(shown, str) else UNKNOWN
    return stated.field == NAME and stated.rank < SECOND_RANK


def said_in(row: Sequence[Value], patterns: Mapping[str, re.Pattern[str]]) -> dict[int, str]:
    """{column: what its heading says}: the first pattern that matches it as a whole."""
    found: dict[int, str] = {}
    for column, words in enumerate(map(words_of, row)):
        for what, pattern in patterns.items():
            if column not in found and any(map(pattern.fullmatch, words)):
                found[column] = what
    return found


def columns_headed(row: Sequence[Value], patterns: Mapping[str, re.Pattern[str]]) -> dict[str, int]:
    """{what: first column of a heading row that says it}."""
    return {what: column for column, what in reversed(said_in(row, patterns).items())}


def people_columns(row: Sequence[Value]) -> dict[str, int]:
    """{field: column} of the headings that identify people."""
    return columns_saying(row, (NAME, DOCUMENT, PHONE))


def people_headings(rows: Sequence[list[Value]]) -> Iterator[tuple[int, dict[str, int]]]:
    """(row, columns that identify people) of each row near the top with a name column.

    A row whose name column repeats 学员 in the rows below is no heading: there it is a value.
    """
    for at, row in enumerate(rows[:SEARCHED_ROWS]):
        people = people_columns(row)
        if NAME not in people:
            continue
        word = plain(row[people[NAME]])
        again = (plain(cell_of(other, people[NAME])) == word for other in rows[: SEARCHED_ROWS + MOST_HEADING_ROWS])
        if meaning(word).rank < SECOND_RANK or sum(again) < 2:
            yield at, people


def who_of(block: SourceBlock, at: int, columns: Mapping[str, int]) -> Who:
    """The person of a row."""
    row = block.rows[at]
    document = None
    if DOCUMENT in columns:
        document = digits_of(cell_of(row, columns[DOCUMENT]), block.exact.get((at, columns[DOCUMENT])))
    phone = cell_of(row, columns[PHONE]) if PHONE in columns else None
    name = plain(cell_of(row, columns[NAME])) if NAME in columns else ""
    return Who(name, normal_document(document), normal_phone(phone) if not blank(phone) else "")


def rows_of_people(
    block: SourceBlock, first: int, people: Mapping[str, int], register: Register
) -> Iterator[tuple[int, list[Value], Who]]:
    """The rows from ``first`` on with their people. Rows without one are reported; headings repeated on the next printed page
    are passed over."""
    for at in range(first, len(block.rows)):
        row = block.rows[at]
        if all(map(blank, row)) or is_name(row, people[NAME]):
            continue
        who = who_of(block, at, people)
        if who.name or who.document:
            yield at, row, who
        else:
            register.skipped.append(Note(block.at(at), "", "没有姓名，未读"))


def only_day(stated: Iterable[Value], calendar: Calendar) -> date | None:
    """The single day of the class in titles and names of sheets, also as a weekday; None if there is none, or several."""
    named = ([found] if (found := day_of(words, calendar)) else by_weekday([words], calendar) for words in stated)
    days = {one for found in named for one in found if calendar.holds(one)}
    return days.pop() if len(days) == 1 else None
