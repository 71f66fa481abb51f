"""Formulas over arrays, rewritten so that IronCalc 0.9 computes what they say (the faults are in ``known_faults``).

Three steps, none of which changes the meaning:

- the sign ``@`` that the engine puts into them as it reads a file is taken out again;
- ``ISNUMBER(x)``, where x can only be a number or an error, becomes ``IFERROR(0*(x)=0,FALSE)``;
- a SUMPRODUCT that hands an array to a function which the engine gives one value only becomes the sum of the same SUMPRODUCT for
  each element: ``SUMPRODUCT(--(COUNTIF(a,b)=0))`` is ``SUMPRODUCT(--(COUNTIF(a,INDEX(b,1))=0))+SUMPRODUCT(…INDEX(b,2)…)+…``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.utils import range_boundaries

from tests.engines.strings_apart import outside_strings

ONE_VALUE: Mapping[str, frozenset[int]] = {
    name: frozenset({at}) for name, at in {"ASC": 0, "ISNUMBER": 0, "COUNTIF": 1, "LARGE": 1}.items()
}
"""Function -> which of its arguments the engine reads as one value where it is given an array."""
TAKEN_WHOLE: Mapping[str, frozenset[int]] = {
    name: frozenset(places)
    for name, places in {
        "COUNTIF": {0}, "COUNTIFS": {0, 2, 4}, "SUMIF": {0, 2}, "LARGE": {0}, "MATCH": {1}, "INDEX": {0}, "ROWS": {0}, "ROW": {0},
        "SUM": set(range(9)), "MAX": set(range(9)), "MIN": set(range(9)), "COUNT": set(range(9)),
    }.items()
}  # fmt: skip
"""Function -> the arguments that are arrays by their nature: element by element they would say something else."""
LONG = 100
"""Characters of a part of a formula that is worth a name of its own."""
ARITHMETIC, OTHER_OPERATORS = frozenset("+-*/^"), frozenset({"&", "=", "<", ">", "<=", ">=", "<>"})


@dataclass(frozen=True)
class Call:
    """A function with its arguments; without a name, brackets."""

    name: str
    arguments: tuple[Expression, ...]


Expression = tuple["Call | Token", ...]
"""Operands, operators and calls one after the other."""
Sizes = Mapping[str, int]
"""Name of an area (upper case) -> how many cells it has."""


def rewritten(formula: str, sizes: Sizes) -> str:
    """The formula ("=" first) as the engine computes it rightly; the same text where nothing stands in the way."""
    return f"={written(mended(parsed(formula), sizes))}" if "SUMPRODUCT(" in formula else formula


def mended(expression: Expression, sizes: Sizes) -> Expression:
    """The three steps, wherever a SUMPRODUCT stands."""
    found: list[Call | Token] = []
    for one in expression:
        if isinstance(one, Token):
            found.append(one)
        elif one.name == "SUMPRODUCT":
            found += counted_apart(Call(one.name, tuple(numbers_asked(unmarked(argument)) for argument in one.arguments)), sizes)
        else:
            found.append(Call(one.name, tuple(mended(argument, sizes) for argument in one.arguments)))
    return tuple(found)


@lru_cache(maxsize=1000)
def parsed(formula: str) -> Expression:
    """The formula as a tree."""
    open_calls: list[tuple[str, list[list[Call | Token]]]] = [("", [[]])]
    for token in Tokenizer(formula).items:
        if token.subtype == Token.OPEN:
            open_calls.append((token.value[:-1], [[]]))
        elif token.type == Token.SEP:
            open_calls[-1][1].append([])
        elif token.subtype == Token.CLOSE:
            name, arguments = open_calls.pop()
            open_calls[-1][1][-1].append(Call(name, tuple(tuple(one) for one in arguments)))
        else:
            open_calls[-1][1][-1].append(token)
    return tuple(open_calls[0][1][0])


def written(expression: Expression) -> str:
    """The tree as text."""
    return "".join(
        f"{one.name}({','.join(map(written, one.arguments))})" if isinstance(one, Call) else one.value for one in expression
    )


def unmarked(expression: Expression) -> Expression:
    """Without the sign "@" in front of functions and areas."""
    return parsed("=" + outside_strings(written(expression), lambda text: text.replace("@", "")))


def numbers_asked(expression: Expression) -> Expression:
    """ISNUMBER of what is a number or an error becomes a question that the engine asks of every element."""
    found: list[Call | Token] = []
    for one in expression:
        if isinstance(one, Token):
            found.append(one)
            continue
        arguments = tuple(map(numbers_asked, one.arguments))
        if one.name == "ISNUMBER" and number_or_error(arguments[0]):
            found += parsed(f"=IFERROR(0*({written(arguments[0])})=0,FALSE)")
        else:
            found.append(Call(one.name, arguments))
    return tuple(found)


def number_or_error(expression: Expression) -> bool:
    """True if it can give neither text nor a truth value: arithmetic, or FIND."""
    signs = {one.value for one in expression if isinstance(one, Token) and one.type == Token.OP_IN}
    found_place = len(expression) == 1 and isinstance(expression[0], Call) and expression[0].name == "FIND"
    return found_place or bool(signs & ARITHMETIC and not signs & OTHER_OPERATORS)


def counted_apart(call: Call, sizes: Sizes) -> Expression:
    """A SUMPRODUCT that the engine would get wrong as a sum over the elements; what all terms share is written once, by LET."""
    inner = Call(call.name, tuple(mended(argument, sizes) for argument in call.arguments))
    if not any(handed_over(argument, sizes) for argument in inner.arguments):
        return (inner,)
    (size,) = {sizes[area] for argument in inner.arguments for area in areas(argument, sizes)}
    shared: dict[str, str] = {}
    (short,) = shortened((inner,), sizes, shared)
    assert isinstance(short, Call)
    single = KnownSizes(sizes)
    single.update({name.upper(): 1 for name in shared.values()})
    total = "+".join(written((element_of(short, at, single),)) for at in range(1, size + 1))
    named = "".join(f"{name},{text}," for text, name in shared.items())
    return parsed(f"=LET({named}{total})" if named else f"=({total})")


def shortened(expression: Expression, sizes: Sizes, shared: dict[str, str]) -> Expression:
    """With a name (``shared``: text -> name) for every long part that is the same for all elements."""
    found: list[Call | Token] = []
    for one in expression:
        if isinstance(one, Call) and len(written((one,))) > LONG and not any(areas((one,), sizes)):
            found += parsed("=" + shared.setdefault(written((one,)), f"shared_{len(shared) + 1}"))
        elif isinstance(one, Call):
            whole = TAKEN_WHOLE.get(one.name, ())
            arguments = (
                parsed("=" + shared.setdefault(written(argument), f"shared_{len(shared) + 1}"))
                if at in whole and len(written(argument)) > LONG
                else argument
                if at in whole
                else shortened(argument, sizes, shared)
                for at, argument in enumerate(one.arguments)
            )
            found.append(Call(one.name, tuple(arguments)))
        else:
            found.append(one)
    return tuple(found)


def handed_over(expression: Expression, sizes: Sizes) -> bool:
    """True if somewhere in it an array goes where the engine takes one value."""
    for call in (one for one in expression if isinstance(one, Call)):
        for at, argument in enumerate(call.arguments):
            if at in TAKEN_WHOLE.get(call.name, ()):
                continue
            if handed_over(argument, sizes) or (at in ONE_VALUE.get(call.name, ()) and any(areas(argument, sizes))):
                return True
    return False


def areas(expression: Expression, sizes: Sizes) -> Iterator[str]:
    """The areas in it that are read element by element."""
    for one in expression:
        if isinstance(one, Call):
            whole = TAKEN_WHOLE.get(one.name, ())
            for at, argument in enumerate(one.arguments):
                yield from () if at in whole else areas(argument, sizes)
        elif is_area(one, sizes):
            yield one.value.upper()


def element_of(call: Call, position: int, sizes: Sizes) -> Call:
    """The call for one element of its arrays."""
    whole = TAKEN_WHOLE.get(call.name, ())
    return Call(
        call.name,
        tuple(
            argument
            if at in whole
            else tuple(part for one in argument for part in element(one, position, sizes))
            for at, argument in enumerate(call.arguments)
        ),
    )  # fmt: skip


def element(one: Call | Token, position: int, sizes: Sizes) -> Expression:
    if isinstance(one, Call):
        return (element_of(one, position, sizes),)
    return parsed(f"=INDEX({one.value},{position})") if is_area(one, sizes) else (one,)


def is_area(token: Token, sizes: Sizes) -> bool:
    """True if it names more than one cell."""
    return token.subtype == Token.RANGE and sizes[token.value.upper()] > 1


class KnownSizes(dict[str, int]):
    """Sizes of names, and of areas by their addresses."""

    def __missing__(self, area: str) -> int:
        left, top, right, bottom = range_boundaries(area.rpartition("!")[2].replace("$", ""))
        return int((right - left + 1) * (bottom - top + 1))
