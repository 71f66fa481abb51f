"""Matches attendance marks to trainees of 附件4, and finds candidates for ambiguous names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from udfs.people.phones import normal_phone
from udfs.records.class_file import ClassFile, Person
from udfs.schedule.attendance_signs import THERE, UNCLEAR
from udfs.schedule.sessions import Session
from udfs.values import cells
from udfs.values.regex import regex
from workbooks.attendance.model import Mark, Register, Who
from workbooks.sources.model import Note

TraineeSigns = dict[Session, list[Mark]]


class TraineeMatcher:
    """Finds the trainee of a mark: by document number, else by phone and name, else by a unique name."""

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
        """The trainee whose full name is contained in a nickname, if unique: 戴静(天津市测), 10于霞, 于霞-示例大学."""
        held = {name for name in (*self.by_name, *self.staff) if len(name) > 1 and name in who.name}
        whole = [name for name in held if not any(name != other and name in other for other in held)]
        people = self.by_name.get(whole[0], []) if len(whole) == 1 else []
        if len(people) != 1 or not stands_apart(who.name, people[0]):
            return None
        if who.name != whole[0]:
            self.nicknames[who] = Note(None, whole[0], f"昵称“{who.name[:30]}”按学员{whole[0]}计，请核对")
        return people[0]

    def known_as(self, who: Who) -> Who:
        """A canonical key for all names of one trainee in the sources; ``who`` itself for other people."""
        person = self.find(who)
        return who if person is None else Who(cells.plain(person.name), person.key, "")

    def meant(self, who: Who) -> list[Person]:
        """The trainees whose full name is contained in an ambiguous nickname."""
        if who.document or who.name in self.staff:
            return []
        return [person for name, people in self.by_name.items() if len(name) > 1 and name in who.name for person in people]

    def sorted_out(self, marks: Iterable[Mark]) -> dict[int, TraineeSigns]:
        """{row of 附件4: {session: marks}}. A time around noon is listed as unclear under both sessions."""
        found: dict[int, TraineeSigns] = {}
        for mark in marks:
            person = self.find(mark.who)
            if person is None:
                if mark.who not in self.strangers and mark.who.name not in self.staff:
                    self.strangers[mark.who] = Note(mark.origin, mark.who.name, self.why_unknown(mark.who))
                for maybe in self.meant(mark.who) if mark.state in THERE else ():
                    signs = found.setdefault(maybe.row, {})
                    if mark.session is not None:
                        signs.setdefault(mark.session, []).append(replace(mark, state=UNCLEAR, shown=mark.who.name[:20]))
                continue
            signs = found.setdefault(person.row, {})
            for session in mark.noon or (mark.session,):
                if session is not None:
                    signs.setdefault(session, []).append(mark)
        return found

    def undated(self, register: Register) -> dict[int, list[Mark]]:
        """{row of 附件4: marks of rows without a date}."""
        found: dict[int, list[Mark]] = {}
        for mark in register.undated:
            person = self.find(mark.who)
            if person is not None:
                found.setdefault(person.row, []).append(mark)
        return found

    def why_unknown(self, who: Who) -> str:
        if len(self.by_name.get(who.name, ())) > 1 and not who.document:
            return "附件4有几名同名学员，来源里没有身份证号，未计"
        meant = [cells.text(person.name) for person in self.meant(who)]
        if meant:
            return f"像是学员{'、'.join(meant[:3])}，但不能确定，未计"
        return "不是附件4的学员，未计"


_HAN = regex("[\u3400-\u9fff]+")
_FORMS = ("老师", "教授", "主任", "同志", "学员", "本人", "手机", "电脑", "的手机", "的")


def stands_apart(nickname: str, person: Person) -> bool:
    """True if the name in a nickname is delimited: next to it is the employer, a form of address or no Chinese character, so that
    it is not part of a longer name."""
    before, _, behind = nickname.partition(cells.plain(person.name))
    employer = cells.plain(person.employer)
    left, right = re.search("[\u3400-\u9fff]+$", before), _HAN.match(behind)
    touching = [found[0] for found in (left, right) if found]
    return all(words in _FORMS or (len(words) > 1 and shares(words, employer)) for words in touching)


def shares(words: str, employer: str) -> bool:
    """True if the words are part of the employer's name, or have the same beginning."""
    return words in employer or (len(words) > 2 and employer.startswith(words[:3]))
