"""Functions of cell ranges: sums, counts and lookups."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from workbooks.formula_engine.answers import CellError, FormulaValue, Unknown, number
from workbooks.formula_engine.book import WIDTH, CompiledFormula
from workbooks.formula_engine.compiling import Compiler, Special, paired
from workbooks.formula_engine.matching import Held, criterion, first_place, is_wild, key
from workbooks.formula_engine.syntax import Node


def index(compiler: Compiler, given: Sequence[Node]) -> CompiledFormula:
    find, book = compiler.indexed(given), compiler.book

    def run(row: int) -> FormulaValue:
        span = find(row)
        return book.at(span.sheet, span.top * WIDTH + span.left)

    return run


def match(compiler: Compiler, given: Sequence[Node]) -> CompiledFormula:
    if len(given) != 3:
        raise Unknown
    sought, find, kind, book = compiler.value(given[0]), compiler.span(given[1]), compiler.value(given[2]), compiler.book

    def run(row: int) -> FormulaValue:
        if number(kind(row)):
            raise Unknown
        wanted, span = sought(row), find(row)
        if is_wild(wanted):
            held = book.listed(span)
            book.spend(len(held))
            at = first_place(held, str(wanted))
        else:
            one = key(0.0 if wanted is None else wanted)
            at = book.places(span).get(one) if one else None
        if at is None:
            raise CellError("#N/A")
        return float(at)

    return run


def counted(compiler: Compiler, given: Sequence[Node]) -> CompiledFormula:
    find, wanted, book = compiler.span(given[0]), compiler.value(given[1]), compiler.book

    def run(row: int) -> FormulaValue:
        sought, span = wanted(row), find(row)
        if type(sought) is float and sought:
            counts = book.counts(span)
            if not any(kind == "text" for kind, _ in counts):
                return float(counts.get(("number", sought), 0))
        fits = criterion(sought)
        book.spend(len(book.listed(span)))
        found = sum(map(fits, book.listed(span)))
        if fits(None):
            found += book.size(span) - len(book.listed(span))
        return float(found)

    return run


def fitting(compiler: Compiler, given: Sequence[Node]) -> Callable[[int], Iterator[int]]:
    """Zero-based positions that meet all conditions, in ranges of equal size."""
    pairs = [(compiler.span(given[at]), compiler.value(given[at + 1])) for at in range(0, len(given), 2)]
    book = compiler.book

    def run(row: int) -> Iterator[int]:
        found = [(book.listed(find(row)), criterion(wanted(row))) for find, wanted in pairs]
        longest = max(len(held) for held, _ in found)
        book.spend(longest * len(found))
        for at in range(longest):
            if all(fits(held[at] if at < len(held) else None) for held, fits in found):
                yield at

    return run


def counted_by_all(compiler: Compiler, given: Sequence[Node]) -> CompiledFormula:
    places = fitting(compiler, given)
    return lambda row: float(sum(1 for _ in places(row)))


def summed_up(held: Sequence[Held], places: Iterator[int]) -> float:
    total = 0.0
    for at in places:
        value = held[at] if at < len(held) else None
        if type(value) is CellError:
            raise CellError(value.code)
        if type(value) is float:
            total += value
    return total


def sum_by_all(compiler: Compiler, given: Sequence[Node]) -> CompiledFormula:
    find, places, book = compiler.span(given[0]), fitting(compiler, given[1:]), compiler.book
    return lambda row: summed_up(book.listed(find(row)), places(row))


def sum_by_one(compiler: Compiler, given: Sequence[Node]) -> CompiledFormula:
    find = compiler.span(given[2] if len(given) > 2 else given[0])
    places, book = fitting(compiler, given[:2]), compiler.book
    return lambda row: summed_up(book.listed(find(row)), places(row))


def figures(compiler: Compiler, given: Sequence[Node], errors: bool = True) -> Callable[[int], Iterator[float]]:
    """The numbers among the arguments; in ranges, only cells that hold numbers."""
    book = compiler.book
    spans = [compiler.span(one) if compiler.is_area(one) else None for one in given]
    runs = [None if span else compiler.value(one) for span, one in zip(spans, given, strict=True)]

    def run(row: int) -> Iterator[float]:
        for find, one in zip(spans, runs, strict=True):
            if find:
                for value in book.listed(find(row)):
                    if type(value) is float:
                        yield value
                    elif type(value) is CellError and errors:
                        raise CellError(value.code)
            elif one:
                yield from _figure(one, row, errors)

    return run


def _figure(one: CompiledFormula, row: int, errors: bool) -> Iterator[float]:
    try:
        value = one(row)
        if errors or type(value) is float:
            yield number(value)
    except CellError:
        if errors:
            raise


def of_figures(compute: Callable[[Iterator[float]], float], errors: bool = True) -> Special:
    def special(compiler: Compiler, given: Sequence[Node]) -> CompiledFormula:
        found = figures(compiler, given, errors)
        return lambda row: float(compute(found(row)))

    return special


def empty(compiler: Compiler, given: Sequence[Node]) -> CompiledFormula:
    find, book = compiler.span(given[0]), compiler.book

    def run(row: int) -> FormulaValue:
        held = book.listed(find(row))
        return float(sum(1 for value in held if value is None or value == "") + book.size(find(row)) - len(held))

    return run


def filled(compiler: Compiler, given: Sequence[Node]) -> CompiledFormula:
    """COUNTA: counts non-empty cells, including formulas that give an empty text."""
    find, book = compiler.span(given[0]), compiler.book
    return lambda row: float(sum(1 for value in book.listed(find(row)) if value is not None))


def sumproduct(compiler: Compiler, given: Sequence[Node]) -> CompiledFormula:
    spreads = [compiler.spread(one) for one in given]

    def run(row: int) -> FormulaValue:
        product = spreads[0](row)
        for other in spreads[1:]:
            product = paired(product, other(row), lambda one, two: _factor(one) * _factor(two))
        values = product if isinstance(product, list) else [product]
        return float(sum(map(_factor, values)))

    return run


def _factor(value: FormulaValue) -> float:
    """A factor of SUMPRODUCT: texts and truth values in a range count as 0."""
    return value if type(value) is float else 0.0


def row_of(compiler: Compiler, given: Sequence[Node]) -> CompiledFormula:
    if not given:
        return lambda row: float(row)
    find = compiler.span(given[0])
    return lambda row: float(find(row).top)


def column_of(compiler: Compiler, given: Sequence[Node]) -> CompiledFormula:
    if not given:
        if compiler.column is None:
            raise Unknown
        column = float(compiler.column)
        return lambda _: column
    find = compiler.span(given[0])
    return lambda row: float(find(row).left)


def rows(compiler: Compiler, given: Sequence[Node]) -> CompiledFormula:
    find = compiler.span(given[0])
    return lambda row: float(find(row).bottom - find(row).top + 1)


def columns(compiler: Compiler, given: Sequence[Node]) -> CompiledFormula:
    find = compiler.span(given[0])
    return lambda row: float(find(row).right - find(row).left + 1)


OF_AREAS: Mapping[str, Special] = {
    "INDEX": index, "MATCH": match, "COUNTIF": counted, "COUNTIFS": counted_by_all, "SUMIF": sum_by_one, "SUMIFS": sum_by_all,
    "SUMPRODUCT": sumproduct, "COUNTBLANK": empty, "COUNTA": filled, "ROW": row_of, "COLUMN": column_of,
    "ROWS": rows, "COLUMNS": columns,
    "SUM": of_figures(sum), "MAX": of_figures(lambda found: max(found, default=0.0)),
    "MIN": of_figures(lambda found: min(found, default=0.0)),
    "COUNT": of_figures(lambda found: float(sum(1 for _ in found)), errors=False),
}  # fmt: skip
