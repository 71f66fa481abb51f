"""SUBSTITUTE inside SUBSTITUTE, a dozen deep: how our formulas take marks out of what somebody typed. Done in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workbooks.values.answers import Answer, Fault, text
from workbooks.values.book import Run
from workbooks.values.compiling import Compiler, Special
from workbooks.values.functions import LONGEST
from workbooks.values.functions import substitute as substituted
from workbooks.values.syntax import Call, Constant, Node


def substitute(compiler: Compiler, given: Sequence[Node]) -> Run:
    inner, pairs = unwrapped(given)
    if not pairs:
        return compiler.plain(substituted, given)
    of = compiler.value(inner)

    def run(row: int) -> Answer:
        letters = text(of(row))
        for old, new in pairs:
            letters = letters.replace(old, new)
            if len(letters) > LONGEST:
                raise Fault("#VALUE!")
        return letters

    return run


def unwrapped(given: Sequence[Node]) -> tuple[Node, list[tuple[str, str]]]:
    """What the innermost is given, and what is to be replaced by what, from there outwards.

    >>> from workbooks.values.syntax import parsed
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
