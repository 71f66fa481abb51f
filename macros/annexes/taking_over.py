"""Plans the import of a filled 附件5 by document number: fills blanks, reports conflicts, unknown people and 学时数.

Results go to their home: beside the people of 附件4, or into a typed 附件5. ``planned`` computes the plan, ``changes_of`` the
cells; nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from macros.people.merging import Conflict, comparable
from macros.people.result_cells import ResultCells
from udfs.people.identity import document_fault
from udfs.records.class_file import ATTENDANCE, PEOPLE, Absence, ClassFile, Person, Result
from udfs.records.participants import MIRRORED, RESULT_COLUMNS
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.headings import DOCUMENT, MISSED, NAME, OWNER
from workbooks.ooxml.writing.changes import CellChange
from workbooks.sources.model import Note, Origin

ABOUT_THEM = tuple(heading for heading in MIRRORED if heading not in (NAME, DOCUMENT))
"""The columns of 附件5 on a person, besides identity."""


@dataclass(frozen=True)
class FilledRow:
    """A row of a filled 附件5 with its origin."""

    origin: Origin
    result: Result


@dataclass(frozen=True)
class MissedHours:
    """A typed 学时数 that differs from 总学时 minus 考勤; ``missed`` is the 缺勤学时 that would explain it."""

    origin: Origin
    person: Person
    stated: Decimal
    due: Decimal
    missed: Decimal
    row: int | None
    """The person's row in 考勤; None if one has to be added."""


@dataclass
class Plan:
    """The plan for a filled 附件5. ``fills``: (result, field, value) of blanks and accepted conflicts."""

    fills: list[tuple[Result, str, Value]] = field(default_factory=list)
    entries: list[tuple[Person, str, Value]] = field(default_factory=list)
    kept: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    strangers: list[FilledRow] = field(default_factory=list)
    hours: list[MissedHours] = field(default_factory=list)
    left: list[Note] = field(default_factory=list)


def planned(c: ClassFile, rows: Iterable[FilledRow], take_new: bool = False) -> Plan:
    """Plan each row. ``take_new``: on conflict the filled 附件5 wins."""
    plan, seen = Plan(), set[str]()
    for one in rows:
        key, name = one.result.key, cells.text(one.result.name)
        if not key or cells.held_as_number(one.result.document):
            plan.left.append(Note(one.origin, name, "没有证件号码，或证件号码存成了数字，未用"))
        elif key in seen:
            plan.left.append(Note(one.origin, name, "同一证件号码上面已有一行，未用"))
        elif key not in c.trainee_keys:
            plan.strangers.append(one)
        else:
            take_row(c, plan, one, take_new)
        seen.add(key)
    return plan


def take_row(c: ClassFile, plan: Plan, one: FilledRow, take_new: bool) -> None:
    """Plan the row of a trainee."""
    given, person = one.result, c.trainee_keys[one.result.key]
    name, result = cells.text(given.name), c.result_keys.get(given.key)
    if why := objection(c, given, person, result):
        plan.left.append(Note(one.origin, name, why))
        return
    assert result is not None
    for heading in RESULT_COLUMNS:
        present, offered = result.get(heading), given.get(heading)
        if differs(plan, one, (result.home_row, result.spot(heading)[1]), present, offered, take_new):
            plan.fills.append((result, heading, offered))
    for heading in ABOUT_THEM:
        present, offered = person.get(heading), given.get(heading)
        if differs(plan, one, (person.row, heading), present, offered, take_new):
            plan.entries.append((person, heading, offered))
    if result.person_row is not None:
        take_hours(c, plan, one, person)


def objection(c: ClassFile, given: Result, person: Person, result: Result | None) -> str:
    """Why a row is not used; '' if it is."""
    if len(c.matching.people_by_key[given.key]) > 1:
        return "附件4有几行是这个证件号码，未用"
    if not cells.blank(given.name) and not cells.blank(person.name) and cells.plain(given.name) != cells.plain(person.name):
        return f"附件4第{person.row}行同一证件号码的姓名不同，未用"
    if result is None:
        return "附件5没有这个证件号码，未用"
    if result.person_row is not None and person.is_misplaced:
        return f"附件4第{person.row}行的归属是另一个证件号码，未用；请先运行“规范化”或核对归属"
    return ""


