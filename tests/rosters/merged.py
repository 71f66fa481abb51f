"""People of a roster merged into those of a class, without a workbook."""

from __future__ import annotations

from macros.people.merging import Merger
from udfs.records.class_file import Person
from workbooks.rosters.layout.headings import FIELDS
from workbooks.sources.model import Origin, RosterEntry

HERE = Origin("名册", "", 1)


def merge(present: list[dict[str, str]], offered: list[dict[str, str]], take_new: bool = False) -> Merger:
    people = [Person.build(one, row=at) for at, one in enumerate(present, start=4)]
    merger = Merger(people, FIELDS, take_new)
    merger.take(RosterEntry(HERE, values) for values in offered)
    return merger
