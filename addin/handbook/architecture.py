"""docs/architecture.md: three walks through the code, then the layers with their packages in order, each in one sentence."""

from __future__ import annotations

import ast
import csv
import tomllib
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("addin", "macros", "workbooks", "udfs")
HEAD = """# Architecture

Written by `make docs`. Three walks first, each step with its file and function (`addin/handbook/walks.csv`;
`tests/house/test_walks.py` runs them and looks that each step is called, in this order). Then the layers.
"""
LAYERS_HEAD = """## The layers
A layer knows only the layers below it, a package only the packages that stand below it in its table: contracts in
`pyproject.toml`, which import-linter holds. No two modules import each other in a circle; a folder has at most 14 modules.
"""


class WalkStep(NamedTuple):
    """A step of a walk: ``function`` of ``file`` (relative to the root) is called."""

    walk: str
    file: str
    function: str
    does: str


def walks() -> dict[str, list[WalkStep]]:
    """Name -> its steps in order, from walks.csv."""
    text = (Path(__file__).parent / "walks.csv").read_text(encoding="utf-8")
    steps = [WalkStep(*row) for row in list(csv.reader(text.splitlines()))[1:]]
    return {name: list(of) for name, of in groupby(steps, key=lambda step: step.walk)}


def walk_sections() -> Iterator[str]:
    """A numbered list for each walk."""
    for name, steps in walks().items():
        yield f"## From {name}"
        yield from (f"{at}. `{step.file}` **`{step.function}`**: {step.does}." for at, step in enumerate(steps, 1))
        yield ""


def architecture() -> str:
    """The page."""
    sections = (line for layer in LAYERS for line in layer_section(layer))
    return "\n".join([HEAD, *walk_sections(), LAYERS_HEAD, *picture(), *sections])


def picture() -> Iterator[str]:
    """The product as a diagram: a box a layer, its packages inside, arrows downwards."""
    yield from ("```mermaid", "flowchart TB")
    for layer in LAYERS:
        yield f'  subgraph {layer}["{layer}/"]'
        yield "    direction LR"
        yield from (f'    {package.replace(".", "_")}["{package.partition(".")[2]}"]' for package in packages(layer))
        yield "  end"
    yield from (f"  {above} --> {below}" for above, below in pairwise(LAYERS))
    yield from ("```", "")


def layer_section(layer: str) -> Iterator[str]:
    yield from (f"## {layer}/", docstring_line(ROOT / layer / "__init__.py"), "")
    yield from ("| package | modules | what it holds |", "|---|---|---|")
    for package in packages(layer):
        path = ROOT / package.replace(".", "/")
        if path.is_dir():
            count = len([one for one in path.rglob("*.py") if one.name != "__init__.py"])
            yield f"| `{path.relative_to(ROOT).as_posix()}/` | {count} | {docstring_line(path / '__init__.py')} |"
        else:
            path = path.with_suffix(".py")
            yield f"| `{path.relative_to(ROOT).as_posix()}` | | {docstring_line(path)} |"
    yield ""


def packages(layer: str) -> Sequence[str]:
    """The packages of a layer from the top one down, as the contracts name them; without their own packages."""
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    rows = next(one["layers"] for one in stated if one["type"] == "layers" and one["layers"][0].startswith(f"{layer}."))
    names = [name.strip() for row in rows for name in row.split("|")]
    return list(dict.fromkeys(".".join(name.split(".")[:2]) for name in names))


def docstring_line(path: Path) -> str:
    """The first sentence of a module's docstring, in one line."""
    text = " ".join((ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split())
    return text.partition(". ")[0].rstrip(".") + "."
