"""What the fast reader hides, read from the sheet part itself: only for the cells where it matters.

calamine gives a number as a float (an 18-digit number has lost its tail there, while the file may still have it), and gives
an error value or a formula without a stored value as nothing at all.
"""

from __future__ import annotations

import io
import re

from udfs.cells import column_number

Cell = tuple[int, int]

_NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*\bhidden="(?:1|true)"')
# A cell or row beyond column Z or row 99,999; a cell with something in it (a format alone does not count); a cell that does
# not say where it stands, and so stands in the row its row says.
_FAR_OFF = re.compile(rb'r="(?:[A-Z]{2}|[A-Z]?[0-9]{6})')
_FILLED_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br=["']([A-Z]{1,3})([0-9]{1,7})["'][^>]*(?<!/)>(?!</)""")
_UNPLACED_CELL = re.compile(rb"""<(?:\w+:)?c(?:\s(?![^>]*\br=)[^>]*)?>""")
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br=["']([0-9]{1,7})["']""")
NEAR_ROWS, NEAR_COLUMNS = 99_999, 26
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")

ERROR_VALUE = "单元格是错误值"
NOT_CALCULATED = "公式没有计算结果"


def extent(part: bytes) -> tuple[int, int]:
    """How far the sheet's filled cells reach: (rows, columns). Looked at closely only where a cell may stand far off; elsewhere
    it is not more than the largest sheet that needs no closer look."""
    # An apostrophe may quote an attribute, which the quick look does not see.
    if b"'" not in part and not _FAR_OFF.search(part):
        return NEAR_ROWS, NEAR_COLUMNS
    rows = columns = 1
    for letters, row in _FILLED_CELL.findall(part):
        rows = max(rows, int(row))
        columns = max(columns, column_number(letters.decode()))
    if _UNPLACED_CELL.search(part):
        rows = max([rows, *map(int, _ROW.findall(part))])
    return rows, columns


def may_hold_troubles(part: bytes) -> bool:
    """True if the sheet part may hold error values, or formulas without a stored result."""
    return b't="e"' in part or b"</f>" in part or (b"'" in part and b"'e'" in part)


def hidden_rows(part: bytes) -> int:
    """How many rows are hidden (by hand or by a filter)."""
    return len(_HIDDEN_ROW.findall(part)) if b" hidden=" in part else 0


def look_into(part: bytes) -> tuple[dict[Cell, str], dict[Cell, str]]:
    """(troubles, exact): by (row, column) from 0 what a cell lost, and all digits of long whole numbers."""
    from lxml import etree

    troubles: dict[Cell, str] = {}
    exact: dict[Cell, str] = {}
    walk = etree.iterparse(
        io.BytesIO(part), tag=f"{_NAMESPACE}c", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    for _, cell in walk:
        where = _ADDRESS.fullmatch(cell.get("r", ""))
        if where is not None:
            at = (int(where[2]) - 1, column_number(where[1]) - 1)
            value = cell.findtext(f"{_NAMESPACE}v")
            if cell.get("t") == "e":
                troubles[at] = f"{ERROR_VALUE} {value or ''}".strip()
            elif cell.find(f"{_NAMESPACE}f") is not None and not value and cell.get("t") != "str":
                troubles[at] = NOT_CALCULATED
            elif value and len(value) > 15 and value.isdecimal() and cell.get("t", "n") == "n":
                exact[at] = value
        cell.clear()
    return troubles, exact
