"""Workbook model of the evaluator: cells by position, formulas computed on demand."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import NamedTuple, TypeVar

from udfs.values.regex import regex
from workbooks.formula_engine.answers import CellError, FormulaValue, Unknown
from workbooks.formula_engine.matching import Held, Key, key

T = TypeVar("T")
WIDTH = 16_384
"""A position is row * WIDTH + column, both counted from 1."""
CompiledFormula = Callable[[int], FormulaValue]
"""Row number -> value of the formula in that row."""
WIDEST = 500_000
"""Most cells of a range; a larger one raises ``Unknown``. None of our formulas has one, so it may be hostile."""
MOST_WORK = 60_000_000
"""Most cells read for all formulas of a workbook; beyond it, formulas keep no cached value."""
EVALUATION_ERRORS = (ArithmeticError, LookupError, RecursionError, TypeError, ValueError)
"""Python errors caused by missing arguments or out-of-range numbers."""
DEEPEST = 60_000
"""Recursion limit while cells evaluate one another. Python-to-Python calls use no C stack."""


FRAMES = 2**18
"""Stack size, in values, declared for ``deep``.

Python allocates call frames in chunks of 16 KiB and allocates or frees one whenever a call crosses a chunk boundary, some
50,000 times per save. A function with a large declared stack gets one large chunk, which its callees share.
"""


def deep(work: Callable[[], T]) -> T:
    """Run ``work`` with a higher recursion limit, for long chains of dependent cells."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, DEEPEST))
    try:
        return work()
    finally:
        sys.setrecursionlimit(before)


deep.__code__ = deep.__code__.replace(co_stacksize=FRAMES)


@dataclass(eq=False)
class FormulaGroup:
    """A formula of one cell, or shared by cells of one column. ``row``: the row for which ``text`` is written.

    ``spelled_out``: rows that contain the full formula text although they could share it.
    """

    text: str
    row: int
    column: int
    run: CompiledFormula | None = None
    spelled_out: list[int] = field(default_factory=list)
    group: int = -1
    """Index of the shared formula it is converted to; -1 if not converted."""


_STORED = regex(rb"<v[^>]*?(?:/>|>[^<]*</v>)")


class FormulaCell(NamedTuple):
    """A formula cell at bytes ``start`` to ``end`` of the part. ``spoken``: span of the <f> element in ``inside``."""

    start: int
    end: int
    letters: bytes
    row: int
    column: int
    attributes: bytes
    inside: bytes
    spoken: tuple[int, int]

    def formula(self) -> bytes:
        """The cell's content without the cached value."""
        first, last = self.spoken
        behind = self.inside[last:]
        if not first and (behind in (b"", b"<v/>") or (behind.startswith(b"<v>") and behind.find(b"<", 1) == len(behind) - 4)):
            return self.inside[:last]
        return _STORED.sub(b"", self.inside)


ROW = b"\x00"
"""Placeholder for the row number; NUL cannot occur in an XML file."""


class FormulaRowTemplate(NamedTuple):
    """Template of rows that differ only in row number, typed values and cached values.

    ``pattern``: matches such a row; groups: row number, then the typed values. ``columns``: cells to write, in order: the
    column of a formula cell, 0 for a typed one. ``rules``: (column, formula). ``typed``: (column, attributes). ``written``:
    the row with ``ROW`` for its number and % placeholders: type and cached value of a formula, or a typed value.
    """

    pattern: re.Pattern[bytes]
    columns: tuple[int, ...]
    rules: tuple[tuple[int, FormulaGroup], ...]
    typed: tuple[tuple[int, bytes], ...]
    written: bytes


class TemplateRow(NamedTuple):
    """A row that matches a template; its cells are bytes ``start`` to ``end`` of the part. ``typed``: the typed values."""

    start: int
    end: int
    row: int
    shape: FormulaRowTemplate
    typed: tuple[bytes, ...]


@dataclass(eq=False)
class FormulaSheet:
    title: str
    held: dict[int, Held] = field(default_factory=dict)
    """Position -> typed value or computed value."""
    rules: dict[int, FormulaGroup] = field(default_factory=dict)
    cells: list[FormulaCell | TemplateRow] = field(default_factory=list)
    """Formula cells and template rows, in document order."""
    unknown: set[int] = field(default_factory=set)
    """Positions of formulas that cannot be computed."""
    running: set[int] = field(default_factory=set)
    """Positions being computed, to detect circular references."""
    last_row: int = 0


