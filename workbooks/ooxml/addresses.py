"""Cell addresses, areas, and formulas moved from one cell to another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from udfs.values.cells import column_letters, column_number
from udfs.values.regex import regex

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_CELL = regex(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
# A text, a quoted sheet name, a column of a table, or a word of a formula (a cell, a name, a function, a number), with its
# sheet if it has one.
TOKEN = regex(r"""("(?:[^"]|"")*"|'(?:[^']|'')*'!?|\[[^\[\]]*\])|((?:[\w.\\]|\$|[^\x00-\x7f])+)(\(|!)?""")
_REFERENCE = regex(r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})")


@dataclass(frozen=True)
class Area:
    """A block of cells, all four borders counted in."""

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
        """Its cells, row by row."""
        rows, columns = range(self.first_row, self.last_row + 1), range(self.first_column, self.last_column + 1)
        return ((row, column) for row in rows for column in columns)


@lru_cache(maxsize=4096)
def letters_to_number(letters: str) -> int:
    return column_number(letters)


def parse_cell(address: str) -> tuple[int, int]:
    """(row, column) of an address such as C7 or $C$7; ValueError if it is none."""
    found = _CELL.fullmatch(address)
    if found is None:
        raise ValueError(address)
    row, column = int(found[2]), letters_to_number(found[1].upper())
    if not (1 <= row <= LAST_ROW and column <= LAST_COLUMN):
        raise ValueError(address)
    return row, column


def parse_area(address: str) -> Area:
    """The block of an address: C7, A1:C3, A:C, 2:5. ValueError if it is none.

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
    """The blocks of a list of addresses with spaces between; what is none is left out."""
    found = []
    for part in addresses.split():
        try:
            found.append(parse_area(part))
        except ValueError:
            continue
    return found


def split_reference(reference: str) -> tuple[str, Area] | None:
    """'Sheet'!$A$1:$B$2 -> its sheet and block.

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
    """(7, 3) -> C7."""
    return f"{column_letters(column)}{row}"


def shifted(formula: str, rows: int, columns: int) -> str:
    """The formula as it reads when it is copied that many rows down and columns to the right.

    >>> shifted('SUM(A$1:A3,"A1",LOG10(B2))', 1, 1)
    'SUM(B$1:B4,"A1",LOG10(C3))'
    """
    if not (rows or columns):
        return formula
    return "".join([piece if isinstance(piece, str) else piece.moved(rows, columns) for piece in _pieces(formula)])


@dataclass(frozen=True, slots=True)
class _Moving:
    """A reference inside a formula; "$" before what stays."""

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
    """The formula taken apart, once for all the cells that share it: what stays as it is, and what moves."""
    pieces: list[str | _Moving] = []
    end = 0
    for found in TOKEN.finditer(formula):
        if found[1] is not None or found[3] is not None or (whole := _REFERENCE.fullmatch(found[2])) is None:
            continue
        pieces += formula[end : found.start()], _Moving(whole[1], letters_to_number(whole[2].upper()), whole[3], int(whole[4]))
        end = found.end()
    return (*pieces, formula[end:])
