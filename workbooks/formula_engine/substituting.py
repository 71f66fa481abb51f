"""Nested SUBSTITUTE calls compiled into one loop. Our formulas nest a dozen of them to normalise typed input."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workbooks.formula_engine.answers import CellError, FormulaValue, text
from workbooks.formula_engine.book import CompiledFormula
from workbooks.formula_engine.compiling import Compiler, Special
from workbooks.formula_engine.functions import LONGEST
from workbooks.formula_engine.functions import substitute as substituted
from workbooks.formula_engine.syntax import Call, Constant, Node


def substitute(compiler: Compiler, given: Sequence[Node]) -> CompiledFormula:
    inner, pairs = unwrapped(given)
    if not pairs:
        return compiler.plain(substituted, given)
    of = compiler.value(inner)

    def run(row: int) -> FormulaValue:
        letters = text(of(row))
        for old, new in pairs:
            letters = letters.replace(old, new)
            if len(letters) > LONGEST:
                raise CellError("#VALUE!")
        return letters

    return run


def unwrapped(given: Sequence[Node]) -> tuple[Node, list[tuple[str, str]]]:
    """The innermost argument, and the (old, new) pairs from the inside out.

    >>> from workbooks.formula_engine.syntax import parsed
    >>> of, pairs = unwrapped(parsed('SUBSTITUTE(SUBSTITUTE($A1,"-","")," ","")').given)
    >>> of.first.column, pairs
    (1, [('-', ''), (' ', '')])
    """
    pairs: list[tuple[str, str]] = []
    node: Node = Call("SUBSTITUTE", tuple(given))
    while isinstance(node, Call) and node.function == "SUBSTITUTE" and len(node.given) == 3:
        inner, old, new = node.given
        if not (isinstance(old, Constant) and isinstance(new, Constant)) or not text(old.value):
            break
        pairs.append((text(old.value), text(new.value)))
        node = inner
    return node, pairs[::-1]


OF_TEXTS: Mapping[str, Special] = {"SUBSTITUTE": substitute}
