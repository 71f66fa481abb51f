"""A public class or type alias has one meaning in the whole product: no two modules define the same name differently."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("udfs", "workbooks", "macros", "addin")


def definitions(source: str) -> Iterator[tuple[str, str]]:
    """(name, what it is defined as) of each public class and type alias at the top of a module.

    An alias that is a command's option (``Annotated`` with typer) is named after the option; a TypeVar has no meaning of its own.
    """
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node.name, ast.dump(node)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and is_type(node.value):
            name = node.targets[0].id
            if name[0].isupper() and not name.isupper():
                yield name, ast.dump(node.value)


def is_type(value: ast.expr) -> bool:
    """``tuple[int, int]``, ``Table | Labels``; not ``Annotated[str, typer.Option(…)]``."""
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.BitOr):
        return True
    if not isinstance(value, ast.Subscript):
        return False
    return not any(isinstance(one, ast.Name) and one.id == "typer" for one in ast.walk(value))


def meanings(sources: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Name -> module -> definition, of every name that has more than one definition."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for module, source in sources.items():
        for name, defined in definitions(source):
            found[name][module] = defined
    return {name: places for name, places in found.items() if len(set(places.values())) > 1}


def product() -> dict[str, str]:
    paths = [path for layer in LAYERS for path in (ROOT / layer).rglob("*.py") if "node_modules" not in path.parts]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in sorted(paths)}


def test_no_public_name_has_two_meanings() -> None:
    assert {name: sorted(places) for name, places in meanings(product()).items()} == {}


def test_two_meanings_are_seen() -> None:
    one = "class Rule:\n    code: str\nCell = tuple[int, int]\n"
    other = "class Rule:\n    formula: str\nCell = tuple[int, int]\n"
    assert set(meanings({"udfs/a.py": one, "workbooks/b.py": other})) == {"Rule"}
    assert set(meanings({"udfs/a.py": one, "workbooks/b.py": other.replace("int, int", "str, int")})) == {"Rule", "Cell"}
    assert meanings({"udfs/a.py": one, "workbooks/b.py": one}) == {}
