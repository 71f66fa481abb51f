"""Rows in which every cell is as it should be, taken in one look: nearly all rows of a large roster are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from udfs.values.cells import Value
from udfs.values.regex import regex
from workbooks.rosters.cell_words import cell_text, doubt, is_kind_word
from workbooks.rosters.layout.headings import DOCUMENT, NAME, PHONE

LONG_CELL = 200
MOBILE = regex(r"1[3-9][0-9]{9}")
RESIDENT = regex(r"[0-9]{17}[0-9X]")


class Cleaned(dict[Value, str | None]):
    """Cell -> its text for one field; '' for an empty cell, None for one that wants a closer look. The same words come again and
    again, so each is cleaned once."""

    def __init__(self, field: str, closer: Collection[str]) -> None:
        self.field, self.closer = field, closer

    def __missing__(self, value: Value) -> str | None:
        found: str | None
        if value is None:
            return ""
        if not isinstance(value, str):
            # Numbers and truth values may be equal as keys and different as text; they are not kept.
            return None
        found = cell_text(self.field, value)
        if found in self.closer or len(found) > LONG_CELL or (value.strip() and self.wants_a_look(value, found)):
            found = None
        self[value] = found
        return found

    def wants_a_look(self, value: str, found: str) -> bool:
        """True for words that were changed, that are odd, or that say who the person is: each such cell is named."""
        return value != found or bool(doubt(self.field, found)) or bool(is_kind_word(found))


class UsualRows:
    """Reads the usual rows of a table with these columns. ``closer`` are words that want a closer look (同上)."""

    def __init__(self, columns: Mapping[str, int], closer: Collection[str]) -> None:
        self.document, self.phone = columns.get(DOCUMENT, -1), columns.get(PHONE, -1)
        self.words = [
            (field, at, Cleaned(field, closer)) for field, at in columns.items() if field not in (NAME, DOCUMENT, PHONE)
        ]
        self.width = max(columns.values()) + 1

    def values(self, name: str, row: Sequence[Value]) -> dict[str, str] | None:
        """Field -> text of a row whose name is a usual one; None if a cell wants a closer look."""
        if len(row) < self.width:
            return None
        values = {NAME: name}
        if self.document >= 0:
            cell = row[self.document]
            if not isinstance(cell, str) or not RESIDENT.fullmatch(cell) or cell.endswith("000"):
                return None
            values[DOCUMENT] = cell
        if self.phone >= 0:
            cell = row[self.phone]
            if not isinstance(cell, str) or not MOBILE.fullmatch(cell):
                return None
            values[PHONE] = cell
        for field, at, cleaned in self.words:
            found = cleaned[row[at]]
            if found:
                values[field] = found
            elif found is None:
                return None
        return values
