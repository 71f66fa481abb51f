"""Compiler: syntax trees of formulas -> functions of the row number."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import repeat

from workbooks.formula_engine.answers import CellError, FormulaValue, Unknown, equal, less, number, text
from workbooks.formula_engine.book import WIDEST, WIDTH, CellRange, CompiledFormula, FormulaBook, FormulaSheet
from workbooks.formula_engine.functions import PLAIN, together, whole
from workbooks.formula_engine.syntax import (
    AreaReference,
    BinaryOperation,
    Call,
    Constant,
    ErrorLiteral,
    NameReference,
    Node,
    UnaryOperation,
    parsed,
)

Find = Callable[[int], CellRange]
"""Row -> the range that a reference denotes there."""
Spread = Callable[[int], list[FormulaValue] | FormulaValue]
"""Row -> one value per cell of a range, or a single value."""
Special = Callable[["Compiler", Sequence[Node]], CompiledFormula]
"""A function that receives unevaluated arguments: it takes ranges, handles errors or evaluates selectively."""


def divided(left: float, right: float) -> float:
    if not right:
        raise CellError("#DIV/0!")
    return left / right


def difference(left: float, right: float) -> float:
    """Subtract; operands equal within the tolerance give exactly 0, as in spreadsheet programs."""
    found = left - right
    return 0.0 if abs(found) < abs(left) * 2.0**-48 else found


def power(left: float, right: float) -> float:
    try:
        found = left**right
    except (OverflowError, ZeroDivisionError):
        raise CellError("#NUM!") from None
    if isinstance(found, complex):
        raise CellError("#NUM!")
    return float(found)


meaning = lru_cache(maxsize=4096)(parsed)
"""Parser with a cache, since the workbooks of a process contain the same formulas and names."""
FIGURES: dict[str, Callable[[float, float], float]] = {
    "+": operator.add, "-": difference, "*": operator.mul, "/": divided, "^": power,
}  # fmt: skip
JUDGED: dict[str, Callable[[FormulaValue, FormulaValue], bool]] = {
    "=": equal,
    "<>": lambda one, other: not equal(one, other),
    "<": less,
    ">": lambda one, other: less(other, one),
    "<=": lambda one, other: not less(other, one),
    ">=": lambda one, other: not less(one, other),
}


def joined(mark: str) -> Callable[[FormulaValue, FormulaValue], FormulaValue]:
    """The function of a binary operator."""
    if mark == "&":
        return lambda one, other: together(text(one), text(other))
    if mark in JUDGED:
        return JUDGED[mark]
    figures = FIGURES[mark]
    return lambda one, other: figures(number(one), number(other))


def constant(value: FormulaValue) -> CompiledFormula:
    return lambda _: value


def faulty(code: str) -> CompiledFormula:
    def run(_: int) -> FormulaValue:
        raise CellError(code)

    return run


class Compiler:
    """Compiles the formulas of one sheet, written for the cell (``row``, ``column``)."""

    def __init__(
        self,
        book: FormulaBook,
        specials: Mapping[str, Special],
        sheet: FormulaSheet | None = None,
        row: int = 1,
        column: int | None = None,
    ) -> None:
        self.book, self.specials, self.sheet, self.row, self.column = book, specials, sheet, row, column

    def of_names(self) -> Compiler:
        """Compiler for defined names, whose references are relative to row 1 of no sheet."""
        return Compiler(self.book, self.specials)

    # One value ------------------------------------------------------------------------------------------------------------

    def value(self, node: Node) -> CompiledFormula:
        match node:
            case Constant(value):
                return constant(value)
            case ErrorLiteral(code):
                return faulty(code)
            case AreaReference():
                return self.cell(node)
            case NameReference(name):
                return self.name(name)
            case BinaryOperation(mark, left, right):
                return self.two_sides(mark, left, right)
            case UnaryOperation(mark, of):
                return self.signed(mark, self.value(of))
            case Call(function, given):
                return self.call(function, given)

    def two_sides(self, mark: str, left: Node, right: Node) -> CompiledFormula:
        one, other = self.value(left), self.value(right)
        if mark == "&":
            return lambda row: together(text(one(row)), text(other(row)))
        change = joined(mark)
        if isinstance(right, Constant):
            constantly = right.value
            return lambda row: change(one(row), constantly)
        return lambda row: change(one(row), other(row))

    def signed(self, mark: str, of: CompiledFormula) -> CompiledFormula:
        if mark == "-":
            return lambda row: -number(of(row))
        return of if mark == "+" else lambda row: number(of(row)) / 100

    def cell(self, area: AreaReference) -> CompiledFormula:
        find = self.span(area)
        book = self.book
        if area.first == area.last:
            sheet, spot = self.sheet_of(area), area.first
            if not spot.stays_in_column and self.column is None:
                raise Unknown
            moved = 0 if spot.stays_in_row else spot.row - self.row
            if spot.stays_in_row:
                place = spot.row * WIDTH + spot.column
                return lambda _: book.at(sheet, place)
            held, nearest = sheet.held, moved * WIDTH + spot.column

            def run(row: int) -> FormulaValue:
                place = row * WIDTH + nearest
                value = held.get(place)
                # Fast path: a known value that is neither missing nor an error.
                return book.at(sheet, place) if value is None or type(value) is CellError else value  # type: ignore[return-value]

            return run
        return lambda row: self.implicit_intersection(find(row), row)

    def implicit_intersection(self, span: CellRange, row: int) -> FormulaValue:
        """The cell of a one-column range in the given row. Errors: CellError if there is none."""
        if span.is_cell:
            return self.book.at(span.sheet, span.top * WIDTH + span.left)
        if span.left != span.right or not span.top <= row <= span.bottom:
            raise CellError("#VALUE!")
        return self.book.at(span.sheet, row * WIDTH + span.left)

    def name(self, name: str) -> CompiledFormula:
        runs = self.book.runs
        found = runs.get(name)
        if found is None:
            # A name has no position of its own: its compiled form is the same everywhere.
            found = runs[name] = self.of_names().value(self.meaning(name))
        return found

    def meaning(self, name: str) -> Node:
        """Syntax tree of a defined name, relative to row 1."""
        refers_to = self.book.names.get(name.lower())
        return ErrorLiteral("#NAME?") if refers_to is None else meaning(refers_to)

    # An area --------------------------------------------------------------------------------------------------------------

    def sheet_of(self, area: AreaReference) -> FormulaSheet:
        if area.sheet:
            return self.book.sheet(area.sheet)
        if self.sheet is None:
            raise Unknown
        return self.sheet

    def span(self, node: Node) -> Find:
        """Compile a node to a range. Errors: Unknown if it is not a reference."""
        match node:
            case AreaReference():
                return self.area(node)
            case NameReference(name):
                meaning = self.meaning(name)
                return self.of_names().span(meaning)
            case ErrorLiteral(code):

                def broken(_: int) -> CellRange:
                    raise CellError(code)

                return broken
            case Call("INDEX", given):
                return self.indexed(given)
            case _:
                raise Unknown

    def area(self, area: AreaReference) -> Find:
        sheet, first, last = self.sheet_of(area), area.first, area.last
        if self.column is None and not (first.stays_in_column and last.stays_in_column):
            raise Unknown
        if first.stays_in_row and last.stays_in_row:
            fixed = CellRange(sheet, first.row, first.column, last.row, last.column)
            return lambda _: fixed
        top = 0 if first.stays_in_row else self.row
        bottom = 0 if last.stays_in_row else self.row

        def moved(row: int) -> CellRange:
            first_row = first.row + (row - top if top else 0)
            last_row = last.row + (row - bottom if bottom else 0)
            return CellRange(sheet, first_row, first.column, last_row, last.column)

        return moved

    def is_area(self, node: Node) -> bool:
        """True if the node is a reference to cells."""
        if isinstance(node, NameReference):
            return self.is_area(self.meaning(node.text))
        return isinstance(node, AreaReference) or (isinstance(node, Call) and node.function == "INDEX")

    # A value for each cell ------------------------------------------------------------------------------------------------

    def spread(self, node: Node) -> Spread:
        """Compile an argument of SUMPRODUCT: operators apply element by element, functions take single values. Errors:
        Unknown for a function applied to a range."""
        if self.is_area(node):
            find = self.span(node)
            return lambda row: self.all_of(find(row))
        match node:
            case BinaryOperation(mark, left, right):
                one, other, together = self.spread(left), self.spread(right), joined(mark)
                return lambda row: paired(one(row), other(row), together)
            case UnaryOperation("-", of):
                one = self.spread(of)
                return lambda row: each(one(row), lambda value: -number(value))
            case _:
                return Singly(self.book, self.specials, self.sheet, self.row, self.column).value(node)

    def all_of(self, span: CellRange) -> list[FormulaValue] | FormulaValue:
        if span.is_cell:
            return self.book.at(span.sheet, span.top * WIDTH + span.left)
        found = self.book.listed(span)
        self.book.spend(self.book.size(span), WIDEST)
        for value in found:
            if type(value) is CellError:
                raise CellError(value.code)
        return [*found, *repeat(None, self.book.size(span) - len(found))]  # type: ignore[list-item]

    # Functions ------------------------------------------------------------------------------------------------------------

    def indexed(self, given: Sequence[Node]) -> Find:
        """The cell that INDEX refers to. Errors: Unknown for a whole row or column, CellError outside the range."""
        find = self.span(given[0])
        first, *second = (self.value(one) for one in given[1:])

        def run(row: int) -> CellRange:
            span = find(row)
            down, across = whole(first(row)), whole(second[0](row)) if second else 1
            if not second and span.top == span.bottom and span.left != span.right:
                down, across = 1, down
            if down < 1 or across < 1:
                raise Unknown  # row or column 0 selects a whole row or column
            if down > span.bottom - span.top + 1 or across > span.right - span.left + 1:
                raise CellError("#REF!")
            top, left = span.top + down - 1, span.left + across - 1
            return CellRange(span.sheet, top, left, top, left)

        return run

    def call(self, function: str, given: Sequence[Node]) -> CompiledFormula:
        special = self.specials.get(function)
        if special:
            return special(self, given)
        plain = PLAIN.get(function)
        if plain is None:
            raise Unknown
        return self.plain(plain, given)

    def plain(self, function: Callable[..., FormulaValue], given: Sequence[Node]) -> CompiledFormula:
        """Compile a call of a function of values. The common case, one varying argument and constants, is optimised."""
        if not given:
            return lambda _: function()
        only = self.value(given[0])
        if len(given) == 1:
            return lambda row: function(only(row))
        rest = [one.value for one in given[1:] if isinstance(one, Constant)]
        if len(rest) == len(given) - 1:
            if len(rest) == 1:
                second = rest[0]
                return lambda row: function(only(row), second)
            return lambda row: function(only(row), *rest)
        runs = [self.value(one) for one in given[1:]]
        return lambda row: function(only(row), *[run(row) for run in runs])


class Singly(Compiler):
    """Compiler inside SUMPRODUCT, where ranges have no implicit intersection."""

    def of_names(self) -> Compiler:
        return Singly(self.book, self.specials)

    def implicit_intersection(self, span: CellRange, row: int) -> FormulaValue:
        if not span.is_cell:
            raise Unknown
        return super().implicit_intersection(span, row)

    def name(self, name: str) -> CompiledFormula:
        return self.of_names().value(self.meaning(name))  # not the cache: its entries use implicit intersection


def each(
    values: list[FormulaValue] | FormulaValue, change: Callable[[FormulaValue], FormulaValue]
) -> list[FormulaValue] | FormulaValue:
    return [change(value) for value in values] if isinstance(values, list) else change(values)


def paired(
    left: list[FormulaValue] | FormulaValue,
    right: list[FormulaValue] | FormulaValue,
    together: Callable[[FormulaValue, FormulaValue], FormulaValue],
) -> list[FormulaValue] | FormulaValue:
    """Apply a binary function element by element; a single value is broadcast. Errors: CellError for unequal lengths."""
    if isinstance(left, list) and isinstance(right, list):
        if len(left) != len(right):
            raise CellError("#N/A")
        return [together(one, other) for one, other in zip(left, right, strict=True)]
    if isinstance(left, list):
        single: FormulaValue = right  # type: ignore[assignment]
        return [together(one, single) for one in left]
    if isinstance(right, list):
        return [together(left, other) for other in right]
    return together(left, right)
