"""Every answer of the readers to a stranger's file, counted: right, named, silently wrong, invented.

An answer is one person of a roster, one half day missed, one item of 附件3, one count of a survey, one line of a plan. It is
*named* where a line tells of it (its person, its session, its cell), or where the whole file is refused. *Invented* is a person,
an absence or an amount that the truth does not have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from macros.annexes.survey import NO_WISHES, counted_forms
from macros.attendance.totals import Tally, Totals, totals_of
from macros.money.total import check_amounts
from tests.sample import P, sample_class
from tests.strangers.bills import Bill
from tests.strangers.grids import LEAVE
from tests.strangers.model import START, Stranger
from tests.strangers.notices import Notice
from tests.strangers.surveys import LEVELS
from tests.strangers.tables import DOCUMENT, EMPLOYER, KIND, NAME, PHONE
from udfs.money.account_totals import account_totals
from udfs.money.unread_amounts import as_numbers
from udfs.notice.packs import pack_of
from udfs.notice.reading.drafting import draft
from udfs.records.class_file import ClassFile, Expense
from udfs.schedule.sessions import Calendar
from workbooks.attendance.reading import read_registers
from workbooks.files.errors import Unusable
from workbooks.rosters.reading import ANY, RosterOptions, read_rosters
from workbooks.sources.model import Note, Roster, RosterEntry
from workbooks.survey.questionnaires import SurveyQuery, read_questionnaires

HALF_DAYS = 10


@dataclass
class Figures:
    """So many answers of each outcome; what is wrong without a word stands in words, ``refused`` says why files were."""

    right: int = 0
    named: int = 0
    silent: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def add(self, other: Figures) -> None:
        self.right += other.right
        self.named += other.named
        self.silent += other.silent
        self.invented += other.invented
        self.refused += other.refused

    @property
    def asked(self) -> int:
        return self.right + self.named + len(self.silent)


Made = Stranger | Bill | Notice


def judged(one: Made, folder: Path) -> Figures:
    """The figures of one file."""
    if isinstance(one, Bill):
        return judged_bill(one)
    if isinstance(one, Notice):
        return judged_notice(one)
    return {"名册": judged_roster, "考勤": judged_attendance, "测评": judged_survey}[one.kind](one, one.write(folder))


def judged_roster(one: Stranger, path: Path, wishes: RosterOptions = ANY) -> Figures:
    found = Figures()
    try:
        roster = read_rosters([path], wishes)
    except Unusable as refusal:
        return Figures(named=len(one.truth), refused=[f"{one.layout} {one.seed}: {refusal}"])
    entries = list(roster.entries)
    for person in one.truth:
        entry = taken(entries, person)
        if entry is not None and person.get(KIND) == "学员":
            entry.values.setdefault(KIND, "学员")  # so is whoever nothing else is stated of
        if entry is None:
            if any(person[NAME] in note.person + note.what for note in notes(roster)):
                found.named += 1
            else:
                found.silent.append(f"{one.name}: {person[NAME]} 没有读入")
            continue
        wrong = {
            heading: entry.values.get(heading, "")
            for heading in person.keys() | entry.values.keys()
            if person.get(heading, "") != entry.values.get(heading, "") and not is_extra(one, heading)
        }
        if not wrong:
            found.right += 1
        elif all(is_named(roster, person[NAME], heading) for heading in wrong):
            found.named += 1
        else:
            found.silent.append(f"{one.name}: {person[NAME]} {wrong}")
    found.invented += [f"{one.name}: {entry.values}" for entry in entries]
    return found


def is_extra(one: Stranger, heading: str) -> bool:
    """True for a field of which the truth of the file says nothing: 职务 as 部门 of an address book, 性别."""
    return all(heading not in person for person in one.truth) and heading not in (DOCUMENT, PHONE, EMPLOYER)


def taken(entries: list[RosterEntry], person: Mapping[str, str]) -> RosterEntry | None:
    """The entry of a person, taken out of the list; of several the one with the same number and phone."""
    same = [entry for entry in entries if entry.values.get(NAME) == person[NAME]]
    if not same:
        return None
    best = max(same, key=lambda entry: sum(entry.values.get(heading) == person.get(heading) for heading in person))
    entries.remove(best)
    return best


def notes(roster: Roster) -> Iterator[Note]:
    yield from (*roster.skipped, *roster.lost, *roster.remarks)


def is_named(roster: Roster, name: str, heading: str) -> bool:
    words = {heading, {"专业技术职务（职称）": "职称", "身份证号": "证件号"}.get(heading, heading)}
    for note in (*roster.lost, *roster.remarks):
        if name in note.person + note.what and any(word in note.what for word in words):
            return True
    return any(f"“{word}”" in line for mapped in roster.mapped for line in mapped.unclear for word in words)


def class_of(people: Sequence[str]) -> ClassFile:
    """A class of these trainees, five days, with an empty 考勤."""
    c = sample_class()
    keys = {person.key for person in c.trainees[: len(people)]}
    renamed = iter(people)
    own = tuple(person.changed(name=next(renamed)) for person in c.trainees if person.key in keys)
    results = tuple(result for result in c.results if result.key in keys)
    return c.changed(people=own, results=results, absences=())


def judged_attendance(one: Stranger, path: Path) -> Figures:
    c = class_of(one.more["people"])
    assert c.hours is not None
    try:
        totals = totals_of(c, read_registers([path], Calendar(c.start, c.end)), None, count_unseen=False)
    except Unusable as refusal:
        return Figures(named=len(one.truth), refused=[f"{one.layout} {one.seed}: {refusal}"])
    each = Fraction(Decimal(c.hours)) / HALF_DAYS
    missed: dict[str, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for (name, _, _), kind in one.truth.items():
        missed[name][kind] += each
    found = Figures()
    for name in one.more.get("disagree", ()):
        if not any(name in note.person + note.what and "不一致" in note.what for note in totals.remarks):
            found.silent.append(f"{one.name}: {name} 两份不一致没有说")
    for person in c.trainees:
        name = str(person.name)
        if name in one.more.get("disagree", ()):
            continue
        tally = totals.people.get(person.row)
        booked = hours_of(totals, tally) if tally is not None else {}
        wanted = missed[name]
        total, real = sum(booked.values(), Fraction(0)), sum(wanted.values(), Fraction(0))
        count = int(real / each)
        if total > real:
            found.invented.append(f"{one.name}: {name} 多记 {total - real} 学时")
        if booked == {kind: hours for kind, hours in wanted.items() if hours}:
            found.right += count
            continue
        right = min(count, int(min(total, real) / each)) if total != real else 0
        found.right += right
        if is_reported(totals, name, tally):
            found.named += count - right
        else:
            found.silent += [f"{one.name}: {name} 应 {dict(wanted)} 记 {booked}"] * (count - right)
    return found


def hours_of(totals: Totals, tally: Tally) -> dict[str, Fraction]:
    hours = {LEAVE: totals.missed_hours(tally, tally.leave), "缺勤": totals.missed_hours(tally, tally.absent)}
    return {kind: found for kind, found in hours.items() if found}


def is_reported(totals: Totals, name: str, tally: Tally | None) -> bool:
    """True if a line tells of the person, or of a session of the class that was not counted."""
    if tally is None or tally.unclear or any(name == str(person.name) for person in totals.unseen):
        return True
    lines = (*totals.skipped, *totals.remarks)
    return any(name in note.person + note.what for note in lines)


def class_with(bill: Bill) -> ClassFile:
    """The sample class with the bills in place of its own."""
    c = sample_class()
    expenses = tuple(
        Expense(row=4 + at, day=c.start, item=item, summary="示例", payee="示例", amount=amount)
        for at, (item, amount) in enumerate(bill.expenses)
    )
    lectures = tuple(
        c.lectures[0].changed(row=4 + at, name=f"示例{at}", net=net, tax=tax, travel=travel, lodging=None, meals=None)
        for at, (net, tax, travel) in enumerate(bill.fees)
    )
    return c.changed(expenses=expenses, lectures=lectures)


def judged_bill(bill: Bill) -> Figures:
    """Each item of 附件3; where one amount cannot be read, every such cell must be named."""
    c, read = as_numbers(class_with(bill))
    found = Figures()
    try:
        check_amounts(c)
    except Unusable as refusal:
        unnamed = [cell for cell in bill.real if f"H{4 + cell}的" not in str(refusal) and f"{4 + cell}的" not in str(refusal)]
        found.silent += [f"费用{bill.seed}: 没有说 {bill.expenses[cell]}" for cell in unnamed]
        found.named = len(bill.truth) - len(unnamed)
        found.refused = [f"{bill.layout} {bill.seed}: {refusal}"]
        return found
    reported = {one.shown.strip() for one in read}
    totals = account_totals(c)
    for item, amount in bill.truth.items():
        booked = totals[item].amount if item in totals else Decimal(0)
        if booked == amount:
            found.right += 1
        else:
            found.silent.append(f"费用{bill.seed}: {item} 应 {amount} 记 {booked}")
    found.silent += [
        f"费用{bill.seed}: {cell!r} 读入而没有说"
        for _, cell in bill.expenses
        if isinstance(cell, str) and cell.strip()[:20] not in reported
    ]
    return found


def judged_survey(one: Stranger, path: Path) -> Figures:
    """Each count of each item and level."""
    try:
        questionnaires = read_questionnaires([path], SurveyQuery(P.survey_items))
        counted = counted_forms(questionnaires, P.survey_items, NO_WISHES)
    except Unusable as refusal:
        return Figures(named=len(one.truth), refused=[f"{one.layout} {one.seed}: {refusal}"])
    found = Figures()
    for at, item in enumerate(P.survey_items):
        for level in LEVELS:
            booked, wanted = sum(form[at] == level for form in counted.levels), one.truth[item, level]
            if booked == wanted:
                found.right += 1
            elif booked > wanted:
                found.invented.append(f"{one.name}: {item} {level} 应 {wanted} 记 {booked}")
            elif len(counted.invalid) >= wanted - booked:
                found.named += 1
            else:
                found.silent.append(f"{one.name}: {item} {level} 应 {wanted} 记 {booked}")
    return found


def judged_notice(one: Notice) -> Figures:
    """Each row of the plan. A plan that reads otherwise is named where a remark says that its count is not that of the text."""
    made = draft(one.text, pack_of(None))
    read = [(row.level, row.number, row.topic, row.organiser, row.months) for row in made.plan]
    right = sum(row in read for row in one.truth)
    wrong = [row for row in one.truth if row not in read]
    found = Figures(right=right)
    if any("计划表" in remark for remark in made.remarks):
        found.named = len(wrong)
    else:
        found.silent = [f"通知{one.seed} {one.layout}: {row}" for row in wrong]
        found.invented = [f"通知{one.seed} {one.layout}: {row}" for row in read if row not in one.truth]
    return found


__all__ = ["START", "Figures", "judged"]
