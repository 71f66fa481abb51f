"""Rows of a sheet in which nothing differs but their number, what is typed and what is stored beside formulas.

The sheet of helper cells has hundreds of rows with the same 160 formulas. A pattern made of one of them tells at one match where
another row's typed values are and that its formulas are the same ones; written again, the row is that one with other results.
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
"""So many rows with the same formulas are read cell by cell before a pattern is made, which takes as long as some dozens."""
LONGEST = 20_000
"""Of a longer row no pattern is made."""
MOST_SHAPES = 4
PATIENCE = 60
"""So many rows are looked at for a shape; where they are all different, more would be too."""


class RowMatcher:
    """The shapes of one sheet, as its rows are read one after the other."""

    def __init__(self) -> None:
        self.shapes: list[FormulaRowTemplate] = []
        self.counts: dict[tuple[tuple[int, int], ...], int] = {}
        self.looked_at = 0

    def found(self, source: bytes, start: int, end: int) -> TemplateRow | None:
        """The row whose cells stand there, if a shape fits it."""
        for shape in self.shapes:
            found = shape.pattern.fullmatch(source, start, end)
            if found is not None:
                row, *typed = found.groups()
                return TemplateRow(start, end, int(row), shape, tuple(typed))
        return None

    def learn(self, source: bytes, start: int, end: int, cells: Sequence[FormulaCell], rules: Mapping[int, FormulaGroup]) -> None:
        """Take notice of a row that was read cell by cell. ``cells``: those with a formula; ``rules``: place -> formula."""
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
        """What the shapes know of formulas holds no longer."""
        self.shapes.clear()
        self.counts.clear()


def shape_of(
    written: bytes, cells: Mapping[bytes, FormulaCell], rules: tuple[tuple[int, FormulaGroup], ...]
) -> FormulaRowTemplate | None:
    """The shape of a row; None for one with a cell or a formula that other rows would not have in just this way.

    ``cells``: those with a formula, by the letters of their column; ``rules``: by its number.
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
"""The workbooks of a process have the same few shapes."""


def steady(formula: bytes) -> bool:
    """Is it the same in each row, and does it stay as it is? A share in a formula, or a name."""
    lone = _LONE.fullmatch(formula)
    return _SHARED.fullmatch(formula) is not None or (lone is not None and LONE_NAME.fullmatch(lone[1].decode()) is not None)


def literal(piece: bytes) -> bytes:
    return piece.replace(b"%", b"%%")


def column_of(letters: bytes) -> int:
    at = 0
    for letter in letters:
        at = at * 26 + letter - 64
    return at
