"""The workbook by itself, with no add-in: its size, and what LibreOffice spends to open it and on one entry in 附件4.

``python -m benchmarks.bench_native [rows ...]``. Processor time, so that a busy machine changes little. For each size: the
template as it is handed out, the same full of people, and a yardstick: the full one with values in place of all formulas. For
300 rows also what each family of helper columns adds, and the paint: the full workbook without it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from addin.libreoffice.installing.libraries import office_python
from udfs.notice.plan import NATIONAL
from udfs.records.class_file import CHECKING
from udfs.sample import results_beside, sample_class
from udfs.values.cells import column_letters
from workbooks.native.running_columns import all_running_columns
from workbooks.ooxml.package import Package
from workbooks.templates.entering import entered
from workbooks.templates.new_class import build_template

SIZES = (60, 300, 1000)
FAMILIES_AT = 300
STAFF, ROUNDS = 5, 5
PROBE = Path(__file__).with_name("native_probe.py")
_FORMULA = re.compile(rb"<f[^>]*?(?:/>|>[^<]*</f>)")
_CELL = re.compile(rb'<c r="([A-Z]+)\d+"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
_PAINT = re.compile(rb"<conditionalFormatting.*</conditionalFormatting>", re.DOTALL)
Change = Callable[[str, bytes], bytes]
"""(name of a part, its content) -> what it becomes."""


def full(rows: int) -> bytes:
    """A class that fills so many rows."""
    return entered(results_beside(sample_class(trainees=rows - STAFF, staff=STAFF)), rows=rows)


def changed(source: Path, target: Path, change: Change) -> Path:
    """A copy of the workbook with other sheets."""
    with zipfile.ZipFile(source) as book, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in book.namelist():
            part = book.read(name)
            copy.writestr(name, change(name, part) if name.startswith("xl/worksheets/sheet") else part)
    return target


def families(book: Path, folder: Path, rows: int) -> dict[str, Path]:
    """The workbook without the helper cells of each sheet, and without paint."""
    part = next(sheet.part for sheet in Package.open(book).sheets if sheet.title == CHECKING)
    found = {}
    for block in all_running_columns(rows):
        letters = {column_letters(block.first_column + at).encode() for at in range(len(block.kept))}

        def without(name: str, source: bytes, gone: set[bytes] = letters) -> bytes:
            if name != part:
                return source
            return _CELL.sub(lambda cell: b"" if cell[1] in gone else cell[0], source)

        found[f"without the {len(letters)} columns of {block.sheet}"] = changed(book, folder / f"{block.sheet}.xlsx", without)
    found["without paint"] = changed(book, folder / "paint.xlsx", lambda _, source: _PAINT.sub(b"", source))
    return found


def probed(paths: Mapping[str, Path]) -> None:
    """Print a line for each workbook."""
    command = [str(office_python()), str(PROBE), str(ROUNDS), *map(str, paths.values())]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    for name, line in zip(paths, done.stdout.splitlines(), strict=True):
        figures = json.loads(line)
        typed = "  ".join(f"{heading} {seconds * 1000:4.0f} ms" for heading, seconds in figures["typed"].items())
        size = Path(figures["path"]).stat().st_size / 1000
        print(f"  {size:6.0f} KB  opening {figures['opening']:5.2f} s  {typed}  {name}")


def measure(rows: int) -> None:
    """Print the block of one size."""
    print(f"{rows} rows")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        template, book = folder / "template.xlsx", folder / "full.xlsx"
        template.write_bytes(build_template(NATIONAL, 1, rows=rows))
        book.write_bytes(full(rows))
        values = changed(book, folder / "values.xlsx", lambda _, source: _FORMULA.sub(b"", source))
        paths = {"template": template, "full": book, "full, values in place of formulas": values}
        if rows == FAMILIES_AT:
            paths |= families(book, folder, rows)
        probed(paths)


def main(sizes: list[int]) -> int:
    for rows in sizes or SIZES:
        measure(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main(list(map(int, sys.argv[1:]))))
