"""Splits rows with several people if the counts of names and numbers match; otherwise the row is kept and reported."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from udfs.people.names import normal_name
from udfs.values.cells import Value, blank, text
from udfs.values.headings import DOCUMENT, NAME, PHONE
from udfs.values.regex import regex
from workbooks.rosters.cell_words import bare
from workbooks.rosters.layout.mixed import some_number
from workbooks.rosters.row_values import SHARED

_APART = regex(r"\s*[\r\n、/／,，;；]\s*")
_LINES = regex(r"\s*[\r\n]+\s*")
_DOTS = regex("[·•・]")
_NUMBERS = {
    DOCUMENT: regex(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])"),
    PHONE: regex(r"(?<![0-9A-Za-z])1[3-9][0-9]{9}(?![0-9A-Za-z])"),
}


@dataclass(frozen=True)
class Parted:
    """The rows of several people; ``unclear``: columns that could not be split, left empty in all rows."""

    rows: tuple[list[Value], ...]
    unclear: tuple[str, ...]


def names_in(value: Value) -> list[str]:
    """The full names of a cell with several; [] for one person."""
    if not isinstance(value, str) or len(value) < 5:
        return []
    parts = [normal_name(bare(NAME, part)) for part in _APART.split(value.strip()) if part]
    return parts if len(parts) > 1 and all(map(is_han_name, parts)) else []


def is_han_name(part: str) -> bool:
    """True for two to four Chinese characters, or for pieces of up to ten with dots between them."""
    pieces = _DOTS.split(part)
    shortest, longest = (2, 4) if len(pieces) == 1 else (1, 10)
    return all(shortest <= len(piece) <= longest and all("\u3400" <= sign <= "\u9fff" for sign in piece) for piece in pieces)


def parted(row: Sequence[Value], columns: Mapping[str, int]) -> Parted | None:
    """One row per person, if there is a document number or phone for each name, or nothing contradicts; else one row with the
    joined names and without cells of several lines. None for one person."""
    names = names_in(row[columns[NAME]] if columns[NAME] < len(row) else None)
    if not names:
        return None
    cells = {field: row[at] if at < len(row) else None for field, at in columns.items()}
    parts = {field: parts_of(field, cell) for field, cell in cells.items() if field != NAME and not blank(cell)}
    counts = {field: len(parts[field]) for field in _NUMBERS if field in parts}
    agrees = len(names) in counts.values() or (not counts and any(len(found) == len(names) for found in parts.values()))
    if not agrees:
        return together(row, names, columns, parts)
    rows = [[None if at in columns.values() else cell for at, cell in enumerate(row)] for _ in names]
    unclear: list[str] = []
    for field, found in {NAME: names, **parts}.items():
        shared = [cells[field]] * len(names) if len(found) == 1 and field in SHARED else found
        if len(shared) != len(names):
            unclear.append(field)
            continue
        for made, part in zip(rows, shared, strict=True):
            made[columns[field]] = part
    return Parted(tuple(rows), tuple(unclear))


def together(
    row: Sequence[Value], names: Sequence[str], columns: Mapping[str, int], parts: Mapping[str, Sequence[str]]
) -> Parted | None:
    """The row of names that cannot be split; None if no other cell has several lines."""
    several = [field for field, found in parts.items() if len(found) > 1]
    if not several:
        return None
    made = [None if at in [columns[field] for field in several] else cell for at, cell in enumerate(row)]
    made[columns[NAME]] = "、".join(names)
    return Parted((made,), tuple(several))


def parts_of(field: str, cell: Value) -> list[str]:
    """The numbers of a number cell, the lines of any other."""
    lines = [line for line in (bare(field, line) for line in _LINES.split(text(cell))) if line]
    if field not in _NUMBERS:
        return lines
    if len(lines) > 1 and all(some_number(line) for line in lines):
        return lines
    return _NUMBERS[field].findall(unicodedata.normalize("NFKC", text(cell))) or lines
