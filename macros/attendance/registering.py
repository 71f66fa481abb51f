"""登记考勤: registers leave and absence from half-day grids or sign-ins in 考勤, and offers the effects on 附件5.

Source: 请假和缺勤时间累计超过总学时1/7的按退学处理. Lateness counts as presence and is only reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from macros.attendance.effects import Effect, effect_changes, effects_of
from macros.attendance.totals import Tally, Totals, totals_of
from macros.people.importing import extend_tables
from udfs.records.class_file import ATTENDANCE, PEOPLE, Absence, ClassFile, Person, SheetPlaces
from udfs.schedule.sessions import Calendar, written_hours
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.headings import DOCUMENT, LEAVE, MISSED, NAME, PERMISSION
from udfs.values.terminal import some_of
from workbooks.attendance.meetings import MINIMUM_SHARE
from workbooks.attendance.model import SignsByUser
from workbooks.attendance.reading import read_registers
from workbooks.book import writing
from workbooks.book.new_rows import check_new_rows
from workbooks.book.reading import read_book
from workbooks.files.errors import Unusable
from workbooks.ooxml.writing.changes import CellChange
from workbooks.sources.model import Note

if TYPE_CHECKING:
    import xlwings as xw

COMMAND = "登记考勤"
LISTED = 20
"""Maximum number of people in one note."""


@dataclass(frozen=True)
class AttendanceSources:
    """The sources of attendance and the user's options.

    ``hours``: 学时 per session (None: 总学时 is divided); ``count_unseen``: trainees missing in all sources were absent
    throughout; ``share``: minimum share of an online meeting that counts as presence.
    """

    paths: Sequence[str | Path]
    pasted: bytes = b""
    signs: SignsByUser = field(default_factory=dict)
    hours: Decimal | None = None
    count_unseen: bool = False
    share: Fraction = MINIMUM_SHARE


@dataclass(frozen=True)
class AttendanceEntry:
    """The entry of one person in 考勤. ``row``: the existing row; None for a new one."""

    person: Person
    tally: Tally
    leave: Decimal
    missed: Decimal
    permission: str
    row: int | None


@dataclass(frozen=True)
class Disagreement:
    """A cell of 考勤 that differs from the sources. ``taken``: it was overwritten."""

    row: int
    name: str
    field: str
    present: Value
    offered: Value
    taken: bool


@dataclass(frozen=True)
class AttendanceResult:
    """The result: what was read and written, and the effects on results (``applied``: also written)."""

    totals: Totals
    entries: tuple[AttendanceEntry, ...]
    disagreements: tuple[Disagreement, ...]
    effects: tuple[Effect, ...]
    applied: bool
    written: int
    enlarged: str = ""


def attendance(
    book: xw.Book, sources: AttendanceSources, today: date, *, apply: bool = False, take_new: bool = False, dry_run: bool = False
) -> AttendanceResult:
    """Fill 考勤 from the sources. In a closed file the changes wait for ``book.save()``.

    ``apply``: also write the effects on results (学时数, 否 for withdrawn people). ``take_new``: on conflict the sources win.
    ``dry_run``: write nothing. Errors: Unusable; then nothing is written.
    """
    c = read_book(book, today)
    place = usable_place(book, c)
    assert c.hours is not None
    register = read_registers(sources.paths, Calendar(c.start, c.end), sources.signs, sources.pasted)
    totals = totals_of(c, register, sources.hours, sources.count_unseen, sources.share)
    entries = tuple(entries_of(c, totals))
    decided = Decided(c, place, take_new)
    changes = [change for entry in entries for change in decided.changes(entry)]
    last_used = max([place.heading_row, *(absence.row for absence in c.absences)])
    check_new_rows(book, place, {(one.row, one.column): one.value for one in changes}, last_used + 1)
    added = sum(entry.row is None for entry in entries)
    enlarged = extend_tables(book, last_used + added, added, ATTENDANCE, dry_run=dry_run)
    totals = replace(totals, remarks=(*totals.remarks, *of_which_days(entries, c, totals)))
    effects = effects_of(c, missed_after(c, decided))
    if apply:
        changes += effect_changes(book, c, effects)
    written = len(changes) if dry_run else writing.write_changes(book, changes, COMMAND)
    return AttendanceResult(totals, entries, tuple(decided.disagreements), effects, apply, written, enlarged)


def usable_place(book: xw.Book, c: ClassFile) -> SheetPlaces:
    """The location of 考勤. Errors: Unusable if it is missing, or if the class has no hours or trainees."""
    place = c.places.get(ATTENDANCE)
    if place is None or not {NAME, DOCUMENT, LEAVE, MISSED} <= place.columns.keys():
        raise Unusable(
            book.name, "没有“考勤”表，或它的表头缺少姓名、身份证号、请假学时、缺勤学时", "请改用 gaoyan new 生成的工作簿"
        )
    if c.hours is None:
        raise Unusable("项目信息“总学时”", "没有填，或不是大于0的数字", "请先填写总学时")
    if not c.trainees:
        raise Unusable("附件4", "没有学员，考勤没有人可以对应", "请先填写或导入学员")
    if PEOPLE not in c.places or DOCUMENT not in c.places[PEOPLE].columns:
        raise Unusable(book.name, "附件4没有“身份证号”一栏", "请恢复附件4的表头")
    return place


def entries_of(c: ClassFile, totals: Totals) -> Iterator[AttendanceEntry]:
    """The entries of everyone with absences, and of people already in 考勤 who occur in the sources; in the order of 附件4.

    If the sources do not cover all days, people without absences are skipped: their hours in 考勤 may be from other days.
    """
    for person in c.trainees:
        tally = totals.people.get(person.row)
        if tally is None or not person.key:
            continue
        row = c.absence_keys.get(person.key)
        leave, missed = (written_hours(totals.missed_hours(tally, sessions)) for sessions in (tally.leave, tally.absent))
        if leave or missed or (row is not None and not totals.uncovered):
            yield AttendanceEntry(person, tally, leave, missed, tally.permission if leave else "", row.row if row else None)


def of_which_days(entries: Sequence[AttendanceEntry], c: ClassFile, totals: Totals) -> Iterator[Note]:
    """Notes on people with hours in 考勤, if the sources cover only some days: the hours may be of these days or of others.

    One for each person with absences in the sources, one for all who were present there."""
    if not totals.uncovered:
        return
    for entry in entries:
        stands = c.matching.absent_hours.get(entry.person.key) if entry.row is not None else None
        if stands:
            shown, offered = cells.text(written_hours(Fraction(stands))), cells.text(entry.leave + entry.missed)
            what = f"考勤已有 {shown} 学时，来源只有部分日期、是 {offered} 学时，没有相加；请把各天的考勤一起给出，加 --take-new"
            yield Note(None, cells.text(entry.person.name), what)
    named = {entry.person.key for entry in entries}
    present = [
        f"{cells.text(person.name)}（{cells.text(written_hours(Fraction(stands)))}学时）"
        for person in c.trainees
        if person.row in totals.people and person.key not in named and (stands := c.matching.absent_hours.get(person.key))
    ]
    if present:
        listed = some_of(present, "人", LISTED, rest="其余见考勤")
        yield Note(None, "", f"考勤已有学时、来源所列日期里没有缺课，未改动：{listed}；登记有误的，请直接改考勤")


class Decided:
    """Decides what is written for each entry. Filled cells with other values are kept and reported, unless ``take_new``."""

    def __init__(self, c: ClassFile, place: SheetPlaces, take_new: bool) -> None:
        self.place, self.take_new = place, take_new
        self.columns = {heading: cells.column_number(letters) for heading, letters in place.columns.items()}
        self.rows = {absence.row: absence for absence in c.absences}
        self.next = max([place.heading_row, *self.rows]) + 1
        self.disagreements: list[Disagreement] = []
        self.hours: dict[str, Fraction] = {}

    def changes(self, entry: AttendanceEntry) -> Iterator[CellChange]:
        row = entry.row
        if row is None:
            row, self.next = self.next, self.next + 1
            yield CellChange(self.place.title, row, self.columns[NAME], entry.person.name)
            yield CellChange(self.place.title, row, self.columns[DOCUMENT], entry.person.document)
        present = self.rows.get(row)
        total = Fraction(0)
        wanted = {LEAVE: entry.leave or None, MISSED: entry.missed or None}
        # Leave and absence must be decided together: 缺勤 4 from one source and 请假 4 from a later one may be the same absence.
        apart = present is not None and any(
            not cells.blank(present.get(heading)) and not agrees(present.get(heading), hours) for heading, hours in wanted.items()
        )
        for heading, hours in wanted.items():
            stands, write = self.settled(entry, present, heading, hours, apart)
            total += Fraction(cells.number(stands) or 0)
            if write:
                yield CellChange(self.place.title, row, self.columns[heading], stands)
        if PERMISSION in self.columns and entry.permission:
            stands, write = self.settled(entry, present, PERMISSION, entry.permission)
            if write:
                yield CellChange(self.place.title, row, self.columns[PERMISSION], stands)
        self.hours[entry.person.key] = total

    def settled(
        self, entry: AttendanceEntry, present: Absence | None, heading: str, wanted: Decimal | str | None, apart: bool = False
    ) -> tuple[Value, bool]:
        """(final value of the cell, whether it is written). ``apart``: the other cell of the pair conflicts."""
        before = present.get(heading) if present is not None else None
        if agrees(before, wanted):
            return before, False
        if cells.blank(before) and not apart:
            return wanted, True
        assert present is not None
        name = cells.text(entry.person.name)
        self.disagreements.append(Disagreement(present.row, name, heading, before, wanted, self.take_new))
        return (wanted, True) if self.take_new else (before, False)


def agrees(before: Value, wanted: Decimal | str | None) -> bool:
    """True if the cell already has this value; an empty cell counts as 0."""
    if isinstance(wanted, str):
        return cells.plain(before) == wanted
    stated = cells.number(before)
    return (stated if stated is not None or not cells.blank(before) else Decimal(0)) == (wanted or Decimal(0))


def missed_after(c: ClassFile, decided: Decided) -> dict[str, Fraction]:
    """{document number: hours according to the updated 考勤}, without faulty rows."""
    before = {key: Fraction(hours) for key, hours in c.matching.absent_hours.items() if hours is not None}
    return before | decided.hours
