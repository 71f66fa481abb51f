"""附件5 as a view of 附件4 and 考勤: whether it is computed or typed, and what its rows then hold.

A computed 附件5 shows the trainees of 附件4 in order, with the results typed beside them. A single typed 姓名 or 身份证号
makes it typed: then its typed rows are the people and hold their results. Cells that fit neither (an entry in a computed row,
a computed row in a typed sheet) are kept in ``out_of_view`` for the rule that reports them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from udfs.people.identity import normal_document
from udfs.records.class_file import ClassFile
from udfs.records.participants import MIRRORED, PEOPLE, RESULT_COLUMNS, OutOfView, Person, Result
from udfs.values import cells
from udfs.values.cells import Value, blank, plain
from udfs.values.grid import Table
from udfs.values.headings import DOCUMENT, HOURS, NAME, PASSED

NONE = Decimal(0)
SHOWN = (*MIRRORED, HOURS, *RESULT_COLUMNS)
"""The columns in which the view shows a trainee, without 序号."""


def with_results(known: ClassFile, table: Table, rows: tuple[Result, ...]) -> ClassFile:
    """``known`` with the results shown by 附件5: ``rows`` are its used rows, ``table`` the table."""
    if table.grid.tells_formulas:
        typed = {row.row for row in rows if not blank(row.document) and not has_formula(table, row.row, DOCUMENT)}
        known = known.changed(typed_results=frozenset(typed))
    if not known.has_column(PEOPLE, RESULT_COLUMNS[PASSED]):
        return known.changed(results=rows)
    if table.grid.tells_formulas:
        if any(is_typed(table, row.row) for row in rows):
            left = [row for row in rows if still_computed(table, row)]
            return known.changed(
                results=tuple(row for row in rows if row not in left),
                out_of_view=tuple(OutOfView(row.row, NAME, row.name, "", shown_in(known, table, row.row)) for row in left),
            )
        computed = any(has_formula(table, row, NAME, DOCUMENT) for row in view_rows(known, table.heading_row))
    else:
        computed = shows_trainees(known, table.heading_row, rows)
    if not computed:
        return known.changed(results=rows)
    view = view_of(known, table.heading_row, {row.row: row for row in rows})
    found = tuple(out_of_view(known, table, view))
    return known.changed(results=view, out_of_view=found)


def view_rows(known: ClassFile, heading_row: int) -> range:
    """The rows of 附件5 in which trainees are shown."""
    return range(heading_row + 1, heading_row + 1 + len(known.shown_trainees))


def view_of(known: ClassFile, heading_row: int, shown: Mapping[int, Result]) -> tuple[Result, ...]:
    """The trainees in order as results. ``shown``: {row of 附件5: its record}, for 序号, 缺勤率 and a typed 学时数."""
    found = []
    for row, person in zip(view_rows(known, heading_row), known.shown_trainees, strict=True):
        there = shown.get(row)
        hours = there.hours if there is not None and not blank(there.hours) else expected_hours(known, person.document)
        found.append(
            Result(
                row=row,
                number=there.number if there is not None else row - heading_row,
                hours=hours,
                absence=there.absence if there is not None else None,
                person_row=person.row,
                **{Result.attributes()[field]: view_value(person, field) for field in (*MIRRORED, *RESULT_COLUMNS)},
            )
        )
    return tuple(found)


def viewed(c: ClassFile) -> ClassFile:
    """The class with its computed 附件5 updated, after people were changed."""
    place = c.places.get("附件5")
    return c.changed(results=view_of(c, place.heading_row if place else 3, {}), out_of_view=())


def shown_in(known: ClassFile, table: Table, row: int) -> int | None:
    """The row of 附件4 shown in a row of the view, or None."""
    position = row - table.heading_row - 1
    return known.shown_trainees[position].row if 0 <= position < len(known.shown_trainees) else None


def view_value(person: Person, field: str) -> Value:
    """The value of a trainee under a heading of 附件5 that comes from 附件4."""
    return person.get(RESULT_COLUMNS.get(field, field))


def out_of_view(known: ClassFile, table: Table, view: tuple[Result, ...]) -> Iterator[OutOfView]:
    """The cells of a computed 附件5 that were overwritten or cleared."""
    people = {person.row: person for person in known.shown_trainees}
    by_row = {result.row: result for result in view}
    for row in range(table.heading_row + 1, max(len(table.grid.rows), view_rows(known, table.heading_row).stop - 1) + 1):
        result = by_row.get(row)
        person = people[result.person_row] if result is not None and result.person_row is not None else None
        if person is not None and all(
            not has_formula(table, row, field) and blank(cell(table, row, field)) for field in (NAME, DOCUMENT)
        ):
            if table.grid.tells_formulas:
                yield OutOfView(row, NAME, None, cells.text(person.name), person.row)
            continue
        for field in SHOWN:
            if field not in table.columns or (table.grid.tells_formulas and has_formula(table, row, field)):
                continue
            here = cell(table, row, field)
            due = (
                None
                if person is None
                else expected_hours(known, person.document)
                if field == HOURS
                else view_value(person, field)
            )
            if field in RESULT_COLUMNS and table.grid.tells_formulas:
                differs = not blank(here) or not blank(due)
            else:
                differs = not same(here, due)
            if differs:
                yield OutOfView(row, field, here, cells.text(due), person.row if person else None)


def is_typed(table: Table, row: int) -> bool:
    """True if 姓名 or 身份证号 is typed in that row."""
    return any(not blank(cell(table, row, field)) and not has_formula(table, row, field) for field in (NAME, DOCUMENT))


def still_computed(table: Table, row: Result) -> bool:
    """True for a row that shows someone by formulas alone."""
    shows = not blank(row.name) or not blank(row.document)
    return shows and not is_typed(table, row.row)


def shows_trainees(known: ClassFile, heading_row: int, rows: tuple[Result, ...]) -> bool:
    """True if the rows are exactly the trainees of 附件4 in order: the only evidence if formulas are unknown.

    If only 附件5 holds results, they were typed there.
    """
    shown = [(row.row, plain(row.name), plain(row.document)) for row in rows if not blank(row.name) or not blank(row.document)]
    due = [
        (at, plain(person.name), plain(person.document))
        for at, person in zip(view_rows(known, heading_row), known.shown_trainees, strict=True)
    ]
    typed_here = any(not blank(row.passed) or not blank(row.certificate) for row in rows)
    beside = any(person.has_result for person in known.trainees)
    return bool(due) and shown == due and (beside or not typed_here)


def has_formula(table: Table, row: int, *fields: str) -> bool:
    return any((row, table.columns[field]) in table.grid.formulas for field in fields if field in table.columns)


def cell(table: Table, row: int, field: str) -> Value:
    column = table.columns.get(field)
    return table.grid.value(row, column) if column else None


def same(one: Value, other: Value) -> bool:
    """True if two cells show the same."""
    first, second = cells.number(one), cells.number(other)
    if first is not None and second is not None:
        return first == second
    return cells.text(one) == cells.text(other)


def expected_hours(known: ClassFile, document: Value) -> Value:
    """学时数 = 总学时 minus the hours in 考勤; None without 总学时."""
    whole = cells.number(known.project.hours)
    return None if whole is None else whole - missed_hours(known, document)


def missed_hours(known: ClassFile, document: Value) -> Decimal:
    """The hours missed by the person according to 考勤."""
    missed = known.matching.missed_hours
    return missed.get(normal_document(document), NONE) if missed else NONE
