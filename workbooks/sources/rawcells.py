"""What the fast reader hides, read from the sheet part itself: only for the cells where it matters.

calamine gives a number as a float (an 18-digit number has lost its tail there, while the file may still have it), and gives
an error value or a formula without a stored value as nothing at all.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from udfs.values.cells import column_number
from udfs.values.regex import regex
from workbooks.ooxml import markup

Cell = tuple[int, int]

_NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ROW_TAG = regex(rb"<(?:\w+:)?row\b[^>]*")
_HIDDEN = regex(rb"""\bhidden\s*=\s*["'](?:1|true)["']""")
_NUMBER = regex(rb"""\br\s*=\s*["']([0-9]{1,7})["']""")
# Where a cell or row stands, as writers spell it: near, in capitals, in double quotes.
_PLACE = regex(rb"\br\s*=")
_NOT_NEAR = regex(rb' r="(?![A-Z]?[1-9][0-9]{0,4}")')
# What shows that a place, or a cell without one, may be spelt otherwise than ' r="': then the slower patterns look for it.
# Of most of these signs a part has none, which one look at each byte tells; a pair of signs takes ten times as long to look for.
_ODD_PLACES = ((b" ", b" r "), (b"\t", b"\tr"), (b"\n", b"\nr"), (b"\r", b"\rr"), (b'"', b'"r'), (b"'", b"'r"))
_NO_CELLS = (b"<co", b"<cf", b"<cu")
_UNPLACED_CELL = regex(rb"""<(?:\w+:)?c(?:\s(?![^>]*\br=)[^>]*)?>""")
NEAR_ROWS, NEAR_COLUMNS = 99_999, 26
ODD_PLACE = 2**31
"""The row of a cell whose address nobody writes: readers differ over where it stands."""
_ROW = regex("[0-9]{1,10}")
_ANY_ADDRESS = regex(r"([A-Za-z]{1,3})([0-9]{1,10})")
_ADDRESS = regex(r"([A-Z]{1,3})([0-9]{1,7})")

ERROR_VALUE = "单元格是错误值"
NOT_CALCULATED = "公式没有计算结果"


def extent(part: bytes) -> tuple[int, int]:
    """How far the sheet's cells reach: (rows, columns). Looked at closely only where one may stand far off; elsewhere it is not
    more than the largest sheet that needs no closer look. Raises ``markup.Malformed`` and ``markup.Forbidden``.
    """
    if b"\x00" not in part and all_placed(part) and placed_as_usual(part) and not _NOT_NEAR.search(part):
        return NEAR_ROWS, NEAR_COLUMNS
    walk = _Extent()
    markup.walk(part, walk.started)
    return walk.rows, walk.columns


def all_placed(part: bytes) -> bool:
    """True if every cell tells its place. Counting is ten times as fast as a pattern, and nearly every sheet is spelt alike."""
    if b":c" not in part and part.count(b"<c") == part.count(b'<c r="') + sum(map(part.count, _NO_CELLS)):
        return True
    return not _UNPLACED_CELL.search(part)


def placed_as_usual(part: bytes) -> bool:
    """True if every attribute r of a sheet part is spelt as nearly every writer spells it."""
    usual = part.count(b' r="')
    if part.count(b" r=") == usual and not any(sign in part and odd in part for sign, odd in _ODD_PLACES):
        return True
    return len(_PLACE.findall(part)) == usual


class _Extent:
    """Follows the places of rows and cells as the fast reader does: whatever the case of letters, counting on where none is told.

    A cell that has a format alone does not count: whole columns are formatted down to the last row.
    """

    def __init__(self) -> None:
        self.rows = self.columns = 1
        self.row = self.column = 0

    def started(self, name: str, attributes: markup.Attributes) -> None:
        if name == "row":
            told = attributes.get("r", "").strip()
            self.row = self.row + 1 if not told else int(told) if _ROW.fullmatch(told) else ODD_PLACE
            self.column = 0
        elif name == "c":
            self.cell(attributes.get("r", "").strip())
        elif name in ("v", "f", "is"):
            self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)

    def cell(self, told: str) -> None:
        if not told:
            self.column += 1
            return
        found = _ANY_ADDRESS.fullmatch(told)
        if found is None:
            self.row = ODD_PLACE
            return
        self.column, self.row = column_number(found[1].upper()), int(found[2])


def may_hold_troubles(part: bytes) -> bool:
    """True if the sheet part may hold error values, or formulas without a stored result."""
    return b't="e"' in part or b"</f>" in part or (b"'" in part and b"'e'" in part)


def hidden_rows(part: bytes) -> frozenset[int]:
    """The rows (from 1) that are hidden, by hand or by a filter. A row that tells no number follows the one before it."""
    hidden: set[int] = set()
    at = 0
    for row in _ROW_TAG.finditer(part) if b"hidden" in part else ():
        number = _NUMBER.search(row[0])
        at = int(number[1]) if number else at + 1
        if _HIDDEN.search(row[0]):
            hidden.add(at)
    return frozenset(hidden)


def look_into(part: bytes) -> tuple[dict[Cell, str], dict[Cell, str]]:
    """(troubles, exact): by (row, column) from 0 what a cell lost, and all digits of long whole numbers.

    Raises ``markup.Malformed`` for what the fast reader let pass: an attribute that stands twice, hundreds of nested elements.
    """
    troubles: dict[Cell, str] = {}
    exact: dict[Cell, str] = {}
    for cell in cells_in(part):
        note_cell(cell, troubles, exact)
        cell.clear()
    return troubles, exact


def cells_in(part: bytes) -> Iterator[Any]:
    """The elements of the cells, one after the other. Raises ``markup.Malformed``."""
    try:
        from lxml import etree
    except ImportError:  # a browser's Python
        yield from plain_cells(part)
        return
    walk = etree.iterparse(
        io.BytesIO(part), tag=f"{_NAMESPACE}c", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        yield from (cell for _, cell in walk)
    except etree.XMLSyntaxError as error:
        raise markup.Malformed(str(error)) from None


def plain_cells(part: bytes) -> Iterator[Any]:
    """The same with the standard library, whose parser is told nothing of document types: office files have none."""
    from xml.etree import ElementTree

    if b"<!DOCTYPE" in part:
        raise markup.Malformed("document type")
    try:
        for _, element in ElementTree.iterparse(io.BytesIO(part)):
            if element.tag == f"{_NAMESPACE}c":
                yield element
    except ElementTree.ParseError as error:
        raise markup.Malformed(str(error)) from None


def note_cell(cell: Any, troubles: dict[Cell, str], exact: dict[Cell, str]) -> None:
    where = _ADDRESS.fullmatch(cell.get("r", ""))
    if where is None:
        return
    at = (int(where[2]) - 1, column_number(where[1]) - 1)
    value = cell.findtext(f"{_NAMESPACE}v")
    if cell.get("t") == "e":
        troubles[at] = f"{ERROR_VALUE} {value or ''}".strip()
    elif cell.find(f"{_NAMESPACE}f") is not None and not value and cell.get("t") != "str":
        troubles[at] = NOT_CALCULATED
    elif value and len(value) > 15 and value.isdecimal() and cell.get("t", "n") == "n":
        exact[at] = value
