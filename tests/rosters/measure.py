"""How right an import is: every cell of every person right, or named, or silently wrong; and who was lost.

A cell counts as named only where a line tells of this very cell: its person and its field, or its whole column. That a value
was changed somewhere on a list does not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.rosters.model import NAME, StatedPerson
from workbooks.files.errors import Unusable
from workbooks.rosters.reading import RosterOptions, read_rosters
from workbooks.sources.model import Note, Roster, RosterEntry


@dataclass
class Measured:
    """Cells right and named; ``silent``: cells wrong without a word; ``lost``: people who went without a word; ``refused``."""

    right: int = 0
    named: int = 0
    silent: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    refused: int = 0

    def add(self, other: Measured) -> None:
        self.right += other.right
        self.named += other.named
        self.silent += other.silent
        self.lost += other.lost
        self.refused += other.refused

    def __str__(self) -> str:
        return (
            f"cells right {self.right}, named {self.named}, silently wrong {len(self.silent)}; "
            f"people lost {len(self.lost)}; sources refused {self.refused}"
        )


def measure(path: Path, people: Sequence[StatedPerson], wishes: RosterOptions | None = None) -> Measured:
    """Read a source and hold it to what its people are."""
    found = Measured()
    try:
        roster = read_rosters([path], wishes or RosterOptions())
    except Unusable:
        found.refused = 1
        return found
    judge(roster, people, path.name, found)
    return found


def judge(roster: Roster, people: Sequence[StatedPerson], source: str, found: Measured) -> None:
    entries = list(roster.entries)
    for person in people:
        entry = taken(entries, person)
        if entry is None:
            if any(person[NAME] in f"{note.person}{note.what}" for note in notes(roster)):
                found.named += len(person)
            else:
                found.lost.append(f"{source}: {person[NAME]}")
            continue
        for heading in person.keys() | entry.values.keys():
            wanted, got = person.get(heading, ""), entry.values.get(heading, "")
            if wanted == got:
                found.right += 1
            elif is_named(roster, {person[NAME], entry.values[NAME]}, heading):
                found.named += 1
            else:
                found.silent.append(f"{source}: {person[NAME]} {heading} {wanted!r} -> {got!r}")
    found.silent += [f"{source}: nobody of that name -> {entry.values}" for entry in entries if not is_odd(roster, entry)]


def is_odd(roster: Roster, entry: RosterEntry) -> bool:
    """True if a line tells that this entry may be nobody."""
    return any(note.person == entry.values[NAME] and NAME in note.what for note in roster.remarks)


def taken(entries: list[RosterEntry], person: StatedPerson) -> RosterEntry | None:
    """The entry of a person, taken out of the list: by name, else by number."""
    for heading in (NAME, "身份证号", "联系电话"):
        for entry in entries:
            if person.get(heading) and entry.values.get(heading) == person[heading]:
                entries.remove(entry)
                return entry
    return None


def notes(roster: Roster) -> Iterator[Note]:
    yield from (*roster.skipped, *roster.lost, *roster.remarks)


SHORT: Mapping[str, str] = {"专业技术职务（职称）": "职称", "身份证号": "证件号"}


def is_named(roster: Roster, names: set[str], heading: str) -> bool:
    """True if a line tells of this cell."""
    words = {heading, SHORT.get(heading, heading)}
    for note in (*roster.lost, *roster.remarks):
        whole = note.person + note.what
        if any(name in whole for name in names) and any(word in note.what for word in words):
            return True
    unclear = [line for mapped in roster.mapped for line in mapped.unclear]
    return any(f"“{word}”" in line for line in unclear for word in words)
