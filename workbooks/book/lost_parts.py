"""Detects sheets, columns and labels missing in a workbook of ours. Their content cannot be read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from udfs.records.class_file import (
    ACCOUNTS,
    ATTENDANCE,
    CHECKING,
    EXPENSES,
    ITEMS,
    KEPT_SHEETS,
    LECTURES,
    MATERIALS,
    PARAMETERS,
    PEOPLE,
    SURVEY,
    Absence,
    ClassFile,
    Expense,
    LectureFee,
    Material,
    SurveyItem,
)  # fmt: skip
from udfs.values.headings import DOCUMENT_KIND, KIND, MODE, PAYEE, REGION

WANTED: Mapping[str, tuple[str, ...]] = {
    PEOPLE: (KIND, DOCUMENT_KIND, MODE, REGION),
    ATTENDANCE: Absence.TYPED,
    LECTURES: LectureFee.TYPED,
    EXPENSES: tuple(heading for heading in Expense.TYPED if heading != PAYEE),
    SURVEY: SurveyItem.TYPED,
    MATERIALS: Material.TYPED,
}
"""{sheet: columns present in every edition on which rules and sums depend}, without those of the official annexes."""


def lost_parts(c: ClassFile, titles: Collection[str]) -> dict[str, tuple[object, ...]]:
    """The missing parts of a workbook of ours, recognised by 核对, which nobody deletes."""
    return {"lost_sheets": tuple(lost_sheets(c)), "lost_columns": tuple(lost_columns(c))} if CHECKING in titles else {}


def lost_sheets(c: ClassFile) -> Iterator[str]:
    """Missing sheets, and sheets without heading row; for the annexes of people A4-20 and A5-20 report it."""
    for sheet in KEPT_SHEETS:
        if not c.has(sheet) or (sheet in WANTED and sheet != PEOPLE and not c.places[sheet].columns):
            yield sheet
    if c.lost_settings:
        yield PARAMETERS


def lost_columns(c: ClassFile) -> Iterator[tuple[str, str]]:
    """Missing columns and labels of an existing sheet: their content is not read, and sums are silently too low."""
    for sheet, headings in WANTED.items():
        place = c.places.get(sheet)
        if place is not None and place.columns:
            yield from ((sheet, heading) for heading in headings if heading not in place.columns)
    if c.has(ACCOUNTS):
        yield from ((ACCOUNTS, item) for item in ITEMS if item not in c.places[ACCOUNTS].cells)