class CellRange(NamedTuple):
    """A range of one sheet, bounds inclusive."""

    sheet: FormulaSheet
    top: int
    left: int
    bottom: int
    right: int

    @property
    def is_cell(self) -> bool:
        return self.top == self.bottom and self.left == self.right


def nobody_knows(_: int) -> FormulaValue:
    """Compiled form of an unsupported formula. Errors: Unknown."""
    raise Unknown


class FormulaBook:
    """Sheets by title and defined names by formula text. ``today``: serial number returned by TODAY."""

    def __init__(
        self,
        sheets: Mapping[str, FormulaSheet],
        names: Mapping[str, str],
        today: float,
        compiled: Callable[[FormulaBook, FormulaSheet, FormulaGroup], CompiledFormula],
    ) -> None:
        self._compiled = compiled
        self.sheets = {title.lower(): sheet for title, sheet in sheets.items()}
        self.names = {name.lower(): text for name, text in names.items()}
        self.today = today
        self.runs: dict[str, CompiledFormula] = {}
        """Cache: defined name -> compiled formula."""
        self._lists: dict[CellRange, list[Held]] = {}
        self._places: dict[CellRange, dict[Key, int]] = {}
        self._counts: dict[CellRange, dict[Key, int]] = {}
        self._work = 0

    def sheet(self, title: str) -> FormulaSheet:
        found = self.sheets.get(title.lower())
        if found is None:
            raise Unknown
        return found

    def at(self, sheet: FormulaSheet, place: int) -> FormulaValue:
        """The value of a cell. Errors: CellError for an error value, Unknown if it cannot be computed."""
        try:
            value = sheet.held[place]
        except KeyError:
            if place not in sheet.rules:
                return None
            value = self._computed(sheet, place)
        if type(value) is CellError:
            raise CellError(value.code)
        return value  # type: ignore[return-value]

    def _computed(self, sheet: FormulaSheet, place: int) -> Held:
        if place in sheet.unknown:
            raise Unknown
        rule = sheet.rules[place]
        if rule.run is None:
            try:
                rule.run = self._compiled(self, sheet, rule)
            except (Unknown, *EVALUATION_ERRORS):
                rule.run = nobody_knows
        if place in sheet.running:
            raise Unknown
        sheet.running.add(place)
        try:
            value: Held = rule.run(place // WIDTH)
            if isinstance(value, float) and not isfinite(value):
                raise CellError("#NUM!")
            sheet.held[place] = value = 0.0 if value is None else value
        except CellError as fault:
            sheet.held[place] = value = CellError(fault.code)
        except (Unknown, *EVALUATION_ERRORS) as error:
            sheet.unknown.add(place)
            raise Unknown from error
        finally:
            sheet.running.discard(place)
        return value

    def listed(self, span: CellRange) -> list[Held]:
        """The values of a range in row order, error values included. Rows below the last used row are left out."""
        found = self._lists.get(span)
        if found is None:
            self.spend((min(span.bottom, span.sheet.last_row) - span.top + 1) * (span.right - span.left + 1), WIDEST)
            found = self._lists[span] = [
                self.held(span.sheet, row * WIDTH + column)
                for row in range(span.top, min(span.bottom, span.sheet.last_row) + 1)
                for column in range(span.left, span.right + 1)
            ]
        return found

    def held(self, sheet: FormulaSheet, place: int) -> Held:
        """The value of a cell, error values included. Errors: Unknown if it cannot be computed."""
        try:
            return sheet.held[place]
        except KeyError:
            return self._computed(sheet, place) if place in sheet.rules else None

    def spend(self, cells: int, most: int = MOST_WORK) -> None:
        """Count cells read against the limits. Errors: Unknown if one is exceeded."""
        self._work += cells
        if cells > most or self._work > MOST_WORK:
            raise Unknown

    def size(self, span: CellRange) -> int:
        """Number of cells of the range, including those below the last used row."""
        return (span.bottom - span.top + 1) * (span.right - span.left + 1)

    def places(self, span: CellRange) -> Mapping[Key, int]:
        """Value -> its first position in the range, counted from 1."""
        found = self._places.get(span)
        if found is None:
            found = {}
            for at, value in enumerate(self.listed(span), start=1):
                one = key(value)
                if one is not None:
                    found.setdefault(one, at)
            self._places[span] = found
        return found

    def counts(self, span: CellRange) -> Mapping[Key, int]:
        """Value -> its number of occurrences."""
        found = self._counts.get(span)
        if found is None:
            found = {}
            for value in self.listed(span):
                one = key(value)
                if one is not None:
                    found[one] = found.get(one, 0) + 1
            self._counts[span] = found
        return found
