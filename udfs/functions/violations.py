"""All findings of a class as a block of cells, for the live check in 核验."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from udfs.functions.registry import CellBlock, as_block
from udfs.notice.packs import of_year
from udfs.notice.plan import plan_row
from udfs.reading.assembly import assemble, merged_counts
from udfs.reading.own_parameters import NOTHING, WorkbookParameters, stated_of
from udfs.records.class_file import PARAMETERS, SURVEY, ClassFile
from udfs.rules.model import SEVERITY_WORDS, Finding
from udfs.rules.runner import check
from udfs.values.cells import blank, plain, text
from udfs.values.grid import Grid

COLUMNS = 4
ALL_COLUMNS = 9
DEFAULT_ROWS = 300


def violations(
    ranges: Mapping[str, Any],
    rows: int,
    today: date,
    columns: int = COLUMNS,
    first_rows: Mapping[str, int] | None = None,
    parameters: Any = None,
) -> list[list[str]]:
    """The findings as ``rows`` rows, padded with blanks.

    Columns: key, severity word, code, message, value, expected, clause, fix, mark; the first ``columns`` of them. ``ranges``:
    {sheet: rows of values} starting at A1, or in column A of the row given by ``first_rows``; a missing or blank range counts
    as an absent sheet. ``parameters``: the first columns of 参数 (default: the program's values). Failed rules follow the
    findings; if the block is too small, the last row states the number of findings omitted.
    """
    above = first_rows or {}
    blocks: dict[str, CellBlock] = {
        sheet: [[] for _ in range(above.get(sheet, 1) - 1)] + as_block(values)
        for sheet, values in ranges.items()
        if values is not None
    }
    grids = {
        sheet: Grid(title=sheet, rows=block, merged=merged_counts(block) if sheet == SURVEY else {}, tells_formulas=False)
        for sheet, block in blocks.items()
        if any(not blank(value) for row in block for value in row)
    }
    stated = stated_by(parameters)
    c = assemble(grids, today, stated=stated)
    report = check(c if stated.notice else with_notice(c))
    found = [finding_row(one) for one in report.findings]
    found += [["", "错误", one.code, one.why or ""] for one in report.outcomes if one.status == "failed"]
    if len(found) > rows:
        more = len(found) - rows + 1
        found[rows - 1 :] = [["", "", "", f"另有{more}条未显示，请运行“全部核验”"]]
    return [(row + [""] * columns)[:columns] for row in found + [[""]] * (rows - len(found))]


def stated_by(parameters: Any) -> WorkbookParameters:
    """The settings in the cells of 参数; nothing if they are not given."""
    if parameters is None:
        return NOTHING
    return stated_of(Grid(title=PARAMETERS, rows=as_block(parameters), tells_formulas=False))


def with_notice(c: ClassFile) -> ClassFile:
    """The class under the pack of its year whose plan contains it, if 参数 is missing or names no pack."""
    if c.plan_number is None:
        return c
    for pack in of_year(c.year):
        row = plan_row(c.level, c.plan_number, pack.name)
        if row is not None and plain(row.topic) == plain(c.project.topic):
            return c.changed(notice=pack.name)
    return c


def finding_row(one: Finding) -> list[str]:
    word = SEVERITY_WORDS[one.severity]
    return [one.key, word, one.code, one.message, text(one.value), one.expected, one.clause, one.fix, one.mark]
