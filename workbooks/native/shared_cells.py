"""The running blocks of 参数 as cells: each column is one formula that all its rows share.

A workbook has a hundred thousand such cells. Written once a column, they take a tenth of the room, and a spreadsheet program
reads each formula once. They go into the sheet as text, because openpyxl would make an object of every cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from udfs.cells import column_letters

_ROW = re.compile(rb'<row r="(\d+)"([^>]*?)(?:/>|>(.*?)</row>)', re.DOTALL)
_SPANS = re.compile(rb' spans="[^"]*"')
_DIMENSION = re.compile(rb'<dimension ref="([A-Z]+\d+:[A-Z]+)\d+" ?/>')

RowCells = Mapping[int, str]
"""Row -> its cells as XML, from left to right."""


@dataclass(frozen=True)
class SharedColumns:
    """Columns side by side from ``first_column`` on, ``height`` rows from ``first_row`` on.

    ``formulas``: the formula of the first row of each column, without "="; "" for a column that counts 1, 2, 3.
    """

    first_column: int
    first_row: int
    height: int
    formulas: tuple[str, ...]


def shared_cells(blocks: Iterable[SharedColumns]) -> RowCells:
    """The cells of several blocks, given from left to right."""
    found: dict[int, list[str]] = {}
    shared = 0
    for block in blocks:
        last = block.first_row + block.height - 1
        followers: list[str] = []
        first: list[str] = []
        for at, formula in enumerate(block.formulas):
            letters = column_letters(block.first_column + at)
            if not formula:
                first.append(f'<c r="{letters}{block.first_row}"><v>1</v></c>')
                followers.append(f'<c r="{letters}%d"><v>{{0}}</v></c>')
                continue
            area = f"{letters}{block.first_row}:{letters}{last}"
            head = f'<c r="{letters}{block.first_row}"><f t="shared" ref="{area}" si="{shared}">'
            first.append(f"{head}{escape(formula)}</f></c>")
            followers.append(f'<c r="{letters}%d"><f t="shared" si="{shared}"/></c>')
            shared += 1
        pattern = "".join(followers).replace("%d", "{1}")
        found.setdefault(block.first_row, []).append("".join(first))
        for position in range(2, block.height + 1):
            row = block.first_row + position - 1
            found.setdefault(row, []).append(pattern.format(position, row))
    return {row: "".join(cells) for row, cells in found.items()}


def with_cells(part: bytes, cells: RowCells) -> bytes:
    """The sheet part with more cells at the end of its rows."""
    head, data, tail = _divided(part)
    rows: dict[int, bytes] = {}
    for found in _ROW.finditer(data):
        row, more = int(found[1]), cells.get(int(found[1]), "").encode("utf-8")
        rows[row] = b'<row r="%d"%s>%s%s</row>' % (row, _SPANS.sub(b"", found[2]), found[3] or b"", more)
    for row, text in cells.items():
        rows.setdefault(row, b'<row r="%d">%s</row>' % (row, text.encode("utf-8")))
    head = _DIMENSION.sub(lambda found: b'<dimension ref="%s%d"/>' % (found[1], max(rows)), head, count=1)
    return head + b"".join(_in_order(rows)) + tail


def _divided(part: bytes) -> tuple[bytes, bytes, bytes]:
    opening, closing = b"<sheetData>", b"</sheetData>"
    start, end = part.index(opening) + len(opening), part.index(closing)
    return part[:start], part[start:end], part[end:]


def _in_order(rows: Mapping[int, bytes]) -> Iterator[bytes]:
    return (rows[row] for row in sorted(rows))
