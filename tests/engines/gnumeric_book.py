"""Workbooks of ours in Gnumeric: a third engine beside LibreOffice and IronCalc.

``ssconvert --recalc`` computes every cell anew and writes each sheet as text, numbers in full. What Gnumeric has no use for
(paint, validations, drawings) is left out of the copy that it reads.
"""

from __future__ import annotations

import csv
import os
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

Values = Mapping[str, list[list[object]]]
"""Sheet -> rows of values; row 0, column 0 is A1; an empty cell is ''."""

SECONDS = 120
SSCONVERT = (
    "ssconvert", "--recalc", "--export-file-per-sheet", "--export-type=Gnumeric_stf:stf_assistant",
    "--export-options=separator=, format=raw quoting-mode=auto",
)  # fmt: skip
TRUTHS: Mapping[str, bool] = {"TRUE": True, "FALSE": False}
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_EMPTY = re.compile(rb'<c r="[A-Z]+\d+"[^>]*(?:/>|></c>)')
_DATA = re.compile(rb"<sheetData>.*</sheetData>", re.DOTALL)
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</worksheet>'
LEFT_OUT = ("xl/charts/", "xl/drawings/", "xl/worksheets/_rels/")


def computed_all(paths: Sequence[Path]) -> Iterator[Values]:
    """What Gnumeric computes for each workbook, in their order; as many processes at once as there are cores."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(computed, paths)


def computed(path: Path) -> Values:
    """What Gnumeric computes for one workbook."""
    with tempfile.TemporaryDirectory(prefix="gaoyan_gnumeric_") as name:
        folder = Path(name)
        lean = folder / "book.xlsx"
        write_lean(path, lean)
        command = [*SSCONVERT, str(lean), str(folder / "%s.csv")]
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        made = sorted(folder.glob("*.csv"))
        if done.returncode or not made:
            raise RuntimeError(f"ssconvert made nothing of {path.name}: {done.stderr}")
        return {text.stem: read(text) for text in made}


def write_lean(path: Path, copy: Path) -> None:
    """The workbook with nothing in its sheets but cells that hold something."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = _DATA.search(part)
                part = SHEET % (_EMPTY.sub(b"", data[0]) if data else b"<sheetData/>")
            if not name.startswith(LEFT_OUT):
                target.writestr(name, part)


def read(text: Path) -> list[list[object]]:
    with text.open(encoding="utf-8", newline="") as opened:
        return [[value(cell) for cell in row] for row in csv.reader(opened)]


def value(cell: str) -> object:
    """A cell as it was written: a truth, a number, or a text. A text of digits reads as a number.

    >>> [value(cell) for cell in ("TRUE", "0.5", "1e-05", "甲", "")]
    [True, 0.5, 1e-05, '甲', '']
    """
    if cell in TRUTHS:
        return TRUTHS[cell]
    return float(cell) if _NUMBER.fullmatch(cell) else cell
