"""Formulas with what their defined names stand for in place of the names.

Some names lead to the row of the cell that asks (``本行_附件4_姓名`` is ``附件4!$B1``, seen from row 1). Spreadsheet programs
know that; an engine that takes them for cells of row 1, and looks each name up slowly, is given formulas without names.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from udfs.values.regex import regex
from workbooks.ooxml.addresses import TOKEN

_RELATIVE = regex(r"(\$[A-Z]{1,3})(\d+)(?![\d(])")
"""A column that stays, a row that does not."""


class NamesWrittenOut:
    """Name -> what it refers to, for the names of a workbook."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.of = dict(names)
        self._pieces: dict[str, list[str | tuple[str, str]]] = {}

    @cached_property
    def _lower(self) -> Mapping[str, str]:
        return {name.lower(): name for name in self.of}

    def inlined(self, formula: str, row: int) -> str:
        """The formula of a cell in that row without names."""
        if formula not in self._pieces:
            self._pieces[formula] = self._split(formula)
        pieces = self._pieces[formula]
        if len(pieces) == 1:
            return formula
        # A name may stand for a formula that speaks of other names.
        return "".join(one if isinstance(one, str) else self.inlined(seen_from(one[1], row), row) for one in pieces)

    def _split(self, formula: str) -> list[str | tuple[str, str]]:
        found: list[str | tuple[str, str]] = []
        start = 0
        for token in TOKEN.finditer(formula):
            name = self._lower.get(token[2].lower()) if token[2] is not None and token[3] is None else None
            if name is not None:
                found += [formula[start : token.start()], (name, self.of[name])]
                start = token.end()
        return [*found, formula[start:]]


def seen_from(refers_to: str, row: int) -> str:
    """What a name refers to, for a cell in that row.

    >>> seen_from("附件4!$B1", 7), seen_from("附件4!$A1:$P1", 7), seen_from("附件4!$A$1", 7)
    ('附件4!$B7', '附件4!$A7:$P7', '附件4!$A$1')
    """
    moved = _RELATIVE.sub(lambda found: f"{found[1]}{int(found[2]) + row - 1}", refers_to)
    return f"({moved})" if "(" in moved else moved
