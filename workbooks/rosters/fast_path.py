"""Fast path for rows in which every cell is regular: nearly all rows of a large roster."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from udfs.values.cells import Value
from udfs.values.headings import DOCUMENT, NAME, PHONE
from udfs.values.regex import regex
from workbooks.rosters.cell_words import cell_text, doubt, is_kind_word

LONG_CELL = 200
MOBILE = regex(r"1[3-9][0-9]{9}")
RESIDENT = regex(r"[0-9]{17}[0-9X]")


class Cleaned(dict[Value, str | None]):
    """A cache {cell: normalised text} of one field; '' for an empty cell, None for one that needs the full check."""

    def __init__(self, field: str, closer: Collection[str]) -> None:
        self.field, self.closer = field, closer

    def __missing__(self, value: Value) -> str | None:
        found: str | None
        if value is None:
            return ""
        if not isinstance(value, str):
            # Numbers and booleans may be equal as keys but differ as text, so they are not cached.
            return None
        found = cell_text(self.field, value)
        if found in self.closer or len(found) > LONG_CELL or (value.strip() and self.wants_a_look(value, found)):
            found = None
        self[value] = found
        return found

    def wants_a_look(self, value: str, found: str) -> bool:
        """True for values that were changed, are doubtful, or state the kind of person: these are reported individually."""
        return value != found or bool(doubt(self.field, found)) or bool(is_kind_word(found))


class UsualRows:
    """Reads the regular rows of a table. ``closer``: words that need the full check (同上)."""

    def __init__(self, columns: Mapping[str, int], closer: Collection[str]) -> None:
        self.document, self.phone = columns.get(DOCUMENT, -1), columns.get(PHONE, -1)
        self.words = [
            (field, at, Cleaned(field, closer)) for field, at in columns.items() if field not in (NAME, DOCUMENT, PHONE)
        ]
        self.width = max(columns.values()) + 1

    def values(self, name: str, row: Sequence[Value]) -> dict[str, str] | None:
        """{field: text} of a row with a plain name; None if a cell needs the full check."""
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
