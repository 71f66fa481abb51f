"""Assigns rows of a sign-in list without day to a session (学习通 exports -- as the time of people on leave).

The session is known if the list is about one session only: all sign-ins are in one session and nobody occurs twice; or
nobody signed in and the title gives day and half day. Other rows are left to the caller to report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

from udfs.schedule.sessions import PARTS, Calendar, Session, part_of
from udfs.values.cells import Value, blank, text
from udfs.values.regex import regex
from workbooks.attendance.model import Mark, Who
from workbooks.attendance.tables import only_day
from workbooks.sources.model import SourceBlock

_NO_TIME = regex(r"[-—–―/\s无空()（）]*")
_ABOUT_THE_FILE = regex(r"导出|生成|打印|制表|下载|统计")


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
