"""Restores the appearance of form cells after a paste: they are formatted like the nearest intact cell of their column.

Contents are kept. Our conditional formats, whose areas the paste has cut, cover the cells again; foreign ones are kept. All
other bytes of the part are unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from udfs.records.class_file import PARAMETERS
from udfs.values.regex import regex
from workbooks.closed.validated_fields import Wiped, gaps
from workbooks.forms.model import OWN_HELPER
from workbooks.ooxml.addresses import Area, cell_address, parse_areas
from workbooks.ooxml.writing import patching_cells

Edit = tuple[int, int, bytes]
"""(first byte, end byte, replacement)."""
OURS = tuple(name.encode() for name in (f"{PARAMETERS}_", f"{OWN_HELPER}_", "核验_级别"))
"""Names that occur only in formulas of our conditional formats: running checks and levels of findings."""
_PAINT = regex(rb"<((?:\w+:)?conditionalFormatting)\b[^>]*>.*?</\1>", re.DOTALL)
_AREAS = regex(rb"""\ssqref\s*=\s*["']([^"']*)""")


def with_look_restored(source: bytes, fields: Sequence[Wiped]) -> bytes:
    """The sheet part (UTF-8) with the form's appearance on the cells that these fields lost."""
    blocks = [(block, spared) for one in fields for block, spared in pasted_blocks(one)]
    for start, end, new in sorted([*restyled(source, blocks), *covered(source, blocks)], reverse=True):
        source = source[:start] + new + source[end:]
    return source


def pasted_blocks(one: Wiped) -> Iterator[tuple[Area, tuple[int, int]]]:
    """Each block of pasted cells, and the intact cell above or below it."""
    column = one.area.first_column
    for first, last in one.gaps:
        spared = first - 1 if first > one.area.first_row else last + 1
        if spared <= one.area.last_row:
            yield Area(first, column, last, column), (spared, column)


def restyled(source: bytes, blocks: Sequence[tuple[Area, tuple[int, int]]]) -> Iterator[Edit]:
    """The start tags of the cells with the format of the intact cell."""
    rows = {row for block, spared in blocks for row in (spared[0], *range(block.first_row, block.last_row + 1))}
    cells = {(cell.row, cell.column): cell for row in patching_cells.scan(source, rows).rows for cell in row.cells}
    for block, spared in blocks:
        if spared not in cells:
            continue
        style = cells[spared].style
        for row in range(block.first_row, block.last_row + 1):
            cell = cells.get((row, block.first_column))
            if cell is not None and cell.style != style:
                tag = patching_cells.start_tag(source, cell.start)
                yield cell.start, cell.start + len(tag), with_style(tag, style)


def with_style(tag: bytes, style: str | None) -> bytes:
    """The start tag of a cell with another format, or none.


    >>> with_style(b'<c r="C4" s="7"/>', "3"), with_style(b'<c r="C4">', "3"), with_style(b'<c r="C4" s="7">', None)
    (b'<c r="C4" s="3"/>', b'<c s="3" r="C4">', b'<c r="C4">')
    """
    tag = patching_cells.without_attributes(tag, ["s"]) if style is None else patching_cells.with_attribute(tag, "s", style)
    if style is None or re.search(rb"\ss\s*=", tag):
        return tag
    return re.sub(rb"^<[^\s/>]+", lambda found: found[0] + f' s="{style}"'.encode(), tag)


def covered(source: bytes, blocks: Sequence[tuple[Area, tuple[int, int]]]) -> Iterator[Edit]:
    """The start tags of our conditional formats that cover the intact cell, extended by the block beside it.

    Their formulas refer to rows by ROW(), so they are independent of their first cell.
    """
    for found in _PAINT.finditer(source):
        tag = patching_cells.start_tag(source, found.start())
        attribute = _AREAS.search(tag)
        if attribute is None or not any(name in found[0] for name in OURS):
            continue
        areas = parse_areas(attribute[1].decode())
        more = [
            f"{cell_address(first, block.first_column)}:{cell_address(last, block.first_column)}"
            for block, spared in blocks
            if any(spared in area for area in areas)
            for first, last in gaps(block, areas)
        ]
        if more:
            whole = " ".join([attribute[1].decode(), *more])
            yield found.start(), found.start() + len(tag), patching_cells.with_attribute(tag, "sqref", whole)
