"""Locates the result cells of a trainee: in 附件4 if 附件5 is computed, else in 附件5."""

from __future__ import annotations

from collections.abc import Iterator

from udfs.records.class_file import PEOPLE, RESULTS, ClassFile, Person, Result
from udfs.records.participants import RESULT_COLUMNS
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.headings import OWNER
from workbooks.ooxml.writing.changes import CellChange


class ResultCells:
    """The result cells of one class."""

    def __init__(self, c: ClassFile) -> None:
        self.c = c
        self.sheet = PEOPLE if c.results_beside else RESULTS

    def column(self, field: str) -> int | None:
        """The column in which results under that heading of 附件5 are typed; None if missing."""
        heading = RESULT_COLUMNS.get(field, field) if self.c.results_beside else field
        place = self.c.places.get(self.sheet)
        letters = place.columns.get(heading) if place else None
        return cells.column_number(letters) if letters else None

    def changes(self, result: Result, field: str, value: Value) -> Iterator[CellChange]:
        """The change of the result cell, and of 归属 beside it."""
        column = self.column(field)
        if column is None:
            return
        yield CellChange(self.c.places[self.sheet].title, result.home_row, column, value)
        if result.person_row is not None:
            yield from witness(self.c, self.c.people_rows[result.person_row])


def witness(c: ClassFile, person: Person) -> Iterator[CellChange]:
    """归属 of a person whose working columns are written: the document number, if empty so far."""
    place = c.places[PEOPLE]
    if OWNER in place.columns and may_witness(c, person):
        yield CellChange(place.title, person.row, cells.column_number(place.columns[OWNER]), person.document)


def may_witness(c: ClassFile, person: Person) -> bool:
    """True if 归属 is empty and the person's number is fit to fill it: a faulty or shared one would contradict them later."""
    return not person.owner_key and bool(person.key) and person.row not in c.matching.doubtful_people
