"""From signs to hours: who of 附件4 each sign belongs to, which sessions count, and what each trainee missed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from udfs.people.phones import normal_phone
from udfs.records.class_file import ClassFile, Person
from udfs.schedule.attendance_signs import ABSENT, LATE, LEAVE, PRESENT, THERE, UNCLEAR, State
from udfs.schedule.sessions import Calendar, Session, hours_each, missing_days, written_hours
from udfs.values import cells
from udfs.values.regex import regex
from workbooks.attendance.model import Mark, Register, Who
from workbooks.files.errors import Unusable
from workbooks.sources.model import Note


@dataclass
class Tally:
    """What one trainee missed: the sessions on leave, those without, those nobody can tell; and how often they came late."""

    name: str
    leave: list[Session] = field(default_factory=list)
    absent: list[Session] = field(default_factory=list)
    unclear: list[Session] = field(default_factory=list)
    late: int = 0
    slip: str = ""
    portions: dict[Session, Fraction] = field(default_factory=dict)
    """The 学时 missed of a session, where it was not all of it."""


@dataclass(frozen=True)
class Totals:
    """``people``: row of 附件4 -> tally; ``hours``: the 学时 of each session; ``unseen``: trainees no source says anything of."""

    people: Mapping[int, Tally]
    hours: Mapping[Session, Fraction]
    unseen: tuple[Person, ...]
    read: tuple[str, ...]
    skipped: tuple[Note, ...]
    remarks: tuple[Note, ...]

    def missed_hours(self, tally: Tally, sessions: Iterable[Session]) -> Fraction:
        return sum((tally.portions.get(session, self.hours[session]) for session in sessions), Fraction(0))


def totals_of(c: ClassFile, register: Register, stated: Decimal | None, count_unseen: bool) -> Totals:
    """Add up the signs of the register. Raises ``Unusable`` if no session can be made out."""
    remarks = list(register.remarks)
    people = People(c)
    signs = people.sorted_out(register.marks)
    # Trainees only: somebody else in the sheet neither makes a session nor counts in its half.
    sessions = sorted(counted_sessions(register, signs, remarks))
    if not sessions:
        raise nobody_there(register)
    hours = session_hours(c, register, sessions, stated, remarks)
    undated = people.undated(register)
    signs |= {row: {} for row in undated if row not in signs}
    unseen = tuple(person for person in c.trainees if person.row not in signs)
    if count_unseen:
        signs |= {person.row: {} for person in unseen}
    missing = set(sessions) if count_unseen else register.from_sign_ins
    tallies = {
        person.row: tallied(person, signs[person.row], hours, missing, remarks, undated.get(person.row, ()))
        for person in c.trainees
        if person.row in signs
    }
    for who, slip in register.slips.items():
        person = people.find(who)
        if person is not None and person.row in tallies:
            tallies[person.row].slip = tallies[person.row].slip or slip
    remarks += [*people.nicknames.values(), *overlong(c, tallies.values(), hours)]
    return Totals(
        people=tallies, hours=hours, unseen=unseen, read=tuple(register.read),
        skipped=(*register.skipped, *people.strangers.values()), remarks=tuple(remarks),
    )  # fmt: skip


def nobody_there(register: Register) -> Unusable:
    """Why no session can be made out: cells that nobody understands, else nothing filled in."""
    unread = list(dict.fromkeys(mark.shown for mark in register.marks if mark.state == UNCLEAR and mark.shown))
    if unread:
        shown = "、".join(f"“{one}”" for one in unread[:5])
        return Unusable(
            "考勤", f"来源里的 {shown} 看不出到没到，没有一次课可计", "请用 --sign 词=到 等说明，或改用有签到时间、打卡结果的导出"
        )
    return Unusable("考勤", "来源里没有一次有人到的课，算不出考勤", "请核对来源是否已填写、姓名和日期是否是本期的")


Signs = dict[Session, list[Mark]]


class People:
    """Finds the trainee a sign belongs to: by document number, else by phone and name, else by a name only one trainee has."""

    def __init__(self, c: ClassFile) -> None:
        self.by_key = c.trainee_keys
        self.staff = {cells.plain(person.name) for person in c.staff}
        self.by_name: dict[str, list[Person]] = {}
        for person in c.trainees:
            self.by_name.setdefault(cells.plain(person.name), []).append(person)
        self.strangers: dict[Who, Note] = {}
        self.nicknames: dict[Who, Note] = {}
        self._known: dict[Who, Person | None] = {}

    def find(self, who: Who) -> Person | None:
        if who not in self._known:
            self._known[who] = self._found(who)
        return self._known[who]

    def _found(self, who: Who) -> Person | None:
        if who.document:
            return self.by_key.get(who.document)
        same = self.by_name.get(who.name, [])
        if len(same) > 1 and who.phone:
            same = [person for person in same if normal_phone(person.phone) == who.phone]
        if same or who.name in self.staff:
            return same[0] if len(same) == 1 else None
        return self._called(who)

    def _called(self, who: Who) -> Person | None:
        """The trainee whose whole name stands in a nickname, if only one does: 戴静(天津市测), 10于霞, 于霞-示例大学."""
        held = {name for name in (*self.by_name, *self.staff) if len(name) > 1 and name in who.name}
        whole = [name for name in held if not any(name != other and name in other for other in held)]
        people = self.by_name.get(whole[0], []) if len(whole) == 1 else []
        if len(people) != 1 or not stands_apart(who.name, people[0]):
            return None
        if who.name != whole[0]:
            self.nicknames[who] = Note(None, whole[0], f"昵称“{who.name[:30]}”按学员{whole[0]}计，请核对")
        return people[0]

    def sorted_out(self, marks: Iterable[Mark]) -> dict[int, Signs]:
        """Row of 附件4 -> session -> signs. A time about noon stands under both of its sessions, as unclear."""
        found: dict[int, Signs] = {}
        for mark in marks:
            person = self.find(mark.who)
            if person is None:
                if mark.who not in self.strangers and mark.who.name not in self.staff:
                    self.strangers[mark.who] = Note(mark.origin, mark.who.name, self.why_unknown(mark.who))
                continue
            signs = found.setdefault(person.row, {})
            for session in mark.noon or (mark.session,):
                if session is not None:
                    signs.setdefault(session, []).append(mark)
        return found

    def undated(self, register: Register) -> dict[int, list[Mark]]:
        """Row of 附件4 -> signs of rows that do not tell their day."""
        found: dict[int, list[Mark]] = {}
        for mark in register.undated:
            person = self.find(mark.who)
            if person is not None:
                found.setdefault(person.row, []).append(mark)
        return found

    def why_unknown(self, who: Who) -> str:
        if len(self.by_name.get(who.name, ())) > 1 and not who.document:
            return "附件4有几名同名学员，来源里没有身份证号，未计"
        return "不是附件4的学员，未计"


_HAN = regex("[\u3400-\u9fff]+")
_FORMS = ("老师", "教授", "主任", "同志", "学员", "本人", "手机", "电脑", "的手机", "的")


def stands_apart(nickname: str, person: Person) -> bool:
    """True if the name in a nickname ends where it seems to: beside it stands the employer, a form of address or no Chinese
    character, and not more of a longer name."""
    before, _, behind = nickname.partition(cells.plain(person.name))
    employer = cells.plain(person.employer)
    left, right = re.search("[\u3400-\u9fff]+$", before), _HAN.match(behind)
    touching = [found[0] for found in (left, right) if found]
    return all(words in _FORMS or (len(words) > 1 and shares(words, employer)) for words in touching)


def shares(words: str, employer: str) -> bool:
    """True if the words are part of the employer's name, or begin as it does."""
    return words in employer or (len(words) > 2 and employer.startswith(words[:3]))


