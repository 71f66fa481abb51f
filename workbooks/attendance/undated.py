"""Rows of a sign-in list that tell no day (学习通 writes -- as the time of whoever is on leave): the sitting they are about.

It is known where the list is about one sitting only: whoever did sign in did so at one session, and nobody stands there twice; or
nobody signed in, and the title names day and half. Anything else is left to the caller to name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from udfs.schedule.sessions import PARTS, Calendar, Session, part_of
from udfs.values.cells import Value, blank, text
from udfs.values.regex import regex
from workbooks.attendance.daily import only_day
from workbooks.attendance.model import Mark, Who
from workbooks.sources.model import Block

_NO_TIME = regex(r"[-—–―/\s无空()（）]*")
_ABOUT_THE_FILE = regex(r"导出|生成|打印|制表|下载|统计")


def one_sitting(block: Block, heading: int, people: Sequence[Who], marks: Iterable[Mark], calendar: Calendar) -> Session | None:
    """The one session a list is about; None if it may be about several. ``marks``: its rows that tell their day."""
    if max(Counter(people).values(), default=0) > 1:
        return None
    titles = [row for row in block.rows[:heading] if not any(_ABOUT_THE_FILE.search(text(cell)) for cell in row)]
    named = only_day(block, titles, calendar)
    sessions = {mark.session for mark in marks if mark.session is not None}
    if sessions:
        session = sessions.pop()
        return session if not sessions and named in (None, session.day) else None
    halves = {part for row in titles for cell in row if not blank(cell) and (part := part_of(cell))} | {part_of(block.sheet)} - {
        ""
    }
    return Session(named, PARTS.index(halves.pop())) if named is not None and len(halves) == 1 else None


def without_day(cells: Iterable[Value]) -> bool:
    """True if the cells of the time hold nothing, or a dash in its place."""
    return all(blank(cell) or _NO_TIME.fullmatch(text(cell)) for cell in cells)


def placed(mark: Mark, sitting: Session) -> Mark:
    return replace(mark, session=sitting, noon=None)
