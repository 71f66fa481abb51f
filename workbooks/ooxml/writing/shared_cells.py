"""Cells of the calculated columns of 参数, with one shared formula per column.

A workbook has a hundred thousand such cells. Shared formulas need a tenth of the space, and each is parsed once. They are
written as XML text, because openpyxl would create an object per cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from itertools import groupby

from udfs.values.cells import column_letters
from udfs.values.regex import regex
from workbooks.ooxml.addresses import cell_address, parse_cell

_ROW = regex(rb'<row r="(\d+)"([^>]*?)(?:/>|>(.*?)</row>)', re.DOTALL)
_CELL = regex(rb'<c r="([A-Z]+\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_OPENED = regex(rb'<c(?: r="([A-Z]+\d+)")?[ />]')
_STYLE = regex(rb' s="\d+"')
_SPANS = regex(rb' spans="[^"]*"')
_FORMULA = regex(rb'<c r="([A-Z]+)(\d+)"([^>]*)><f>([^<]*)</f></c>')
_MOVING = regex(rb"(?<![\w$.])(?:[A-Z]{1,3}\$?\d+|\$[A-Z]{1,3}\d+)(?![\w(.])")
_TEXT = regex(rb'"[^"]*"|&quot;.*?&quot;')
_DIMENSION = regex(rb'<dimension ref="[^"]*" ?/>')
LONE_NAME = regex(r"[^\W\d]\w*")
"""A formula that is a single name is not shared: LibreOffice copies a shared one for each cell."""
FEWEST = 3
"""Fewest cells for which a formula is shared."""

RowCells = Mapping[int, str]
"""Row -> XML of its cells, each with an address in that row."""


@dataclass(frozen=True)
class SharedColumns:
    """Adjacent columns from ``first_column`` on, ``height`` rows from ``first_row`` on.

    ``formulas``: formula of the first row of each column, without "=".
    """

    first_column: int
    first_row: int
    height: int
    formulas: tuple[str, ...]


def shared_cells(blocks: Iterable[SharedColumns]) -> RowCells:
    """XML of the cells of several blocks, from left to right.

    Every cell has an address. The format makes it optional, and the file would be half as large without; but openpyxl reads a
    cell without an address as the formula of the first row.
    """
    found: dict[int, list[str]] = {}
    shared = 0
    for block in blocks:
        last = block.first_row + block.height - 1
        followers: list[str] = []
        first: list[str] = []
        for at, formula in enumerate(block.formulas):
            letters = column_letters(block.first_column + at)
            if LONE_NAME.fullmatch(formula):
                first.append(f'<c r="{letters}{block.first_row}"><f>{formula}</f></c>')
                followers.append(f'<c r="{letters}{{}}"><f>{formula}</f></c>')
                continue
            area = f"{letters}{block.first_row}:{letters}{last}"
            head = f'<c r="{letters}{block.first_row}"><f t="shared" ref="{area}" si="{shared}">'
            first.append(f"{head}{escape(formula, quote=False)}</f></c>")
            followers.append(f'<c r="{letters}{{}}"><f t="shared" si="{shared}"/></c>')
            shared += 1
        pattern = "".join(followers)
        found.setdefault(block.first_row, []).append("".join(first))
        for row in range(block.first_row + 1, last + 1):
            found.setdefault(row, []).append(pattern.replace("{}", str(row)))
    return {row: "".join(cells) for row, cells in found.items()}


def with_cells(part: bytes, cells: RowCells) -> bytes:
    """Insert cells into a sheet part, in order and without duplicates, as Excel requires. A new cell replaces an empty one
    and inherits its style.
    Errors: ValueError for a duplicate cell or one in the wrong row."""
    head, data, tail = _divided(part)
    rows: dict[int, tuple[bytes, bytes, bytes]] = {}
    for found in _ROW.finditer(data):
        if int(found[1]) in rows:
            raise ValueError(f"row {int(found[1])} twice")
        rows[int(found[1])] = (_SPANS.sub(b"", found[2]), found[3] or b"", b"")
    for row, text in cells.items():
        attributes, there, _ = rows.get(row, (b"", b"", b""))
        rows[row] = (attributes, there, text.encode("utf-8"))
    written, widest = [], 1
    for row in sorted(rows):
        attributes, there, more = rows[row]
        if not there:
            widest = max(widest, _width(row, more))
            written.append(b'<row r="%d"%s>%s</row>' % (row, attributes, more))
            continue
        merged = _merged(row, there, more)
        widest = max(widest, *merged) if merged else widest
        written.append(b'<row r="%d"%s>%s</row>' % (row, attributes, b"".join(merged[column] for column in sorted(merged))))
    if rows:
        reach = b'<dimension ref="A1:%s"/>' % cell_address(max(rows), widest).encode()
        head = _DIMENSION.sub(lambda _: reach, head, count=1)
    return head + b"".join(written) + tail


def with_shared_formulas(part: bytes) -> bytes:
    """The sheet part with runs of identical formulas in a column converted to shared formulas. Formulas with relative
    references are left alone."""
    runs: dict[bytes, list[tuple[int, bytes]]] = {}
    for found in _FORMULA.finditer(part):
        runs.setdefault(found[1], []).append((int(found[2]), found[4]))
    written: dict[tuple[bytes, int], bytes] = {}
    shared = part.count(b'<f t="shared" ref=')
    for letters, cells in runs.items():
        for _, run in groupby(enumerate(cells), key=lambda one: (one[1][0] - one[0], one[1][1])):
            together = [cell for _, cell in run]
            rows, formula = [row for row, _ in together], together[0][1]
            if len(rows) < FEWEST or _MOVING.search(_TEXT.sub(b"", formula)):
                continue
            area = b"%s%d:%s%d" % (letters, rows[0], letters, rows[-1])
            written[letters, rows[0]] = b'<f t="shared" ref="%s" si="%d">%s</f>' % (area, shared, formula)
            written |= {(letters, row): b'<f t="shared" si="%d"/>' % shared for row in rows[1:]}
            shared += 1

    def replaced(found: re.Match[bytes]) -> bytes:
        formula = written.get((found[1], int(found[2])))
        return b'<c r="%s%s"%s>%s</c>' % (found[1], found[2], found[3], formula) if formula else found[0]

    return _FORMULA.sub(replaced, part)


def _width(row: int, cells: bytes) -> int:
    """Last column of a row's cells; a cell without an address follows its left neighbour.

    Errors: ValueError for a duplicate or misplaced cell.
    """
    reached = 0
    for opening_2 in _OPENED.finditer(cells):
        own, column = parse_cell(opening_2[1].decode()) if opening_2[1] else (row, reached + 1)
        if own != row or column <= reached:
            raise ValueError(f"{cell_address(own, column)} twice, out of order or in row {row}")
        reached = column
    return reached


def _merged(row: int, there: bytes, more: bytes) -> dict[int, bytes]:
    """Column -> cell, with ``more`` in free places or replacing empty cells. Errors: ValueError."""
    merged = _by_column(row, there)
    for column, cell in _by_column(row, more).items():
        empty = merged.get(column)
        if empty is None:
            merged[column] = cell
            continue
        address = cell_address(row, column)
        tag, _, inside = empty.partition(b">")
        if inside not in (b"", b"</c>"):
            raise ValueError(f"{address} holds something")
        style = _STYLE.search(tag)
        if style and not _STYLE.search(cell.partition(b">")[0]):
            lead = f'<c r="{address}"'.encode()
            cell = lead + style[0] + cell[len(lead) :]
        merged[column] = cell
    return merged


def _by_column(row: int, cells: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    for cell in _CELL.finditer(cells):
        own, column = parse_cell(cell[1].decode())
        if own != row or column in found:
            raise ValueError(f"{cell[1].decode()} twice or in row {row}")
        found[column] = cell[0]
    return found


def _divided(part: bytes) -> tuple[bytes, bytes, bytes]:
    opening, closing = b"<sheetData>", b"</sheetData>"
    start, end = part.index(opening) + len(opening), part.index(closing)
    return part[:start], part[start:end], part[end:]
