"""The mutants of a module: every change that cosmic-ray knows, but for those that cannot change what the module does.

Left out are annotations, which nothing evaluates; decorators, whose arguments are texts and formulas that other tests read; and
how many characters of a cell a message shows (slices).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast_from_path
from cosmic_ray.mutating import mutate_code
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


def mutants(path: Path, module: str) -> Iterator[Mutant]:
    """All mutants of the module in that file."""
    source = path.read_text(encoding="utf-8")
    # ast counts the bytes of a line, cosmic-ray its characters.
    spans = tuple(tuple(in_characters(place, source.splitlines()) for place in one) for one in harmless(ast.parse(source)))
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
            code = mutate_code(source, operator, occurrence)
            if code is not None and code != source:
                yield mutant(module, name, source, code)


def is_made(name: str) -> bool:
    family, _, kind = name.partition("_")
    return name not in LEFT_OUT and (family not in USUAL or kind in USUAL[family])


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
