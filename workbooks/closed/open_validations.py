"""Finds and restores drop-downs and input checks of an open workbook that a paste has overwritten.

Through xlwings only: a validation is copied from an intact cell of the same column by "paste special", so formulas move
with their rows. If no cell is intact, it can only be restored in the closed file, from the template.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbooks.closed.host import Host, names_of
from workbooks.closed.validated_fields import Wiped, as_field_areas, places, validated_fields
from workbooks.forms.model import defined_name

if TYPE_CHECKING:
    import xlwings as xw

    from workbooks.ooxml.addresses import Area

RowRange = tuple[int, int]
NONE, SOME = "none", "mixed_criteria"
"""Values of ``DataValidation.type`` if no cell, or only some cells, have a validation."""


@dataclass(frozen=True)
class Restored:
    """(sheet, heading or label) of the restored fields, and of those without an intact cell.

    ``able``: False if the host cannot read and paste validations (a browser).
    """

    fields: tuple[tuple[str, str], ...] = ()
    left: tuple[tuple[str, str], ...] = ()
    able: bool = True


def wiped_in(book: xw.Book) -> tuple[tuple[str, str, int, int], ...] | None:
    """The missing validations in the format of ``ClassFile.wiped``; None for a foreign workbook or an unable host."""
    found = lacking(book)
    return None if found is None else as_field_areas(found)


def lacking(book: xw.Book) -> tuple[Wiped, ...] | None:
    """The fields with missing validations. None for a foreign workbook (no name of a validated field refers to cells), and for
    a host that cannot read validations."""
    if not Host(book).tells_validations:
        return None
    standing = _places(book)
    found = (
        Wiped(sheet, title, field, area, tuple(bare_runs(book.sheets[title], area, area.first_row, area.last_row)))
        for sheet, field, title, area in standing
    )
    return tuple(one for one in found if one.gaps) if standing else None


def restore(book: xw.Book, missing: Iterable[Wiped] | None) -> Restored:
    """Restore overwritten validations (``lacking``) with the formats of the form. Contents and foreign validations are kept.
    Precondition: no filter hides rows of these sheets (``workbooks.book.filters``)."""
    if missing is None:
        return Restored(able=Host(book).tells_validations)
    fields: list[tuple[str, str]] = []
    left: list[tuple[str, str]] = []
    for one in missing:
        (fields if put_back(book, one) else left).append((one.sheet, one.field))
    if fields:
        # Removes the moving border around the source, and the clipboard content.
        book.app.cut_copy_mode = False
    return Restored(tuple(fields), tuple(left))


def bare_runs(sheet: xw.Sheet, area: Area, first: int, last: int) -> Iterator[RowRange]:
    """The row ranges (first, last) without a validation, found by bisection: few calls for a column with one gap."""
    run: RowRange | None = None
    for top, bottom in _bare(sheet, area, first, last):
        if run is not None and top == run[1] + 1:
            run = (run[0], bottom)
            continue
        if run is not None:
            yield run
        run = (top, bottom)
    if run is not None:
        yield run


def put_back(book: xw.Book, one: Wiped) -> bool:
    """Copy validation and formats to the bare cells of a field; False if no cell has a validation."""
    kept = covered_runs(one)
    if not kept:
        return False
    sheet, column = book.sheets[one.title], one.area.first_column
    # A short range may be a list of the user's own; the long one is ours.
    _, source = max(kept, key=lambda run: run[1] - run[0])
    for first, last in one.gaps:
        target = sheet.range((first, column), (last, column))
        # The paste also removed conditional formats, borders and text format: they are copied from the nearest intact row.
        sheet.range((first - 1 if first > one.area.first_row else last + 1, column)).copy()
        target.paste(paste="formats")
        sheet.range((source, column)).copy()
        target.paste(paste="validation")
    return True


def covered_runs(one: Wiped) -> list[RowRange]:
    """The row ranges with a validation.


    >>> from workbooks.ooxml.addresses import Area
    >>> covered_runs(Wiped("附件4", "附件4", "姓名", Area(4, 2, 30, 2), ((4, 5), (10, 12))))
    [(6, 9), (13, 30)]
    """
    found: list[RowRange] = []
    row = one.area.first_row
    for first, last in one.gaps:
        if first > row:
            found.append((row, first - 1))
        row = last + 1
    if row <= one.area.last_row:
        found.append((row, one.area.last_row))
    return found


def _bare(sheet: xw.Sheet, area: Area, first: int, last: int) -> Iterator[RowRange]:
    found = sheet.range((first, area.first_column), (last, area.last_column)).data_validation.type
    if found == NONE:
        yield first, last
    elif found == SOME and first < last:
        middle = (first + last) // 2
        yield from _bare(sheet, area, first, middle)
        yield from _bare(sheet, area, middle + 1, last)


def _places(book: xw.Book) -> tuple[tuple[str, str, str, Area], ...]:
    # Only our names are resolved: Excel may add names of its own when a broken one is.
    found = names_of(book, (defined_name(sheet, field) for sheet, field in validated_fields()))
    leading = {name: one.refers_to.removeprefix("=") for name, one in found.items()}
    return tuple(places(leading, {sheet.name for sheet in book.sheets}))
