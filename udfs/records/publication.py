"""Masks document numbers and phones for publication, cell by cell.

Stricter than ``udfs.records.masking``: number columns are masked as whole cells, and texts that look like passports are masked
too.
"""

from __future__ import annotations

from collections.abc import Iterator

from udfs.records.masking import MASKED_FIELDS, Numbers, signs, starred
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.regex import regex

_MORE = regex(
    r"(?<![0-9])0[1-9][0-9]{1,2}\s?[0-9]{7,8}(?![0-9])"  # a landline
    r"|(?<![0-9A-Z])(?:[EGDSPK][A-Z]?[0-9]{8}|[EGDSPK][A-Z][0-9]{7}|[HM][0-9]{8}(?:[0-9]{2})?|[A-Z][0-9]{6}\([0-9A]\))(?![0-9A-Z])"
)


class Masker(Numbers):
    """Masks with the numbers known from one class. ``count``: how many were masked so far."""

    def cell(self, field: str, value: Value) -> Value:
        """A cell as it may be published. In number columns everything is masked."""
        if cells.blank(value) or isinstance(value, bool):
            return value
        shown = cells.text(value)
        masked = self.hide(shown)
        if field in MASKED_FIELDS and masked == shown:
            self.count += 1
            return starred(shown)
        return value if masked == shown else masked

    def likely_spans(self, folded: str) -> Iterator[tuple[int, int]]:
        yield from super().likely_spans(folded)
        for found in _MORE.finditer(folded):
            if signs(found[0]) not in self.spared:
                yield found.span()
