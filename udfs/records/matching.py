"""Matches people across 附件4, 附件5 and 考勤, so that one error is reported once.

People are matched by document number. Remaining rows are paired by name, which distinguishes a mistyped number from a missing
person: only the faulty sheet is reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import islice
from typing import NamedTuple, Protocol, TypeAlias, TypeVar

from udfs.fields.declared import TABLES
from udfs.notice.packs import Which
from udfs.people.identity import Births, births, document_fault
from udfs.people.names import name_fault
from udfs.people.phones import normal_phone, phone_fault
from udfs.records.participants import Absence, Person, Result
from udfs.records.settings import Setting, parameters_in_force
from udfs.values.cells import Value, blank, held_as_number, plain, text
from udfs.values.headings import CERTIFICATE, DOCUMENT, EMPLOYER, NAME, PHONE, RESULTS
from udfs.values.verdict import Fault

Matched: TypeAlias = Result | Absence

AnyRow = TypeVar("AnyRow", bound="Person | Result | Absence")


class Pair(NamedTuple):
    """The person of 附件4 that a row of another sheet refers to; ``by_number`` is False if only the name agrees."""

    person: Person
    by_number: bool


class PeopleRows(Protocol):
    """The part of a class that matching needs: its rows of people, and the bounds of birth dates."""

    @property
    def people(self) -> tuple[Person, ...]: ...
    @property
    def trainees(self) -> tuple[Person, ...]: ...
    @property
    def results(self) -> tuple[Result, ...]: ...
    @property
    def absences(self) -> tuple[Absence, ...]: ...
    @property
    def which(self) -> Which: ...
    @property
    def start(self) -> date | None: ...
    @property
    def today(self) -> date: ...
    @property
    def settings(self) -> tuple[Setting, ...]: ...


class Matching:
    """The matches of one class, computed on demand."""

    def __init__(self, c: PeopleRows) -> None:
        self._class = c

    @cached_property
    def births(self) -> Births:
        """The plausible birth dates of the people of this class."""
        c = self._class
        return births(c.today, c.start, parameters_in_force(c.which, c.start, c.settings).longest_life)

    @cached_property
    def person_faults(self) -> Mapping[int, Fault]:
        """{row of 附件4: fault of its document number}, without empty cells and numbers stored as such."""
        c = self._class
        found = (
            (one.row, document_fault(one.document, one.document_kind, self.births)) for one in c.people if _is_text(one.document)
        )
        return {row: fault for row, fault in found if fault}

    @cached_property
    def result_faults(self) -> Mapping[int, Fault]:
        """{row of 附件5: fault of its document number}, unless the number equals that in 附件4."""
        found = {}
        for result in self._class.results:
            pair = self.results.get(result.row)
            if not _is_text(result.document) or (pair and _as_written(pair.person.document) == result.document):
                continue
            fault = document_fault(result.document, pair.person.document_kind if pair else None, self.births)
            if fault:
                found[result.row] = fault
        return found

    @cached_property
    def people_by_key(self) -> Mapping[str, list[Person]]:
        return _by_key(self._class.people)

    @cached_property
    def results_by_key(self) -> Mapping[str, list[Result]]:
        return _by_key(self._class.results)

    @cached_property
    def doubtful_people(self) -> frozenset[int]:
        """Rows of 附件4 whose number is missing, stored as a number, faulty, or not unique."""
        shared = {person.row for group in self.people_by_key.values() if len(group) > 1 for person in group}
        unread = {person.row for person in self._class.people if not _is_text(person.document)}
        return frozenset(shared | unread | set(self.person_faults))

    @cached_property
    def doubtful_results(self) -> frozenset[int]:
        """Rows of 附件5 whose number is missing, stored as a number, faulty, or not unique."""
        shared = {result.row for group in self.results_by_key.values() if len(group) > 1 for result in group}
        unread = {result.row for result in self._class.results if not _is_text(result.document)}
        return frozenset(shared | unread | set(self.result_faults))

    @cached_property
    def results(self) -> Mapping[int, Pair]:
        """{row of 附件5: person of 附件4}."""
        return self._paired(self._class.results)

    @cached_property
    def absences(self) -> Mapping[int, Pair]:
        """{row of 考勤: person of 附件4}; of several rows of one person only one is matched by number."""
        return self._paired(self._class.absences)

    @cached_property
    def results_by_name(self) -> Mapping[int, Result]:
        """{row of 附件4: row of 附件5 with this person's name but another number}."""
        return {
            pair.person.row: result
            for result in self._class.results
            if (pair := self.results.get(result.row)) and not pair.by_number
        }

    @cached_property
    def differences(self) -> Mapping[int, tuple[str, ...]]:
        """{row of 附件5: fields that differ from 附件4}.

        Not compared: rows that share a number, since their owner is unknown, and cells that are faulty in 附件4 anyway.
        """
        found = {}
        for result in self._class.results:
            pair = self.results.get(result.row)
            if pair is None or not pair.by_number:
                continue
            if len(self.results_by_key[result.key]) <= len(self.people_by_key[result.key]):
                fields = tuple(_differing(pair.person, result))
                if fields:
                    found[result.row] = fields
        return found

    @cached_property
    def disputed(self) -> frozenset[tuple[int, str]]:
        """(row of 附件4, field) of everything that differs in 附件5: the two must agree first."""
        return frozenset((self.results[row].person.row, field) for row, fields in self.differences.items() for field in fields)

    @cached_property
    def absent_hours(self) -> Mapping[str, Decimal | None]:
        """{document number: 请假学时 plus 缺勤学时 over all rows of the person}; None if a cell is faulty."""
        totals: dict[str, Decimal | None] = {}
        for absence in self._class.absences:
            before, hours = totals.get(absence.key, Decimal(0)), absence.right_hours
            if absence.key:
                totals[absence.key] = None if before is None or hours is None else before + hours
        return totals

    @cached_property
    def missed_hours(self) -> Mapping[str, Decimal]:
        """{document number: hours missed over all rows of 考勤}; rows with faulty hours count as 0."""
        found: dict[str, Decimal] = {}
        for absence in self._class.absences:
            hours = absence.right_hours if absence.key else None
            if hours is not None:
                found[absence.key] = found.get(absence.key, Decimal(0)) + hours
        return found

    def _paired(self, rows: tuple[Matched, ...]) -> dict[int, Pair]:
        pairs: dict[int, Pair] = {}
        groups, people = _by_key(rows), self.people_by_key
        waiting = {key: {one.row: one for one in people[key]} for key in groups if key in people}
        left: list[Matched] = []
        for row in rows:
            person = _best(waiting.get(row.key, {}), row)
            if person is None or _stands_better_elsewhere(row, person, groups[row.key], self.people_by_key[row.key]):
                left.append(row)
            else:
                pairs[row.row] = Pair(person, by_number=True)
                del waiting[row.key][person.row]
        if left:
            self._pair_by_name(left, pairs)
        return pairs

    def _pair_by_name(self, left: list[Matched], pairs: dict[int, Pair]) -> None:
        """Pair the remaining rows with the remaining trainees of the same name."""
        taken = {pair.person.row for pair in pairs.values()}
        waiting: dict[str, Person] = {}
        for person in self._class.trainees:
            if person.row not in taken and not blank(person.name):
                waiting.setdefault(plain(person.name), person)
        # Of several with the same name only the first are paired: the name cannot tell who is who.
        for name, row in {plain(row.name): row for row in reversed(left)}.items():
            if name in waiting:
                pairs[row.row] = Pair(waiting[name], by_number=False)


def _as_written(document: Value) -> Value:
    """The number as text: one stored as a number equals its digits; A4-18 reports how it is stored."""
    return document if _is_text(document) else text(document)


def _is_text(document: Value) -> bool:
    return not blank(document) and not held_as_number(document)


def _by_key(rows: Iterable[AnyRow]) -> dict[str, list[AnyRow]]:
    groups: dict[str, list[AnyRow]] = {}
    for row in rows:
        if row.key:
            groups.setdefault(row.key, []).append(row)
    return groups


COMPARED = tuple(
    (one.heading, one.attribute)
    for one in TABLES[RESULTS]
    if one.taken_from == one.heading and one.heading not in (DOCUMENT, CERTIFICATE)
)


def _differing(person: Person, result: Result) -> Iterator[str]:
    """The fields that differ. If the name differs, the row probably belongs to someone else and nothing else is compared."""
    for field, attribute in COMPARED:
        before, here = getattr(person, attribute), getattr(result, attribute)
        if before == here or blank(before) or blank(here):
            continue
        if attribute == "name":
            differs = not name_fault(before) and (plain(before) != plain(here) or name_fault(here) is not None)
        elif attribute == "phone":
            differs = not phone_fault(before) and (normal_phone(before) != normal_phone(here) or phone_fault(here) is not None)
        else:
            differs = plain(before) != plain(here)
        if differs:
            yield field
            if attribute == "name":
                return


FEW = 20
"""The maximum number of people compared for one number or name; more are a filled-down column, not an error."""


def _best(people: Mapping[int, Person], row: Matched) -> Person | None:
    """The person who agrees with the row in most of name, phone and employer; the first one of ties."""
    if len(people) < 2:
        return next(iter(people.values()), None)
    known = [field for field in (NAME, PHONE, EMPLOYER) if field in type(row).attributes()]
    here = [plain(row.get(field)) for field in known]

    def agreement(person: Person) -> int:
        return sum(plain(person.get(field)) == stated for field, stated in zip(known, here, strict=True))

    return max(islice(people.values(), FEW), key=agreement)


def _stands_better_elsewhere(row: Matched, person: Person, rows: Sequence[Matched], people: Sequence[Person]) -> bool:
    """True for a row with the number of a person but another name, if another row has both."""
    if len(people) > 1 or len(rows) < 2 or plain(row.name) == plain(person.name):
        return False
    return any(plain(one.name) == plain(person.name) for one in rows[:FEW])
