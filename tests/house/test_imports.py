"""An import of our own stands at the top of its module, unless something heavy waits behind it.

From the sources alone: what a module loads with the imports at its top, and what an import inside a function adds.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from addin.lite.wheel import sources
from tests.house.modules import LAYERS, PATHS, ROOT, name_of

QUICK = {"typer", "platformdirs", "__future__"}
"""Libraries that every start of the program loads. Any other is heavy: it is loaded where it is needed."""
COSTLY = ("udfs.rules.runner", "udfs.notice.reading.parameter_matching", "workbooks.forms", "workbooks.sandbox.pages")
"""Modules of our own that are as heavy as a library: all the rules, all the words by which a notice is read, all the forms, pages
read by the standard library."""
ENTRIES = (
    "addin.__main__", "addin.cli", "addin.commands.", "addin.buttons.", "addin.libreoffice.", "addin.browser.", "addin.excel.",
    "addin.lite.", "udfs.functions.catalogue",
)  # fmt: skip
"""What a host loads before anybody has stated what is to be done (a help page, a ribbon, a menu): what does it comes later."""


class Inner(NamedTuple):
    """An import of our own inside a function."""

    module: str
    line: int
    targets: tuple[str, ...]


class Module(NamedTuple):
    """What a module imports at its top (of ours, of others), and inside its functions (of ours)."""

    own: frozenset[str]
    others: frozenset[str]
    inner: tuple[Inner, ...]


CARRIED_BY_LITE = {name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name, _ in sources()}


def imported(node: ast.AST) -> Iterator[str]:
    """The modules that a statement imports: ``from a import b`` is a.b where that is a module."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and not node.level:
        yield from (full if (full := f"{node.module}.{alias.name}") in PATHS else str(node.module) for alias in node.names)


def statements(node: ast.AST, inside: bool = False) -> Iterator[tuple[ast.stmt, bool]]:
    """Every import, and whether it stands inside a function; what only types need is none."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child, inside
        elif not (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)):
            yield from statements(child, inside or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda))


@cache
def module(name: str) -> Module:
    parents = name.split(".")
    own, others, inner = {".".join(parents[:end]) for end in range(1, len(parents))}, set(), []
    for node, inside in statements(ast.parse(PATHS[name].read_text(encoding="utf-8"))):
        found = tuple(imported(node))
        ours = tuple(one for one in found if one.split(".")[0] in LAYERS)
        if inside and ours:
            inner.append(Inner(name, node.lineno, ours))
        elif not inside:
            own |= set(ours)
            others |= {one.split(".")[0] for one in found if one not in ours} - QUICK - sys.stdlib_module_names
    return Module(frozenset(own), frozenset(others), tuple(inner))


@cache
def loaded(name: str) -> frozenset[str]:
    """The modules of ours that are loaded with it, itself among them."""
    found, ahead = set(), [name]
    while ahead:
        if (one := ahead.pop()) not in found:
            found.add(one)
            ahead += module(one).own
    return frozenset(found)


@cache
def heavy(name: str) -> frozenset[str]:
    """What is heavy of that which is loaded with it."""
    return frozenset({other for one in loaded(name) for other in module(one).others} | (loaded(name) & set(COSTLY)))


def reason(one: Inner) -> str:
    """Why it stands inside a function; '' for no reason."""
    here = loaded(one.module)
    behind = frozenset().union(*(loaded(target) for target in one.targets))
    if set().union(*(heavy(target) for target in one.targets)) - heavy(one.module):
        return "something heavy waits behind it"
    if one.module.startswith(ENTRIES) and not behind <= here:
        return "an entry, which does not know yet what is to be done"
    if one.module in behind:
        return "a package and its own modules"
    if one.module in CARRIED_BY_LITE and not behind <= CARRIED_BY_LITE:
        return "xlwings Lite does without it"
    return ""


@cache
def inside_functions() -> list[Inner]:
    return [one for name in PATHS for one in module(name).inner]


def test_an_import_inside_a_function_has_a_reason() -> None:
    without = [
        f"{PATHS[one.module].relative_to(ROOT)}:{one.line} {', '.join(one.targets)}"
        for one in inside_functions()
        if not reason(one)
    ]
    assert without == []


def test_every_reason_is_one_that_is_needed() -> None:
    assert {reason(one) for one in inside_functions()} == {
        "something heavy waits behind it", "an entry, which does not know yet what is to be done",
        "a package and its own modules", "xlwings Lite does without it",
    }  # fmt: skip


def test_a_command_that_starts_has_nothing_heavy_loaded() -> None:
    """What the sources say, an interpreter says too: ``tests/terminal/test_quick_start.py``."""
    assert heavy("addin.cli") == heavy("workbooks.notices.installed") == frozenset()


def test_an_import_into_a_closed_file_needs_no_xlwings_and_nothing_that_draws() -> None:
    """What it may not load at all: ``tests/terminal/test_quick_start.py``."""
    needed = (
        "addin.commands.workbook.importing", "addin.reports.importing", "addin.reports.filled", "macros.people.importing",
        "macros.annexes.filled_results", "workbooks.closed.closed_book", "workbooks.sources.opening",
    )  # fmt: skip
    assert {name: heavy(name) for name in needed} == dict.fromkeys(needed, frozenset())


class Names(NamedTuple):
    """Every name that a file of ours defines, assigns or imports, at any depth; what it imports by ``from``, with the line."""

    defined: frozenset[str]
    taken: tuple[tuple[str, str, int], ...]
    """(module, name, line)."""


def names_in(path: Path) -> Names:
    found: set[str] = set()
    taken: list[tuple[str, str, int]] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found.update((one.asname or one.name).partition(".")[0] for one in node.names)
            if isinstance(node, ast.ImportFrom) and node.module:
                taken += [(node.module, one.name, node.lineno) for one in node.names]
    return Names(frozenset(found), tuple(taken))


def absent(known: Mapping[Path, Names]) -> Iterator[str]:
    """The names that a file imports from modules of ours and that these do not have; a module counts as a name of its package."""
    modules = {name_of(path): names.defined for path, names in known.items()}
    # Scripts run from their own folder.
    modules |= {path.stem: names.defined for path, names in known.items() if path.parent == ROOT / "docs"}
    for path, names in known.items():
        for module, name, line in names.taken:
            if module in modules and name not in modules[module] and f"{module}.{name}" not in modules:
                yield f"{path.relative_to(ROOT)}:{line} {module}.{name}"


def test_what_benchmarks_tests_and_scripts_import_from_us_is_there() -> None:
    """mypy reads the product alone, and nobody runs a benchmark or a script for pictures every day."""
    files = [path for folder in (*LAYERS, "tests", "benchmarks", "docs") for path in (ROOT / folder).rglob("*.py")]
    files = [path for path in files if not any(part.startswith(".") for part in path.relative_to(ROOT).parts)]
    assert list(absent({path: names_in(path) for path in files})) == []
