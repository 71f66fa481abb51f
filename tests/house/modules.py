"""The modules of the product: their names and their files."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("addin", "macros", "workbooks", "udfs")


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


PATHS = {name_of(path): path for floor in LAYERS for path in sorted((ROOT / floor).rglob("*.py"))}
