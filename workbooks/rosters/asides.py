"""What a roster says beside the cells that are filled in: text struck through, comments, remarks. Named, never acted upon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from udfs.values.cells import Value, blank, column_letters
from workbooks.rosters.layout.headings import NAME
from workbooks.rosters.layout.tables import Found

LONGEST_SAID = 60


def marked(found: Found, at: int, row: Sequence[Value]) -> Iterator[str]:
    """What a person should look at in a row for the sake of its marks."""
    marks, (left, right) = found.block.marks, found.span
    filled = [column for column in range(left, min(right, len(row))) if not blank(row[column])]
    struck = [column for column in filled if (at, column) in marks.struck]
    ours = set(found.columns.values())
    if struck and ours.intersection(filled) <= set(struck):
        yield "整行画有删除线，仍已读入；不参加的请从附件4删去"
    elif struck:
        what = "仍已读入；不参加的请从附件4删去" if found.columns[NAME] in struck else "仍按原样读入，请核对"
        yield f"{'、'.join(f'“{named(found, column)}”' for column in struck)}画有删除线，{what}"
    for column in range(left, right):
        if said := marks.comments.get((at, column)):
            yield f"“{named(found, column)}”一格有批注“{shortened(said)}”，没有填入，请核对"


def named(found: Found, column: int) -> str:
    """The field a column was taken for, else its heading, else its letters."""
    for one in found.mapped.columns:
        if one.column == column:
            return one.field or one.heading or one.letters
    return column_letters(column + 1)


def shortened(said: str) -> str:
    return said if len(said) <= LONGEST_SAID else f"{said[:LONGEST_SAID]}…"