def differs(plan: Plan, one: FilledRow, spot: tuple[int, str], present: Value, offered: Value, take_new: bool) -> bool:
    """True if the offered value is to be written. Conflicts are recorded in either case."""
    row, heading = spot
    if cells.blank(offered):
        return False
    if cells.blank(present):
        return True
    if comparable(heading, present) == comparable(heading, offered):
        plan.kept += 1
        return False
    name = cells.text(one.result.name)
    plan.conflicts.append(Conflict(one.origin, name, row, heading, cells.text(present), cells.text(offered), take_new))
    return take_new


def take_hours(c: ClassFile, plan: Plan, one: FilledRow, person: Person) -> None:
    """Record a 学时数 that 考勤 does not explain."""
    stated, missed = cells.number(one.result.hours), c.matching.absent_hours.get(person.key, Decimal(0))
    if cells.blank(one.result.hours) or c.hours is None:
        return
    name = cells.text(one.result.name)
    if stated is None or not 0 < stated <= c.hours:
        plan.left.append(Note(one.origin, name, f"学时数“{cells.text(one.result.hours)[:10]}”不是0至总学时之间的数字，未用"))
        return
    due = None if missed is None else c.hours - missed
    if stated == due:
        return
    absence = c.absence_keys.get(person.key)
    lacking = c.hours - stated - (leave_of(absence) if absence else Decimal(0))
    several = sum(one.key == person.key for one in c.absences) > 1
    if due is None or several or lacking < 0:
        plan.left.append(Note(one.origin, name, "学时数与考勤不符，考勤中的请假、缺勤学时须人工核对，未用"))
        return
    plan.hours.append(MissedHours(one.origin, person, stated, due, lacking, absence.row if absence else None))


def leave_of(absence: Absence) -> Decimal:
    return cells.number(absence.leave) or Decimal(0)


def changes_of(c: ClassFile, plan: Plan, strangers: Sequence[FilledRow], hours: bool) -> Iterator[CellChange]:
    """The cells to write. ``strangers``: people to add to 附件4; ``hours``: write the 缺勤学时 implied by 学时数."""
    written_into = ResultCells(c)
    for result, heading, value in plan.fills:
        yield from written_into.changes(result, heading, value)
    place = c.places[PEOPLE]
    columns = {heading: cells.column_number(letters) for heading, letters in place.columns.items()}
    for person, heading, value in plan.entries:
        if heading in columns:
            yield CellChange(place.title, person.row, columns[heading], value)
    for row, one in enumerate(strangers, start=max([place.heading_row, *(person.row for person in c.people)]) + 1):
        for heading, value in stranger_row(c, one.result).items():
            if heading in columns and not cells.blank(value):
                yield CellChange(place.title, row, columns[heading], value)
    if hours:
        yield from absence_changes(c, plan.hours)


def stranger_row(c: ClassFile, result: Result) -> dict[str, Value]:
    """A person listed only in the filled 附件5, as a row of 附件4 with the result."""
    row = {heading: result.get(heading) for heading in MIRRORED}
    row |= {beside: result.get(heading) for heading, beside in RESULT_COLUMNS.items()}
    return row if document_fault(result.document, None, c.today) else {**row, OWNER: result.document}


def absence_changes(c: ClassFile, found: Sequence[MissedHours]) -> Iterator[CellChange]:
    """缺勤学时 of each person, in an existing or a new row of 考勤."""
    place = c.places.get(ATTENDANCE)
    if place is None or not {NAME, DOCUMENT, MISSED} <= place.columns.keys():
        return
    columns = {heading: cells.column_number(letters) for heading, letters in place.columns.items()}
    free = max([place.heading_row, *(absence.row for absence in c.absences)])
    for one in found:
        row = one.row
        if row is None:
            row = free = free + 1
            yield CellChange(place.title, row, columns[NAME], one.person.name)
            yield CellChange(place.title, row, columns[DOCUMENT], one.person.document)
        yield CellChange(place.title, row, columns[MISSED], one.missed)
