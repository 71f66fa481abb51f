"""A workbook as the evaluator sees it: cells by place, formulas that are computed when something asks for them."""

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
"""A place is row * WIDTH + column, both counted from 1."""
CompiledFormula = Callable[[int], FormulaValue]
"""What a formula gives in a row."""
WIDEST = 500_000
"""An area of more cells is not looked at: nothing of ours has one, and a formula that has one may be meant to harm."""
MOST_WORK = 60_000_000
"""So many cells are looked at for all formulas together, before the rest is left to the spreadsheet program."""
EVALUATION_ERRORS = (ArithmeticError, LookupError, RecursionError, TypeError, ValueError)
"""What a formula can run into that gives a function too few values or numbers beyond all bounds."""
DEEPEST = 60_000
"""So deep may cells ask for one another. Python calls of Python functions take no room on the stack of the machine."""


FRAMES = 2**18
"""Python keeps the frames of calls in chunks of 16 KiB, and takes or gives back one at every call across the end of a chunk: some
50,000 times a save. A function that asks for a stack of so many values gets one large chunk, and what it calls stands in the
rest of it."""


def deep(work: Callable[[], T]) -> T:
    """The answer of ``work``, in which cells ask for one another row upon row."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, DEEPEST))
    try:
        return work()
    finally:
        sys.setrecursionlimit(before)


deep.__code__ = deep.__code__.replace(co_stacksize=FRAMES)


@dataclass(eq=False)
class FormulaGroup:
    """A formula of one cell, or of cells below one another that share it. ``row``: where it is written as it stands.

    ``spelled_out``: the rows of a formula that each of its cells has in full, although they could share it.
    """

    text: str
    row: int
    column: int
    run: CompiledFormula | None = None
    spelled_out: list[int] = field(default_factory=list)
    group: int = -1
    """The number of the shared formula that it becomes, if it does."""


_STORED = regex(rb"<v[^>]*?(?:/>|>[^<]*</v>)")


class FormulaCell(NamedTuple):
    """A cell with a formula as its part has it from ``start`` to ``end``; ``spoken``: where in ``inside`` its formula stands."""

    start: int
    end: int
    letters: bytes
    row: int
    column: int
    attributes: bytes
    inside: bytes
    spoken: tuple[int, int]

    def formula(self) -> bytes:
        """What stands in the cell without the stored result."""
        first, last = self.spoken
        behind = self.inside[last:]
        if not first and (behind in (b"", b"<v/>") or (behind.startswith(b"<v>") and behind.find(b"<", 1) == len(behind) - 4)):
            return self.inside[:last]
        return _STORED.sub(b"", self.inside)


ROW = b"\x00"
"""Stands for the number of the row in what is written; no file holds such a character."""


class FormulaRowTemplate(NamedTuple):
    """``pattern``: the row number, then what each typed cell holds. ``columns``: of the cells that are written anew, one with a
    formula by its number, a typed one by 0. ``rules``: those of the formulas. ``typed``: column and attributes. ``written``: the
    row with ``ROW`` for its number and places for %: kind and result of a formula, or what is typed."""

    pattern: re.Pattern[bytes]
    columns: tuple[int, ...]
    rules: tuple[tuple[int, FormulaGroup], ...]
    typed: tuple[tuple[int, bytes], ...]
    written: bytes


class TemplateRow(NamedTuple):
    """A row that a shape fits, its cells from ``start`` to ``end`` of the part. ``typed``: what its typed cells hold."""

    start: int
    end: int
    row: int
    shape: FormulaRowTemplate
    typed: tuple[bytes, ...]


@dataclass(eq=False)
class FormulaSheet:
    title: str
    held: dict[int, Held] = field(default_factory=dict)
    """Place -> what stands there, with what has been computed so far."""
    rules: dict[int, FormulaGroup] = field(default_factory=dict)
    cells: list[FormulaCell | TemplateRow] = field(default_factory=list)
    """Those with a rule, in the order of the part; rows of them where rows are alike."""
    unknown: set[int] = field(default_factory=set)
    """Formulas that cannot be told."""
    running: set[int] = field(default_factory=set)
    """Formulas that are being computed: one that asks for itself cannot be told."""
    last_row: int = 0


class CellRange(NamedTuple):
    """An area of a sheet, both ends in it."""

    sheet: FormulaSheet
    top: int
    left: int
    bottom: int
    right: int

    @property
    def is_cell(self) -> bool:
        return self.top == self.bottom and self.left == self.right


def nobody_knows(_: int) -> FormulaValue:
    """What a formula gives that is not understood here."""
    raise Unknown


class FormulaBook:
    """Sheets by title and names by what they refer to. ``today``: the serial of the day that TODAY gives."""

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
        """What names give, as far as they were asked for."""
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
        """The value of a cell. Errors: Fault if it is one, Unknown if it cannot be told."""
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
        except (Unknown, *EVALUATION_ERRORS) as told:
            sheet.unknown.add(place)
            raise Unknown from told
        finally:
            sheet.running.discard(place)
        return value

    def listed(self, span: CellRange) -> list[Held]:
        """The values of an area, row by row; errors are among them."""
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
        """What a cell holds; an error is a value. Errors: Unknown if it cannot be told."""
        try:
            return sheet.held[place]
        except KeyError:
            return self._computed(sheet, place) if place in sheet.rules else None

    def spend(self, cells: int, most: int = MOST_WORK) -> None:
        """Look at so many cells. Errors: Unknown if that is too much, at once or in all."""
        self._work += cells
        if cells > most or self._work > MOST_WORK:
            raise Unknown

    def size(self, span: CellRange) -> int:
        """How many cells it has, those beyond the used rows too."""
        return (span.bottom - span.top + 1) * (span.right - span.left + 1)

    def places(self, span: CellRange) -> Mapping[Key, int]:
        """Value -> where it stands first, counted from 1."""
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
        """Value -> how often it stands there."""
        found = self._counts.get(span)
        if found is None:
            found = {}
            for value in self.listed(span):
                one = key(value)
                if one is not None:
                    found[one] = found.get(one, 0) + 1
            self._counts[span] = found
        return found
