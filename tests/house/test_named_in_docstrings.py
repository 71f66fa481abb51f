"""Classes and modules that docstrings, comments and pages name are there: nobody is sent to a name that was given up."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from tests.house.modules import PATHS

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [path for top in ("addin", "macros", "workbooks", "udfs") for path in (ROOT / top).rglob("*.py")]
PAGES = [*sorted((ROOT / "docs").glob("*.md")), *ROOT.glob("*.md")]
CLASS = re.compile(r":class:`(\w+)`")
DOTTED = re.compile(r"`((?:addin|macros|workbooks|udfs)(?:[./]\w+)+)`")


def texts() -> Iterator[tuple[str, str]]:
    """(where, text) of every string and comment of the tree, and of the pages."""
    for path in SOURCES:
        if "node_modules" in path.parts:
            continue
        for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
            if token.type in (tokenize.STRING, tokenize.COMMENT):
                yield f"{path.relative_to(ROOT)}:{token.start[0]}", token.string
    for page in PAGES:
        yield page.name, page.read_text(encoding="utf-8")


def is_there(name: str) -> bool:
    """True for a module, a package, a file or a name at the top of a module."""
    dotted = name.replace("/", ".")
    if dotted in PATHS or (ROOT / dotted.replace(".", "/")).is_dir() or (ROOT / name).is_file():
        return True
    module, _, last = dotted.rpartition(".")
    while module and module not in PATHS:
        module, _, last = module.rpartition(".")
    return bool(module) and last in PATHS[module].read_text(encoding="utf-8")


def test_what_is_named_is_there() -> None:
    classes = {
        node.name
        for path in PATHS.values()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    }
    found = list(texts())
    named = [(where, one[1]) for where, text in found for one in DOTTED.finditer(text)]
    assert len(named) > 50
    assert [one for one in named if not is_there(one[1])] == []
    assert [(where, one[1]) for where, text in found for one in CLASS.finditer(text) if one[1] not in classes] == []
