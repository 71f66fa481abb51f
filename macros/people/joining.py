"""Merges several rows of 考勤 for one person: the hours are added up, as the rules do, and the rows below move up.

Only rows that agree on name and 请假手续 and have readable hours are merged; the others are reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from udfs.records.class_file import ATTENDANCE, Absence, ClassFile
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.grid import NUMBER_HEADING
from workbooks.book.formulas import formulas_within
from workbooks.ooxml.writing.changes import CellChange

if TYPE_CHECKING:
    import xlwings as xw

COMPUTED = "是公式，不能并行"


@dataclass(frozen=True)
class MergedAbsences:
    """The result of merging.

    ``rows``: (name, merged rows) per person; ``left``: rows not merged, with the reason; ``absences``, ``changes``: the
    resulting rows of 考勤 and the cells that differ.
    """

    rows: tuple[tuple[str, tuple[int, ...]], ...] = ()
    left: tuple[tuple[str, tuple[int, ...], str], ...] = ()
    absences: tuple[Absence, ...] = ()
    changes: tuple[CellChange, ...] = ()


NONE_JOINED = MergedAbsences()


def joined(book: xw.Book, c: ClassFile) -> MergedAbsences:
    """考勤 with one row per person, as far as unambiguous."""
    groups: dict[str, list[Absence]] = {}
    for absence in c.absences:
        if absence.key:
            groups.setdefault(absence.key, []).append(absence)
    doubles = [group for group in groups.values() if len(group) > 1]
    if not doubles:
        return MergedAbsences(absences=c.absences)
    formulas = typed_formulas(book, c)
    left = tuple(
        (cells.text(group[0].name), tuple(one.row for one in group), why)
        for group in doubles
        if (why := COMPUTED if formulas else why_apart(group))
    )
    kept_apart = {row for _, rows, _ in left for row in rows}
    certain = [group for group in doubles if group[0].row not in kept_apart]
    sums = {group[0].row: together(group) for group in certain}
    gone = {one.row for group in certain for one in group[1:]}
    slots = [absence.row for absence in c.absences]
    kept = [sums.get(absence.row, absence) for absence in c.absences if absence.row not in gone]
    moved = tuple(one.changed(row=slot) for one, slot in zip(kept, slots, strict=False))
    merged = tuple((cells.text(group[0].name), tuple(one.row for one in group)) for group in certain)
    return MergedAbsences(merged, left, moved, tuple(differences(c, moved)))


def typed_formulas(book: xw.Book, c: ClassFile) -> bool:
    """True if a typed column of 考勤 holds a formula in one of the rows."""
    place = c.places[ATTENDANCE]
    columns = [cells.column_number(place.columns[heading]) for heading in Absence.TYPED if heading in place.columns]
    rows = [absence.row for absence in c.absences]
    found = formulas_within(book, place.title, min(rows), min(columns), max(rows), max(columns))
    return any(column in columns for _, column in found)


def why_apart(group: list[Absence]) -> str:
    """Why rows with one number are not merged; '' if they can be."""
    if len({cells.plain(one.name) for one in group if not cells.blank(one.name)}) > 1:
        return "证件号码相同而姓名不同"
    if len({cells.plain(one.permission) for one in group if not cells.blank(one.permission)}) > 1:
        return "请假手续不同"
    for one in group:
        for value in (one.leave, one.missed):
            hours = cells.number(value)
            if not cells.blank(value) and (hours is None or hours < 0):
                return f"第{one.row}行的学时不是数字或为负数"
    return ""


def together(group: list[Absence]) -> Absence:
    """The merged row: hours added up, name and 请假手续 from the first row that has them."""
    first = group[0]

    def total(values: list[Value]) -> Value:
        filled = [number for value in values if (number := cells.number(value)) is not None]
        return sum(filled, Decimal(0)) if filled else None

    return first.changed(
        name=next((one.name for one in group if not cells.blank(one.name)), None),
        permission=next((one.permission for one in group if not cells.blank(one.permission)), None),
        leave=total([one.leave for one in group]),
        missed=total([one.missed for one in group]),
    )


def differences(c: ClassFile, moved: tuple[Absence, ...]) -> Iterator[CellChange]:
    """The typed cells that differ; surplus rows are emptied, including 序号."""
    place = c.places[ATTENDANCE]
    columns: Mapping[str, int] = {
        heading: cells.column_number(letters)
        for heading, letters in place.columns.items()
        if heading in (*Absence.TYPED, NUMBER_HEADING)
    }
    after = {one.row: one for one in moved}
    for before in c.absences:
        now = after.get(before.row)
        for heading, column in columns.items():
            if heading == NUMBER_HEADING and now is not None:
                continue
            value = now.get(heading) if now is not None else None
            if value != before.get(heading):
                yield CellChange(place.title, before.row, column, value)
