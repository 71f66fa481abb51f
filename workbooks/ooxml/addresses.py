"""Cell addresses, ranges, and translation of formulas to another cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from udfs.values.cells import column_letters, column_number
from udfs.values.regex import regex

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_CELL = regex(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
# Token of a formula: a text, a quoted sheet name, a table column in brackets, or a word (cell, name, function, number) with the
# following "(" or "!".
TOKEN = regex(r"""("(?:[^"]|"")*"|'(?:[^']|'')*'!?|\[[^\[\]]*\])|((?:[\w.\\]|\$|[^\x00-\x7f])+)(\(|!)?""")
_REFERENCE = regex(r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})")


@dataclass(frozen=True)
class Area:
    """A cell range; bounds counted from 1, inclusive."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def __contains__(self, cell: tuple[int, int]) -> bool:
        return self.first_row <= cell[0] <= self.last_row and self.first_column <= cell[1] <= self.last_column

    @property
    def size(self) -> int:
        return (self.last_row - self.first_row + 1) * (self.last_column - self.first_column + 1)

    def cells(self) -> Iterator[tuple[int, int]]:
        """(row, column) of each cell, row by row."""
        rows, columns = range(self.first_row, self.last_row + 1), range(self.first_column, self.last_column + 1)
        return ((row, column) for row in rows for column in columns)


@lru_cache(maxsize=4096)
def letters_to_number(letters: str) -> int:
    return column_number(letters)


def parse_cell(address: str) -> tuple[int, int]:
    """(row, column) of an address such as C7 or $C$7. Errors: ValueError."""
    found = _CELL.fullmatch(address)
    if found is None:
        raise ValueError(address)
    row, column = int(found[2]), letters_to_number(found[1].upper())
    if not (1 <= row <= LAST_ROW and column <= LAST_COLUMN):
        raise ValueError(address)
    return row, column


def parse_area(address: str) -> Area:
    """Parse a range: C7, A1:C3, A:C or 2:5. Errors: ValueError.

    >>> parse_area("$A$1:C3")
    Area(first_row=1, first_column=1, last_row=3, last_column=3)
    """
    first, _, last = address.replace("$", "").partition(":")
    last = last or first
    if ":" in address and first.isdigit() and last.isdigit():
        rows = sorted((int(first), int(last)))
        return Area(rows[0], 1, rows[1], LAST_COLUMN)
    if ":" in address and first.isascii() and last.isascii() and first.isalpha() and last.isalpha():
        columns = sorted((column_number(first), column_number(last)))
        return Area(1, columns[0], LAST_ROW, columns[1])
    (row_a, column_a), (row_b, column_b) = parse_cell(first), parse_cell(last)
    return Area(min(row_a, row_b), min(column_a, column_b), max(row_a, row_b), max(column_a, column_b))


def parse_areas(addresses: str) -> list[Area]:
    """Parse a space-separated list of ranges; invalid ones are left out."""
    found = []
    for part in addresses.split():
        try:
            found.append(parse_area(part))
        except ValueError:
            continue
    return found


def split_reference(reference: str) -> tuple[str, Area] | None:
    """Split 'Sheet'!$A$1:$B$2 into sheet title and range; None if it is not such a reference.

    >>> split_reference("'a''b'!$A$1")
    ("a'b", Area(first_row=1, first_column=1, last_row=1, last_column=1))
    """
    sheet, mark, cells = reference.rpartition("!")
    if not mark:
        return None
    if sheet.startswith("'") and sheet.endswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    try:
        return sheet, parse_area(cells)
    except ValueError:
        return None


def cell_address(row: int, column: int) -> str:
    """Format an address: (7, 3) -> C7."""
    return f"{column_letters(column)}{row}"


def shifted(formula: str, rows: int, columns: int) -> str:
    """The formula as copied ``rows`` down and ``columns`` to the right; absolute references stay.

    >>> shifted('SUM(A$1:A3,"A1",LOG10(B2))', 1, 1)
    'SUM(B$1:B4,"A1",LOG10(C3))'
    """
    if not (rows or columns):
        return formula
    return "".join([piece if isinstance(piece, str) else piece.moved(rows, columns) for piece in _pieces(formula)])


@dataclass(frozen=True, slots=True)
class _Moving:
    """A reference in a formula; ``keeps_column`` and ``keeps_row`` are "$" or ""."""

    keeps_column: str
    column: int
    keeps_row: str
    row: int

    def moved(self, rows: int, columns: int) -> str:
        row = self.row if self.keeps_row else self.row + rows
        column = self.column if self.keeps_column else self.column + columns
        if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
            return "#REF!"
        return f"{self.keeps_column}{column_letters(column)}{self.keeps_row}{row}"


@lru_cache(maxsize=1024)
def _pieces(formula: str) -> tuple[str | _Moving, ...]:
    """Tokenise a formula into literal text and references; cached, since many cells share a formula."""
    pieces: list[str | _Moving] = []
    end = 0
    for found in TOKEN.finditer(formula):
        if found[1] is not None or found[3] is not None or (whole := _REFERENCE.fullmatch(found[2])) is None:
            continue
        pieces += formula[end : found.start()], _Moving(whole[1], letters_to_number(whole[2].upper()), whole[3], int(whole[4]))
        end = found.end()
    return (*pieces, formula[end:])
