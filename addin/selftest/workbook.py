"""Tests the workbook: opened and calculated, then each class typed into it; verdicts, messages, counts and paint."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from addin.selftest.cases import FindingKey, Grids, SelftestCase, checks, painted, runs, spots
from addin.selftest.model import Bench, Outcomes, SelftestOutcome, SheetCell, same_value
from udfs.records.masking import hide
from workbooks.native.painting import PAINT
from workbooks.ooxml.addresses import cell_address

if TYPE_CHECKING:
    import xlwings as xw

OPENED, RULES, SHOWN, PAINTED = "打开与计算", "规则", "提示语与合计", "着色"
OURS = {colour for colour, _ in PAINT.values()}
FEW = 3


def try_workbook(bench: Bench, cases: list[SelftestCase]) -> Outcomes:
    """Open the first of ``cases``; type the others into it one after another."""
    first = typed = cases[0]
    book = bench.open("自检.xlsx", first.data)
    found: dict[str, list[tuple[frozenset[FindingKey], frozenset[FindingKey]]]] = defaultdict(list)
    asked = {cell for case in cases for cell in painted(case)}
    for case in cases:
        if case is not first:
            type_in(bench, book, typed, case)
        typed, seen = case, grids_shown(book, case)
        verdicts = frozenset(spots(case.package, seen))
        for code in {check.rule.code for check in checks()}:
            found[code].append((of_code(case.spots, code), of_code(verdicts, code)))
        yield values(OPENED if case is first else SHOWN, case, seen)
        yield paint(case, bench.program.colours(book, asked))
    yield from (of_rule(code, each) for code, each in sorted(found.items()))


def of_code(found: frozenset[FindingKey], code: str) -> frozenset[FindingKey]:
    return frozenset(one for one in found if one[0] == code)


def type_in(bench: Bench, book: xw.Book, before: SelftestCase, after: SelftestCase) -> None:
    """Type the differences column by column and recalculate."""
    bench.program.pause(book)
    for title, row, column, column_values, formulas in runs(before.grids, after.grids):
        target = book.sheets[title].range((row, column), (row + len(column_values) - 1, column))
        if formulas:
            target.formula = [[bench.program.spelled(str(value))] for value in column_values]
        else:
            target.value = [[value] for value in column_values]
    bench.program.calculate(book)


def grids_shown(book: xw.Book, case: SelftestCase) -> Grids:
    """The displayed values of our sheets."""
    found = {}
    for title, grid in case.grids.items():
        width = max((len(row) for row in grid.rows), default=1)
        area = book.sheets[title].range((1, 1), (max(len(grid.rows), 1), max(width, 1)))
        found[title] = replace(grid, rows=area.options(ndim=2, err_to_str=True).value)
    return found


def values(part: str, case: SelftestCase, seen: Grids) -> SelftestOutcome:
    """Compare every formula cell with a known result."""
    count, different = 0, []
    for title, grid in case.grids.items():
        for row, column in grid.formulas:
            wanted = grid.value(row, column)
            if wanted is None:
                continue
            count += 1
            if not same_value(wanted, seen[title].value(row, column)):
                different.append(
                    f"{title}!{cell_address(row, column)}：{hide(str(seen[title].value(row, column)))}，应为{hide(str(wanted))}"
                )
    return SelftestOutcome(
        part,
        case.title,
        not different,
        f"{count}格",
        "；".join(different[:FEW]) + (f" 等{len(different)}格" if different[FEW:] else ""),
    )


def paint(case: SelftestCase, colours: Mapping[SheetCell, str] | None) -> SelftestOutcome:
    """Compare the displayed colours with the expected ones, in both directions."""
    if colours is None:
        return SelftestOutcome(PAINTED, case.title, None, found="这里看不到条件格式显示的颜色")
    wanted = painted(case)
    seen = {cell: colour for cell, colour in colours.items() if colour in OURS and cell[0] in case.grids}
    wrong = sorted(cell for cell in wanted.keys() | seen.keys() if wanted.get(cell) != seen.get(cell) and cell in colours)
    where = [f"{one[0]}!{cell_address(*one[1:])}显示{seen.get(one, '无')}，应为{wanted.get(one, '无')}" for one in wrong]
    return SelftestOutcome(
        PAINTED, case.title, not wrong, f"{len(wanted)}格", "、".join(where[:FEW]) + (f" 等{len(where)}格" if where[FEW:] else "")
    )


def of_rule(code: str, each: list[tuple[frozenset[FindingKey], frozenset[FindingKey]]]) -> SelftestOutcome:
    """Compare the verdicts of a rule over all classes, in both directions."""
    speaking = sum(bool(wanted) for wanted, _ in each)
    silent = len(each) - speaking
    well = all(wanted == found for wanted, found in each) and speaking > 0 and silent > 0
    wrong = [one for wanted, found in each for one in wanted ^ found]
    where = "、".join(f"{sheet}“{field}”{f'第{row}行' if row else ''}" for _, sheet, field, row in wrong[:FEW])
    return SelftestOutcome(RULES, code, well, f"{speaking}个班报、{silent}个班不报", where)
