"""What the formulas of the workbook say when Gnumeric computes them, beside what the predicates say."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path

from tests.engines.gnumeric_book import Values, computed_all
from tests.parity.verdicts import TODAY, Spots, checks, native_hits, raw_hits, spots_by_place
from tests.rules.cases import Case, all_cases
from udfs.records.class_file import ClassFile
from workbooks.book.reading import read_file
from workbooks.templates.entering import entered

Judged = Mapping[str, tuple[ClassFile, Spots, Spots]]
"""Name -> the class that our reader finds in the workbook, what the formulas say, what the predicates say."""

LEAST_ROWS, MARGIN = 60, 5
KEPT_APART = ("A4-05-silent-born 120 years ago",)
"""Of these workbook and program say something else as the days go by (``test_kept_differences``)."""


@lru_cache(maxsize=1)
def native_codes() -> frozenset[str]:
    return frozenset(check.rule.code for check in checks())


@lru_cache(maxsize=1)
def native_cases() -> tuple[Case, ...]:
    """The cases of every rule that has a formula, firing ones and silent ones."""
    return tuple(case for case in all_cases() if case.code in native_codes() and case.label not in KEPT_APART)


def rows_needed(c: ClassFile) -> int:
    kinds = (c.people, c.results, c.absences, c.lectures, c.expenses)
    return max(LEAST_ROWS, max((row.row for kind in kinds for row in kind), default=0) + MARGIN)


def verdicts(classes: Mapping[str, ClassFile], folder: Path) -> Judged:
    """What is stated of each class, in a workbook of its own."""
    paths = []
    for c in classes.values():
        paths.append(folder / f"{len(paths)}.xlsx")
        paths[-1].write_bytes(entered(c, rows_needed(c)))
    found = (judged(path, values) for path, values in zip(paths, computed_all(paths), strict=True))
    return dict(zip(classes, found, strict=True))


def judged(path: Path, values: Values) -> tuple[ClassFile, Spots, Spots]:
    c = read_file(path, TODAY)
    return c, spots_by_place(native_hits(path, values), c), raw_hits(c)


def first_firing(codes: Collection[str]) -> list[Case]:
    """A case of each of these rules on which it speaks."""
    return list({case.code: case for case in reversed(native_cases()) if case.fires and case.code in codes}.values())
