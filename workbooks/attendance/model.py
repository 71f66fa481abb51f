"""The data read from attendance records: person, session, mark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from udfs.schedule.attendance_signs import ABSENT, EMPTY, UNCLEAR, State
from udfs.schedule.partly_missed import Extent
from udfs.schedule.sessions import Session
from workbooks.sources.model import Note, Origin


@dataclass(frozen=True)
class Who:
    """A person in a source; ``document`` and ``phone`` normalised, '' if absent."""

    name: str
    document: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Mark:
    """One mark. ``session`` is None if the time may belong to two half days; ``noon`` then contains both.

    ``extent``: the part missed, if not the whole session.
    """

    origin: Origin
    who: Who
    session: Session | None
    state: State
    shown: str = ""
    permission: str = ""
    noon: tuple[Session, Session] | None = None
    extent: Extent | None = None


@dataclass(frozen=True)
class Stay:
    """One stay in an online meeting. ``end`` is None if unknown."""

    origin: Origin
    who: Who
    start: datetime
    end: datetime | None


@dataclass
class Register:
    """All marks of all sources, in order.

    ``hours``: length of single sessions stated by a grid; ``from_sign_ins``: sessions known only from sign-ins;
    ``exceptions``: sessions whose list contains only absentees; ``permissions``: {person: 有 or 无}, permissions; ``undated``:
    marks of rows without day, of people who may have been present; ``stays``: stays in meetings, converted to marks once
    persons are matched.
    """

    marks: list[Mark] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    sessions: set[Session] = field(default_factory=set)
    from_sign_ins: set[Session] = field(default_factory=set)
    exceptions: set[Session] = field(default_factory=set)
    hours: dict[Session, Decimal] = field(default_factory=dict)
    permissions: dict[Who, str] = field(default_factory=dict)
    undated: list[Mark] = field(default_factory=list)
    skipped: list[Note] = field(default_factory=list)
    remarks: list[Note] = field(default_factory=list)
    read: list[str] = field(default_factory=list)

    def add(self, mark: Mark, kind: set[Session]) -> None:
        """Add a mark; ``kind``: ``from_sign_ins`` or ``exceptions``. An unclear sign-in alone makes no session."""
        self.marks.append(mark)
        if mark.session is not None and not (kind is self.from_sign_ins and mark.state == UNCLEAR):
            self.sessions.add(mark.session)
            kind.add(mark.session)


SignsByUser = Mapping[str, State]


def may_have_come(state: State) -> bool:
    """True for a row that does not just state absence: if unread, it must not count as absence."""
    return state not in (ABSENT, EMPTY)
