"""Writes the ready-made templates in ``ready/``, for users without a command line: ``python -m workbooks.templates.ready``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from udfs.notice.plan import LEVELS
from workbooks.templates.new_class import build_template

FOLDER = Path(__file__).parent.parent / "ready"
READY: Mapping[str, str] = {f"{level}模板.xlsx": level for level in LEVELS}
"""File name -> level."""
ROWS = 300
"""So many rows stand ready where no command makes the tables longer."""


def write_ready() -> None:
    """Write every ready-made template."""
    for name, level in READY.items():
        (FOLDER / name).write_bytes(build_template(level, rows=ROWS))


if __name__ == "__main__":
    write_ready()