def counted_sessions(register: Register, signs: Mapping[int, Signs], remarks: list[Note]) -> Iterator[Session]:
    """The sessions of the grids, and those at which at least half of the trainees signed in: a stray sign-in makes no session."""
    there = Counter(
        session
        for marks in signs.values()
        for session, of_session in marks.items()
        if any(mark.state in THERE and mark.noon is None for mark in of_session)
    )
    for session in sorted(register.sessions):
        if session in register.from_sign_ins and session not in grids_of(register) and there[session] * 2 < len(signs):
            remarks.append(Note(None, "", f"{session}只有 {there[session]} 人签到，不到一半，未作为一次课"))
        elif there[session]:
            yield session
        else:
            remarks.append(Note(None, "", f"{session}没有一个人到，未作为一次课"))


def grids_of(register: Register) -> set[Session]:
    return register.sessions - register.from_sign_ins


def session_hours(
    c: ClassFile, register: Register, sessions: list[Session], stated: Decimal | None, remarks: list[Note]
) -> dict[Session, Fraction]:
    """The 学时 of each session: as the user says, as the grid says, else 总学时 shared out evenly."""
    assert c.hours is not None
    if stated is None and all(session in register.hours for session in sessions):
        hours = {session: Fraction(register.hours[session]) for session in sessions}
    else:
        hours = dict.fromkeys(sessions, hours_each(len(sessions), c.hours, stated))
        if stated is None and c.days and any(one.part and hours[one] > Fraction(c.hours) / c.days for one in sessions):
            hours = over_whole_class(c, sessions, remarks)
    whole = sum(hours.values(), Fraction(0))
    if whole != Fraction(c.hours):
        shown = cells.text(Decimal(whole.numerator) / Decimal(whole.denominator))
        remarks.append(Note(None, "", f"{len(sessions)} 次课共 {shown} 学时，与总学时 {cells.text(c.hours)} 不同"))
    empty = (
        missing_days(sessions, Calendar(c.start, c.end)) if any(session.part or not session.label for session in sessions) else []
    )
    if empty:
        days = "、".join(f"{when.month}月{when.day}日" for when in empty)
        shared = all(each == hours_each(len(sessions), c.hours, None) for each in hours.values())
        else_ = "，否则每次课的学时会算大" if shared else ""
        remarks.append(Note(None, "", f"{days}没有考勤记录；确有课时请补上后重新登记{else_}"))
    return hours


