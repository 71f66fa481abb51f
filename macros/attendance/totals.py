"""Converts attendance marks to hours: matches them to people, selects the sessions that count, adds up absences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from macros.attendance.trainee_matching import TraineeMatcher, TraineeSigns
from udfs.records.class_file import ClassFile, Person
from udfs.schedule.attendance_signs import ABSENT, LATE, LEAVE, PRESENT, THERE, UNCLEAR, State
from udfs.schedule.sessions import PARTS, Calendar, Session, missing_days, shared_hours, written_hours
from udfs.values import cells
from workbooks.attendance.meetings import MINIMUM_SHARE, with_meetings
from workbooks.attendance.model import Mark, Register
from workbooks.files.errors import Unusable
from workbooks.sources.model import Note


@dataclass
class Tally:
    """The absences of one trainee: sessions with leave, without leave, and unclear; number of late arrivals."""

    name: str
    leave: list[Session] = field(default_factory=list)
    absent: list[Session] = field(default_factory=list)
    unclear: list[Session] = field(default_factory=list)
    late: int = 0
    permission: str = ""
    portions: dict[Session, Fraction] = field(default_factory=dict)
    """The 学时 missed of partly missed sessions."""


@dataclass(frozen=True)
class Totals:
    """``people``: {row of 附件4: tally}; ``hours``: {session: 学时}; ``unseen``: trainees missing in all sources."""

    people: Mapping[int, Tally]
    hours: Mapping[Session, Fraction]
    unseen: tuple[Person, ...]
    read: tuple[str, ...]
    skipped: tuple[Note, ...]
    remarks: tuple[Note, ...]
    uncovered: tuple[date, ...] = ()
    """The days of the class that no source covers."""

    def missed_hours(self, tally: Tally, sessions: Iterable[Session]) -> Fraction:
        return sum((tally.portions.get(session, self.hours[session]) for session in sessions), Fraction(0))


def totals_of(
    c: ClassFile, register: Register, stated: Decimal | None, count_unseen: bool, share: Fraction = MINIMUM_SHARE
) -> Totals:
    """Add up the marks of the register. Errors: Unusable if no session is recognised.

    ``share``: minimum share of an online meeting that counts as presence.
    """
    people = TraineeMatcher(c)
    register = in_half_days(with_meetings(register, people.known_as, share))
    remarks = list(register.remarks)
    signs = people.sorted_out(register.marks)
    # Trainees only: other people in the sheet neither establish a session nor count towards its half.
    sessions = sorted(counted_sessions(register, signs, len(c.trainees), remarks))
    if not sessions:
        raise nobody_there(register)
    hours = session_hours(c, register, sessions, stated, remarks)
    undated = people.undated(register)
    signs |= {row: {} for row in undated if row not in signs}
    named_only = absences_only(register, signs, len(c.trainees))
    unseen = tuple(person for person in c.trainees if person.row not in signs and not named_only.issuperset(sessions))
    if count_unseen:
        signs |= {person.row: {} for person in unseen}
    unnamed = dict.fromkeys(named_only, PRESENT)
    unnamed |= dict.fromkeys(sessions if count_unseen else register.from_sign_ins, ABSENT)
    tallies = {
        person.row: tallied(person, signs[person.row], hours, unnamed, remarks, undated.get(person.row, ()))
        for person in c.trainees
        if person.row in signs
    }
    for who, permission in register.permissions.items():
        person = people.find(who)
        if person is not None and person.row in tallies:
            tallies[person.row].permission = tallies[person.row].permission or permission
    remarks += [*disagreements(c, signs, tallies), *people.nicknames.values(), *overlong(c, tallies.values(), hours)]
    return Totals(
        people=tallies, hours=hours, unseen=unseen, read=tuple(register.read),
        skipped=(*register.skipped, *people.strangers.values()), remarks=tuple(remarks),
        uncovered=tuple(missing_days(hours, Calendar(c.start, c.end))) if any(one.day != date.min for one in hours) else (),
    )  # fmt: skip


def nobody_there(register: Register) -> Unusable:
    """The error if no session is recognised: unknown signs, else an empty sheet."""
    unread = list(dict.fromkeys(mark.shown for mark in register.marks if mark.state == UNCLEAR and mark.shown))
    if unread:
        shown = "、".join(f"“{one}”" for one in unread[:5])
        return Unusable(
            "考勤",
            f"来源里的 {shown} 无法判断是否到课，没有一次课可计",
            "请用 --sign 词=到 等说明，或改用有签到时间、打卡结果的导出",
        )
    return Unusable("考勤", "来源里没有一次有人到的课，无法计算考勤", "请核对来源是否已填写、姓名和日期是否是本期的")


def counted_sessions(
    register: Register, signs: Mapping[int, TraineeSigns], trainees: int, remarks: list[Note]
) -> Iterator[Session]:
    """The sessions of grids, and those with sign-ins by at least half of the trainees; stray sign-ins are ignored."""
    there = Counter(
        session
        for marks in signs.values()
        for session, of_session in marks.items()
        if any(mark.state in THERE and mark.noon is None for mark in of_session)
    )
    named_only = absences_only(register, signs, trainees)
    for session in sorted(register.sessions):
        if session in named_only:
            yield session
        elif session in register.from_sign_ins and there[session] * 2 < len(signs):
            remarks.append(Note(None, "", f"{session}只有 {there[session]} 人签到，不到一半，未作为一次课"))
        elif there[session]:
            yield session
        else:
            remarks.append(Note(None, "", f"{session}没有一个人到，未作为一次课"))


def absences_only(register: Register, signs: Mapping[int, TraineeSigns], trainees: int) -> set[Session]:
    """The sessions of which the sources name only absentees: whoever is not named was there."""
    return {one for one in register.exceptions if 2 * sum(one in found for found in signs.values()) < trainees}


def session_hours(
    c: ClassFile, register: Register, sessions: list[Session], stated: Decimal | None, remarks: list[Note]
) -> dict[Session, Fraction]:
    """The 学时 of each session: from the user, else from the grid, else from the class.

    Errors: Unusable if unknown, since the number of columns of a file does not determine their length.
    """
    assert c.hours is not None
    hours: dict[Session, Fraction] = {}
    if stated is not None:
        hours = dict.fromkeys(sessions, Fraction(stated))
    elif all(session in register.hours for session in sessions):
        hours = {session: Fraction(register.hours[session]) for session in sessions}
    else:
        hours = timetable(c) or (shared_hours(sessions, c.hours, c.days) if c.days else {})
        if all(session.day == date.min for session in sessions) and len(sessions) >= (c.days or 0):
            each = Fraction(c.hours) / len(sessions)
            hours = dict.fromkeys(sessions, each)
            shown = cells.text(written_hours(each))
            remarks.append(Note(None, "", f"{len(sessions)} 次课没有日期，按总学时÷次数计（每次 {shown} 学时），请核对"))
    unknown = [session for session in sessions if session not in hours]
    if unknown:
        what = f"“{unknown[0]}”等 {len(unknown)} 次课无法判断每次几学时"
        raise Unusable("考勤", what, "请用 --hours-per-session 写明每次学时，或在考勤表加一行“学时”")
    hours = {session: hours[session] for session in sessions}
    whole = sum(hours.values(), Fraction(0))
    empty = missing_days(sessions, Calendar(c.start, c.end)) if any(session.day != date.min for session in sessions) else []
    if register.exceptions.issuperset(sessions):
        return hours  # only absences are named, so that the other days and hours are not missing
    if whole != Fraction(c.hours) and not empty:
        shown = cells.text(Decimal(whole.numerator) / Decimal(whole.denominator))
        remarks.append(Note(None, "", f"{len(sessions)} 次课共 {shown} 学时，与总学时 {cells.text(c.hours)} 不同"))
    if empty:
        shown_days = "、".join(f"{when.month}月{when.day}日" for when in empty)
        remarks.append(Note(None, "", f"{shown_days}没有考勤记录，没有计入；有课的请补上"))
    return hours


def timetable(c: ClassFile) -> dict[Session, Fraction]:
    """{half day or evening: 学时} according to 师资费, if they add up to 总学时; {} otherwise."""
    found: dict[Session, Fraction] = {}
    for lecture in c.lectures:
        when, part, hours = cells.day(lecture.day), cells.text(lecture.session), cells.number(lecture.hours)
        if when is not None and part in PARTS and hours is not None:
            session = Session.on(when, part)
            found[session] = found.get(session, Fraction(0)) + Fraction(hours)
    return found if c.hours is not None and sum(found.values()) == Fraction(c.hours) else {}


def in_half_days(register: Register) -> Register:
    """The register with whole days split into half days, on days that another source lists by halves.

    Errors: Unusable if a day is listed by lessons in one source and otherwise in another.
    """
    kinds: dict[date, set[int]] = {}
    for session in register.sessions:
        if session.day != date.min:
            kinds.setdefault(session.day, set()).add(2 if session.label else int(bool(session.part)))
    mixed = sorted(day for day, found in kinds.items() if len(found) > 1)
    torn = [day for day in mixed if 2 in kinds[day]]
    if torn:
        what = f"{torn[0].month}月{torn[0].day}日有的按节次、有的按半天记，合不到一起"
        raise Unusable("考勤", what, "请只给其中一种考勤，另一种用来核对")

    def halves(session: Session | None) -> list[Session | None]:
        whole = session is not None and session.day in mixed and not session.part
        return [Session(session.day, at) for at in (0, 1)] if whole and session is not None else [session]

    marks = [
        replace(mark, session=half, state=UNCLEAR if mark.extent and half != mark.session else mark.state)
        for mark in register.marks
        for half in halves(mark.session)
    ]

    def split(sessions: set[Session]) -> set[Session]:
        return {half for session in sessions for half in halves(session) if half is not None}

    return replace(
        register, marks=marks, sessions=split(register.sessions), from_sign_ins=split(register.from_sign_ins),
        exceptions=split(register.exceptions),
    )  # fmt: skip


def tallied(
    person: Person,
    signs: TraineeSigns,
    hours: Mapping[Session, Fraction],
    unnamed: Mapping[Session, State],
    remarks: list[Note],
    undated: Sequence[Mark] = (),
) -> Tally:
    """The absences of one trainee in the sessions that count.

    ``unnamed``: {session: what a missing mark means}, unless the person has ``undated`` marks; UNCLEAR in other sessions.
    """
    tally = Tally(cells.text(person.name))
    if undated:
        open_to = [session for session in hours if not signs.get(session)]
        tally.unclear += open_to
        remarks += undated_notes(tally.name, undated, open_to)
        hours = {session: each for session, each in hours.items() if session not in open_to}
    for session, each in hours.items():
        marks = signs.get(session, [])
        state = state_among(marks) if marks else unnamed.get(session, UNCLEAR)
        reported = False
        if state != UNCLEAR and any(mark.extent is not None for mark in marks):
            state = partly_missed(tally, session, state, marks, each, remarks)
            reported = state == UNCLEAR
        tally.late += any(mark.state == LATE for mark in marks)
        if state == LEAVE:
            tally.leave.append(session)
            tally.permission = tally.permission or next((mark.permission for mark in marks if mark.permission), "")
        elif state == ABSENT:
            tally.absent.append(session)
        elif state == UNCLEAR:
            tally.unclear.append(session)
            if not reported:
                shown = next((f"“{mark.shown}”" for mark in marks if mark.shown), "没有记录，")
                origin = marks[0].origin if marks else None
                remarks.append(Note(origin, tally.name, f"{session}{shown}无法判断是否到课，未计缺勤，请核对"))
    return tally


def disagreements(c: ClassFile, signs: Mapping[int, TraineeSigns], tallies: Mapping[int, Tally]) -> Iterator[Note]:
    """A note for each session with conflicting marks for a person, in several sources or rows, whichever was used.

    A source that covers most people of a session, but not this one, counts as saying absent.
    """
    sources: dict[Session, Counter[tuple[str, str]]] = {}
    for found in signs.values():
        for session, marks in found.items():
            sources.setdefault(session, Counter()).update({mark.origin[:2] for mark in marks if mark.state in THERE})
    for person in c.trainees:
        for session, marks in signs.get(person.row, {}).items():
            states = {mark.state if mark.state not in THERE else PRESENT for mark in marks if mark.noon is None} - {UNCLEAR}
            here = {mark.origin[:2] for mark in marks}
            gone = [one for one, there in sources[session].items() if there * 2 > len(signs) and one not in here]
            if len(states) < 2 and not (gone and states):
                continue
            tally = tallies[person.row]
            taken = LEAVE if session in tally.leave else ABSENT if session in tally.absent else PRESENT
            taken_as = "未计缺勤" if session in tally.unclear else f"按{taken}计"
            shown = "、".join(sorted(states)) + (f"，“{gone[0][1] or gone[0][0]}”里没有" if gone else "")
            yield Note(marks[0].origin, tally.name, f"{session}几处记录不一致（{shown}），{taken_as}，请核对")


def undated_notes(name: str, undated: Sequence[Mark], sessions: Sequence[Session]) -> Iterator[Note]:
    """A note for a person with undated rows and with sessions without any other record."""
    if sessions:
        shown = "、".join(dict.fromkeys(f"“{mark.shown}”" for mark in undated if mark.shown)) or "一行"
        others = f"等 {len(sessions)} 次" if len(sessions) > 1 else ""
        what = f"{shown}没有日期，无法判断是哪次；{sessions[0]}{others}没有别的记录，未计缺勤，请核对"
        yield Note(undated[0].origin, name, what)


def partly_missed(
    tally: Tally, session: Session, state: State, marks: Sequence[Mark], each: Fraction, remarks: list[Note]
) -> State:
    """The state of a session with a mark for partial absence; UNCLEAR if the marks disagree."""
    partial = next(mark for mark in marks if mark.extent is not None)
    lengths = {mark.extent.missed(each) if mark.extent is not None else each for mark in marks if mark.state == state}
    length = lengths.pop() if len(lengths) == 1 else None
    if length is None or any(mark.state != state for mark in marks):
        todo = "请在考勤表里写成“请假2学时”的格式，再登记一次"
        remarks.append(Note(partial.origin, tally.name, f"{session}“{partial.shown}”无法判断缺几学时，未计，{todo}"))
        return UNCLEAR
    if length < each:
        tally.portions[session] = length
    if partial.extent is not None and partial.extent.half:
        shown = cells.text(written_hours(length))
        remarks.append(Note(partial.origin, tally.name, f"{session}“{partial.shown}”按半天（{shown} 学时）计，请核对"))
    return state


def state_among(marks: list[Mark]) -> State:
    """The combined state of several marks for one session."""
    certain = {mark.state for mark in marks if mark.noon is None}
    if certain & set(THERE):
        return UNCLEAR if LEAVE in certain else PRESENT
    if LEAVE in certain:
        return LEAVE
    about_noon = [mark for mark in marks if mark.noon is not None and mark.state in THERE]
    if about_noon:
        # One time around noon ends the morning or starts the afternoon; two of them mean both.
        return PRESENT if len(about_noon) > 1 else UNCLEAR
    return UNCLEAR if UNCLEAR in certain else ABSENT


def overlong(c: ClassFile, tallies: Iterable[Tally], hours: Mapping[Session, Fraction]) -> Iterator[Note]:
    """A note for each trainee whose absences exceed the hours of the class."""
    assert c.hours is not None
    for tally in tallies:
        missed = (tally.portions.get(session, hours[session]) for session in (*tally.leave, *tally.absent))
        if sum(missed, Fraction(0)) > Fraction(c.hours):
            yield Note(None, tally.name, "请假和缺勤合计超过总学时，请核对每次课的学时")
