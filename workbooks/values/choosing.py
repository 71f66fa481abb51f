"""Functions that look at only some of what they are given, or at errors: IF, IFERROR, AND, ISNUMBER and their like."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from workbooks.values.answers import Answer, Fault, Unknown, truth
from workbooks.values.book import WIDTH, Run
from workbooks.values.compiling import Compiler, Special
from workbooks.values.functions import error_number, whole
from workbooks.values.syntax import Node


def if_(compiler: Compiler, given: Sequence[Node]) -> Run:
    condition, then = compiler.value(given[0]), compiler.value(given[1])
    if len(given) == 2:
        return lambda row: then(row) if truth(condition(row)) else False
    otherwise = compiler.value(given[2])

    def run(row: int) -> Answer:
        found = condition(row)
        return then(row) if found is True or (found is not False and truth(found)) else otherwise(row)

    return run


def iferror(compiler: Compiler, given: Sequence[Node]) -> Run:
    tried, otherwise = map(compiler.value, given)

    def run(row: int) -> Answer:
        try:
            return tried(row)
        except Fault:
            return otherwise(row)

    return run


def all_true(compiler: Compiler, given: Sequence[Node]) -> Run:
    """AND: every value is looked at, since an error anywhere is the answer."""
    runs = [compiler.value(one) for one in given]

    def run(row: int) -> Answer:
        found = True
        for one in runs:
            value = one(row)
            if value is not True and not truth(value):
                found = False
        return found

    return run


def any_true(compiler: Compiler, given: Sequence[Node]) -> Run:
    """OR, likewise."""
    runs = [compiler.value(one) for one in given]

    def run(row: int) -> Answer:
        found = False
        for one in runs:
            value = one(row)
            if value is not False and truth(value):
                found = True
        return found

    return run


def not_(compiler: Compiler, given: Sequence[Node]) -> Run:
    (of,) = map(compiler.value, given)
    return lambda row: not truth(of(row))


def choose(compiler: Compiler, given: Sequence[Node]) -> Run:
    which, *among = map(compiler.value, given)

    def run(row: int) -> Answer:
        at = whole(which(row))
        if not 1 <= at <= len(among):
            raise Fault("#VALUE!")
        return among[at - 1](row)

    return run


def judged(judge: Callable[[Answer], bool]) -> Special:
    """ISNUMBER and its like: an error is an answer too."""

    def special(compiler: Compiler, given: Sequence[Node]) -> Run:
        (of,) = map(compiler.value, given)

        def run(row: int) -> Answer:
            try:
                return judge(of(row))
            except Fault:
                return False

        return run

    return special


def is_error(compiler: Compiler, given: Sequence[Node]) -> Run:
    (of,) = map(compiler.value, given)

    def run(row: int) -> Answer:
        try:
            of(row)
        except Fault:
            return True
        return False

    return run


def error_type(compiler: Compiler, given: Sequence[Node]) -> Run:
    (of,) = map(compiler.value, given)

    def run(row: int) -> Answer:
        try:
            of(row)
        except Fault as fault:
            return error_number(fault.code)
        raise Fault("#N/A")

    return run


def is_formula(compiler: Compiler, given: Sequence[Node]) -> Run:
    (find,) = map(compiler.span, given)

    def run(row: int) -> Answer:
        span = find(row)
        return span.top * WIDTH + span.left in span.sheet.rules

    return run


def today(compiler: Compiler, given: Sequence[Node]) -> Run:
    if given:
        raise Unknown
    book = compiler.book
    return lambda _: book.today


CHOOSING: Mapping[str, Special] = {
    "IF": if_, "IFERROR": iferror, "AND": all_true, "OR": any_true, "NOT": not_, "CHOOSE": choose, "ISERROR": is_error,
    "ERROR.TYPE": error_type, "ISFORMULA": is_formula, "TODAY": today,
    "ISNUMBER": judged(lambda value: isinstance(value, float)),
    "ISTEXT": judged(lambda value: isinstance(value, str)),
    "ISBLANK": judged(lambda value: value is None),
}  # fmt: skip
