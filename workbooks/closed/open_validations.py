"""Drop-downs and input checks of an open workbook: which of them a paste has wiped out, and putting them back.

Everything goes through xlwings: a validation is copied from a cell of the same column that still has its own, as "paste special"
does, so formulas move with their rows. What nothing is left of can only be put back in the closed file, from the template.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbooks.closed.host import Host, names_of
from workbooks.closed.validated_fields import Wiped, as_told, places, validated_fields
from workbooks.forms.model import defined_name

if TYPE_CHECKING:
    import xlwings as xw

    from workbooks.ooxml.addresses import Area

Run = tuple[int, int]
NONE, SOME = "none", "mixed_criteria"
"""What ``DataValidation.type`` says where no cell, and where only some of the cells have a validation."""


@dataclass(frozen=True)
class Restored:
    """(sheet, heading or label) of the fields that have their validation again, and of those nothing is left of to copy.

    ``able`` is False where the host cannot tell and paste validations (a browser).
    """

    fields: tuple[tuple[str, str], ...] = ()
    left: tuple[tuple[str, str], ...] = ()
    able: bool = True


def wiped_in(book: xw.Book) -> tuple[tuple[str, str, int, int], ...] | None:
    """What is missing, in the shape of ``ClassFile.wiped``; None for a workbook that is not ours or a host that cannot tell."""
    found = lacking(book)
    return None if found is None else as_told(found)


def lacking(book: xw.Book) -> tuple[Wiped, ...] | None:
    """The fields that lack their validation somewhere. None for a workbook that is not ours, where no name of a field with a
    validation leads to cells, and for a host that cannot tell.
    """
    if not Host(book).tells_validations:
        return None
    standing = _places(book)
    found = (
        Wiped(sheet, title, field, area, tuple(bare_runs(book.sheets[title], area, area.first_row, area.last_row)))
        for sheet, field, title, area in standing
    )
    return tuple(one for one in found if one.gaps) if standing else None


def restore(book: xw.Book, missing: Iterable[Wiped] | None) -> Restored:
    """Put back what a paste has wiped out (``lacking``), with the formats of the form. Contents stay, and so does anybody else's
    validation. No filter may hide rows of these sheets (``workbooks.book.filters``).
    """
    if missing is None:
        return Restored(able=Host(book).tells_validations)
    fields: list[tuple[str, str]] = []
    left: list[tuple[str, str]] = []
    for one in missing:
        (fields if put_back(book, one) else left).append((one.sheet, one.field))
    if fields:
        # Without the moving border around the source, and without it in the clipboard.
        book.app.cut_copy_mode = False
    return Restored(tuple(fields), tuple(left))


def bare_runs(sheet: xw.Sheet, area: Area, first: int, last: int) -> Iterator[Run]:
    """The runs of rows (first, last) without a validation, found by halving: few questions for a column that lost one block."""
    run: Run | None = None
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
    """Copy validation and formats over the bare cells of a field; False if no cell of it has a validation."""
    kept = covered_runs(one)
    if not kept:
        return False
    sheet, column = book.sheets[one.title], one.area.first_column
    # A short run may be a list of the user's own; the long one is ours.
    _, source = max(kept, key=lambda run: run[1] - run[0])
    for first, last in one.gaps:
        target = sheet.range((first, column), (last, column))
        # The paste took paint, lines and the format "text" away as well: they come from the nearest row that was spared.
        sheet.range((first - 1 if first > one.area.first_row else last + 1, column)).copy()
        target.paste(paste="formats")
        sheet.range((source, column)).copy()
        target.paste(paste="validation")
    return True


def covered_runs(one: Wiped) -> list[Run]:
    """The runs of rows that have a validation.

    >>> from workbooks.ooxml.addresses import Area
    >>> covered_runs(Wiped("附件4", "附件4", "姓名", Area(4, 2, 30, 2), ((4, 5), (10, 12))))
    [(6, 9), (13, 30)]
    """
    found: list[Run] = []
    row = one.area.first_row
    for first, last in one.gaps:
        if first > row:
            found.append((row, first - 1))
        row = last + 1
    if row <= one.area.last_row:
        found.append((row, one.area.last_row))
    return found


def _bare(sheet: xw.Sheet, area: Area, first: int, last: int) -> Iterator[Run]:
    found = sheet.range((first, area.first_column), (last, area.last_column)).data_validation.type
    if found == NONE:
        yield first, last
    elif found == SOME and first < last:
        middle = (first + last) // 2
        yield from _bare(sheet, area, first, middle)
        yield from _bare(sheet, area, middle + 1, last)


def _places(book: xw.Book) -> tuple[tuple[str, str, str, Area], ...]:
    # Only ours are asked where they lead: Excel may add names of its own when a broken one is.
    found = names_of(book, (defined_name(sheet, field) for sheet, field in validated_fields()))
    leading = {name: one.refers_to.removeprefix("=") for name, one in found.items()}
    return tuple(places(leading, {sheet.name for sheet in book.sheets}))
