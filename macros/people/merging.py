"""Merges people of a roster with those of 附件4: new, known and conflicting ones.

People are identified by document number; if one side has none, by name and phone (or name and employer), if unique. On
conflict the workbook wins, unless the user decides otherwise; empty roster cells never clear a cell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from udfs.people.identity import normal_document
from udfs.records.class_file import Person
from udfs.records.tidying import tidied
from udfs.values.cells import Value, blank, held_as_number, plain, text
from udfs.values.headings import DOCUMENT, EMPLOYER, NAME, PHONE
from workbooks.sources.model import Note, Origin, RosterEntry

NAMED = 5
"""Maximum number of rows named."""
ADDED, UPDATED, UNCHANGED, DISAGREES, AGAIN = "新增", "更新", "一致", "有冲突", "重复"
SHORTEST_KEY = 7
"""Characters of the shortest document number by which somebody is known."""
OUTCOMES = (ADDED, UPDATED, UNCHANGED, DISAGREES, AGAIN)


@dataclass(frozen=True)
class Conflict:
    """Two values of one field for the same person. ``taken``: the new one was written."""

    origin: Origin
    person: str
    row: int | None
    field: str
    present: str
    offered: str
    taken: bool


@dataclass(eq=False, slots=True)
class Target:
    """A person of the workbook (with ``row``) or a new one; ``changes``: cells to write in the row."""

    key: str
    values: dict[str, Value]
    row: int | None = None
    changes: dict[str, str] = field(default_factory=dict)
    seen: bool = False


@dataclass
class Merged:
    """The planned merge: new people in order, changed ones, one outcome per entry, remarks."""

    added: list[Target] = field(default_factory=list)
    updated: list[Target] = field(default_factory=list)
    outcomes: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)
    """{(source, sheet): {outcome: count}}."""
    conflicts: list[Conflict] = field(default_factory=list)
    remarks: list[Note] = field(default_factory=list)

    def total(self, outcome: str) -> int:
        return sum(counts[outcome] for counts in self.outcomes.values())


class Merger:
    """Processes the entries one by one."""

    def __init__(self, people: Iterable[Person], columns: Collection[str], take_new: bool = False) -> None:
        self.columns = frozenset(columns)
        self.take_new = take_new
        self.merged = Merged()
        self.by_document: dict[str, Target] = {}
        self.by_name: dict[str, list[Target]] = {}
        fields = [heading for heading in Person.attributes() if heading in self.columns]
        for person in people:
            # A document number stored as a number has lost its last digits and identifies nobody.
            key = "" if held_as_number(person.document) else person.key
            values = {heading: person.get(heading) for heading in fields}
            self.remember(Target(key, values, person.row), plain(values.get(NAME)))

    def remember(self, target: Target, name: str) -> None:
        if target.key:
            self.by_document.setdefault(target.key, target)
        self.by_name.setdefault(name, []).append(target)

    def take(self, entries: Iterable[RosterEntry]) -> Merged:
        """Merge all entries."""
        for entry in entries:
            self.take_one(entry)
        return self.merged

    def take_one(self, entry: RosterEntry) -> None:
        values = entry.values
        key = normal_document(values.get(DOCUMENT))
        if len(key) < SHORTEST_KEY:  # a piece of a number, which others may share
            key = ""
        target = self.by_document.get(key) if key else None
        if target is None:
            name = plain(values.get(NAME))
            found = self.by_name.get(name)
            target = self.same_person(entry, key, found) if found else None
            if target is None:
                self.add(entry, key, name)
                return
        again, untouched = target.seen, not target.changes
        target.seen = True
        changed, disagrees = self.fill(target, entry)
        if key and not target.key:
            target.key = key
            self.by_document[key] = target
        outcome = AGAIN if again else UPDATED if changed else DISAGREES if disagrees else UNCHANGED
        self.count(entry.origin, outcome)
        if changed and untouched and target.row is not None:
            self.merged.updated.append(target)

    def count(self, origin: Origin, outcome: str) -> None:
        """Count an entry for its sheet."""
        self.merged.outcomes.setdefault((origin.source, origin.sheet), dict.fromkeys(OUTCOMES, 0))[outcome] += 1

    def same_person(self, entry: RosterEntry, key: str, found: Sequence[Target]) -> Target | None:
        """Of the people with that name, the one who may be the same: no conflicting document numbers, and matching phone or
        employer."""
        alike = [target for target in found if agrees(target, entry)]
        if not alike:
            self.remark_namesake(entry, key, found)
            return None
        fitting = [target for target in alike if not (key and target.key)]
        if not fitting:
            self.remark_clash(entry, alike)
        if len(fitting) > 1:
            what = f"有 {len(fitting)} 位同名且电话或单位相同，不能确定是哪一位，按新人加入，请核对"
            self.merged.remarks.append(Note(entry.origin, entry.values[NAME], what))
        if len(fitting) != 1:
            return None
        self.remark_by_employer(entry, key, fitting[0])
        return fitting[0]

    def remark_namesake(self, entry: RosterEntry, key: str, found: Sequence[Target]) -> None:
        """Remark on a namesake without further data: identity is unknown."""
        unknown = [target.row for target in found if not target.key and target.row]
        if key and unknown:
            rows = "、".join(map(str, unknown[:NAMED]))
            what = f"附件4 第 {rows} 行有一位同名的没有证件号码，不能确定是不是同一人，按新人加入，请核对"
            self.merged.remarks.append(Note(entry.origin, entry.values[NAME], what))

    def remark_by_employer(self, entry: RosterEntry, key: str, target: Target) -> None:
        """Remark on a number assigned to a row, and so to its result, because name and employer match."""
        if key and target.row and not target.key and not (target.values.get(PHONE) and entry.values.get(PHONE)):
            what = f"附件4 第 {target.row} 行没有证件号码，只凭姓名和单位认作同一人，补上了证件号码，请核对"
            self.merged.remarks.append(Note(entry.origin, entry.values[NAME], what))

    def remark_clash(self, entry: RosterEntry, same_person: list[Target]) -> None:
        """Remark on the same name, phone or employer with different document numbers: one of them is probably mistyped."""
        row = same_person[0].row
        where = f"附件4 第 {row} 行" if row else "名册里的另一位"
        self.merged.remarks.append(
            Note(entry.origin, entry.values[NAME], f"与{where}姓名相同、电话或单位也相同，但证件号码不同，按新人加入，请核对")
        )

    def add(self, entry: RosterEntry, key: str, name: str) -> None:
        made: Any = {heading: value for heading, value in entry.values.items() if heading in self.columns}
        target = Target(key, made, changes=made, seen=True)
        self.merged.added.append(target)
        self.count(entry.origin, ADDED)
        self.remember(target, name)
        if not key:
            self.merged.remarks.append(Note(entry.origin, entry.values[NAME], "没有证件号码，按新人加入，请补上证件号码"))

    def fill(self, target: Target, entry: RosterEntry) -> tuple[int, bool]:
        """Fill the gaps of ``target`` from the entry. Returns (number of changed fields, whether there was a conflict)."""
        changed, disagrees = 0, False
        for heading, offered in entry.values.items():
            if heading not in self.columns:
                continue
            present = target.values.get(heading)
            if not blank(present):
                if present == offered or comparable(heading, present) == comparable(heading, offered):
                    continue
                disagrees = True
                self.merged.conflicts.append(
                    Conflict(entry.origin, entry.values[NAME], target.row, heading, text(present), offered, self.take_new)
                )
                if not self.take_new:
                    continue
            target.values[heading] = offered
            target.changes[heading] = offered
            changed += 1
        return changed, disagrees


def agrees(target: Target, entry: RosterEntry) -> bool:
    """True if the phones match, or if the employers match and the phones do not conflict."""
    present, offered = target.values.get(PHONE), entry.values.get(PHONE)
    if present and offered:
        return comparable(PHONE, present) == comparable(PHONE, offered)
    employer = plain(entry.values.get(EMPLOYER))
    return bool(employer) and employer == plain(target.values.get(EMPLOYER))


def comparable(heading: str, value: Value) -> str:
    """A value normalised for comparison, ignoring differences in spelling."""
    if heading == DOCUMENT:
        return normal_document(value)
    if heading == PHONE:
        return plain(tidied(PHONE, value)).replace("-", "")
    return plain(value)
