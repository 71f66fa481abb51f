"""Rows that are written like an earlier one and differ in their number and values alone, read by a pattern made of that one.

A list has hundreds of rows of a few shapes. One match tells all values of such a row; nothing else in it needs looking at, since
it is the same, sign by sign. A row of any other shape is taken apart cell by cell (``plain_cells``).
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from udfs.values.regex import regex
from workbooks.ooxml.plain_cells import NotPlain, Stored, cells

ALIKE = 8
"""So many rows of a shape are taken apart before a pattern is made of it, which takes as long as a few dozen of them."""
MOST_SHAPES = 4
LONGEST = 20_000
"""Of a longer row no pattern is made."""
LONGEST_AROUND = 256 * 2**10
"""Beside longer ones nothing is kept."""
PATIENCE = 60
"""So many rows are looked at for shapes; where they are all different (formulas spelled out in each), more would be too."""
_VARYING = regex(
    r'(?<=<c r=")([A-Z]{1,3})[1-9][0-9]*(?=")|(?<=<v>)[^<]+(?=</v>)|(?:(?<=<t>)|(?<=<t xml:space="preserve">))[^<]+(?=</t>)'
)


class Shape(NamedTuple):
    """``pattern``: the row number, then each value; ``cells``: those of the row it was made of, and for each the number of its
    value in the pattern, 0 for one that is always the same."""

    pattern: re.Pattern[str]
    cells: list[tuple[Stored, int]]

    def stored(self, found: re.Match[str], row: int) -> list[Stored]:
        """The cells of a row that the pattern fits. Raises ``NotPlain`` for one in another row than its own."""
        values = found.groups()
        if values[0] != str(row):
            raise NotPlain
        return [(*cell[:5], plain(values[at])) if at else cell for cell, at in self.cells]


def plain(text: str) -> str:
    return unescape(text) if "&" in text else text


class AlikeRows:
    """Reads the rows of one sheet, one after the other. ``shapes``: those that are known, to which are added what is learned."""

    def __init__(self, shapes: list[Shape] | None = None) -> None:
        self.shapes: list[Shape] = [] if shapes is None else shapes
        self.counts: dict[tuple[tuple[int, str, str], ...], int] = {}
        """By the columns, styles and kinds of the cells: how many rows had these."""
        self.looked_at = self.learned = 0

    def cells(self, written: str, row: int) -> list[Stored]:
        """As ``plain_cells.cells``. Raises ``NotPlain``."""
        for shape in self.shapes:
            found = shape.pattern.fullmatch(written)
            if found is not None:
                return shape.stored(found, row)
        made = cells(written, row)
        if self.looked_at < PATIENCE and self.learned < MOST_SHAPES and len(written) < LONGEST:
            self.learn(written, made)
        return made

    def learn(self, written: str, made: list[Stored]) -> None:
        self.looked_at += 1
        kind = tuple([cell[:3] for cell in made])
        count = self.counts[kind] = self.counts.get(kind, 0) + 1
        # A formula that is spelled out says another thing in each row.
        if count == ALIKE and not any(cell[4] for cell in made):
            numbers = iter(range(1, len(made) + 1))
            made_of = [(cell, next(numbers) if cell[5] else 0) for cell in made]
            self.shapes[:0] = [Shape(compiled(shape_of(written)), made_of)]
            self.shapes[MOST_SHAPES:] = []
            self.learned += 1
            self.looked_at = 0


compiled = lru_cache(maxsize=64)(re.compile)
"""The workbooks of a template have the same shapes."""


def shapes_beside(around: bytes) -> list[Shape]:
    """The shapes of the rows of earlier sheets that have the same around them: those of the same sheet of the same template."""
    return kept_shapes(around) if len(around) <= LONGEST_AROUND else []


@lru_cache(maxsize=24)
def kept_shapes(_around: bytes) -> list[Shape]:
    return []


def shape_of(written: str) -> str:
    """The pattern of a row.

    >>> shape_of('<c r="A7" s="2"/><c r="B7" t="s"><v>12</v></c>')
    '<c\\\\ r="A([1-9][0-9]{0,6})"\\\\ s="2"/><c\\\\ r="B\\\\1"\\\\ t="s"><v>([^<]+)</v></c>'
    """
    pieces, at, number = [], 0, "([1-9][0-9]{0,6})"
    for found in _VARYING.finditer(written):
        pieces.append(re.escape(written[at : found.start()]))
        if found[1]:
            pieces.append(found[1] + number)
            number = r"\1"
        else:
            pieces.append("([^<]+)")
        at = found.end()
    return "".join((*pieces, re.escape(written[at:])))
