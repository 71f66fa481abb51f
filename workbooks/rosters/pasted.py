"""Assigns the parts of text lines separated only by spaces to headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from udfs.values.cells import Value
from udfs.values.headings import DOCUMENT, NAME, PHONE
from udfs.values.regex import regex
from workbooks.rosters.layout.mixed import some_number
from workbooks.rosters.layout.written import MOBILE, RESIDENT

_HALVES = regex(r"[\u4e00-\u9fff]{1,2}")
_NAME = regex(r"[\u4e00-\u9fff]{2,4}")
_CERTAIN = ((DOCUMENT, RESIDENT), (PHONE, MOBILE))


def aligned(parts: Sequence[Value], width: int, columns: Mapping[str, int]) -> list[Value] | None:
    """The parts of a line under the ``width`` headings; None if the assignment is ambiguous.

    A name may be spaced (张 三) and an empty cell is invisible: numbers identify themselves, the rest must match in count.
    """
    row = list(parts)
    if len(row) == width and fits(row, columns):
        return row
    name = columns[NAME]
    if name + 1 < len(row) and all(_HALVES.fullmatch(str(part)) for part in row[name : name + 2]):
        row[name : name + 2] = [f"{row[name]}{row[name + 1]}"]
    if len(row) == width and fits(row, columns):
        return row
    placed: dict[int, Value] = {}
    for field, pattern in _CERTAIN:
        fitting = [at for at, part in enumerate(row) if pattern.fullmatch(str(part))]
        if field in columns and len(fitting) == 1:
            placed[columns[field]] = row.pop(fitting[0])
    free = [at for at in range(width) if at not in placed]
    if not any(some_number(str(part)) for part in row):
        free = [at for at in free if at not in (columns.get(DOCUMENT), columns.get(PHONE))]
    if len(row) == 1 and row[0] == parts[0] and _NAME.fullmatch(str(row[0])):
        free = [name]
    if len(free) != len(row):
        return None
    placed.update(zip(free, row, strict=True))
    return [placed.get(at) for at in range(width)]


def fits(row: Sequence[Value], columns: Mapping[str, int]) -> bool:
    """True if number columns contain numbers, and no other column a document number."""
    numbers = all(some_number(str(row[columns[field]])) for field in (DOCUMENT, PHONE) if field in columns)
    return numbers and all(at == columns.get(DOCUMENT) for at, part in enumerate(row) if RESIDENT.fullmatch(str(part)))
