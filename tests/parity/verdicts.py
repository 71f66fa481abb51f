"""What the workbook's own formulas say of a class, and what the predicates say, as sets of the same spots.

The formulas run where users have them: on 参数 of the real template, recalculated by LibreOffice. The predicates run on the
class that the reader finds in the same file, before any rule silences another.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from tests import office
from udfs.records import PARAMETERS, ClassFile
from udfs.rules import catalogue
from udfs.rules.needs import NEEDS
from udfs.rules.runner import class_parameters
from workbooks.entering import entered
from workbooks.forms import FORMS
from workbooks.native.checks import Check, all_checks
from workbooks.package import Package
from workbooks.reading import read_file


class Spot(NamedTuple):
    """One verdict: a rule, and the cell it speaks of (the label or the heading where ``row`` is None)."""

    code: str
    sheet: str
    field: str
    row: int | None


Spots = frozenset[Spot]
TODAY = date.today()
"""The formulas ask the machine what day it is, so the predicates must be told the same day."""


def checks() -> list[Check]:
    return [check for found in all_checks().values() for check in found]


def raw_hits(c: ClassFile, codes: Iterable[str] | None = None) -> Spots:
    """Where the predicates of the native rules hit, as long as what they need is known."""
    p = class_parameters(c)
    wanted = {check.rule.code for check in checks()} if codes is None else set(codes)
    found = set()
    for rule in catalogue():
        if rule.code in wanted and all(NEEDS[need][0](c) for need in rule.needs):
            found |= {Spot(rule.code, hit.sheet, hit.field, hit.row) for hit in rule.predicate(c, p)}
    return frozenset(found)


def native_hits(path: Path, shown: Sequence[Sequence[object]]) -> Spots:
    """Where the formulas of the file at ``path`` fire, given the values of 参数 that a spreadsheet program found."""
    areas = named_areas(path)
    found = set()
    for check in checks():
        column, first, last = areas[check.name]
        for row in range(first, last + 1):
            value = shown[row - 1][column - 1] if row <= len(shown) and column <= len(shown[row - 1]) else ""
            if value not in (0, 0.0):
                assert value in (1, 1.0), (check.name, row, value)
                found.add(Spot(check.rule.code, check.sheet, check.field, sheet_row(check, row - first)))
    return frozenset(found)


def sheet_row(check: Check, position: int) -> int | None:
    """The row of the sheet that the so-manieth cell of a verdict is about."""
    table = FORMS[check.sheet].table
    return None if check.native.whole or table is None else table.first + position


def named_areas(path: Path) -> Mapping[str, tuple[int, int, int]]:
    """Name -> (column, first row, last row) of the names on 参数."""
    areas = {}
    for name in Package.open(path).names:
        found = re.fullmatch(rf"'?{PARAMETERS}'?!\$([A-Z]+)\$(\d+)(?::\$[A-Z]+\$(\d+))?", name.refers_to)
        if found:
            areas[name.name] = (column_of(found[1]), int(found[2]), int(found[3] or found[2]))
    return areas


def column_of(letters: str) -> int:
    at = 0
    for letter in letters:
        at = at * 26 + ord(letter) - 64
    return at


def compared(classes: Mapping[str, ClassFile], folder: Path, rows: int = 60) -> dict[str, tuple[Spots, Spots]]:
    """Name -> (what the formulas say, what the predicates say) for each class, with one start of LibreOffice."""
    paths = []
    for name, c in classes.items():
        path = folder / f"{name}.xlsx"
        path.write_bytes(entered(c, rows))
        paths.append(path)
    found = {}
    # As text, a sheet a file: writing a workbook of a hundred thousand formulas takes longer than computing them.
    office.convert_all(paths, "csv", folder / "values")
    for path in paths:
        shown = [[number(cell) for cell in row] for row in texts(folder, path.stem, PARAMETERS)]
        found[path.stem] = (native_hits(path, shown), raw_hits(read_file(path, TODAY)))
    return found


def texts(folder: Path, book: str, sheet: str) -> list[list[str]]:
    """The sheet of a book that ``compared`` has put through LibreOffice, as it is shown there."""
    with (folder / "values" / f"{book}-{sheet}.csv").open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.reader(opened))


def number(cell: str) -> float | str:
    """A verdict as a number; other cells as they are shown."""
    return float(cell) if cell in ("0", "1") else cell


def told(native: Spots, python: Spots) -> str:
    """The difference in words, for a failing test."""
    lines = [f"only the formula: {spot}" for spot in sorted(native - python, key=str)]
    return "\n".join(lines + [f"only Python: {spot}" for spot in sorted(python - native, key=str)])


def assert_equal(found: Mapping[str, tuple[Spots, Spots]]) -> None:
    different = {name: told(*pair) for name, pair in found.items() if pair[0] != pair[1]}
    assert not different, "\n".join(f"{name}:\n{words}" for name, words in different.items())


__all__ = ["TODAY", "Spot", "Spots", "assert_equal", "compared", "native_hits", "raw_hits"]
