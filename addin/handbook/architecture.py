"""docs/architecture.md: the floors, their rooms in the order in which they may know each other, what each says of itself."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("addin", "macros", "workbooks", "udfs")
HEAD = """# Architecture

Written by `make docs` from the rooms' own docstrings and the contracts in `pyproject.toml`, which import-linter holds: a floor
knows only the floors below it, a room only the rooms that stand below it in its table. No two modules import each other in a
circle, no folder is a drawer (`tests/house/test_house.py`).
"""


def architecture() -> str:
    """The page."""
    return "\n".join([HEAD, *picture(), *(line for floor in FLOORS for line in floor_section(floor))])


def picture() -> Iterator[str]:
    """The house as a diagram: a box a floor, its rooms inside, arrows downwards."""
    yield from ("```mermaid", "flowchart TB")
    for floor in FLOORS:
        yield f'  subgraph {floor}["{floor}/"]'
        yield "    direction LR"
        yield from (f'    {room.replace(".", "_")}["{room.partition(".")[2]}"]' for room in rooms(floor))
        yield "  end"
    yield from (f"  {above} --> {below}" for above, below in pairwise(FLOORS))
    yield from ("```", "")


def floor_section(floor: str) -> Iterator[str]:
    yield from (f"## {floor}/", said(ROOT / floor / "__init__.py"), "")
    yield from ("| room | modules | what lives here, and what never does |", "|---|---|---|")
    for room in rooms(floor):
        path = ROOT / room.replace(".", "/")
        if path.is_dir():
            count = len([one for one in path.rglob("*.py") if one.name != "__init__.py"])
            yield f"| `{path.relative_to(ROOT).as_posix()}/` | {count} | {said(path / '__init__.py')} |"
        else:
            path = path.with_suffix(".py")
            yield f"| `{path.relative_to(ROOT).as_posix()}` | | {said(path)} |"
    yield ""


def rooms(floor: str) -> Sequence[str]:
    """The rooms of a floor from the top one down, as the contracts name them; parts of rooms left out."""
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in stated if one["type"] == "layers" and one["layers"][0].startswith(f"{floor}."))
    names = [name.strip() for layer in layers for name in layer.split("|")]
    return list(dict.fromkeys(".".join(name.split(".")[:2]) for name in names))


def said(path: Path) -> str:
    """The docstring of a module, in one line."""
    return " ".join((ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split())
