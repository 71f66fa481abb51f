"""What the formulas of the workbook say when IronCalc computes them, beside what the predicates say."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from tests.engines.dependents import dependent_rules, names_in, touched_names, truth_taken_for_number
from tests.engines.ironcalc_book import IronCalcBook
from tests.parity import results_made
from tests.parity.class_made import made_class
from tests.parity.levels import softened
from tests.parity.people_made import people
from tests.parity.typed_cases import READY, typed
from tests.parity.verdicts import TODAY, Spots, checks, named_areas, native_hits, raw_hits, spots_by_place
from udfs.records.class_file import CHECKING, PARAMETERS, ClassFile
from workbooks.book.reading import read_file
from workbooks.ooxml.package import Package
from workbooks.ooxml.reading.sheets import read_grid
from workbooks.templates.entering import entered

Pair = tuple[Spots, Spots]
"""What the formulas say, what the predicates say."""


@lru_cache(maxsize=1)
def left_out() -> frozenset[str]:
    """The rules whose formulas lean on what the engines do not agree about (the fault LO-1): found, not listed."""
    return dependent_rules(truth_taken_for_number)


def compared_rules() -> frozenset[str]:
    """The native rules of which every verdict must agree."""
    return frozenset(check.rule.code for check in checks()) - left_out()


def only(codes: frozenset[str], spots: Spots) -> Spots:
    return frozenset(spot for spot in spots if spot.code in codes)


class Computed(NamedTuple):
    """A class in a workbook, and the same workbook in IronCalc."""

    path: Path
    book: IronCalcBook


def computed(c: ClassFile, folder: Path, rows: int) -> Computed:
    """The class put into a workbook of so many ready rows."""
    path = folder / "class.xlsx"
    path.write_bytes(entered(c, rows))
    return Computed(path, IronCalcBook(path, folder / "copy.xlsx"))


def verdicts(found: Computed) -> Pair:
    """What is stated of the class that our reader finds in the workbook."""
    c = read_file(found.path, TODAY)
    native = spots_by_place(native_hits(found.path, verdicts_shown(found.book, found.path)), c)
    return only(compared_rules(), native), only(compared_rules(), raw_hits(c))


def of_typed(classes: Sequence[ClassFile], folder: Path) -> list[Spots]:
    """What the formulas say of each class, typed one after the other into one open workbook."""
    path = folder / "typed.xlsx"
    path.write_bytes(entered(ClassFile(today=TODAY), READY))
    book = IronCalcBook(path, folder / "typed_copy.xlsx")
    found = []
    for c in classes:
        book.type(typed(c))
        found.append(native_hits(path, verdicts_shown(book, path)))
    return found


def verdicts_shown(book: IronCalcBook, path: Path) -> dict[str, list[list[object]]]:
    """参数 and 核对 as far as names of them reach."""
    areas = named_areas(path).values()
    reach = {
        sheet: (max(area[3] for area in areas if area[0] == sheet), max(area[1] for area in areas if area[0] == sheet))
        for sheet in (PARAMETERS, CHECKING)
    }
    return {sheet: book.shown(sheet, *size) for sheet, size in reach.items()}


def cells_left_out(path: Path) -> frozenset[tuple[str, int, int]]:
    """(sheet, row, column) of the formula cells that lean on what the engines do not agree about."""
    touched = touched_names(truth_taken_for_number)
    areas = {name: area for name, area in named_areas(path).items() if name in touched}
    found = {(sheet, row, column) for sheet, column, first, last in areas.values() for row in range(first, last + 1)}
    package = Package.open(path)
    for sheet in package.sheets:
        formulas = read_grid(package, sheet).formulas
        found |= {(sheet.title, *spot) for spot, formula in formulas.items() if names_in(formula) & touched}
    return frozenset(found)


def mixed(seed: int, count: int, class_seed: int) -> ClassFile:
    """Rows of every kind on every sheet.

    Half of the people are as the rows of 附件5 and 考勤 need them, the other half as the rules of 附件4 do; the rest is the class
    of ``class_seed``, in an office that has softened some rules.
    """
    (c,) = results_made.classes(range(seed, seed + 1), count // 2).values()
    behind = max(one.row for one in c.people)
    made = made_class(class_seed)
    c = softened(c)
    return c.changed(
        people=(*c.people, *(one for one in people(seed, count) if one.row > behind)),
        accounts=made.accounts, lectures=made.lectures, expenses=made.expenses, survey=made.survey, forms=made.forms,
        materials=made.materials,
    )  # fmt: skip
