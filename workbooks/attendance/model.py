"""What is read out of an attendance sheet: who, at which session, with which sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from udfs.schedule.attendance_signs import ABSENT, EMPTY, State
from udfs.schedule.partly_missed import Extent
from udfs.schedule.sessions import Session
from workbooks.sources.model import Note, Origin


@dataclass(frozen=True)
class Who:
    """A person as a source tells of them; ``document`` and ``phone`` comparable, '' where it does not say."""

    name: str
    document: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Mark:
    """One sign. ``session`` is None where the cell tells a time of day that may belong to two: then ``noon`` holds both.

    ``extent``: how much was missed, where it was not all of the session.
    """

    origin: Origin
    who: Who
    session: Session | None
    state: State
    shown: str = ""
    slip: str = ""
    noon: tuple[Session, Session] | None = None
    extent: Extent | None = None


@dataclass(frozen=True)
class Stay:
    """One stay in an online meeting. ``end`` is None where the source does not say."""

    origin: Origin
    who: Who
    start: datetime
    end: datetime | None


@dataclass
class Register:
    """All signs of all sources in their order.

    ``hours``: what a grid says of single sessions; ``from_sign_ins``: the sessions that are known only because somebody signed
    in at them; ``exceptions``: those whose list names only who was missing; ``slips``: person -> 有 or 无; ``undated``: signs of
    rows that do not tell their day, of people who need not have been away; ``stays`` in meetings: signs only once it is known
    which of them are one person's.
    """

    marks: list[Mark] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    sessions: set[Session] = field(default_factory=set)
    from_sign_ins: set[Session] = field(default_factory=set)
    exceptions: set[Session] = field(default_factory=set)
    hours: dict[Session, Decimal] = field(default_factory=dict)
    slips: dict[Who, str] = field(default_factory=dict)
    undated: list[Mark] = field(default_factory=list)
    skipped: list[Note] = field(default_factory=list)
    remarks: list[Note] = field(default_factory=list)
    read: list[str] = field(default_factory=list)


SignsByUser = Mapping[str, State]


def may_have_come(state: State) -> bool:
    """True for a row that says more than that somebody was not there: then an unread row is no absence."""
    return state not in (ABSENT, EMPTY)
