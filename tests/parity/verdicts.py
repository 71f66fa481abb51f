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
from udfs.records.class_file import CHECKING, PARAMETERS, ClassFile
from udfs.records.class_parameters import class_parameters
from udfs.rules import catalogue
from udfs.rules.needs import NEEDS
from workbooks.book.reading import read_file
from workbooks.native.checks import SILENT, SPEAKS, VERDICTS, Check, all_checks
from workbooks.ooxml.package import Package
from workbooks.templates.entering import entered


class Spot(NamedTuple):
    """One verdict: a rule, and the cell it speaks of (the label or the heading where ``row`` is None)."""

    code: str
    sheet: str
    field: str
    row: int | None


Spots = frozenset[Spot]
VIEWED_CODES = frozenset(f"A5-{at:02}" for at in range(7, 18))
Shown = Mapping[str, Sequence[Sequence[object]]]
"""Sheet -> rows of values."""
TODAY = date.today()
"""The formulas ask the machine what day it is, so the predicates must get the same day."""


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


def native_hits(path: Path, shown: Shown) -> Spots:
    """Where the formulas of the file at ``path`` fire, given the values that a spreadsheet program found on 参数 and 核对."""
    areas = named_areas(path)
    sheet, column, row, _ = areas["参数_结班后"]
    ended = cell(shown, sheet, row, column) in (True, "TRUE", 1, 1.0)
    found = set()
    for check in checks():
        sheet, column, first, last = areas[check.name if check.native.whole else f"参数_{check.sheet}_{VERDICTS}"]
        for row in range(first, last + 1):
            value = cell(shown, sheet, row, column)
            if check.native.whole:
                assert value in (0, 0.0, 1, 1.0, "", False, True), (check.name, row, value)
                speaks = value in (1, 1.0)
            else:
                assert set(str(value)) <= {SPEAKS, SILENT}, (check.name, row, value)
                speaks = str(value)[check.place - 1 : check.place] == SPEAKS and (ended or not check.native.ended)
            if speaks:
                found.add(Spot(check.rule.code, check.sheet, check.field, None if check.native.whole else row))
    return frozenset(found)


def spots_by_place(spots: Spots, c: ClassFile) -> Spots:
    """As the predicates tell a computed 附件5 in which somebody typed: its row speaks, and the result beside the person does not.

    The formulas say both (``test_kept_differences``): a row of 附件4 that waited for 附件5 would be computed anew all the time.
    """
    typed = {one.row for one in c.out_of_view} if c.results_beside else set()
    odd = {one.row for one in c.out_of_view if one.field != "学时数"} & typed
    people = {result.person_row for result in c.results if result.row in odd}
    few = {row for row in typed if Spot("A5-08", "附件4", "结业考核", person_of(c, row)) in raw_hits(c, ["A5-08"])}
    kept = {
        spot for spot in spots
        if not (spot.code in VIEWED_CODES and spot.sheet == "附件4" and spot.row in people)
        and not (spot.code == "A5-21" and spot.field == "学时数" and spot.row in few)
    }  # fmt: skip
    return frozenset(kept | {Spot("A5-08", "附件4", "结业考核", person_of(c, row)) for row in few})


def person_of(c: ClassFile, row: int) -> int | None:
    return next((result.person_row for result in c.results if result.row == row), None)


def cell(shown: Shown, sheet: str, row: int, column: int) -> object:
    """A value, counted from 1; '' where the sheet does not reach."""
    rows = shown.get(sheet, ())
    return rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else ""


def named_areas(path: Path) -> Mapping[str, tuple[str, int, int, int]]:
    """Name -> (sheet, column, first row, last row) of the names on 参数 and 核对."""
    areas = {}
    for name in Package.open(path).names:
        found = re.fullmatch(rf"'?({PARAMETERS}|{CHECKING})'?!\$([A-Z]+)\$(\d+)(?::\$[A-Z]+\$(\d+))?", name.refers_to)
        if found:
            areas[name.name] = (found[1], column_of(found[2]), int(found[3]), int(found[4] or found[3]))
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
        shown = {
            sheet: [[number(text) for text in row] for row in texts(folder, path.stem, sheet)] for sheet in (PARAMETERS, CHECKING)
        }
        c = read_file(path, TODAY)
        found[path.stem] = (spots_by_place(native_hits(path, shown), c), raw_hits(c))
    return found


def texts(folder: Path, book: str, sheet: str) -> list[list[str]]:
    """The sheet of a book that ``compared`` has put through LibreOffice, as it is shown there."""
    with (folder / "values" / f"{book}-{sheet}.csv").open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.reader(opened))


def number(cell: str) -> float | str:
    """A verdict as a number; other cells as they are shown."""
    return float(cell) if cell in ("0", "1") else cell


def difference_text(native: Spots, python: Spots) -> str:
    """The difference in words, for a failing test."""
    lines = [f"only the formula: {spot}" for spot in sorted(native - python, key=str)]
    return "\n".join(lines + [f"only Python: {spot}" for spot in sorted(python - native, key=str)])


def assert_equal(found: Mapping[str, tuple[Spots, Spots]]) -> None:
    different = {name: difference_text(*pair) for name, pair in found.items() if pair[0] != pair[1]}
    assert not different, "\n".join(f"{name}:\n{words}" for name, words in different.items())


__all__ = ["TODAY", "Spot", "Spots", "assert_equal", "compared", "native_hits", "raw_hits"]
