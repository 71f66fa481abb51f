"""Collects all error messages of commands and buttons from the sources.

Inserted values are shown as 〈name〉, as are texts composed elsewhere.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("addin", "macros", "workbooks", "udfs")
KINDS: Mapping[str, int] = {"Unusable": 2, "FileInUse": 3}
"""{error class: exit code of a command}."""
PARTS = 3


class ErrorText(NamedTuple):
    """An error message of a package: place, problem, fix, exit code."""

    package: str
    where: str
    what: str
    todo: str
    exit_code: int


@lru_cache(maxsize=1)
def error_texts() -> frozenset[ErrorText]:
    """All messages."""
    return frozenset(
        ErrorText(path.parent.relative_to(ROOT).as_posix(), *line)
        for layer in LAYERS
        for path in sorted((ROOT / layer).rglob("*.py"))
        for line in lines_of(ast.parse(path.read_text(encoding="utf-8")))
    )


def lines_of(module: ast.Module) -> Iterator[tuple[str, str, str, int]]:
    texts = {
        target.id: node.value
        for node in ast.walk(module)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and isinstance(node.value, ast.Constant | ast.JoinedStr)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS and len(node.args) == PARTS:
            where, what, todo = (shown(part, texts) for part in node.args)
            yield where, what, todo, KINDS[node.func.id]


def shown(part: ast.expr, texts: Mapping[str, ast.expr]) -> str:
    """The text of an argument, escaped for a table."""
    if isinstance(part, ast.Name) and part.id in texts:
        return shown(texts[part.id], {})
    if isinstance(part, ast.Constant):
        text = str(part.value)
    elif isinstance(part, ast.JoinedStr):
        text = "".join(shown(one, {}) for one in part.values)
    elif isinstance(part, ast.FormattedValue):
        text = f"〈{last_name(part.value)}〉"
    elif isinstance(part, ast.IfExp):
        text = f"{shown(part.body, texts)}／{shown(part.orelse, texts)}"
    else:
        text = f"〈{last_name(part)}〉"
    return text.replace("|", "\\|").replace("\n", " ")


def last_name(value: ast.expr) -> str:
    """The name of a value: for ``path.name`` name, for ``"、".join(rows)`` rows."""
    match value:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case ast.Call(args=[first, *_]):
            return last_name(first)
        case ast.Call(func=ast.Attribute(value=inner)) | ast.Subscript(value=inner) | ast.Starred(value=inner):
            return last_name(inner)
        case ast.BoolOp(values=[first, *_]):
            return last_name(first)
        case ast.GeneratorExp(generators=[first, *_]) | ast.ListComp(generators=[first, *_]):
            return last_name(first.iter)
    return next((one.id for one in ast.walk(value) if isinstance(one, ast.Name)), "…")