def over_whole_class(c: ClassFile, sessions: Sequence[Session], remarks: list[Note]) -> dict[Session, Fraction]:
    """总学时 shared out over every half day of the class, since most of its days are missing from the sources: who missed the one
    sitting that was recorded would else be absent from the whole class."""
    assert c.hours is not None
    assert c.days
    each = Fraction(c.hours) / (2 * c.days)
    shown = cells.text(Decimal(each.numerator) / Decimal(each.denominator))[:6]
    what = f"多数日期没有考勤记录，每次课按总学时÷全期半天数计（{shown} 学时），请核对；不对的用 --hours-per-session 说明"
    remarks.append(Note(None, "", what))
    return dict.fromkeys(sessions, each)


def tallied(
    person: Person,
    signs: Signs,
    hours: Mapping[Session, Fraction],
    counts_as_missing: set[Session],
    remarks: list[Note],
    undated: Sequence[Mark] = (),
) -> Tally:
    """What one trainee missed of the sessions that count. ``counts_as_missing``: where no sign at all means not there, unless
    the person has ``undated`` signs, which may be of that session."""
    tally = Tally(cells.text(person.name))
    if undated:
        open_to = [session for session in hours if not signs.get(session)]
        tally.unclear += open_to
        remarks += said_without_day(tally.name, undated, open_to)
        hours = {session: each for session, each in hours.items() if session not in open_to}
    for session, each in hours.items():
        marks = signs.get(session, [])
        state = state_among(marks) if marks else ABSENT if session in counts_as_missing else UNCLEAR
        told = False
        if state != UNCLEAR and any(mark.extent is not None for mark in marks):
            state = partly_missed(tally, session, state, marks, each, remarks)
            told = state == UNCLEAR
        elif state == PRESENT and session not in counts_as_missing and any(mark.state == ABSENT for mark in marks):
            what = f"{session}几处记录不一致（有到、有缺勤），按到计，请核对"
            remarks.append(Note(marks[0].origin, tally.name, what))
        tally.late += any(mark.state == LATE for mark in marks)
        if state == LEAVE:
            tally.leave.append(session)
            tally.slip = tally.slip or next((mark.slip for mark in marks if mark.slip), "")
        elif state == ABSENT:
            tally.absent.append(session)
        elif state == UNCLEAR:
            tally.unclear.append(session)
            if not told:
                shown = next((f"“{mark.shown}”" for mark in marks if mark.shown), "没有记录，")
                origin = marks[0].origin if marks else None
                remarks.append(Note(origin, tally.name, f"{session}{shown}看不出到没到，未计缺勤，请核对"))
    return tally


