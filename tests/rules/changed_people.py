"""Classes with other values in 附件4."""

from __future__ import annotations

from typing import Any

from tests.rules.cases import with_trainee
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.people.identity import check_character
from udfs.records.class_file import PEOPLE, ClassFile, SheetPlaces


def municipal(index: int = 5, **changes: Any) -> ClassFile:
    """The municipal class with one trainee typed in otherwise (附件5 and 考勤 mirror it)."""
    return with_trainee(sample_class(MUNICIPAL), index, **changes)


def national(index: int = 20, **changes: Any) -> ClassFile:
    return with_trainee(sample_class(NATIONAL, plan=2), index, **changes)


def numbered(born: str, serial: str = "123", place: str = "120199") -> str:
    """A number that belongs to nobody, with a right check character."""
    body = place + born + serial
    return body + check_character(body)


def sized(trainees: int, staff: int = 5) -> ClassFile:
    return sample_class(MUNICIPAL, trainees=trainees, staff=staff)


def without_column(c: ClassFile, *fields: str, instead: str = "") -> ClassFile:
    """The class as read from a sheet where these columns are missing, or stand under another heading."""
    place = c.places[PEOPLE]
    columns = {heading: letters for heading, letters in place.columns.items() if heading not in fields}
    headings = tuple(instead if heading in fields else heading for heading in place.headings)
    gone = {type(c.people[0]).attributes()[field]: None for field in fields}
    people = tuple(person.changed(**gone) for person in c.people)
    changed = SheetPlaces(title=PEOPLE, heading_row=3, columns=columns, headings=headings)
    return c.changed(places=c.places | {PEOPLE: changed}, people=people)
