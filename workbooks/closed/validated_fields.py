"""Finds columns and labels of our workbook without their drop-downs and input checks, which pasting overwrites.

Fields are located by their defined names, which move with rows and columns. Any validation on a cell counts, even a foreign
one. In a foreign workbook nothing is expected.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from udfs.native.about_class.formalities import ACCEPTED
from udfs.records.class_file import PARAMETERS, PROJECT
from workbooks.closed.file_protocol import FileReader
from workbooks.forms import FORMS
from workbooks.forms.model import defined_name
from workbooks.native.checks import all_checks
from workbooks.ooxml.addresses import Area, split_reference


@dataclass(frozen=True)
class Wiped:
    """A column or label: its place, and the row ranges (first, last) without validation."""

    sheet: str
    title: str
    field: str
    area: Area
    gaps: tuple[tuple[int, int], ...]


@lru_cache(maxsize=1)
def validated_fields() -> tuple[tuple[str, str], ...]:
    """(sheet, heading or label) of every field with a drop-down, a prompt or an input check in the template."""
    found: list[tuple[str, str]] = []
    for sheet, form in FORMS.items():
        checked = {check.field for check in all_checks().get(sheet, ()) if check.native.validation}
        checked |= ACCEPTED.keys() if sheet == PROJECT else set()
        entries = {label.label: label.choices or label.prompt for label in form.labels}
        if form.table:
            entries |= {column.heading: column.choices or column.prompt or column.elsewhere for column in form.table.columns}
        found += [(sheet, field) for field, wanted in entries.items() if wanted or field in checked]
    return tuple(found)


def places(names: Mapping[str, str], titles: Container[str]) -> Iterator[tuple[str, str, str, Area]]:
    """(sheet, field, title, area) of every validated field whose name still refers to cells."""
    if PARAMETERS not in titles:
        return
    for sheet, field in validated_fields():
        place = split_reference(names.get(defined_name(sheet, field), ""))
        if place is not None and place[0] in titles:
            yield sheet, field, *place


def wiped(file: FileReader) -> Iterator[Wiped]:
    """The fields with missing validations. Errors: ``Unusable``."""
    names = file.package.names_everywhere
    for sheet, field, title, area in places(names, {sheet.title for sheet in file.sheets}):
        found = gaps(area, file.typed(title).validated)
        if found:
            yield Wiped(sheet, title, field, area, found)


def is_ours(file: FileReader) -> bool:
    """True for a workbook made from our template: it has the sheet 参数 and names for the fields."""
    if all(sheet.title != PARAMETERS for sheet in file.sheets):
        return False
    fields = {defined_name(sheet, field) for sheet, field in validated_fields()}
    return not fields.isdisjoint(file.package.names_everywhere) or any(one.name in fields for one in file.package.names)


def wiped_fields(file: FileReader) -> tuple[tuple[str, str, int, int], ...] | None:
    """The missing validations in the format of ``ClassFile.wiped``; None for a foreign workbook. Errors: ``Unusable``."""
    return as_field_areas(wiped(file)) if is_ours(file) else None


def as_field_areas(found: Iterable[Wiped]) -> tuple[tuple[str, str, int, int], ...]:
    """(sheet, field, first row or 0 for a label, number of cells) of each, as in ``ClassFile.wiped``."""
    return tuple(
        (one.sheet, one.field, 0 if one.area.size == 1 else one.gaps[0][0], sum(last - first + 1 for first, last in one.gaps))
        for one in found
    )


def gaps(area: Area, covered: Iterable[Area]) -> tuple[tuple[int, int], ...]:
    """The row ranges (first, last) of a column's ``area`` outside all areas of ``covered``.


    >>> gaps(Area(4, 2, 9, 2), [Area(1, 1, 5, 3), Area(7, 2, 7, 2), Area(4, 3, 9, 3)])
    ((6, 6), (8, 9))
    """
    runs = sorted(
        (one.first_row, one.last_row) for one in covered if one.first_column <= area.first_column <= one.last_column
    )  # fmt: skip
    found: list[tuple[int, int]] = []
    row = area.first_row
    for first, last in runs:
        if first > area.last_row:
            break
        if first > row:
            found.append((row, first - 1))
        row = max(row, last + 1)
    if row <= area.last_row:
        found.append((row, area.last_row))
    return tuple(found)
