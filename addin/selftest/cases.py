"""The classes typed in the self-test: those of the demo, whose errors trigger every native rule, and one without errors.

Each is represented by the workbook that we build of it: its entries, and the expected results of its formulas.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from addin.demo.classes import ROSTER, SCENARIOS
from addin.demo.faults import Scenario
from addin.selftest.model import SheetCell
from udfs.records.class_file import CHECKING, PARAMETERS
from udfs.rules.model import SEVERITY_ORDER
from udfs.values.cells import column_number
from udfs.values.grid import Grid
from workbooks.forms import FORMS
from workbooks.formula_engine.stored import with_values
from workbooks.native.checks import SPEAKS, VERDICTS, Check, all_checks
from workbooks.native.painting import PAINT
from workbooks.native.rendering import heading_cell
from workbooks.ooxml.addresses import Area, parse_cell, split_reference
from workbooks.ooxml.package import Package
from workbooks.ooxml.reading.sheets import read_sheet
from workbooks.ooxml.writing.changes import Formula
from workbooks.ooxml.writing.patching import patched
from workbooks.templates.entering import entered

READY = 70
Grids = Mapping[str, Grid]
FindingKey = tuple[str, str, str, int]
"""A verdict: rule, sheet, field, row (0 for the sheet as a whole)."""


@dataclass(frozen=True)
class SelftestCase:
    """One class to type, with the expected content of its workbook on ``day``."""

    title: str
    data: bytes

    @cached_property
    def package(self) -> Package:
        return Package(Path(f"{self.title}.xlsx"), self.data)

    @cached_property
    def grids(self) -> Grids:
        return {sheet.title: read_sheet(self.package, sheet).grid for sheet in self.package.sheets}

    @cached_property
    def spots(self) -> frozenset[FindingKey]:
        return frozenset(spots(self.package, self.grids))


def case_of(scenario: Scenario, day: date, with_faults: bool = True) -> SelftestCase:
    """The workbook of a class of the demo, with or without its errors, computed for ``day``."""
    c = scenario.planted() if with_faults else scenario.right()
    c = c.changed(today=day)
    data = entered(c, READY)
    package = Package(Path("x.xlsx"), data)
    changes = [change for fault in scenario.faults if with_faults for change in fault.cells(c)]
    if changes:
        # Any failing formula will do; the result of this one is known here.
        changes = [one._replace(value=Formula("1/0", "#DIV/0!")) if isinstance(one.value, Formula) else one for one in changes]
        data = with_values(Package(package.path, patched(package, changes)), day)
    return SelftestCase(scenario.title if with_faults else f"{scenario.title}（无错）", data)


def cases(day: date) -> Iterator[SelftestCase]:
    """All cases, the one without errors first."""
    yield case_of(ROSTER, day, with_faults=False)
    yield from (case_of(scenario, day) for scenario in SCENARIOS)


def checks() -> list[Check]:
    return [check for found in all_checks().values() for check in found]


def spots(package: Package, grids: Grids) -> Iterator[FindingKey]:
    """The verdicts in the cells of 参数 and 核对."""
    ended = value_of(package, grids, "参数_结班后")
    for check in checks():
        sheet, area = area_of(package, check.name if check.native.whole else f"参数_{check.sheet}_{VERDICTS}")
        for row in range(area.first_row, area.last_row + 1):
            value = grids[sheet].value(row, area.first_column)
            if check.native.whole:
                if value in (1, True):
                    yield check.rule.code, check.sheet, check.field, 0
            elif str(value)[check.place - 1 : check.place] == SPEAKS and (ended or not check.native.ended):
                yield check.rule.code, check.sheet, check.field, row


def area_of(package: Package, name: str) -> tuple[str, Area]:
    found = split_reference(package.names_everywhere[name])
    assert found is not None, name
    return found


def value_of(package: Package, grids: Grids, name: str) -> object:
    sheet, area = area_of(package, name)
    return grids[sheet].value(area.first_row, area.first_column)


def painted(case: SelftestCase) -> dict[SheetCell, str]:
    """{cell: expected colour}, by the most severe verdict on it."""
    worst: dict[SheetCell, Check] = {}
    for check in checks():
        if check.native.whole and value_of(case.package, case.grids, check.name) not in (1, True):
            continue
        for code, sheet, field, row in case.spots:
            if (code, sheet, field) != (check.rule.code, check.sheet, check.field) or check.native.whole is bool(row):
                continue
            for cell in cells_of(case, check, row):
                if cell not in worst or SEVERITY_ORDER[check.severity] < SEVERITY_ORDER[worst[cell].severity]:
                    worst[cell] = check
    return {cell: PAINT[check.severity][0] for cell, check in worst.items()}


def cells_of(case: SelftestCase, check: Check, row: int) -> Iterator[SheetCell]:
    form = FORMS[check.sheet]
    if not row:
        yield check.sheet, *parse_cell(heading_cell(form, check.field).replace("$", ""))
        return
    assert form.table
    if check.field in form.table.letters:
        yield check.sheet, row, column_number(form.table.letters[check.field])
        return
    headings = case.grids[check.sheet].rows[form.table.heading_row - 1]
    yield from ((check.sheet, row, at) for at, heading in enumerate(headings, start=1) if heading == check.field)


def runs(before: Grids, after: Grids) -> Iterator[tuple[str, int, int, list[object], bool]]:
    """What to type to turn one grid into the other: (sheet, first row, column, values downwards, whether they are formulas)."""
    for title, grid in after.items():
        if title in (CHECKING, PARAMETERS):
            continue
        old = before[title]
        height = max(len(grid.rows), len(old.rows))
        width = max((len(row) for row in (*grid.rows, *old.rows)), default=0)
        for column in range(1, width + 1):
            run: list[object] = []
            kind = False
            for row in range(1, height + 2):
                here, there = (one.formulas.get((row, column)) or one.value(row, column) for one in (grid, old))
                is_formula = (row, column) in grid.formulas
                changed = row <= height and here != there and not (here in (None, "") and there in (None, ""))
                if run and (not changed or is_formula is not kind):
                    yield title, row - len(run), column, run, kind
                    run = []
                if changed:
                    kind = is_formula
                    run.append(f"={here}" if is_formula else here)
