"""The mutants of a module: every change that cosmic-ray knows, but for those that cannot change what the module does.

Left out are annotations, which nothing evaluates; decorators, whose arguments are texts and formulas that other tests read; and
how many characters of a cell a message shows (slices).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from cosmic_ray.ast import ast_nodes, get_ast_from_path
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator, operator_names

USUAL = {
    "ReplaceBinaryOperator": (
        "Add_Sub", "Sub_Add", "Mul_Div", "Div_Mul", "FloorDiv_Mul", "Mod_Mul", "Pow_Mul", "BitAnd_BitOr",
        "BitOr_BitAnd",
    ),
    "ReplaceComparisonOperator": ("Lt_LtE", "LtE_Lt", "Gt_GtE", "GtE_Gt", "Eq_NotEq", "NotEq_Eq", "In_NotIn", "NotIn_In"),
    "ReplaceUnaryOperator": ("USub_UAdd", "Delete_Not", "UAdd_USub"),
}  # fmt: skip
"""Of the operators that have many replacements, the ones made: the boundary, the opposite, the inverse. The rest of cosmic-ray's
fail at once (a text minus a text) or say the same again."""
LEFT_OUT = ("no-op", "NoOp", "RemoveDecorator", "VariableReplacer", "VariableInserter")
Span = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Mutant:
    """One change: where, what stood there, and the whole module with it."""

    module: str
    line: int
    operator: str
    before: str
    after: str
    code: str

    @property
    def name(self) -> str:
        """What it is called in the list of equivalent ones: the line as it was and as it is, which outlives new lines above."""
        return f"{self.module}: {self.before} -> {self.after}"


def mutants(path: Path, module: str, sample: int = 0, drawn: Random | None = None) -> Iterator[Mutant]:
    """All mutants of the module in that file, or ``sample`` of them, drawn by chance."""
    source = path.read_text(encoding="utf-8")
    # ast counts the bytes of a line, cosmic-ray its characters.
    spans = tuple(tuple(in_characters(place, source.splitlines()) for place in one) for one in harmless(ast.parse(source)))
    places = list(all_places(path, spans))
    if drawn:
        drawn.shuffle(places)
    made = 0
    for name, operator, occurrence in places:
        code = mutate_code(source, operator, occurrence)
        if code is not None and code != source and is_python(code):
            yield mutant(module, name, source, code)
            made += 1
            if made == sample:
                return


def is_python(code: str) -> bool:
    """Of some changes it is not: ``if not found := …``."""
    try:
        ast.parse(code)
    except SyntaxError:
        return False
    return True


def all_places(path: Path, spans: tuple[Any, ...]) -> Iterator[tuple[str, Operator, int]]:
    """Where something can be changed, and by which operator: its how manieth place."""
    tree = get_ast_from_path(path)
    for name in operator_names():
        operator_class = get_operator(name)
        if not is_made(name.removeprefix("core/")) or operator_class.arguments():
            continue
        operator = operator_class()
        places = (place for node in ast_nodes(tree) for place in operator.mutation_positions(node))
        for occurrence, (start, _) in enumerate(places):
            if any(first <= start < last for first, last in spans):
                continue
            yield name, operator, occurrence


def is_made(name: str) -> bool:
    family, _, kind = name.partition("_")
    return name not in LEFT_OUT and (family not in USUAL or kind in USUAL[family])


def stretch(path: Path, line: int) -> range | None:
    """The lines that run if this one does: the statement it stands in, the head of a block, or, for the head of a function, all
    of it. None where it runs when the module is imported."""
    inside, found = False, range(line, line + 1)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):  # from the outside in
        if not isinstance(node, ast.stmt) or not node.lineno <= line <= (node.end_lineno or line):
            continue
        if isinstance(node, ast.FunctionDef):
            inside, found = True, range(node.lineno, (node.end_lineno or line) + 1)
            if line < node.body[0].lineno:
                return found
        elif inside:
            body = getattr(node, "body", None)
            last = body[0].lineno - 1 if body and line < body[0].lineno else node.end_lineno or line
            if not body or line < body[0].lineno:
                found = range(node.lineno, max(last, node.lineno) + 1)
    return found if inside else None


def in_characters(place: tuple[int, int], lines: list[str]) -> tuple[int, int]:
    line, column = place
    return line, len(lines[line - 1].encode()[:column].decode(errors="ignore"))


def mutant(module: str, operator: str, source: str, code: str) -> Mutant:
    pairs = enumerate(zip(source.splitlines(), code.splitlines(), strict=False), start=1)
    line, (before, after) = next((at, pair) for at, pair in pairs if pair[0] != pair[1])
    return Mutant(module, line, operator.removeprefix("core/"), before.strip(), after.strip(), code)


def harmless(tree: ast.Module) -> Iterator[Span]:
    """The stretches of a module that no mutant of it is made in."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Slice):
            yield span(node)
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield from map(span, node.decorator_list)
        if isinstance(node, ast.FunctionDef):
            arguments = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
            yield from (span(one.annotation) for one in arguments if one.annotation)
            if node.returns:
                yield span(node.returns)
        if isinstance(node, ast.AnnAssign):
            yield span(node.annotation)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            yield span(node)


def span(node: ast.AST) -> Span:
    """From where to where a node stands."""
    assert isinstance(node, ast.expr | ast.stmt)
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return (node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)
