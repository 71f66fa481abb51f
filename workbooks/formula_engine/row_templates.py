"""Row templates: rows of a sheet that differ only in row number, typed values and cached values.

The sheet of helper cells has hundreds of rows with the same 160 formulas. A regex built from one row recognises the others in
a single match and extracts their typed values; they are written again from the template.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from udfs.values.regex import regex
from workbooks.formula_engine.book import ROW, WIDTH, FormulaCell, FormulaGroup, FormulaRowTemplate, TemplateRow
from workbooks.ooxml.writing.shared_cells import LONE_NAME

CELL = regex(rb'<c r="([A-Z]{1,3})(\d{1,7})"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
KIND = regex(rb' t="(\w+)"')
_SHARED = regex(rb'<f t="shared" si="\d+"/>')
_LONE = regex(rb"<f>([^<]*)</f>")
_TYPED = regex(rb"<v>[^<]*</v>")
ALIKE = 8
"""Rows with the same formulas that are read cell by cell before a template is built, which costs as much as some dozens."""
LONGEST = 20_000
"""Longest row, in bytes, for which a template is built."""
MOST_SHAPES = 4
PATIENCE = 60
"""Most rows considered without a new template; a sheet whose rows all differ gains nothing."""


class RowMatcher:
    """The templates of one sheet, built while its rows are read in order."""

    def __init__(self) -> None:
        self.shapes: list[FormulaRowTemplate] = []
        self.counts: dict[tuple[tuple[int, int], ...], int] = {}
        self.looked_at = 0

    def found(self, source: bytes, start: int, end: int) -> TemplateRow | None:
        """The row whose cells are bytes ``start`` to ``end``, if a template matches it."""
        for shape in self.shapes:
            found = shape.pattern.fullmatch(source, start, end)
            if found is not None:
                row, *typed = found.groups()
                return TemplateRow(start, end, int(row), shape, tuple(typed))
        return None

    def learn(self, source: bytes, start: int, end: int, cells: Sequence[FormulaCell], rules: Mapping[int, FormulaGroup]) -> None:
        """Register a row that was read cell by cell. ``cells``: formula cells; ``rules``: position -> formula."""
        if self.looked_at >= PATIENCE or len(self.shapes) >= MOST_SHAPES or not cells or end - start > LONGEST:
            return
        self.looked_at += 1
        ruled = tuple([(cell.column, rules[cell.row * WIDTH + cell.column]) for cell in cells])
        kind = tuple((column, id(rule)) for column, rule in ruled)
        count = self.counts[kind] = self.counts.get(kind, 0) + 1
        if count == ALIKE:
            shape = shape_of(source[start:end], {cell.letters: cell for cell in cells}, ruled)
            if shape is not None:
                self.shapes.append(shape)
                self.looked_at = 0

    def forget(self) -> None:
        """Discard all templates: their formulas are no longer valid."""
        self.shapes.clear()
        self.counts.clear()


def shape_of(
    written: bytes, cells: Mapping[bytes, FormulaCell], rules: tuple[tuple[int, FormulaGroup], ...]
) -> FormulaRowTemplate | None:
    """Build a template from a row; None if it has a cell or formula that differs between rows.

    ``cells``: column letters -> formula cell; ``rules``: (column number, formula).
    """
    if ROW in written:
        return None
    pattern, pieces, columns, typed = [], [], [], []
    at, number = 0, b"([1-9][0-9]{0,6})"
    for found in CELL.finditer(written):
        letters, _, attributes, inside = found.groups()
        if found.start() != at:
            return None
        at = found.end()
        head = b'<c r="' + letters
        bare = KIND.sub(b"", attributes)
        cell = cells.get(letters)
        pattern.append(re.escape(head) + number)
        pieces.append(literal(head) + ROW)
        number = rb"\1"
        if cell is not None:
            formula = cell.formula()
            if not attributes.startswith(bare) or not steady(formula):
                return None
            pattern.append(re.escape(b'"' + bare) + rb'(?: t="\w+")?>' + re.escape(formula) + rb"(?:<v(?:/>|>[^<]*</v>))?</c>")
            pieces.append(literal(b'"' + bare) + b"%s>" + literal(formula) + b"%s</c>")
            columns.append(cell.column)
        elif inside is None:
            rest = written[found.end(2) : at]
            pattern.append(re.escape(rest))
            pieces.append(literal(rest))
        elif _TYPED.fullmatch(inside):
            pattern.append(re.escape(b'"' + attributes + b"><v>") + b"([^<]*)</v></c>")
            pieces.append(literal(b'"' + attributes + b"><v>") + b"%s</v></c>")
            columns.append(0)
            typed.append((column_of(letters), attributes))
        else:
            return None
    if at != len(written) or len(cells) != len(rules):
        return None
    return FormulaRowTemplate(compiled(b"".join(pattern)), tuple(columns), rules, tuple(typed), b"".join(pieces))


compiled = lru_cache(maxsize=64)(re.compile)
"""re.compile with a cache, since the workbooks of a process have the same few templates."""


def steady(formula: bytes) -> bool:
    """True if the formula has the same text in each row: a follower of a shared formula, or a single name."""
    lone = _LONE.fullmatch(formula)
    return _SHARED.fullmatch(formula) is not None or (lone is not None and LONE_NAME.fullmatch(lone[1].decode()) is not None)


def literal(piece: bytes) -> bytes:
    return piece.replace(b"%", b"%%")


def column_of(letters: bytes) -> int:
    at = 0
    for letter in letters:
        at = at * 26 + letter - 64
    return at
