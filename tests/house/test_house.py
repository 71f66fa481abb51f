"""The packages: none is a catch-all, each states what it holds, and no two modules need each other.

That packages import only those below them is held by import-linter (``make test``).
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("udfs", "workbooks", "macros", "addin")
MOST_MODULES = 14


@lru_cache(maxsize=1)
def imports() -> Mapping[str, set[str]]:
    """Module -> the modules of ours that it imports, for types or inside functions as well."""
    graph = grimp.build_graph(*LAYERS, cache_dir=None)
    return {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}


def test_no_module_needs_one_that_needs_it() -> None:
    TopologicalSorter(imports()).prepare()


def test_a_circle_would_be_seen() -> None:
    module, needed = next((name, found) for name, found in sorted(imports().items()) if found)
    with pytest.raises(CycleError):
        TopologicalSorter({**imports(), min(needed): {*imports()[min(needed)], module}}).prepare()


def folders() -> dict[str, Path]:
    found = {path.parent for floor in LAYERS for path in (ROOT / floor).rglob("*.py") if "node_modules" not in path.parts}
    return {path.relative_to(ROOT).as_posix(): path for path in sorted(found)}


def test_no_package_is_a_catch_all() -> None:
    sizes = {name: sum(one.name != "__init__.py" for one in path.glob("*.py")) for name, path in folders().items()}
    assert {name: size for name, size in sizes.items() if size > MOST_MODULES} == {}


@pytest.mark.parametrize("name", folders())
def test_a_package_states_what_it_holds(name: str) -> None:
    text = ast.get_docstring(ast.parse((folders()[name] / "__init__.py").read_text(encoding="utf-8"))) or ""
    assert len(text) >= 60


ACROSS = {
    "conformance", "engines", "fuzz", "house", "mutants", "nonsense", "page", "parity", "pyodide", "pythons", "strangers",
    "supply", "typed", "validators", "windows",
}  # fmt: skip
"""Folders of tests that are about no one folder of the product: several engines, hosts, files of strangers, the tree itself."""


def test_tests_stand_in_folders_of_the_names_of_the_product() -> None:
    product = {path.name for path in folders().values()}
    tests = {path.parent.name for path in (ROOT / "tests").glob("*/__init__.py")}
    assert tests - product == ACROSS


def modules_named(text: str) -> set[str]:
    """Every module that a source may mean by its imports; ``from tests.page import tasks`` names two."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            found |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_no_module_takes_from_a_module_of_tests() -> None:
    """What tests share stands in a module of its own, of the folder whose matter it is."""
    taking = {
        path.relative_to(ROOT).as_posix(): sorted(taken)
        for path in (ROOT / "tests").rglob("*.py")
        if "node_modules" not in path.parts
        if (taken := {name for name in modules_named(path.read_text(encoding="utf-8")) if ".test_" in name})
    }
    assert taking == {}


@pytest.mark.parametrize("line", ["from tests.page.test_page import told", "from tests.page import test_page"])
def test_taking_from_a_module_of_tests_is_seen(line: str) -> None:
    assert "tests.page.test_page" in modules_named(line)


GIVEN_UP = {"edit", "splice", "repaint", "apply"}
"""Verbs that stood beside another for the same act; docs/development.md says which verb is which act."""
ENDINGS = ("", "s", "d", "ed", "ing")


def test_one_act_has_one_verb() -> None:
    words = {verb.removesuffix("e" if ending == "ing" else "") + ending: verb for verb in GIVEN_UP for ending in ENDINGS}
    words |= {"applied": "apply"}
    named = [name for path in folders().values() for module in path.glob("*.py") for name in names_in(module)]
    assert len(named) > 3000
    assert [name for name in named if any(word in words for word in name.rpartition(" ")[2].lower().split("_"))] == []


def names_in(path: Path) -> list[str]:
    """The module, its functions and its classes, each behind its place."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    made = [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)]
    return [f"{path.relative_to(ROOT)} {name}" for name in (path.stem, *made)]