def said_without_day(name: str, undated: Sequence[Mark], sessions: Sequence[Session]) -> Iterator[Note]:
    """A note for somebody with rows that do not tell their day, and with sessions that nothing else is known of."""
    if sessions:
        shown = "、".join(dict.fromkeys(f"“{mark.shown}”" for mark in undated if mark.shown)) or "一行"
        others = f"等 {len(sessions)} 次" if len(sessions) > 1 else ""
        what = f"{shown}没有日期，看不出是哪次；{sessions[0]}{others}没有别的记录，未计缺勤，请核对"
        yield Note(undated[0].origin, name, what)


def partly_missed(
    tally: Tally, session: Session, state: State, marks: Sequence[Mark], each: Fraction, remarks: list[Note]
) -> State:
    """What signs come to of which one says that only a part of the session was missed; UNCLEAR where they do not agree on it."""
    told = next(mark for mark in marks if mark.extent is not None)
    lengths = {mark.extent.missed(each) if mark.extent is not None else each for mark in marks if mark.state == state}
    length = lengths.pop() if len(lengths) == 1 else None
    if length is None or any(mark.state != state for mark in marks):
        todo = "请在考勤表里写成“请假2学时”的样子，再登记一次"
        remarks.append(Note(told.origin, tally.name, f"{session}“{told.shown}”看不出缺几学时，未计，{todo}"))
        return UNCLEAR
    if length < each:
        tally.portions[session] = length
    if told.extent is not None and told.extent.half:
        shown = cells.text(written_hours(length))
        remarks.append(Note(told.origin, tally.name, f"{session}“{told.shown}”按半天（{shown} 学时）计，请核对"))
    return state


def state_among(marks: list[Mark]) -> State:
    """What several signs of one session say together."""
    certain = {mark.state for mark in marks if mark.noon is None}
    if certain & set(THERE):
        return UNCLEAR if LEAVE in certain else PRESENT
    if LEAVE in certain:
        return LEAVE
    about_noon = [mark for mark in marks if mark.noon is not None and mark.state in THERE]
    if about_noon:
        # One time about noon ends the morning or begins the afternoon; two of them do both.
        return PRESENT if len(about_noon) > 1 else UNCLEAR
    return UNCLEAR if UNCLEAR in certain else ABSENT


def overlong(c: ClassFile, tallies: Iterable[Tally], hours: Mapping[Session, Fraction]) -> Iterator[Note]:
    """A note for each trainee who would have missed more hours than the class had."""
    assert c.hours is not None
    for tally in tallies:
        missed = (tally.portions.get(session, hours[session]) for session in (*tally.leave, *tally.absent))
        if sum(missed, Fraction(0)) > Fraction(c.hours):
            yield Note(None, tally.name, "请假和缺勤合计超过总学时，请核对每次课的学时")
