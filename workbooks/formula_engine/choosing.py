"""Functions that evaluate arguments selectively or handle errors: IF, IFERROR, AND, ISNUMBER and others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from workbooks.formula_engine.answers import CellError, FormulaValue, Unknown, truth
from workbooks.formula_engine.book import WIDTH, CompiledFormula
from workbooks.formula_engine.compiling import Compiler, Special
from workbooks.formula_engine.functions import error_number, whole
from workbooks.formula_engine.syntax import Node


def if_(compiler: Compiler, given: Sequence[Node]) -> CompiledFormula:
    condition, then = compiler.value(given[0]), compiler.value(given[1])
    if len(given) == 2:
        return lambda row: then(row) if truth(condition(row)) else False
    otherwise = compiler.value(given[2])

    def run(row: int) -> FormulaValue:
        found = condition(row)
        return then(row) if found is True or (found is not False and truth(found)) else otherwise(row)

    return run


def iferror(compiler: Compiler, given: Sequence[Node]) -> CompiledFormula:
    tried, otherwise = map(compiler.value, given)

    def run(row: int) -> FormulaValue:
        try:
            return tried(row)
        except CellError:
            return otherwise(row)

    return run


def all_true(compiler: Compiler, given: Sequence[Node]) -> CompiledFormula:
    """AND: evaluates every argument, since any error is the result."""
    runs = [compiler.value(one) for one in given]

    def run(row: int) -> FormulaValue:
        found = True
        for one in runs:
            value = one(row)
            if value is not True and not truth(value):
                found = False
        return found

    return run


def any_true(compiler: Compiler, given: Sequence[Node]) -> CompiledFormula:
    """OR: evaluates every argument, as ``all_true`` does."""
    runs = [compiler.value(one) for one in given]

    def run(row: int) -> FormulaValue:
        found = False
        for one in runs:
            value = one(row)
            if value is not False and truth(value):
                found = True
        return found

    return run


def not_(compiler: Compiler, given: Sequence[Node]) -> CompiledFormula:
    (of,) = map(compiler.value, given)
    return lambda row: not truth(of(row))


def choose(compiler: Compiler, given: Sequence[Node]) -> CompiledFormula:
    which, *among = map(compiler.value, given)

    def run(row: int) -> FormulaValue:
        at = whole(which(row))
        if not 1 <= at <= len(among):
            raise CellError("#VALUE!")
        return among[at - 1](row)

    return run


def type_test(judge: Callable[[FormulaValue], bool]) -> Special:
    """ISNUMBER and similar: an error value gives FALSE."""

    def special(compiler: Compiler, given: Sequence[Node]) -> CompiledFormula:
        (of,) = map(compiler.value, given)

        def run(row: int) -> FormulaValue:
            try:
                return judge(of(row))
            except CellError:
                return False

        return run

    return special


def is_error(compiler: Compiler, given: Sequence[Node]) -> CompiledFormula:
    (of,) = map(compiler.value, given)

    def run(row: int) -> FormulaValue:
        try:
            of(row)
        except CellError:
            return True
        return False

    return run


def error_type(compiler: Compiler, given: Sequence[Node]) -> CompiledFormula:
    (of,) = map(compiler.value, given)

    def run(row: int) -> FormulaValue:
        try:
            of(row)
        except CellError as fault:
            return error_number(fault.code)
        raise CellError("#N/A")

    return run


def is_formula(compiler: Compiler, given: Sequence[Node]) -> CompiledFormula:
    (find,) = map(compiler.span, given)

    def run(row: int) -> FormulaValue:
        span = find(row)
        return span.top * WIDTH + span.left in span.sheet.rules

    return run


def today(compiler: Compiler, given: Sequence[Node]) -> CompiledFormula:
    if given:
        raise Unknown
    book = compiler.book
    return lambda _: book.today


CHOOSING: Mapping[str, Special] = {
    "IF": if_, "IFERROR": iferror, "AND": all_true, "OR": any_true, "NOT": not_, "CHOOSE": choose, "ISERROR": is_error,
    "ERROR.TYPE": error_type, "ISFORMULA": is_formula, "TODAY": today,
    "ISNUMBER": type_test(lambda value: isinstance(value, float)),
    "ISTEXT": type_test(lambda value: isinstance(value, str)),
    "ISBLANK": type_test(lambda value: value is None),
}  # fmt: skip
