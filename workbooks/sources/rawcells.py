"""Reads details from the sheet XML that the fast reader omits, only for cells where they matter.

calamine returns numbers as floats (an 18-digit number loses its end, while the file may contain all digits), and returns
error values and formulas without stored value as empty.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cached_property

from udfs.values.cells import column_number
from udfs.values.regex import regex
from workbooks.ooxml import markup
from workbooks.sandbox.sheets import NEAR_COLUMNS, NEAR_ROWS, all_near

CellPosition = tuple[int, int]

MOST_COLUMNS = 2**14
ODD_PLACE = 2**31
"""The row of a cell without address: readers disagree about its position."""
_ROW = regex("[0-9]{1,10}")
_ANY_ADDRESS = regex(r"([A-Za-z]{1,3})([0-9]{1,10})")
_ADDRESS = regex(r"([A-Z]{1,3})([0-9]{1,7})")

STRIKE, HIDDEN, ERRORS = b"strik", b"hidde", (b't="e"', b"</f>", b"'e'")
"""Substrings of strike and hidden: Python searches five bytes in a third of the time for six."""
SIGNS = (STRIKE, HIDDEN, *ERRORS)
"""A part without any of these contains nothing that the fast reader omits, which is true for nearly every roster."""

ERROR_VALUE = "单元格是错误值"
NOT_CALCULATED = "公式没有计算结果"


def extent(part: bytes) -> tuple[int, int]:
    """The extent of the sheet's cells: (rows, columns). Determined exactly only if a distant cell is possible; otherwise an
    upper bound that needs no closer inspection. Errors: ``markup.Malformed`` and ``markup.Forbidden``."""
    if all_near(part):
        return NEAR_ROWS, NEAR_COLUMNS
    walk = _Extent()
    markup.walk(part, walk.started)
    return walk.rows, walk.columns


class _Extent:
    """Tracks positions of rows and cells like the fast reader: case-insensitive, counting on where no address is given.

    Cells that only have a format do not count: whole columns are formatted down to the last row.
    """

    def __init__(self) -> None:
        self.rows = self.columns = 1
        self.row = self.column = 0

    def started(self, name: str, attributes: markup.Attributes) -> None:
        if name == "row":
            reference = attributes.get("r", "").strip()
            self.row = self.row + 1 if not reference else int(reference) if _ROW.fullmatch(reference) else ODD_PLACE
            self.column = 0
        elif name == "c":
            self.cell(attributes.get("r", "").strip())
        elif name in ("v", "f", "is"):
            self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)

    def cell(self, reference: str) -> None:
        if not reference:
            self.column += 1
            return
        found = _ANY_ADDRESS.fullmatch(reference)
        if found is None:
            self.row = ODD_PLACE
            return
        self.column, self.row = column_number(found[1].upper()), int(found[2])


def position(address: str) -> CellPosition | None:
    """The 0-based (row, column) of an address such as B7; None if it is not one."""
    found = _ADDRESS.fullmatch(address)
    return (int(found[2]) - 1, column_number(found[1]) - 1) if found else None


class RawPart:
    """The XML of a sheet, unpacked on demand. ``signs``: the ``SIGNS`` found in it, if the reading process searched for them."""

    def __init__(self, read: Callable[[], bytes] = bytes, signs: Collection[bytes] | None = None) -> None:
        self.read, self.signs = read, signs

    @cached_property
    def content(self) -> bytes:
        return self.read()

    def holds(self, *signs: bytes) -> bool:
        """True if the part contains one of these ``SIGNS``."""
        return any(sign in (self.content if self.signs is None else self.signs) for sign in signs)

    @cached_property
    def cells(self) -> SheetCells:
        """Raises ``markup.Malformed`` and ``markup.Forbidden`` for what the fast reader let pass, as an attribute that stands
        twice."""
        cells = SheetCells()
        if self.content:
            markup.walk(self.content, cells.started, cells.ended)
        return cells


NO_PART = RawPart()


class SheetCells:
    """Follows the cells of a sheet part. By 0-based (row, column): ``troubles``, lost values; ``exact``, all digits of long
    integers; ``struck``, cells struck through by their style, their shared string (both by number, as text) or a run of their
    own text. ``hidden_rows`` (1-based), by hand or by a filter; ``hidden_columns`` (0-based)."""

    def __init__(self, styles: Collection[str] = (), texts: Collection[str] = ()) -> None:
        self.styles, self.texts = styles, texts
        self.troubles: dict[CellPosition, str] = {}
        self.exact: dict[CellPosition, str] = {}
        self.struck: set[CellPosition] = set()
        self.hidden_rows, self.hidden_columns = set[int](), set[int]()
        self.row = 0
        self.cell: markup.Attributes = {}
        self.formula, self.crossed, self.value = False, False, ""

    def started(self, name: str, attributes: markup.Attributes) -> None:
        if name == "c":
            self.cell, self.formula, self.value = attributes, False, ""
            self.crossed = attributes.get("s") in self.styles
        elif name == "f":
            self.formula = True
        elif name == "strike":
            self.crossed |= is_on(attributes)
        elif name in ("row", "col"):
            self.line(name, attributes)

    def line(self, name: str, attributes: markup.Attributes) -> None:
        """A row, which follows the previous one if it has no number, or columns."""
        hidden = attributes.get("hidden") in markup.TRUE
        first, last = (attributes.get(end, "") for end in ("min", "max"))
        if name == "row":
            self.row = int(number) if (number := attributes.get("r", "")).isdecimal() else self.row + 1
            self.hidden_rows |= {self.row} if hidden else set()
        elif hidden and first.isdecimal() and last.isdecimal():
            self.hidden_columns |= {*range(int(first) - 1, min(int(last), MOST_COLUMNS))}

    def ended(self, name: str, text: str) -> None:
        if name == "v":
            self.value = text
        elif name == "c" and (at := position(self.cell.get("r", ""))):
            self.note(at, self.cell.get("t", "n"), self.value)

    def note(self, at: CellPosition, kind: str, value: str) -> None:
        if self.crossed or (kind == "s" and value in self.texts):
            self.struck.add(at)
        if kind == "e":
            self.troubles[at] = f"{ERROR_VALUE} {value}".strip()
        elif self.formula and not value and kind != "str":
            self.troubles[at] = NOT_CALCULATED
        elif len(value) > 15 and value.isdecimal() and kind == "n":
            self.exact[at] = value


def is_on(attributes: markup.Attributes) -> bool:
    """True for a switch such as ``<strike/>`` that is not set to off."""
    return attributes.get("val", "1") in markup.TRUE
